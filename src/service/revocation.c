/* SPDX-License-Identifier: Apache-2.0 */
#include "service/revocation.h"

#include "model/record.h"
#include "model/state.h"
#include "service/access.h"
#include "service/department.h"
#include "service/revocation_received.h"
#include "store/records.h"
#include "store/units.h"
#include "verify/decision.h"

struct asking {
    struct app *app;
    struct revocation_items items; /* cleaned */
    struct record_row *rows;       /* of the items */
    struct revocation request;
};

static bool
state_of(const struct record_row *row, enum state *state)
{
    return state_parse(row->state, state);
}

/* --- what is asked ---------------------------------------------------------------------------- */

static enum status
clean_item(struct asking *work, const struct revocation_item *asked, struct revocation_item *item,
           struct error *err)
{
    struct arena *arena = work->app->arena;

    *item = *asked;
    if (!text_equal(item->wish, WISH_REPLACE) && !text_equal(item->wish, WISH_WITHDRAW) &&
        !text_equal(item->wish, WISH_GIVE_UP))
        return fail(err, USAGE, "Không rõ đề nghị gì với học bạ %s.", item->record);
    if (text_is_blank(item->reason))
        return fail(err, INVALID,
                    "Học bạ %s chưa có lý do. Chưa gửi gì; CV2088 III.3 yêu cầu nêu lý do của "
                    "từng học bạ.",
                    item->record);
    TRY(text_clean(item->reason, "Lý do", DECISION_REASON_MAX, arena, &item->reason, err));
    if (text_is_blank(item->evidence)) {
        item->evidence = NULL;
        return OK;
    }
    return text_clean(item->evidence, "Căn cứ", DECISION_REASON_MAX, arena, &item->evidence, err);
}

static enum status
clean_items(struct asking *work, const struct revocation_items *asked, struct error *err)
{
    size_t count = asked->list.count;

    if (count == 0 || count > DECISION_ROWS_MAX)
        return fail(err, USAGE, "Một yêu cầu nêu từ 1 đến %d học bạ.", DECISION_ROWS_MAX);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++)
            if (text_equal(asked->list.items[i].record, asked->list.items[j].record))
                return fail(err, INVALID, "Học bạ %s được nêu hai lần. Chưa gửi gì.",
                            asked->list.items[i].record);
        if (!text_equal(asked->list.items[i].wish, asked->list.items[0].wish))
            return fail(err, USAGE, "Một yêu cầu chỉ đề nghị một việc. Chưa gửi gì.");
        TRY(clean_item(work, &asked->list.items[i], list_add(work->app->arena, work->items.list),
                       err));
    }
    return OK;
}

/* --- may it be asked? ------------------------------------------------------------------------- */

static enum status
check_wish(const struct record_row *row, const char *wish, struct error *err)
{
    enum state state, to;

    if (!state_of(row, &state))
        return fail(err, CORRUPT, "Học bạ %s có trạng thái lạ.", row->uuid);
    if (text_equal(wish, WISH_GIVE_UP) && state != STATE_SUSPENDED)
        return fail(err, CONFLICT,
                    "Học bạ %s không chờ bản thay thế nào (%s), nên không có gì để thôi. Chưa gửi "
                    "gì.",
                    row->uuid, state_word(state));
    if (state != STATE_SUSPENDED)
        return state_step(state, VERB_REQUEST_REVOCATION, SIGNERS_V10, &to, err);
    if (text_equal(wish, WISH_REPLACE))
        return fail(err, CONFLICT,
                    "Học bạ %s đã được đồng ý thay thế; hãy lập học bạ mới. Chưa gửi gì.",
                    row->uuid);
    if (row->replaced_by && !text_equal(wish, WISH_GIVE_UP))
        return fail(err, CONFLICT,
                    "Học bạ thay cho %s đã được lập (%s); hãy ký và phát hành bản ấy, hoặc đề nghị "
                    "thôi thay thế. Chưa gửi gì.",
                    row->uuid, row->replaced_by);
    return OK;
}

static enum status
check_item(struct asking *work, const struct revocation_item *item, struct record_row *row,
           struct error *err)
{
    struct app *app = work->app;
    const char *open;

    TRY(store_find_record(app->store, item->record, app->arena, row, err));
    TRY(access_check_class(app, MAY_REQUEST_REVOCATION, row->unit, row->year, row->class_id, err));
    if (work->request.unit &&
        (!text_equal(work->request.unit, row->unit) || !text_equal(work->request.year, row->year)))
        return fail(err, INVALID,
                    "Một yêu cầu chỉ nêu học bạ của một trường và một năm học. Chưa gửi gì.");
    work->request.unit = row->unit;
    work->request.year = row->year;
    TRY(store_find_open_revocation(app->store, row->uuid, app->arena, &open, err));
    if (open)
        return fail(err, CONFLICT,
                    "Học bạ %s (%s) đang chờ quyết định theo yêu cầu %s. Chưa gửi gì.", row->uuid,
                    row->pupil_name, open);
    return check_wish(row, item->wish, err);
}

/* --- asking ----------------------------------------------------------------------------------- */

static enum status
mark_asked(struct asking *work, const struct record_row *row, const char *reason, struct error *err)
{
    struct stamp stamp = app_stamp(work->app, reason);
    enum state state, to;

    if (!state_of(row, &state) || state == STATE_SUSPENDED)
        return OK;
    TRY(state_step(state, VERB_REQUEST_REVOCATION, SIGNERS_V10, &to, err));
    return store_step_record(work->app->store, row->uuid, verb_key(VERB_REQUEST_REVOCATION),
                             row->state, state_key(to), &stamp, err);
}

static enum status
write_request(struct store *store, void *context, struct error *err)
{
    struct asking *work = context;
    struct app *app = work->app;
    size_t count = work->items.list.count;

    work->request = (struct revocation){
        .id = work->request.id, .made = app_now(app), .by = app_stamp(app, NULL).by};
    for (size_t i = 0; i < count; i++)
        TRY(check_item(work, &work->items.list.items[i], &work->rows[i], err));
    for (size_t i = 0; i < count; i++)
        TRY(mark_asked(work, &work->rows[i], work->items.list.items[i].reason, err));
    return store_add_revocation(store, &work->request, &work->items, err);
}

enum status
revocation_request(struct app *app, const struct revocation_items *items, const char **id,
                   struct error *err)
{
    struct asking work = {.app = app};

    TRY(clean_items(&work, items, err));
    work.rows = arena_make_array(app->arena, work.items.list.count, struct record_row);
    work.request.id = app_new_id(app);
    TRY(store_transact(app->store, write_request, &work, err));
    *id = work.request.id;
    return OK;
}

/* --- looking ---------------------------------------------------------------------------------- */

static enum status
may(struct app *app, enum right right, const char *unit, bool *answer, struct error *err)
{
    enum status status = access_check(app, right, unit, err);

    *answer = status == OK;
    return status == DENIED ? OK : status;
}

/* What the actor may do about it, and whose decision it is. */
static enum status
read_part(struct app *app, struct revocation_view *view, struct error *err)
{
    const char *unit = view->request.unit;
    struct unit department;

    TRY(may(app, MAY_DECIDE_REVOCATION, unit, &view->may_decide, err));
    TRY(may(app, MAY_SEAL_DECISION, unit, &view->may_seal, err));
    TRY(department_above(app, unit, &department, err));
    view->department_code = department.code;
    return OK;
}

enum status
revocation_ask_about(struct app *app, const char *uuid, struct record_row *row, struct error *err)
{
    TRY(store_find_record(app->store, uuid, app->arena, row, err));
    return access_check_class(app, MAY_REQUEST_REVOCATION, row->unit, row->year, row->class_id,
                              err);
}

static enum status
read_decided(struct app *app, struct revocation_view *view, struct error *err)
{
    struct revocation_decision decision;
    struct decision_file file;

    TRY(store_find_decision_paper(app->store, view->request.decision, app->arena, &decision, err));
    TRY(decision_read(decision.bytes, app->arena, &file, err));
    view->decision = file.data;
    view->file = decision.bytes;
    return OK;
}

/* What the officer signed, for who confirms it. */
static enum status
read_paper(struct app *app, struct revocation_view *view, struct error *err)
{
    char *hex = arena_alloc(app->arena, SHA256_HEX_SIZE);
    struct revocation_paper paper;
    struct decision_file file;

    TRY(store_find_paper(app->store, view->request.id, app->arena, &paper, err));
    TRY(decision_read(paper.bytes, app->arena, &file, err));
    struct digest digest = sha256(paper.bytes);
    view->paper = digest_hex(&digest, hex);
    view->decision = file.data;
    return OK;
}

enum status
revocation_show(struct app *app, const char *id, struct revocation_view *view, struct error *err)
{
    struct revocation_view made = {0};

    TRY(store_find_revocation(app->store, id, app->arena, &made.request, err));
    TRY(access_check(app, MAY_SEE_REVOCATION, made.request.unit, err));
    TRY(store_list_revocation_items(app->store, id, app->arena, &made.items, err));
    TRY(store_list_request_wishes(app->store, id, app->arena, &made.above, err));
    TRY(read_part(app, &made, err));
    made.decided = made.request.decision != NULL;
    if (made.decided)
        TRY(read_decided(app, &made, err));
    else if (made.request.signed_by_officer)
        TRY(read_paper(app, &made, err));
    *view = made;
    return OK;
}

const char *
revocation_above_word(const struct report_wish *wish)
{
    return text_equal(wish->state, WISH_STATE_AGREED)    ? "cổng tiếp nhận đồng ý"
           : text_equal(wish->state, WISH_STATE_REFUSED) ? "cổng tiếp nhận từ chối"
           : text_equal(wish->state, WISH_STATE_WAITING) ? "cổng tiếp nhận chờ quyết định"
                                                         : "chờ gửi lên cổng tiếp nhận";
}

const struct report_wish *
revocation_above(const struct revocation_view *view, const char *record)
{
    for (size_t i = 0; i < view->above.list.count; i++) {
        const struct report_wish *one = &view->above.list.items[i];
        if (text_equal(one->record, record) && text_equal(one->unit, view->request.unit))
            return one;
    }
    return NULL;
}

bool
revocation_is_refused(const struct revocation *request)
{
    return !request->decision && request->items && request->refused_above == request->items;
}

/* The actor's answer about the unit asked last: requests of one school stand together often. */
struct seeing {
    const char *unit;
    bool may;
};

static enum status
may_see(struct app *app, const char *unit, struct seeing *last, struct error *err)
{
    if (text_equal(last->unit, unit))
        return OK;
    last->unit = unit;
    return may(app, MAY_SEE_REVOCATION, unit, &last->may, err);
}

/* Those of one stretch that may be seen, until the page is full. */
static enum status
fill_page(struct app *app, const struct revocations *stretch, struct seeing *last,
          struct revocations *page, bool *more, struct error *err)
{
    for (size_t i = 0; i < stretch->list.count && !*more; i++) {
        TRY(may_see(app, stretch->list.items[i].unit, last, err));
        if (last->may && page->list.count == REVOCATIONS_PAGE)
            *more = true;
        else if (last->may)
            *list_add(app->arena, page->list) = stretch->list.items[i];
    }
    return OK;
}

enum status
revocation_list(struct app *app, const char *unit_id, bool open, const char *after,
                struct revocations *requests, bool *more, struct error *err)
{
    enum { STRETCH = 2 * REVOCATIONS_PAGE };
    struct revocations page = {0};
    struct seeing last = {0};
    bool full = false;

    if (unit_id)
        TRY(access_check(app, MAY_SEE_REVOCATION, unit_id, err));
    for (bool end = false; !end && !full;) {
        struct revocations stretch = {0};
        TRY(store_list_revocations(app->store, unit_id, open, after, STRETCH, app->arena, &stretch,
                                   err));
        TRY(fill_page(app, &stretch, &last, &page, &full, err));
        end = stretch.list.count < STRETCH;
        after = end ? NULL : stretch.list.items[STRETCH - 1].id;
    }
    *requests = page;
    *more = full;
    return OK;
}

enum status
revocation_of_record(struct app *app, const char *uuid, struct status_change *change,
                     struct revocation_decision *decision, struct error *err)
{
    enum status status = store_find_status_change(app->store, uuid, app->arena, change, err);
    if (status == NOT_FOUND)
        status = revocation_received_change(app, uuid, change, err);
    TRY(status);
    return store_find_decision_paper(app->store, change->decision, app->arena, decision, err);
}
