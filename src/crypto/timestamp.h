/* SPDX-License-Identifier: Apache-2.0
 *
 * Time-stamps (RFC 3161, RFC 5816; ETSI EN 319 422): asking for one, reading the reply, checking a
 * token.  Imprints are SHA-256.
 *
 * The verifier's hot path is timestamp_parse(), which takes no memory, and
 * timestamp_check_value(): one public-key operation and a microsecond.  What is the same for every
 * token of a TSA (its certificate and its path) is for the caller to keep: parse the certificate
 * once, ask path_validate() with PATH_FOR_TSA once, and use the verdict while genTime lies within
 * its valid_from..valid_to.
 */
#ifndef HOCBA_CRYPTO_TIMESTAMP_H
#define HOCBA_CRYPTO_TIMESTAMP_H

#include "crypto/cms.h"
#include "crypto/path.h"

enum {
    TIMESTAMP_TOKEN_MAX = 16 * 1024,
    TIMESTAMP_REPLY_MAX = TIMESTAMP_TOKEN_MAX + 1024,
    TIMESTAMP_REQUEST_MAX = 128,
    TIMESTAMP_NONCE_SIZE = 8,
};

/* What is asked of a TSA. */
struct timestamp_request {
    struct digest imprint;
    uint8_t nonce[TIMESTAMP_NONCE_SIZE]; /* random, the caller's; sent as a positive INTEGER */
    bool certificates;                   /* certReq: the token shall carry the TSA's certificates */
};

/* A token, read where it stands: `token` must stay. */
struct timestamp {
    struct span token;   /* ContentInfo: what a record embeds */
    int64_t time;        /* genTime, fractions cut off */
    int64_t accuracy_ms; /* 0 when not said */
    enum hash_kind imprint_kind;
    struct span imprint;
    struct span policy; /* OID octets */
    struct span serial; /* INTEGER's octets */
    struct span nonce;  /* INTEGER's octets; data NULL when none */
    struct cms cms;     /* its certificates are unsigned hints */
};

/* TimeStampReq, as POSTed with application/timestamp-query. */
void timestamp_write_request(const struct timestamp_request *request, struct buffer *out);
/* TimeStampResp. UNAVAILABLE: the TSA declined (its reason in the detail); INVALID: not a reply, or
 * not to this request (another imprint, another nonce, certificates not asked for left aside).
 * `stamp` points into `reply`.  The signature is not looked at: timestamp_check() does. */
MUST_CHECK enum status timestamp_read_reply(struct span reply,
                                            const struct timestamp_request *request,
                                            struct timestamp *stamp, struct error *err);
/* A token. INVALID with what is wrong. */
MUST_CHECK enum status timestamp_parse(struct span token, struct timestamp *stamp,
                                       struct error *err);

/* The candidate whose hash the token names; NULL when none. */
const struct certificate *timestamp_find_tsa(const struct timestamp *stamp,
                                             const struct certificate *const *candidates,
                                             size_t count);
/* The token's imprint is the hash of `stamped` (with the token's own algorithm, SHA-256 or longer)
 * and `tsa` signed it. UNTRUSTED when not. Not the TSA's path. */
MUST_CHECK enum status timestamp_check_value(const struct timestamp *stamp, struct span stamped,
                                             const struct certificate *tsa, struct error *err);
/* The same, the TSA found among the candidates, and its path to an anchor at genTime (EKU
 * timeStamping, critical, alone). OK: `stamped` existed at stamp->time. UNTRUSTED or UNDECIDED
 * (a certificate is missing) when not; `path` is filled as far as it was looked at. */
MUST_CHECK enum status timestamp_check(const struct timestamp *stamp, struct span stamped,
                                       const struct certificate *const *candidates, size_t count,
                                       const struct anchors *anchors, struct path_result *path,
                                       struct error *err);

#endif
