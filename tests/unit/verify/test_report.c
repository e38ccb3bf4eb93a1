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

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_good), cmocka_unit_test(test_bad)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
