/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "sign/xades_write.h"
#include "tests/support/signed_record.h"
#include "verify/registry.h"

static int
setup(void **state)
{
    *state = test_school_new(KEY_P256, false);
    return 0;
}

static int
teardown(void **state)
{
    test_school_free(*state);
    return 0;
}

static void
test_entitled(void **state)
{
    struct test_school *school = *state;
    AUTO(arena) *arena = arena_new();
    const struct registry *registry;
    struct verdict_report report;
    struct error err;

    assert_ok(registry_read(test_registry(arena, school), school->pki->anchors, PKI_NOW, arena,
                            &registry, &err));
    assert_string_equal(registry_data(registry)->department_code, "22");
    struct verify_material material = {
        .anchors = school->pki->anchors, .registry = registry, .now = PKI_NOW};
    assert_ok(verify_record(test_signed(arena, school), &material, arena, &report, &err));
    assert_int_equal(report.checks[CHECK_ENTITLEMENT].result, CHECK_YES);
    assert_int_equal(report.verdict, VERDICT_AUTHENTIC);
    /* The teacher is registered for TV only. */
    assert_ok(
        verify_record(test_signed_by_all(arena, school, 12), &material, arena, &report, &err));
    assert_int_equal(report.checks[CHECK_ENTITLEMENT].result, CHECK_NO);
    assert_int_equal(report.verdict, VERDICT_NOT_AUTHENTIC);
    assert_null(report.signatures[0].reason);
    assert_non_null(report.signatures[1].reason);
}

/* A registry with one row as given, signed; asked about that row's certificate. */
static enum check_result
ask_row(struct test_school *school, struct arena *arena, struct registry_row row,
        struct registry_question question)
{
    AUTO(buffer) *file = buffer_new(REGISTRY_FILE_MAX), *out = buffer_new(REGISTRY_FILE_MAX);
    AUTO(xades_identity) *identity = NULL;
    static const uint8_t salt[XADES_SALT_SIZE];
    struct registry_data data = {
        "Sở GDĐT", "22", {SIGNED_AT, VIETNAM_OFFSET_MINUTES}, {&row, 1, 1}};
    const struct registry *registry;
    const char *reason = NULL;
    struct error err;

    memset(row.certificate_sha256, 7, sizeof row.certificate_sha256);
    question.certificate_sha256 = row.certificate_sha256;
    assert_ok(registry_xml_write(&data, file, &err));
    assert_ok(xades_identity_make(signer_chain(school->department), &identity, &err));
    assert_ok(xades_sign_registry(buffer_span(file), data.made, salt, identity, school->department,
                                  out, &err));
    assert_ok(
        registry_read(buffer_span(out), school->pki->anchors, PKI_NOW, arena, &registry, &err));
    enum check_result result = registry_ask(registry, &question, &reason);
    assert_non_null(reason);
    return result;
}

#define AT(day)                                                                                    \
    {                                                                                              \
        SIGNED_AT + (day)*86400, VIETNAM_OFFSET_MINUTES                                            \
    }

static const struct {
    const char *about;
    struct registry_row row;
    struct registry_question question;
    enum check_result want;
} rows[] = {
    {"the whole school",
     {{0}, SIGNER_PRINCIPAL, "22193401", NULL, NULL, NULL, AT(-9), {0}, {0}},
     {NULL, SIGNER_PRINCIPAL, "22193401", "2023-2024", "4A1", NULL, AT(0), PKI_NOW},
     CHECK_YES},
    {"another role",
     {{0}, SIGNER_PRINCIPAL, "22193401", NULL, NULL, NULL, AT(-9), {0}, {0}},
     {NULL, SIGNER_SCHOOL, "22193401", "2023-2024", "4A1", NULL, AT(0), PKI_NOW},
     CHECK_NO},
    {"another school",
     {{0}, SIGNER_PRINCIPAL, "22193401", NULL, NULL, NULL, AT(-9), {0}, {0}},
     {NULL, SIGNER_PRINCIPAL, "22193402", "2023-2024", "4A1", NULL, AT(0), PKI_NOW},
     CHECK_NO},
    {"that class",
     {{0}, SIGNER_CLASS_TEACHER, "1", "2023-2024", "4A1", NULL, AT(-9), {0}, {0}},
     {NULL, SIGNER_CLASS_TEACHER, "1", "2023-2024", "4A1", NULL, AT(0), PKI_NOW},
     CHECK_YES},
    {"another class",
     {{0}, SIGNER_CLASS_TEACHER, "1", "2023-2024", "4A1", NULL, AT(-9), {0}, {0}},
     {NULL, SIGNER_CLASS_TEACHER, "1", "2023-2024", "4A2", NULL, AT(0), PKI_NOW},
     CHECK_NO},
    {"another year",
     {{0}, SIGNER_CLASS_TEACHER, "1", "2023-2024", "4A1", NULL, AT(-9), {0}, {0}},
     {NULL, SIGNER_CLASS_TEACHER, "1", "2022-2023", "4A1", NULL, AT(0), PKI_NOW},
     CHECK_NO},
    {"that subject",
     {{0}, SIGNER_SUBJECT_TEACHER, "1", NULL, NULL, "TV", AT(-9), {0}, {0}},
     {NULL, SIGNER_SUBJECT_TEACHER, "1", "2023-2024", "4A1", "TV", AT(0), PKI_NOW},
     CHECK_YES},
    {"another subject",
     {{0}, SIGNER_SUBJECT_TEACHER, "1", NULL, NULL, "TV", AT(-9), {0}, {0}},
     {NULL, SIGNER_SUBJECT_TEACHER, "1", "2023-2024", "4A1", "T", AT(0), PKI_NOW},
     CHECK_NO},
    {"before it begins",
     {{0}, SIGNER_SCHOOL, "1", NULL, NULL, NULL, AT(1), {0}, {0}},
     {NULL, SIGNER_SCHOOL, "1", "2023-2024", "4A1", NULL, AT(0), PKI_NOW},
     CHECK_NO},
    {"on its first moment",
     {{0}, SIGNER_SCHOOL, "1", NULL, NULL, NULL, AT(0), {0}, {0}},
     {NULL, SIGNER_SCHOOL, "1", "2023-2024", "4A1", NULL, AT(0), PKI_NOW},
     CHECK_YES},
    {"on its end",
     {{0}, SIGNER_SCHOOL, "1", NULL, NULL, NULL, AT(-9), AT(0), {0}},
     {NULL, SIGNER_SCHOOL, "1", "2023-2024", "4A1", NULL, AT(0), PKI_NOW},
     CHECK_NO},
    {"before its end",
     {{0}, SIGNER_SCHOOL, "1", NULL, NULL, NULL, AT(-9), AT(1), {0}},
     {NULL, SIGNER_SCHOOL, "1", "2023-2024", "4A1", NULL, AT(0), PKI_NOW},
     CHECK_YES},
    {"revoked before",
     {{0}, SIGNER_SCHOOL, "1", NULL, NULL, NULL, AT(-9), {0}, AT(-1)},
     {NULL, SIGNER_SCHOOL, "1", "2023-2024", "4A1", NULL, AT(0), PKI_NOW},
     CHECK_NO},
    {"revoked after, nothing proves the time",
     {{0}, SIGNER_SCHOOL, "1", NULL, NULL, NULL, AT(-9), {0}, AT(1)},
     {NULL, SIGNER_SCHOOL, "1", "2023-2024", "4A1", NULL, AT(0), PKI_NOW + 9 * 86400},
     CHECK_UNKNOWN},
    {"will be revoked",
     {{0}, SIGNER_SCHOOL, "1", NULL, NULL, NULL, AT(-9), {0}, AT(1)},
     {NULL, SIGNER_SCHOOL, "1", "2023-2024", "4A1", NULL, AT(0), PKI_NOW},
     CHECK_YES},
};

static void
test_rows(void **state)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        enum check_result got = ask_row(*state, arena, rows[i].row, rows[i].question);
        if (got != rows[i].want)
            row_fail(rows[i].about, "%s", check_result_word(got));
    }
}

static void
test_unknown_certificate(void **state)
{
    struct test_school *school = *state;
    AUTO(arena) *arena = arena_new();
    const uint8_t nobody[32] = {0};
    const struct registry *registry;
    const char *reason;
    struct error err;

    assert_ok(registry_read(test_registry(arena, school), school->pki->anchors, PKI_NOW, arena,
                            &registry, &err));
    struct registry_question question = {nobody, SIGNER_SCHOOL, "22193401", "2023-2024",
                                         "4A1",  NULL,          AT(0),      PKI_NOW};
    assert_int_equal(registry_ask(registry, &question, &reason), CHECK_NO);
}

/* Which registries are not believed. */
static void
test_not_believed(void **state)
{
    struct test_school *school = *state;
    AUTO(test_school) *other = test_school_new(KEY_P256, true);
    AUTO(arena) *arena = arena_new();
    struct span file = test_registry(arena, school);
    const struct registry *registry = NULL;
    struct error err;

    assert_int_equal(registry_read(file, other->pki->anchors, PKI_NOW, arena, &registry, &err),
                     UNTRUSTED);
    assert_int_equal(registry_read(file, school->pki->anchors, PKI_TO + 1, arena, &registry, &err),
                     UNDECIDED);
    assert_int_equal(registry_read(test_signed(arena, school), school->pki->anchors, PKI_NOW, arena,
                                   &registry, &err),
                     INVALID);
    /* Signed by the school's seal instead of the department's. */
    struct test_school cheat = *school;
    cheat.department = school->seal;
    assert_int_equal(registry_read(test_registry(arena, &cheat), school->pki->anchors, PKI_NOW,
                                   arena, &registry, &err),
                     UNTRUSTED);
    assert_null(registry);
}

static void
test_flips(void **state)
{
    struct test_school *school = *state;
    AUTO(arena) *files = arena_new();
    struct span file = test_registry(files, school);
    char *mutant = arena_copy(files, file.data, file.size);

    for (size_t at = 0; at < file.size; at++) {
        AUTO(arena) *arena = arena_new();
        const struct registry *registry;
        struct error err;
        mutant[at] ^= 1;
        if (registry_read((struct span){mutant, file.size}, school->pki->anchors, PKI_NOW, arena,
                          &registry, &err) == OK)
            fail_msg("believed with byte %zu changed", at);
        mutant[at] ^= 1;
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entitled),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_unknown_certificate),
        cmocka_unit_test(test_not_believed),
        cmocka_unit_test(test_flips),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
