/* SPDX-License-Identifier: Apache-2.0
 *
 * A timestamp (RFC 3161) over the ledger's newest checkpoint, so that evidence for fifty years
 * accrues from the first day: one token a day instead of one per record.  What a later renewal
 * (RFC 4998) needs is kept beside it, in files that anybody can check with other programs:
 *
 *     DIR/ledger/timestamps/<leaves, 12 digits>/
 *         checkpoint       the signed note that is stamped, to the byte
 *         token.tst        the token (DER)
 *         chain.pem        the authority's certificate, those above it, the anchor last
 *         1.ocsp, 2.crl    what was known then about each certificate below the anchor (DER)
 */
#ifndef HOCBA_SERVICE_LEDGER_STAMP_H
#define HOCBA_SERVICE_LEDGER_STAMP_H

#include "service/app.h"

struct ledger_stamping {
    bool already; /* this checkpoint has a token; nothing was asked for */
    uint64_t leaves;
    bool final;            /* the checkpoint has its quorum */
    int64_t time;          /* what the token says; 0 when already */
    const char *authority; /* its name; NULL when already */
    const char *folder;
    const char *missing; /* why an answer about revocation is missing; NULL: none is */
};
/* NOT_FOUND: there is no ledger, or nothing in it. UNAVAILABLE: no authority answers, nothing was
 * kept; UNTRUSTED: what it answered is no token under the anchors. */
MUST_CHECK enum status ledger_stamp(struct app *app, struct ledger_stamping *stamping,
                                    struct error *err);

/* Once a day, and a day for whoever was away: later than that is an alarm. */
enum { LEDGER_STAMP_LATE = 2 * 86400 };
/* For how many seconds something has stood in the ledger under no timestamp; 0: everything is under
 * one, or this instance asks for none (no tsa.url, and never stamped). */
MUST_CHECK enum status ledger_unstamped(struct app *app, int64_t *seconds, struct error *err);

#endif
