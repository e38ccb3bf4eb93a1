/* SPDX-License-Identifier: Apache-2.0
 *
 * Random bytes from the kernel through libsodium.  Cannot fail: without a random source the
 * program ends at once rather than make a guessable key.  Also the start of libsodium itself.
 */
#ifndef HOCBA_CRYPTO_RANDOM_H
#define HOCBA_CRYPTO_RANDOM_H

#include <stddef.h>

/* Start libsodium once; every function of this folder that needs it calls this itself. */
void sodium_start(void);
void random_bytes(void *out, size_t size);
/* A new UUID version 4; `out` has UUID_TEXT_SIZE bytes (base/uuid.h); returns out. */
const char *random_uuid(char *out);

#endif
