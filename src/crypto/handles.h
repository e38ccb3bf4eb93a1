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
MUST_CHECK enum status private_key_adopt(EVP_PKEY *pkey, struct private_key **key,
                                         struct error *err);
EVP_PKEY *public_key_handle(const struct public_key *key);       /* borrowed */
EVP_PKEY *private_key_handle(const struct private_key *key);     /* borrowed */
X509 *certificate_handle(const struct certificate *certificate); /* borrowed */

/* The next CERTIFICATE block of a PEM text, other blocks skipped; NOT_FOUND at its end. */
MUST_CHECK enum status certificate_next_pem(BIO *reader, struct certificate **certificate,
                                            struct error *err);

#endif
