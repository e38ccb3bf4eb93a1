/* SPDX-License-Identifier: Apache-2.0 */
#include "service/access_places.h"

#include "model/role.h"
#include "store/people.h"
#include "store/units.h"

static bool
lists_unit(const struct access_places *places, const char *unit)
{
    for (size_t i = 0; i < places->units.count; i++)
        if (text_equal(places->units.items[i], unit))
            return true;
    return false;
}

bool
access_places_hold(const struct access_places *places, const char *unit)
{
    return places->everywhere || lists_unit(places, unit);
}

static void
add_unit(struct app *app, const char *unit, struct access_places *places)
{
    if (!lists_unit(places, unit))
        *list_add(app->arena, places->units) = unit;
}

/* The roles of whoever manages schools reach the units below theirs. */
static enum status
add_below(struct app *app, const char *manager, struct access_places *places, struct error *err)
{
    struct units below = {0};

    TRY(store_list_units_below(app->store, manager, app_today(app), app->arena, &below, err));
    for (size_t i = 0; i < below.list.count; i++)
        add_unit(app, below.list.items[i].id, places);
    return OK;
}

static bool
covers_all(const struct access_places *places, const struct units *units)
{
    for (size_t i = 0; i < units->list.count; i++)
        if (!lists_unit(places, units->list.items[i].id))
            return false;
    return true;
}

enum status
access_list_places(struct app *app, enum right right, struct access_places *places,
                   struct error *err)
{
    struct assignments assignments = {0};
    struct units units = {0};
    struct error refusal;

    *places = (struct access_places){0};
    if (!app->actor.person_id) {
        places->everywhere = access_check(app, right, NULL, &refusal) == OK;
        return OK;
    }
    struct assignment_filter filter = {.person = app->actor.person_id, .on = app_today(app)};
    TRY(store_list_assignments(app->store, &filter, app->arena, &assignments, err));
    TRY(store_list_units(app->store, NULL, app->arena, &units, err));
    for (size_t i = 0; i < assignments.list.count; i++) {
        const struct assignment *it = &assignments.list.items[i];
        enum role role;
        if (!access_role_has(right, it->role) || !role_parse(it->role, &role))
            continue;
        if (it->class_id)
            *list_add(app->arena, places->classes) = it->class_id;
        else
            add_unit(app, it->unit, places);
        if (role_table[role].place != PLACE_SCHOOL)
            TRY(add_below(app, it->unit, places, err));
    }
    places->everywhere = covers_all(places, &units);
    return OK;
}
