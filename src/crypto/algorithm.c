/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/algorithm.h"
#include "crypto/der.h"
#include "crypto/ecdsa_value.h"
#include "crypto/handles.h"

#include <pthread.h>

#include <openssl/err.h>
#include <openssl/rsa.h>

struct hash_row {
    const char *name; /* the library's */
    size_t size;
    struct span oid, algorithm;
};

static const struct hash_row hashes[] = {
    [HASH_SHA256] = {"SHA256",
                     32,
                     {"\x60\x86\x48\x01\x65\x03\x04\x02\x01", 9},
                     {"\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01", 13}},
    [HASH_SHA384] = {"SHA384",
                     48,
                     {"\x60\x86\x48\x01\x65\x03\x04\x02\x02", 9},
                     {"\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02", 13}},
    [HASH_SHA512] = {"SHA512",
                     64,
                     {"\x60\x86\x48\x01\x65\x03\x04\x02\x03", 9},
                     {"\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03", 13}},
    [HASH_SHA1] = {"SHA1",
                   20,
                   {"\x2b\x0e\x03\x02\x1a", 5},
                   {"\x30\x07\x06\x05\x2b\x0e\x03\x02\x1a", 9}},
};

static EVP_MD *algorithms[COUNT_OF(hashes)];

static void
fetch_all(void)
{
    for (size_t i = 0; i < COUNT_OF(hashes); i++) {
        algorithms[i] = EVP_MD_fetch(NULL, hashes[i].name, NULL);
        library_must("a hash is missing", algorithms[i]);
    }
}

static const EVP_MD *
hash_handle(enum hash_kind kind)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, fetch_all);
    return algorithms[kind];
}

size_t
hash_size(enum hash_kind kind)
{
    return hashes[kind].size;
}

struct hash_value
hash_compute(enum hash_kind kind, struct span data)
{
    struct hash_value value = {.size = hashes[kind].size};
    if (kind == HASH_SHA256) { /* with the context of this thread */
        struct digest digest = sha256(data);
        memcpy(value.bytes, digest.bytes, SHA256_SIZE);
        return value;
    }
    library_must("hashing failed",
                 EVP_Digest(data.data, data.size, value.bytes, NULL, hash_handle(kind), NULL) == 1);
    return value;
}

bool
hash_matches(enum hash_kind kind, struct span data, struct span value)
{
    struct hash_value computed = hash_compute(kind, data);
    return span_equal(value, (struct span){(const char *)computed.bytes, computed.size});
}

bool
hash_kind_of_oid(struct span oid, enum hash_kind *kind)
{
    for (size_t i = 0; i < COUNT_OF(hashes); i++)
        if (span_equal(hashes[i].oid, oid)) {
            *kind = (enum hash_kind)i;
            return true;
        }
    return false;
}

struct span
hash_algorithm_der(enum hash_kind kind)
{
    return hashes[kind].algorithm;
}

bool
signature_algorithm_of_oid(struct span oid, bool plain, struct signature_algorithm *algorithm)
{
    static const struct {
        struct span oid;
        struct signature_algorithm algorithm;
    } rows[] = {
        {{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", 9}, {HASH_SHA256, KEY_RSA, false}},
        {{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c", 9}, {HASH_SHA384, KEY_RSA, false}},
        {{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d", 9}, {HASH_SHA512, KEY_RSA, false}},
        {{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05", 9}, {HASH_SHA1, KEY_RSA, false}},
        {{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9}, {HASH_SHA256, KEY_RSA, true}},
        {{"\x2a\x86\x48\xce\x3d\x04\x03\x02", 8}, {HASH_SHA256, KEY_P256, false}},
        {{"\x2a\x86\x48\xce\x3d\x04\x03\x03", 8}, {HASH_SHA384, KEY_P256, false}},
        {{"\x2a\x86\x48\xce\x3d\x04\x03\x04", 8}, {HASH_SHA512, KEY_P256, false}},
    };
    for (size_t i = 0; plain && i < COUNT_OF(rows); i++)
        if (span_equal(rows[i].oid, oid)) {
            *algorithm = rows[i].algorithm;
            return true;
        }
    return false;
}

static enum status
wrong_signature(struct error *err, const char *why)
{
    fail(err, UNTRUSTED, "Chữ ký không đúng: %s.", why);
    return library_detail(err);
}

/* Hashes beside SHA-256 are rare: their contexts are made each time. */
static bool
verify_with(EVP_PKEY *pkey, enum key_kind kind, enum hash_kind hash, struct span data,
            struct span value)
{
    struct hash_value digest = hash_compute(hash, data);
    LIBRARY(EVP_PKEY_CTX) *context = EVP_PKEY_CTX_new_from_pkey(NULL, pkey, NULL);
    return context != NULL && EVP_PKEY_verify_init(context) == 1 &&
           (kind != KEY_RSA || EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1) &&
           EVP_PKEY_CTX_set_signature_md(context, hash_handle(hash)) == 1 &&
           EVP_PKEY_verify(context, (const uint8_t *)value.data, value.size, digest.bytes,
                           digest.size) == 1;
}

enum status
signature_check(const struct public_key *key, const struct signature_algorithm *algorithm,
                enum algorithms allowed, struct span data, struct span value, struct error *err)
{
    enum key_kind kind = public_key_kind(key);
    uint8_t raw[P256_SIGNATURE_SIZE];
    if (algorithm->hash == HASH_SHA1 && allowed != ALGORITHMS_OF_VECTORS)
        return wrong_signature(err, "SHA-1 đã bị phá, không được chấp nhận");
    if (algorithm->key != kind)
        return wrong_signature(err, "thuật toán không hợp với khóa trong chứng thư");
    if (kind == KEY_P256 && !ecdsa_value_from_der((const uint8_t *)value.data, value.size, raw))
        return wrong_signature(err, "giá trị chữ ký sai dạng");
    if (kind == KEY_RSA && value.size != (public_key_bits(key) + 7) / 8)
        return wrong_signature(err, "giá trị chữ ký sai dạng");
    if (algorithm->hash == HASH_SHA256) {
        struct digest digest = sha256(data);
        struct span form = kind == KEY_P256 ? (struct span){(const char *)raw, sizeof raw} : value;
        return public_key_verify(key, &digest, form, err);
    }
    return verify_with(public_key_handle(key), kind, algorithm->hash, data, value)
               ? OK
               : wrong_signature(err, "giá trị chữ ký không khớp với khóa công khai");
}
