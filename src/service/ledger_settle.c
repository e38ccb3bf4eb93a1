/* SPDX-License-Identifier: Apache-2.0
 *
 * The end of a record that the ledger refused: withdrawn or replaced by a decision that stands in
 * the ledger, it needs no entry any more, and never gets one: it would take the slot of whoever
 * counts.
 */
#include "service/ledger_inside.h"
#include "store/key_closings.h"

enum status
ledger_settle(struct ledger *ledger, const char *record, const char *reason, bool *settled,
              struct error *err)
{
    struct app *app = ledger->app;
    const char *decision = NULL;

    *settled = false;
    enum status status = store_find_final_decision(app->store, record, app->arena, &decision, err);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    const struct settled_refusal it = {
        .record = record, .decision = decision, .reason = reason, .made = app_now(app)};
    TRY(store_add_settled_refusal(app->store, &it, err));
    *settled = true;
    return OK;
}
