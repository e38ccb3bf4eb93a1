/* SPDX-License-Identifier: Apache-2.0
 *
 * Decisions about issued records: written, read back, and nothing else is one.
 */
#include "tests/support/test.h"

#include "xml/decision_xml.h"

#define UUID    "01234567-89ab-4cde-8f01-23456789abcd"
#define OTHER   "11234567-89ab-4cde-8f01-23456789abcd"
#define HASH    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define START   "<QUYET_DINH_HOC_BA><DU_LIEU Id=\"data\">"
#define WHO     "<TEN_CO_QUAN>Sở A</TEN_CO_QUAN><MA_SO_GIAO_DUC>22</MA_SO_GIAO_DUC>"
#define NUMBER  "<SO_QUYET_DINH>12/QĐ</SO_QUYET_DINH>"
#define SCHOOL  "<TEN_TRUONG>Trường A</TEN_TRUONG><MA_TRUONG>22000001</MA_TRUONG>"
#define YEAR    "<TEN_NAM_HOC>2023-2024</TEN_NAM_HOC>"
#define REQUEST "<MA_YEU_CAU>" UUID "</MA_YEU_CAU>"
#define MADE    "<NGAY_LAP>2024-06-05T08:00:00+07:00</NGAY_LAP>"
#define HEAD    START WHO NUMBER SCHOOL YEAR REQUEST MADE
#define END     "</DU_LIEU></QUYET_DINH_HOC_BA>"
#define RECORD                                                                                     \
    "<HOC_BA><MA_TRA_CUU_UUID>" UUID "</MA_TRA_CUU_UUID><BAM_HOC_BA>" HASH "</BAM_HOC_BA>"
#define SECOND                                                                                     \
    "<HOC_BA><MA_TRA_CUU_UUID>" OTHER "</MA_TRA_CUU_UUID><BAM_HOC_BA>" HASH "</BAM_HOC_BA>"
#define AGREED "<KET_LUAN>DONG_Y_THAY_THE</KET_LUAN>"
#define WHY    "<LY_DO>sai ngày sinh</LY_DO>"
#define PAPER  "<CAN_CU>Giấy khai sinh số 5</CAN_CU>"
#define CLOSE  "</HOC_BA>"
#define ROW    RECORD AGREED WHY CLOSE

static const struct {
    const char *about, *text;
    bool good;
} rows[] = {
    {"to be replaced", HEAD ROW END, true},
    {"with its evidence", HEAD RECORD AGREED WHY PAPER CLOSE END, true},
    {"revoked", HEAD RECORD "<KET_LUAN>DONG_Y_THU_HOI</KET_LUAN>" WHY CLOSE END, true},
    {"refused", HEAD RECORD "<KET_LUAN>TU_CHOI</KET_LUAN>" WHY CLOSE END, true},
    {"given up", HEAD RECORD "<KET_LUAN>THOI_THAY_THE</KET_LUAN>" WHY CLOSE END, true},
    {"two records", HEAD ROW SECOND "<KET_LUAN>TU_CHOI</KET_LUAN>" WHY CLOSE END, true},
    {"after the freeze", HEAD "<SAU_KHI_CHOT>1</SAU_KHI_CHOT>" ROW END, true},
    {"before the freeze has no element", HEAD "<SAU_KHI_CHOT>0</SAU_KHI_CHOT>" ROW END, false},
    {"about nothing", HEAD END, false},
    {"a record twice", HEAD ROW RECORD "<KET_LUAN>TU_CHOI</KET_LUAN>" WHY CLOSE END, false},
    {"no ruling", HEAD RECORD WHY CLOSE END, false},
    {"two rulings", HEAD RECORD AGREED AGREED WHY CLOSE END, false},
    {"a ruling that is none", HEAD RECORD "<KET_LUAN>CHO</KET_LUAN>" WHY CLOSE END, false},
    {"no reason", HEAD RECORD AGREED CLOSE END, false},
    {"an empty reason", HEAD RECORD AGREED "<LY_DO></LY_DO>" CLOSE END, false},
    {"evidence before the reason", HEAD RECORD AGREED PAPER WHY CLOSE END, false},
    {"no digest", HEAD "<HOC_BA><MA_TRA_CUU_UUID>" UUID "</MA_TRA_CUU_UUID>" AGREED WHY CLOSE END,
     false},
    {"a short digest",
     HEAD "<HOC_BA><MA_TRA_CUU_UUID>" UUID
          "</MA_TRA_CUU_UUID><BAM_HOC_BA>00</BAM_HOC_BA>" AGREED WHY CLOSE END,
     false},
    {"a record that is no UUID",
     HEAD "<HOC_BA><MA_TRA_CUU_UUID>1</MA_TRA_CUU_UUID><BAM_HOC_BA>" HASH
          "</BAM_HOC_BA>" AGREED WHY CLOSE END,
     false},
    {"an attribute", HEAD "<HOC_BA so=\"1\">" AGREED WHY CLOSE END, false},
    {"an element inside the reason", HEAD RECORD AGREED "<LY_DO><B></B></LY_DO>" CLOSE END, false},
    {"something else after the records", HEAD ROW "<GHI_CHU>x</GHI_CHU>" END, false},
    {"without its number", START WHO SCHOOL YEAR REQUEST MADE ROW END, false},
    {"without a request", START WHO NUMBER SCHOOL YEAR MADE ROW END, false},
    {"a request that is no UUID",
     START WHO NUMBER SCHOOL YEAR "<MA_YEU_CAU>7</MA_YEU_CAU>" MADE ROW END, false},
    {"a moment that is none",
     START WHO NUMBER SCHOOL YEAR REQUEST "<NGAY_LAP>5/6/2024</NGAY_LAP>" ROW END, false},
    {"the head in another order", START NUMBER WHO SCHOOL YEAR REQUEST MADE ROW END, false},
    {"another root", "<HOC_BA></HOC_BA>", false},
};

static void
test_reading(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *again = buffer_new(DECISION_FILE_MAX);
        struct span text = span_of(rows[i].text);
        struct xml_document document;
        struct decision_data data;
        struct error err;

        if (xml_scan(text, DECISION_FILE_MAX, arena, &document, &err) != OK)
            row_fail(rows[i].about, "%s", err.message);
        bool good = decision_xml_read(&document, arena, &data, &err) == OK;
        if (good != rows[i].good)
            row_fail(rows[i].about, "%s", good ? "was accepted" : err.message);
        if (!good)
            continue;
        /* Written again it is the same bytes. */
        assert_ok(decision_xml_write(&data, again, &err));
        struct span written = buffer_span(again);
        if (written.size < text.size ||
            memcmp(written.data + written.size - text.size, text.data, text.size) != 0)
            row_fail(rows[i].about, "%.*s", (int)written.size, written.data);
    }
}

static void
assert_not_written(const struct decision_data *data)
{
    AUTO(buffer) *out = buffer_new(DECISION_FILE_MAX);
    struct error err;

    assert_int_equal(decision_xml_write(data, out, &err), INVALID);
    assert_int_equal(out->size, 0);
}

static void
test_what_is_not_written(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(DECISION_FILE_MAX);
    struct decision_data data = {.department_name = "Sở A",
                                 .department_code = "22",
                                 .number = "12/QĐ",
                                 .school_name = "Trường A",
                                 .school_code = "1",
                                 .year_name = "2023-2024",
                                 .request = UUID,
                                 .made = {.seconds = 1717549200}};
    const struct decision_row good = {.record = UUID, .ruling = RULING_REVOKE, .reason = "sai"};
    struct error err;

    assert_not_written(&data); /* about nothing */
    struct decision_row *row = list_add(arena, data.rows);
    *row = good;
    assert_ok(decision_xml_write(&data, out, &err));
    row->record = "1";
    assert_not_written(&data);
    *row = good;
    row->reason = NULL;
    assert_not_written(&data);
    row->reason = "a\001b";
    assert_not_written(&data);
    *row = good;
    row->evidence = "";
    assert_not_written(&data);
    *row = good;
    data.request = NULL;
    assert_not_written(&data);
    data.request = UUID;
    *list_add(arena, data.rows) = good; /* the same record again */
    assert_not_written(&data);
}

static void
test_too_many(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct decision_data data = {.number = "1"};

    for (int i = 0; i <= DECISION_ROWS_MAX; i++)
        *list_add(arena, data.rows) = (struct decision_row){
            .record = arena_printf(arena, "%08x-89ab-4cde-8f01-23456789abcd", (unsigned)i)};
    assert_not_written(&data);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_what_is_not_written),
        cmocka_unit_test(test_too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
