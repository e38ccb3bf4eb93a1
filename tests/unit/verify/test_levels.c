/* SPDX-License-Identifier: Apache-2.0
 *
 * Levels: what evidence proves and what it cannot.  Each bent row differs from the right one in one
 * property.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "crypto/revocation.h"
#include "tests/support/evidence.h"
#include "tests/support/issued_form.h"
#include "verify/evidence_cache.h"
#include "verify/foreign.h"
#include "verify/registry.h"
#include "verify/verify.h"

enum { DAY = 86400 };
#define LATE (PKI_TO + 400LL * DAY) /* when every certificate has expired */

struct world {
    struct test_school *school;
    struct test_authorities *authorities;
    struct arena *arena;
    struct span issued;
    struct verify_cache *cache;
};

static int
open_world(void **state)
{
    struct world *world = heap_alloc(sizeof *world);

    world->arena = arena_new();
    world->school = test_school_new(KEY_P256, false);
    world->authorities = test_authorities_new(world->school->pki, KEY_P256);
    world->issued = test_signed(world->arena, world->school);
    world->cache = verify_cache_new();
    *state = world;
    return 0;
}

static int
close_world(void **state)
{
    struct world *world = *state;

    verify_cache_free(world->cache);
    test_authorities_free(world->authorities);
    test_school_free(world->school);
    arena_free(world->arena);
    free(world);
    return 0;
}

#define NO_EVIDENCE                                                                                \
    {                                                                                              \
        .stamped_at = -1                                                                           \
    }

static const struct {
    const char *about;
    struct evidence_plan plan;
    int64_t now; /* 0: PKI_NOW */
    enum verdict verdict;
    enum check_result timestamps, chain, revocation;
    const char *level; /* of the first signature */
    const char *says;  /* somewhere in the checks or the first signature */
} rows[] = {
    {"no evidence", NO_EVIDENCE, 0, VERDICT_AUTHENTIC, CHECK_NOT_ASKED, CHECK_YES, CHECK_NOT_ASKED,
     "B-B", "không kèm dấu thời gian"},
    {"no evidence, expired since", NO_EVIDENCE, LATE, VERDICT_UNDECIDED, CHECK_NOT_ASKED,
     CHECK_UNKNOWN, CHECK_NOT_ASKED, "B-B", "hết hạn"},

    {"B-LT", {0}, 0, VERDICT_AUTHENTIC, CHECK_YES, CHECK_YES, CHECK_YES, "B-LT", "Mọi chữ ký đều"},
    {"B-LT by a delegated responder",
     {.responder = BY_DELEGATE},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_YES,
     "B-LT",
     NULL},
    {"B-LT, the authority's certificate in the token",
     {.authority_in_token = true},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_YES,
     "B-LT",
     NULL},
    {"B-LT, expired since",
     {0},
     LATE,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_YES,
     "B-LT",
     "điều đó là bình thường"},
    {"B-T",
     {.only_timestamp = true},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_NOT_ASKED,
     "B-T",
     "không kèm dữ liệu thu hồi"},
    {"B-T, expired since",
     {.only_timestamp = true},
     LATE,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_NOT_ASKED,
     "B-T",
     NULL},
    {"one signature of three stamped",
     {.first_signature_only = true},
     0,
     VERDICT_AUTHENTIC,
     CHECK_NOT_ASKED,
     CHECK_YES,
     CHECK_NOT_ASKED,
     "B-LT",
     "Chỉ một số chữ ký"},
    {"one signature of three stamped, expired since",
     {.first_signature_only = true},
     LATE,
     VERDICT_UNDECIDED,
     CHECK_NOT_ASKED,
     CHECK_UNKNOWN,
     CHECK_NOT_ASKED,
     "B-LT",
     NULL},

    {"stamped within the clocks' skew",
     {.stamped_at = SIGNED_AT - 60},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_YES,
     "B-LT",
     NULL},
    {"stamped before it was signed",
     {.stamped_at = SIGNED_AT - 301},
     0,
     VERDICT_NOT_AUTHENTIC,
     CHECK_NO,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "điều không thể có"},
    {"stamped in the future",
     {.stamped_at = PKI_NOW + 3600, .made_at = PKI_NOW - 60},
     0,
     VERDICT_UNDECIDED,
     CHECK_UNKNOWN,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "xem lại giờ máy"},
    {"a timestamp of another signature",
     {.token = TOKEN_COPIED},
     0,
     VERDICT_NOT_AUTHENTIC,
     CHECK_NO,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "không phải của chữ ký này"},
    {"a forged timestamp",
     {.token = TOKEN_FORGED},
     0,
     VERDICT_NOT_AUTHENTIC,
     CHECK_NO,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "Dấu thời gian"},
    {"another time in the timestamp",
     {.token = TOKEN_RETIMED},
     0,
     VERDICT_NOT_AUTHENTIC,
     CHECK_NO,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "Dấu thời gian"},
    {"no timestamp at all",
     {.token = TOKEN_JUNK},
     0,
     VERDICT_NOT_AUTHENTIC,
     CHECK_NO,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "bị hỏng"},
    {"a timestamp cut short",
     {.token = TOKEN_CUT},
     0,
     VERDICT_NOT_AUTHENTIC,
     CHECK_NO,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "bị hỏng"},
    {"a timestamp by a person",
     {.token = TOKEN_OF_PERSON},
     0,
     VERDICT_AUTHENTIC,
     CHECK_NOT_ASKED,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "không dùng được"},
    {"a timestamp by a person, expired since",
     {.token = TOKEN_OF_PERSON},
     LATE,
     VERDICT_UNDECIDED,
     CHECK_NOT_ASKED,
     CHECK_UNKNOWN,
     CHECK_NOT_ASKED,
     "B-B",
     "hết hạn"},
    {"a timestamp under another root",
     {.token = TOKEN_OF_STRANGER},
     0,
     VERDICT_AUTHENTIC,
     CHECK_NOT_ASKED,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "không dùng được"},
    {"the authority's certificate is missing",
     {.hide_authority = true},
     0,
     VERDICT_AUTHENTIC,
     CHECK_NOT_ASKED,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "không kèm chứng thư của nơi cấp"},
    {"the authority was revoked",
     {.authority_state = OCSP_REVOKED, .revoked_at = STAMPED_AT - DAY},
     0,
     VERDICT_NOT_AUTHENTIC,
     CHECK_NO,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "nơi cấp dấu thời gian đã bị thu hồi"},
    {"the authority was closed later",
     {.authority_state = OCSP_REVOKED, .revoked_at = STAMPED_AT + 30, .reason = REASON_CESSATION},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_YES,
     "B-LT",
     NULL},
    {"the authority's key was stolen, found later",
     {.authority_state = OCSP_REVOKED,
      .revoked_at = STAMPED_AT + 30,
      .reason = REASON_KEY_COMPROMISE},
     0,
     VERDICT_AUTHENTIC,
     CHECK_NOT_ASKED,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "không chắc là có từ lúc ghi"},
    {"the authority's key was stolen, expired since",
     {.authority_state = OCSP_REVOKED,
      .revoked_at = STAMPED_AT + 30,
      .reason = REASON_KEY_COMPROMISE},
     LATE,
     VERDICT_UNDECIDED,
     CHECK_NOT_ASKED,
     CHECK_UNKNOWN,
     CHECK_NOT_ASKED,
     "B-B",
     "hết hạn"},
    {"the authority was revoked later, nobody says why",
     {.authority_state = OCSP_REVOKED, .revoked_at = STAMPED_AT + 30},
     0,
     VERDICT_AUTHENTIC,
     CHECK_NOT_ASKED,
     CHECK_YES,
     CHECK_YES,
     "B-B",
     "không chắc là có từ lúc ghi"},
    {"nothing about the authority's revocation",
     {.no_authority_data = true},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_YES,
     "B-T",
     "của nơi cấp dấu thời gian"},

    {"revoked before",
     {.state = OCSP_REVOKED, .revoked_at = SIGNED_AT - DAY},
     0,
     VERDICT_NOT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_NO,
     "B-T",
     "đã bị thu hồi lúc"},
    {"revoked between signing and timestamp",
     {.state = OCSP_REVOKED, .revoked_at = SIGNED_AT + 300},
     0,
     VERDICT_NOT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_NO,
     "B-T",
     "đã bị thu hồi lúc"},
    {"revoked later",
     {.state = OCSP_REVOKED, .revoked_at = STAMPED_AT + 30},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_YES,
     "B-LT",
     NULL},
    {"revoked later, but who stamped it is unknown",
     {.state = OCSP_REVOKED, .revoked_at = STAMPED_AT + 30, .token = TOKEN_OF_PERSON},
     0,
     VERDICT_UNDECIDED,
     CHECK_NOT_ASKED,
     CHECK_YES,
     CHECK_UNKNOWN,
     "B-B",
     "không có dấu thời gian nào"},
    {"the responder does not know it",
     {.state = OCSP_UNKNOWN},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_NOT_ASKED,
     "B-T",
     NULL},
    {"an unauthorised responder",
     {.responder = BY_PERSON},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_NOT_ASKED,
     "B-T",
     NULL},
    {"a revocation by an unauthorised responder",
     {.responder = BY_PERSON, .state = OCSP_REVOKED, .revoked_at = SIGNED_AT - DAY},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_NOT_ASKED,
     "B-T",
     NULL},
    {"stale revocation data",
     {.made_at = STAMPED_AT - 2 * DAY, .valid_to = STAMPED_AT - DAY},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_NOT_ASKED,
     "B-T",
     NULL},
    {"revocation data that is still valid",
     {.made_at = STAMPED_AT - DAY, .valid_to = STAMPED_AT + DAY},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_YES,
     "B-LT",
     NULL},
    {"revocation data from the future",
     {.made_at = PKI_NOW + DAY},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_NOT_ASKED,
     "B-T",
     NULL},
    {"nothing about the issuer's revocation",
     {.no_issuer_data = true},
     0,
     VERDICT_AUTHENTIC,
     CHECK_YES,
     CHECK_YES,
     CHECK_NOT_ASKED,
     "B-T",
     "Nơi cấp kiểm thử"},
};

static struct span
file_of(struct world *world, const struct evidence_plan *plan)
{
    return plan->stamped_at < 0 ? world->issued
                                : test_raise(world->arena, world->issued, world->authorities, plan);
}

static bool
says(const struct verdict_report *report, const char *text)
{
    const struct signature_report *first = &report->signatures[0];

    for (int id = 0; id < CHECK_COUNT; id++)
        if (report->checks[id].reason && strstr(report->checks[id].reason, text))
            return true;
    return (first->level_reason && strstr(first->level_reason, text)) ||
           (first->reason && strstr(first->reason, text));
}

static void
judge(struct world *world, size_t i, struct span file, struct verify_cache *cache)
{
    struct verify_material material = {.anchors = world->school->pki->anchors,
                                       .now = rows[i].now ? rows[i].now : PKI_NOW,
                                       .cache = cache};
    struct verdict_report report;
    struct error err;

    assert_ok(verify_record(file, &material, world->arena, &report, &err));
    assert_issued_form(file, &report);
    const struct check *checks = report.checks;
    if (report.verdict != rows[i].verdict ||
        checks[CHECK_TIMESTAMPS].result != rows[i].timestamps ||
        checks[CHECK_CHAIN].result != rows[i].chain ||
        checks[CHECK_REVOCATION].result != rows[i].revocation ||
        strcmp(report.signatures[0].level, rows[i].level) != 0)
        row_fail(rows[i].about, "%s, timestamps %s (%s), chain %s, revocation %s (%s), %s (%s)",
                 verdict_word(report.verdict), check_result_word(checks[CHECK_TIMESTAMPS].result),
                 checks[CHECK_TIMESTAMPS].reason, check_result_word(checks[CHECK_CHAIN].result),
                 check_result_word(checks[CHECK_REVOCATION].result),
                 checks[CHECK_REVOCATION].reason, report.signatures[0].level,
                 report.signatures[0].level_reason);
    if (rows[i].says && !says(&report, rows[i].says))
        row_fail(rows[i].about, "does not say “%s”, but %s; %s", rows[i].says,
                 report.signatures[0].level_reason, report.signatures[0].reason);
    if (!span_equal(report.issued_form,
                    (struct span){world->issued.data + strlen(XML_DECLARATION),
                                  world->issued.size - strlen(XML_DECLARATION)}))
        row_fail(rows[i].about, "another issued form");
    if (report.verdict == VERDICT_NOT_AUTHENTIC && report.record)
        row_fail(rows[i].about, "a record was handed out");
}

/* The same record as anybody's document: the slow path's own judge of levels comes to the same. */
static void
judge_as_foreign(struct world *world, size_t i, struct span file)
{
    const struct foreign_settings settings = {.anchors = world->school->pki->anchors,
                                              .now = rows[i].now ? rows[i].now : PKI_NOW,
                                              .cache = world->cache};
    struct foreign_report report;

    verify_foreign(file, &settings, world->arena, &report);
    const struct foreign_signature_report *first = &report.signatures[0];
    if (report.signature_count != 3 || !first->cryptographically_valid)
        row_fail(rows[i].about, "as a foreign document: %s", first->reason);
    if (!text_equal(first->level, rows[i].level))
        row_fail(rows[i].about, "as a foreign document %s (%s)", first->level, first->level_reason);
}

/* Alone, and with a cache in which all the others have left something. */
static void
test_rows(void **state)
{
    struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct span file = file_of(world, &rows[i].plan);
        judge(world, i, file, NULL);
        judge(world, i, file, world->cache);
        judge(world, i, file, world->cache);
        judge_as_foreign(world, i, file);
    }
}

/* The same evidence asked about an earlier and a later proof, at an earlier and a later now. */
static void
test_what_was_good_is_asked_again_where_it_must_be(void **state)
{
    struct world *world = *state;
    struct evidence_plan early = {.made_at = STAMPED_AT + 60}, late = early;
    struct verify_material material = {
        .anchors = world->school->pki->anchors, .now = PKI_NOW, .cache = world->cache};
    struct verdict_report report;
    struct error err;

    /* A response of 60 s after the first stamp says nothing about one three hours later. */
    late.stamped_at = STAMPED_AT + 3 * 3600;
    material.now = late.stamped_at + 60;
    struct span files[] = {file_of(world, &early), file_of(world, &late)};
    for (int round = 0; round < 4; round++) {
        assert_ok(verify_record(files[round % 2], &material, world->arena, &report, &err));
        assert_string_equal(report.signatures[0].level, round % 2 ? "B-T" : "B-LT");
    }
}

/* One file calls a response what it is not; the next one that brings it is not spoiled by that. */
static void
test_a_response_called_a_crl_before(void **state)
{
    struct world *world = *state;
    const struct evidence_plan right = {0};
    struct span file = file_of(world, &right);
    struct evidence_cache *cache = evidence_cache_new();
    const char *at = memmem(file.data, file.size, "EncapsulatedOCSPValue", 21);

    assert_non_null(at);
    const char *from = strchr(at, '>') + 1;
    struct xades_value value = {.kind = XADES_CRL,
                                .base64 = {from, (size_t)(strchr(from, '<') - from)}};
    assert_null(evidence_cache_revocation(cache, &value));
    value.kind = XADES_OCSP;
    assert_non_null(evidence_cache_revocation(cache, &value));
    evidence_cache_free(cache);
}

/* The registry's revocation counts from the proof, not from now. */
static void
test_registry_at_the_time_that_matters(void **state)
{
    struct world *world = *state;
    struct evidence_plan right = {0}, none = NO_EVIDENCE;
    struct span registry = test_registry_revoking(world->arena, world->school, STAMPED_AT + 300);
    struct verify_material material = {.anchors = world->school->pki->anchors, .now = PKI_NOW};
    struct verdict_report report;
    struct error err;

    assert_ok(
        registry_read(registry, material.anchors, PKI_NOW, world->arena, &material.registry, &err));
    assert_ok(verify_record(file_of(world, &right), &material, world->arena, &report, &err));
    assert_int_equal(report.checks[CHECK_ENTITLEMENT].result, CHECK_YES);
    assert_ok(verify_record(file_of(world, &none), &material, world->arena, &report, &err));
    assert_int_equal(report.checks[CHECK_ENTITLEMENT].result, CHECK_UNKNOWN);
}

/* Anchors for timestamps of their own. */
static void
test_authorities_have_anchors_of_their_own(void **state)
{
    struct world *world = *state;
    struct evidence_plan strange = {.token = TOKEN_OF_STRANGER, .only_timestamp = true},
                         right = {0};
    struct verify_material material = {.anchors = world->school->pki->anchors,
                                       .authorities = world->authorities->strangers->anchors,
                                       .now = PKI_NOW};
    struct verdict_report report;
    struct error err;

    assert_ok(verify_record(file_of(world, &strange), &material, world->arena, &report, &err));
    assert_string_equal(report.signatures[0].level, "B-T");
    assert_ok(verify_record(file_of(world, &right), &material, world->arena, &report, &err));
    assert_string_equal(report.signatures[0].level, "B-B");
    assert_int_equal(report.verdict, VERDICT_AUTHENTIC);
}

/* Unsigned bytes never change content and never make the verdict better. */
static void
test_flips(void **state)
{
    struct world *world = *state;
    struct evidence_plan right = {0};
    struct span file = file_of(world, &right);
    char *mutant = arena_copy(world->arena, file.data, file.size);
    struct verify_material material = {
        .anchors = world->school->pki->anchors, .now = LATE, .cache = world->cache};
    const char *from = memmem(file.data, file.size, "<xades:UnsignedProperties", 25);
    const char *to = memmem(file.data, file.size, "</xades:UnsignedProperties", 26);
    size_t still = 0, flips = 0;

    for (size_t at = (size_t)(from - file.data); at < (size_t)(to - file.data); at += 7, flips++) {
        AUTO(arena) *arena = arena_new();
        struct verdict_report report;
        struct error err;
        mutant[at] ^= 1;
        assert_ok(verify_record((struct span){mutant, file.size}, &material, arena, &report, &err));
        mutant[at] ^= 1;
        still += report.verdict == VERDICT_AUTHENTIC;
        if (report.verdict == VERDICT_AUTHENTIC && !report.signatures[0].proven_time.seconds)
            fail_msg("authentic after expiry without a proof, flip at %zu", at);
    }
    /* What may change and leave the timestamp: its neighbours' revocation data. */
    assert_true(still < flips);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_what_was_good_is_asked_again_where_it_must_be),
        cmocka_unit_test(test_a_response_called_a_crl_before),
        cmocka_unit_test(test_registry_at_the_time_that_matters),
        cmocka_unit_test(test_authorities_have_anchors_of_their_own),
        cmocka_unit_test(test_flips),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
