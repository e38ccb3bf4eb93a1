/* SPDX-License-Identifier: Apache-2.0 */
#include "service/comment_edits.h"

#include "service/access.h"
#include "service/comment_rulings.h"
#include "service/edit.h"
#include "service/notices.h"
#include "store/cells.h"

/* --- who -------------------------------------------------------------------------------------- */

/* Whoever submits a class signs for it next; whoever checks it may send it back. */
static enum status
check_proposer(struct app *app, const char *unit, const char *year, const char *class_id,
               struct error *err)
{
    struct error unsaid;

    if (access_check_class(app, MAY_SUBMIT_CLASS, unit, year, class_id, &unsaid) == OK)
        return OK;
    return access_check_class(app, MAY_CHECK_CLASS, unit, year, class_id, err);
}

static enum status
find_text(struct app *app, const char *enrolment, const char *key, const char **text,
          struct error *err)
{
    struct change last;

    TRY(store_find_last_change(app->store, enrolment, key, app->arena, &last, err));
    *text = last.number && last.to ? last.to : "";
    return OK;
}

static enum status
clean_reason(struct app *app, const char *text, const char **kept, struct error *err)
{
    *kept = NULL;
    return text_is_blank(text)
               ? OK
               : text_clean(text, "Lý do", COMMENT_EDIT_REASON_MAX, app->arena, kept, err);
}

/* --- suggesting ------------------------------------------------------------------------------- */

static enum status
check_new(struct app *app, const struct enrolled *enrolled, const struct comment_edit *edit,
          struct error *err)
{
    struct comment_edits edits = {0};
    size_t waiting = 0;

    TRY(store_list_comment_edits(app->store, enrolled->enrolment.class_id, app->arena, &edits,
                                 err));
    for (size_t i = 0; i < edits.list.count; i++) {
        const struct comment_edit *one = &edits.list.items[i];
        waiting += !one->ruling;
        if (!one->ruling && text_equal(one->enrolment, edit->enrolment) &&
            text_equal(one->key, edit->key) && text_equal(one->after, edit->after))
            return fail(err, CONFLICT, "Đề nghị này đã gửi, đang chờ người nhập xem.");
    }
    if (waiting >= COMMENT_EDITS_WAITING)
        return fail(err, CONFLICT,
                    "Lớp này đã có %d đề nghị đang chờ trả lời. Chưa gửi gì; hãy để người nhập trả "
                    "lời bớt rồi đề nghị tiếp.",
                    COMMENT_EDITS_WAITING);
    return OK;
}

struct proposing {
    struct app *app;
    const struct enrolled *enrolled;
    const struct comment_edit *edit;
};

static enum status
add_edit(struct store *store, void *context, struct error *err)
{
    const struct proposing *it = context;

    TRY(store_add_comment_edit(store, it->edit, err));
    return notices_add_edit(it->app, it->enrolled, it->edit->key, err);
}

enum status
comment_edit_propose(struct app *app, const struct comment_edit_order *order, struct error *err)
{
    struct comment_edit edit = {.enrolment = order->enrolment,
                                .key = order->key,
                                .made = app_now(app),
                                .by = app->actor.login};
    struct edit text = {.key = order->key, .value = order->after};
    struct enrolled enrolled;
    struct proposing work = {app, &enrolled, &edit};

    TRY(store_find_enrolment(app->store, order->enrolment, app->arena, &enrolled, err));
    TRY(check_proposer(app, enrolled.unit, enrolled.year, enrolled.enrolment.class_id, err));
    if (!comment_key_check(order->key))
        return fail(err, USAGE, "Chỉ đề nghị sửa được nhận xét.");
    TRY(draft_edit_clean(app, &text, err));
    if (!text.to)
        return fail(err, USAGE, "Hãy viết câu nhận xét thay vào. Chưa gửi gì.");
    edit.after = text.to;
    TRY(find_text(app, order->enrolment, order->key, &edit.before, err));
    if (order->before && !text_equal(order->before, edit.before))
        return fail(err, CONFLICT,
                    "Nhận xét của %s vừa được người nhập sửa; hãy xem lại rồi đề nghị. Chưa gửi "
                    "gì.",
                    enrolled.pupil.name);
    if (text_equal(edit.before, edit.after))
        return fail(err, USAGE, "Câu đề nghị giống hệt câu đang có. Chưa gửi gì.");
    TRY(clean_reason(app, order->reason, &edit.reason, err));
    TRY(check_new(app, &enrolled, &edit, err));
    return store_transact(app->store, add_edit, &work, err);
}

/* --- ruling ----------------------------------------------------------------------------------- */

struct ruling {
    struct app *app;
    const struct enrolled *enrolled;
    const struct comment_edit *edit;
    const char *ruling, *answer;
};

static enum status
write_text(const struct ruling *it, struct error *err)
{
    struct app *app = it->app;
    struct edit text = {.key = it->edit->key,
                        .value = it->edit->after,
                        .source = arena_printf(app->arena, "theo đề nghị của %s", it->edit->by)};
    const char *now;

    TRY(find_text(app, it->edit->enrolment, it->edit->key, &now, err));
    if (!text_equal(now, it->edit->before))
        return fail(err, CONFLICT,
                    "Nhận xét đã đổi từ lúc có đề nghị này nên không thay được. Chưa đổi gì; hãy "
                    "từ chối đề nghị, hoặc sửa trong bảng nhập.");
    return draft_edit(app, it->enrolled, &text, 1, err);
}

static enum status
write_ruling(struct store *store, void *context, struct error *err)
{
    const struct ruling *it = context;
    struct app *app = it->app;
    bool ruled;

    TRY(store_rule_comment_edit(store, it->edit->number, it->ruling, it->answer, app_now(app),
                                app->actor.login, &ruled, err));
    if (!ruled)
        return fail(err, CONFLICT, "Đề nghị này đã được trả lời rồi.");
    if (text_equal(it->ruling, EDIT_ACCEPTED))
        return write_text(it, err);
    return text_equal(it->ruling, EDIT_DECLINED)
               ? notices_add_declined(app, it->enrolled, it->edit, it->answer, err)
               : OK;
}

enum status
comment_edit_rule(struct app *app, int64_t number, const char *ruling, const char *answer,
                  struct error *err)
{
    struct comment_edit edit;
    struct enrolled enrolled;
    struct ruling work = {app, &enrolled, &edit, ruling, NULL};

    if (!text_equal(ruling, EDIT_ACCEPTED) && !text_equal(ruling, EDIT_DECLINED) &&
        !text_equal(ruling, EDIT_WITHDRAWN))
        return fail(err, USAGE, "Chỉ nhận, từ chối hoặc rút lại.");
    TRY(store_find_comment_edit(app->store, number, app->arena, &edit, err));
    TRY(store_find_enrolment(app->store, edit.enrolment, app->arena, &enrolled, err));
    if (!text_equal(ruling, EDIT_WITHDRAWN))
        TRY(draft_edit_allowed(app, &enrolled, edit.key, err));
    else if (!text_equal(edit.by, app->actor.login))
        return fail(err, DENIED, "Chỉ người đề nghị rút lại được.");
    TRY(clean_reason(app, answer, &work.answer, err));
    return store_transact(app->store, write_ruling, &work, err);
}

/* --- looking ---------------------------------------------------------------------------------- */

static enum status
add_row(struct app *app, struct comment_edit_view *view, const struct comment_edit *edit,
        struct error *err)
{
    struct comment_edit_row *row = list_add(app->arena, view->list);
    struct enrolled enrolled;
    struct error unsaid;
    const char *now;

    *row = (struct comment_edit_row){.it = *edit};
    if (edit->ruling)
        return OK;
    TRY(store_find_enrolment(app->store, edit->enrolment, app->arena, &enrolled, err));
    TRY(find_text(app, edit->enrolment, edit->key, &now, err));
    row->stale = !text_equal(now, edit->before);
    row->may_rule = draft_edit_allowed(app, &enrolled, edit->key, &unsaid) == OK;
    row->own = text_equal(edit->by, app->actor.login);
    view->waiting += row->may_rule;
    return OK;
}

enum status
comment_edits_load(struct app *app, const char *class_id, struct comment_edit_view *view,
                   struct error *err)
{
    struct comment_edits edits = {0};
    struct error unsaid;

    *view = (struct comment_edit_view){0};
    TRY(store_find_class(app->store, class_id, app->arena, &view->class, err));
    const struct school_class *class = &view->class;
    TRY(access_check_class(app, MAY_SEE, class->unit, class->year, class->id, err));
    view->may_propose = check_proposer(app, class->unit, class->year, class->id, &unsaid) == OK;
    TRY(store_list_comment_edits(app->store, class_id, app->arena, &edits, err));
    for (size_t i = 0; i < edits.list.count; i++)
        TRY(add_row(app, view, &edits.list.items[i], err));
    return OK;
}

/* How far two texts agree from their beginning, back to the space before. */
static size_t
common_head(const char *before, const char *after)
{
    size_t same = 0, word = 0;

    while (before[same] && before[same] == after[same]) {
        same++;
        if (before[same - 1] == ' ')
            word = same;
    }
    return before[same] || after[same] ? word : same;
}

static size_t
common_tail(const char *before, size_t before_size, const char *after, size_t after_size)
{
    size_t same = 0, word = 0;

    while (same < before_size && same < after_size &&
           before[before_size - same - 1] == after[after_size - same - 1]) {
        same++;
        if (before[before_size - same] == ' ')
            word = same;
    }
    return word;
}

void
comment_edit_compare(const char *before, const char *after, struct arena *arena,
                     struct comment_difference *difference)
{
    size_t head = common_head(before, after);
    const char *old = before + head, *new = after + head;
    size_t old_size = strlen(old), new_size = strlen(new);
    size_t tail = common_tail(old, old_size, new, new_size);

    *difference =
        (struct comment_difference){.head = arena_copy(arena, before, head),
                                    .before = arena_copy(arena, old, old_size - tail),
                                    .after = arena_copy(arena, new, new_size - tail),
                                    .tail = arena_copy(arena, old + old_size - tail, tail)};
}
