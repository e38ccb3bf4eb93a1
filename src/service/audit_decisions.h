/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the audit: decisions about issued records, in the store, against the ledger.  Every change
 * of status rests on a decision that an officer and the department's seal signed, says what it
 * says, and is what the store shows; and no decision lies in the store without its entries.  Nobody
 * but audit.c includes this.
 */
#ifndef HOCBA_SERVICE_AUDIT_DECISIONS_H
#define HOCBA_SERVICE_AUDIT_DECISIONS_H

#include "ledger/leaf.h"
#include "service/audit_keys.h"

/* A status leaf. */
struct audit_change {
    uint64_t index;
    struct leaf leaf;
    bool found; /* a decision in the store explains it */
};

struct decision_audit {
    struct app *app;
    const struct anchors *anchors; /* as in struct manifest_audit */
    struct audit *audit;
    struct audit_known *known;
    size_t count;
    struct audit_change *changes; /* in their order */
    size_t change_count;
    const struct audit_closing *closings;
    size_t closing_count;
    uint64_t decisions; /* compared */
    uint64_t settled;   /* records without an entry that a decision ended */
};

MUST_CHECK enum status audit_decisions(struct decision_audit *work, struct error *err);

#endif
