/* SPDX-License-Identifier: Apache-2.0 */
#include "service/revocation_received.h"

#include "ledger/status.h"
#include "store/received.h"

static const enum record_status statuses[RULING_COUNT] = {
    [RULING_REPLACE] = RECORD_SUSPENDED,
    [RULING_REVOKE] = RECORD_REVOKED,
    [RULING_REFUSE] = RECORD_VALID, /* not asked */
    [RULING_GIVE_UP] = RECORD_VALID,
};

bool
revocation_is_received(const struct revocation_items *items, const char *record)
{
    for (size_t i = 0; i < items->list.count; i++)
        if (text_equal(items->list.items[i].record, record))
            return items->list.items[i].received;
    return false;
}

enum status
revocation_received_check(struct app *app, const char *uuid, enum ruling ruling, struct error *err)
{
    struct received_state state;
    enum record_status now;

    TRY(store_find_received_state(app->store, uuid, app->arena, &state, err));
    if (ruling == RULING_REFUSE)
        return OK;
    if (record_status_parse(state.status, &now) && status_may_change(now, statuses[ruling]))
        return OK;
    return fail(
        err, CONFLICT,
        "Học bạ nhận qua cổng %s nay %s, không quyết định như vậy được nữa. Chưa có gì thay "
        "đổi.",
        uuid, record_status_word(now));
}

enum status
revocation_received_apply(struct app *app, const struct decision_row *row, const char *decision,
                          struct error *err)
{
    struct stamp stamp = app_stamp(app, NULL);
    struct status_change change = {.record = row->record,
                                   .decision = decision,
                                   .status = record_status_key(statuses[row->ruling])};

    TRY(revocation_received_check(app, row->record, row->ruling, err));
    if (row->ruling == RULING_REFUSE)
        return OK;
    return store_add_received_change(app->store, &change, &stamp, err);
}

enum status
revocation_received_change(struct app *app, const char *uuid, struct status_change *change,
                           struct error *err)
{
    struct received_state state;

    TRY(store_find_received_state(app->store, uuid, app->arena, &state, err));
    if (!state.decision)
        return fail(err, NOT_FOUND, "Tình trạng của học bạ này chưa từng thay đổi.");
    *change = (struct status_change){.record = uuid,
                                     .decision = state.decision,
                                     .status = state.status,
                                     .replacement = state.replaced_by,
                                     .at = state.since,
                                     .received = true};
    return OK;
}
