/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/status.h"
#include "print/record_print.h"
#include "service/access.h"
#include "service/book.h"
#include "service/inspection_inside.h"
#include "service/intake.h"
#include "store/pupils.h"

enum status
inspection_look(struct app *app, const char *code, struct inspection_look *look, struct error *err)
{
    struct unit unit;
    struct error why;

    *look = (struct inspection_look){0};
    TRY(inspection_load(app, code, &look->it, err));
    const struct inspection *round = &look->it.round;
    TRY(store_find_unit(app->store, round->unit, app->arena, &unit, err));
    look->unit_name = unit.name;
    enum status status = access_check(app, MAY_INSPECT, round->unit, &why);
    look->may_inspect = status == OK;
    if (status != OK && status != DENIED) {
        *err = why;
        return status;
    }
    if (look->may_inspect && inspection_state_of(round) == INSPECTION_OPEN) {
        TRY(inspection_load_facts(app, round, false, NULL, &look->scope, err));
        for (size_t i = 0; i < look->scope.list.count; i++)
            look->scope.list.items[i].weight = inspection_weight(&look->scope.list.items[i]);
    }
    return store_list_inspection_steps(app->store, round->id, app->arena, &look->steps, err);
}

/* --- drawn records ---------------------------------------------------------------------------- */

static enum status
add_own(struct app *app, const char *uuid, struct inspection_drawn_list *drawn, struct error *err)
{
    struct record_row row;

    TRY(store_find_record(app->store, uuid, app->arena, &row, err));
    *list_add(app->arena, drawn->list) = (struct inspection_drawn){.uuid = uuid,
                                                                   .pupil_code = row.pupil_code,
                                                                   .pupil_name = row.pupil_name,
                                                                   .class_name = row.class_name,
                                                                   .grade = row.grade};
    return OK;
}

static enum status
add_received(struct app *app, const char *uuid, struct inspection_drawn_list *drawn,
             struct error *err)
{
    struct received_state state;

    TRY(store_find_received_state(app->store, uuid, app->arena, &state, err));
    *list_add(app->arena, drawn->list) =
        (struct inspection_drawn){.uuid = uuid,
                                  .pupil_code = state.pupil_code,
                                  .pupil_name = state.name,
                                  .grade = state.grade,
                                  .received = true,
                                  .word = intake_record_word(state.status, state.position >= 0)};
    return OK;
}

enum status
inspection_list_drawn(struct app *app, const struct inspection_view *view, const char *school,
                      struct inspection_drawn_list *drawn, struct error *err)
{
    for (size_t i = 0; i < view->records.list.count; i++) {
        const struct inspection_record *it = &view->records.list.items[i];
        if (text_equal(it->school, school))
            TRY((it->received ? add_received : add_own)(app, it->uuid, drawn, err));
    }
    return OK;
}

static const struct inspection_record *
find_drawn(const struct inspection_view *view, const char *uuid)
{
    for (size_t i = 0; i < view->records.list.count; i++)
        if (text_equal(view->records.list.items[i].uuid, uuid))
            return &view->records.list.items[i];
    return NULL;
}

static enum status
find_own(struct app *app, struct inspection_paper *paper, struct error *err)
{
    struct issued_document issued;
    struct unit unit;

    TRY(store_find_record(app->store, paper->uuid, app->arena, &paper->row, err));
    TRY(access_check(app, MAY_SEE, paper->row.unit, err));
    TRY(store_find_unit(app->store, paper->row.unit, app->arena, &unit, err));
    TRY(store_find_issued(app->store, paper->uuid, app->arena, &issued, err));
    paper->unit = unit.id;
    paper->unit_code = unit.code;
    paper->pupil = paper->row.pupil;
    paper->file = issued.bytes;
    return OK;
}

static enum status
find_received(struct app *app, struct inspection_paper *paper, struct error *err)
{
    const struct received_state *state = &paper->state;
    struct pupil pupil;

    TRY(store_find_received_state(app->store, paper->uuid, app->arena, &paper->state, err));
    TRY(access_check(app, MAY_SEE, state->unit, err));
    TRY(store_find_received(app->store, paper->uuid, app->arena, &paper->file, err));
    paper->unit = state->unit;
    paper->unit_code = state->unit_code;
    enum status status = store_find_pupil_by_code(app->store, state->unit, state->pupil_code,
                                                  app->arena, &pupil, err);
    if (status == OK)
        paper->pupil = pupil.id;
    return status == NOT_FOUND ? OK : status;
}

enum status
inspection_find_record(struct app *app, const char *code, const char *uuid,
                       struct inspection_paper *paper, struct error *err)
{
    struct inspection_view view;

    TRY(inspection_load(app, code, &view, err));
    const struct inspection_record *drawn = find_drawn(&view, uuid);
    if (!drawn)
        return fail(err, NOT_FOUND, "Học bạ này không nằm trong mẫu của đợt kiểm tra %s.", code);
    *paper = (struct inspection_paper){.uuid = drawn->uuid, .received = drawn->received};
    return (drawn->received ? find_received : find_own)(app, paper, err);
}

/* --- as printed ------------------------------------------------------------------------------- */

static enum status
read_paper(struct app *app, const struct inspection_paper *paper, struct print_record *record,
           bool *training, struct error *err)
{
    AUTO(self_check) *check = NULL;
    bool counts = paper->received ? text_equal(paper->state.status, record_status_key(RECORD_VALID))
                                  : book_holds(&paper->row);

    if (!counts)
        return fail(err, CONFLICT,
                    "Học bạ này không còn hiệu lực nên không in được. Tệp đã ký vẫn tải về được.");
    if (paper->received)
        return book_read_received(app, &paper->state, record, training, err);
    check = self_check_new(app);
    return book_read_issued(app, check, &paper->row, record, err);
}

enum status
inspection_print_record(struct app *app, const struct inspection_paper *paper, struct buffer *pdf,
                        struct error *err)
{
    struct print_record record;
    bool training = false;

    TRY(read_paper(app, paper, &record, &training, err));
    const struct print_book book = {.records = &record, .record_count = 1};
    return record_print(&(struct print_job){.books = &book,
                                            .book_count = 1,
                                            .style = PRINT_DIGITAL,
                                            .training = training || app->kind == INSTANCE_TRAINING,
                                            .made = app_now(app),
                                            .address = book_address(app)},
                        pdf, NULL, err);
}
