/* SPDX-License-Identifier: Apache-2.0
 *
 * Minutes of an inspection: written, read back, and nothing else is one; signed by one, by both.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "base/file.h"
#include "verify/minutes.h"

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define HEAD                                                                                       \
    "<BIEN_BAN_KIEM_TRA><DU_LIEU Id=\"data\"><TEN_CO_QUAN>Sở</TEN_CO_QUAN>"                      \
    "<MA_CO_QUAN>22</MA_CO_QUAN><MA_DOT>KT-1</MA_DOT><SO_QUYET_DINH>1/QĐ</SO_QUYET_DINH>"         \
    "<TEN_TRUONG>Trường A</TEN_TRUONG><MA_TRUONG>22000001</MA_TRUONG>"                          \
    "<TEN_NAM_HOC>2023-2024</TEN_NAM_HOC><DIA_DIEM>phòng họp</DIA_DIEM>"                        \
    "<BAT_DAU>2024-05-31T08:00:00+07:00</BAT_DAU><KET_THUC>2024-05-31T11:00:00+07:00</KET_THUC>"   \
    "<TRUONG_DOAN>Bà Một</TRUONG_DOAN><THANH_PHAN_DOAN>Bà Một</THANH_PHAN_DOAN>"             \
    "<THANH_PHAN_TRUONG>Ông Hai\nbà Ba</THANH_PHAN_TRUONG>"                                      \
    "<NOI_DUNG_KIEM_TRA>x</NOI_DUNG_KIEM_TRA><NGAY_LAP>2024-05-31T11:00:00+07:00</NGAY_LAP>"
#define END "<Y_KIEN_TRUONG>Nhất trí</Y_KIEN_TRUONG></DU_LIEU></BIEN_BAN_KIEM_TRA>"
#define MET "<DIEU_KIEN><MUC>network</MUC><KET_QUA>DAT</KET_QUA></DIEU_KIEN>"
#define UNMET                                                                                      \
    "<DIEU_KIEN><MUC>staff</MUC><KET_QUA>CHUA_DAT</KET_QUA><NHAN_XET>x</NHAN_XET></DIEU_KIEN>"
#define RECORD "<MA_TRA_CUU_UUID>01234567-89ab-4cde-8f01-23456789abcd</MA_TRA_CUU_UUID>"
#define FOUND(number, rest)                                                                        \
    "<PHAT_HIEN><SO>" number "</SO><MUC_DO>NANG</MUC_DO><CAN_CU>x</CAN_CU>"                        \
    "<NOI_DUNG>y</NOI_DUNG>" rest "</PHAT_HIEN>"
#define DEADLINE "<HAN_KHAC_PHUC>2024-06-15</HAN_KHAC_PHUC>"
#define A_FILE   "<TEP><TEN_TEP>a.png</TEN_TEP><BAM_TEP>" HASH "</BAM_TEP></TEP>"

static const struct {
    const char *about, *text;
    bool good;
} rows[] = {
    {"nothing found", HEAD END, true},
    {"everything", HEAD MET UNMET RECORD FOUND("1", DEADLINE A_FILE) FOUND("12", DEADLINE) END,
     true},
    {"evidence in words", HEAD FOUND("1", "<BANG_CHUNG>z</BANG_CHUNG>" DEADLINE) END, true},
    {"records after findings", HEAD FOUND("1", DEADLINE) RECORD END, false},
    {"an answer that is none",
     HEAD "<DIEU_KIEN><MUC>staff</MUC><KET_QUA>yes</KET_QUA></DIEU_KIEN>" END, false},
    {"a number with a zero before it", HEAD FOUND("01", DEADLINE) END, false},
    {"no deadline", HEAD FOUND("1", "") END, false},
    {"a day that is none", HEAD FOUND("1", "<HAN_KHAC_PHUC>2024-06-31</HAN_KHAC_PHUC>") END, false},
    {"a short digest",
     HEAD FOUND("1", DEADLINE "<TEP><TEN_TEP>a</TEN_TEP><BAM_TEP>00</BAM_TEP></TEP>") END, false},
    {"a record that has no UUID", HEAD "<MA_TRA_CUU_UUID>1</MA_TRA_CUU_UUID>" END, false},
    {"no opinion", HEAD "</DU_LIEU></BIEN_BAN_KIEM_TRA>", false},
    {"an empty remark",
     HEAD "<DIEU_KIEN><MUC>a</MUC><KET_QUA>DAT</KET_QUA><NHAN_XET></NHAN_XET></DIEU_KIEN>" END,
     false},
    {"another root", "<CHOT_NAM_HOC></CHOT_NAM_HOC>", false},
};

static void
test_reading(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *again = buffer_new(MINUTES_FILE_MAX);
        struct span text = span_of(rows[i].text);
        struct xml_document document;
        struct minutes_data data;
        struct error err;

        if (xml_scan(text, MINUTES_FILE_MAX, arena, &document, &err) != OK)
            row_fail(rows[i].about, "%s", err.message);
        bool good = minutes_xml_read(&document, arena, &data, &err) == OK;
        if (good != rows[i].good)
            row_fail(rows[i].about, "%s", good ? "was accepted" : err.message);
        if (!good)
            continue;
        /* Written again it is the same bytes. */
        assert_ok(minutes_xml_write(&data, again, &err));
        struct span written = buffer_span(again);
        if (written.size < text.size ||
            memcmp(written.data + written.size - text.size, text.data, text.size) != 0)
            row_fail(rows[i].about, "%.*s", (int)written.size, written.data);
    }
}

/* Cut out the last signature. */
static struct span
without_last(struct arena *arena, struct span file)
{
    static const char begin[] = "<ds:Signature xmlns", end[] = "</BIEN_BAN_KIEM_TRA>";
    char *text = arena_copy(arena, file.data, file.size);
    char *last = strstr(strstr(text, begin) + 1, begin);

    memcpy(last, end, sizeof end);
    return span_of(text);
}

/* The example of the public contract, read from SOURCE_ROOT (an environment variable). */
static void
test_example(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    const char *root = getenv("SOURCE_ROOT");
    struct minutes_file minutes;
    struct span file;
    struct error err;

    assert_non_null(root);
    const char *path = arena_printf(arena, "%s/schema/examples/KT-2024-03-minutes.xml", root);
    assert_ok(file_read(arena, path, MINUTES_FILE_MAX, &file, &err));
    assert_ok(minutes_read(file, arena, &minutes, &err));
    assert_true(minutes.both);
    assert_string_equal(minutes.data.round, "KT-2024-03");
    assert_string_equal(minutes.head.name, minutes.data.head);
    assert_int_equal(minutes.data.conditions.count, 5);
    assert_int_equal(minutes.data.findings.count, 2);
    assert_ok(minutes_read(without_last(arena, file), arena, &minutes, &err));
    assert_false(minutes.both);
    char *bent = arena_copy(arena, file.data, file.size);
    *strstr(bent, "<NOI_DUNG>S") = ' ';
    assert_int_not_equal(minutes_read(span_of(bent), arena, &minutes, &err), OK);
    bent = arena_copy(arena, file.data, file.size);
    strstr(bent, "2024-06-15")[9] = '6'; /* the deadline, one day later */
    assert_int_equal(minutes_read(span_of(bent), arena, &minutes, &err), UNTRUSTED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
