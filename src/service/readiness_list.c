/* SPDX-License-Identifier: Apache-2.0
 *
 * Of a department's hundreds of schools: asked together, sorted out here, so that the number of
 * questions to the store does not grow with them.
 */
#include "service/access_places.h"
#include "service/readiness_inside.h"

struct year_of_all {
    const char *name;
    struct assignments assignments;
    struct school_classes classes;
};

struct looking_at_all {
    struct app *app;
    struct date on;
    struct school_years years; /* the newest of a school first */
    struct year_settings settings;
    struct stored_certificates certificates;
    LIST(struct year_of_all) loaded; /* mostly one: schools are in the same year */
};

static enum status
load_year(struct looking_at_all *all, const char *name, const struct year_of_all **loaded,
          struct error *err)
{
    struct app *app = all->app;
    const struct assignment_filter filter = {.year = name};

    for (size_t i = 0; i < all->loaded.count; i++)
        if (text_equal(all->loaded.items[i].name, name)) {
            *loaded = &all->loaded.items[i];
            return OK;
        }
    struct year_of_all *year = list_add(app->arena, all->loaded);
    *year = (struct year_of_all){.name = name};
    TRY(store_list_assignments(app->store, &filter, app->arena, &year->assignments, err));
    TRY(store_list_classes(app->store, NULL, name, app->arena, &year->classes, err));
    *loaded = year;
    return OK;
}

static const struct school_year *
newest_year(const struct looking_at_all *all, const char *unit)
{
    for (size_t i = 0; i < all->years.list.count; i++)
        if (text_equal(all->years.list.items[i].unit, unit))
            return &all->years.list.items[i];
    return NULL;
}

static bool
holds_on(const struct assignment *held, struct date on)
{
    return date_compare(held->from, on) <= 0 &&
           (date_is_none(held->to) || date_compare(held->to, on) >= 0);
}

static void
pick(struct readiness_looking *it, const struct year_of_all *year,
     const struct stored_certificates *certificates)
{
    const char *unit = it->out->school.id;

    for (size_t i = 0; i < year->assignments.list.count; i++) {
        const struct assignment *held = &year->assignments.list.items[i];
        if (text_equal(held->unit, unit) && holds_on(held, it->out->on))
            *list_add(it->app->arena, it->assignments.list) = *held;
    }
    for (size_t i = 0; i < year->classes.list.count; i++)
        if (text_equal(year->classes.list.items[i].unit, unit))
            *list_add(it->app->arena, it->classes.list) = year->classes.list.items[i];
    for (size_t i = 0; i < certificates->list.count; i++)
        if (text_equal(certificates->list.items[i].place, unit))
            *list_add(it->app->arena, it->certificates.list) = certificates->list.items[i];
}

static enum status
look_at(struct looking_at_all *all, const struct unit *school, struct readiness *out,
        struct error *err)
{
    struct readiness_looking it = {.app = all->app, .out = out};
    const struct school_year *newest = newest_year(all, school->id);
    const struct year_of_all *year;

    *out = (struct readiness){.school = *school};
    if (!newest)
        return OK;
    out->year = newest->name;
    TRY(year_rules_read(newest, &all->settings, &it.rules, err));
    readiness_set_days(&it, all->on);
    TRY(load_year(all, newest->name, &year, err));
    pick(&it, year, &all->certificates);
    return readiness_weigh(&it, err);
}

enum status
readiness_list(struct app *app, struct date on, struct readiness_schools *schools,
               struct error *err)
{
    struct looking_at_all all = {.app = app, .on = on};
    struct access_places places;
    struct units units = {0};

    TRY(access_list_places(app, MAY_SEE_CERTIFICATES, &places, err));
    TRY(store_list_units(app->store, UNIT_SCHOOL, app->arena, &units, err));
    TRY(store_list_years(app->store, NULL, app->arena, &all.years, err));
    TRY(store_list_year_settings(app->store, NULL, NULL, app->arena, &all.settings, err));
    TRY(store_list_certificates(app->store, NULL, NULL, app->arena, &all.certificates, err));
    for (size_t i = 0; i < units.list.count; i++) {
        const struct unit *school = &units.list.items[i];
        if (access_places_hold(&places, school->id))
            TRY(look_at(&all, school, list_add(app->arena, schools->list), err));
    }
    return OK;
}
