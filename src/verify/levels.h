/* SPDX-License-Identifier: Apache-2.0
 *
 * The evidence beside signatures: timestamps, and whether certificates were revoked.  Inside
 * verify/ only.
 *
 * Nobody signed the evidence, so it is believed only by its own proof and can only add: what cannot
 * be used (an authority under no anchor, a stale or foreign OCSP response) lowers the level and is
 * said; a timestamp that is wrong in itself (another signature's, forged, before the signing) and a
 * certificate proved revoked make the record refused.
 */
#ifndef HOCBA_VERIFY_LEVELS_H
#define HOCBA_VERIFY_LEVELS_H

#include "crypto/certificate.h"

struct verify_run;

/* The earliest proof that a signature existed. */
struct existence {
    int64_t time; /* the time that matters: the earliest that is proven, else now */
    bool proven;  /* by a timestamp, or by the ledger's witnesses */
    const struct certificate *authority; /* of the earliest timestamp; NULL: none counts */
    int64_t stamped_at;
    const struct path_result *path; /* the authority's */
};

/* What is proven without timestamps: by when the ledger's witnesses had seen the record. */
void begin_existence(struct verify_run *run);
/* CHECK_TIMESTAMPS, and run->existence: before the chains are checked. */
void check_timestamps(struct verify_run *run);
/* CHECK_REVOCATION, and every signature's level: after the chains were. */
void check_revocation(struct verify_run *run);

#endif
