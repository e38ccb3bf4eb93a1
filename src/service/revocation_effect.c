/* SPDX-License-Identifier: Apache-2.0 */
#include "service/revocation_effect.h"

#include "ledger/status.h"
#include "model/state.h"
#include "service/replacement.h"
#include "service/revocation_received.h"

enum ruling
revocation_agreed(const char *wish)
{
    return text_equal(wish, WISH_REPLACE)    ? RULING_REPLACE
           : text_equal(wish, WISH_WITHDRAW) ? RULING_REVOKE
                                             : RULING_GIVE_UP;
}

/* What a new record has been made for is issued, or given up with it: nothing would be left that it
 * replaces. */
enum status
revocation_check_replaced(const struct record_row *record, enum ruling ruling, struct error *err)
{
    enum state state;

    if (ruling == RULING_REFUSE || ruling == RULING_GIVE_UP || !record->replaced_by ||
        !state_parse(record->state, &state) || state != STATE_SUSPENDED)
        return OK;
    return fail(err, CONFLICT,
                "Học bạ thay cho %s đã được lập (%s). Chưa có gì thay đổi; hãy để trường phát hành "
                "bản ấy.",
                record->uuid, record->replaced_by);
}

/* The state from which the school asked. */
static enum status
state_before(struct app *app, const char *uuid, enum state *state, struct error *err)
{
    struct record_events events = {0};
    const char *from = NULL;

    TRY(store_list_record_events(app->store, uuid, app->arena, &events, err));
    for (size_t i = 0; i < events.list.count; i++)
        if (text_equal(events.list.items[i].verb, verb_key(VERB_REQUEST_REVOCATION)))
            from = events.list.items[i].from;
    return state_parse(from, state) ? OK
                                    : fail(err, CORRUPT, "Lịch sử của học bạ %s bị thiếu.", uuid);
}

/* What a ruling does to a record, and what the ledger is told. */
static const struct {
    enum verb verb;
    enum record_status status;
    bool changes; /* the status */
} effects[RULING_COUNT] = {
    [RULING_REPLACE] = {VERB_SUSPEND, RECORD_SUSPENDED, true},
    [RULING_REVOKE] = {VERB_REVOKE, RECORD_REVOKED, true},
    [RULING_REFUSE] = {VERB_DECLINE_REVOCATION, RECORD_VALID, false},
    [RULING_GIVE_UP] = {VERB_RESTORE, RECORD_VALID, true},
};

static enum status
step_record(struct app *app, const char *uuid, enum ruling ruling, const struct stamp *stamp,
            struct error *err)
{
    enum verb verb = effects[ruling].verb;
    struct record_row record;
    enum state state, to;

    TRY(store_find_record(app->store, uuid, app->arena, &record, err));
    if (!state_parse(record.state, &state))
        return fail(err, CORRUPT, "Học bạ %s có trạng thái lạ.", record.uuid);
    /* It goes on waiting for its replacement, or its seal's key was compromised meanwhile. */
    if ((state == STATE_SUSPENDED || state == STATE_REVOKED) && ruling == RULING_REFUSE)
        return OK;
    TRY(revocation_check_replaced(&record, ruling, err));
    TRY(state_step(state, verb, SIGNERS_V10, &to, err));
    if (ruling == RULING_GIVE_UP)
        TRY(replacement_give_up(app, &record, stamp, err));
    if (to == STATE_BEFORE)
        TRY(state_before(app, record.uuid, &to, err));
    return store_step_record(app->store, record.uuid, verb_key(verb), record.state, state_key(to),
                             stamp, err);
}

enum status
revocation_apply(struct app *app, const struct revocation_items *items, const char *number,
                 const char *sha256, const struct decision_row *row, struct error *err)
{
    struct stamp stamp =
        app_stamp(app, arena_printf(app->arena, "Quyết định %s: %s", number, row->reason));

    if (revocation_is_received(items, row->record))
        return revocation_received_apply(app, row, sha256, err);
    TRY(step_record(app, row->record, row->ruling, &stamp, err));
    if (!effects[row->ruling].changes)
        return OK;
    struct status_change change = {.record = row->record,
                                   .decision = sha256,
                                   .status = record_status_key(effects[row->ruling].status)};
    return store_add_status_change(app->store, &change, err);
}

enum status
revocation_decline(struct app *app, const char *record, const char *why, struct error *err)
{
    struct stamp stamp =
        app_stamp(app, arena_printf(app->arena, "Cổng tiếp nhận từ chối: %s", why));

    return step_record(app, record, RULING_REFUSE, &stamp, err);
}
