/* SPDX-License-Identifier: Apache-2.0
 *
 * What the ledger says about a record that the gateway accepted: as anybody sees it who verifies
 * the file.
 */
#include "service/ledger.h"
#include "store/intake.h"
#include "verify/verify.h"

enum status
ledger_received_digest(struct span record, struct digest *digest, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct span form;

    TRY(verify_issued_form(record, arena, &form, err));
    *digest = sha256(form);
    return OK;
}

enum status
ledger_received_stored(struct app *app, const char *uuid, struct digest *digest, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct span bytes;

    TRY(store_find_received(app->store, uuid, arena, &bytes, err));
    return ledger_received_digest(bytes, digest, err);
}
