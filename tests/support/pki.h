/* SPDX-License-Identifier: Apache-2.0
 *
 * A whole PKI for a test in a few milliseconds: root, issuing authority, people, seals.  Valid from
 * 2024-01-01 to 2029-01-01.  P-256 unless said otherwise: RSA keys take long to make.  Every
 * function ends the test when something fails.
 */
#ifndef HOCBA_TESTS_SUPPORT_PKI_H
#define HOCBA_TESTS_SUPPORT_PKI_H

#include "crypto/anchors.h"
#include "crypto/issue_certificate.h"
#include "tests/support/key_signer.h"

#define PKI_FROM INT64_C(1704042000) /* 2024-01-01T00:00:00+07:00 */
#define PKI_TO   INT64_C(1861894800) /* 2029-01-01T00:00:00+07:00 */
#define PKI_NOW  INT64_C(1717128000) /* 2024-05-31T11:00:00+07:00 */

struct test_pki {
    struct private_key *root_key, *authority_key;
    struct certificate *root, *authority;
    struct buffer *root_pem; /* what --anchors takes */
    struct anchors *anchors; /* the root */
};

/* `name` tells several PKIs in one test apart. */
struct test_pki *test_pki_new(const char *name, bool training);
void test_pki_free(struct test_pki *pki);
DEFINE_AUTO(test_pki)

/* A certificate of the authority for a new key. The chain: its certificate, then the authority's.
 */
struct signer *test_pki_signer(const struct test_pki *pki, enum key_kind kind,
                               const struct certificate_request *request);
/* A person; `number` has 12 digits. */
struct signer *test_pki_person(const struct test_pki *pki, enum key_kind kind, const char *name,
                               const char *number);
/* An organisation's seal. */
struct signer *test_pki_seal(const struct test_pki *pki, enum key_kind kind, const char *name,
                             const char *school_code);
/* The same as a PKCS#12 file under `passphrase`. */
struct buffer *test_pki_pkcs12(const struct test_pki *pki, enum key_kind kind,
                               const struct certificate_request *request, const char *passphrase);
/* Somebody below the authority who signs evidence: a timestamp authority, an OCSP responder. */
struct test_evidence_maker {
    struct private_key *key;
    struct certificate *certificate;
    struct certificate_issuer issuer; /* the two, as the issuing functions take them */
};
struct test_evidence_maker *test_evidence_maker_new(const struct test_pki *pki, enum key_kind kind,
                                                    enum certificate_kind what);
void test_evidence_maker_free(struct test_evidence_maker *maker);
DEFINE_AUTO(test_evidence_maker)
/* A new key; RSA keys have 2048 bits. */
struct private_key *test_key(enum key_kind kind);
/* A copy of a certificate (parsed again), for chains, which own theirs. */
struct certificate *test_certificate_copy(const struct certificate *certificate);

#endif
