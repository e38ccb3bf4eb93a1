/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/library.h"
#include "crypto/secret.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include <openssl/bio.h>
#include <openssl/err.h>

enum status
library_detail(struct error *err)
{
    unsigned long code = ERR_peek_last_error();
    if (code != 0) {
        char text[160];
        ERR_error_string_n(code, text, sizeof text);
        fail_detail(err, "%s", text);
    }
    ERR_clear_error();
    return err->status;
}

void
library_abort(const char *what)
{
    fprintf(stderr, "hocba: %s\n", what);
    abort();
}

static EVP_MD *sha256_algorithm;

static void
fetch_sha256(void)
{
    sha256_algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    library_must("no SHA-256", sha256_algorithm);
}

EVP_MD *
library_sha256(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, fetch_sha256);
    return sha256_algorithm;
}

BIO *
library_reader(struct span bytes)
{
    if (bytes.size > INT_MAX)
        return NULL;
    return BIO_new_mem_buf(bytes.size ? bytes.data : "", (int)bytes.size);
}

int
library_passphrase(char *out, int room, int writing, void *secret)
{
    (void)writing;
    const struct secret *passphrase = secret;
    if (passphrase == NULL || room < 0 || secret_size(passphrase) > (size_t)room)
        return -1;
    memcpy(out, secret_text(passphrase), secret_size(passphrase));
    return (int)secret_size(passphrase);
}
