/* SPDX-License-Identifier: Apache-2.0 */
#include "service/monitor_inside.h"

#include <stdlib.h>

#include "service/access.h"
#include "service/department.h"
#include "service/school.h"

/* --- which unit ------------------------------------------------------------------------------- */

static enum status
only_unit(struct app *app, const char *kind, struct unit *unit, bool *found, struct error *err)
{
    struct units units = {0};

    TRY(store_list_units(app->store, kind, app->arena, &units, err));
    *found = units.list.count == 1;
    if (*found)
        *unit = units.list.items[0];
    return OK;
}

enum status
monitor_unit(struct app *app, const char *code, struct unit *unit, struct error *err)
{
    bool found;

    if (code)
        return unit_find(app, code, unit, err);
    if (app->actor.unit_id)
        return store_find_unit(app->store, app->actor.unit_id, app->arena, unit, err);
    TRY(only_unit(app, UNIT_DEPARTMENT, unit, &found, err));
    if (!found)
        TRY(only_unit(app, UNIT_SCHOOL, unit, &found, err));
    return found ? OK
                 : fail(err, USAGE,
                        "Hệ thống có nhiều đơn vị hoặc chưa có đơn vị nào; hãy ghi rõ "
                        "bằng --unit MÃ.");
}

static int
compare_ids(const void *a, const void *b)
{
    return strcmp(((const struct unit *)a)->id, ((const struct unit *)b)->id);
}

/* The schools below a unit on that day (itself, when it is one), by id. */
static enum status
schools_below(struct app *app, const struct unit *above, struct date day, struct units *schools,
              struct error *err)
{
    struct units all = {0};

    *schools = (struct units){0};
    TRY(store_list_units_below(app->store, above->id, day, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++)
        if (text_equal(all.list.items[i].kind, UNIT_SCHOOL))
            *list_add(app->arena, schools->list) = all.list.items[i];
    if (schools->list.count > 0)
        qsort(schools->list.items, schools->list.count, sizeof(struct unit), compare_ids);
    return OK;
}

/* --- sums ------------------------------------------------------------------------------------- */

static void
add_sum(struct figure_sum *to, const struct figure_sum *from)
{
    to->classes += from->classes;
    to->entry_behind += from->entry_behind;
    to->signing_behind += from->signing_behind;
    to->issue_behind += from->issue_behind;
    for (int i = 0; i < FIGURE_KEPT; i++)
        to->counts[i] += from->counts[i];
}

static enum status
load_sums(const struct monitor_loading *it, struct date day, struct figure_sums *sums,
          struct error *err)
{
    const struct monitor *monitor = it->monitor;
    struct figure_question asked = {.year = monitor->year,
                                    .day = day,
                                    .pilot = monitor->has_pilot ? monitor->pilot.unit : NULL,
                                    .unit = monitor->unit.id};

    *sums = (struct figure_sums){0};
    return it->of_school ? store_sum_unit_figures(it->app->store, &asked, it->app->arena, sums, err)
                         : store_sum_figures(it->app->store, &asked, it->app->arena, sums, err);
}

static const struct unit *
school_of(const struct monitor_loading *it, const struct figure_sum *sum)
{
    const struct unit key = {.id = sum->unit};

    return it->schools.list.count ? bsearch(&key, it->schools.list.items, it->schools.list.count,
                                            sizeof key, compare_ids)
                                  : NULL;
}

/* Sums come by unit and grade, or by class: those of one row stand together. */
struct monitor_row *
monitor_row_of(const struct monitor_loading *it, const struct figure_sum *sum, size_t *at)
{
    struct monitor *monitor = it->monitor;
    const char *id = it->of_school ? sum->class_id : sum->unit;

    for (size_t i = *at; i < monitor->rows.count; i++)
        if (text_equal(monitor->rows.items[i].id, id)) {
            *at = i;
            return &monitor->rows.items[i];
        }
    for (size_t i = 0; i < *at && i < monitor->rows.count; i++)
        if (text_equal(monitor->rows.items[i].id, id)) {
            *at = i;
            return &monitor->rows.items[i];
        }
    return NULL;
}

/* Every school below has a row, also one that has nothing yet. */
static enum status
begin_rows(struct monitor_loading *it, const struct figure_sums *sums, struct error *err)
{
    struct monitor *monitor = it->monitor;

    TRY(monitor_load_members(it, err));
    if (it->of_school) {
        for (size_t i = 0; i < sums->list.count; i++) {
            const struct figure_sum *sum = &sums->list.items[i];
            size_t at = 0;
            if (!monitor_row_of(it, sum, &at))
                *list_add(it->app->arena, monitor->rows) =
                    (struct monitor_row){.id = sum->class_id, .name = sum->class_name};
        }
        return OK;
    }
    for (size_t i = 0; i < it->schools.list.count; i++) {
        const struct unit *school = &it->schools.list.items[i];
        bool counts = !monitor->has_pilot;
        for (size_t m = 0; m < it->members.list.count && !counts; m++)
            counts = text_equal(it->members.list.items[m].school, school->id);
        if (counts)
            *list_add(it->app->arena, monitor->rows) =
                (struct monitor_row){.id = school->id, .code = school->code, .name = school->name};
    }
    return OK;
}

static enum status
load_rows(struct monitor_loading *it, struct error *err)
{
    struct monitor *monitor = it->monitor;
    struct figure_sums sums, before;
    struct monitor_row *row;
    size_t at = 0;

    TRY(load_sums(it, monitor->day, &sums, err));
    TRY(load_sums(it, date_from_days(date_to_days(monitor->day) - MONITOR_WEEK), &before, err));
    TRY(begin_rows(it, &sums, err));
    for (size_t i = 0; i < sums.list.count; i++) {
        const struct figure_sum *sum = &sums.list.items[i];
        if (!school_of(it, sum) || !(row = monitor_row_of(it, sum, &at)))
            continue;
        add_sum(&row->sum, sum);
        add_sum(&monitor->total.sum, sum);
        if (sum->grade >= 1 && sum->grade <= MONITOR_GRADES)
            add_sum(&monitor->grades[sum->grade], sum);
    }
    for (size_t i = 0; i < before.list.count; i++)
        if (school_of(it, &before.list.items[i]) &&
            (row = monitor_row_of(it, &before.list.items[i], &at)))
            add_sum(&row->week_ago, &before.list.items[i]);
    for (size_t i = 0; i < before.list.count; i++)
        if (school_of(it, &before.list.items[i]))
            add_sum(&monitor->total.week_ago, &before.list.items[i]);
    return OK;
}

static enum status
load_points(const struct monitor_loading *it, struct error *err)
{
    struct monitor *monitor = it->monitor;

    for (int i = 0; i < MONITOR_WEEKS; i++) {
        struct monitor_point *point = &monitor->points[i];
        struct figure_sum total = {0};
        struct figure_sums sums = {0};
        point->day = date_from_days(date_to_days(monitor->day) -
                                    (int64_t)MONITOR_WEEK * (MONITOR_WEEKS - 1 - i));
        if (i == MONITOR_WEEKS - 1)
            total = monitor->total.sum;
        else if (i == MONITOR_WEEKS - 2)
            total = monitor->total.week_ago;
        else
            TRY(load_sums(it, point->day, &sums, err));
        for (size_t s = 0; s < sums.list.count; s++)
            if (school_of(it, &sums.list.items[s]))
                add_sum(&total, &sums.list.items[s]);
        memcpy(point->counts, total.counts, sizeof point->counts);
    }
    return OK;
}

/* --- late, and what is to be expected --------------------------------------------------------- */

/* Of pupils held the record was made elsewhere; what was not done here is nobody's delay. */
static struct lateness
find_lateness(const struct monitor *monitor, const struct monitor_row *row)
{
    const struct figure_sum *sum = &row->sum;
    const struct {
        enum milestone at;
        enum figure figure;
        int64_t classes;
    } due[] = {{MILESTONE_ENTRY, FIGURE_ENTERED, sum->entry_behind},
               {MILESTONE_SIGNING, FIGURE_SIGNED_CBQL, sum->signing_behind},
               {MILESTONE_FREEZE, FIGURE_ISSUED, sum->issue_behind}};
    struct lateness late = {0};

    for (size_t i = 0; i < COUNT_OF(due); i++) {
        int64_t days = date_to_days(monitor->day) - date_to_days(monitor->calendar.days[due[i].at]);
        int64_t missing = figure_missing(sum->counts, due[i].figure);
        if (missing > 0 && days > late.days)
            late = (struct lateness){days, due[i].at, due[i].classes, missing};
    }
    return late;
}

static void
forecast(struct monitor *monitor, struct forecast *out, enum milestone milestone)
{
    int64_t gained =
        monitor->total.sum.counts[FIGURE_ISSUED] - monitor->total.week_ago.counts[FIGURE_ISSUED];
    int64_t left = date_to_days(monitor->calendar.days[milestone]) - date_to_days(monitor->day);

    *out = (struct forecast){.day = monitor->calendar.days[milestone],
                             .past = left < 0,
                             .enrolled = monitor->total.sum.counts[FIGURE_ENROLLED]};
    out->expected = monitor_have(monitor->total.sum.counts) +
                    (gained > 0 && left > 0 ? gained * left / MONITOR_WEEK : 0);
    if (out->expected > out->enrolled)
        out->expected = out->enrolled;
}

static void
judge(struct monitor *monitor)
{
    for (size_t i = 0; i < monitor->rows.count; i++) {
        struct monitor_row *row = &monitor->rows.items[i];
        row->late = find_lateness(monitor, row);
        monitor->late_rows += row->late.days > 0;
    }
    monitor->total.late = find_lateness(monitor, &monitor->total);
    forecast(monitor, &monitor->forecasts[0], MILESTONE_FREEZE);
    forecast(monitor, &monitor->forecasts[1], MILESTONE_SECOND_FREEZE);
}

/* The unit itself, and the schools that have a row. */
static bool
is_counted(const void *context, const char *unit)
{
    const struct monitor_loading *it = context;
    const struct unit key = {.id = unit};

    return text_equal(unit, it->monitor->unit.id) ||
           (it->schools.list.count > 0 &&
            bsearch(&key, it->schools.list.items, it->schools.list.count, sizeof key, compare_ids));
}

static enum status
load_obstacles(const struct monitor_loading *it, struct error *err)
{
    return obstacle_count_year(it->app, it->monitor->year, is_counted, it, &it->monitor->obstacles,
                               err);
}

enum status
monitor_list_obstacles(struct app *app, struct monitor *monitor, enum obstacle_state state,
                       struct obstacles *obstacles, struct error *err)
{
    struct monitor_loading it = {.app = app, .monitor = monitor};

    TRY(schools_below(app, &monitor->unit, monitor->day, &it.schools, err));
    return obstacle_list_year(app, monitor->year, is_counted, &it, state, obstacles, err);
}

/* --- the whole -------------------------------------------------------------------------------- */

static enum status
load_calendar(struct app *app, struct monitor *monitor, struct error *err)
{
    struct unit department;

    TRY(department_above(app, monitor->unit.id, &department, err));
    if (department.id) {
        enum status status = store_find_pilot(app->store, department.id, monitor->year, app->arena,
                                              &monitor->pilot, err);
        if (status != OK && status != NOT_FOUND)
            return status;
        monitor->has_pilot = status == OK;
    }
    return calendar_load(app, department.id, monitor->year, &monitor->calendar, err);
}

static enum status
load_frame(struct app *app, const char *year, struct monitor *monitor, struct error *err)
{
    struct figure_marks marks;

    monitor->asked_at = app_now(app);
    monitor->total = (struct monitor_row){
        .id = monitor->unit.id, .code = monitor->unit.code, .name = monitor->unit.name};
    monitor->year = year;
    TRY(store_get_figure_marks(app->store, &marks, err));
    if (marks.made_at < 0) { /* nobody has counted yet */
        TRY(figures_refresh(app, NULL, err));
        TRY(store_get_figure_marks(app->store, &marks, err));
    }
    monitor->made_at = moment_in_vietnam(marks.made_at);
    if (!year)
        TRY(store_find_newest_year(app->store, app->arena, &monitor->year, err));
    if (!monitor->year)
        return fail(err, NOT_FOUND,
                    "Chưa có số liệu: chưa trường nào mở năm học và có học sinh. Hãy nhập danh "
                    "sách học sinh trước.");
    return load_calendar(app, monitor, err);
}

enum status
monitor_frame(struct app *app, const struct unit *unit, const char *year, struct calendar *calendar,
              const char **pilot, struct error *err)
{
    struct monitor frame = {.unit = *unit, .year = year};

    TRY(load_calendar(app, &frame, err));
    *calendar = frame.calendar;
    *pilot = frame.has_pilot ? frame.pilot.unit : NULL;
    return OK;
}

enum status
monitor_load_on(struct app *app, const struct unit *unit, const char *year, struct date day,
                struct monitor *monitor, struct error *err)
{
    struct monitor_loading it = {
        .app = app, .monitor = monitor, .of_school = text_equal(unit->kind, UNIT_SCHOOL)};

    TRY(access_check(app, MAY_MONITOR, unit->id, err));
    *monitor = (struct monitor){.unit = *unit, .day = day};
    TRY(load_frame(app, year, monitor, err));
    TRY(schools_below(app, unit, day, &it.schools, err));
    TRY(load_rows(&it, err));
    TRY(monitor_load_intake(&it, err));
    TRY(load_points(&it, err));
    TRY(load_obstacles(&it, err));
    judge(monitor);
    monitor_sort(monitor, false);
    return OK;
}

enum status
monitor_load(struct app *app, const struct unit *unit, const char *year, struct monitor *monitor,
             struct error *err)
{
    return monitor_load_on(app, unit, year, app_today(app), monitor, err);
}
