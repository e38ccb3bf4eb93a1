/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the audit of a store: manifests, who is enrolled, and what was issued, held against each
 * other and the ledger.  Nobody but audit.c includes this.
 */
#ifndef HOCBA_SERVICE_AUDIT_MANIFESTS_H
#define HOCBA_SERVICE_AUDIT_MANIFESTS_H

#include "ledger/audit.h"
#include "service/app.h"
#include "store/manifests.h"

/* What the ledger says about a leaf of a record or a signed document. */
struct audit_known {
    struct digest hash;
    uint8_t kid[LEAF_KID_SIZE];
    bool is_record, is_manifest, is_decision, is_freeze, is_closing;
    bool found; /* the store has it too */
};

struct manifest_audit {
    struct app *app;
    const struct anchors *anchors; /* the auditor's; NULL: whose certificates is not asked */
    struct audit *audit;
    struct audit_known *known;
    size_t count;
    uint64_t manifests; /* compared */
    uint64_t waiting;   /* pupils who have no record by the newest manifest of their class */
};

MUST_CHECK enum status audit_manifests(struct manifest_audit *work, struct error *err);

#endif
