/* SPDX-License-Identifier: Apache-2.0
 *
 * HMAC-SHA256 (RFC 2104) under a key of 32 bytes, for tags that only the key's holder can make.
 */
#ifndef HOCBA_CRYPTO_HMAC_H
#define HOCBA_CRYPTO_HMAC_H

#include "crypto/hash.h"
#include "crypto/secret.h"

enum { HMAC_KEY_SIZE = 32 };

/* The key's size is asserted. */
struct digest hmac_sha256(const struct secret *key, struct span message);

#endif
