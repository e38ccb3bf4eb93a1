/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/pkcs12.h"
#include "crypto/handles.h"

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

LIBRARY_DEFINE(PKCS12)

static void
x509_stack_free(STACK_OF(X509) * *stack)
{
    sk_X509_pop_free(*stack, X509_free);
}

static enum status
refuse(struct error *err, enum status status, const char *why)
{
    fail(err, status, "Tệp khóa PKCS#12 (.p12) không dùng được: %s.", why);
    return library_detail(err);
}

/* Our certificate of a library's one, by its bytes. */
static enum status
parse_again(X509 *x509, struct certificate **certificate, struct error *err)
{
    unsigned char *der = NULL;
    int size = i2d_X509(x509, &der);
    if (size <= 0)
        return refuse(err, INVALID, "chứng thư bên trong sai");
    enum status status =
        certificate_parse((struct span){(const char *)der, (size_t)size}, certificate, err);
    OPENSSL_free(der);
    return status;
}

static enum status
chain_take(struct certificate_chain *chain, X509 *x509, struct error *err)
{
    struct certificate *certificate = NULL;
    TRY(parse_again(x509, &certificate, err));
    if (certificate_chain_add(chain, certificate))
        return OK;
    certificate_free(certificate);
    return refuse(err, INVALID, "quá nhiều chứng thư");
}

/* The issuer of `x509` among `others`, unless it is a root. */
static X509 *
issuer_of(X509 *x509, STACK_OF(X509) * others)
{
    for (int i = 0; others != NULL && i < sk_X509_num(others); i++) {
        X509 *other = sk_X509_value(others, i);
        bool root = X509_NAME_cmp(X509_get_subject_name(other), X509_get_issuer_name(other)) == 0;
        if (!root && X509_check_issued(other, x509) == X509_V_OK)
            return other;
    }
    return NULL;
}

static enum status
build_chain(X509 *own, STACK_OF(X509) * others, struct certificate_chain **chain, struct error *err)
{
    AUTO(certificate_chain) *made = certificate_chain_new();
    for (X509 *next = own; next != NULL && made->count < CHAIN_MAX; next = issuer_of(next, others))
        TRY(chain_take(made, next, err));
    *chain = made;
    made = NULL;
    return OK;
}

/* A file says itself how long its passphrase is stretched; one that asks for hours is refused. */
static bool
mac_is_bearable(const PKCS12 *p12)
{
    const ASN1_INTEGER *iterations = NULL;
    int64_t count = 1; /* when the file says nothing */

    PKCS12_get0_mac(NULL, NULL, NULL, &iterations, p12);
    if (iterations != NULL && ASN1_INTEGER_get_int64(&count, iterations) != 1)
        return false;
    return count >= 1 && count <= PKCS12_ITERATIONS_MAX;
}

static enum status
unlock(struct span bytes, const struct secret *passphrase, PKCS12 **out, struct error *err)
{
    if (bytes.size == 0 || bytes.size > PKCS12_MAX)
        return refuse(err, INVALID, "kích thước không hợp lệ");
    const unsigned char *at = (const unsigned char *)bytes.data;
    PKCS12 *p12 = d2i_PKCS12(NULL, &at, (long)bytes.size);
    if (p12 == NULL)
        return refuse(err, INVALID, "không phải PKCS#12");
    if (!PKCS12_mac_present(p12)) {
        PKCS12_free(p12);
        return refuse(err, INVALID, "không có mã bảo vệ toàn vẹn");
    }
    if (!mac_is_bearable(p12)) {
        PKCS12_free(p12);
        return refuse(err, INVALID, "số vòng lặp của mã bảo vệ quá lớn");
    }
    if (PKCS12_verify_mac(p12, secret_text(passphrase), (int)secret_size(passphrase)) != 1) {
        PKCS12_free(p12);
        return refuse(err, DENIED, "mật khẩu không đúng");
    }
    *out = p12;
    return OK;
}

enum status
pkcs12_parse(struct span bytes, const struct secret *passphrase, struct private_key **key,
             struct certificate_chain **chain, struct error *err)
{
    ERR_clear_error();
    LIBRARY(PKCS12) *p12 = NULL;
    TRY(unlock(bytes, passphrase, &p12, err));
    EVP_PKEY *pkey = NULL;
    LIBRARY(X509) *own = NULL;
    STACK_OF(X509) * others __attribute__((cleanup(x509_stack_free))) = NULL;
    if (PKCS12_parse(p12, secret_text(passphrase), &pkey, &own, &others) != 1)
        return refuse(err, INVALID,
                      "nội dung hỏng hoặc mã hóa kiểu cũ (RC2); hãy xuất lại tệp với AES-256");
    if (pkey == NULL || own == NULL) {
        EVP_PKEY_free(pkey);
        return refuse(err, INVALID, "không có khóa hoặc chứng thư của khóa");
    }
    AUTO(private_key) *made = NULL;
    TRY(private_key_adopt(pkey, &made, err));
    TRY(build_chain(own, others, chain, err));
    *key = made;
    made = NULL;
    return OK;
}

static STACK_OF(X509) * stack_of_issuers(const struct certificate_chain *chain)
{
    STACK_OF(X509) *stack = sk_X509_new_null();
    library_must("out of memory", stack);
    for (size_t i = 1; i < chain->count; i++)
        library_must("out of memory", X509_add_cert(stack, certificate_handle(chain->items[i]),
                                                    X509_ADD_FLAG_UP_REF) == 1);
    return stack;
}

enum status
pkcs12_write(const struct private_key *key, const struct certificate_chain *chain,
             const char *label, const struct secret *passphrase, struct buffer *out,
             struct error *err)
{
    if (chain->count == 0)
        return refuse(err, INVALID, "không có chứng thư của khóa");
    STACK_OF(X509) * others __attribute__((cleanup(x509_stack_free))) = stack_of_issuers(chain);
    LIBRARY(PKCS12) *p12 =
        PKCS12_create(secret_text(passphrase), label, private_key_handle(key),
                      certificate_handle(chain->items[0]), others, NID_aes_256_cbc, NID_aes_256_cbc,
                      PKCS12_ITERATIONS, -1, 0);
    if (p12 == NULL || PKCS12_set_mac(p12, secret_text(passphrase), (int)secret_size(passphrase),
                                      NULL, 0, PKCS12_ITERATIONS, library_sha256()) != 1)
        return refuse(err, INVALID, "khóa và chứng thư không khớp");
    unsigned char *der = NULL;
    int size = i2d_PKCS12(p12, &der);
    if (size <= 0)
        return refuse(err, UNAVAILABLE, "không ghi được");
    buffer_add(out, der, (size_t)size);
    OPENSSL_free(der);
    return OK;
}
