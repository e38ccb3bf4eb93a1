/* SPDX-License-Identifier: Apache-2.0
 *
 * What OCSP responses and CRLs have in common, for this folder only: when evidence counts, and how
 * an answer is put.
 */
#ifndef HOCBA_CRYPTO_REVOCATION_RULES_H
#define HOCBA_CRYPTO_REVOCATION_RULES_H

#include "crypto/revocation.h"

/* UNUSABLE with "<kind> về chứng thư "<name>" không dùng được: <why>."; always false. */
bool revocation_unusable(struct revocation_answer *answer, const char *kind,
                         const struct revocation_question *question, const char *why);
/* The answer's made_at, this_update and next_update let it speak about the proof's time.
 * `expired_kept`: the evidence keeps certificates beyond their end (archiveCutoff). */
bool revocation_is_timely(struct revocation_answer *answer, const char *kind,
                          const struct revocation_question *question, bool expired_kept);
/* Revoked at that time: REVOKED, or GOOD when later than the proof. */
void revocation_judge_revoked(struct revocation_answer *answer,
                              const struct revocation_question *question);
void revocation_judge_good(struct revocation_answer *answer,
                           const struct revocation_question *question);

#endif
