/* SPDX-License-Identifier: Apache-2.0
 *
 * A record and its proof from the ledger as one file; of one that a decision stopped or withdrew,
 * with its status and that decision.
 */
#include "ledger/proof.h"
#include "ledger/status_list.h"
#include "service/export_parts.h"
#include "service/record_files.h"

enum status
export_package(struct exporting *work, const struct record_row *row, struct span record,
               struct error *err)
{
    AUTO(buffer) *proof = buffer_new(PROOF_FILE_MAX), *list = buffer_new(STATUS_LIST_FILE_MAX);
    AUTO(buffer) *file = buffer_new(PACKAGE_MAX);
    bool final;

    TRY(ledger_prove(work->ledger, row->uuid, proof, &final, err));
    struct record_package package = {.record = record, .proof = buffer_span(proof)};
    TRY(record_package_tell(work->app, work->ledger, row->uuid, list, &package, err));
    package_write(&package, file);
    TRY(export_write(work, arena_printf(work->app->arena, "%s.hocba", export_name(work, row)),
                     buffer_span(file), err));
    work->report->provisional += !final;
    return OK;
}
