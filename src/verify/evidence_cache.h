/* SPDX-License-Identifier: Apache-2.0
 *
 * What verifying the next record's evidence need not do again.  The OCSP responses and CRLs of one
 * school day, and the certificates of the few timestamp authorities, stand in thousands of files:
 * each is decoded, parsed and its signature checked once, found again by the text in the file.
 * The content never changes a verdict, only its cost.  One thread at a time; bounded.
 */
#ifndef HOCBA_VERIFY_EVIDENCE_CACHE_H
#define HOCBA_VERIFY_EVIDENCE_CACHE_H

#include "crypto/path.h"
#include "crypto/revocation.h"
#include "sign/xades_unsigned.h"

struct evidence_cache;

struct evidence_cache *evidence_cache_new(void);
void evidence_cache_free(struct evidence_cache *cache); /* NULL is a no-op */
/* Make room for one record's evidence: before each file. */
void evidence_cache_prepare(struct evidence_cache *cache);
/* Forget verdicts that point to certificates which are about to go. */
void evidence_cache_forget_certificates(struct evidence_cache *cache);

/* An OCSP response or a CRL, parsed; NULL when it is none. Valid until the next prepare. */
struct cached_revocation;
struct cached_revocation *evidence_cache_revocation(struct evidence_cache *cache,
                                                    const struct xades_value *value);

/* What one piece of evidence says about a certificate. UNUSABLE with nothing in `answer->sentence`:
 * it is about another one. */
void evidence_cache_answer(struct evidence_cache *cache, struct cached_revocation *evidence,
                           const struct revocation_question *question,
                           const struct anchors *responders, struct revocation_answer *answer);

/* The path of a timestamp authority's certificate at a time; valid until certificates go. */
const struct path_result *evidence_cache_tsa(struct evidence_cache *cache,
                                             const struct path_query *query);

#endif
