/* SPDX-License-Identifier: Apache-2.0 */
#include "service/access.h"
#include "service/monitor.h"

static bool
is_held(const struct handed_in_list *received, const char *code)
{
    for (size_t i = 0; code && i < received->list.count; i++)
        if (text_equal(received->list.items[i].pupil_code, code))
            return true;
    return false;
}

/* What another program made and the gateway received. */
static enum status
load_held(struct app *app, struct monitor_class *loaded, struct error *err)
{
    const struct intake_place place = {loaded->class.unit, loaded->class.year};
    struct handed_in_list received = {0};

    loaded->held = arena_make_array(app->arena, loaded->pupils.list.count + 1, bool);
    TRY(store_list_handed_in(app->store, &place, INTAKE_ACCEPTED, NULL, app->arena, &received,
                             err));
    for (size_t i = 0; i < loaded->pupils.list.count; i++)
        loaded->held[i] = is_held(&received, loaded->pupils.list.items[i].code);
    return OK;
}

bool
monitor_class_shows(const struct monitor_class *loaded, size_t pupil, enum figure missing)
{
    const unsigned bits = loaded->states[pupil].bits;

    if (!bits || missing == FIGURE_COUNT)
        return bits != 0;
    return !(bits & FIGURE_BIT(missing)) &&
           !(loaded->held[pupil] && monitor_is_of_records(missing));
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
    return load_held(app, loaded, err);
}
