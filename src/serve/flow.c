/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/flow.h"

#include "serve/form.h"
#include "serve/pages.h"
#include "service/access_log.h"
#include "service/grid.h"

/* --- words and addresses ---------------------------------------------------------------------- */

const char *
flow_path(const struct visit *visit, const char *class_id, enum period period)
{
    return arena_printf(visit->arena, "/lop/%s/tien-do?ky=%s", class_id, period_code(period));
}

const char *
flow_pupil_path(const struct visit *visit, const struct flow *flow, const char *enrolment)
{
    return arena_printf(visit->arena, "/lop/%s/nhap?xem=hoc-sinh&ky=%s&hs=%s", flow->class.id,
                        period_code(flow->period), enrolment);
}

const char *
flow_all_path(const struct visit *visit, enum period period)
{
    return arena_printf(visit->arena, "/tien-do?ky=%s", period_code(period));
}

size_t
flow_count_state(const struct flow_rows *rows, enum flow_state state)
{
    size_t count = 0;

    for (size_t i = 0; i < rows->list.count; i++)
        count += rows->list.items[i].state == state && !flow_is_issued(&rows->list.items[i]);
    return count;
}

size_t
flow_count_issued(const struct flow_rows *rows)
{
    size_t count = 0;

    for (size_t i = 0; i < rows->list.count; i++)
        count += flow_is_issued(&rows->list.items[i]);
    return count;
}

const char *
flow_said(const struct visit *visit, const struct flow *flow)
{
    return flow_is_issued(flow) ? T("đã phát hành", "issued") : flow_state_word(flow->state);
}

const char *
flow_tone(const struct flow *flow)
{
    return flow_is_issued(flow) ? "good" : flow_state_tone(flow->state);
}

const char *
flow_state_tone(enum flow_state state)
{
    if (state == FLOW_ENTERING)
        return "warn";
    return state == FLOW_CLOSED ? "good" : "info";
}

static size_t
count_of(const struct flow_missing *missing)
{
    return missing->levels + missing->marks + missing->comments;
}

const char *
flow_missing_words(const struct visit *visit, const struct flow_missing *missing)
{
    const char *part = missing->subject ? missing->subject->short_name
                                        : T("Phẩm chất, năng lực", "Qualities, competences");

    if (count_of(missing) == 0)
        return NULL;
    return missing->teachers ? arena_printf(visit->arena, "%s (%s): %zu", part, missing->teachers,
                                            count_of(missing))
                             : arena_printf(visit->arena, "%s: %zu", part, count_of(missing));
}

const char *
flow_button(const struct visit *visit, enum flow_step step)
{
    switch (step) {
    case FLOW_SUBMIT: return T("Nộp kết quả", "Submit");
    case FLOW_CHECK: return T("Xác nhận đã kiểm tra", "Confirm: looked through");
    case FLOW_APPROVE: return T("Duyệt", "Approve");
    case FLOW_CLOSE: return T("Chốt", "Close");
    case FLOW_RETURN: return T("Trả lại", "Return");
    case FLOW_ALLOW: return T("Mở cho một người", "Open for one person");
    default: return flow_step_word(step);
    }
}

/* --- pages ------------------------------------------------------------------------------------ */

static enum status
read_period(const char *code, enum period *period, struct error *err)
{
    *period = PERIOD_END_2;
    if (text_is_blank(code) || period_parse(code, period))
        return OK;
    return fail(err, USAGE, "Không có kỳ “%s”.", code);
}

static void
add_problems(struct visit *visit, const struct grid_row *row, enum severity severity,
             struct flow_problems *problems)
{
    for (size_t i = 0; i < row->problems.list.count; i++) {
        const struct problem *problem = &row->problems.list.items[i];
        if (problem->severity != severity)
            continue;
        *(severity == SEVERITY_ERROR ? &problems->errors : &problems->warnings) += 1;
        if (problems->list.count < FLOW_PROBLEMS_MAX)
            *list_add(visit->arena, problems->list) = (struct flow_problem){
                row->draft->enrolled.enrolment.id, row->draft->enrolled.pupil.name, problem};
    }
}

/* Of the year's end only: before, a record is not meant to be whole. Errors come first. */
static enum status
find_problems(struct visit *visit, const struct flow *flow, struct flow_problems *problems,
              struct error *err)
{
    struct grid_order order = {
        .class_id = flow->class.id, .view = GRID_BODY, .period = flow->period};
    struct grid grid;

    if (flow->period != PERIOD_END_2)
        return OK;
    TRY(grid_load(visit->app, &order, &grid, err));
    for (size_t i = 0; i < grid.rows.count; i++)
        add_problems(visit, &grid.rows.items[i], SEVERITY_ERROR, problems);
    for (size_t i = 0; i < grid.rows.count; i++)
        add_problems(visit, &grid.rows.items[i], SEVERITY_WARNING, problems);
    return access_log_class(visit->app, &flow->class, visit->request->address, err);
}

enum status
flow_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct flow_problems problems = {0};
    struct identity_view identity;
    enum period period;
    struct flow flow;

    TRY(read_period(web_query(visit->request, "ky"), &period, err));
    TRY(flow_load(visit->app, visit->argument[0], period, &flow, err));
    TRY(identity_load_class(visit->app, visit->argument[0], &identity, err));
    TRY(find_problems(visit, &flow, &problems, err));
    flow_show(out, visit, &flow, &identity, &problems);
    visit_send_page(visit, out);
    return OK;
}

static enum status
load_all(struct visit *visit, const char *period, struct overview *overview, struct flow_rows *rows,
         struct error *err)
{
    TRY(read_period(period, &rows->period, err));
    TRY(overview_load(visit->app, overview, err));
    for (size_t i = 0; i < overview->classes.count; i++)
        TRY(flow_load(visit->app, overview->classes.items[i].class.id, rows->period,
                      list_add(visit->arena, rows->list), err));
    return OK;
}

enum status
flow_all_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct overview overview;
    struct flow_rows rows = {0};

    TRY(load_all(visit, web_query(visit->request, "ky"), &overview, &rows, err));
    flow_all_show(out, visit, &overview, &rows);
    visit_send_page(visit, out);
    return OK;
}

static enum status
take(struct visit *visit, const char *const parts[5], struct flow_order *order, struct error *err)
{
    *order =
        (struct flow_order){.class_id = visit->argument[0], .reason = parts[2], .person = parts[3]};
    TRY(read_period(parts[0], &order->period, err));
    if (!flow_step_parse(parts[1], &order->step))
        return fail(err, USAGE, "Không có bước “%s”.", parts[1] ? parts[1] : "");
    TRY(form_parse_day(parts[4], &order->until, err));
    return flow_take(visit->app, order, err);
}

enum status
flow_step_form(struct visit *visit, struct error *err)
{
    const struct web_request *request = visit->request;
    const char *const parts[] = {web_form(request, "ky"), web_form(request, "buoc"),
                                 web_form(request, "ly_do"), web_form(request, "nguoi"),
                                 web_form(request, "den_ngay")};
    struct flow_order order;

    TRY(take(visit, parts, &order, err));
    visit_go(visit, "/lop/%s/tien-do?ky=%s", order.class_id, period_code(order.period));
    return OK;
}

/* --- the API ---------------------------------------------------------------------------------- */

static void
write_missing(struct json *json, const struct flow_missing *missing)
{
    json_open(json, '{');
    json_text_field(json, "subject", missing->subject ? missing->subject->code : NULL);
    json_text_field(json, "teachers", missing->teachers);
    json_int_field(json, "levels", (int64_t)missing->levels);
    json_int_field(json, "marks", (int64_t)missing->marks);
    json_int_field(json, "comments", (int64_t)missing->comments);
    json_close(json, '}');
}

static void
write_event(struct json *json, const struct flow_event *event)
{
    json_open(json, '{');
    json_text_field(json, "step", flow_step_key(event->step));
    json_text_field(json, "state", flow_state_word(event->to));
    json_moment_field(json, "at", event->at);
    json_text_field(json, "by", event->by);
    json_text_field(json, "reason", event->reason);
    if (event->person) {
        json_text_field(json, "person", event->person);
        json_day_field(json, "until", event->until);
    }
    json_close(json, '}');
}

static void
write_flow(struct json *json, const struct flow *flow)
{
    json_open(json, '{');
    json_text_field(json, "class", flow->class.id);
    json_text_field(json, "name", flow->class.name);
    json_text_field(json, "period", period_code(flow->period));
    json_text_field(json, "state", flow_state_word(flow->state));
    json_int_field(json, "pupils", (int64_t)flow->pupils);
    json_int_field(json, "issued", (int64_t)flow->issued);
    json_open_list(json, "missing");
    for (size_t i = 0; i < flow->missing.count; i++)
        write_missing(json, &flow->missing.items[i]);
    json_close(json, ']');
    json_open_list(json, "steps");
    for (int step = 0; step < FLOW_STEP_COUNT; step++)
        if (flow->may[step])
            json_text(json, flow_step_key((enum flow_step)step));
    json_close(json, ']');
    json_open_list(json, "events");
    for (size_t i = 0; i < flow->events.count; i++)
        write_event(json, &flow->events.items[i]);
    json_close(json, ']');
    json_close(json, '}');
}

static void
send_flow(struct visit *visit, const struct flow *flow)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    write_flow(&json, flow);
    visit_send_json(visit, out);
}

enum status
flow_all_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    struct overview overview;
    struct flow_rows rows = {0};

    TRY(load_all(visit, web_query(visit->request, "period"), &overview, &rows, err));
    json_open(&json, '{');
    json_text_field(&json, "year", overview.year);
    json_open_list(&json, "classes");
    for (size_t i = 0; i < rows.list.count; i++)
        write_flow(&json, &rows.list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
flow_api(struct visit *visit, struct error *err)
{
    enum period period;
    struct flow flow;

    TRY(read_period(web_query(visit->request, "period"), &period, err));
    TRY(flow_load(visit->app, visit->argument[0], period, &flow, err));
    send_flow(visit, &flow);
    return OK;
}

enum status
flow_step_api(struct visit *visit, struct error *err)
{
    struct flow_order order;
    struct json_value body;
    struct flow flow;

    TRY(visit_read_json(visit, &body, err));
    const char *const parts[] = {json_find_text(&body, "period"), json_find_text(&body, "step"),
                                 json_find_text(&body, "reason"), json_find_text(&body, "person"),
                                 json_find_text(&body, "until")};
    TRY(take(visit, parts, &order, err));
    TRY(flow_load(visit->app, order.class_id, order.period, &flow, err));
    send_flow(visit, &flow);
    return OK;
}
