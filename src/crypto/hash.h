/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256, the house's only digest (FIPS 180-4).  A call costs the hashing alone, and cannot fail.
 */
#ifndef HOCBA_CRYPTO_HASH_H
#define HOCBA_CRYPTO_HASH_H

#include "base/text.h"
#include <stdint.h>

enum { SHA256_SIZE = 32, SHA256_HEX_SIZE = 2 * SHA256_SIZE + 1, SHA256_BASE64_SIZE = 45 };

struct digest {
    uint8_t bytes[SHA256_SIZE];
};

/* The digest of bytes that lie in memory. */
struct digest sha256(struct span data);
/* The same of at most SHA256_SHORT_MAX bytes that are no secret, which stay on the stack. */
enum { SHA256_SHORT_MAX = 119 };
struct digest sha256_short(const void *data, size_t size);
/* The same of a byte and fewer than SHA256_SHORT_MAX bytes behind it. */
struct digest sha256_tagged(uint8_t tag, const void *data, size_t size);
/* The same of several such messages; quicker by a third for each, as a processor begins one while
 * it still waits for another.  At most SHA256_AT_ONCE; all messages are read before a digest is
 * written, so the digests may stand where messages stood. */
enum { SHA256_AT_ONCE = 16 };
void sha256_tagged_all(uint8_t tag, const struct span *messages, size_t count,
                       struct digest *digests);
/* Its lower-case hexadecimal; `out` has SHA256_HEX_SIZE bytes; returns out. */
const char *digest_hex(const struct digest *digest, char *out);
/* The same, the arena's. */
const char *digest_text(const struct digest *digest, struct arena *arena);
bool digest_parse_hex(struct span text, struct digest *digest);
/* Its base64, with padding and nothing around it (RFC 4648 section 4). */
bool digest_parse_base64(struct span text, struct digest *digest);

static inline bool
digest_equal(const struct digest *a, const struct digest *b)
{
    return memcmp(a->bytes, b->bytes, SHA256_SIZE) == 0;
}

/* Piece by piece; one owner, not shared between threads. */
struct sha256_stream;
struct sha256_stream *sha256_stream_new(void);
void sha256_stream_free(struct sha256_stream *stream); /* NULL is a no-op */
DEFINE_AUTO(sha256_stream)
void sha256_stream_add(struct sha256_stream *stream, const void *data, size_t size);
/* The digest of all that was added; the stream is then empty and may be used again. */
struct digest sha256_stream_finish(struct sha256_stream *stream);

#endif
