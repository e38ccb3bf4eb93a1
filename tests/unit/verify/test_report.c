/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "base/unicode.h"
#include "tests/support/signed_record.h"
#include "verify/report.h"
#include "verify/verify.h"

static void
judge(const struct test_school *school, struct span file, struct arena *arena,
      struct verdict_report *report)
{
    struct verify_material material = {.anchors = school->pki->anchors, .now = PKI_NOW};
    struct error err;

    assert_ok(verify_record(file, &material, arena, report, &err));
}

static void
check_lines(const char *text)
{
    for (const char *end; (end = strchr(text, '\n')); text = end + 1)
        if (unicode_graphemes((struct span){text, (size_t)(end - text)}) > 110)
            fail_msg("long line: %.*s", (int)(end - text), text);
}

static void
test_good(void **state)
{
    (void)state;
    AUTO(test_school) *school = test_school_new(KEY_P256, true);
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *text = buffer_new(1 << 20), *object = buffer_new(1 << 20);
    struct json json = json_to(object);
    struct verdict_report report;

    judge(school, test_signed(arena, school), arena, &report);
    report_write_text(&report, "4A1-01.xml", text);
    assert_non_null(strstr(text->data, "THỬ NGHIỆM"));
    assert_non_null(strstr(text->data, "Nguyễn Thị Minh Châu"));
    assert_non_null(strstr(text->data, "022075001234"));
    check_lines(text->data);
    report_write_json(&report, "4A1-01.xml", &json);
    assert_true(text_starts(object->data, "{\"file\":\"4A1-01.xml\",\"verdict\":\"authentic\","
                                          "\"training\":true,\"checks\":[{\"id\":\"format\","
                                          "\"result\":\"yes\""));
    assert_non_null(strstr(object->data, "{\"id\":\"entitlement\",\"result\":\"not_asked\""));
    assert_non_null(strstr(object->data, "\"role\":\"cbql\",\"subject\":null"));
}

static void
test_bad(void **state)
{
    (void)state;
    AUTO(test_school) *school = test_school_new(KEY_P256, false);
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *text = buffer_new(1 << 20), *object = buffer_new(1 << 20);
    struct json json = json_to(object);
    struct verdict_report report;

    judge(school, SPAN("<HOC_BA>"), arena, &report);
    report_write_text(&report, "x", text);
    assert_non_null(strstr(text->data, "KHÔNG CÔNG NHẬN"));
    check_lines(text->data);
    report_write_json(&report, "x", &json);
    assert_non_null(strstr(object->data, "\"verdict\":\"not_authentic\""));
    assert_true(text_ends(object->data, "\"signatures\":[]}"));
}

/* What a machine reads of the whole, and of the signature that it is about. */
static const struct {
    const char *about, *from, *to; /* in the record: replaced */
    int64_t now;
    bool strangers_anchors;
    const char *whole, *part; /* in the JSON */
} words[] = {
    {"good", "<HOC_BA>", "<HOC_BA>", PKI_NOW, false,
     "],\"indication\":\"TOTAL-PASSED\",\"sub_indication\":null,",
     "\"reason\":null,\"indication\":\"TOTAL-PASSED\",\"sub_indication\":null}"},
    {"no record", "<HOC_BA>", "<HOC_BA> ", PKI_NOW, false,
     "],\"indication\":\"TOTAL-FAILED\",\"sub_indication\":\"FORMAT_FAILURE\"",
     "\"signatures\":[]"},
    {"changed", "<MUC_DAT_DUOC>H<", "<MUC_DAT_DUOC>T<", PKI_NOW, false,
     "],\"indication\":\"TOTAL-FAILED\",\"sub_indication\":\"HASH_FAILURE\"",
     "\"indication\":\"TOTAL-FAILED\",\"sub_indication\":\"HASH_FAILURE\"}"},
    {"another subject", "<ds:X509SubjectName>", "<ds:X509SubjectName>C=VN,", PKI_NOW, false,
     "],\"indication\":\"TOTAL-FAILED\",\"sub_indication\":\"SIG_CRYPTO_FAILURE\"",
     "\"indication\":\"TOTAL-FAILED\",\"sub_indication\":\"SIG_CRYPTO_FAILURE\"}"},
    {"another date beside it", "<NGAY_KY>2024-05-31", "<NGAY_KY>2024-05-30", PKI_NOW, false,
     "],\"indication\":\"INDETERMINATE\",\"sub_indication\":\"SIG_CONSTRAINTS_FAILURE\"",
     "\"indication\":\"INDETERMINATE\",\"sub_indication\":\"SIG_CONSTRAINTS_FAILURE\"}"},
    {"expired", "<HOC_BA>", "<HOC_BA>", PKI_TO + 1, false,
     "],\"indication\":\"INDETERMINATE\",\"sub_indication\":\"OUT_OF_BOUNDS_NO_POE\"",
     "\"indication\":\"INDETERMINATE\",\"sub_indication\":\"OUT_OF_BOUNDS_NO_POE\"}"},
    {"a stranger's root", "<HOC_BA>", "<HOC_BA>", PKI_NOW, true,
     "],\"indication\":\"INDETERMINATE\",\"sub_indication\":\"NO_CERTIFICATE_CHAIN_FOUND\"",
     "\"indication\":\"INDETERMINATE\",\"sub_indication\":\"NO_CERTIFICATE_CHAIN_FOUND\"}"},
};

static void
test_words(void **state)
{
    (void)state;
    AUTO(test_school) *school = test_school_new(KEY_P256, false);
    AUTO(test_pki) *stranger = test_pki_new("người lạ", false);
    AUTO(arena) *arena = arena_new();
    struct span file = test_signed(arena, school);

    for (size_t i = 0; i < COUNT_OF(words); i++) {
        AUTO(buffer) *bent = buffer_new(1 << 20), *object = buffer_new(1 << 20);
        struct json json = json_to(object);
        struct verify_material material = {
            .anchors = words[i].strangers_anchors ? stranger->anchors : school->pki->anchors,
            .now = words[i].now};
        struct verdict_report report;
        struct error err;
        const char *at = strstr(file.data, words[i].from);
        buffer_add(bent, file.data, (size_t)(at - file.data));
        buffer_text(bent, words[i].to);
        buffer_text(bent, at + strlen(words[i].from));
        assert_ok(verify_record(buffer_span(bent), &material, arena, &report, &err));
        report_write_json(&report, "x", &json);
        if (!strstr(object->data, words[i].whole) || !strstr(object->data, words[i].part))
            row_fail(words[i].about, "%s", object->data);
    }
}

/* A withdrawn certificate: known to have been withdrawn before, or not known which came first. */
static void
test_words_of_evidence(void **state)
{
    (void)state;
    assert_string_equal(report_sub_indication(CHECK_REVOCATION, CHECK_NO, PATH_TRUSTED), "REVOKED");
    assert_string_equal(report_sub_indication(CHECK_REVOCATION, CHECK_UNKNOWN, PATH_TRUSTED),
                        "REVOKED_NO_POE");
    assert_string_equal(report_sub_indication(CHECK_TIMESTAMPS, CHECK_UNKNOWN, PATH_TRUSTED),
                        "TRY_LATER");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_words_of_evidence),
                                       cmocka_unit_test(test_good), cmocka_unit_test(test_bad),
                                       cmocka_unit_test(test_words)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
