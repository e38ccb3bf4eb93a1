/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/delegations.h"

#include "serve/form.h"
#include "serve/pages.h"
#include "store/years.h"

/* --- words ------------------------------------------------------------------------------------ */

const char *
delegation_tone(enum delegation_state state)
{
    return state == DELEGATION_HOLDS ? "good" : state == DELEGATION_COMING ? "info" : "";
}

const char *
delegation_kind_say(const struct visit *visit, const char *kind)
{
    if (!visit->english)
        return delegation_kind_word(kind);
    return text_equal(kind, DELEGATION_SEAL) ? "keeps the seal for the clerk"
                                             : "signs for the principal";
}

const char *
delegation_state_say(const struct visit *visit, enum delegation_state state)
{
    static const char *const english[] = {"not yet", "in force", "over", "ended early"};

    return visit->english ? english[state] : delegation_state_word(state);
}

/* --- the page --------------------------------------------------------------------------------- */

static enum status
find_classes(struct visit *visit, struct delegations_view *view, struct error *err)
{
    struct app *app = visit->app;
    struct school_years years = {0};

    TRY(store_list_years(app->store, view->school.id, app->arena, &years, err));
    if (years.list.count == 0)
        return OK;
    view->year = years.list.items[0].name;
    return store_list_classes(app->store, view->school.id, view->year, app->arena, &view->classes,
                              err);
}

static enum status
send_list(struct visit *visit, struct delegations_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(school_find(visit->app, NULL, &view->school, err));
    TRY(delegation_list(visit->app, view->school.id, &view->lines, err));
    view->may_add = delegation_may_add(visit->app, view->school.id);
    if (view->may_add) {
        TRY(delegation_list_people(visit->app, view->school.id, &view->people, err));
        TRY(find_classes(visit, view, err));
    }
    delegations_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
delegations_page(struct visit *visit, struct error *err)
{
    struct delegations_view view = {0};

    if (web_query(visit->request, "xong"))
        view.notice.good = T("Đã ghi.", "Kept.");
    return send_list(visit, &view, err);
}

/* After something was done, or refused beside the list. */
static enum status
go_on(struct visit *visit, enum status status, struct error *err)
{
    struct delegations_view view = {0};

    if (status == OK) {
        visit_go(visit, "/uy-quyen?xong=1");
        return OK;
    }
    if (!outcome_is_shown(visit, status, err, &view.notice))
        return status;
    struct error why = *err;
    if (send_list(visit, &view, err) == OK)
        return OK;
    *err = why; /* who may not see the page hears only the first sentence */
    return status;
}

/* --- doing ------------------------------------------------------------------------------------ */

/* The ticked boxes of that name, as "4A, 4B". */
static const char *
read_boxes(const struct visit *visit, const char *name)
{
    const struct web_fields *form = &visit->request->form;
    const char *all = "";

    for (size_t i = 0; i < form->list.count; i++)
        if (text_equal(form->list.items[i].name, name))
            all = arena_printf(visit->arena, "%s%s%s", all, *all ? ", " : "",
                               form->list.items[i].value.data);
    return all;
}

static enum status
add_from_form(struct visit *visit, struct error *err)
{
    const struct web_request *request = visit->request;
    const char *giver = web_form(request, "nguoi_giao");
    struct unit school;

    TRY(school_find(visit->app, NULL, &school, err));
    struct delegation_order order = {.unit = school.id,
                                     .kind = web_form(request, "viec"),
                                     .giver = text_is_blank(giver) ? NULL : giver,
                                     .decision = web_form(request, "quyet_dinh"),
                                     .grades = read_boxes(visit, "khoi"),
                                     .classes = read_boxes(visit, "lop"),
                                     .year = web_form(request, "nam")};
    TRY(visit_need(visit, "nguoi_nhan", T("người được ủy quyền", "who signs"), &order.taker, err));
    TRY(form_read_day(visit, "ngay_qd", &order.decided_on, err));
    TRY(form_read_day(visit, "tu_ngay", &order.from, err));
    TRY(form_read_day(visit, "den_ngay", &order.to, err));
    if (text_is_blank(order.year))
        order.year = NULL;
    return delegation_add(visit->app, &order, &visit->made, err);
}

enum status
delegation_take(struct visit *visit, struct error *err)
{
    enum status status = add_from_form(visit, err);

    return go_on(visit, status, err);
}

enum status
delegation_end_take(struct visit *visit, struct error *err)
{
    enum status status =
        delegation_end(visit->app, visit->argument[0], web_form(visit->request, "ly_do"), err);

    visit->made = visit->argument[0];
    return go_on(visit, status, err);
}

/* --- the API ---------------------------------------------------------------------------------- */

static void
write_line(struct json *json, const struct delegation_line *line)
{
    const struct delegation *it = &line->delegation;

    json_open(json, '{');
    json_text_field(json, "id", it->id);
    json_text_field(json, "kind", it->kind);
    json_text_field(json, "giver", it->giver_name);
    json_text_field(json, "taker", it->taker_name);
    json_text_field(json, "login", it->taker_login);
    json_text_field(json, "decision", it->decision);
    json_day_field(json, "decided_on", it->decided_on);
    json_day_field(json, "from", it->from);
    json_day_field(json, "to", it->to);
    json_text_field(json, "scope", line->scope);
    json_text_field(json, "state", delegation_state_key(line->state));
    json_text_field(json, "reason", it->reason);
    json_bool_field(json, "may_end", line->may_end);
    json_close(json, '}');
}

enum status
delegations_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct delegation_lines lines;
    struct json json = json_to(out);
    struct unit school;

    TRY(school_find(visit->app, NULL, &school, err));
    TRY(delegation_list(visit->app, school.id, &lines, err));
    json_open(&json, '{');
    json_open_list(&json, "delegations");
    for (size_t i = 0; i < lines.list.count; i++)
        write_line(&json, &lines.list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
