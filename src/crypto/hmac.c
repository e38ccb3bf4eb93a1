/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/hmac.h"

#include <assert.h>

#include <sodium.h>

struct digest
hmac_sha256(const struct secret *key, struct span message)
{
    struct digest tag;

    assert(secret_size(key) == HMAC_KEY_SIZE);
    crypto_auth_hmacsha256(tag.bytes, (const unsigned char *)message.data, message.size,
                           (const unsigned char *)secret_text(key));
    return tag;
}
