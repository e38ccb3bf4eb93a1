/* SPDX-License-Identifier: Apache-2.0
 *
 * Issuing certificates for the demo and for training: a root, an issuing authority, people and
 * organisations.  Not a public authority: certificates made with `training` carry the policy
 * CERTIFICATE_TRAINING_POLICY, and their root and authority must say "THỬ NGHIỆM" in their
 * organisation's name. RFC 5280 profile: v3, random 127-bit serials, SKI and AKI, critical
 * basicConstraints and keyUsage.
 */
#ifndef HOCBA_CRYPTO_ISSUE_CERTIFICATE_H
#define HOCBA_CRYPTO_ISSUE_CERTIFICATE_H

#include "crypto/certificate.h"

enum certificate_kind {
    CERTIFICATE_ROOT,         /* self-signed authority */
    CERTIFICATE_AUTHORITY,    /* issues to people and organisations */
    CERTIFICATE_PERSON,       /* digitalSignature, nonRepudiation */
    CERTIFICATE_ORGANISATION, /* the same, for a seal */
    CERTIFICATE_TSA,          /* a time-stamping server: EKU timeStamping, critical and alone */
    CERTIFICATE_RESPONDER,    /* an OCSP responder of its issuer: OCSPSigning, nocheck */
};

struct certificate_request {
    enum certificate_kind kind;
    const char *common_name;      /* required */
    const char *organisation;     /* O, or NULL */
    const char *province;         /* ST, or NULL */
    const char *person_number;    /* UID=CCCD:..., 12 digits, or NULL */
    const char *tax_code;         /* UID=MST:..., or NULL */
    const char *school_code;      /* UID=MATRUONG:..., or NULL */
    const char *department_code;  /* UID=MASOGD:..., or NULL */
    int64_t valid_from, valid_to; /* seconds since 1970 */
    bool training;                /* also taken over from a training issuer */
};

/* Who issues; NULL where a root is made. */
struct certificate_issuer {
    const struct certificate *certificate;
    const struct private_key *key;
};

/* Issue a certificate for `subject_key`. For CERTIFICATE_ROOT `issuer` is NULL and the key signs
 * for itself.  INVALID: a name or number is too long or malformed, or the times are reversed or
 * (except for a root) outside the issuer's. */
MUST_CHECK enum status certificate_issue(const struct certificate_request *request,
                                         const struct private_key *subject_key,
                                         const struct certificate_issuer *issuer,
                                         struct certificate **certificate, struct error *err);

#endif
