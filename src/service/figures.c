/* SPDX-License-Identifier: Apache-2.0 */
#include "service/figures.h"

#include "store/intake_figures.h"

struct making {
    struct app *app;
    const char *class_id;
};

/* Reads and writes in one transaction, so that figures are of one moment. */
static enum status
make_class(struct store *store, void *context, struct error *err)
{
    const struct making *it = context;
    AUTO(arena) *arena = arena_new();
    struct figure_pupils pupils = {0};
    struct figure_steps steps = {0};
    struct class_figures figures;
    struct school_class class;

    TRY(store_find_class(store, it->class_id, arena, &class, err));
    TRY(store_list_figure_pupils(store, class.id, arena, &pupils, err));
    TRY(store_list_figure_steps(store, class.id, arena, &steps, err));
    figures_count(&(struct counting){arena, &class, &pupils, &steps, it->app->clock_start != 0},
                  &figures);
    return store_replace_figures(store, class.id, figures.list.items, figures.list.count, err);
}

static bool
same_school_year(const struct touched_class *a, const struct touched_class *b)
{
    return text_equal(a->unit, b->unit) && text_equal(a->year, b->year);
}

static bool
is_summed(const struct touched_classes *classes, const struct intake_place *place)
{
    for (size_t i = 0; i < classes->list.count; i++)
        if (text_equal(classes->list.items[i].unit, place->unit) &&
            text_equal(classes->list.items[i].year, place->year))
            return true;
    return false;
}

/* Of who handed in something that is in none of these classes: with them it was summed already. */
static enum status
refresh_intake(struct app *app, const struct figure_marks *marks,
               const struct touched_classes *classes, struct error *err)
{
    struct intake_places places = {0};

    TRY(store_list_touched_intake(app->store, marks, app->arena, &places, err));
    for (size_t i = 0; i < places.list.count; i++)
        if (!is_summed(classes, &places.list.items[i]))
            TRY(store_sum_intake(app->store, &places.list.items[i], err));
    return OK;
}

/* With what was reported of it: that counts only while the record does. */
static enum status
sum_school(struct store *store, const char *unit, const char *year, struct error *err)
{
    const struct intake_place place = {.unit = unit, .year = year};

    TRY(store_sum_school(store, unit, year, err));
    return store_sum_intake(store, &place, err);
}

static enum status
refresh_after(struct app *app, const struct figure_marks *marks, size_t *made, struct error *err)
{
    struct moment now = app_now(app), settled = now;
    struct figure_marks ends = *marks;
    struct touched_classes classes = {0};

    settled.seconds -= FIGURES_SETTLED_AFTER;
    /* The ends first: what comes while the classes are listed is found again next time. */
    TRY(store_find_figure_ends(app->store, marks, settled, &ends, err));
    TRY(store_list_touched_classes(app->store, marks, app->arena, &classes, err));
    for (size_t i = 0; i < classes.list.count; i++) {
        const struct touched_class *class = &classes.list.items[i];
        struct making it = {app, class->class_id};
        TRY(store_transact(app->store, make_class, &it, err));
        if (i + 1 == classes.list.count || !same_school_year(class, class + 1))
            TRY(sum_school(app->store, class->unit, class->year, err));
        app_progress(app, "Tính số liệu", i + 1, classes.list.count);
    }
    TRY(refresh_intake(app, marks, &classes, err));
    ends.made_at = now.seconds;
    if (made)
        *made = classes.list.count;
    return store_set_figure_marks(app->store, &ends, err);
}

enum status
figures_refresh(struct app *app, size_t *made, struct error *err)
{
    struct figure_marks marks;

    TRY(store_get_figure_marks(app->store, &marks, err));
    return refresh_after(app, &marks, made, err);
}

enum status
figures_rebuild(struct app *app, size_t *made, struct error *err)
{
    const struct figure_marks nothing = {-1, -1, -1, -1, -1, -1};

    TRY(store_drop_figures(app->store, err));
    return refresh_after(app, &nothing, made, err);
}
