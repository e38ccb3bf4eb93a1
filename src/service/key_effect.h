/* SPDX-License-Identifier: Apache-2.0
 *
 * What a closed key brings about in this store, whoever closed it: its certificates seal nothing
 * more, records that the ledger revokes with it (R7) are revoked here, and the people of its unit
 * hear of it.  Inside service/ only.
 */
#ifndef HOCBA_SERVICE_KEY_EFFECT_H
#define HOCBA_SERVICE_KEY_EFFECT_H

#include "base/list.h"
#include "crypto/hash.h"
#include "service/app.h"

struct key_certificates {
    LIST(const char *) list; /* SHA-256 (hex) */
};
/* All that are registered here of a key; `key_id`: SHA-256 of its SubjectPublicKeyInfo in
 * hexadecimal, or the beginning of it. It may have been certified more than once. */
MUST_CHECK enum status key_certificates_find(struct app *app, const char *key_id,
                                             struct key_certificates *certificates,
                                             struct error *err);

struct key_effect {
    const char *closing; /* SHA-256 of the paper (hex) */
    bool compromised;
    int64_t since;                               /* compromised: from this entry on */
    const struct key_certificates *certificates; /* which are noted as closed already */
    struct stamp stamp;
    /* What came of it. */
    size_t records;   /* issued here, revoked now */
    int64_t received; /* received here, revoked by it */
};
/* In the transaction of the closing. */
MUST_CHECK enum status key_effect_apply(struct app *app, struct key_effect *effect,
                                        struct error *err);
/* Records whose entry was noted here only after their key was closed. */
MUST_CHECK enum status key_effect_catch_up(struct app *app, struct error *err);

#endif
