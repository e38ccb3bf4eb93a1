/* SPDX-License-Identifier: Apache-2.0
 *
 * The certification path (RFC 5280 6.1) from a signer's certificate to the given anchors, at a
 * given time.  Only the certificates handed in are used: no system store, no fetching.  Anchors
 * may be roots or intermediate authorities; one with dates (crypto/trust.h) counts within them
 * only.  Revocation is not asked here: crypto/revocation.h, with the path found.
 */
#ifndef HOCBA_CRYPTO_PATH_H
#define HOCBA_CRYPTO_PATH_H

#include "crypto/algorithm.h"
#include "crypto/anchors.h"

enum path_verdict {
    PATH_TRUSTED,       /* complete, ends in an anchor, valid at that time */
    PATH_OTHER_ROOT,    /* complete, but it ends in a root that is not among the anchors */
    PATH_INCOMPLETE,    /* an issuer's certificate is missing: more material could settle it */
    PATH_EXPIRED,       /* ends in an anchor, but a certificate had expired at that time */
    PATH_NOT_YET_VALID, /* ends in an anchor, but a certificate was not valid yet */
    PATH_BROKEN,        /* a signature, key usage, constraint, algorithm or length is wrong */
};

/* What the leaf is asked to be good for. */
enum path_purpose {
    PATH_FOR_SIGNER,    /* signs documents: digitalSignature or nonRepudiation, no authority */
    PATH_FOR_TSA,       /* EKU timeStamping, critical and alone (RFC 3161 2.3) */
    PATH_FOR_RESPONDER, /* EKU OCSPSigning (RFC 6960 4.2.2.2) */
    PATH_FOR_AUTHORITY, /* issues certificates */
    PATH_FOR_ANYTHING,  /* test suites: the path alone */
};

struct path_query {
    const struct certificate *leaf;
    const struct certificate *const *others; /* candidates for the issuers, in any order */
    size_t count;                            /* at most PATH_CANDIDATES_MAX are looked at */
    const struct anchors *anchors;
    int64_t at; /* seconds since 1970: the time that matters */
    enum path_purpose purpose;
    enum algorithms allowed;
    /* The caller's policy inputs of RFC 5280 6.1.1; NULL and false: any policy will do. */
    const char *const *policies; /* acceptable policy OIDs, dotted, ended by NULL */
    bool explicit_policy, inhibit_mapping, inhibit_any_policy;
};

struct path_result {
    enum path_verdict verdict;
    bool training; /* the signer's or its issuer's certificate is a training one */
    const struct certificate *anchor; /* the anchor reached; NULL unless one was */
    /* The path found, the leaf first, the anchor last; borrowed from the query. */
    const struct certificate *chain[CHAIN_MAX];
    size_t length;                /* 0 unless an anchor was reached */
    int64_t valid_from, valid_to; /* when every certificate of the path is valid; for caches */
    char reason[512];             /* one Vietnamese sentence */
    char detail[128];             /* the library's words, for the operator */
};

/* Judge a certificate for a purpose.
 *
 * A path counts as complete without its root's certificate when the topmost authority says in
 * its authorityKeyIdentifier that its issuer is self-issued (authorityCertIssuer equals issuer),
 * or when an anchor bears the issuer's name with another key. */
void path_validate(const struct path_query *query, struct path_result *result);

/* The same for a signer of documents, with no further demands. */
void path_check(const struct certificate *leaf, const struct certificate *const *others,
                size_t count, const struct anchors *anchors, int64_t at,
                struct path_result *result);

enum { PATH_CANDIDATES_MAX = 16 };

const char *path_verdict_word(enum path_verdict verdict); /* "trusted" ... for JSON and tests */

#endif
