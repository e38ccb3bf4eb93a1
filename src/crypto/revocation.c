/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/revocation_rules.h"

void
revocation_check(const struct revocation_evidence *evidence,
                 const struct revocation_question *question, struct revocation_answer *answer)
{
    *answer = (struct revocation_answer){.verdict = REVOCATION_UNUSABLE};
    revocation_unusable(answer, "Bằng chứng thu hồi", question, "không có");
    for (size_t i = 0; i < evidence->ocsp_count; i++) {
        struct revocation_answer one;
        ocsp_check(evidence->ocsp[i], question, evidence->responders, NULL, &one);
        if (one.verdict == REVOCATION_UNUSABLE && answer->this_update != 0)
            continue; /* an answer about this certificate says more than one about another */
        *answer = one;
        if (one.verdict == REVOCATION_GOOD || one.verdict == REVOCATION_REVOKED)
            return;
    }
    if (evidence->crl_count == 0)
        return;
    struct revocation_answer by_list;
    revocation_check_crls(evidence, question, &by_list);
    if (by_list.verdict != REVOCATION_UNUSABLE || evidence->ocsp_count == 0)
        *answer = by_list;
}

void
revocation_check_path(const struct revocation_evidence *evidence,
                      const struct certificate *const *chain, size_t length, int64_t existed_at,
                      int64_t now, enum algorithms allowed, size_t *at,
                      struct revocation_answer *answer)
{
    struct revocation_answer first = {.verdict = REVOCATION_GOOD};
    for (size_t i = 0; i + 1 < length; i++) {
        struct revocation_question question = {.subject = chain[i],
                                               .issuer = chain[i + 1],
                                               .existed_at = existed_at,
                                               .now = now,
                                               .allowed = allowed,
                                               .anchor = chain[length - 1]};
        revocation_check(evidence, &question, answer);
        if (answer->verdict != REVOCATION_GOOD) {
            *at = i;
            return;
        }
        if (i == 0)
            first = *answer;
    }
    *at = 0;
    *answer = first;
}
