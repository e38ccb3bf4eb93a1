/* SPDX-License-Identifier: Apache-2.0 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/hash.h"
#include "base/encode.h"

#include <stdlib.h>

#include <openssl/crypto.h>
#include <openssl/sha.h>

/* OpenSSL's own code below EVP, whose way allocates and wipes a context for every digest: as much
 * as hashing a kilobyte. The functions are deprecated for being lower, not for being wrong, and
 * with memory in hand they cannot fail. */

static struct digest
finish(SHA256_CTX *context)
{
    struct digest digest;

    SHA256_Final(digest.bytes, context);
    OPENSSL_cleanse(context, sizeof *context);
    return digest;
}

struct digest
sha256(struct span data)
{
    SHA256_CTX context;

    SHA256_Init(&context);
    SHA256_Update(&context, data.data, data.size);
    return finish(&context);
}

const char *
digest_hex(const struct digest *digest, char *out)
{
    return hex_write(digest->bytes, SHA256_SIZE, out);
}

const char *
digest_text(const struct digest *digest, struct arena *arena)
{
    return digest_hex(digest, arena_alloc(arena, SHA256_HEX_SIZE));
}

bool
digest_parse_hex(struct span text, struct digest *digest)
{
    return hex_read(text, digest->bytes, SHA256_SIZE);
}

bool
digest_parse_base64(struct span text, struct digest *digest)
{
    uint8_t bytes[SHA256_SIZE + 3];
    size_t size = 0;

    if (text.size != base64_size(SHA256_SIZE) || !base64_read(text, bytes, &size) ||
        size != SHA256_SIZE)
        return false;
    memcpy(digest->bytes, bytes, SHA256_SIZE);
    return true;
}

struct sha256_stream {
    SHA256_CTX context;
};

struct sha256_stream *
sha256_stream_new(void)
{
    struct sha256_stream *stream = heap_alloc(sizeof *stream);

    SHA256_Init(&stream->context);
    return stream;
}

void
sha256_stream_free(struct sha256_stream *stream)
{
    if (stream == NULL)
        return;
    OPENSSL_cleanse(&stream->context, sizeof stream->context);
    free(stream);
}

void
sha256_stream_add(struct sha256_stream *stream, const void *data, size_t size)
{
    SHA256_Update(&stream->context, data, size);
}

struct digest
sha256_stream_finish(struct sha256_stream *stream)
{
    struct digest digest = finish(&stream->context);

    SHA256_Init(&stream->context);
    return digest;
}
