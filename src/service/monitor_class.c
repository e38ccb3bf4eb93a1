/* SPDX-License-Identifier: Apache-2.0 */
#include "service/access.h"
#include "service/monitor.h"

bool
monitor_class_shows(const struct monitor_class *loaded, size_t pupil, enum figure missing)
{
    const unsigned bits = loaded->states[pupil].bits;

    if (!bits || missing == FIGURE_COUNT)
        return bits != 0;
    return figure_is_of_records(missing) ? bits & FIGURE_BIT(figure_lacking(missing))
                                         : !(bits & FIGURE_BIT(missing));
}

enum status
monitor_class_load(struct app *app, const char *class_id, struct monitor_class *loaded,
                   struct error *err)
{
    struct figure_steps steps = {0};

    *loaded = (struct monitor_class){.day = app_today(app)};
    TRY(store_find_class(app->store, class_id, app->arena, &loaded->class, err));
    const struct school_class *class = &loaded->class;
    TRY(access_check_class(app, MAY_SEE, class->unit, class->year, class->id, err));
    TRY(store_list_figure_pupils(app->store, class_id, app->arena, &loaded->pupils, err));
    TRY(store_list_figure_steps(app->store, class_id, app->arena, &steps, err));
    loaded->states = figures_states(
        &(struct counting){app->arena, class, &loaded->pupils, &steps, app->clock_start != 0},
        loaded->day);
    return OK;
}
