/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the audit of a store: the freezes that principals signed, held against the states of the
 * years, the manifests of their classes and the ledger.  Nobody but audit.c includes this.
 */
#ifndef HOCBA_SERVICE_AUDIT_FREEZES_H
#define HOCBA_SERVICE_AUDIT_FREEZES_H

#include "service/audit_manifests.h"

struct freeze_audit {
    struct app *app;
    const struct anchors *anchors; /* as in struct manifest_audit */
    struct audit *audit;
    struct audit_known *known;
    size_t count;
    uint64_t freezes; /* compared */
};

MUST_CHECK enum status audit_freezes(struct freeze_audit *work, struct error *err);

#endif
