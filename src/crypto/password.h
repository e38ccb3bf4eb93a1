/* SPDX-License-Identifier: Apache-2.0
 *
 * Passwords as they are kept: Argon2id (RFC 9106) through libsodium, 19 MiB and two passes.  A few
 * are computed at a time, so that many who sign in at once take time, not memory.
 */
#ifndef HOCBA_CRYPTO_PASSWORD_H
#define HOCBA_CRYPTO_PASSWORD_H

#include "crypto/secret.h"

enum {
    PASSWORD_HASH_SIZE = 128, /* of libsodium's text form, with its NUL */
    PASSWORD_MEMORY = 19 * 1024 * 1024,
    PASSWORD_PASSES = 2,
    PASSWORDS_AT_ONCE = 4,
};

/* The text that is kept. UNAVAILABLE: not enough memory now. */
MUST_CHECK enum status password_hash(const struct secret *password, char out[PASSWORD_HASH_SIZE],
                                     struct error *err);
/* Takes as long for a wrong one as for a right one. `kept` NULL: nobody's; false, after as long. */
bool password_fits(const struct secret *password, const char *kept);

#endif
