/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/comment_edits.h"

#include <stdlib.h>

#include "model/curriculum.h"
#include "serve/pages.h"
#include "service/access_log.h"
#include "service/comment_rulings.h"
#include "service/grid.h"

/* --- words ------------------------------------------------------------------------------------ */

const char *
proofreading_path(const struct visit *visit, const char *class_id)
{
    return arena_printf(visit->arena, "/lop/%s/doc-soat", class_id);
}

const char *
proofreading_ruling_word(const struct visit *visit, const struct comment_edit *edit)
{
    if (!edit->ruling)
        return T("chờ xem", "waits");
    if (text_equal(edit->ruling, EDIT_ACCEPTED))
        return T("đã nhận", "accepted");
    return text_equal(edit->ruling, EDIT_DECLINED) ? T("không nhận", "declined")
                                                   : T("đã rút lại", "withdrawn");
}

size_t
proofreading_waiting(const struct proofreading_view *view,
                     const struct proofreading_comment *comment)
{
    size_t count = 0;

    for (size_t i = 0; i < view->it.list.count; i++) {
        const struct comment_edit *edit = &view->it.list.items[i].it;
        count += !edit->ruling && text_equal(edit->enrolment, comment->enrolment) &&
                 text_equal(edit->key, comment->key);
    }
    return count;
}

/* --- the page --------------------------------------------------------------------------------- */

static void
add_comments(const struct grid *grid, struct arena *arena, struct proofreading_view *view)
{
    for (size_t i = 0; i < grid->rows.count; i++) {
        const struct grid_row *row = &grid->rows.items[i];
        for (size_t k = 0; k < grid->columns.count; k++)
            if (comment_key_check(grid->columns.items[k].key) &&
                !text_is_blank(row->cells[k].value))
                *list_add(arena, view->comments) = (struct proofreading_comment){
                    row->draft->enrolled.enrolment.id, row->draft->enrolled.pupil.name,
                    grid->columns.items[k].key, row->cells[k].value};
    }
}

/* A subject's, or those of qualities, competences and results. */
static enum status
find_comments(struct visit *visit, enum period period, struct proofreading_view *view,
              struct error *err)
{
    static const enum grid_view others[] = {GRID_TRAITS, GRID_RESULTS};
    struct grid_order order = {
        .class_id = view->it.class.id, .period = period, .to_read = true, .subject = view->part};
    struct grid grid;

    for (size_t i = 0; i < (*view->part ? 1 : COUNT_OF(others)); i++) {
        order.view = *view->part ? GRID_SUBJECT : others[i];
        TRY(grid_load(visit->app, &order, &grid, err));
        add_comments(&grid, visit->arena, view);
    }
    return OK;
}

/* Children's comments are read here: a look, as at the grid. */
static enum status
load(struct visit *visit, struct comment_edit_view *view, struct error *err)
{
    TRY(comment_edits_load(visit->app, visit->argument[0], view, err));
    return access_log_class(visit->app, &view->class, visit->request->address, err);
}

static enum status
send_page(struct visit *visit, struct proofreading_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    bool form = text_equal(visit->request->method, "POST");
    const char *part = form ? web_form(visit->request, "mon") : web_query(visit->request, "mon");
    const char *word = form ? web_form(visit->request, "ky") : web_query(visit->request, "ky");
    enum period period = PERIOD_END_2;

    if (!text_is_blank(word) && !period_parse(word, &period))
        return fail(err, USAGE, "Không có kỳ “%s”.", word);
    view->part = part && curriculum_subject(part) ? part : "";
    view->period = period_code(period);
    TRY(load(visit, &view->it, err));
    if (view->it.may_propose)
        TRY(find_comments(visit, period, view, err));
    proofreading_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
comment_edits_page(struct visit *visit, struct error *err)
{
    struct proofreading_view view = {0};

    if (web_query(visit->request, "xong"))
        view.notice.good = T("Đã ghi.", "Kept.");
    return send_page(visit, &view, err);
}

/* After something was done, or refused beside the list. */
static enum status
go_on(struct visit *visit, enum status status, struct error *err)
{
    const char *part = web_form(visit->request, "mon"), *period = web_form(visit->request, "ky");
    struct proofreading_view view = {0};

    if (status == OK) {
        visit_go(visit, "%s?mon=%s&ky=%s&xong=1", proofreading_path(visit, visit->argument[0]),
                 part && curriculum_subject(part) ? part : "", period ? period : "");
        return OK;
    }
    if (!outcome_is_shown(visit, status, err, &view.notice))
        return status;
    struct error why = *err;
    if (send_page(visit, &view, err) == OK)
        return OK;
    *err = why; /* who may not see the page hears only the first sentence */
    return status;
}

/* --- doing ------------------------------------------------------------------------------------ */

static enum status
propose(struct visit *visit, struct error *err)
{
    struct comment_edit_order order = {.before = web_form(visit->request, "cu"),
                                       .after = web_form(visit->request, "moi"),
                                       .reason = web_form(visit->request, "ly_do")};

    TRY(visit_need(visit, "hoc_sinh", T("học sinh", "the pupil"), &order.enrolment, err));
    TRY(visit_need(visit, "khoa", T("nhận xét", "the comment"), &order.key, err));
    return comment_edit_propose(visit->app, &order, err);
}

enum status
comment_edit_take(struct visit *visit, struct error *err)
{
    enum status status = propose(visit, err);

    return go_on(visit, status, err);
}

static enum status
rule(struct visit *visit, struct error *err)
{
    char *end;
    long long number = strtoll(visit->argument[1], &end, 10);
    const char *ruling;

    if (*end || number <= 0)
        return fail(err, NOT_FOUND, "Không có đề nghị sửa này.");
    TRY(visit_need(visit, "viec", T("nhận hay không", "accept or not"), &ruling, err));
    return comment_edit_rule(visit->app, number, ruling, web_form(visit->request, "tra_loi"), err);
}

enum status
comment_rule_edit(struct visit *visit, struct error *err)
{
    enum status status = rule(visit, err);

    return go_on(visit, status, err);
}

/* --- the API ---------------------------------------------------------------------------------- */

static void
write_edit(struct json *json, const struct comment_edit_row *row)
{
    const struct comment_edit *edit = &row->it;

    json_open(json, '{');
    json_int_field(json, "number", edit->number);
    json_text_field(json, "enrolment", edit->enrolment);
    json_text_field(json, "pupil", edit->pupil_name);
    json_text_field(json, "key", edit->key);
    json_text_field(json, "before", edit->before);
    json_text_field(json, "after", edit->after);
    json_text_field(json, "reason", edit->reason);
    json_moment_field(json, "at", edit->made);
    json_text_field(json, "by", edit->by_name);
    json_text_field(json, "ruling", edit->ruling);
    json_text_field(json, "answer", edit->answer);
    json_text_field(json, "ruled_by", edit->ruled_by);
    json_bool_field(json, "may_rule", row->may_rule);
    json_bool_field(json, "own", row->own);
    json_bool_field(json, "stale", row->stale);
    json_close(json, '}');
}

enum status
comment_edits_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct comment_edit_view view;

    TRY(load(visit, &view, err));
    json_open(&json, '{');
    json_bool_field(&json, "may_propose", view.may_propose);
    json_int_field(&json, "waiting", (int64_t)view.waiting);
    json_open_list(&json, "edits");
    for (size_t i = 0; i < view.list.count; i++)
        write_edit(&json, &view.list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
