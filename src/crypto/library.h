/* SPDX-License-Identifier: Apache-2.0
 *
 * OpenSSL's manners, for this folder only: its handles freed at scope end, its error queue turned
 * into an operator's detail, and its answers that must not fail.
 */
#ifndef HOCBA_CRYPTO_LIBRARY_H
#define HOCBA_CRYPTO_LIBRARY_H

#include "base/error.h"
#include "base/text.h"

#include <openssl/evp.h>

/* Add the last words of the library's error queue to `err` and empty the queue; returns
 * err->status.  Its texts name functions and reasons, never content. */
enum status library_detail(struct error *err);
/* The library could not do what cannot fail (out of memory, no SHA-256): say so and abort. */
_Noreturn void library_abort(const char *what);
/* Abort unless the library returned something. */
#define library_must(what, answer)                                                                 \
    do {                                                                                           \
        if (!(answer))                                                                             \
            library_abort(what);                                                                   \
    } while (0)

/* SHA-256, fetched once. */
EVP_MD *library_sha256(void);
/* A name of the library's own for P-256. */
#define LIBRARY_P256 "prime256v1"

/* LIBRARY(X509) *cert = ...: freed when the scope ends. */
#define LIBRARY(type) __attribute__((cleanup(type##_free_at_end_))) type
#define LIBRARY_DEFINE(type)                                                                       \
    static inline __attribute__((unused)) void type##_free_at_end_(type **handle)                  \
    {                                                                                              \
        type##_free(*handle);                                                                      \
    }

LIBRARY_DEFINE(EVP_PKEY)
LIBRARY_DEFINE(EVP_PKEY_CTX)
LIBRARY_DEFINE(BIO)

/* A read-only BIO over bytes. */
BIO *library_reader(struct span bytes);
/* A passphrase callback that takes a `const struct secret *` (NULL: none). */
int library_passphrase(char *out, int room, int writing, void *secret);

#endif
