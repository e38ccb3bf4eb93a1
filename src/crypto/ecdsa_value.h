/* SPDX-License-Identifier: Apache-2.0
 *
 * The two spellings of an ECDSA P-256 signature: r||s of 64 bytes (XMLDSig, RFC 4051 2.3.6) and
 * DER SEQUENCE of two INTEGERs (OpenSSL).  Both directions check 0 < r, s < n.
 */
#ifndef HOCBA_CRYPTO_ECDSA_VALUE_H
#define HOCBA_CRYPTO_ECDSA_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ECDSA_DER_MAX = 72 };

/* `raw` has 64 bytes, `der` room for ECDSA_DER_MAX. */
bool ecdsa_value_to_der(const uint8_t *raw, uint8_t *der, size_t *size);
bool ecdsa_value_from_der(const uint8_t *der, size_t size, uint8_t *raw);

#endif
