/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/foreign_key.h"

#include <stdlib.h>

#include <openssl/core_names.h>
#include <openssl/dsa.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "crypto/handles.h"

LIBRARY_DEFINE(EVP_MD_CTX)
LIBRARY_DEFINE(OSSL_PARAM_BLD)
LIBRARY_DEFINE(OSSL_PARAM)
LIBRARY_DEFINE(ECDSA_SIG)
LIBRARY_DEFINE(DSA_SIG)

struct foreign_key {
    EVP_PKEY *pkey;
};

static const EVP_MD *
library_hash(enum foreign_hash hash)
{
    switch (hash) {
    case FOREIGN_SHA1: return EVP_sha1();
    case FOREIGN_SHA224: return EVP_sha224();
    case FOREIGN_SHA256: return EVP_sha256();
    case FOREIGN_SHA384: return EVP_sha384();
    case FOREIGN_SHA512: return EVP_sha512();
    case FOREIGN_SHA3_224: return EVP_sha3_224();
    case FOREIGN_SHA3_256: return EVP_sha3_256();
    case FOREIGN_SHA3_384: return EVP_sha3_384();
    case FOREIGN_SHA3_512: return EVP_sha3_512();
    case FOREIGN_HASH_COUNT: break;
    }
    library_abort("no such hash");
}

struct foreign_digest
foreign_digest(enum foreign_hash hash, struct span data)
{
    struct foreign_digest digest;
    unsigned size = 0;

    library_must("hashing failed", EVP_Digest(data.data, data.size, digest.bytes, &size,
                                              library_hash(hash), NULL) == 1);
    digest.size = size;
    return digest;
}

/* --- keys ------------------------------------------------------------------------------------ */

void
foreign_key_free(struct foreign_key *key)
{
    if (!key)
        return;
    EVP_PKEY_free(key->pkey);
    free(key);
}

static enum status
refuse(struct error *err)
{
    ERR_clear_error();
    return fail(err, INVALID, "Khóa công khai không đọc được hoặc thuộc loại không hỗ trợ.");
}

static const char *
curve_of(const EVP_PKEY *pkey, char *name, size_t room)
{
    size_t size;
    int is_explicit = 1;

    if (EVP_PKEY_get_utf8_string_param(pkey, OSSL_PKEY_PARAM_GROUP_NAME, name, room, &size) != 1)
        return "";
    EVP_PKEY_get_int_param(pkey, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &is_explicit);
    return is_explicit ? "" : name;
}

static bool
curve_is_known(const EVP_PKEY *pkey)
{
    char room[32];
    const char *name = curve_of(pkey, room, sizeof room);

    return text_equal(name, LIBRARY_P256) || text_equal(name, "secp384r1") ||
           text_equal(name, "secp521r1");
}

/* Takes over `pkey`, which may be NULL. */
static enum status
adopt(EVP_PKEY *pkey, struct foreign_key **key, struct error *err)
{
    int kind = pkey ? EVP_PKEY_get_base_id(pkey) : EVP_PKEY_NONE;

    if ((kind != EVP_PKEY_RSA && kind != EVP_PKEY_DSA && kind != EVP_PKEY_EC) ||
        (kind == EVP_PKEY_EC && !curve_is_known(pkey)) ||
        EVP_PKEY_get_bits(pkey) > 8 * FOREIGN_VALUE_MAX) {
        EVP_PKEY_free(pkey);
        return refuse(err);
    }
    *key = heap_alloc(sizeof **key);
    (*key)->pkey = pkey;
    return OK;
}

enum status
foreign_key_parse_spki(struct span der, struct foreign_key **key, struct error *err)
{
    const unsigned char *at = (const unsigned char *)der.data;
    EVP_PKEY *pkey = der.size > KEY_DER_MAX ? NULL : d2i_PUBKEY(NULL, &at, (long)der.size);

    return adopt(pkey, key, err);
}

static X509 *
read_certificate(struct span der)
{
    const unsigned char *at = (const unsigned char *)der.data, *end = at + der.size;
    X509 *x509 = der.size > CERTIFICATE_DER_MAX ? NULL : d2i_X509(NULL, &at, (long)der.size);

    if (x509 && at != end) {
        X509_free(x509);
        x509 = NULL;
    }
    ERR_clear_error();
    return x509;
}

enum status
foreign_key_parse_certificate(struct span der, struct foreign_key **key, struct error *err)
{
    LIBRARY(X509) *x509 = read_certificate(der);

    return adopt(x509 ? X509_get_pubkey(x509) : NULL, key, err);
}

static char *
name_text(const X509_NAME *name, struct arena *arena)
{
    LIBRARY(BIO) *writer = BIO_new(BIO_s_mem());
    char *text;

    library_must("out of memory", writer);
    if (X509_NAME_print_ex(writer, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0)
        return arena_text(arena, "");
    long size = BIO_get_mem_data(writer, &text);
    return arena_copy(arena, text, size > 0 ? (size_t)size : 0);
}

enum status
foreign_certificate_names(struct span der, struct arena *arena, const char **subject,
                          const char **issuer, struct error *err)
{
    LIBRARY(X509) *x509 = read_certificate(der);

    if (!x509)
        return fail(err, INVALID, "Chứng thư số không đọc được.");
    *subject = name_text(X509_get_subject_name(x509), arena);
    *issuer = name_text(X509_get_issuer_name(x509), arena);
    return OK;
}

/* One number of a key. */
struct part {
    const char *name;
    struct span bytes;
};

static BIGNUM *
number_of(struct span bytes)
{
    if (bytes.size == 0 || bytes.size > FOREIGN_NUMBER_MAX)
        return NULL;
    return BN_bin2bn((const unsigned char *)bytes.data, (int)bytes.size, NULL);
}

enum { PARTS_MAX = 4 };

/* A key from its numbers; the builder borrows them until the parameters are made. */
static EVP_PKEY *
key_from_numbers(const char *kind, const struct part *parts, size_t count)
{
    LIBRARY(OSSL_PARAM_BLD) *builder = OSSL_PARAM_BLD_new();
    LIBRARY(EVP_PKEY_CTX) *context = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
    BIGNUM *numbers[PARTS_MAX] = {NULL};
    EVP_PKEY *pkey = NULL;
    bool good = builder && context && EVP_PKEY_fromdata_init(context) == 1;

    for (size_t i = 0; i < count && good; i++) {
        numbers[i] = number_of(parts[i].bytes);
        good = numbers[i] && OSSL_PARAM_BLD_push_BN(builder, parts[i].name, numbers[i]) == 1;
    }
    LIBRARY(OSSL_PARAM) *parameters = good ? OSSL_PARAM_BLD_to_param(builder) : NULL;
    if (!parameters || EVP_PKEY_fromdata(context, &pkey, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
        pkey = NULL;
    for (size_t i = 0; i < count; i++)
        BN_free(numbers[i]);
    return pkey;
}

enum status
foreign_key_from_rsa(struct span modulus, struct span exponent, struct foreign_key **key,
                     struct error *err)
{
    const struct part parts[] = {{OSSL_PKEY_PARAM_RSA_N, modulus},
                                 {OSSL_PKEY_PARAM_RSA_E, exponent}};

    return adopt(key_from_numbers("RSA", parts, COUNT_OF(parts)), key, err);
}

enum status
foreign_key_from_dsa(struct span p, struct span q, struct span g, struct span y,
                     struct foreign_key **key, struct error *err)
{
    const struct part parts[] = {{OSSL_PKEY_PARAM_FFC_P, p},
                                 {OSSL_PKEY_PARAM_FFC_Q, q},
                                 {OSSL_PKEY_PARAM_FFC_G, g},
                                 {OSSL_PKEY_PARAM_PUB_KEY, y}};

    return adopt(key_from_numbers("DSA", parts, COUNT_OF(parts)), key, err);
}

enum status
foreign_key_from_ec(struct span oid, struct span point, struct foreign_key **key, struct error *err)
{
    static const struct {
        const char *oid, *name;
    } curves[] = {{"1.2.840.10045.3.1.7", LIBRARY_P256},
                  {"1.3.132.0.34", "secp384r1"},
                  {"1.3.132.0.35", "secp521r1"}};
    LIBRARY(EVP_PKEY_CTX) *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    EVP_PKEY *pkey = NULL;
    char name[32] = "";
    union {
        const char *constant;
        void *value; /* OSSL_PARAM wants one that it only reads */
    } bytes = {point.data};

    for (size_t i = 0; i < COUNT_OF(curves); i++)
        if (span_is(oid, curves[i].oid))
            memcpy(name, curves[i].name, strlen(curves[i].name) + 1);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name, 0),
        OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_PUB_KEY, bytes.value, point.size), OSSL_PARAM_END};
    if (!*name || !context || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &pkey, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
        pkey = NULL;
    return adopt(pkey, key, err);
}

/* --- strength and fitness --------------------------------------------------------------------- */

bool
foreign_key_is_strong(const struct foreign_key *key)
{
    BIGNUM *e = NULL;
    int bits = EVP_PKEY_get_bits(key->pkey);

    if (EVP_PKEY_get_base_id(key->pkey) == EVP_PKEY_EC)
        return true;
    if (EVP_PKEY_get_base_id(key->pkey) != EVP_PKEY_RSA || bits < RSA_BITS_MIN ||
        bits > RSA_BITS_MAX || EVP_PKEY_get_bn_param(key->pkey, OSSL_PKEY_PARAM_RSA_E, &e) != 1)
        return false;
    bool strong = BN_is_odd(e) && BN_num_bits(e) > 16;
    BN_free(e);
    return strong;
}

bool
foreign_key_fits(const struct foreign_key *key, enum foreign_scheme scheme)
{
    int kind = EVP_PKEY_get_base_id(key->pkey);

    switch (scheme) {
    case FOREIGN_RSA:
    case FOREIGN_RSA_PSS: return kind == EVP_PKEY_RSA;
    case FOREIGN_ECDSA: return kind == EVP_PKEY_EC;
    case FOREIGN_DSA: return kind == EVP_PKEY_DSA;
    case FOREIGN_HMAC: return false;
    }
    return false;
}

/* --- signatures ------------------------------------------------------------------------------- */

/* Two halves as the library's DER; how many bytes, or 0. */
static size_t
halves_to_der(struct span value, bool dsa, unsigned char *der)
{
    int half = (int)(value.size / 2);
    BIGNUM *r = BN_bin2bn((const unsigned char *)value.data, half, NULL);
    BIGNUM *s = BN_bin2bn((const unsigned char *)value.data + half, half, NULL);
    LIBRARY(ECDSA_SIG) *ecdsa = dsa ? NULL : ECDSA_SIG_new();
    LIBRARY(DSA_SIG) *dsa_value = dsa ? DSA_SIG_new() : NULL;
    int size;

    library_must("out of memory", r && s && (ecdsa || dsa_value));
    if (dsa) {
        DSA_SIG_set0(dsa_value, r, s);
        size = i2d_DSA_SIG(dsa_value, &der);
    } else {
        ECDSA_SIG_set0(ecdsa, r, s);
        size = i2d_ECDSA_SIG(ecdsa, &der);
    }
    return size > 0 ? (size_t)size : 0;
}

/* The size that each half of r||s must have. */
static size_t
half_size(const struct foreign_key *key)
{
    BIGNUM *q = NULL;

    if (EVP_PKEY_get_base_id(key->pkey) == EVP_PKEY_EC)
        return ((size_t)EVP_PKEY_get_bits(key->pkey) + 7) / 8;
    if (EVP_PKEY_get_bn_param(key->pkey, OSSL_PKEY_PARAM_FFC_Q, &q) != 1)
        return 0;
    size_t size = (size_t)BN_num_bytes(q);
    BN_free(q);
    return size;
}

static bool
prepare(EVP_MD_CTX *context, const struct foreign_key *key, enum foreign_scheme scheme,
        enum foreign_hash hash)
{
    EVP_PKEY_CTX *parameters = NULL;

    if (EVP_DigestVerifyInit(context, &parameters, library_hash(hash), NULL, key->pkey) != 1)
        return false;
    if (scheme != FOREIGN_RSA_PSS)
        return true;
    return EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1;
}

enum status
foreign_key_verify(const struct foreign_key *key, enum foreign_scheme scheme,
                   enum foreign_hash hash, struct span message, struct span value,
                   struct error *err)
{
    LIBRARY(EVP_MD_CTX) *context = EVP_MD_CTX_new();
    unsigned char der[2 * FOREIGN_VALUE_MAX];
    bool halves = scheme == FOREIGN_ECDSA || scheme == FOREIGN_DSA;

    library_must("out of memory", context);
    if (foreign_key_fits(key, scheme) && value.size <= FOREIGN_VALUE_MAX &&
        (!halves || value.size == 2 * half_size(key))) {
        size_t size = value.size;
        if (halves)
            size = halves_to_der(value, scheme == FOREIGN_DSA, der);
        else
            memcpy(der, value.data, size);
        if (size && prepare(context, key, scheme, hash) &&
            EVP_DigestVerify(context, der, size, (const unsigned char *)message.data,
                             message.size) == 1)
            return OK;
    }
    ERR_clear_error();
    return fail(err, UNTRUSTED, "Giá trị chữ ký không đúng với khóa của người ký.");
}

bool
foreign_hmac_matches(enum foreign_hash hash, struct span secret, struct span message, size_t bits,
                     struct span value)
{
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned size = 0;

    library_must("HMAC failed",
                 HMAC(library_hash(hash), secret.data, (int)secret.size,
                      (const unsigned char *)message.data, message.size, mac, &size));
    if (bits % 8 != 0 || bits / 8 > size)
        return false;
    size_t wanted = bits ? bits / 8 : size;
    return value.size == wanted && CRYPTO_memcmp(mac, value.data, wanted) == 0;
}
