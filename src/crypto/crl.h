/* SPDX-License-Identifier: Apache-2.0
 *
 * CRLs from within: entries, scopes and names, for this folder only.  The way in is
 * crypto/revocation.h.
 */
#ifndef HOCBA_CRYPTO_CRL_H
#define HOCBA_CRYPTO_CRL_H

#include "crypto/revocation.h"

/* Bits 1..8 of ReasonFlags: everything that a certificate may be revoked for. */
enum { CRL_ALL_REASONS = 0x1fe };

struct crl_entry {
    struct span serial; /* INTEGER in DER */
    int64_t revoked_at;
    unsigned reason;
    struct span issuer_names; /* certificateIssuer: content of GeneralNames; data NULL: none */
};

/* ReasonFlags' content octets as bits. */
bool crl_read_reasons(struct span bits, unsigned *reasons);
/* The subject's entry. False: none, or a malformed one (or one with something that must be
 * understood) stood before it. */
bool crl_find_entry(const struct crl *crl, const struct certificate *subject,
                    struct crl_entry *found, bool *malformed);

/* --- scope (crl_scope.c) -----------------------------------------------------------------------
 */

/* Two Names in DER, compared as RFC 5280 7.1 asks (letter case, spaces, string types). */
bool names_equal(struct span a, struct span b);
/* GeneralNames' content holds this Name as a directoryName. */
bool general_names_hold(struct span names, struct span name);
/* Two GeneralNames' contents have one in common. */
bool general_names_meet(struct span a, struct span b);

/* One of a certificate's distribution points (RFC 5280 4.2.1.13). */
struct crl_point {
    struct span names;        /* GeneralNames' content; data NULL: none */
    struct span issuer_names; /* cRLIssuer; data NULL: the certificate's issuer */
    unsigned reasons;         /* what its CRLs tell of */
};
enum { CRL_POINTS_MAX = 8 };
/* The subject's points, or the one that its issuer implies.  What names it has to build lie in
 * `arena`. False: malformed or too many. */
bool crl_points(const struct certificate *subject, struct arena *arena, struct crl_point *points,
                size_t *count);
/* The CRL is one that this point tells of, for this subject (RFC 5280 6.3.3 (b)). */
bool crl_is_of_point(const struct crl *crl, const struct crl_point *point,
                     const struct certificate *subject, struct arena *arena);
/* A delta to that complete list: same issuer, key and scope, numbers that fit (6.3.3 (c)). */
bool crl_is_delta_of(const struct crl *delta, const struct crl *complete);

#endif
