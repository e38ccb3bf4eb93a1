/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "base/file.h"
#include "tests/support/referee_c14n.h"
#include "tests/support/sample_record.h"
#include "xml/record_xml.h"
#include "xml/schema.h"

static const struct record_xml_options variants[] = {
    {false, false}, {false, true}, {true, false}, {true, true}};

/* Written, read and written again: the same bytes, in every variant, for random records. */
static void
test_round_trip(void **state)
{
    (void)state;
    uint64_t seed = 2024;

    for (size_t round = 0; round < 1200; round++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *first = buffer_new(XML_DOCUMENT_MAX), *second = buffer_new(XML_DOCUMENT_MAX);
        const struct record_xml_options *variant = &variants[round % COUNT_OF(variants)];
        struct record_xml_options found;
        struct record record, again;
        struct xml_document document;
        struct error err;
        random_record(arena, &seed, &record);
        assert_ok(record_xml_write(&record, variant, first, &err));
        assert_ok(xml_scan(buffer_span(first), XML_DOCUMENT_MAX, arena, &document, &err));
        const char *wrong = referee_c14n(&document);
        if (wrong)
            fail_msg("round %zu: %s", round, wrong);
        assert_ok(record_xml_read_scanned(&document, arena, &again, &found, &err));
        assert_int_equal(found.strict_v10, variant->strict_v10);
        /* With no subject there is none to carry an Id, but THONG_TIN_CHUNG does. */
        assert_int_equal(found.subject_teachers_sign, variant->subject_teachers_sign);
        assert_ok(record_xml_write(&again, &found, second, &err));
        assert_true(span_equal(buffer_span(first), buffer_span(second)));
    }
}

/* What is read is the record that was written, field by field. */
static void
test_same_record(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct record record, again;
    struct error err;

    sample_record(&record);
    assert_ok(record_xml_write(&record, &variants[0], out, &err));
    assert_ok(record_xml_read(buffer_span(out), arena, &again, &err));
    for (size_t i = 0; i < record_field_count; i++) {
        const char *want = record_get(&record, &record_fields[i], arena);
        if (!text_equal(want, record_get(&again, &record_fields[i], arena)))
            row_fail(record_fields[i].key, "%s", want);
    }
    assert_int_equal(again.subject_count, record.subject_count);
    for (size_t i = 0; i < record.subject_count; i++) {
        assert_string_equal(again.subjects[i].code, record.subjects[i].code);
        assert_string_equal(again.subjects[i].comment, record.subjects[i].comment);
        assert_int_equal(again.subjects[i].level, record.subjects[i].level);
        assert_int_equal(again.subjects[i].mark, record.subjects[i].mark);
    }
    assert_int_equal(again.past_count, 3);
    assert_string_equal(again.past[2].year_name, "2022-2023");
}

static void
test_strict_comments(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct record record, again;
    struct error err;

    sample_record(&record);
    record.class_teacher_comment = NULL;
    assert_ok(record_xml_write(&record, &variants[2], out, &err));
    assert_ok(record_xml_read(buffer_span(out), arena, &again, &err));
    assert_string_equal(again.version, "1.0");
    assert_null(strstr(out->data, "<NHAN_XET>"));
    assert_null(again.subjects[0].comment);
    assert_true(text_starts(again.class_teacher_comment,
                            "Biết giữ lời hứa; giúp đỡ bạn bè. Tự giác học tập. Sử dụng ngôn ngữ "
                            "lưu loát.\nTiếng Việt: Đọc to"));
    assert_non_null(strstr(again.class_teacher_comment, "\nToán: Tính toán nhanh & chính xác.\n"));
}

/* One change of the sample's text: what becomes of reading and of the schema. */
static const struct {
    const char *about, *from, *to;
    bool readable, valid;
} changes[] = {
    {"unchanged", "<HOC_BA>", "<HOC_BA>", true, true},
    {"the spelling that was meant", "THONG_SO_BUOI_NGHI_KHONG_PHEP", "TONG_SO_BUOI_NGHI_KHONG_PHEP",
     true, false},
    {"the other one", "NANG_LUC_GIAO_TIEP_HOC_TAC", "NANG_LUC_GIAO_TIEP_HOP_TAC", true, false},
    {"birthday as the Ministry's example writes it", "2014-12-10T00:00:00+07:00", "10/12/2014",
     true, false},
    {"sex in a word", "<GIOI_TINH>2<", "<GIOI_TINH>Nữ<", true, false},
    {"level in words", "<MUC_DAT_DUOC>T<", "<MUC_DAT_DUOC>Hoàn thành tốt<", true, false},
    {"rating in words", "<PHAM_CHAT_YEU_NUOC>Đ<", "<PHAM_CHAT_YEU_NUOC>Đạt<", true, false},
    {"no such level", "<MUC_DAT_DUOC>T<", "<MUC_DAT_DUOC>X<", false, false},
    {"mark above ten", "KY>10<", "KY>11<", false, false},
    {"mark with a decimal", "KY>10<", "KY>9.5<", false, false},
    {"empty tag", "<DAN_TOC>Kinh<", "<DAN_TOC><", false, false},
    {"blanks at the end", "<DAN_TOC>Kinh<", "<DAN_TOC>Kinh <", false, true},
    {"not NFC", "<DAN_TOC>Kinh<", "<DAN_TOC>Ki\xCC\x80nh<", false, true},
    {"unknown element", "<DAN_TOC>", "<GHI_CHU>x</GHI_CHU><DAN_TOC>", false, false},
    {"twice", "<DAN_TOC>", "<DAN_TOC>Tày</DAN_TOC><DAN_TOC>", false, false},
    {"out of order", "<DAN_TOC>Kinh</DAN_TOC><QUOC_TICH>Việt Nam</QUOC_TICH>",
     "<QUOC_TICH>Việt Nam</QUOC_TICH><DAN_TOC>Kinh</DAN_TOC>", false, false},
    {"an attribute", "<DAN_TOC>", "<DAN_TOC x=\"1\">", false, false},
    {"an Id where none is", "<TONG_KET>", "<TONG_KET Id=\"x\">", false, false},
    {"mandatory field missing", "<DAN_TOC>Kinh</DAN_TOC>", "", true, false},
    {"excusable field missing", "<SO_CCCD>022314000123</SO_CCCD>", "", true, true},
    {"number of eleven digits", "<SO_CCCD>022314000123<", "<SO_CCCD>02231400012<", true, false},
    {"not a version 4 UUID", "4e0b-9a61", "1e0b-9a61", true, false},
    {"another version", "<PHIEN_BAN>1.0-hb1<", "<PHIEN_BAN>2.0<", false, false},
    {"strict version with a comment of a subject", "<PHIEN_BAN>1.0-hb1<", "<PHIEN_BAN>1.0<", false,
     false},
    {"container misnamed", "QUA_TRINH_HOC_TAP", "QUA_TRINH", false, false},
    {"a subject twice", "<MA_MON_HOC>T<", "<MA_MON_HOC>TV<", false, true},
    {"a child inside a field", ">Kinh<", "><b></b><", false, false},
    {"other root", "HOC_BA>", "HOC_BAA>", false, false},
    {"other Id of the data", "Id=\"data\"", "Id=\"data2\"", false, false},
};

/* `text` with every `from` made `to`; there must be one. */
static struct span
replaced(struct buffer *out, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);

    assert_non_null(at);
    for (; at; text = at + strlen(from), at = strstr(text, from)) {
        buffer_add(out, text, (size_t)(at - text));
        buffer_text(out, to);
    }
    buffer_text(out, text);
    return buffer_span(out);
}

static void
test_changes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX), *changed = buffer_new(XML_DOCUMENT_MAX);
        struct record record;
        struct error err;
        sample_record(&record);
        assert_ok(record_xml_write(&record, &variants[0], out, &err));
        struct span text = replaced(changed, out->data, changes[i].from, changes[i].to);
        bool readable = record_xml_read(text, arena, &record, &err) == OK;
        if (readable != changes[i].readable)
            row_fail(changes[i].about, "reading: %s", readable ? "accepted" : err.message);
        bool valid = schema_check(text, &err) == OK;
        if (valid != changes[i].valid)
            row_fail(changes[i].about, "schema: %s [%s]", valid ? "accepted" : err.message,
                     err.detail);
    }
}

static void
test_schema_variants(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(variants); i++) {
        AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
        struct record record;
        struct error err;
        sample_record(&record);
        record.replaces_uuid = "0b5c6d7e-1f20-4a3b-8c4d-5e6f70819203";
        assert_ok(record_xml_write(&record, &variants[i], out, &err));
        assert_ok(schema_check(buffer_span(out), &err));
    }
}

/* The examples of the public contract, read from SOURCE_ROOT (an environment variable). */
static void
test_examples(void **state)
{
    (void)state;
    static const char *const names[] = {"4A1-unsigned.xml", "4A1-signed.xml"};
    const char *root = getenv("SOURCE_ROOT");

    assert_non_null(root);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        AUTO(arena) *arena = arena_new();
        const char *path = arena_printf(arena, "%s/schema/examples/%s", root, names[i]);
        struct record record;
        struct error err;
        struct span file;
        assert_ok(file_read(arena, path, XML_DOCUMENT_MAX, &file, &err));
        assert_ok(schema_check(file, &err));
        assert_ok(record_xml_read(file, arena, &record, &err));
        assert_string_equal(record.class_name, "4A1");
    }
}

static const struct {
    const char *about, *text;
} unwritable[] = {
    {"NFD", "Nguye\xCC\x82\xCC\x83n"}, {"not UTF-8", "\xC3("},     {"control character", "a\x02"},
    {"carriage return", "a\rb"},       {"U+FFFF", "\xEF\xBF\xBF"},
};

static void
test_unwritable(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(unwritable); i++) {
        AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
        struct record record;
        struct error err;
        sample_record(&record);
        record.award = unwritable[i].text;
        if (record_xml_write(&record, &variants[0], out, &err) != INVALID || out->size != 0)
            row_fail(unwritable[i].about, "written");
        sample_record(&record);
        record.subjects[3].code = "LS DL";
        assert_int_equal(record_xml_write(&record, &variants[1], out, &err), INVALID);
    }
}

/* Another supplier's layout: white space, comments, another order and containers, words, and
 * elements that the specification does not have. */
static const char foreign_text[] =
    "<?xml version='1.0'?>\n<HOC_BA id=\"x\">\n <!-- supplier -->\n <DU_LIEU_HOC_BA Id=\"data\">\n"
    "  <TONG_KET><KET_QUA_XEP_LOAI>Hoàn thành tốt</KET_QUA_XEP_LOAI><GHI_CHU>x &#60; y</GHI_CHU>\n"
    "   <DS_DIEM><DIEM><TEN_MON_HOC>Toán</TEN_MON_HOC><MA_MON_HOC>T</MA_MON_HOC>\n"
    "    <MUC_DAT_DUOC>Hoàn thành</MUC_DAT_DUOC><HE_SO>1</HE_SO></DIEM></DS_DIEM>\n"
    "   <PCNL><PHAM_CHAT_YEU_NUOC>Tốt</PHAM_CHAT_YEU_NUOC></PCNL></TONG_KET>\n"
    "  <THONG_TIN_CHUNG><HO_VA_TEN> Lê <![CDATA[Văn]]> An </HO_VA_TEN>\n"
    "   <NGAY_SINH>10/12/2014</NGAY_SINH><GIOI_TINH>Nam</GIOI_TINH></THONG_TIN_CHUNG>\n"
    "  <QUA_TRINH_HOC_TAP><NAM><TEN_LOP>3A</TEN_LOP><TEN_TRUONG>Trường A</TEN_TRUONG></NAM>\n"
    "  </QUA_TRINH_HOC_TAP></DU_LIEU_HOC_BA>\n"
    " <DANH_SACH_THONG_TIN_KY><GVCN><SO_CCCD>1</SO_CCCD></GVCN></DANH_SACH_THONG_TIN_KY></HOC_BA>";

static void
test_foreign(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct foreign_elements unknown;
    struct record record;
    struct error err;

    assert_ok(record_xml_read_foreign(span_of(foreign_text), arena, &record, &unknown, &err));
    assert_string_equal(record.name, "Lê Văn An");
    assert_int_equal(record.birth_date.month, 12);
    assert_int_equal(record.sex, SEX_MALE);
    assert_int_equal(record.result, RESULT_GOOD);
    assert_int_equal(record.ratings[QUALITY_PATRIOTISM], RATING_T);
    assert_int_equal(record.subject_count, 1);
    assert_string_equal(record.subjects[0].name, "Toán");
    assert_int_equal(record.subjects[0].level, LEVEL_H);
    assert_int_equal(record.past_count, 1);
    assert_string_equal(record.past[0].school_name, "Trường A");
    assert_null(record.personal_number); /* the signer's number is not the pupil's */
    assert_int_equal(unknown.list.count, 2);
    assert_string_equal(unknown.list.items[0].path, "TONG_KET/GHI_CHU");
    assert_string_equal(unknown.list.items[0].text, "x < y");
    assert_string_equal(unknown.list.items[1].path, "TONG_KET/DS_DIEM/DIEM/HE_SO");
    assert_int_equal(record_xml_read(span_of(foreign_text), arena, &record, &err), INVALID);
}

static const struct {
    const char *about, *from, *to;
} unreadable[] = {
    {"a DTD", "<HOC_BA", "<!DOCTYPE HOC_BA [<!ENTITY e \"x\">]><HOC_BA"},
    {"an undefined entity", "<HE_SO>1", "<HE_SO>&e;"},
    {"not well-formed", "</DIEM>", ""},
    {"a field twice", "<GIOI_TINH>", "<GIOI_TINH>Nam</GIOI_TINH><GIOI_TINH>"},
    {"a level that is none", ">Hoàn thành</MUC", ">Giỏi</MUC"},
    {"another root", "HOC_BA>", "HOC_BAA>"},
    {"not UTF-8", "Toán", "To\xE1n"},
};

static void
test_foreign_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(unreadable); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *changed = buffer_new(XML_DOCUMENT_MAX);
        struct foreign_elements unknown;
        struct record record;
        struct error err;
        struct span text = replaced(changed, foreign_text, unreadable[i].from, unreadable[i].to);
        if (record_xml_read_foreign(text, arena, &record, &unknown, &err) != INVALID)
            row_fail(unreadable[i].about, "read");
    }
}

static void
test_span(void **state)
{
    (void)state;
    struct span issued;
    struct error err;

    assert_ok(record_xml_span(SPAN(XML_DECLARATION "<HOC_BA>x</HOC_BA>"), &issued, &err));
    assert_true(span_is(issued, "<HOC_BA>x</HOC_BA>"));
    assert_ok(record_xml_span(issued, &issued, &err));
    assert_int_equal(record_xml_span(SPAN("<HOC_BA>x</HOC_BA>\n"), &issued, &err), INVALID);
    assert_int_equal(record_xml_span(SPAN("<HOC_BA>"), &issued, &err), INVALID);
    assert_int_equal(record_xml_span(SPAN(""), &issued, &err), INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),      cmocka_unit_test(test_same_record),
        cmocka_unit_test(test_strict_comments), cmocka_unit_test(test_changes),
        cmocka_unit_test(test_schema_variants), cmocka_unit_test(test_unwritable),
        cmocka_unit_test(test_examples),        cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_foreign_refused), cmocka_unit_test(test_span),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
