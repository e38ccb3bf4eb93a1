/* SPDX-License-Identifier: Apache-2.0 */
#include "print/record_print.h"
#include "service/access.h"
#include "service/book.h"
#include "service/inspection_inside.h"

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
        TRY(inspection_load_facts(app, round, false, &look->scope, err));
        for (size_t i = 0; i < look->scope.list.count; i++)
            look->scope.list.items[i].weight = inspection_weight(&look->scope.list.items[i]);
    }
    return store_list_inspection_steps(app->store, round->id, app->arena, &look->steps, err);
}

static bool
is_drawn(const struct inspection_view *view, const char *uuid)
{
    for (size_t i = 0; i < view->records.list.count; i++)
        if (text_equal(view->records.list.items[i].uuid, uuid))
            return true;
    return false;
}

enum status
inspection_print_record(struct app *app, const char *code, const char *uuid, struct buffer *pdf,
                        struct record_row *row, struct error *err)
{
    AUTO(self_check) *check = self_check_new(app);
    struct inspection_view view;
    struct print_record record;

    TRY(inspection_load(app, code, &view, err));
    if (!is_drawn(&view, uuid))
        return fail(err, NOT_FOUND, "Học bạ này không nằm trong mẫu của đợt kiểm tra %s.", code);
    TRY(store_find_record(app->store, uuid, app->arena, row, err));
    TRY(access_check(app, MAY_SEE, row->unit, err));
    if (!book_holds(row))
        return fail(
            err, CONFLICT,
            "Học bạ này không còn hiệu lực nên không in được. Tệp gốc và quyết định ở trang "
            "của học sinh.");
    TRY(book_read_issued(app, check, row, &record, err));
    const struct print_book book = {.records = &record, .record_count = 1};
    return record_print(&(struct print_job){.books = &book,
                                            .book_count = 1,
                                            .style = PRINT_DIGITAL,
                                            .training = app->kind == INSTANCE_TRAINING,
                                            .made = app_now(app),
                                            .address = book_address(app)},
                        pdf, NULL, err);
}
