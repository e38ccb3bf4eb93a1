/* SPDX-License-Identifier: Apache-2.0
 *
 * Secrets (passphrases, raw keys): in memory that is locked against swapping where the system
 * allows, left out of core dumps, fenced by guard pages, and wiped when freed.  Never copy one
 * into an arena, a log or an error.
 */
#ifndef HOCBA_CRYPTO_SECRET_H
#define HOCBA_CRYPTO_SECRET_H

#include "base/text.h"
#include <stdint.h>

/* A passphrase longer than this is refused. */
enum { PASSPHRASE_MAX = 1024 };

struct secret;

/* `size` zero bytes (and a NUL after them, so that a passphrase is also a C string). */
struct secret *secret_new(size_t size);
struct secret *secret_copy(const void *data, size_t size);
void secret_free(struct secret *secret); /* wipes; NULL is a no-op */
DEFINE_AUTO(secret)

uint8_t *secret_bytes(struct secret *secret);
const char *secret_text(const struct secret *secret);
size_t secret_size(const struct secret *secret);
/* In constant time for equal sizes. */
bool secret_equal(const struct secret *a, const struct secret *b);

/* The first line of a file, without its line end: how a passphrase is kept in a file.
 * NOT_FOUND: no such file; INVALID: empty, too long, or with a NUL inside. */
MUST_CHECK enum status secret_read_line(const char *path, struct secret **secret,
                                        struct error *err);
/* A secret that somebody else's buffer holds (a prompt): copied, and that buffer wiped. */
struct secret *secret_take(char *buffer, size_t size);

#endif
