/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "base/encode.h"
#include "tests/support/signed_record.h"
#include "verify/cache.h"
#include "verify/verify.h"

/* Who signs a row's record; NULL-terminated. */
enum who { NOBODY, TEACHER, HEAD, SEAL, OTHER_SEAL, OTHER_TEACHER, BARE_SEAL, DEPARTMENT };

struct world {
    struct test_school *school, *training;
    struct signer *other_seal, *other_teacher, *bare_seal;
};

static int
setup(void **state)
{
    struct world *world = heap_alloc(sizeof *world);

    world->school = test_school_new(KEY_P256, false);
    world->training = test_school_new(KEY_P256, true);
    world->other_seal =
        test_pki_seal(world->school->pki, KEY_P256, "Trường Tiểu học Khác", "22193402");
    world->other_teacher =
        test_pki_person(world->school->pki, KEY_P256, "Người Khác", "022180009999");
    world->bare_seal = test_pki_seal(world->school->pki, KEY_P256, "Trường Không Mã", NULL);
    *state = world;
    return 0;
}

static int
teardown(void **state)
{
    struct world *world = *state;

    test_school_free(world->school);
    test_school_free(world->training);
    signer_free(world->other_seal);
    signer_free(world->other_teacher);
    signer_free(world->bare_seal);
    free(world);
    return 0;
}

static struct signer *
signer_of(const struct world *world, enum who who)
{
    switch (who) {
    case TEACHER: return world->school->class_teacher;
    case HEAD: return world->school->principal;
    case SEAL: return world->school->seal;
    case OTHER_SEAL: return world->other_seal;
    case OTHER_TEACHER: return world->other_teacher;
    case BARE_SEAL: return world->bare_seal;
    case DEPARTMENT: return world->school->department;
    case NOBODY: break;
    }
    return NULL;
}

static void
judge(struct span file, const struct anchors *anchors, int64_t now, struct arena *arena,
      struct verdict_report *report)
{
    struct verify_material material = {.anchors = anchors, .now = now};
    struct error err;

    assert_ok(verify_record(file, &material, arena, report, &err));
}

static void
expect(const char *about, const struct verdict_report *report, enum check_id id,
       enum check_result result, enum verdict verdict)
{
    const struct check *check = &report->checks[id];

    if (check->result != result || report->verdict != verdict)
        row_fail(about, "%s: %s (%s); verdict %s", check_key(id), check_result_word(check->result),
                 check->reason, verdict_word(report->verdict));
}

static const struct {
    const char *about;
    enum who by[3]; /* class teacher, principal, school */
    int64_t now;
    enum check_id check;
    enum check_result result;
    enum verdict verdict;
} rows[] = {
    {"all three", {TEACHER, HEAD, SEAL}, PKI_NOW, CHECK_CHAIN, CHECK_YES, VERDICT_AUTHENTIC},
    {"nobody",
     {NOBODY, NOBODY, NOBODY},
     PKI_NOW,
     CHECK_SIGNATURES,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC},
    {"without the class teacher",
     {NOBODY, HEAD, SEAL},
     PKI_NOW,
     CHECK_ROLES,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC},
    {"without the principal",
     {TEACHER, NOBODY, SEAL},
     PKI_NOW,
     CHECK_ROLES,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC},
    {"without the seal",
     {TEACHER, HEAD, NOBODY},
     PKI_NOW,
     CHECK_ROLES,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC},
    {"another school's seal",
     {TEACHER, HEAD, OTHER_SEAL},
     PKI_NOW,
     CHECK_PROFILE,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC},
    {"a teacher's certificate as the seal",
     {TEACHER, HEAD, TEACHER},
     PKI_NOW,
     CHECK_PROFILE,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC},
    {"the department's seal as the school's",
     {TEACHER, HEAD, DEPARTMENT},
     PKI_NOW,
     CHECK_PROFILE,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC},
    {"a seal that names no school",
     {TEACHER, HEAD, BARE_SEAL},
     PKI_NOW,
     CHECK_PROFILE,
     CHECK_UNKNOWN,
     VERDICT_UNDECIDED},
    {"another class teacher",
     {OTHER_TEACHER, HEAD, SEAL},
     PKI_NOW,
     CHECK_PROFILE,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC},
    {"another principal",
     {TEACHER, OTHER_TEACHER, SEAL},
     PKI_NOW,
     CHECK_PROFILE,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC},
    {"class teacher signs as principal too",
     {TEACHER, TEACHER, SEAL},
     PKI_NOW,
     CHECK_PROFILE,
     CHECK_NO,
     VERDICT_NOT_AUTHENTIC},
    {"certificates expired, nothing proves the time",
     {TEACHER, HEAD, SEAL},
     PKI_TO + 1,
     CHECK_CHAIN,
     CHECK_UNKNOWN,
     VERDICT_UNDECIDED},
    {"certificates not yet valid",
     {TEACHER, HEAD, SEAL},
     PKI_FROM - 1,
     CHECK_CHAIN,
     CHECK_UNKNOWN,
     VERDICT_UNDECIDED},
    {"signed in the future",
     {TEACHER, HEAD, SEAL},
     SIGNED_AT - 86400,
     CHECK_CHAIN,
     CHECK_UNKNOWN,
     VERDICT_UNDECIDED},
};

static void
test_rows(void **state)
{
    struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct span file = test_unsigned(arena, false);
        struct verdict_report report;
        for (int j = 0; j < 3; j++)
            if (rows[i].by[j] != NOBODY)
                file = test_sign(arena, file, signer_of(world, rows[i].by[j]),
                                 (enum signer_role)(SIGNER_CLASS_TEACHER + j), NULL, SIGNED_AT + j);
        judge(file, world->school->pki->anchors, rows[i].now, arena, &report);
        expect(rows[i].about, &report, rows[i].check, rows[i].result, rows[i].verdict);
        if (!report.record != (rows[i].verdict == VERDICT_NOT_AUTHENTIC))
            row_fail(rows[i].about, "content of %s", verdict_word(report.verdict));
    }
}

static void
test_claims_outside_validity(void **state)
{
    struct world *world = *state;
    AUTO(arena) *arena = arena_new();
    struct verdict_report report;
    struct span file = test_sign(arena, test_unsigned(arena, false), world->school->class_teacher,
                                 SIGNER_CLASS_TEACHER, NULL, PKI_FROM - 86400);

    judge(file, world->school->pki->anchors, PKI_NOW, arena, &report);
    expect("signed before the certificate was valid", &report, CHECK_CHAIN, CHECK_NO,
           VERDICT_NOT_AUTHENTIC);
}

static void
test_everything_in_the_report(void **state)
{
    struct world *world = *state;
    AUTO(arena) *arena = arena_new();
    struct span file = test_signed(arena, world->school);
    struct verdict_report report;

    judge(file, world->school->pki->anchors, PKI_NOW, arena, &report);
    for (int id = 0; id < CHECK_COUNT; id++) {
        enum check_result want = id == CHECK_ENTITLEMENT || id == CHECK_LEDGER ||
                                         id == CHECK_STATUS || id == CHECK_TIMESTAMPS ||
                                         id == CHECK_REVOCATION
                                     ? CHECK_NOT_ASKED
                                     : CHECK_YES;
        expect(check_key(id), &report, id, want, VERDICT_AUTHENTIC);
        assert_non_null(report.checks[id].reason);
    }
    assert_false(report.training);
    assert_int_equal(report.signature_count, 3);
    const struct signature_report *seal = &report.signatures[2];
    assert_int_equal(seal->role, SIGNER_SCHOOL);
    assert_string_equal(seal->signer_name, "Trường Tiểu học Trần Hưng Đạo");
    assert_string_equal(seal->algorithm, "ECDSA-SHA256");
    assert_int_equal(seal->claimed_time.seconds, SIGNED_AT + 120);
    assert_true(seal->cryptographically_valid);
    assert_null(seal->reason);
    assert_string_equal(report.signatures[0].signer_number, "022185004321");
    assert_string_equal(report.record->name, "Nguyễn Thị Minh Châu");
    assert_int_equal(report.issued_form.size, file.size - strlen(XML_DECLARATION));
}

/* The span alone is the same record. */
static void
test_span_alone(void **state)
{
    struct world *world = *state;
    AUTO(arena) *arena = arena_new();
    struct span file = test_signed(arena, world->school);
    size_t head = strlen(XML_DECLARATION);
    struct verdict_report report;

    judge((struct span){file.data + head, file.size - head}, world->school->pki->anchors, PKI_NOW,
          arena, &report);
    assert_int_equal(report.verdict, VERDICT_AUTHENTIC);
}

static void
test_anchors(void **state)
{
    struct world *world = *state;
    AUTO(arena) *arena = arena_new();
    struct verdict_report report;

    judge(test_signed(arena, world->school), world->training->pki->anchors, PKI_NOW, arena,
          &report);
    expect("another root", &report, CHECK_CHAIN, CHECK_NO, VERDICT_NOT_AUTHENTIC);
    assert_false(report.training);
    judge(test_signed(arena, world->training), world->training->pki->anchors, PKI_NOW, arena,
          &report);
    expect("a training record by its own root", &report, CHECK_CHAIN, CHECK_YES, VERDICT_AUTHENTIC);
    assert_true(report.training);
    judge(test_signed(arena, world->training), world->school->pki->anchors, PKI_NOW, arena,
          &report);
    expect("a training record by a real root", &report, CHECK_CHAIN, CHECK_NO,
           VERDICT_NOT_AUTHENTIC);
    assert_true(report.training);
    assert_non_null(strstr(report.checks[CHECK_CHAIN].reason, "THỬ NGHIỆM"));
}

/* The second X509Certificate of every signature taken out: unsigned bytes. */
static void
test_issuer_missing(void **state)
{
    struct world *world = *state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    static const char end[] = "</ds:X509Certificate>", start[] = "<ds:X509Certificate>";
    struct verdict_report report;
    const char *at = test_signed(arena, world->school).data, *second;

    while ((second = strstr(at, "</ds:X509Certificate><ds:X509Certificate>"))) {
        second += sizeof end - 1;
        buffer_add(out, at, (size_t)(second - at));
        at = strstr(second + sizeof start - 1, end) + sizeof end - 1;
    }
    buffer_text(out, at);
    judge(buffer_span(out), world->school->pki->anchors, PKI_NOW, arena, &report);
    expect("issuer missing", &report, CHECK_CHAIN, CHECK_UNKNOWN, VERDICT_UNDECIDED);
    assert_string_equal(report.record->name, "Nguyễn Thị Minh Châu");
}

static void
test_subject_teachers(void **state)
{
    struct world *world = *state;
    AUTO(arena) *arena = arena_new();
    struct verdict_report report;

    judge(test_signed_by_all(arena, world->school, 12), world->school->pki->anchors, PKI_NOW, arena,
          &report);
    expect("every subject's teacher", &report, CHECK_ROLES, CHECK_YES, VERDICT_AUTHENTIC);
    assert_int_equal(report.signature_count, 15);
    assert_string_equal(report.signatures[1].subject_code, "T");
    judge(test_signed_by_all(arena, world->school, 11), world->school->pki->anchors, PKI_NOW, arena,
          &report);
    expect("one of them missing", &report, CHECK_ROLES, CHECK_NO, VERDICT_NOT_AUTHENTIC);
    assert_non_null(strstr(report.checks[CHECK_ROLES].reason, "Hoạt động trải nghiệm"));
}

/* A cache never changes a verdict: neither when it is warm, nor with other anchors or times. */
static void
test_cache(void **state)
{
    struct world *world = *state;
    AUTO(verify_cache) *cache = verify_cache_new();
    static const int64_t times[] = {PKI_NOW, PKI_TO + 1, PKI_NOW + 5, PKI_FROM - 1, PKI_NOW};
    AUTO(arena) *arena = arena_new();
    struct span file = test_signed(arena, world->school);

    for (size_t i = 0; i < 2 * COUNT_OF(times); i++) {
        const struct anchors *anchors =
            i % 2 ? world->training->pki->anchors : world->school->pki->anchors;
        int64_t now = times[i / 2];
        struct verify_material material = {.anchors = anchors, .now = now, .cache = cache};
        struct verdict_report warm, cold;
        struct error err;
        assert_ok(verify_record(file, &material, arena, &warm, &err));
        judge(file, anchors, now, arena, &cold);
        assert_int_equal(warm.verdict, cold.verdict);
        for (int id = 0; id < CHECK_COUNT; id++)
            assert_string_equal(warm.checks[id].reason, cold.checks[id].reason);
    }
}

/* As many certificates as a record can bring, when the one before left room for no more: each is
 * found, and looking for one that is not there ends. */
static void
test_cache_overfilled(void **state)
{
    struct world *world = *state;
    AUTO(verify_cache) *cache = verify_cache_new();
    static const unsigned records[] = {1023, SIGNATURES_MAX * (8 + 48 + 4 * 8)};
    struct span der = signer_chain(world->school->seal)->items[0]->der;
    const struct cached_certificate *found;
    struct error err;

    for (unsigned record = 0; record < COUNT_OF(records); record++) {
        AUTO(arena) *arena = arena_new();
        char *copy = arena_copy(arena, der.data, der.size);
        cache_prepare(cache);
        for (unsigned i = 0; i < records[record]; i++) {
            copy[der.size - 20] = (char)i; /* of its signature, which is not looked at here */
            copy[der.size - 21] = (char)(i >> 8);
            copy[der.size - 22] = (char)record;
            struct span base64 = span_of(base64_write(arena, copy, der.size));
            assert_ok(cache_certificate(cache, base64, &found, &err));
            assert_true(span_equal(found->base64, base64));
        }
    }
}

static void
test_rsa(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(test_school) *school = test_school_new(KEY_RSA, false);
    struct verdict_report report;

    judge(test_signed(arena, school), school->pki->anchors, PKI_NOW, arena, &report);
    expect("RSA", &report, CHECK_SIGNATURES, CHECK_YES, VERDICT_AUTHENTIC);
    assert_string_equal(report.signatures[0].algorithm, "RSA-SHA256");
}

static void
test_no_anchors(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct verdict_report report;
    struct error err;

    assert_int_equal(verify_record(SPAN("x"), &(struct verify_material){0}, arena, &report, &err),
                     USAGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_claims_outside_validity),
        cmocka_unit_test(test_everything_in_the_report),
        cmocka_unit_test(test_span_alone),
        cmocka_unit_test(test_anchors),
        cmocka_unit_test(test_issuer_missing),
        cmocka_unit_test(test_subject_teachers),
        cmocka_unit_test(test_cache),
        cmocka_unit_test(test_cache_overfilled),
        cmocka_unit_test(test_rsa),
        cmocka_unit_test(test_no_anchors),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
