/* SPDX-License-Identifier: Apache-2.0
 *
 * One-time codes of a phone's authenticator (RFC 6238: SHA-1, 30 seconds, six digits, as all of
 * them have it), and the key at rest.
 */
#ifndef HOCBA_CRYPTO_TOTP_H
#define HOCBA_CRYPTO_TOTP_H

#include "crypto/secret.h"

enum {
    TOTP_KEY_SIZE = 20,
    TOTP_SECONDS = 30,
    TOTP_DIGITS = 6,
    TOTP_TEXT_SIZE = 33, /* the key in base32 */
    TOTP_SEALED_MAX = 128,
};

/* The code of a time step; `out` has TOTP_DIGITS + 1 bytes. */
void totp_code(const struct secret *key, int64_t step, char *out);
/* The step among `now`'s and its two neighbours (clocks differ) at which `code` is right and which
 * comes after `last`, so that no code counts twice; 0: none. */
int64_t totp_find(const struct secret *key, const char *code, int64_t now, int64_t last);
/* RFC 4648 base32 without padding, as it is typed where no camera is. */
void totp_write_key(const struct secret *key, char out[TOTP_TEXT_SIZE]);

/* Bytes under a key of 32 bytes that lies outside the database, as base64 in the arena
 * (XSalsa20-Poly1305 under BLAKE2b of `use`, keyed with `under`; a random nonce before it). `use`
 * says whose and what for: sealed for one use, it opens for no other. */
const char *totp_seal(const struct secret *key, const struct secret *under, const char *use,
                      struct arena *arena);
/* CORRUPT: not sealed under that key for that use. */
MUST_CHECK enum status totp_unseal(const char *sealed, const struct secret *under, const char *use,
                                   struct secret **key, struct error *err);

#endif
