/* SPDX-License-Identifier: Apache-2.0
 *
 * Issuing time-stamp tokens (RFC 3161; the signing certificate by ESSCertIDv2, RFC 5816) and OCSP
 * responses (RFC 6960): for the demo and for training, with clocks of their own.  Not a public
 * service: nothing here keeps serial numbers or listens.
 */
#ifndef HOCBA_CRYPTO_ISSUE_TIMESTAMP_H
#define HOCBA_CRYPTO_ISSUE_TIMESTAMP_H

#include "crypto/issue_certificate.h"

struct timestamp_order {
    struct digest imprint; /* SHA-256 of what is stamped */
    int64_t time;          /* genTime */
    struct span nonce;     /* big-endian octets to be sent back; data NULL: none */
    bool certificate;      /* the token carries the authority's certificate */
};
/* Append a token signed by `authority`, whose certificate is of the kind CERTIFICATE_TSA. */
MUST_CHECK enum status timestamp_issue(const struct timestamp_order *order,
                                       const struct certificate_issuer *authority,
                                       struct buffer *out, struct error *err);

enum ocsp_state { OCSP_GOOD, OCSP_REVOKED, OCSP_UNKNOWN };

struct ocsp_order {
    const struct certificate *subject, *issuer;
    enum ocsp_state state;
    int64_t revoked_at; /* of OCSP_REVOKED */
    unsigned reason;    /* of OCSP_REVOKED, RFC 5280 5.3.1; 0: none is said */
    int64_t made_at;    /* producedAt and thisUpdate */
    int64_t valid_to;   /* nextUpdate; 0: none */
};
/* Append a response signed by `responder`: the issuer itself, or a CERTIFICATE_RESPONDER, which
 * then stands in the response. */
MUST_CHECK enum status ocsp_issue(const struct ocsp_order *order,
                                  const struct certificate_issuer *responder, struct buffer *out,
                                  struct error *err);

#endif
