/* SPDX-License-Identifier: Apache-2.0 */
#include "base/encode.h"
#include "crypto/hash.h"
#include "crypto/library.h"
#include "crypto/random.h"
#include "crypto/seal_box.h"

#include <sodium.h>

#define PUBLIC_PREFIX  "hocba-backup-pub:"
#define PRIVATE_PREFIX "hocba-backup-key:"

enum {
    CHECK_SIZE = 4, /* first bytes of the SHA-256 of the key: a typing error is noticed */
    CHECKED_SIZE = SEAL_KEY_SIZE + CHECK_SIZE,
    BASE64_SIZE = CHECKED_SIZE / 3 * 4,
};

_Static_assert(CHECKED_SIZE % 3 == 0, "no padding in a key's text");
_Static_assert(sizeof PRIVATE_PREFIX + BASE64_SIZE <= SEAL_KEY_TEXT_SIZE, "room for a key's text");

enum status
seal_key_make(struct seal_public_key *public_key, struct secret **private_key, struct error *err)
{
    sodium_start();
    AUTO(secret) *made = secret_new(SEAL_KEY_SIZE);
    if (crypto_box_keypair(public_key->bytes, secret_bytes(made)) != 0)
        return fail(err, UNAVAILABLE, "Không tạo được khóa sao lưu.");
    *private_key = made;
    made = NULL;
    return OK;
}

struct seal_public_key
seal_private_key_public(const struct secret *key)
{
    struct seal_public_key half;
    sodium_start();
    library_must("a sealing key of the wrong size", secret_size(key) == SEAL_KEY_SIZE);
    library_must("libsodium failed",
                 crypto_scalarmult_base(half.bytes, (const uint8_t *)secret_text(key)) == 0);
    return half;
}

/* prefix, then base64 of the key and its check sum. libsodium's encoder is free of branches and
 * tables on the secret. */
static void
write_text(const char *prefix, const uint8_t *key, char *out)
{
    AUTO(secret) *checked = secret_new(CHECKED_SIZE);
    struct digest digest = sha256((struct span){(const char *)key, SEAL_KEY_SIZE});
    memcpy(secret_bytes(checked), key, SEAL_KEY_SIZE);
    memcpy(secret_bytes(checked) + SEAL_KEY_SIZE, digest.bytes, CHECK_SIZE);
    sodium_bin2base64(stpcpy(out, prefix), BASE64_SIZE + 1, secret_bytes(checked), CHECKED_SIZE,
                      sodium_base64_VARIANT_ORIGINAL);
}

static struct span
trim(struct span text)
{
    while (text.size > 0 && strchr(" \t\r\n", text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && strchr(" \t\r\n", text.data[text.size - 1]))
        text.size--;
    return text;
}

static bool
read_text(struct span text, const char *prefix, uint8_t *key)
{
    size_t prefix_size = strlen(prefix), size;
    text = trim(text);
    if (text.size != prefix_size + BASE64_SIZE || memcmp(text.data, prefix, prefix_size) != 0)
        return false;
    AUTO(secret) *checked = secret_new(CHECKED_SIZE);
    if (sodium_base642bin(secret_bytes(checked), CHECKED_SIZE, text.data + prefix_size, BASE64_SIZE,
                          NULL, &size, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        size != CHECKED_SIZE)
        return false;
    struct digest digest = sha256((struct span){secret_text(checked), SEAL_KEY_SIZE});
    if (memcmp(digest.bytes, secret_bytes(checked) + SEAL_KEY_SIZE, CHECK_SIZE) != 0)
        return false;
    memcpy(key, secret_bytes(checked), SEAL_KEY_SIZE);
    return true;
}

const char *
seal_public_key_write(const struct seal_public_key *key, char *out)
{
    write_text(PUBLIC_PREFIX, key->bytes, out);
    return out;
}

enum status
seal_public_key_parse(struct span text, struct seal_public_key *key, struct error *err)
{
    if (read_text(text, PUBLIC_PREFIX, key->bytes))
        return OK;
    return fail(err, INVALID,
                "Khóa công khai sao lưu không hợp lệ; khóa bắt đầu bằng \"" PUBLIC_PREFIX "\".");
}

struct secret *
seal_private_key_write(const struct secret *key)
{
    struct secret *text = secret_new(sizeof PRIVATE_PREFIX - 1 + BASE64_SIZE);
    write_text(PRIVATE_PREFIX, (const uint8_t *)secret_text(key), (char *)secret_bytes(text));
    return text;
}

enum status
seal_private_key_parse(const struct secret *text, struct secret **key, struct error *err)
{
    AUTO(secret) *made = secret_new(SEAL_KEY_SIZE);
    struct span bytes = {secret_text(text), secret_size(text)};
    if (!read_text(bytes, PRIVATE_PREFIX, secret_bytes(made)))
        return fail(err, INVALID,
                    "Khóa giải mã bản sao lưu không hợp lệ; khóa bắt đầu bằng \"" PRIVATE_PREFIX
                    "\".");
    *key = made;
    made = NULL;
    return OK;
}
