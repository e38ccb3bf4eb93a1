/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/services.h"

#include "crypto/handles.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

static void
must(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "test services: %s\n", what);
    ERR_print_errors_fp(stderr);
    abort();
}

int64_t test_clock = PKI_NOW;

/* The library stamps its responses with the time of day and cannot be told another; this stands
 * before libc's own. */
time_t
time(time_t *out)
{
    if (out != NULL)
        *out = (time_t)test_clock;
    return (time_t)test_clock;
}

struct test_service *
test_service_new(const struct test_pki *pki, enum certificate_kind kind, enum key_kind key)
{
    struct error err;
    struct test_service *made = heap_alloc(sizeof *made);
    made->key = test_key(key);
    struct certificate_request request = {.kind = kind,
                                          .common_name = "Dịch vụ kiểm thử",
                                          .organisation = "Đơn vị kiểm thử",
                                          .valid_from = PKI_FROM,
                                          .valid_to = PKI_TO};
    struct certificate_issuer issuer = {pki->authority, pki->authority_key};
    must(certificate_issue(&request, made->key, &issuer, &made->certificate, &err) == OK,
         "certificate");
    return made;
}

void
test_service_free(struct test_service *service)
{
    if (service == NULL)
        return;
    certificate_free(service->certificate);
    private_key_free(service->key);
    free(service);
}

/* --- TSA ----------------------------------------------------------------------------------- */

static int
give_time(struct TS_resp_ctx *context, void *tsa, long *seconds, long *micros)
{
    (void)context;
    *seconds = (long)((const struct test_tsa *)tsa)->time;
    *micros = 0;
    return 1;
}

static ASN1_INTEGER *
give_serial(struct TS_resp_ctx *context, void *data)
{
    static long next = 1;
    (void)context;
    (void)data;
    ASN1_INTEGER *serial = ASN1_INTEGER_new();
    must(serial != NULL && ASN1_INTEGER_set(serial, next++), "serial");
    return serial;
}

static TS_RESP_CTX *
tsa_context(const struct test_tsa *tsa)
{
    TS_RESP_CTX *context = TS_RESP_CTX_new();
    ASN1_OBJECT *policy = OBJ_txt2obj("1.2.3.4.5", 1);
    STACK_OF(X509) *others = sk_X509_new_null();
    must(context && policy && others, "memory");
    TS_RESP_CTX_set_time_cb(context, give_time, (void *)(uintptr_t)tsa);
    TS_RESP_CTX_set_serial_cb(context, give_serial, NULL);
    must(TS_RESP_CTX_set_signer_cert(context, certificate_handle(tsa->service->certificate)) == 1,
         "signer certificate");
    must(TS_RESP_CTX_set_signer_key(context, private_key_handle(tsa->service->key)) == 1, "key");
    must(TS_RESP_CTX_set_def_policy(context, policy) == 1, "policy");
    must(TS_RESP_CTX_set_signer_digest(context,
                                       EVP_get_digestbyname(tsa->hash ? tsa->hash : "SHA256")) == 1,
         "digest");
    must(TS_RESP_CTX_set_ess_cert_id_digest(context, tsa->certificate_id_v1 ? EVP_sha1()
                                                                            : EVP_sha256()) == 1,
         "certificate id");
    must(TS_RESP_CTX_add_md(context, EVP_sha256()) == 1, "accepted digest");
    if (tsa->other != NULL) {
        sk_X509_push(others, certificate_handle(tsa->other));
        must(TS_RESP_CTX_set_certs(context, others) == 1, "certificates");
    }
    sk_X509_free(others);
    ASN1_OBJECT_free(policy);
    return context;
}

struct buffer *
test_tsa_reply(const struct test_tsa *tsa, struct span request)
{
    TS_RESP_CTX *context = tsa_context(tsa);
    BIO *in = library_reader(request);
    TS_RESP *response = TS_RESP_create_response(context, in);
    must(response != NULL, "time-stamp response");
    unsigned char *der = NULL;
    int size = i2d_TS_RESP(response, &der);
    must(size > 0, "time-stamp encoding");
    struct buffer *out = buffer_new((size_t)size);
    buffer_add(out, der, (size_t)size);
    OPENSSL_free(der);
    TS_RESP_free(response);
    BIO_free(in);
    TS_RESP_CTX_free(context);
    return out;
}

/* --- OCSP ---------------------------------------------------------------------------------- */

static ASN1_TIME *
time_of(int64_t seconds)
{
    return seconds == 0 ? NULL : ASN1_GENERALIZEDTIME_set(NULL, (time_t)seconds);
}

static void
add_status(OCSP_BASICRESP *basic, const struct test_ocsp *ocsp, const struct certificate *subject,
           const struct certificate *issuer)
{
    OCSP_CERTID *id = OCSP_cert_to_id(ocsp->sha256_id ? EVP_sha256() : EVP_sha1(),
                                      certificate_handle(subject), certificate_handle(issuer));
    ASN1_TIME *revoked = time_of(ocsp->revoked_at), *from = time_of(ocsp->this_update),
              *to = time_of(ocsp->next_update);
    must(OCSP_basic_add1_status(basic, id, ocsp->status, ocsp->reason, revoked, from, to) != NULL,
         "OCSP status");
    OCSP_CERTID_free(id);
    ASN1_TIME_free(revoked);
    ASN1_TIME_free(from);
    ASN1_TIME_free(to);
}

struct buffer *
test_ocsp_reply(const struct test_ocsp *ocsp, const struct certificate *subject,
                const struct certificate *issuer)
{
    OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
    must(basic != NULL, "memory");
    add_status(basic, ocsp, subject, issuer);
    if (ocsp->nonce != NULL)
        must(OCSP_basic_add1_nonce(basic, (unsigned char *)(uintptr_t)ocsp->nonce, 16) == 1,
             "nonce");
    unsigned long flags =
        (ocsp->send_certificate ? 0 : OCSP_NOCERTS) | (ocsp->by_key ? OCSP_RESPID_KEY : 0);
    must(OCSP_basic_sign(basic, certificate_handle(ocsp->responder), private_key_handle(ocsp->key),
                         EVP_sha256(), NULL, flags) == 1,
         "OCSP signature");
    OCSP_RESPONSE *response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
    unsigned char *der = NULL;
    int size = response ? i2d_OCSP_RESPONSE(response, &der) : 0;
    must(size > 0, "OCSP encoding");
    struct buffer *out = buffer_new((size_t)size);
    buffer_add(out, der, (size_t)size);
    OPENSSL_free(der);
    OCSP_RESPONSE_free(response);
    OCSP_BASICRESP_free(basic);
    return out;
}

/* --- CRL ----------------------------------------------------------------------------------- */

static void
add_revoked(X509_CRL *crl, const struct certificate *certificate, int64_t at)
{
    X509_REVOKED *entry = X509_REVOKED_new();
    ASN1_TIME *when = ASN1_TIME_set(NULL, (time_t)at);
    ASN1_INTEGER *serial =
        ASN1_INTEGER_dup(X509_get0_serialNumber(certificate_handle(certificate)));
    must(entry && X509_REVOKED_set_serialNumber(entry, serial) == 1 &&
             X509_REVOKED_set_revocationDate(entry, when) == 1 &&
             X509_CRL_add0_revoked(crl, entry) == 1,
         "CRL entry");
    ASN1_INTEGER_free(serial);
    ASN1_TIME_free(when);
}

struct buffer *
test_crl(const struct certificate *issuer, const struct private_key *key,
         const struct certificate *revoked, int64_t revoked_at, int64_t this_update,
         int64_t next_update)
{
    X509_CRL *crl = X509_CRL_new();
    ASN1_TIME *from = ASN1_TIME_set(NULL, (time_t)this_update),
              *to = ASN1_TIME_set(NULL, (time_t)next_update);
    must(crl && X509_CRL_set_version(crl, X509_CRL_VERSION_2) == 1 &&
             X509_CRL_set_issuer_name(crl, X509_get_subject_name(certificate_handle(issuer))) ==
                 1 &&
             X509_CRL_set1_lastUpdate(crl, from) == 1 && X509_CRL_set1_nextUpdate(crl, to) == 1,
         "CRL");
    ASN1_INTEGER *number = ASN1_INTEGER_new();
    must(ASN1_INTEGER_set(number, 7) == 1 &&
             X509_CRL_add1_ext_i2d(crl, NID_crl_number, number, 0, 0) == 1,
         "CRL number");
    if (revoked != NULL)
        add_revoked(crl, revoked, revoked_at);
    must(X509_CRL_sort(crl) == 1 && X509_CRL_sign(crl, private_key_handle(key), EVP_sha256()) > 0,
         "CRL signature");
    unsigned char *der = NULL;
    int size = i2d_X509_CRL(crl, &der);
    must(size > 0, "CRL encoding");
    struct buffer *out = buffer_new((size_t)size);
    buffer_add(out, der, (size_t)size);
    OPENSSL_free(der);
    ASN1_INTEGER_free(number);
    ASN1_TIME_free(from);
    ASN1_TIME_free(to);
    X509_CRL_free(crl);
    return out;
}
