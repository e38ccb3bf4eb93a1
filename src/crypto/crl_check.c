/* SPDX-License-Identifier: Apache-2.0
 *
 * A certificate's state by CRLs (RFC 5280 6.3): of its issuer, of another that its distribution
 * points name, in parts by reason, with deltas.
 */
#include "crypto/crl.h"
#include "crypto/path.h"
#include "crypto/revocation_rules.h"

#include <stdlib.h>

#define KIND "Danh sách thu hồi"

/* A CRL issuer's own certificate is asked about too, by CRLs again; not for ever. */
enum { DEPTH_MAX = 3 };

struct crl_walk {
    const struct crl *crls;
    size_t count;
    const struct revocation_evidence *evidence;
    struct arena *arena;
    unsigned depth;
};

static void check_by_crls(struct crl_walk *walk, const struct revocation_question *question,
                          struct revocation_answer *answer);

/* --- who signed ---------------------------------------------------------------------------- */

/* Another CRL issuer than the subject's own: its path, and that none on it was revoked. */
static bool
is_good_issuer(struct crl_walk *walk, const struct certificate *issuer, const struct crl *crl,
               const struct revocation_question *question)
{
    struct path_result path;
    struct path_query query = {.leaf = issuer,
                               .others = walk->evidence->candidates,
                               .count = walk->evidence->candidate_count,
                               .anchors = walk->evidence->anchors,
                               .at = crl->this_update,
                               .purpose = PATH_FOR_ANYTHING,
                               .allowed = question->allowed};
    if (walk->evidence->anchors == NULL || question->anchor == NULL || walk->depth == DEPTH_MAX)
        return false;
    path_validate(&query, &path);
    if (path.verdict != PATH_TRUSTED ||
        !digest_equal(&path.anchor->sha256, &question->anchor->sha256))
        return false;
    walk->depth++;
    bool good = true;
    for (size_t i = 0; i + 1 < path.length && good; i++) {
        struct revocation_question about = {.subject = path.chain[i],
                                            .issuer = path.chain[i + 1],
                                            .existed_at = question->existed_at,
                                            .now = question->now,
                                            .allowed = question->allowed,
                                            .anchor = question->anchor};
        struct revocation_answer answer;
        check_by_crls(walk, &about, &answer);
        good = answer.verdict == REVOCATION_GOOD;
    }
    walk->depth--;
    return good;
}

static bool
is_signed(struct crl_walk *walk, const struct crl *crl, const struct revocation_question *question)
{
    struct error err;
    if (crl_check_signature(crl, question->issuer, question->allowed, &err) == OK)
        return true;
    for (size_t i = 0; i < walk->evidence->candidate_count; i++) {
        const struct certificate *candidate = walk->evidence->candidates[i];
        if (crl_check_signature(crl, candidate, question->allowed, &err) == OK &&
            is_good_issuer(walk, candidate, crl, question))
            return true;
    }
    return false;
}

/* --- what it says -------------------------------------------------------------------------- */

static void
take_times(const struct crl *crl, struct revocation_answer *answer)
{
    answer->made_at = answer->this_update = crl->this_update;
    answer->next_update = crl->next_update;
}

/* The subject's entry in the delta or else in the complete list. False: unusable, said so. */
static bool
look_up(const struct crl *complete, const struct crl *delta,
        const struct revocation_question *question, struct revocation_answer *answer,
        struct crl_entry *entry, bool *listed)
{
    bool malformed = false;
    *listed = delta != NULL && crl_find_entry(delta, question->subject, entry, &malformed);
    if (!malformed && !*listed)
        *listed = crl_find_entry(complete, question->subject, entry, &malformed);
    if (malformed)
        return revocation_unusable(answer, KIND, question, "có mục sai dạng hoặc không hiểu được");
    if (*listed && entry->reason == REASON_REMOVE_FROM_CRL)
        *listed = false;
    return true;
}

/* What one list (with its delta) says about the subject. True: it could be used. */
static bool
ask_list(const struct crl *complete, const struct crl *delta,
         const struct revocation_question *question, struct revocation_answer *answer)
{
    struct crl_entry entry;
    bool listed;
    take_times(delta ? delta : complete, answer);
    if (!look_up(complete, delta, question, answer, &entry, &listed))
        return false;
    bool timely = revocation_is_timely(answer, KIND, question, false);
    if (listed) {
        bool for_good = entry.reason != REASON_HOLD && entry.revoked_at <= question->existed_at &&
                        answer->made_at <= question->now + REVOCATION_SKEW;
        if (!timely && !for_good)
            return false;
        answer->revoked_at = entry.revoked_at;
        answer->reason = entry.reason;
        revocation_judge_revoked(answer, question);
        return true;
    }
    if (timely)
        revocation_judge_good(answer, question);
    return timely;
}

static const struct crl *
find_delta(struct crl_walk *walk, const struct crl *complete,
           const struct revocation_question *question)
{
    for (size_t i = 0; i < walk->count; i++)
        if (crl_is_delta_of(&walk->crls[i], complete) &&
            walk->crls[i].this_update <= question->now + REVOCATION_SKEW &&
            is_signed(walk, &walk->crls[i], question))
            return &walk->crls[i];
    return NULL;
}

/* All lists of one distribution point; true when the answer is final. */
static bool
ask_point(struct crl_walk *walk, const struct crl_point *point,
          const struct revocation_question *question, unsigned *reasons,
          struct revocation_answer *answer)
{
    for (size_t i = 0; i < walk->count; i++) {
        const struct crl *crl = &walk->crls[i];
        struct revocation_answer one = {0};
        unsigned told = point->reasons & (crl->reasons ? crl->reasons : CRL_ALL_REASONS);
        if (crl->base_number.data != NULL || (told & ~*reasons) == 0 ||
            !crl_is_of_point(crl, point, question->subject, walk->arena) ||
            !is_signed(walk, crl, question))
            continue;
        bool used = ask_list(crl, find_delta(walk, crl, question), question, &one);
        *answer = one;
        if (!used)
            continue;
        *reasons |= told;
        if (one.verdict == REVOCATION_REVOKED || one.revoked_at != 0)
            return true;
    }
    return *reasons == CRL_ALL_REASONS;
}

static void
check_by_crls(struct crl_walk *walk, const struct revocation_question *question,
              struct revocation_answer *answer)
{
    struct crl_point points[CRL_POINTS_MAX];
    size_t count;
    unsigned reasons = 0;
    *answer = (struct revocation_answer){.verdict = REVOCATION_UNUSABLE};
    if (!crl_points(question->subject, walk->arena, points, &count)) {
        revocation_unusable(answer, KIND, question, "điểm phân phối trong chứng thư sai dạng");
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (ask_point(walk, &points[i], question, &reasons, answer))
            return;
    if (reasons != 0)
        revocation_unusable(answer, KIND, question, "chưa đủ danh sách cho mọi lý do thu hồi");
    else if (answer->sentence[0] == 0)
        revocation_unusable(answer, KIND, question,
                            "không có danh sách nào của nơi cấp chứng thư này");
}

/* --- ways in ------------------------------------------------------------------------------- */

void
crl_answer(const struct crl *crl, const struct revocation_question *question,
           struct revocation_answer *answer)
{
    AUTO(arena) *arena = arena_new();
    struct crl_point points[CRL_POINTS_MAX];
    size_t count;
    *answer = (struct revocation_answer){.verdict = REVOCATION_UNUSABLE};
    if (crl->base_number.data == NULL && crl->reasons == 0 &&
        crl_points(question->subject, arena, points, &count))
        for (size_t i = 0; i < count; i++)
            if (points[i].reasons == CRL_ALL_REASONS &&
                crl_is_of_point(crl, &points[i], question->subject, arena)) {
                ask_list(crl, NULL, question, answer);
                return;
            }
    revocation_unusable(answer, KIND, question, "không phải danh sách nói về chứng thư này");
}

void
crl_check(struct span der, const struct revocation_question *question,
          struct revocation_answer *answer)
{
    struct crl crl;
    struct error err;
    *answer = (struct revocation_answer){.verdict = REVOCATION_UNUSABLE};
    if (crl_parse(der, &crl, &err) == OK &&
        crl_check_signature(&crl, question->issuer, question->allowed, &err) == OK)
        crl_answer(&crl, question, answer);
    else
        memcpy(answer->sentence, err.message, sizeof answer->sentence);
}

void
revocation_check_crls(const struct revocation_evidence *evidence,
                      const struct revocation_question *question, struct revocation_answer *answer)
{
    AUTO(arena) *arena = arena_new();
    struct crl *crls = arena_make_array(arena, evidence->crl_count, struct crl);
    struct crl_walk walk = {.crls = crls, .evidence = evidence, .arena = arena};
    for (size_t i = 0; i < evidence->crl_count && i < REVOCATION_CRLS_MAX; i++) {
        struct error err;
        walk.count += crl_parse(evidence->crls[i], &crls[walk.count], &err) == OK;
    }
    check_by_crls(&walk, question, answer);
}
