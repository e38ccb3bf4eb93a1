/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/hash.h"
#include "base/encode.h"
#include "crypto/library.h"

#include <pthread.h>
#include <stdlib.h>

/* One context per thread: making one for every call costs as much as hashing a kilobyte. */
static pthread_key_t thread_context;

static void
free_context(void *context)
{
    EVP_MD_CTX_free(context);
}

static void
make_key(void)
{
    library_must("no thread storage", pthread_key_create(&thread_context, free_context) == 0);
}

static EVP_MD_CTX *
context_of_thread(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_key);
    EVP_MD_CTX *context = pthread_getspecific(thread_context);
    if (context == NULL) {
        context = EVP_MD_CTX_new();
        library_must("out of memory", context);
        library_must("no thread storage", pthread_setspecific(thread_context, context) == 0);
    }
    return context;
}

static void
start(EVP_MD_CTX *context)
{
    library_must("SHA-256 cannot start", EVP_DigestInit_ex2(context, library_sha256(), NULL) == 1);
}

static void
add(EVP_MD_CTX *context, const void *data, size_t size)
{
    library_must("SHA-256 failed", EVP_DigestUpdate(context, data, size) == 1);
}

static struct digest
finish(EVP_MD_CTX *context)
{
    struct digest digest;
    library_must("SHA-256 failed", EVP_DigestFinal_ex(context, digest.bytes, NULL) == 1);
    return digest;
}

struct digest
sha256(struct span data)
{
    EVP_MD_CTX *context = context_of_thread();
    start(context);
    add(context, data.data, data.size);
    return finish(context);
}

const char *
digest_hex(const struct digest *digest, char *out)
{
    return hex_write(digest->bytes, SHA256_SIZE, out);
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
    EVP_MD_CTX *context;
};

struct sha256_stream *
sha256_stream_new(void)
{
    struct sha256_stream *stream = heap_alloc(sizeof *stream);
    stream->context = EVP_MD_CTX_new();
    library_must("out of memory", stream->context);
    start(stream->context);
    return stream;
}

void
sha256_stream_free(struct sha256_stream *stream)
{
    if (stream == NULL)
        return;
    EVP_MD_CTX_free(stream->context);
    free(stream);
}

void
sha256_stream_add(struct sha256_stream *stream, const void *data, size_t size)
{
    add(stream->context, data, size);
}

struct digest
sha256_stream_finish(struct sha256_stream *stream)
{
    struct digest digest = finish(stream->context);
    start(stream->context);
    return digest;
}
