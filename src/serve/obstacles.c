/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/obstacles.h"

#include "serve/form.h"
#include "serve/pages.h"
#include "serve/route.h"
#include "service/evaluation.h"

/* --- where and what --------------------------------------------------------------------------- */

static const char *
without_arguments(const struct visit *visit, const char *path)
{
    char *out = arena_alloc(visit->arena, strlen(path) + 1), *end = out;

    for (const char *at = path; *at; at++) {
        bool argument = at[0] == '{' && at[1] == '}';
        *end++ = argument ? '*' : *at;
        at += argument;
    }
    *end = '\0';
    return out;
}

const char *
obstacle_here(const struct visit *visit)
{
    return without_arguments(visit, visit->route);
}

/* An address that somebody made up says nothing, and keeps nothing. */
static const char *
known_page(const struct visit *visit, const char *page)
{
    for (const struct route *route = routes; page && route->method; route++)
        if (text_equal(without_arguments(visit, route->path), page))
            return page;
    return "";
}

const char *
obstacle_tone(const struct obstacle *obstacle)
{
    static const char *const tones[OBSTACLE_STATE_COUNT] = {"warn", "info", "good"};

    return tones[obstacle_state(obstacle)];
}

const char *
obstacle_word(const struct visit *visit, enum obstacle_state state)
{
    static const char *const english[OBSTACLE_STATE_COUNT] = {"new", "seen", "solved"};

    return visit->english ? english[state] : obstacle_state_word(state);
}

/* --- reporting -------------------------------------------------------------------------------- */

static enum status
send_form(struct visit *visit, const struct obstacle_asking *asking)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    obstacle_form_show(out, visit, asking);
    visit_send_page(visit, out);
    return OK;
}

enum status
obstacle_form(struct visit *visit, struct error *err)
{
    const struct obstacle_asking asking = {
        .page = known_page(visit, web_query(visit->request, "trang"))};

    (void)err;
    return send_form(visit, &asking);
}

enum status
obstacle_take(struct visit *visit, struct error *err)
{
    struct obstacle_asking asking = {.page = known_page(visit, web_form(visit->request, "trang")),
                                     .text = web_form(visit->request, "noi_dung")};
    enum status status = obstacle_report(visit->app, asking.page, asking.text, err);

    if (status == OK) {
        visit_go(visit, "/vuong-mac?da-bao=1");
        return OK;
    }
    return outcome_is_shown(visit, status, err, &asking.notice) ? send_form(visit, &asking)
                                                                : status;
}

/* --- the list --------------------------------------------------------------------------------- */

/* Behind a number of the evaluation: of the pilot and its period. */
static enum status
list_of_period(struct visit *visit, struct obstacles_view *view, struct error *err)
{
    struct evaluation_order order = {.year = web_query(visit->request, "nam-hoc")};
    const char *work = web_query(visit->request, "viec");
    struct unit department;
    struct evaluation it;

    TRY(pilot_department(visit->app, NULL, &department, err));
    order.department = &department;
    TRY(form_parse_day(web_query(visit->request, "tu"), &order.from, err));
    TRY(form_parse_day(web_query(visit->request, "den"), &order.to, err));
    TRY(evaluation_load(visit->app, &order, &it, err));
    TRY(evaluation_list_obstacles(visit->app, &it, text_is_blank(work) ? NULL : work, view->state,
                                  &view->it, err));
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
    view->about =
        arena_printf(visit->arena,
                     T("Của kỳ đánh giá từ %s đến %s, các trường thí điểm.",
                       "Of the period from %s to %s, of the pilot."),
                     date_write_vietnamese(it.from, from), date_write_vietnamese(it.to, to));
    view->back = arena_printf(visit->arena, "/danh-gia?nam-hoc=%s&tu=%s&den=%s", it.monitor.year,
                              date_write_iso(it.from, from), date_write_iso(it.to, to));
    view->back_word = T("Đánh giá thí điểm", "Evaluation of the pilot");
    return OK;
}

/* Behind a number of monitoring: of the unit and the schools below it, in the school year. */
static enum status
list_of_year(struct visit *visit, struct obstacles_view *view, struct error *err)
{
    struct monitor monitor;
    struct unit unit;

    TRY(monitor_unit(visit->app, web_query(visit->request, "don-vi"), &unit, err));
    TRY(monitor_load(visit->app, &unit, web_query(visit->request, "nam-hoc"), &monitor, err));
    TRY(monitor_list_obstacles(visit->app, &monitor, view->state, &view->it, err));
    view->about = arena_printf(visit->arena,
                               T("Của %s và các trường trực thuộc, năm học %s.",
                                 "Of %s and the schools below it, school year %s."),
                               unit.name, monitor.year);
    view->back =
        arena_printf(visit->arena, "/giam-sat?don-vi=%s&nam-hoc=%s", unit.code, monitor.year);
    view->back_word = T("Giám sát", "Monitoring");
    return OK;
}

static enum status
list(struct visit *visit, struct obstacles_view *view, struct error *err)
{
    if (web_query(visit->request, "tu"))
        return list_of_period(visit, view, err);
    if (web_query(visit->request, "don-vi"))
        return list_of_year(visit, view, err);
    return obstacle_list(visit->app, NULL, view->state, OBSTACLES_SHOWN, &view->it, err);
}

static enum status
send_list(struct visit *visit, struct obstacles_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const struct obstacle *items;

    TRY(list(visit, view, err));
    view->total = view->it.list.count;
    if (!visit->api && view->total > OBSTACLES_SHOWN)
        view->it.list.count = OBSTACLES_SHOWN;
    items = view->it.list.items;
    view->may_solve = arena_make_array(visit->arena, view->it.list.count + 1, bool);
    for (size_t i = 0; i < view->it.list.count; i++) {
        bool same = i > 0 && text_equal(items[i].unit, items[i - 1].unit);
        if (same)
            view->may_solve[i] = view->may_solve[i - 1];
        else
            TRY(obstacle_may_solve(visit->app, &items[i], &view->may_solve[i], err));
    }
    if (visit->api) {
        obstacles_send(visit, view);
        return OK;
    }
    obstacles_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
obstacles_page(struct visit *visit, struct error *err)
{
    struct obstacles_view view = {.state = OBSTACLE_STATE_COUNT};

    (void)obstacle_state_parse(web_query(visit->request, "trang-thai"), &view.state);
    if (web_query(visit->request, "da-bao"))
        view.notice.good = T("Đã ghi. Khi có trả lời, thầy cô thấy ở Thông báo.",
                             "Kept. You will find the answer among your notices.");
    return send_list(visit, &view, err);
}

/* After something was done, or refused beside the list. */
static enum status
go_on(struct visit *visit, enum status status, struct error *err)
{
    struct obstacles_view view = {.state = OBSTACLE_STATE_COUNT};

    if (status == OK) {
        visit_go(visit, "/vuong-mac");
        return OK;
    }
    return outcome_is_shown(visit, status, err, &view.notice) ? send_list(visit, &view, err)
                                                              : status;
}

enum status
obstacle_seen_take(struct visit *visit, struct error *err)
{
    enum status status = obstacle_see(visit->app, visit->argument[0], err);

    return go_on(visit, status, err);
}

enum status
obstacle_answer(struct visit *visit, struct error *err)
{
    enum status status =
        obstacle_solve(visit->app, visit->argument[0], web_form(visit->request, "tra_loi"), err);

    return go_on(visit, status, err);
}
