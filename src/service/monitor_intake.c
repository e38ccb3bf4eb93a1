/* SPDX-License-Identifier: Apache-2.0 */
#include "service/monitor_inside.h"

int64_t
monitor_have(const int64_t counts[FIGURE_KEPT])
{
    return counts[FIGURE_ENROLLED] - figure_missing(counts, FIGURE_ISSUED);
}

enum status
monitor_load_members(struct monitor_loading *it, struct error *err)
{
    if (!it->monitor->has_pilot)
        return OK;
    return store_list_pilot_members(it->app->store, it->monitor->pilot.unit, it->monitor->year,
                                    it->app->arena, &it->members, err);
}

/* Who is in no class here counts where the whole grade or school takes part: of classes nobody can
 * say. */
static bool
covers(const struct pilot_member *member, const char *class_id, int grade)
{
    if (member->class_id)
        return text_equal(member->class_id, class_id);
    return member->grade == 0 || member->grade == grade;
}

bool
monitor_takes_part(const struct monitor_loading *it, const char *school, const char *class_id,
                   int grade, struct date day)
{
    for (size_t i = 0; i < it->members.list.count; i++) {
        const struct pilot_member *member = &it->members.list.items[i];
        if (text_equal(member->school, school) && covers(member, class_id, grade) &&
            pilot_member_on(member, day))
            return true;
    }
    return !it->monitor->has_pilot;
}

static void
add_error(struct app *app, struct monitor *monitor, const struct intake_figure *figure)
{
    for (size_t i = 0; i < monitor->errors.list.count; i++)
        if (text_equal(monitor->errors.list.items[i].error, figure->error)) {
            monitor->errors.list.items[i].pupils += figure->pupils;
            return;
        }
    *list_add(app->arena, monitor->errors.list) = (struct intake_figure){
        .outcome = figure->outcome, .error = figure->error, .pupils = figure->pupils};
}

static void
add_to(struct monitor_intake *intake, const struct intake_figure *figure)
{
    switch (figure->outcome) {
    case INTAKE_ACCEPTED: intake->accepted += figure->pupils; break;
    case INTAKE_TAKEN_BACK: intake->taken_back += figure->pupils; break;
    case INTAKE_REJECTED: intake->rejected += figure->pupils; break;
    case INTAKE_PACKETS: intake->packets += figure->pupils; break;
    case INTAKE_REPORTED: intake->reported += figure->pupils; break;
    default: break;
    }
}

/* A packet that was refused as a whole names no class. */
static bool
counts(const struct monitor_loading *it, const struct intake_figure *figure, struct date day)
{
    return figure->outcome == INTAKE_PACKETS ||
           monitor_takes_part(it, figure->unit, figure->class_id, figure->grade, day);
}

/* `ago`: a week before; what of errors is told is today's alone. */
static enum status
load_on(const struct monitor_loading *it, struct date day, bool ago, struct error *err)
{
    struct monitor *monitor = it->monitor;
    struct intake_figures figures = {0};
    size_t at = 0;

    TRY(store_list_intake_figures(it->app->store, monitor->year, day, it->app->arena, &figures,
                                  err));
    for (size_t i = 0; i < figures.list.count; i++) {
        const struct intake_figure *figure = &figures.list.items[i];
        const struct figure_sum key = {.unit = figure->unit};
        struct monitor_row *row = it->of_school ? NULL : monitor_row_of(it, &key, &at);
        bool here = it->of_school ? text_equal(figure->unit, monitor->unit.id) : row != NULL;
        if (!here || !counts(it, figure, day))
            continue;
        if (figure->outcome == INTAKE_ERROR && !ago)
            add_error(it->app, monitor, figure);
        add_to(ago ? &monitor->total.intake_ago : &monitor->total.intake, figure);
        if (row)
            add_to(ago ? &row->intake_ago : &row->intake, figure);
    }
    return OK;
}

enum status
monitor_load_intake(const struct monitor_loading *it, struct error *err)
{
    struct date ago = date_from_days(date_to_days(it->monitor->day) - MONITOR_WEEK);

    TRY(load_on(it, it->monitor->day, false, err));
    return load_on(it, ago, true, err);
}
