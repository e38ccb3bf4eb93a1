/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256 of short messages: padded here (FIPS 180-4 5.1.1), compressed by OpenSSL's own code
 * (hash.c says why below EVP).  A tree of nine million leaves has eighteen million of them.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/hash.h"

#include <assert.h>
#include <stdalign.h>

#include <openssl/sha.h>

enum { BLOCK = SHA256_CBLOCK, LENGTH = 8, BLOCKS = (SHA256_SHORT_MAX + 1 + LENGTH) / BLOCK };

static uint32_t
big_endian(uint32_t number)
{
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? __builtin_bswap32(number) : number;
}

/* A message in its place: padded, and how many of its bytes are compressed. */
struct padded {
    alignas(BLOCK) uint8_t bytes[BLOCKS * BLOCK];
    size_t size;
};

/* Cleared whole before the message comes: one length known beforehand is a few stores. */
static void
clear(struct padded *message)
{
    memset(message->bytes, 0, sizeof message->bytes);
}

static void
pad(struct padded *message, size_t size)
{
    message->size = size + 1 + LENGTH <= BLOCK ? BLOCK : 2 * BLOCK;
    message->bytes[size] = 0x80;
    message->bytes[message->size - 2] = (uint8_t)(size * 8 >> 8);
    message->bytes[message->size - 1] = (uint8_t)(size * 8);
}

static void
put_tagged(struct padded *message, uint8_t tag, const void *data, size_t size)
{
    assert(size < SHA256_SHORT_MAX);
    clear(message);
    message->bytes[0] = tag;
    if (size)
        memcpy(message->bytes + 1, data, size);
    pad(message, size + 1);
}

/* Straight to where the digest belongs: four bytes are stored at a time, and whoever copies them at
 * once waits for all of it. */
static void
compress(const struct padded *message, struct digest *digest)
{
    SHA256_CTX context;

    SHA256_Init(&context);
    SHA256_Update(&context, message->bytes, message->size); /* whole blocks: nothing is kept back */
    for (size_t i = 0; i < SHA256_SIZE / sizeof(uint32_t); i++) {
        uint32_t word = big_endian(context.h[i]);
        memcpy(digest->bytes + i * sizeof word, &word, sizeof word);
    }
}

struct digest
sha256_short(const void *data, size_t size)
{
    struct padded message;
    struct digest digest;

    assert(size <= SHA256_SHORT_MAX);
    clear(&message);
    if (size)
        memcpy(message.bytes, data, size);
    pad(&message, size);
    compress(&message, &digest);
    return digest;
}

struct digest
sha256_tagged(uint8_t tag, const void *data, size_t size)
{
    struct padded message;
    struct digest digest;

    put_tagged(&message, tag, data, size);
    compress(&message, &digest);
    return digest;
}

/* What was just stored byte by byte cannot be loaded at once by the sixteen: all are stored first,
 * and nothing that is compressed waits for a store or for the digest before it. */
void
sha256_tagged_all(uint8_t tag, const struct span *messages, size_t count, struct digest *digests)
{
    struct padded padded[SHA256_AT_ONCE];

    assert(count <= SHA256_AT_ONCE);
    for (size_t i = 0; i < count; i++)
        put_tagged(&padded[i], tag, messages[i].data, messages[i].size);
    for (size_t i = 0; i < count; i++)
        compress(&padded[i], &digests[i]);
}
