/* SPDX-License-Identifier: Apache-2.0
 *
 * A mirror: a full copy of a ledger's public files that was audited before it was kept, and that
 * never goes back.  Whoever keeps one can say what stood in the ledger when its keeper cannot, or
 * will not.
 */
#ifndef HOCBA_SERVICE_LEDGER_MIRROR_H
#define HOCBA_SERVICE_LEDGER_MIRROR_H

#include "ledger/audit.h"

struct mirror_order {
    const char *from;   /* a folder, or an http(s) address */
    const char *to;     /* the folder of the copy */
    const char *policy; /* a file: whose ledger, whose cosignatures */
    void (*progress)(void *context, uint64_t done, uint64_t total);
    void *progress_context;
};

struct mirror_report {
    struct audit audit;   /* of what was offered; findings: nothing was taken */
    uint64_t before;      /* leaves that the copy had */
    const char *evidence; /* where the checkpoint that was refused lies; NULL: none was */
};

/* Bring the copy up to date, all or nothing: what is offered is audited from its first leaf, with
 * the copy's own checkpoint as one that was seen.  OK: carried out; with findings the copy is as it
 * was and the offered checkpoint is kept as evidence.  A run that is killed leaves the old copy. */
MUST_CHECK enum status ledger_mirror(const struct mirror_order *order, struct arena *arena,
                                     struct mirror_report *report, struct error *err);

#endif
