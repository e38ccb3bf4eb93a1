/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/totp.h"

#include <assert.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encode.h"
#include "crypto/random.h"

enum { SHA1_SIZE = 20, NONCE = crypto_secretbox_NONCEBYTES, MAC = crypto_secretbox_MACBYTES };

void
totp_code(const struct secret *key, int64_t step, char *out)
{
    uint8_t counter[8], mac[SHA1_SIZE];
    unsigned size = sizeof mac;

    for (int i = 0; i < 8; i++)
        counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
    if (!HMAC(EVP_sha1(), secret_text(key), (int)secret_size(key), counter, sizeof counter, mac,
              &size))
        abort(); /* as with any hash: a library that cannot, ends the program */
    const uint8_t *at = mac + (mac[SHA1_SIZE - 1] & 0x0F);
    uint32_t number =
        (uint32_t)(at[0] & 0x7F) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    snprintf(out, TOTP_DIGITS + 1, "%06u", number % 1000000u);
}

int64_t
totp_find(const struct secret *key, const char *code, int64_t now, int64_t last)
{
    int64_t found = 0;

    if (strlen(code) != TOTP_DIGITS)
        return 0;
    for (int64_t step = now / TOTP_SECONDS - 1; step <= now / TOTP_SECONDS + 1; step++) {
        char right[TOTP_DIGITS + 1];
        totp_code(key, step, right);
        if (sodium_memcmp(right, code, TOTP_DIGITS) == 0 && step > last && !found)
            found = step;
    }
    return found;
}

void
totp_write_key(const struct secret *key, char out[TOTP_TEXT_SIZE])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const char *bytes = secret_text(key);
    size_t place = 0;

    assert(secret_size(key) == TOTP_KEY_SIZE);
    for (size_t bit = 0; bit < TOTP_KEY_SIZE * 8; bit += 5) {
        unsigned pair = (unsigned)(uint8_t)bytes[bit / 8] << 8;
        if (bit / 8 + 1 < TOTP_KEY_SIZE)
            pair |= (uint8_t)bytes[bit / 8 + 1];
        out[place++] = digits[pair >> (11 - bit % 8) & 31];
    }
    out[place] = '\0';
}

static struct secret *
key_of_use(const struct secret *under, const char *use)
{
    struct secret *key = secret_new(crypto_secretbox_KEYBYTES);

    sodium_start();
    assert(secret_size(under) == crypto_secretbox_KEYBYTES);
    crypto_generichash(secret_bytes(key), crypto_secretbox_KEYBYTES, (const uint8_t *)use,
                       strlen(use), (const uint8_t *)secret_text(under), secret_size(under));
    return key;
}

const char *
totp_seal(const struct secret *key, const struct secret *under, const char *use,
          struct arena *arena)
{
    uint8_t sealed[NONCE + MAC + TOTP_KEY_SIZE];
    AUTO(secret) *box = key_of_use(under, use);

    assert(secret_size(key) == TOTP_KEY_SIZE);
    random_bytes(sealed, NONCE);
    crypto_secretbox_easy(sealed + NONCE, (const uint8_t *)secret_text(key), TOTP_KEY_SIZE, sealed,
                          (const uint8_t *)secret_text(box));
    return base64_write(arena, sealed, sizeof sealed);
}

enum status
totp_unseal(const char *sealed, const struct secret *under, const char *use, struct secret **key,
            struct error *err)
{
    uint8_t bytes[TOTP_SEALED_MAX];
    size_t size = 0;
    struct secret *opened = secret_new(TOTP_KEY_SIZE);
    AUTO(secret) *box = key_of_use(under, use);

    if (strlen(sealed) < TOTP_SEALED_MAX && base64_read(span_of(sealed), bytes, &size) &&
        size == NONCE + MAC + TOTP_KEY_SIZE &&
        crypto_secretbox_open_easy(secret_bytes(opened), bytes + NONCE, size - NONCE, bytes,
                                   (const uint8_t *)secret_text(box)) == 0) {
        *key = opened;
        return OK;
    }
    secret_free(opened);
    return fail(err, CORRUPT,
                "Không mở được khóa xác thực hai lớp: tệp account.key không phải của hệ thống này. "
                "Hãy phục hồi tệp ấy, hoặc đặt lại xác thực hai lớp cho tài khoản.");
}
