/* SPDX-License-Identifier: Apache-2.0
 *
 * A set of anchors from within: the library's store for crypto/path.c, making one anchor by anchor
 * for crypto/trust.c.
 */
#ifndef HOCBA_CRYPTO_ANCHORS_STORE_H
#define HOCBA_CRYPTO_ANCHORS_STORE_H

#include "crypto/anchors.h"
#include "crypto/handles.h"

/* A set without anchors; anchors_seal() ends its making. */
struct anchors *anchors_new(void);
/* Take over `certificate`, trusted from `from` to `to` (seconds, inclusive). USAGE when full. */
MUST_CHECK enum status anchors_add(struct anchors *anchors, struct certificate *certificate,
                                   int64_t from, int64_t to, struct error *err);
void anchors_seal(struct anchors *anchors);

X509_STORE *anchors_store(const struct anchors *anchors); /* borrowed */

#endif
