/* SPDX-License-Identifier: Apache-2.0 */
#include "service/lookup.h"

#include <stdlib.h>

#include "base/unicode.h"
#include "service/access_places.h"

struct looking {
    struct app *app;
    struct lookup_terms terms;
    struct access_places places;
    struct lookup_found *found;
};

/* --- in the order in which a person wants them ------------------------------------------------ */

struct sortable {
    struct lookup_hit hit;
    const char *key;
};

static int
compare(const void *a, const void *b)
{
    const struct sortable *x = a, *y = b;
    int by_name = strcmp(x->key, y->key);
    int by_birth = date_compare(x->hit.pupil.birth_date, y->hit.pupil.birth_date);

    return by_name ? by_name : by_birth ? by_birth : strcmp(x->hit.pupil.id, y->hit.pupil.id);
}

static void
sort(struct arena *arena, struct lookup_hits *hits)
{
    size_t count = hits->list.count;
    struct sortable *items = arena_make_array(arena, count + 1, struct sortable);

    for (size_t i = 0; i < count; i++) {
        const char *key = unicode_collation_key(arena, hits->list.items[i].pupil.name);
        items[i] = (struct sortable){hits->list.items[i], key ? key : ""};
    }
    qsort(items, count, sizeof *items, compare);
    for (size_t i = 0; i < count; i++)
        hits->list.items[i] = items[i].hit;
}

static bool
has(const struct lookup_found *found, const char *pupil)
{
    for (size_t i = 0; i < found->list.count; i++)
        if (text_equal(found->list.items[i].pupil.id, pupil))
            return true;
    return false;
}

/* --- looking ---------------------------------------------------------------------------------- */

static enum status
look(struct looking *it, bool whole, bool unmarked, struct error *err)
{
    struct app *app = it->app;
    struct lookup_hits hits;
    struct lookup lookup = {.terms = &it->terms,
                            .everywhere = it->places.everywhere,
                            .units = it->places.units.items,
                            .unit_count = it->places.units.count,
                            .classes = it->places.classes.items,
                            .class_count = it->places.classes.count,
                            .whole = whole,
                            .unmarked = unmarked,
                            .limit = LOOKUP_SHOWN_MAX + 1};

    TRY(store_look_up(app->store, &lookup, app->arena, &hits, err));
    sort(app->arena, &hits);
    for (size_t i = 0; i < hits.list.count; i++) {
        if (has(it->found, hits.list.items[i].pupil.id))
            continue;
        it->found->more |= it->found->list.count == LOOKUP_SHOWN_MAX;
        if (it->found->more)
            break;
        *list_add(app->arena, it->found->list) = hits.list.items[i];
    }
    return OK;
}

/* Whole words first, so that "An" is not lost among all the Anh. */
static enum status
look_twice(struct looking *it, bool unmarked, struct error *err)
{
    bool names = false;

    for (size_t i = 0; i < it->terms.count; i++)
        names |= it->terms.items[i].name;
    if (names)
        TRY(look(it, true, unmarked, err));
    return it->found->more ? OK : look(it, false, unmarked, err);
}

static bool
has_marks(const struct lookup_terms *terms)
{
    for (size_t i = 0; i < terms->count; i++)
        if (terms->items[i].name && strcmp(terms->items[i].words[0], terms->items[i].plain) != 0)
            return true;
    return false;
}

enum status
lookup_find(struct app *app, const char *text, struct lookup_found *found, struct error *err)
{
    struct looking it = {.app = app, .found = found};

    *found = (struct lookup_found){0};
    lookup_words_parse(app->arena, text, &it.terms);
    TRY(access_list_places(app, MAY_SEE, &it.places, err));
    TRY(look_twice(&it, false, err));
    if (found->list.count > 0 || !has_marks(&it.terms))
        return OK;
    TRY(look_twice(&it, true, err));
    found->unmarked = found->list.count > 0;
    return OK;
}

/* --- one pupil -------------------------------------------------------------------------------- */

static enum status
check_access(struct app *app, const struct pupil_file *file, struct error *err)
{
    for (size_t i = 0; i < file->years.list.count; i++) {
        const struct enrolled *year = &file->years.list.items[i];
        if (access_check_class(app, MAY_SEE, year->unit, year->year, year->enrolment.class_id,
                               err) == OK)
            return OK;
    }
    return access_check_class(app, MAY_SEE, file->pupil.unit, NULL,
                              file->years.list.count ? "" : NULL, err);
}

enum status
lookup_load(struct app *app, const char *id, struct pupil_file *file, struct error *err)
{
    struct record_filter filter = {.pupil = id};
    struct pupil_file it = {0};

    TRY(store_find_pupil(app->store, id, app->arena, &it.pupil, err));
    TRY(store_find_unit(app->store, it.pupil.unit, app->arena, &it.unit, err));
    TRY(store_list_pupil_enrolments(app->store, id, app->arena, &it.years, err));
    TRY(store_list_records(app->store, &filter, app->arena, &it.records, err));
    *file = it;
    return OK;
}

enum status
lookup_pupil(struct app *app, const char *id, struct pupil_file *file, struct error *err)
{
    struct pupil_file it;

    TRY(lookup_load(app, id, &it, err));
    TRY(check_access(app, &it, err));
    *file = it;
    return OK;
}
