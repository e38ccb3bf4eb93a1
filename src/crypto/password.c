/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/password.h"

#include <pthread.h>
#include <sodium.h>

#include "crypto/random.h"

_Static_assert(PASSWORD_HASH_SIZE == crypto_pwhash_STRBYTES, "the library's text form");

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ended = PTHREAD_COND_INITIALIZER;
static unsigned running;

static void
begin(void)
{
    sodium_start();
    pthread_mutex_lock(&lock);
    while (running == PASSWORDS_AT_ONCE)
        pthread_cond_wait(&ended, &lock);
    running++;
    pthread_mutex_unlock(&lock);
}

static void
end(void)
{
    pthread_mutex_lock(&lock);
    running--;
    pthread_cond_signal(&ended);
    pthread_mutex_unlock(&lock);
}

static bool
hash(const struct secret *password, char out[PASSWORD_HASH_SIZE])
{
    begin();
    int failed =
        crypto_pwhash_str_alg(out, secret_text(password), secret_size(password), PASSWORD_PASSES,
                              PASSWORD_MEMORY, crypto_pwhash_ALG_ARGON2ID13);
    end();
    return !failed;
}

enum status
password_hash(const struct secret *password, char out[PASSWORD_HASH_SIZE], struct error *err)
{
    return hash(password, out)
               ? OK
               : fail(err, UNAVAILABLE, "Máy chủ thiếu bộ nhớ; chưa có gì thay đổi, hãy thử lại.");
}

bool
password_fits(const struct secret *password, const char *kept)
{
    char unused[PASSWORD_HASH_SIZE];

    if (!kept) {
        (void)hash(password, unused);
        return false;
    }
    begin();
    int failed = crypto_pwhash_str_verify(kept, secret_text(password), secret_size(password));
    end();
    return !failed;
}
