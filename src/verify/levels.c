/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/levels.h"

#include "base/encode.h"
#include "crypto/timestamp.h"
#include "sign/xades_levels.h"
#include "verify/evidence_cache.h"
#include "verify/run.h"

enum { STAMP_SKEW_SECONDS = 5 * 60, CLOCK_SKEW_SECONDS = 5 * 60 };

/* --- gathering -------------------------------------------------------------------------------- */

static void
add_certificate(struct evidence_pool *pool, const struct certificate *certificate)
{
    for (size_t i = 0; i < pool->certificate_count; i++)
        if (pool->certificates[i] == certificate)
            return;
    if (pool->certificate_count < EVIDENCE_CERTIFICATES_MAX)
        pool->certificates[pool->certificate_count++] = certificate;
}

static void
add_value(struct verify_run *run, const struct xades_value *value)
{
    struct evidence_pool *pool = &run->pool;
    const struct cached_certificate *cached;
    struct error why;

    if (value->kind == XADES_CERTIFICATE) {
        if (cache_certificate(run->cache, value->base64, &cached, &why) == OK)
            add_certificate(pool, cached->certificate);
        return;
    }
    struct cached_revocation *revocation =
        evidence_cache_revocation(cache_evidence(run->cache), value);
    /* Each signature brings what is said about the authority that they share. */
    for (size_t i = 0; i < pool->revocation_count; i++)
        if (pool->revocations[i] == revocation)
            return;
    if (revocation && pool->revocation_count < EVIDENCE_REVOCATIONS_MAX)
        pool->revocations[pool->revocation_count++] = revocation;
}

/* The values of all signatures, and the certificates in their KeyInfo. */
static void
gather(struct verify_run *run)
{
    struct xades_value value;

    for (size_t i = 0; i < run->places.count; i++) {
        const struct xades_unsigned *evidence = &run->signatures[i].evidence;
        for (size_t c = 1; c < run->chains[i].count; c++)
            add_certificate(&run->pool, run->chains[i].items[c]);
        for (int32_t at = evidence->values; xades_unsigned_next(&run->xml, evidence, &at, &value);)
            add_value(run, &value);
    }
}

/* --- revocation ------------------------------------------------------------------------------- */

/* Any proof of revocation outweighs what says good; a later one, what says nothing of it. */
static void
ask_revocation(struct verify_run *run, const struct certificate *subject,
               const struct certificate *issuer, int64_t existed_at,
               struct revocation_answer *answer)
{
    struct revocation_question question = {
        .subject = subject, .issuer = issuer, .existed_at = existed_at, .now = run->material->now};
    struct revocation_answer one;

    answer->verdict = REVOCATION_UNUSABLE;
    answer->sentence[0] = '\0';
    for (size_t i = 0; i < run->pool.revocation_count; i++) {
        evidence_cache_answer(cache_evidence(run->cache), run->pool.revocations[i], &question,
                              run->material->responders, &one);
        bool later = one.verdict == REVOCATION_GOOD && one.revoked_at != 0;
        bool counts =
            one.verdict == REVOCATION_REVOKED || later || answer->verdict != REVOCATION_GOOD;
        if (counts && (one.verdict != REVOCATION_UNUSABLE || one.sentence[0]))
            *answer = one;
        if (one.verdict == REVOCATION_REVOKED)
            return;
    }
}

/* The worst answer along a path below its anchor: revoked, then not known, then good. */
static enum revocation_verdict
ask_path(struct verify_run *run, const struct path_result *path, int64_t existed_at,
         const struct certificate **about, struct revocation_answer *worst)
{
    struct revocation_answer answer;

    worst->verdict = REVOCATION_GOOD;
    *about = path->chain[0];
    for (size_t i = 0; i + 1 < path->length; i++) {
        ask_revocation(run, path->chain[i], path->chain[i + 1], existed_at, &answer);
        if (answer.verdict == REVOCATION_GOOD ||
            (worst->verdict != REVOCATION_GOOD && answer.verdict != REVOCATION_REVOKED))
            continue;
        *worst = answer;
        *about = path->chain[i];
        if (answer.verdict == REVOCATION_REVOKED)
            break;
    }
    return worst->verdict;
}

/* --- timestamps ------------------------------------------------------------------------------- */

/* One timestamp under judgement. */
struct stamping {
    struct verify_run *run;
    size_t signature;
    struct timestamp stamp;
    const struct certificate *authority;
    const struct path_result *path;
};

static void
find_stamp(struct stamping *stamping, enum check_result result, const char *reason)
{
    struct verify_run *run = stamping->run;

    run_find_at(
        run, stamping->signature, CHECK_TIMESTAMPS, result,
        arena_printf(run->arena, "Chữ ký của %s: %s", run_who(run, stamping->signature), reason));
}

/* Say why a timestamp does not count, without a verdict on the record. */
static void
pass_over(struct stamping *stamping, const char *reason)
{
    struct verify_run *run = stamping->run;
    struct signature_report *report = &run->report->signatures[stamping->signature];

    report->level_reason = arena_printf(run->arena, "Dấu thời gian không dùng được: %s", reason);
}

static bool
read_stamp(struct stamping *stamping, struct span base64)
{
    struct arena *arena = stamping->run->arena;
    uint8_t *der = arena_alloc(arena, base64.size + 1);
    struct error err;
    size_t size;

    if (base64_read(base64, der, &size) &&
        timestamp_parse((struct span){(const char *)der, size}, &stamping->stamp, &err) == OK)
        return true;
    find_stamp(stamping, CHECK_NO, "dấu thời gian bị hỏng, không đọc được.");
    return false;
}

/* Certificates inside the token are hints like any other. */
static void
add_token_certificates(struct stamping *stamping)
{
    const struct cms *cms = &stamping->stamp.cms;
    struct verify_run *run = stamping->run;

    for (size_t i = 0; i < cms->certificate_count; i++) {
        struct span der = cms->certificates[i];
        if (der.size > CERTIFICATE_DER_MAX)
            continue;
        struct xades_value value = {XADES_CERTIFICATE,
                                    span_of(base64_write(run->arena, der.data, der.size))};
        add_value(run, &value);
    }
}

static bool
check_stamp_value(struct stamping *stamping)
{
    struct verify_run *run = stamping->run;
    struct span stamped = xades_stamped_bytes(&run->xml, &run->signatures[stamping->signature]);
    struct error err;

    add_token_certificates(stamping);
    stamping->authority =
        timestamp_find_tsa(&stamping->stamp, run->pool.certificates, run->pool.certificate_count);
    if (!stamping->authority) {
        pass_over(stamping, "tệp không kèm chứng thư của nơi cấp dấu thời gian.");
        return false;
    }
    if (timestamp_check_value(&stamping->stamp, stamped, stamping->authority, &err) == OK)
        return true;
    find_stamp(stamping, CHECK_NO, arena_text(run->arena, err.message));
    return false;
}

static bool
check_stamp_path(struct stamping *stamping)
{
    struct verify_run *run = stamping->run;
    const struct verify_material *material = run->material;
    struct path_query query = {.leaf = stamping->authority,
                               .others = run->pool.certificates,
                               .count = run->pool.certificate_count,
                               .anchors = material->authorities ? material->authorities
                                                                : material->anchors,
                               .at = stamping->stamp.time,
                               .purpose = PATH_FOR_TSA};

    stamping->path = evidence_cache_tsa(cache_evidence(run->cache), &query);
    if (stamping->path->verdict == PATH_TRUSTED)
        return true;
    pass_over(stamping, arena_text(run->arena, stamping->path->reason));
    return false;
}

static bool
check_stamp_time(struct stamping *stamping)
{
    struct verify_run *run = stamping->run;
    int64_t claimed = run->signatures[stamping->signature].time.seconds;

    if (stamping->stamp.time < claimed - STAMP_SKEW_SECONDS) {
        find_stamp(stamping, CHECK_NO,
                   "dấu thời gian có trước thời điểm ký ghi trong chữ ký, điều không thể có.");
        return false;
    }
    if (stamping->stamp.time > run->material->now + CLOCK_SKEW_SECONDS) {
        find_stamp(stamping, CHECK_UNKNOWN,
                   "dấu thời gian ở tương lai so với đồng hồ của máy kiểm tra; hãy xem lại giờ "
                   "máy.");
        return false;
    }
    return true;
}

static bool
check_stolen_key(struct stamping *stamping)
{
    const struct path_result *path = stamping->path;
    struct verify_run *run = stamping->run;
    struct revocation_answer answer;

    for (size_t i = 0; i + 1 < path->length; i++) {
        ask_revocation(run, path->chain[i], path->chain[i + 1], stamping->stamp.time, &answer);
        if (revocation_leaves_stamps(&answer))
            continue;
        pass_over(stamping,
                  arena_printf(run->arena,
                               "chứng thư \"%s\" của nơi cấp về sau bị thu hồi, có thể vì lộ khóa; "
                               "dấu không chắc là có từ lúc ghi.",
                               path->chain[i]->common_name));
        return false;
    }
    return true;
}

static bool
check_stamp_revocation(struct stamping *stamping)
{
    const struct certificate *about;
    struct revocation_answer answer;

    if (ask_path(stamping->run, stamping->path, stamping->stamp.time, &about, &answer) !=
        REVOCATION_REVOKED)
        return check_stolen_key(stamping);
    find_stamp(stamping, CHECK_NO,
               arena_printf(stamping->run->arena,
                            "chứng thư \"%s\" của nơi cấp dấu thời gian đã bị thu hồi trước đó.",
                            about->common_name));
    return false;
}

static void
judge_timestamp(struct verify_run *run, size_t i, struct span base64)
{
    struct stamping stamping = {.run = run, .signature = i};
    struct existence *existence = &run->existence[i];

    if (!read_stamp(&stamping, base64) || !check_stamp_value(&stamping) ||
        !check_stamp_path(&stamping) || !check_stamp_time(&stamping) ||
        !check_stamp_revocation(&stamping))
        return;
    if (existence->authority && existence->stamped_at <= stamping.stamp.time)
        return;
    existence->authority = stamping.authority;
    existence->stamped_at = stamping.stamp.time;
    existence->path = stamping.path;
    if (!existence->proven || stamping.stamp.time < existence->time)
        existence->time = stamping.stamp.time;
    existence->proven = true;
}

enum given { GIVEN_NONE, GIVEN_USELESS, GIVEN_SOME };

/* Why not all of them are proven, and what they were judged by: the checker's clock or witnesses.
 */
static const char *
without_timestamps(enum given given, bool were_seen)
{
    static const char *const sentences[][2] = {
        [GIVEN_NONE] = {"Học bạ không kèm dấu thời gian; các chữ ký được xét theo thời điểm kiểm "
                        "tra.",
                        "Học bạ không kèm dấu thời gian; các chữ ký được xét theo lúc nhân chứng "
                        "của sổ cái đã thấy học bạ."},
        [GIVEN_USELESS] = {"Dấu thời gian kèm theo không dùng được; các chữ ký được xét theo thời "
                           "điểm kiểm tra.",
                           "Dấu thời gian kèm theo không dùng được; các chữ ký được xét theo lúc "
                           "nhân chứng của sổ cái đã thấy học bạ."},
        [GIVEN_SOME] = {"Chỉ một số chữ ký có dấu thời gian dùng được; các chữ ký khác được xét "
                        "theo thời điểm kiểm tra.",
                        "Chỉ một số chữ ký có dấu thời gian dùng được; các chữ ký khác được xét "
                        "theo lúc nhân chứng của sổ cái đã thấy học bạ."},
    };

    return sentences[given][were_seen];
}

/* The levels reached without revocation data, and the one sentence for all. */
static void
close_timestamps(struct verify_run *run)
{
    size_t proven = 0, given = 0;

    for (size_t i = 0; i < run->places.count; i++) {
        struct signature_report *report = &run->report->signatures[i];
        given += run->signatures[i].evidence.element != XML_NO_ELEMENT;
        if (!run->existence[i].authority)
            continue;
        proven++;
        report->level = "B-T";
        report->level_reason = NULL;
        report->proven_time = moment_in_vietnam(run->existence[i].stamped_at);
        report->authority_name = arena_text(run->arena, run->existence[i].authority->common_name);
    }
    if (proven == run->places.count)
        run_find(run, CHECK_TIMESTAMPS, CHECK_YES,
                 "Mọi chữ ký đều có dấu thời gian của một nơi cấp tin cậy chứng minh lúc ký.");
    else
        run_find(run, CHECK_TIMESTAMPS, CHECK_NOT_ASKED,
                 without_timestamps(proven  ? GIVEN_SOME
                                    : given ? GIVEN_USELESS
                                            : GIVEN_NONE,
                                    run->seen_by != 0));
}

/* Witnesses who saw it before it was signed, or who will, prove nothing about it. */
static bool
were_witnesses(const struct verify_run *run, size_t i)
{
    return run->seen_by && run->seen_by <= run->material->now + CLOCK_SKEW_SECONDS &&
           run->signatures[i].time.seconds <= run->seen_by + CLOCK_SKEW_SECONDS;
}

void
begin_existence(struct verify_run *run)
{
    int64_t now = run->material->now;

    for (size_t i = 0; i < run->places.count; i++) {
        run->existence[i] = (struct existence){.time = now};
        if (!were_witnesses(run, i))
            continue;
        run->existence[i].proven = true;
        run->existence[i].time = run->seen_by < now ? run->seen_by : now;
    }
}

void
check_timestamps(struct verify_run *run)
{
    gather(run);
    begin_existence(run);
    for (size_t i = 0; i < run->places.count; i++) {
        const struct xades_unsigned *evidence = &run->signatures[i].evidence;
        if (evidence->element == XML_NO_ELEMENT)
            continue;
        for (size_t t = 0; t < evidence->timestamp_count; t++)
            judge_timestamp(run, i, evidence->timestamps[t]);
    }
    close_timestamps(run);
}

/* --- the signers' certificates ---------------------------------------------------------------- */

static void
find_revoked(struct verify_run *run, size_t i, const struct certificate *about,
             const struct revocation_answer *answer)
{
    bool after_claim =
        !run->existence[i].proven && answer->revoked_at > run->signatures[i].time.seconds;
    char when[MOMENT_TEXT_SIZE];

    moment_write(moment_in_vietnam(answer->revoked_at), when);
    run_find_at(run, i, CHECK_REVOCATION, after_claim ? CHECK_UNKNOWN : CHECK_NO,
                arena_printf(run->arena,
                             after_claim
                                 ? "Chữ ký của %s: chứng thư \"%s\" bị thu hồi lúc %s, sau thời "
                                   "điểm ký ghi trong chữ ký; không có dấu thời gian nào chứng "
                                   "minh chữ ký có trước khi thu hồi."
                                 : "Chữ ký của %s: chứng thư \"%s\" đã bị thu hồi lúc %s, trước "
                                   "khi có bằng chứng về chữ ký.",
                             run_who(run, i), about->common_name, when));
}

/* Whether everything that proves the timestamp is itself good. */
static bool
authority_is_good(struct verify_run *run, size_t i)
{
    const struct existence *existence = &run->existence[i];
    const struct certificate *about;
    struct revocation_answer answer;

    return ask_path(run, existence->path, existence->stamped_at, &about, &answer) ==
           REVOCATION_GOOD;
}

static void
stay_below(struct verify_run *run, size_t i, const struct certificate *about,
           const struct revocation_answer *answer)
{
    struct signature_report *report = &run->report->signatures[i];

    if (run->signatures[i].evidence.element == XML_NO_ELEMENT || !run->existence[i].authority)
        return;
    report->level_reason =
        answer->sentence[0] ? arena_text(run->arena, answer->sentence)
                            : arena_printf(run->arena,
                                           "Tệp không kèm dữ liệu thu hồi dùng được của chứng thư "
                                           "\"%s\".",
                                           about->common_name);
}

/* Is the signer's path good by the evidence? Raises the level where the timestamp's is as well. */
static bool
judge_signer(struct verify_run *run, size_t i)
{
    const struct path_result *path = run_path(run, i);
    struct existence *existence = &run->existence[i];
    const struct certificate *about;
    struct revocation_answer answer;

    if (path->length < 1)
        return false;
    enum revocation_verdict verdict = ask_path(run, path, existence->time, &about, &answer);
    if (verdict == REVOCATION_REVOKED)
        find_revoked(run, i, about, &answer);
    if (verdict != REVOCATION_GOOD) {
        stay_below(run, i, about, &answer);
        return false;
    }
    if (!existence->authority)
        return true;
    if (authority_is_good(run, i))
        run->report->signatures[i].level = "B-LT";
    else
        run->report->signatures[i].level_reason =
            "Tệp không kèm dữ liệu thu hồi dùng được của nơi cấp dấu thời gian.";
    return true;
}

void
check_revocation(struct verify_run *run)
{
    size_t good = 0;

    for (size_t i = 0; i < run->places.count; i++)
        good += judge_signer(run, i);
    if (good == run->places.count)
        run_find(run, CHECK_REVOCATION, CHECK_YES,
                 "Dữ liệu kèm theo chứng minh không chứng thư nào bị thu hồi khi ký.");
    else
        run_find(run, CHECK_REVOCATION, CHECK_NOT_ASKED,
                 run->pool.revocation_count ? "Dữ liệu thu hồi kèm theo không đủ cho mọi chứng thư."
                                            : "Chưa hỏi: tệp không kèm dữ liệu thu hồi chứng thư.");
}
