/* SPDX-License-Identifier: Apache-2.0 */
#include "base/encode.h"
#include "base/unicode.h"
#include "crypto/certificate_names.h"
#include "crypto/extensions.h"

#include <stdlib.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

struct holder {
    struct certificate certificate; /* first: what callers hold */
    X509 *x509;
    struct public_key *key;
    struct certificate_parts parts;
    struct arena *arena;
};

X509 *
certificate_handle(const struct certificate *certificate)
{
    return ((const struct holder *)certificate)->x509;
}

const struct certificate_parts *
certificate_parts(const struct certificate *certificate)
{
    return &((const struct holder *)certificate)->parts;
}

enum status
certificate_refuse(struct error *err, const char *why)
{
    fail(err, INVALID, "Chứng thư số không đọc được: %s.", why);
    return library_detail(err);
}

static bool
read_time(const ASN1_TIME *time, int64_t *seconds)
{
    struct tm parts;
    if (time == NULL || ASN1_TIME_to_tm(time, &parts) != 1)
        return false;
    *seconds = timegm(&parts);
    return true;
}

static enum status
read_validity(const X509 *x509, struct certificate *out, struct error *err)
{
    if (!read_time(X509_get0_notBefore(x509), &out->not_before) ||
        !read_time(X509_get0_notAfter(x509), &out->not_after) || out->not_after < out->not_before)
        return certificate_refuse(err, "thời hạn hiệu lực sai");
    return OK;
}

static enum status
read_serial(struct holder *holder, struct error *err)
{
    unsigned char *der = NULL;
    int size = i2d_ASN1_INTEGER(X509_get0_serialNumber(holder->x509), &der);
    if (size < 3 || size > 2 + 21) {
        OPENSSL_free(der);
        return certificate_refuse(err, "số sê-ri sai");
    }
    struct certificate *out = &holder->certificate;
    out->serial_der = (struct span){arena_copy(holder->arena, der, (size_t)size), (size_t)size};
    char *hex = arena_alloc(holder->arena, 2 * (size_t)size + 1);
    out->serial_hex = hex_write(der + 2, (size_t)size - 2, hex); /* the value, without its header */
    OPENSSL_free(der);
    return OK;
}

static enum status
read_policies(struct holder *holder, struct error *err)
{
    struct certificate *out = &holder->certificate;
    int critical;
    CERTIFICATEPOLICIES *policies =
        X509_get_ext_d2i(holder->x509, NID_certificate_policies, &critical, NULL);
    if (policies == NULL)
        return critical == -1 ? OK : certificate_refuse(err, "chính sách sai");
    enum status status = OK;
    for (int i = 0; status == OK && i < sk_POLICYINFO_num(policies); i++) {
        char oid[128];
        int size = OBJ_obj2txt(oid, sizeof oid, sk_POLICYINFO_value(policies, i)->policyid, 1);
        if (size <= 0 || (size_t)size >= sizeof oid ||
            out->policy_count == CERTIFICATE_POLICIES_MAX)
            status = certificate_refuse(err, "chính sách quá nhiều hoặc quá dài");
        else
            out->policies[out->policy_count++] = arena_text(holder->arena, oid);
    }
    CERTIFICATEPOLICIES_free(policies);
    return status;
}

static void
read_usage(X509 *x509, struct certificate *out)
{
    uint32_t flags = X509_get_extension_flags(x509), usage = X509_get_key_usage(x509);
    out->is_ca = flags & EXFLAG_CA;
    if (!(flags & EXFLAG_KUSAGE)) {
        out->usage = USAGE_ABSENT;
        return;
    }
    out->usage = (usage & KU_DIGITAL_SIGNATURE ? USAGE_DIGITAL_SIGNATURE : 0u) |
                 (usage & KU_NON_REPUDIATION ? USAGE_NON_REPUDIATION : 0u) |
                 (usage & KU_KEY_CERT_SIGN ? USAGE_CERT_SIGN : 0u) |
                 (usage & KU_CRL_SIGN ? USAGE_CRL_SIGN : 0u);
}

static enum status
read_key(struct holder *holder, struct error *err)
{
    EVP_PKEY *pkey = X509_get_pubkey(holder->x509);
    if (pkey == NULL)
        return certificate_refuse(err, "khóa công khai sai");
    TRY(public_key_adopt_from(pkey, holder->parts.key_info, &holder->key, err));
    holder->certificate.key = holder->key;
    return OK;
}

static enum status
read_fields(struct holder *holder, struct error *err)
{
    struct certificate *out = &holder->certificate;
    X509 *x509 = holder->x509;
    if (X509_get_version(x509) != X509_VERSION_3)
        return certificate_refuse(err, "không phải X.509 phiên bản 3");
    if (X509_get_extension_flags(x509) & EXFLAG_INVALID)
        return certificate_refuse(err, "phần mở rộng sai");
    if (!certificate_read_der(out->der, holder->arena, out, &holder->parts))
        return certificate_refuse(err, "không phải DER hoặc phần mở rộng sai");
    TRY(certificate_read_names(x509, holder->arena, out, err));
    TRY(read_validity(x509, out, err));
    TRY(read_serial(holder, err));
    TRY(read_policies(holder, err));
    TRY(read_key(holder, err));
    read_usage(x509, out);
    for (size_t i = 0; i < out->policy_count; i++)
        out->is_training |= strcmp(out->policies[i], CERTIFICATE_TRAINING_POLICY) == 0;
    return OK;
}

enum status
certificate_parse(struct span der, struct certificate **certificate, struct error *err)
{
    if (der.size == 0 || der.size > CERTIFICATE_DER_MAX)
        return certificate_refuse(err, "kích thước không hợp lệ");
    ERR_clear_error();
    const unsigned char *at = (const unsigned char *)der.data, *end = at + der.size;
    X509 *x509 = d2i_X509(NULL, &at, (long)der.size);
    if (x509 == NULL)
        return certificate_refuse(err, "không phải DER của X.509");

    struct holder *holder = heap_alloc(sizeof *holder);
    AUTO(certificate) *made = &holder->certificate;
    holder->x509 = x509;
    holder->arena = arena_new();
    if (at != end)
        return certificate_refuse(err, "có byte thừa ở cuối");
    made->der = (struct span){arena_copy(holder->arena, der.data, der.size), der.size};
    made->sha256 = sha256(made->der);
    TRY(read_fields(holder, err));
    *certificate = made;
    made = NULL;
    return OK;
}

void
certificate_free(struct certificate *certificate)
{
    if (certificate == NULL)
        return;
    struct holder *holder = (struct holder *)certificate;
    public_key_free(holder->key);
    X509_free(holder->x509);
    arena_free(holder->arena);
    free(holder);
}

struct digest
certificate_key_id(const struct certificate *certificate)
{
    return public_key_id(certificate->key);
}

bool
certificate_is_training(const struct certificate *certificate)
{
    return certificate->is_training;
}

const char *
certificate_number(const struct certificate *certificate)
{
    const char *const numbers[] = {certificate->person_number, certificate->tax_code,
                                   certificate->school_code, certificate->department_code};
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        if (numbers[i] != NULL)
            return numbers[i];
    return NULL;
}
