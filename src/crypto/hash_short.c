/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256 of short messages: padded here (FIPS 180-4 5.1.1), compressed by OpenSSL's own code.  Its
 * way through EVP allocates and wipes a context for every digest, which is a third of the time of
 * one; a tree of nine million leaves has eighteen million.  The function is deprecated for being
 * lower than EVP, not for being wrong.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/hash.h"

#include <assert.h>

#include <openssl/sha.h>

enum { BLOCK = SHA256_CBLOCK, LENGTH = 8, BLOCKS = (SHA256_SHORT_MAX + 1 + LENGTH) / BLOCK };

struct digest
sha256_short(const void *data, size_t size)
{
    uint8_t message[BLOCKS * BLOCK] = {0};
    size_t padded = size + 1 + LENGTH <= BLOCK ? BLOCK : 2 * BLOCK;
    SHA256_CTX context;
    struct digest digest = {0};

    assert(size <= SHA256_SHORT_MAX);
    if (size)
        memcpy(message, data, size);
    message[size] = 0x80;
    message[padded - 2] = (uint8_t)(size * 8 >> 8);
    message[padded - 1] = (uint8_t)(size * 8);
    SHA256_Init(&context);
    for (size_t at = 0; at < padded; at += BLOCK)
        SHA256_Transform(&context, message + at);
    for (size_t i = 0; i < SHA256_SIZE / sizeof(uint32_t); i++) {
        uint8_t *word = digest.bytes + i * sizeof(uint32_t);
        word[0] = (uint8_t)(context.h[i] >> 24);
        word[1] = (uint8_t)(context.h[i] >> 16);
        word[2] = (uint8_t)(context.h[i] >> 8);
        word[3] = (uint8_t)context.h[i];
    }
    return digest;
}
