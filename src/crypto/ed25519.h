/* SPDX-License-Identifier: Apache-2.0
 *
 * Ed25519 (RFC 8032) for the ledger's notes, checkpoints and cosignatures.  One rule of
 * verification everywhere (libsodium's): S below the group's order, no point of small order, the
 * public key canonical; so two verifiers never disagree on one signature.
 */
#ifndef HOCBA_CRYPTO_ED25519_H
#define HOCBA_CRYPTO_ED25519_H

#include <stdint.h>

#include "crypto/secret.h"

enum { ED25519_PUBLIC_SIZE = 32, ED25519_SEED_SIZE = 32, ED25519_SIGNATURE_SIZE = 64 };

/* A canonical point of the main subgroup; weak keys (small order, mixed order) are none. */
bool ed25519_is_public(const uint8_t public[ED25519_PUBLIC_SIZE]);
bool ed25519_verify(const uint8_t public[ED25519_PUBLIC_SIZE], struct span message,
                    const uint8_t signature[ED25519_SIGNATURE_SIZE]);

/* The key of a seed. The secret holds the expanded key; it is wiped when freed. */
struct secret *ed25519_key_of_seed(const uint8_t seed[ED25519_SEED_SIZE],
                                   uint8_t public[ED25519_PUBLIC_SIZE]);
/* A new key from the kernel's random bytes; `seed` may be NULL, else it gets ED25519_SEED_SIZE. */
struct secret *ed25519_key_new(uint8_t public[ED25519_PUBLIC_SIZE], struct secret **seed);
/* Deterministic: the same key and message give the same bytes. */
void ed25519_sign(const struct secret *key, struct span message,
                  uint8_t signature[ED25519_SIGNATURE_SIZE]);

#endif
