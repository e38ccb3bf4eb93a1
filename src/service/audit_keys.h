/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the audit: keys that are retired or compromised.  Each entry rests on a paper in the store
 * that its signer signed, and no paper lies there without its entry.  Nobody but audit.c and
 * audit_decisions.c include this.
 */
#ifndef HOCBA_SERVICE_AUDIT_KEYS_H
#define HOCBA_SERVICE_AUDIT_KEYS_H

#include "ledger/leaf.h"
#include "service/audit_manifests.h"

/* A leaf that closes a key. */
struct audit_closing {
    uint64_t index;
    struct leaf leaf;
    bool found; /* a paper in the store explains it */
};

struct key_audit {
    struct app *app;
    const struct anchors *anchors; /* as in struct manifest_audit */
    struct audit *audit;
    const struct audit_known *known;
    size_t count;
    struct audit_closing *closings;
    size_t closing_count;
    uint64_t papers; /* compared */
};

MUST_CHECK enum status audit_keys(struct key_audit *work, struct error *err);
/* Whether a compromise revokes the record at this place. */
bool audit_is_void(const struct audit_closing *closings, size_t count,
                   const struct audit_known *known, uint64_t place);

#endif
