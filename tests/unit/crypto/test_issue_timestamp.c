/* SPDX-License-Identifier: Apache-2.0
 *
 * Tokens and OCSP responses of our own, as OpenSSL and as our readers see them.
 */
#include "tests/support/test.h"

#include <openssl/ocsp.h>
#include <openssl/ts.h>

#include "crypto/issue_timestamp.h"
#include "crypto/revocation.h"
#include "crypto/timestamp.h"
#include "tests/support/pki.h"

#define STAMPED SPAN("a signature's value")

static int
open_pki(void **state)
{
    *state = test_pki_new("kiểm thử", false);
    return 0;
}

static int
close_pki(void **state)
{
    test_pki_free(*state);
    return 0;
}

static X509 *
x509_of(const struct certificate *certificate)
{
    const unsigned char *der = (const unsigned char *)certificate->der.data;

    return d2i_X509(NULL, &der, (long)certificate->der.size);
}

static X509_STORE *
store_of(const struct test_pki *pki)
{
    X509_STORE *store = X509_STORE_new();
    X509 *root = x509_of(pki->root);

    X509_STORE_add_cert(store, root);
    X509_free(root);
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), PKI_NOW);
    return store;
}

/* OpenSSL's opinion on a token. */
static bool
openssl_accepts_token(const struct test_pki *pki, struct span token,
                      const struct certificate *authority)
{
    const unsigned char *der = (const unsigned char *)token.data;
    PKCS7 *pkcs7 = d2i_PKCS7(NULL, &der, (long)token.size);
    STACK_OF(X509) *others = sk_X509_new_null();
    TS_VERIFY_CTX *context = TS_VERIFY_CTX_new();
    BIO *data = BIO_new_mem_buf(STAMPED.data, (int)STAMPED.size);

    assert_non_null(pkcs7);
    sk_X509_push(others, x509_of(authority));
    sk_X509_push(others, x509_of(pki->authority));
    TS_VERIFY_CTX_set_flags(context, TS_VFY_SIGNATURE | TS_VFY_VERSION | TS_VFY_DATA);
    TS_VERIFY_CTX_set_data(context, data);
    TS_VERIFY_CTX_set_store(context, store_of(pki));
    TS_VERIFY_CTX_set_certs(context, others);
    bool good = TS_RESP_verify_token(context, pkcs7) == 1;
    TS_VERIFY_CTX_free(context);
    PKCS7_free(pkcs7);
    return good;
}

static void
test_tokens(void **state)
{
    const struct test_pki *pki = *state;
    static const uint8_t nonce[] = {0, 0x81, 2, 3};

    for (int kind = KEY_RSA; kind <= KEY_P256; kind++)
        for (int certificate = 0; certificate < 2; certificate++) {
            AUTO(test_evidence_maker) *tsa =
                test_evidence_maker_new(pki, (enum key_kind)kind, CERTIFICATE_TSA);
            AUTO(buffer) *token = buffer_new(TIMESTAMP_TOKEN_MAX);
            struct timestamp_order order = {.imprint = sha256(STAMPED),
                                            .time = PKI_NOW,
                                            .nonce = {(const char *)nonce, sizeof nonce},
                                            .certificate = certificate};
            const struct certificate *candidates[] = {pki->authority, tsa->certificate};
            struct timestamp stamp;
            struct path_result path;
            struct error err;
            assert_ok(timestamp_issue(&order, &tsa->issuer, token, &err));
            assert_true(openssl_accepts_token(pki, buffer_span(token), tsa->certificate));
            assert_ok(timestamp_parse(buffer_span(token), &stamp, &err));
            assert_int_equal(stamp.time, PKI_NOW);
            assert_int_equal(stamp.cms.certificate_count, certificate);
            assert_ok(timestamp_check(&stamp, STAMPED, candidates, COUNT_OF(candidates),
                                      pki->anchors, &path, &err));
            assert_int_equal(timestamp_check(&stamp, SPAN("another"), candidates,
                                             COUNT_OF(candidates), pki->anchors, &path, &err),
                             UNTRUSTED);
        }
}

/* OpenSSL's opinion on a response: V_OCSP_CERTSTATUS_*, or -1. */
static int
openssl_reads_response(const struct test_pki *pki, struct span response,
                       const struct certificate *subject)
{
    const unsigned char *der = (const unsigned char *)response.data;
    OCSP_RESPONSE *whole = d2i_OCSP_RESPONSE(NULL, &der, (long)response.size);
    OCSP_BASICRESP *basic = OCSP_response_get1_basic(whole);
    STACK_OF(X509) *others = sk_X509_new_null();
    X509_STORE *store = store_of(pki);
    X509 *of = x509_of(subject), *issuer = x509_of(pki->authority);
    OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), of, issuer);
    ASN1_GENERALIZEDTIME *revoked, *this_update, *next_update;
    int status = -1, reason;

    sk_X509_push(others, issuer);
    if (OCSP_basic_verify(basic, others, store, 0) != 1 ||
        !OCSP_resp_find_status(basic, id, &status, &reason, &revoked, &this_update, &next_update))
        status = -1;
    OCSP_CERTID_free(id);
    OCSP_BASICRESP_free(basic);
    OCSP_RESPONSE_free(whole);
    X509_STORE_free(store);
    sk_X509_pop_free(others, X509_free);
    X509_free(of);
    return status;
}

static void
test_responses(void **state)
{
    static const struct {
        const char *about;
        enum ocsp_state state;
        int64_t revoked_at;
        int openssl;
        enum revocation_verdict verdict;
    } rows[] = {
        {"good", OCSP_GOOD, 0, V_OCSP_CERTSTATUS_GOOD, REVOCATION_GOOD},
        {"revoked before", OCSP_REVOKED, PKI_NOW - 100, V_OCSP_CERTSTATUS_REVOKED,
         REVOCATION_REVOKED},
        {"revoked later", OCSP_REVOKED, PKI_NOW + 100, V_OCSP_CERTSTATUS_REVOKED, REVOCATION_GOOD},
        {"unknown", OCSP_UNKNOWN, 0, V_OCSP_CERTSTATUS_UNKNOWN, REVOCATION_UNKNOWN},
    };
    const struct test_pki *pki = *state;
    AUTO(test_evidence_maker) *subject = test_evidence_maker_new(pki, KEY_P256, CERTIFICATE_PERSON);
    AUTO(test_evidence_maker) *delegated =
        test_evidence_maker_new(pki, KEY_RSA, CERTIFICATE_RESPONDER);
    struct certificate_issuer issuer = {pki->authority, pki->authority_key};
    struct revocation_question question = {.subject = subject->certificate,
                                           .issuer = pki->authority,
                                           .existed_at = PKI_NOW,
                                           .now = PKI_NOW + 1000};

    for (size_t i = 0; i < 2 * COUNT_OF(rows); i++) {
        const struct certificate_issuer *by = i % 2 ? &delegated->issuer : &issuer;
        AUTO(buffer) *response = buffer_new(OCSP_RESPONSE_MAX);
        struct ocsp_order order = {.subject = subject->certificate,
                                   .issuer = pki->authority,
                                   .state = rows[i / 2].state,
                                   .revoked_at = rows[i / 2].revoked_at,
                                   .made_at = PKI_NOW + 200,
                                   .valid_to = PKI_NOW + 3600};
        struct revocation_answer answer;
        struct error err;
        assert_ok(ocsp_issue(&order, by, response, &err));
        int status = openssl_reads_response(pki, buffer_span(response), subject->certificate);
        if (status != rows[i / 2].openssl)
            row_fail(rows[i / 2].about, "OpenSSL reads %d", status);
        ocsp_check(buffer_span(response), &question, NULL, NULL, &answer);
        if (answer.verdict != rows[i / 2].verdict)
            row_fail(rows[i / 2].about, "%s: %s", revocation_verdict_word(answer.verdict),
                     answer.sentence);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_responses),
    };

    return cmocka_run_group_tests(tests, open_pki, close_pki);
}
