/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/ed25519.h"

#include <assert.h>

#include <sodium.h>

#include "crypto/random.h"

_Static_assert(ED25519_PUBLIC_SIZE == crypto_sign_PUBLICKEYBYTES, "libsodium's sizes");
_Static_assert(ED25519_SEED_SIZE == crypto_sign_SEEDBYTES, "libsodium's sizes");
_Static_assert(ED25519_SIGNATURE_SIZE == crypto_sign_BYTES, "libsodium's sizes");

bool
ed25519_is_public(const uint8_t public[ED25519_PUBLIC_SIZE])
{
    sodium_start();
    return crypto_core_ed25519_is_valid_point(public) == 1;
}

bool
ed25519_verify(const uint8_t public[ED25519_PUBLIC_SIZE], struct span message,
               const uint8_t signature[ED25519_SIGNATURE_SIZE])
{
    sodium_start();
    return crypto_sign_verify_detached(signature, (const uint8_t *)message.data, message.size,
                                       public) == 0;
}

struct secret *
ed25519_key_of_seed(const uint8_t seed[ED25519_SEED_SIZE], uint8_t public[ED25519_PUBLIC_SIZE])
{
    struct secret *key = secret_new(crypto_sign_SECRETKEYBYTES);

    sodium_start();
    crypto_sign_seed_keypair(public, secret_bytes(key), seed);
    return key;
}

struct secret *
ed25519_key_new(uint8_t public[ED25519_PUBLIC_SIZE], struct secret **seed)
{
    struct secret *bytes = secret_new(ED25519_SEED_SIZE);

    random_bytes(secret_bytes(bytes), ED25519_SEED_SIZE);
    struct secret *key = ed25519_key_of_seed(secret_bytes(bytes), public);
    if (seed)
        *seed = bytes;
    else
        secret_free(bytes);
    return key;
}

void
ed25519_sign(const struct secret *key, struct span message,
             uint8_t signature[ED25519_SIGNATURE_SIZE])
{
    assert(secret_size(key) == crypto_sign_SECRETKEYBYTES);
    crypto_sign_detached(signature, NULL, (const uint8_t *)message.data, message.size,
                         (const uint8_t *)secret_text(key));
}
