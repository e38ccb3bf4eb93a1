/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the audit: a ledger that several instances hand in to (ledger.url) holds entries that this
 * store need not have: those under keys under which it has entered nothing.  What stands under its
 * own keys is held against it in both directions, as ever.  Nobody but audit.c includes this.
 */
#ifndef HOCBA_SERVICE_AUDIT_SHARED_H
#define HOCBA_SERVICE_AUDIT_SHARED_H

#include "service/audit_decisions.h"

struct shared_audit {
    struct app *app;
    struct audit_known *known;
    size_t count;
    struct audit_change *changes; /* those of other instances' records are taken out */
    size_t change_count;
};

/* Whether this instance hands in to a ledger of others. */
MUST_CHECK enum status audit_is_shared(struct app *app, bool *shared, struct error *err);
/* Entries of others are no records or documents any more. */
MUST_CHECK enum status audit_leave_out_others(struct shared_audit *work, struct error *err);

#endif
