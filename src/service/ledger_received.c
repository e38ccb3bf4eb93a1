/* SPDX-License-Identifier: Apache-2.0
 *
 * What the ledger says about a record that the gateway accepted: as anybody sees it who verifies
 * the file.
 */
#include "crypto/anchors_store.h"
#include "service/ledger.h"
#include "store/intake.h"
#include "verify/verify.h"

enum status
ledger_received_digest(struct span record, struct digest *digest, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(anchors) *nobody = anchors_new();
    struct verdict_report *report = arena_make(arena, struct verdict_report);

    TRY(verify_record(record, &(struct verify_material){.anchors = nobody}, arena, report, err));
    if (report->issued_form.size == 0)
        return fail(err, CORRUPT, "Học bạ đã tiếp nhận không đọc được.");
    *digest = sha256(report->issued_form);
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
