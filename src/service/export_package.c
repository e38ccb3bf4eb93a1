/* SPDX-License-Identifier: Apache-2.0
 *
 * A record and its proof from the ledger as one file; of one that a decision stopped or withdrew,
 * with its status and that decision.
 */
#include "ledger/proof.h"
#include "ledger/status_list.h"
#include "service/export_parts.h"
#include "service/revocation.h"
#include "verify/package.h"

static enum status
add_decision(struct exporting *work, const struct record_row *row, struct buffer *list,
             struct record_package *package, struct error *err)
{
    struct revocation_decision decision;
    struct status_change change;

    enum status status = revocation_of_record(work->app, row->uuid, &change, &decision, err);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    ledger_list_statuses(work->ledger, list);
    package->status_list = buffer_span(list);
    package->decision = decision.bytes;
    return OK;
}

enum status
export_package(struct exporting *work, const struct record_row *row, struct span record,
               struct error *err)
{
    AUTO(buffer) *proof = buffer_new(PROOF_FILE_MAX), *list = buffer_new(STATUS_LIST_FILE_MAX);
    AUTO(buffer) *file = buffer_new(PACKAGE_MAX);
    bool final;

    TRY(ledger_prove(work->ledger, row->uuid, proof, &final, err));
    struct record_package package = {.record = record, .proof = buffer_span(proof)};
    TRY(add_decision(work, row, list, &package, err));
    package_write(&package, file);
    TRY(export_write(work, arena_printf(work->app->arena, "%s.hocba", export_name(work, row)),
                     buffer_span(file), err));
    work->report->provisional += !final;
    return OK;
}
