/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/random.h"
#include "base/uuid.h"
#include "crypto/library.h"

#include <pthread.h>

#include <sodium.h>

static void
start_once(void)
{
    library_must("libsodium cannot start", sodium_init() >= 0);
}

void
sodium_start(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start_once);
}

void
random_bytes(void *out, size_t size)
{
    sodium_start();
    randombytes_buf(out, size);
}

const char *
random_uuid(char *out)
{
    uint8_t bytes[16];
    random_bytes(bytes, sizeof bytes);
    return uuid_write(bytes, out);
}
