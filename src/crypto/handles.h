/* SPDX-License-Identifier: Apache-2.0
 *
 * The library's handles behind our types, for this folder only.
 */
#ifndef HOCBA_CRYPTO_HANDLES_H
#define HOCBA_CRYPTO_HANDLES_H

#include "crypto/certificate.h"
#include "crypto/library.h"

#include <openssl/x509.h>

LIBRARY_DEFINE(X509)

/* Take over `pkey` (also on failure) after checking its kind, size and exponent. */
MUST_CHECK enum status public_key_adopt(EVP_PKEY *pkey, struct public_key **key, struct error *err);
/* The same with the SubjectPublicKeyInfo that it was read from, which spares writing it again. */
MUST_CHECK enum status public_key_adopt_from(EVP_PKEY *pkey, struct span info,
                                             struct public_key **key, struct error *err);
/* A SubjectPublicKeyInfo as the library itself writes it: RSA, or P-256 by name with its point
 * spelled out. */
bool public_key_info_is_plain(struct span info);
MUST_CHECK enum status private_key_adopt(EVP_PKEY *pkey, struct private_key **key,
                                         struct error *err);
EVP_PKEY *public_key_handle(const struct public_key *key);       /* borrowed */
EVP_PKEY *private_key_handle(const struct private_key *key);     /* borrowed */
X509 *certificate_handle(const struct certificate *certificate); /* borrowed */

/* The next CERTIFICATE block of a PEM text, other blocks skipped; NOT_FOUND at its end. */
MUST_CHECK enum status certificate_next_pem(BIO *reader, struct certificate **certificate,
                                            struct error *err);

#endif
