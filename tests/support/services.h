/* SPDX-License-Identifier: Apache-2.0
 *
 * A TSA, an OCSP responder and a CRL issuer of OpenSSL's making, in this process, to judge ours by:
 * what they write is read and checked by src/crypto, what src/crypto asks is read by them.  Every
 * function ends the test when something fails.
 */
#ifndef HOCBA_TESTS_SUPPORT_SERVICES_H
#define HOCBA_TESTS_SUPPORT_SERVICES_H

#include "tests/support/pki.h"

/* The clock of the whole program, OpenSSL's included: PKI_NOW until a test sets it. */
extern int64_t test_clock;

/* A certificate with its key. */
struct test_service {
    struct private_key *key;
    struct certificate *certificate;
};
/* Issued by the PKI's authority: CERTIFICATE_TSA, CERTIFICATE_RESPONDER or another kind. */
struct test_service *test_service_new(const struct test_pki *pki, enum certificate_kind kind,
                                      enum key_kind key);
void test_service_free(struct test_service *service);
DEFINE_AUTO(test_service)

struct test_tsa {
    const struct test_service *service;
    int64_t time;                    /* genTime */
    const struct certificate *other; /* not NULL: sent along instead of its own */
    bool certificate_id_v1;          /* ESSCertID with SHA-1 */
    const char *hash;                /* of the token: "SHA256" when NULL */
};
/* A TimeStampResp to a TimeStampReq. */
struct buffer *test_tsa_reply(const struct test_tsa *tsa, struct span request);

struct test_ocsp {
    const struct private_key *key;
    const struct certificate *responder;
    bool send_certificate, by_key;
    int status; /* V_OCSP_CERTSTATUS_*: 0 good, 1 revoked, 2 unknown */
    int64_t revoked_at, this_update, next_update; /* 0: none */
    int reason;                                   /* -1: none */
    bool sha256_id;
    const uint8_t *nonce; /* 16 bytes, or NULL */
};
/* An OCSPResponse about `subject`, produced at test_clock. */
struct buffer *test_ocsp_reply(const struct test_ocsp *ocsp, const struct certificate *subject,
                               const struct certificate *issuer);

/* A CRL of `issuer`; `revoked` (may be NULL) is in it since `revoked_at`. */
struct buffer *test_crl(const struct certificate *issuer, const struct private_key *key,
                        const struct certificate *revoked, int64_t revoked_at, int64_t this_update,
                        int64_t next_update);

#endif
