/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256 (FIPS 180-4) in plain C: the agent has no OpenSSL on Windows.  It names certificates and
 * lists; what is signed comes to the agent as digests.
 */
#ifndef HOCBA_AGENT_SHA256_H
#define HOCBA_AGENT_SHA256_H

#include <stdint.h>

#include "base/text.h"

enum { AGENT_DIGEST_SIZE = 32, AGENT_DIGEST_HEX = 65 };

void agent_sha256(struct span data, uint8_t digest[AGENT_DIGEST_SIZE]);

#endif
