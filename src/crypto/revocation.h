/* SPDX-License-Identifier: Apache-2.0
 *
 * Revocation: OCSP (RFC 6960, RFC 5019) and CRLs (RFC 5280 5, 6.3), fresh or archived.
 *
 * The question is not "is it revoked now" but "was it good when its signature existed": a
 * certificate revoked later than the proof of existence is good.  Evidence counts when it was made
 * at or after the proof (less REVOCATION_SKEW), or when its own nextUpdate covers the proof; never
 * when it was made after `now`.  A response is believed when the subject's issuer signed it, or a
 * responder that this issuer delegated (EKU OCSPSigning), or one among the anchors for OCSP.
 *
 * Three steps, so that a verifier can keep the dear one: parsing (no memory for OCSP), the
 * signature (cacheable by SHA-256 of the response and of the issuer's certificate), and the answer
 * for one certificate, which costs two SHA-1 as identifiers and no key operation.
 */
#ifndef HOCBA_CRYPTO_REVOCATION_H
#define HOCBA_CRYPTO_REVOCATION_H

#include "crypto/algorithm.h"
#include "crypto/anchors.h"

enum {
    OCSP_RESPONSE_MAX = 16 * 1024,
    OCSP_REQUEST_MAX = 256,
    OCSP_CERTIFICATES_MAX = 4,
    OCSP_ANSWERS_MAX = 32, /* single responses in one response that are looked at */
    OCSP_NONCE_SIZE = 16,
    CRL_MAX = 8 * 1024 * 1024,
    REVOCATION_CRLS_MAX = 32, /* lists that are looked at for one certificate */
    REVOCATION_SKEW = 5 * 60, /* seconds that clocks may differ */
};

enum revocation_verdict {
    REVOCATION_GOOD,     /* not revoked at the proof's time, or later only */
    REVOCATION_REVOKED,  /* before or at the proof's time */
    REVOCATION_UNKNOWN,  /* the responder does not know this certificate */
    REVOCATION_UNUSABLE, /* says nothing about it: another certificate, stale, forged, malformed */
};

/* CRLReason of RFC 5280 5.3.1. */
enum {
    REASON_UNSPECIFIED = 0,
    REASON_KEY_COMPROMISE = 1,
    REASON_AFFILIATION = 3,
    REASON_SUPERSEDED = 4,
    REASON_CESSATION = 5,
    REASON_HOLD = 6,
    REASON_REMOVE_FROM_CRL = 8
};

struct revocation_question {
    const struct certificate *subject, *issuer;
    int64_t existed_at; /* the proof of existence of what the subject signed */
    int64_t now;        /* the time of verification */
    enum algorithms allowed;
    const struct certificate *anchor; /* of the subject's path: a CRL's other signer must end there
                                         too (RFC 5280 6.3.3 (f)); NULL: such lists do not count */
};

struct revocation_answer {
    enum revocation_verdict verdict;
    int64_t revoked_at; /* 0: not revoked. May be set when GOOD: revoked later */
    unsigned reason;
    int64_t made_at;                  /* producedAt, or thisUpdate of a CRL */
    int64_t this_update, next_update; /* next_update 0: none */
    char sentence[512];               /* Vietnamese: what was found */
};

/* RFC 3161 4: does an authority of timestamps, asked about so, leave its stamps from before in
 * force? Not where it was revoked before; nor later, unless a harmless reason is said: whoever has
 * its stolen key stamps any time he likes. */
bool revocation_leaves_stamps(const struct revocation_answer *answer);

/* --- OCSP ---------------------------------------------------------------------------------- */

/* One response, read where it stands. */
struct ocsp_response {
    struct span der;
    struct span signed_part;                   /* ResponseData */
    struct span responder_name, responder_key; /* one of them; byName: Name in DER */
    int64_t produced_at;
    struct span answers; /* SEQUENCE OF SingleResponse, content */
    struct span nonce;   /* extnValue's content; data NULL when none */
    struct signature_algorithm algorithm;
    struct span signature;
    struct span certificates[OCSP_CERTIFICATES_MAX];
    size_t certificate_count;
};

/* An OCSPRequest for one certificate, its CertID with SHA-1 (as an identifier; what responders
 * know). `nonce` has OCSP_NONCE_SIZE bytes or is NULL. POSTed as application/ocsp-request. */
void ocsp_write_request(const struct certificate *subject, const struct certificate *issuer,
                        const uint8_t *nonce, struct buffer *out);
/* OCSPResponse. UNAVAILABLE: the responder declined; INVALID: not a basic response in DER. */
MUST_CHECK enum status ocsp_parse(struct span der, struct ocsp_response *response,
                                  struct error *err);
/* The responder is the issuer, delegated by it, or under an anchor of `responders` (may be NULL),
 * and the signature is its own. UNTRUSTED when not. */
MUST_CHECK enum status ocsp_check_signature(const struct ocsp_response *response,
                                            const struct certificate *issuer,
                                            const struct anchors *responders,
                                            enum algorithms allowed, struct error *err);
/* What a response whose signature was checked says about the subject. */
void ocsp_answer(const struct ocsp_response *response, const struct revocation_question *question,
                 struct revocation_answer *answer);
/* All three. `nonce` (OCSP_NONCE_SIZE bytes, online) must come back if the response has one; NULL:
 * archived, not asked. */
void ocsp_check(struct span der, const struct revocation_question *question,
                const struct anchors *responders, const uint8_t *nonce,
                struct revocation_answer *answer);

/* --- CRL ----------------------------------------------------------------------------------- */

/* One CRL, read where it stands. */
struct crl {
    struct span der;
    struct span signed_part;
    struct span issuer; /* Name in DER */
    int64_t this_update, next_update;
    struct span entries;     /* content of revokedCertificates; data NULL when empty */
    struct span number;      /* CRLNumber's INTEGER octets; data NULL when none */
    struct span base_number; /* deltaCRLIndicator; data NULL: a complete CRL */
    struct span scope;       /* issuingDistributionPoint's content; data NULL: none */
    bool users_only, authorities_only, attributes_only, indirect;
    unsigned reasons;      /* bits of onlySomeReasons, bit n = reason n; 0: all */
    struct span point;     /* its distributionPoint's content; data NULL: none */
    struct span key_id;    /* authorityKeyIdentifier's keyIdentifier; data NULL: none */
    bool unknown_critical; /* an extension that we may not pass over */
    struct signature_algorithm algorithm;
    struct span signature;
};

MUST_CHECK enum status crl_parse(struct span der, struct crl *crl, struct error *err);
/* `issuer` has the CRL's issuer name, may sign CRLs and did. */
MUST_CHECK enum status crl_check_signature(const struct crl *crl, const struct certificate *issuer,
                                           enum algorithms allowed, struct error *err);
/* What a complete CRL of the subject's own issuer says about the subject. */
void crl_answer(const struct crl *crl, const struct revocation_question *question,
                struct revocation_answer *answer);
/* All three, the CRL signed by the question's issuer. */
void crl_check(struct span der, const struct revocation_question *question,
               struct revocation_answer *answer);

/* --- a whole path -------------------------------------------------------------------------- */

/* Evidence in any order; spans must stay. */
struct revocation_evidence {
    const struct span *ocsp, *crls;
    size_t ocsp_count, crl_count;
    const struct anchors *responders; /* anchors for OCSP, or NULL */
    /* For CRLs signed by another than the subject's issuer (a key of its own for lists, an indirect
     * list): certificates to find it among and anchors for its path.  NULL: such lists do not
     * count. */
    const struct certificate *const *candidates;
    size_t candidate_count;
    const struct anchors *anchors;
};

/* The subject's state by whatever evidence settles it: OCSP first, then CRLs. UNUSABLE, with the
 * last reason, when none does. */
void revocation_check(const struct revocation_evidence *evidence,
                      const struct revocation_question *question, struct revocation_answer *answer);
/* The subject's state by the CRLs alone, by their distribution points, scopes, reasons and deltas
 * (RFC 5280 6.3). */
void revocation_check_crls(const struct revocation_evidence *evidence,
                           const struct revocation_question *question,
                           struct revocation_answer *answer);
/* Every certificate of a path below its anchor, the subject's first: the first that is not GOOD is
 * the answer, and `*at` its place; else the answer for the subject. */
void revocation_check_path(const struct revocation_evidence *evidence,
                           const struct certificate *const *chain, size_t length,
                           int64_t existed_at, int64_t now, enum algorithms allowed, size_t *at,
                           struct revocation_answer *answer);

const char *revocation_verdict_word(enum revocation_verdict verdict);

#endif
