/* SPDX-License-Identifier: Apache-2.0
 *
 * Saving cells: look at what is there and write, in one transaction per cell.
 */
#include "service/grid.h"

#include "base/uuid.h"
#include "service/edit.h"

struct saving {
    struct app *app;
    const char *request;
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

static const char *
source_of(const struct saving *work)
{
    return arena_printf(work->app->arena, "%s %s", known_source(work->save->source), work->request);
}

static void
take_change(struct grid_save *save, const struct change *last)
{
    save->number = last->number;
    save->now = last->to ? last->to : "";
    save->by = last->by;
    save->at = last->at;
}

/* The pupils' own data and what is computed have pages of their own. */
static enum status
check_cell_key(const char *key, struct error *err)
{
    enum period period;
    const struct field *field = field_key_parse(key, &period);

    if (text_equal(key, GRID_RESULT_KEY) || (field && field->owner != OWNER_YEAR))
        return fail(err, DENIED, "Mục này không nhập trong bảng của lớp.");
    return OK;
}

static enum status
save_cell(struct store *store, void *context, struct error *err)
{
    const struct saving *work = context;
    struct grid_save *save = work->save;
    struct app *app = work->app;
    struct edit edit = {.key = save->key, .value = save->value, .source = source_of(work)};
    struct change last;
    bool repeated;

    /* First of all: whoever may not write learns nothing of what stands there. */
    TRY(draft_edit_allowed(app, work->enrolled, save->key, err));
    TRY(check_cell_key(save->key, err));
    TRY(store_find_change_from(store, save->enrolment, save->key, edit.source, app->arena, &last,
                               &repeated, err));
    if (repeated) {
        take_change(save, &last);
        save->outcome = GRID_SAVED;
        return OK;
    }
    TRY(draft_edit_clean(app, &edit, err));
    TRY(store_find_last_change(store, save->enrolment, save->key, app->arena, &last, err));
    take_change(save, &last);
    if (text_equal(save->now, edit.to ? edit.to : "")) {
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
save_one(struct app *app, const char *request, struct grid_save *save, struct error *err)
{
    struct enrolled enrolled;
    struct saving work = {app, request, save, &enrolled};

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
grid_save(struct app *app, const char *request, struct grid_save *saves, size_t count,
          struct error *err)
{
    if (!request || !uuid_is_valid(span_of(request)))
        return fail(err, USAGE, "Yêu cầu lưu cần mã của nó (id, một UUID); chưa lưu ô nào.");
    for (size_t i = 0; i < count; i++)
        TRY(save_one(app, request, &saves[i], err));
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
