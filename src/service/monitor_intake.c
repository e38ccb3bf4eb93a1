/* SPDX-License-Identifier: Apache-2.0 */
#include "service/monitor_inside.h"

int64_t
monitor_have(const int64_t counts[FIGURE_COUNT], int64_t held)
{
    int64_t have = counts[FIGURE_ISSUED] + held;

    return have < counts[FIGURE_ENROLLED] ? have : counts[FIGURE_ENROLLED];
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

/* As the figures of classes: of the pilot's alone, where there is one. */
static bool
takes_part(const struct monitor_loading *it, const struct intake_figure *figure)
{
    for (size_t i = 0; i < it->members.list.count; i++) {
        const struct pilot_member *member = &it->members.list.items[i];
        if (text_equal(member->school, figure->unit) &&
            (member->grade == 0 || member->grade == figure->grade) &&
            (!member->class_id || text_equal(member->class_id, figure->class_id)) &&
            pilot_member_on(member, it->monitor->day))
            return true;
    }
    return !it->monitor->has_pilot;
}

static void
add_held(const struct monitor_loading *it, struct monitor_row *row,
         const struct intake_figure *figure)
{
    const struct figure_sum key = {.class_id = figure->class_id};
    size_t at = 0;

    if (!takes_part(it, figure))
        return;
    if (it->of_school)
        row = monitor_row_of(it, &key, &at);
    if (row)
        row->held += figure->pupils;
    it->monitor->total.held += figure->pupils;
}

static void
add_to(struct monitor_row *row, const struct intake_figure *figure)
{
    switch (figure->outcome) {
    case INTAKE_ACCEPTED: row->accepted += figure->pupils; break;
    case INTAKE_TAKEN_BACK: row->taken_back += figure->pupils; break;
    case INTAKE_REJECTED: row->rejected += figure->pupils; break;
    case INTAKE_PACKETS: row->packets += figure->pupils; break;
    case INTAKE_REPORTED: row->reported += figure->pupils; break;
    default: break;
    }
}

static void
add_intake(const struct monitor_loading *it, struct monitor_row *row,
           const struct intake_figure *figure)
{
    if (figure->outcome == INTAKE_ERROR) {
        add_error(it->app, it->monitor, figure);
        return;
    }
    if (figure->outcome == INTAKE_HELD) {
        add_held(it, row, figure);
        return;
    }
    add_to(&it->monitor->total, figure);
    if (row)
        add_to(row, figure);
}

enum status
monitor_load_intake(const struct monitor_loading *it, struct error *err)
{
    struct monitor *monitor = it->monitor;
    struct intake_figures figures = {0};
    size_t at = 0;

    TRY(store_list_intake_figures(it->app->store, monitor->year, it->app->arena, &figures, err));
    for (size_t i = 0; i < figures.list.count; i++) {
        const struct intake_figure *figure = &figures.list.items[i];
        const struct figure_sum key = {.unit = figure->unit};
        struct monitor_row *row = it->of_school ? NULL : monitor_row_of(it, &key, &at);
        if (it->of_school ? text_equal(figure->unit, monitor->unit.id) : row != NULL)
            add_intake(it, row, figure);
    }
    return OK;
}
