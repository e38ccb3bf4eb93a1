/* SPDX-License-Identifier: Apache-2.0
 *
 * CMS EnvelopedData (RFC 5652): bytes that only the holder of one certificate's key can read.
 * AES-256-CBC with a fresh key; RSA-OAEP for an RSA key, ECDH for P-256.  `openssl cms -decrypt
 * -inform DER` reads it.  Says nothing about who made it.
 */
#ifndef HOCBA_CRYPTO_CMS_ENVELOPE_H
#define HOCBA_CRYPTO_CMS_ENVELOPE_H

#include "crypto/certificate.h"

/* Append DER to `out`. INVALID: the certificate's key does not encrypt. */
MUST_CHECK enum status cms_encrypt(struct span plain, const struct certificate *recipient,
                                   struct buffer *out, struct error *err);

#endif
