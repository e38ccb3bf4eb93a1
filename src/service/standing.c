/* SPDX-License-Identifier: Apache-2.0 */
#include "service/standing.h"

#include "ledger/status.h"
#include "model/state.h"
#include "service/ledger.h"
#include "service/replacement.h"
#include "store/ledger_entries.h"
#include "store/received.h"
#include "store/records.h"

const char *
public_state_key(enum public_state state)
{
    static const char *const keys[] = {
        [PUBLIC_VALID] = "valid",         [PUBLIC_SUPERSEDED] = "superseded",
        [PUBLIC_REVOKED] = "revoked",     [PUBLIC_SUSPENDED] = "suspended",
        [PUBLIC_UNDECIDED] = "undecided", [PUBLIC_ALTERED] = "altered",
        [PUBLIC_UNKNOWN] = "unknown",
    };

    return keys[state];
}

/* Since when it is as it is: the last step of that kind. */
static enum status
find_since(struct app *app, const char *uuid, enum verb verb, struct moment *since,
           struct error *err)
{
    struct record_events events = {0};

    TRY(store_list_record_events(app->store, uuid, app->arena, &events, err));
    for (size_t i = 0; i < events.list.count; i++)
        if (text_equal(events.list.items[i].verb, verb_key(verb)) ||
            (verb == VERB_REVOKE && text_equal(events.list.items[i].verb, verb_key(VERB_VOID))))
            *since = events.list.items[i].at;
    return OK;
}

static enum status
read_state(struct app *app, const struct record_row *row, struct standing *standing,
           struct error *err)
{
    struct issued_document newer;
    enum state state;

    if (!state_parse(row->state, &state))
        return fail(err, CORRUPT, "Trạng thái của học bạ này không đọc được.");
    TRY(replacement_newer(app, row, &newer, err));
    if (newer.record && state != STATE_REVOKED) {
        standing->state = PUBLIC_SUPERSEDED;
        standing->newer = newer.record;
        standing->since = newer.issued;
    } else if (state == STATE_REVOKED || state == STATE_REPLACED) {
        standing->state = PUBLIC_REVOKED;
        TRY(find_since(app, row->uuid, VERB_REVOKE, &standing->since, err));
    } else if (state == STATE_SUSPENDED) {
        standing->state = PUBLIC_SUSPENDED;
        TRY(find_since(app, row->uuid, VERB_SUSPEND, &standing->since, err));
    } else if (standing->kept && standing->position < 0) {
        standing->state = PUBLIC_UNDECIDED; /* nobody outside could prove it yet */
    }
    return OK;
}

static enum status
find_received(struct app *app, const char *uuid, struct standing *standing, struct error *err)
{
    static const enum public_state states[] = {[RECORD_VALID] = PUBLIC_VALID,
                                               [RECORD_SUSPENDED] = PUBLIC_SUSPENDED,
                                               [RECORD_REVOKED] = PUBLIC_REVOKED,
                                               [RECORD_SUPERSEDED] = PUBLIC_SUPERSEDED};
    struct received_state state;
    enum record_status status;

    TRY(store_find_received_state(app->store, uuid, app->arena, &state, err));
    if (!record_status_parse(state.status, &status))
        return fail(err, CORRUPT, "Trạng thái của học bạ này không đọc được.");
    *standing = (struct standing){.state = states[status],
                                  .since = state.since,
                                  .newer = state.replaced_by,
                                  .issued = state.received,
                                  .position = state.position,
                                  .entered = state.entered,
                                  .kept = ledger_exists(app),
                                  .received = true};
    if (standing->state == PUBLIC_VALID && standing->kept && standing->position < 0)
        standing->state = PUBLIC_UNDECIDED; /* nobody outside could prove it yet */
    return OK;
}

enum status
standing_find(struct app *app, const char *uuid, struct standing *standing, struct error *err)
{
    struct standing it = {.state = PUBLIC_VALID, .position = -1, .kept = ledger_exists(app)};
    struct issued_document issued;
    struct ledger_entry entry;
    struct record_row row;

    enum status status = store_find_record(app->store, uuid, app->arena, &row, err);
    if (status == NOT_FOUND)
        return find_received(app, uuid, standing, err);
    TRY(status);
    TRY(store_find_issued(app->store, uuid, app->arena, &issued, err));
    it.issued = issued.issued;
    status = store_find_ledger_entry(app->store, uuid, app->arena, &entry, err);
    if (status == OK) {
        it.position = entry.position;
        it.entered = entry.entered;
    } else if (status != NOT_FOUND) {
        return status;
    }
    TRY(read_state(app, &row, &it, err));
    *standing = it;
    return OK;
}
