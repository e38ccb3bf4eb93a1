/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the audit: what the gateway accepted against the ledger.  Every received record is
 * entered, as it stands in the store.
 */
#ifndef HOCBA_SERVICE_AUDIT_RECEIVED_H
#define HOCBA_SERVICE_AUDIT_RECEIVED_H

#include "service/audit_document.h"
#include "service/audit_manifests.h"

struct received_audit {
    struct app *app;
    struct audit *audit; /* findings go there */
    struct document_judge *judge;
    struct audit_known *known;
    size_t count;
    size_t compared; /* read only: received records looked at */
};
MUST_CHECK enum status audit_received(struct received_audit *work, struct error *err);

#endif
