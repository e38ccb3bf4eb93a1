/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/revocation_rules.h"
#include "base/date.h"

#include <stdio.h>

const char *
revocation_verdict_word(enum revocation_verdict verdict)
{
    static const char *const words[] = {
        [REVOCATION_GOOD] = "good",
        [REVOCATION_REVOKED] = "revoked",
        [REVOCATION_UNKNOWN] = "unknown",
        [REVOCATION_UNUSABLE] = "unusable",
    };
    return words[verdict];
}

bool
revocation_unusable(struct revocation_answer *answer, const char *kind,
                    const struct revocation_question *question, const char *why)
{
    answer->verdict = REVOCATION_UNUSABLE;
    snprintf(answer->sentence, sizeof answer->sentence,
             "%s không dùng được cho chứng thư \"%s\": %s.", kind, question->subject->common_name,
             why);
    return false;
}

bool
revocation_is_timely(struct revocation_answer *answer, const char *kind,
                     const struct revocation_question *question, bool expired_kept)
{
    if (answer->this_update > question->now + REVOCATION_SKEW ||
        answer->made_at > question->now + REVOCATION_SKEW)
        return revocation_unusable(answer, kind, question, "được lập sau thời điểm kiểm tra");
    if (answer->this_update > answer->made_at + REVOCATION_SKEW ||
        (answer->next_update != 0 && answer->next_update < answer->this_update))
        return revocation_unusable(answer, kind, question, "các mốc thời gian mâu thuẫn nhau");
    bool after = answer->this_update >= question->existed_at - REVOCATION_SKEW;
    bool covers =
        answer->next_update != 0 && answer->next_update >= question->existed_at - REVOCATION_SKEW;
    if (!after && !covers)
        return revocation_unusable(answer, kind, question,
                                   "đã cũ, được lập trước thời điểm cần xét và hết hạn trước đó");
    if (answer->this_update > question->subject->not_after && !expired_kept)
        return revocation_unusable(answer, kind, question,
                                   "được lập sau khi chứng thư hết hạn, có thể không còn ghi lại "
                                   "việc thu hồi");
    return true;
}

static const char *
day_of(int64_t seconds, char *out)
{
    return moment_write(moment_in_vietnam(seconds), out);
}

void
revocation_judge_revoked(struct revocation_answer *answer,
                         const struct revocation_question *question)
{
    char when[MOMENT_TEXT_SIZE];
    bool later = answer->revoked_at > question->existed_at;
    answer->verdict = later ? REVOCATION_GOOD : REVOCATION_REVOKED;
    snprintf(answer->sentence, sizeof answer->sentence,
             later ? "Chứng thư \"%s\" bị thu hồi lúc %s, sau thời điểm ký, nên chữ ký vẫn có giá "
                     "trị."
                   : "Chứng thư \"%s\" đã bị thu hồi lúc %s, trước thời điểm chữ ký được chứng "
                     "minh là tồn tại.",
             question->subject->common_name, day_of(answer->revoked_at, when));
}

void
revocation_judge_good(struct revocation_answer *answer, const struct revocation_question *question)
{
    char when[MOMENT_TEXT_SIZE];
    answer->verdict = REVOCATION_GOOD;
    snprintf(answer->sentence, sizeof answer->sentence,
             "Chứng thư \"%s\" không bị thu hồi (theo nơi cấp, lúc %s).",
             question->subject->common_name, day_of(answer->this_update, when));
}

bool
revocation_leaves_stamps(const struct revocation_answer *answer)
{
    if (answer->verdict == REVOCATION_REVOKED)
        return false;
    return answer->verdict != REVOCATION_GOOD || answer->revoked_at == 0 ||
           answer->reason == REASON_AFFILIATION || answer->reason == REASON_SUPERSEDED ||
           answer->reason == REASON_CESSATION;
}
