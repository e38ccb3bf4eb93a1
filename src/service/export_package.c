/* SPDX-License-Identifier: Apache-2.0
 *
 * A record and its proof from the ledger as one file.
 */
#include "ledger/proof.h"
#include "service/export_parts.h"
#include "verify/package.h"

enum status
export_package(struct exporting *work, const struct record_row *row, struct span record,
               struct error *err)
{
    AUTO(buffer) *proof = buffer_new(PROOF_FILE_MAX), *file = buffer_new(PACKAGE_MAX);
    bool final;

    TRY(ledger_prove(work->ledger, row->uuid, proof, &final, err));
    struct record_package package = {.record = record, .proof = buffer_span(proof)};
    package_write(&package, file);
    TRY(export_write(work, arena_printf(work->app->arena, "%s.hocba", export_name(work, row)),
                     buffer_span(file), err));
    work->report->provisional += !final;
    return OK;
}
