/* SPDX-License-Identifier: Apache-2.0
 *
 * What a received record breaks, as the gateway tells it: a right record breaks nothing, each row
 * bends some of it and names every problem that must come, and no other.
 */
#include "tests/support/test.h"

#include "base/unicode.h"
#include "tests/support/sample_record.h"
#include "xml/record_tags.h"
#include "xml/record_xml.h"

#define LEVEL       "RULES MUC_DAT_DUOC TT27 Điều 7.1.a"
#define MARK        "RULES DIEM_KIEM_TRA_DINH_KY TT27 Điều 7.1.d"
#define NO_TEST     "RULES DIEM_KIEM_TRA_DINH_KY TT27 Điều 7.1.b"
#define RESULT      "RULES KET_QUA_XEP_LOAI TT27 Điều 9.2.a"
#define CLASS_      "RULES DA_HOAN_THANH_CHUONG_TRINH_LOP_HOC TT27 Điều 11.1.a"
#define ABSENT(tag) "STRUCTURE " tag " CV2088 Phụ lục 1.1"

/* Changes are "TAG=value" or "-TAG", in a subject "TV/TAG=value" or "-TV/TAG"; "+TV" repeats its
 * row. Separated by '|', as the problems are: "CODE TAG ARTICLE". */
static const struct {
    const char *about, *changes, *problems;
} rows[] = {
    {"as it is", "", ""},
    {"a level that is none", "TV/MUC_DAT_DUOC=Giỏi", LEVEL},
    {"a rating's symbol as a level", "TV/MUC_DAT_DUOC=Đ", LEVEL},
    {"a level in words", "TV/MUC_DAT_DUOC=Hoàn thành tốt", ""},
    {"eleven", "T/DIEM_KIEM_TRA_DINH_KY=11", MARK},
    {"a decimal", "T/DIEM_KIEM_TRA_DINH_KY=8,5", MARK},
    {"below nought", "T/DIEM_KIEM_TRA_DINH_KY=-1", MARK},
    {"a mark in music", "AN/DIEM_KIEM_TRA_DINH_KY=9", NO_TEST},
    {"a subject of other grades", "DD/MA_MON_HOC=TNXH", "RULES MUC_DAT_DUOC TT32/2018"},
    {"a subject twice", "+TV", ABSENT("MUC_DAT_DUOC")},
    {"a rating that is none", "PHAM_CHAT_YEU_NUOC=Khá", "RULES PHAM_CHAT_YEU_NUOC TT27 Điều 7.2"},
    {"a level's symbol as a rating", "NANG_LUC_THE_CHAT=H",
     "RULES NANG_LUC_THE_CHAT TT27 Điều 7.2"},
    {"a result that is none", "KET_QUA_XEP_LOAI=Học sinh giỏi", RESULT},
    {"a result that does not follow", "KET_QUA_XEP_LOAI=Hoàn thành tốt", RESULT},
    {"a C", "AN/MUC_DAT_DUOC=C", RESULT "|" CLASS_},
    {"a four", "T/DIEM_KIEM_TRA_DINH_KY=4", RESULT "|" CLASS_},
    {"completed, it says not", "DA_HOAN_THANH_CHUONG_TRINH_LOP_HOC=0", CLASS_},
    {"primary school in grade 4", "DA_HOAN_THANH_CHUONG_TRINH_TIEU_HOC=1",
     "RULES DA_HOAN_THANH_CHUONG_TRINH_TIEU_HOC TT27 Điều 11.2"},
    {"no comment on the qualities", "-NHAN_XET_PHAM_CHAT", ABSENT("NHAN_XET_PHAM_CHAT")},
    {"no comment of the class teacher", "NHAN_XET_GVCN= ", ABSENT("NHAN_XET_GVCN")},
    {"no result", "-KET_QUA_XEP_LOAI", ABSENT("KET_QUA_XEP_LOAI")},
    {"no word on promotion", "-DUOC_LEN_LOP", ABSENT("DUOC_LEN_LOP")},
    {"no name", "-HO_VA_TEN", ABSENT("HO_VA_TEN")},
    {"more absences than days", "TONG_SO_BUOI_NGHI_CO_PHEP=401",
     ABSENT("TONG_SO_BUOI_NGHI_CO_PHEP")},
    {"half an absence", "TONG_SO_BUOI_NGHI_CO_PHEP=1,5", ABSENT("TONG_SO_BUOI_NGHI_CO_PHEP")},
    {"a day that is none", "NGAY_SINH=31/02/2014", ABSENT("NGAY_SINH")},
    {"a past day that is none", "NGAY_TRANG_THAI_CHUYEN_DEN=hôm qua", ABSENT("QUA_TRINH_HOC_TAP")},
    {"everything at once",
     "T/DIEM_KIEM_TRA_DINH_KY=11|PHAM_CHAT_NHAN_AI=X|AN/DIEM_KIEM_TRA_DINH_KY=7|-NHAN_XET_PHAM_CHAT"
     "|DA_HOAN_THANH_CHUONG_TRINH_LOP_HOC=0",
     MARK "|RULES PHAM_CHAT_NHAN_AI TT27 Điều 7.2|" ABSENT("NHAN_XET_PHAM_CHAT") "|" NO_TEST
                                                                                 "|" CLASS_},

    /* Left open, or decided at the school: never a reason. */
    {"an exempt level (Điều 8)", "-AN/MUC_DAT_DUOC", ""},
    {"an exempt mark (Điều 8)", "-KH/DIEM_KIEM_TRA_DINH_KY", ""},
    {"an exempt rating (Điều 8)", "-NANG_LUC_THE_CHAT", ""},
    {"promoted by the principal (Điều 11.1.c)",
     "AN/MUC_DAT_DUOC=C|KET_QUA_XEP_LOAI=Chưa hoàn thành|DA_HOAN_THANH_CHUONG_TRINH_LOP_HOC=0", ""},
    {"kept back", "DUOC_LEN_LOP=0", ""},
    {"a supplier's own code of a subject", "NN1/MA_MON_HOC=TANH", ""},
    {"no comment on a subject", "-TV/NHAN_XET", ""},
    {"a prize in free text", "NOI_DUNG_KHEN_THUONG=Học sinh xuất sắc hội thi Kể chuyện", ""},
    {"no number, mother, weight or district", "-SO_CCCD|-HO_VA_TEN_ME|-CAN_NANG|-TEN_QUAN_HUYEN",
     ""},
    {"a grade not under TT27 yet", "MA_KHOI=5|AN/MUC_DAT_DUOC=C", ""},
};

/* The subject's row, or the whole. */
static struct span
place_of(struct arena *arena, const char *text, const char *subject)
{
    const char *code =
        subject ? strstr(text, arena_printf(arena, "<MA_MON_HOC>%s<", subject)) : text;

    assert_non_null(code);
    return subject ? (struct span){code, (size_t)(strstr(code, "</MON_HOC>") - code)}
                   : span_of(text);
}

/* `value` NULL removes the element; one that is not there is put at the end of its place. */
static const char *
set_element(struct arena *arena, const char *text, const char *subject, const char *tag,
            const char *value)
{
    struct span place = place_of(arena, text, subject);
    const char *open = arena_printf(arena, "<%s>", tag), *close = arena_printf(arena, "</%s>", tag);
    const char *at = strstr(place.data, open);
    const char *put = value ? arena_printf(arena, "%s%s%s", open, value, close) : "";
    const char *end = subject ? place.data + place.size : strstr(text, "</TONG_KET>");

    if (at && at >= place.data + place.size)
        at = NULL;
    assert_true(at || value);
    if (at)
        end = strstr(at, close) + strlen(close);
    else
        at = end;
    return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, put, end);
}

static const char *
repeat(struct arena *arena, const char *text, const char *subject)
{
    struct span place = place_of(arena, text, subject);
    const char *end = place.data + place.size + strlen("</MON_HOC>");

    return arena_printf(arena, "%.*s<MON_HOC>%.*s</MON_HOC>%s", (int)(end - text), text,
                        (int)place.size, place.data, end);
}

static const char *
bend(struct arena *arena, const char *text, char *change)
{
    bool absent = *change == '-';
    char *value = strchr(change, '='), *slash = strchr(change, '/');

    if (*change == '+')
        return repeat(arena, text, change + 1);
    if (value)
        *value++ = '\0';
    if (slash && value && slash > value)
        slash = NULL;
    char *name = change + absent;
    if (slash)
        *slash++ = '\0';
    return set_element(arena, text, slash ? name : NULL, slash ? slash : name, value);
}

/* "CODE TAG ARTICLE|...": what the gateway would answer. */
static const char *
problems_of(struct arena *arena, const char *text, const char *about)
{
    struct problems problems = {0};
    struct record record;
    struct error err;
    const char *told = "";

    record_init(&record);
    if (record_xml_read_claims(span_of(text), arena, &record, &problems, &err) != OK)
        row_fail(about, "%s", err.message);
    rules_check_received(&record, 2023, arena, &problems);
    for (size_t i = 0; i < problems.list.count; i++) {
        const struct problem *problem = &problems.list.items[i];
        assert_true(problem->severity == SEVERITY_ERROR && *problem->message);
        told = arena_printf(arena, "%s%s%s %s %s", told, i ? "|" : "", problem_code(problem),
                            record_tag_of_key(problem->field), problem->article);
    }
    return told;
}

static void
test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
        struct record record;
        struct error err;
        sample_record(&record);
        assert_ok(record_xml_write(&record, &(struct record_xml_options){0}, out, &err));
        const char *text = arena_text(arena, out->data);
        char *rest = arena_text(arena, rows[i].changes), *change;
        while ((change = strsep(&rest, "|")))
            text = *change ? bend(arena, text, change) : text;
        const char *told = problems_of(arena, text, rows[i].about);
        if (!text_equal(told, rows[i].problems))
            row_fail(rows[i].about, "told: %s\nwant: %s", told, rows[i].problems);
    }
}

/* A long value stands in its sentence cut between characters. */
static void
test_long_value(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct record record;
    struct error err;
    const char *value = "ếếếếếếếếếếếếếếếếếếếếếếếếếếếếếếếếếếếếếếếếếế";

    record_init(&record);
    assert_int_equal(record_set(&record, field_by_key("ket_qua_xep_loai"), value, arena, &err),
                     INVALID);
    assert_true(utf8_is_valid(span_of(err.message)));
    assert_non_null(strstr(err.message, "…"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows),
                                       cmocka_unit_test(test_long_value)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
