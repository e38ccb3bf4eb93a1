/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "tests/support/issued_form.h"
#include "tests/support/referee_c14n.h"
#include "tests/support/sample_record.h"
#include "tests/support/signed_record.h"
#include "tests/support/variant.h"
#include "verify/report.h"
#include "verify/verify.h"
#include "xml/rewrite.h"

static void
judge(struct span file, const struct test_school *school, struct arena *arena,
      struct verdict_report *report)
{
    struct verify_material material = {.anchors = school->pki->anchors, .now = PKI_NOW};
    struct error err;

    assert_ok(verify_record(file, &material, arena, report, &err));
    assert_issued_form(file, report);
}

static struct span
as_json(const struct verdict_report *report, struct arena *arena)
{
    AUTO(buffer) *out = buffer_new(1024 * 1024);
    struct json json = json_to(out);

    report_write_json(report, "x.xml", &json);
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

/* Whatever the serialisation: the same report, word for word, and the issued form byte for byte. */
static void
test_same_report(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(test_school) *school = test_school_new(KEY_P256, false);
    struct span file = test_signed_by_all(arena, school, 12);
    struct verdict_report report, other;
    struct xml_document document;
    struct error err;
    uint64_t seed = 7;

    (void)state;
    judge(file, school, arena, &report);
    assert_int_equal(report.verdict, VERDICT_AUTHENTIC);
    assert_ok(xml_scan(file, XML_DOCUMENT_MAX, arena, &document, &err));
    for (int round = 0; round < 40; round++) {
        AUTO(buffer) *variant = buffer_new(XML_DOCUMENT_MAX);
        struct xml_document written;
        test_variant(&document, &seed, variant);
        judge(buffer_span(variant), school, arena, &other);
        if (!span_equal(as_json(&report, arena), as_json(&other, arena)))
            row_fail("variant", "%.*s", (int)variant->size, variant->data);
        assert_true(span_equal(other.issued_form, report.issued_form));
        struct span bytes;
        assert_ok(xml_rewrite(buffer_span(variant), XML_DOCUMENT_MAX, arena, &bytes, &err));
        assert_ok(xml_scan(bytes, XML_DOCUMENT_MAX, arena, &written, &err));
        assert_null(referee_c14n_of(buffer_span(variant), &written));
    }
}

/* Replace the first `from` in the file. */
static struct span
bend(struct arena *arena, struct span file, const char *from, const char *to)
{
    const char *at = memmem(file.data, file.size, from, strlen(from));
    size_t before = (size_t)(at - file.data);

    assert_non_null(at);
    const char *text = arena_printf(arena, "%.*s%s%.*s", (int)before, file.data, to,
                                    (int)(file.size - before - strlen(from)), at + strlen(from));
    return span_of(text);
}

/* What the slow path lets through is judged by the same rules; what would change the content, or
 * hide it from another reader, is refused. */
static void
test_bent(void **state)
{
    static const struct {
        const char *about, *from, *to;
        enum check_id check; /* that says no; CHECK_COUNT: authentic */
        const char *sentence;
    } rows[] = {
        {"single quotes", "<DU_LIEU_HOC_BA Id=\"data\">", "<DU_LIEU_HOC_BA Id='data'>", CHECK_COUNT,
         NULL},
        {"a letter by reference", "<GIOI_TINH>2<", "<GIOI_TINH>&#50;<", CHECK_COUNT, NULL},
        {"another letter by reference", "<GIOI_TINH>2<", "<GIOI_TINH>&#49;<", CHECK_INTEGRITY,
         "Nội dung đã bị thay đổi sau khi ký"},
        {"white space in what is signed", "<GIOI_TINH>2<", "\n<GIOI_TINH >2<", CHECK_FORMAT,
         "văn bản nằm lẫn giữa các thẻ"},
        {"a comment in a value", "<GIOI_TINH>2<", "<GIOI_TINH>2<!-- --><", CHECK_FORMAT, "comment"},
        {"a comment in a digest", "<ds:DigestValue>", "<ds:DigestValue><!---->", CHECK_FORMAT,
         "comment"},
        {"CDATA", "<GIOI_TINH>2<", "<GIOI_TINH><![CDATA[2]]><", CHECK_FORMAT, "CDATA"},
        {"an instruction", "<GIOI_TINH>2<", "<?x y?><GIOI_TINH>2<", CHECK_FORMAT, "chỉ thị"},
        {"DOCTYPE", "<HOC_BA>", "<!DOCTYPE HOC_BA><HOC_BA>", CHECK_FORMAT, "DOCTYPE"},
        {"another prefix", "<ds:Signature xmlns:ds=", "<ds:Signature xmlns:d=", CHECK_FORMAT,
         "không gian tên"},
        {"an Id twice", "<QUA_TRINH_HOC_TAP>", "<QUA_TRINH_HOC_TAP id='data'>", CHECK_FORMAT,
         "Id xuất hiện hai lần"},
        {"a duplicate of an attribute in another namespace", "<DU_LIEU_HOC_BA Id=\"data\">",
         "<DU_LIEU_HOC_BA xmlns:a='urn:a' a:Id='x' Id='data'>", CHECK_FORMAT, "thuộc tính"},
    };
    AUTO(arena) *arena = arena_new();
    AUTO(test_school) *school = test_school_new(KEY_P256, false);
    struct span file = test_signed(arena, school);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct verdict_report report;
        judge(bend(arena, file, rows[i].from, rows[i].to), school, arena, &report);
        if (rows[i].check == CHECK_COUNT) {
            if (report.verdict != VERDICT_AUTHENTIC)
                row_fail(rows[i].about, "verdict %s", verdict_word(report.verdict));
            continue;
        }
        const struct check *check = &report.checks[rows[i].check];
        if (report.verdict != VERDICT_NOT_AUTHENTIC || check->result != CHECK_NO || report.record ||
            !strstr(check->reason, rows[i].sentence))
            row_fail(rows[i].about, "%s: %s", check_result_word(check->result), check->reason);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_report),
        cmocka_unit_test(test_bent),
    };

    return cmocka_run_group_tests_name("slow_path", tests, NULL, NULL);
}
