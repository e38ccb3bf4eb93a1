/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence for signed records: timestamps and revocation data for every signature, right or bent in
 * one way.  Every function ends the test when something fails.
 */
#ifndef HOCBA_TESTS_SUPPORT_EVIDENCE_H
#define HOCBA_TESTS_SUPPORT_EVIDENCE_H

#include "crypto/issue_timestamp.h"
#include "tests/support/signed_record.h"

#define STAMPED_AT (SIGNED_AT + 600)

struct test_authorities {
    const struct test_pki *pki;
    struct test_evidence_maker *tsa, *responder, *person;
    struct test_pki *strangers; /* another root, with a timestamp authority of its own */
    struct test_evidence_maker *strange_tsa;
};
struct test_authorities *test_authorities_new(const struct test_pki *pki, enum key_kind kind);
void test_authorities_free(struct test_authorities *authorities);
DEFINE_AUTO(test_authorities)

enum token_bend {
    TOKEN_RIGHT,
    TOKEN_JUNK,       /* no DER */
    TOKEN_CUT,        /* its last byte missing */
    TOKEN_FORGED,     /* one bit of the TSA's signature value turned */
    TOKEN_RETIMED,    /* one digit of genTime changed */
    TOKEN_COPIED,     /* the token of another signature */
    TOKEN_OF_PERSON,  /* signed by somebody who is no timestamp authority */
    TOKEN_OF_STRANGER /* of an authority under another root */
};
enum ocsp_signer { BY_ISSUER, BY_DELEGATE, BY_PERSON };

/* {0} is B-LT with everything right. */
struct evidence_plan {
    int64_t stamped_at; /* 0: STAMPED_AT */
    enum token_bend token;
    bool hide_authority;        /* no certificate of the TSA anywhere */
    bool authority_in_token;    /* ... or in the token, not beside it */
    bool only_timestamp;        /* B-T: no revocation data */
    bool no_authority_data;     /* none for the TSA */
    bool no_issuer_data;        /* none for the issuing authority */
    enum ocsp_signer responder; /* of the signers' certificates */
    enum ocsp_state state;      /* of the signers' certificates */
    enum ocsp_state authority_state;
    int64_t revoked_at;
    unsigned reason;           /* of a revocation; 0: none is said */
    int64_t made_at, valid_to; /* of every response; 0: a minute after the stamp, an hour more */
    bool first_signature_only; /* only the first signature gets evidence */
};

/* `document` with evidence in its signatures. */
struct span test_raise(struct arena *arena, struct span document,
                       const struct test_authorities *authorities,
                       const struct evidence_plan *plan);

#endif
