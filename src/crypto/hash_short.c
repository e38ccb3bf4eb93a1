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

static uint32_t
big_endian(uint32_t number)
{
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? __builtin_bswap32(number) : number;
}

/* The first `size` bytes of the message are there. */
static struct digest
finish(uint8_t message[BLOCKS * BLOCK], size_t size)
{
    size_t padded = size + 1 + LENGTH <= BLOCK ? BLOCK : 2 * BLOCK;
    SHA256_CTX context;
    struct digest digest;

    memset(message + size, 0, padded - size);
    message[size] = 0x80;
    message[padded - 2] = (uint8_t)(size * 8 >> 8);
    message[padded - 1] = (uint8_t)(size * 8);
    SHA256_Init(&context);
    SHA256_Update(&context, message, padded); /* whole blocks: nothing is kept back or copied */
    for (size_t i = 0; i < SHA256_SIZE / sizeof(uint32_t); i++) {
        uint32_t word = big_endian(context.h[i]);
        memcpy(digest.bytes + i * sizeof word, &word, sizeof word);
    }
    return digest;
}

struct digest
sha256_short(const void *data, size_t size)
{
    uint8_t message[BLOCKS * BLOCK];

    assert(size <= SHA256_SHORT_MAX);
    if (size)
        memcpy(message, data, size);
    return finish(message, size);
}

struct digest
sha256_tagged(uint8_t tag, const void *data, size_t size)
{
    uint8_t message[BLOCKS * BLOCK];

    assert(size < SHA256_SHORT_MAX);
    message[0] = tag;
    if (size)
        memcpy(message + 1, data, size);
    return finish(message, size + 1);
}
