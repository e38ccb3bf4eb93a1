/* SPDX-License-Identifier: Apache-2.0 */
#include "service/replacement.h"

#include "ledger/status.h"
#include "model/state.h"
#include "store/revocations.h"

enum { CHAIN_OF_RECORDS_MAX = 100 }; /* records of one pupil and year */

static bool
is_in(const struct record_row *row, enum state wanted)
{
    enum state state;

    return state_parse(row->state, &state) && state == wanted;
}

static bool
was_issued(const struct record_row *row)
{
    enum state state;

    return state_parse(row->state, &state) && state_is_issued(state);
}

/* What was made anew before it was issued ends in the same state as what was issued and replaced;
 * only a suspended one waits for somebody to take its place. */
enum status
replacement_find(struct app *app, const struct record_row *row, struct record_row *old,
                 struct error *err)
{
    struct record_row at = *row;

    *old = (struct record_row){0};
    for (int i = 0; i < CHAIN_OF_RECORDS_MAX; i++) {
        if (is_in(&at, STATE_SUSPENDED)) {
            *old = at;
            return OK;
        }
        if (!at.replaces || (i == 0 && was_issued(&at)))
            return OK;
        TRY(store_find_record(app->store, at.replaces, app->arena, &at, err));
    }
    return fail(err, CORRUPT, "Học bạ %s thay thế quá nhiều bản.", row->uuid);
}

enum status
replacement_newer(struct app *app, const struct record_row *row, struct issued_document *newer,
                  struct error *err)
{
    struct record_row at = *row;

    *newer = (struct issued_document){0};
    for (int i = 0; i < CHAIN_OF_RECORDS_MAX && at.replaced_by; i++) {
        struct issued_document found;
        enum status status = store_find_issued(app->store, at.replaced_by, app->arena, &found, err);
        if (status == OK)
            *newer = found;
        else if (status != NOT_FOUND)
            return status;
        TRY(store_find_record(app->store, at.replaced_by, app->arena, &at, err));
    }
    return OK;
}

enum status
replacement_is_due(struct app *app, const char *enrolment, bool *due, struct error *err)
{
    struct record_row current, old;

    *due = false;
    enum status status =
        store_find_current_record(app->store, enrolment, app->arena, &current, err);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    TRY(replacement_find(app, &current, &old, err));
    *due = old.uuid != NULL;
    return OK;
}

enum status
replacement_write(struct app *app, const struct record_row *row, const struct stamp *stamp,
                  struct error *err)
{
    struct stamp why = *stamp;
    struct status_change agreed;
    struct record_row old;
    enum state to;

    TRY(replacement_find(app, row, &old, err));
    if (!old.uuid)
        return OK;
    TRY(store_find_status_change(app->store, old.uuid, app->arena, &agreed, err));
    TRY(state_step(STATE_SUSPENDED, VERB_REPLACE, SIGNERS_V10, &to, err));
    why.source = arena_printf(app->arena, "phát hành học bạ %s", row->uuid);
    TRY(store_step_record(app->store, old.uuid, verb_key(VERB_REPLACE), old.state, state_key(to),
                          &why, err));
    struct status_change change = {.record = old.uuid,
                                   .decision = agreed.decision,
                                   .status = record_status_key(RECORD_SUPERSEDED),
                                   .replacement = row->uuid};
    return store_add_status_change(app->store, &change, err);
}
