/* SPDX-License-Identifier: Apache-2.0
 *
 * PKCS#12 (RFC 7292): a private key, its certificate and the ones above it, under a passphrase.
 */
#ifndef HOCBA_CRYPTO_PKCS12_H
#define HOCBA_CRYPTO_PKCS12_H

#include "crypto/certificate.h"

enum {
    PKCS12_MAX = 64 * 1024,
    PKCS12_ITERATIONS = 32768, /* of what we write: keys for training, their PIN beside them */
    PKCS12_ITERATIONS_MAX = 2000000, /* of the MAC in a file from outside: some seconds */
};

/* Open. `chain` begins with the key's certificate, then its issuers as far as they are inside
 * (self-issued roots left out).  DENIED: wrong passphrase; INVALID: not such a file, no key, no
 * certificate for the key, or a key that is not accepted. */
MUST_CHECK enum status pkcs12_parse(struct span bytes, const struct secret *passphrase,
                                    struct private_key **key, struct certificate_chain **chain,
                                    struct error *err);
/* Write: PBES2 with PBKDF2-HMAC-SHA-256 (PKCS12_ITERATIONS) and AES-256-CBC, MAC with SHA-256. */
MUST_CHECK enum status pkcs12_write(const struct private_key *key,
                                    const struct certificate_chain *chain, const char *label,
                                    const struct secret *passphrase, struct buffer *out,
                                    struct error *err);

#endif
