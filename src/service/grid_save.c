/* SPDX-License-Identifier: Apache-2.0
 *
 * Saving cells: look at what is there and write, in one transaction per cell.
 */
#include "service/edit.h"
#include "service/grid.h"

struct saving {
    struct app *app;
    struct grid_save *save;
    const struct enrolled *enrolled;
};

/* A source of ours, or "typed": what the browser says goes into the history. */
static const char *
known_source(const char *source)
{
    static const char *const sources[] = {"pasted", "filled", "bank", "undo", "mine"};

    for (size_t i = 0; i < COUNT_OF(sources); i++)
        if (text_equal(sources[i], source))
            return sources[i];
    return "typed";
}

static void
take_change(struct grid_save *save, const struct change *last)
{
    save->number = last->number;
    save->now = last->to ? last->to : "";
    save->by = last->by;
    save->at = last->at;
}

static enum status
save_cell(struct store *store, void *context, struct error *err)
{
    const struct saving *work = context;
    struct grid_save *save = work->save;
    struct app *app = work->app;
    struct edit edit = {
        .key = save->key, .value = save->value, .source = known_source(save->source)};
    struct change last;

    /* First of all: whoever may not write learns nothing of what stands there. */
    TRY(draft_edit_allowed(app, work->enrolled, save->key, err));
    TRY(store_find_last_change(store, save->enrolment, save->key, app->arena, &last, err));
    take_change(save, &last);
    if (text_equal(save->now, save->value)) {
        save->outcome = GRID_UNCHANGED;
        return OK;
    }
    if (last.number != save->base) {
        save->outcome = GRID_CONFLICT;
        return OK;
    }
    TRY(draft_edit(app, work->enrolled, &edit, 1, err));
    save->outcome = edit.changed ? GRID_SAVED : GRID_UNCHANGED;
    TRY(store_find_last_change(store, save->enrolment, save->key, app->arena, &last, err));
    take_change(save, &last);
    return OK;
}

/* What this one cell is refused for; anything else is no answer about a cell. */
static bool
is_refusal(enum status status)
{
    return status == USAGE || status == INVALID || status == DENIED || status == NOT_FOUND ||
           status == CONFLICT;
}

static enum status
save_one(struct app *app, struct grid_save *save, struct error *err)
{
    struct enrolled enrolled;
    struct saving work = {app, save, &enrolled};

    save->now = "";
    enum status status =
        store_find_enrolment(app->store, save->enrolment, app->arena, &enrolled, err);
    if (status == OK)
        status = store_transact(app->store, save_cell, &work, err);
    if (is_refusal(status)) {
        save->outcome = GRID_REFUSED;
        save->message = arena_text(app->arena, err->message);
        return OK;
    }
    TRY(status);
    return save->outcome == GRID_CONFLICT ? grid_name_author(app, &save->by, err) : OK;
}

enum status
grid_save(struct app *app, struct grid_save *saves, size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        TRY(save_one(app, &saves[i], err));
    return OK;
}

static bool
is_listed(const struct grid_problems *problems, const char *enrolment)
{
    for (size_t i = 0; i < problems->list.count; i++)
        if (text_equal(problems->list.items[i].enrolment, enrolment))
            return true;
    return false;
}

enum status
grid_check_saved(struct app *app, const struct grid_save *saves, size_t count,
                 struct grid_problems *problems, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        struct drafts drafts;

        if (saves[i].outcome == GRID_REFUSED || is_listed(problems, saves[i].enrolment))
            continue;
        TRY(drafts_load_one(app, saves[i].enrolment, &drafts, err));
        struct grid_pupil_problems *pupil = list_add(app->arena, problems->list);
        *pupil = (struct grid_pupil_problems){.enrolment = saves[i].enrolment};
        draft_check(&drafts.list.items[0], app->arena, &pupil->problems);
    }
    return OK;
}
