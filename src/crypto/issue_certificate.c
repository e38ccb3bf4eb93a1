/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/issue_certificate.h"
#include "base/unicode.h"
#include "crypto/certificate_names.h"
#include "crypto/random.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

enum { SERIAL_SIZE = 16 };

static enum status
refuse(struct error *err, const char *why)
{
    fail(err, INVALID, "Không cấp được chứng thư: %s.", why);
    return library_detail(err);
}

/* --- the subject's name -------------------------------------------------------------------- */

/* "prefix" + "value" as one attribute; NULL values are left out. */
static enum status
add_attribute(X509_NAME *name, int nid, const char *prefix, const char *value, struct error *err)
{
    char text[NAME_VALUE_MAX + 1];
    if (value == NULL)
        return OK;
    int size = snprintf(text, sizeof text, "%s%s", prefix, value);
    if (*value == 0 || size < 0 || (size_t)size >= sizeof text || !utf8_is_valid(span_of(text)))
        return refuse(err, "tên hoặc mã số trống, quá dài hoặc sai dạng");
    if (X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8, (const unsigned char *)text, -1, -1,
                                   0) != 1)
        return refuse(err, "tên hoặc mã số quá dài (tên không quá 64 ký tự)");
    return OK;
}

static enum status
add_numbers(X509_NAME *name, const struct certificate_request *request, struct error *err)
{
    if (request->person_number != NULL && !text_is_digits(request->person_number, 12))
        return refuse(err, "số định danh cá nhân phải có 12 chữ số");
    TRY(add_attribute(name, NID_userId, "CCCD:", request->person_number, err));
    TRY(add_attribute(name, NID_userId, "MST:", request->tax_code, err));
    TRY(add_attribute(name, NID_userId, "MATRUONG:", request->school_code, err));
    return add_attribute(name, NID_userId, "MASOGD:", request->department_code, err);
}

static enum status
set_subject(X509 *x509, const struct certificate_request *request, struct error *err)
{
    X509_NAME *name = X509_get_subject_name(x509);
    if (request->common_name == NULL)
        return refuse(err, "thiếu tên");
    TRY(add_attribute(name, NID_countryName, "", "VN", err));
    TRY(add_attribute(name, NID_stateOrProvinceName, "", request->province, err));
    TRY(add_attribute(name, NID_organizationName, "", request->organisation, err));
    TRY(add_attribute(name, NID_commonName, "", request->common_name, err));
    return add_numbers(name, request, err);
}

/* --- extensions ---------------------------------------------------------------------------- */

static enum status
add_extension(X509 *x509, X509 *issuer, int nid, const char *value, struct error *err)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
    X509V3_set_ctx_nodb(&context);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    bool good = extension != NULL && X509_add_ext(x509, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return good ? OK : refuse(err, "phần mở rộng");
}

static enum status
add_training_policy(X509 *x509, struct error *err)
{
    CERTIFICATEPOLICIES *policies = CERTIFICATEPOLICIES_new();
    POLICYINFO *policy = POLICYINFO_new();
    library_must("out of memory", policies && policy && sk_POLICYINFO_push(policies, policy) > 0);
    ASN1_OBJECT_free(policy->policyid);
    policy->policyid = OBJ_txt2obj(CERTIFICATE_TRAINING_POLICY, 1);
    bool good = policy->policyid != NULL &&
                X509_add1_ext_i2d(x509, NID_certificate_policies, policies, 0, 0) == 1;
    CERTIFICATEPOLICIES_free(policies);
    return good ? OK : refuse(err, "chính sách");
}

/* An authority below the root names its issuer's issuer, by which a reader without the root knows
 * that the path is whole (crypto/path.h). */
static enum status
add_extensions(X509 *x509, X509 *issuer, const struct certificate_request *request,
               bool issuer_is_training, struct error *err)
{
    static const struct {
        const char *constraints, *usage, *authority, *extended;
    } profiles[] = {
        [CERTIFICATE_ROOT] = {"critical,CA:TRUE", "critical,keyCertSign,cRLSign", NULL, NULL},
        [CERTIFICATE_AUTHORITY] = {"critical,CA:TRUE,pathlen:0", "critical,keyCertSign,cRLSign",
                                   "keyid:always,issuer:always", NULL},
        [CERTIFICATE_PERSON] = {"critical,CA:FALSE", "critical,digitalSignature,nonRepudiation",
                                "keyid:always", NULL},
        [CERTIFICATE_ORGANISATION] = {"critical,CA:FALSE",
                                      "critical,digitalSignature,nonRepudiation", "keyid:always",
                                      NULL},
        [CERTIFICATE_TSA] = {"critical,CA:FALSE", "critical,digitalSignature", "keyid:always",
                             "critical,timeStamping"},
        [CERTIFICATE_RESPONDER] = {"critical,CA:FALSE", "critical,digitalSignature", "keyid:always",
                                   "OCSPSigning"},
    };
    TRY(add_extension(x509, issuer, NID_subject_key_identifier, "hash", err));
    TRY(add_extension(x509, issuer, NID_basic_constraints, profiles[request->kind].constraints,
                      err));
    TRY(add_extension(x509, issuer, NID_key_usage, profiles[request->kind].usage, err));
    if (profiles[request->kind].authority != NULL)
        TRY(add_extension(x509, issuer, NID_authority_key_identifier,
                          profiles[request->kind].authority, err));
    if (profiles[request->kind].extended != NULL)
        TRY(add_extension(x509, issuer, NID_ext_key_usage, profiles[request->kind].extended, err));
    if (request->kind == CERTIFICATE_RESPONDER)
        TRY(add_extension(x509, issuer, NID_id_pkix_OCSP_noCheck, "", err));
    if (request->training || issuer_is_training)
        TRY(add_training_policy(x509, err));
    return OK;
}

/* --- the certificate ----------------------------------------------------------------------- */

static enum status
set_serial(X509 *x509, struct error *err)
{
    uint8_t bytes[SERIAL_SIZE];
    random_bytes(bytes, sizeof bytes);
    bytes[0] = (bytes[0] & 0x7f) | 0x40; /* positive, always of the same length */
    BIGNUM *number = BN_bin2bn(bytes, sizeof bytes, NULL);
    bool good = number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != NULL;
    BN_free(number);
    return good ? OK : refuse(err, "số sê-ri");
}

static enum status
set_validity(X509 *x509, const struct certificate_request *request,
             const struct certificate_issuer *issuer, struct error *err)
{
    if (request->valid_to < request->valid_from)
        return refuse(err, "thời hạn bị đảo ngược");
    if (issuer != NULL && (request->valid_from < issuer->certificate->not_before ||
                           request->valid_to > issuer->certificate->not_after))
        return refuse(err, "thời hạn nằm ngoài thời hạn của nơi cấp");
    if (ASN1_TIME_set(X509_getm_notBefore(x509), (time_t)request->valid_from) == NULL ||
        ASN1_TIME_set(X509_getm_notAfter(x509), (time_t)request->valid_to) == NULL)
        return refuse(err, "thời hạn");
    return OK;
}

/* Nobody should take a training authority for a real one, even in another program. */
static enum status
check_training_name(const struct certificate_request *request, bool training, struct error *err)
{
    bool authority = request->kind == CERTIFICATE_ROOT || request->kind == CERTIFICATE_AUTHORITY;
    if (training && authority &&
        (request->organisation == NULL || strstr(request->organisation, "THỬ NGHIỆM") == NULL))
        return refuse(err, "tên tổ chức của nơi cấp thử nghiệm phải có chữ \"THỬ NGHIỆM\"");
    return OK;
}

static enum status
finish(X509 *x509, const struct private_key *signing_key, struct certificate **certificate,
       struct error *err)
{
    if (X509_sign(x509, private_key_handle(signing_key), library_sha256()) <= 0)
        return refuse(err, "không ký được");
    unsigned char *der = NULL;
    int size = i2d_X509(x509, &der);
    if (size <= 0)
        return refuse(err, "không ghi được");
    enum status status =
        certificate_parse((struct span){(const char *)der, (size_t)size}, certificate, err);
    OPENSSL_free(der);
    return status;
}

enum status
certificate_issue(const struct certificate_request *request, const struct private_key *subject_key,
                  const struct certificate_issuer *issuer, struct certificate **certificate,
                  struct error *err)
{
    if ((request->kind == CERTIFICATE_ROOT) != (issuer == NULL))
        return refuse(err, "chỉ chứng thư gốc tự ký cho mình");
    if (issuer != NULL && !issuer->certificate->is_ca)
        return refuse(err, "nơi cấp không phải là cơ quan cấp chứng thư");
    ERR_clear_error();
    bool training = request->training || (issuer != NULL && issuer->certificate->is_training);
    TRY(check_training_name(request, training, err));
    LIBRARY(X509) *x509 = X509_new();
    library_must("out of memory", x509);
    X509 *above = issuer ? certificate_handle(issuer->certificate) : x509;
    if (X509_set_version(x509, X509_VERSION_3) != 1 ||
        X509_set_pubkey(x509, private_key_handle(subject_key)) != 1)
        return refuse(err, "khóa công khai");
    TRY(set_serial(x509, err));
    TRY(set_validity(x509, request, issuer, err));
    TRY(set_subject(x509, request, err));
    if (X509_set_issuer_name(x509, X509_get_subject_name(above)) != 1)
        return refuse(err, "tên nơi cấp");
    TRY(add_extensions(x509, above, request, training, err));
    return finish(x509, issuer ? issuer->key : subject_key, certificate, err);
}
