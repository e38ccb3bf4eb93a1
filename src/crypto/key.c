/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/key.h"
#include "crypto/ecdsa_value.h"
#include "crypto/handles.h"

#include <stdatomic.h>
#include <stdlib.h>

#include <openssl/core_names.h>
#include <openssl/rsa.h>

/* One prepared context waits in `idle`; who needs it takes it out, so two threads never share
 * one, and whoever finds the place empty makes another. */
typedef _Atomic(EVP_PKEY_CTX *) idle_context;

struct public_key {
    EVP_PKEY *pkey;
    enum key_kind kind;
    unsigned bits;
    struct digest id;
    idle_context *idle;
};

const char *
key_algorithm_name(enum key_kind kind)
{
    return kind == KEY_RSA ? "RSA-SHA256" : "ECDSA-SHA256";
}

static enum status
refuse(struct error *err, const char *why)
{
    fail(err, INVALID,
         "Khóa không được chấp nhận: %s. Chỉ dùng RSA từ 2048 đến 4096 bit hoặc ECDSA P-256.", why);
    return library_detail(err);
}

static bool
exponent_is_fine(const EVP_PKEY *pkey)
{
    BIGNUM *e = NULL;
    if (EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_RSA_E, &e) != 1)
        return false;
    bool fine = BN_is_odd(e) && BN_num_bits(e) > 16 && BN_num_bits(e) <= 64;
    BN_free(e);
    return fine;
}

/* The curve by its name: parameters spelled out in the key are an old way to cheat. */
static bool
curve_is_p256(const EVP_PKEY *pkey)
{
    char name[32];
    size_t size;
    int is_explicit = 1;
    if (EVP_PKEY_get_utf8_string_param(pkey, OSSL_PKEY_PARAM_GROUP_NAME, name, sizeof name,
                                       &size) != 1)
        return false;
    EVP_PKEY_get_int_param(pkey, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &is_explicit);
    return is_explicit == 0 && strcmp(name, LIBRARY_P256) == 0;
}

static enum status
check_kind(const EVP_PKEY *pkey, enum key_kind *kind, unsigned *bits, struct error *err)
{
    int size = EVP_PKEY_get_bits(pkey);
    switch (EVP_PKEY_get_base_id(pkey)) {
    case EVP_PKEY_RSA:
        if (size < RSA_BITS_MIN || size > RSA_BITS_MAX)
            return refuse(err, "độ dài RSA");
        if (!exponent_is_fine(pkey))
            return refuse(err, "số mũ RSA");
        *kind = KEY_RSA;
        break;
    case EVP_PKEY_EC:
        if (!curve_is_p256(pkey))
            return refuse(err, "đường cong elliptic");
        *kind = KEY_P256;
        break;
    default: return refuse(err, "loại khóa");
    }
    *bits = (unsigned)size;
    return OK;
}

/* Writing a key costs the library more than most verifications do. */
static enum status
identify(EVP_PKEY *pkey, struct span info, struct digest *id, struct error *err)
{
    if (public_key_info_is_plain(info)) {
        *id = sha256(info);
        return OK;
    }
    unsigned char *der = NULL;
    int size = i2d_PUBKEY(pkey, &der);
    if (size <= 0)
        return refuse(err, "không ghi lại được");
    *id = sha256((struct span){(const char *)der, (size_t)size});
    OPENSSL_free(der);
    return OK;
}

enum status
public_key_adopt_from(EVP_PKEY *pkey, struct span info, struct public_key **key, struct error *err)
{
    LIBRARY(EVP_PKEY) *owned = pkey;
    enum key_kind kind = KEY_RSA;
    unsigned bits = 0;
    struct digest id;
    TRY(check_kind(owned, &kind, &bits, err));
    TRY(identify(owned, info, &id, err));

    struct public_key *made = heap_alloc(sizeof *made);
    *made = (struct public_key){owned, kind, bits, id, heap_alloc(sizeof(idle_context))};
    owned = NULL;
    *key = made;
    return OK;
}

enum status
public_key_adopt(EVP_PKEY *pkey, struct public_key **key, struct error *err)
{
    return public_key_adopt_from(pkey, (struct span){NULL, 0}, key, err);
}

enum status
public_key_parse(struct span der, struct public_key **key, struct error *err)
{
    if (der.size == 0 || der.size > KEY_DER_MAX)
        return refuse(err, "kích thước");
    const unsigned char *at = (const unsigned char *)der.data, *end = at + der.size;
    EVP_PKEY *pkey = d2i_PUBKEY(NULL, &at, (long)der.size);
    if (pkey == NULL)
        return refuse(err, "không đọc được");
    if (at != end) {
        EVP_PKEY_free(pkey);
        return refuse(err, "có byte thừa");
    }
    return public_key_adopt_from(pkey, der, key, err);
}

void
public_key_free(struct public_key *key)
{
    if (key == NULL)
        return;
    EVP_PKEY_CTX_free(atomic_load(key->idle));
    free(key->idle);
    EVP_PKEY_free(key->pkey);
    free(key);
}

enum key_kind
public_key_kind(const struct public_key *key)
{
    return key->kind;
}

unsigned
public_key_bits(const struct public_key *key)
{
    return key->bits;
}

struct digest
public_key_id(const struct public_key *key)
{
    return key->id;
}

EVP_PKEY *
public_key_handle(const struct public_key *key)
{
    return key->pkey;
}

static EVP_PKEY_CTX *
context_take(idle_context *idle, EVP_PKEY *pkey, enum key_kind kind,
             int (*start)(EVP_PKEY_CTX *context))
{
    EVP_PKEY_CTX *context = atomic_exchange(idle, NULL);
    if (context != NULL)
        return context;
    context = EVP_PKEY_CTX_new_from_pkey(NULL, pkey, NULL);
    if (context == NULL || start(context) != 1 ||
        (kind == KEY_RSA && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) != 1) ||
        EVP_PKEY_CTX_set_signature_md(context, library_sha256()) != 1) {
        EVP_PKEY_CTX_free(context);
        return NULL;
    }
    return context;
}

static void
context_return(idle_context *idle, EVP_PKEY_CTX *context)
{
    EVP_PKEY_CTX_free(atomic_exchange(idle, context));
}

static enum status
wrong_signature(struct error *err)
{
    fail(err, UNTRUSTED, "Giá trị chữ ký không khớp với khóa công khai trong chứng thư.");
    return library_detail(err);
}

enum status
public_key_verify(const struct public_key *key, const struct digest *digest, struct span value,
                  struct error *err)
{
    uint8_t der[ECDSA_DER_MAX];
    const uint8_t *bytes = (const uint8_t *)value.data;
    size_t size = value.size;
    if (key->kind == KEY_RSA) {
        if (size != (key->bits + 7) / 8)
            return wrong_signature(err);
    } else {
        if (size != P256_SIGNATURE_SIZE || !ecdsa_value_to_der(bytes, der, &size))
            return wrong_signature(err);
        bytes = der;
    }
    EVP_PKEY_CTX *context = context_take(key->idle, key->pkey, key->kind, EVP_PKEY_verify_init);
    if (context == NULL) {
        fail(err, UNAVAILABLE, "Không kiểm tra được chữ ký: thư viện mật mã không sẵn sàng.");
        return library_detail(err);
    }
    int answer = EVP_PKEY_verify(context, bytes, size, digest->bytes, SHA256_SIZE);
    context_return(key->idle, context);
    return answer == 1 ? OK : wrong_signature(err);
}

/* --- private keys -------------------------------------------------------------------------- */

struct private_key {
    struct public_key *public_half; /* its pkey holds the private part as well */
    idle_context *idle;
};

enum status
private_key_adopt(EVP_PKEY *pkey, struct private_key **key, struct error *err)
{
    struct public_key *public_half;
    TRY(public_key_adopt(pkey, &public_half, err));
    struct private_key *made = heap_alloc(sizeof *made);
    made->public_half = public_half;
    made->idle = heap_alloc(sizeof(idle_context));
    *key = made;
    return OK;
}

void
private_key_free(struct private_key *key)
{
    if (key == NULL)
        return;
    EVP_PKEY_CTX_free(atomic_load(key->idle));
    free(key->idle);
    public_key_free(key->public_half); /* the library clears private numbers when it frees them */
    free(key);
}

EVP_PKEY *
private_key_handle(const struct private_key *key)
{
    return key->public_half->pkey;
}

enum key_kind
private_key_kind(const struct private_key *key)
{
    return key->public_half->kind;
}

const struct public_key *
private_key_public(const struct private_key *key)
{
    return key->public_half;
}

enum status
private_key_make(enum key_kind kind, unsigned rsa_bits, struct private_key **key, struct error *err)
{
    if (kind == KEY_RSA && (rsa_bits < RSA_BITS_MIN || rsa_bits > RSA_BITS_MAX))
        return refuse(err, "độ dài RSA");
    EVP_PKEY *pkey =
        kind == KEY_RSA ? EVP_RSA_gen(rsa_bits) : EVP_PKEY_Q_keygen(NULL, NULL, "EC", LIBRARY_P256);
    if (pkey == NULL) {
        fail(err, UNAVAILABLE, "Không tạo được khóa: thư viện mật mã không sẵn sàng.");
        return library_detail(err);
    }
    return private_key_adopt(pkey, key, err);
}

static enum status
cannot_sign(struct error *err)
{
    fail(err, UNAVAILABLE, "Không ký được bằng khóa này. Chưa có gì bị thay đổi, hãy thử lại.");
    return library_detail(err);
}

enum status
private_key_sign(const struct private_key *key, const struct digest *digest,
                 struct signature_value *value, struct error *err)
{
    const struct public_key *half = key->public_half;
    struct signature_value made = {.size = sizeof made.bytes};
    EVP_PKEY_CTX *context = context_take(key->idle, half->pkey, half->kind, EVP_PKEY_sign_init);
    if (context == NULL)
        return cannot_sign(err);
    int answer = EVP_PKEY_sign(context, made.bytes, &made.size, digest->bytes, SHA256_SIZE);
    context_return(key->idle, context);
    if (answer != 1)
        return cannot_sign(err);
    if (half->kind == KEY_P256) {
        uint8_t der[ECDSA_DER_MAX];
        if (made.size > sizeof der)
            return cannot_sign(err);
        memcpy(der, made.bytes, made.size);
        if (!ecdsa_value_from_der(der, made.size, made.bytes))
            return cannot_sign(err);
        made.size = P256_SIGNATURE_SIZE;
    }
    *value = made;
    return OK;
}
