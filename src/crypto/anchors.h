/* SPDX-License-Identifier: Apache-2.0
 *
 * Anchors: the certificates that a caller trusts, given by him and by nobody else: the system's
 * store is never read.  Immutable after parsing; may be used by several threads.
 */
#ifndef HOCBA_CRYPTO_ANCHORS_H
#define HOCBA_CRYPTO_ANCHORS_H

#include "crypto/certificate.h"

enum { ANCHORS_MAX = 64, ANCHORS_PEM_MAX = 1024 * 1024 };

struct anchors;

/* Every CERTIFICATE block of a PEM text. USAGE when there is none, one cannot be read or there are
 * too many: a caller who names anchors wants all of them. */
MUST_CHECK enum status anchors_parse(struct span pem, struct anchors **anchors, struct error *err);
void anchors_free(struct anchors *anchors); /* NULL is a no-op */
DEFINE_AUTO(anchors)
size_t anchors_count(const struct anchors *anchors);
const struct certificate *anchors_at(const struct anchors *anchors, size_t index);
/* The anchor with this DER digest, or NULL. */
const struct certificate *anchors_find(const struct anchors *anchors, const struct digest *sha256);
/* Does this anchor vouch for anything at that time?  Anchors of a PEM always do; those of a trust
 * store within their dates (crypto/trust.h).  `from` and `to` (inclusive) are those bounds. */
bool anchors_hold_at(const struct anchors *anchors, const struct certificate *anchor, int64_t at,
                     int64_t *from, int64_t *to);
/* Digest of the whole set: a key for caches of path verdicts. */
struct digest anchors_id(const struct anchors *anchors);
/* Every anchor is the root of a training PKI. */
bool anchors_are_training(const struct anchors *anchors);

#endif
