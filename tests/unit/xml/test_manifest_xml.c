/* SPDX-License-Identifier: Apache-2.0
 *
 * Manifests of classes: written, read back, and nothing else is one.
 */
#include "tests/support/test.h"

#include "xml/manifest_xml.h"

#define UUID "01234567-89ab-4cde-8f01-23456789abcd"
#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define HEAD                                                                                       \
    "<BANG_KE_HOC_BA><DU_LIEU Id=\"data\"><TEN_TRUONG>Trường A</TEN_TRUONG>"                    \
    "<MA_TRUONG>22000001</MA_TRUONG><TEN_NAM_HOC>2023-2024</TEN_NAM_HOC><TEN_LOP>4A</TEN_LOP>"     \
    "<NGAY_LAP>2024-05-31T08:00:00+07:00</NGAY_LAP>"
#define END    "</DU_LIEU></BANG_KE_HOC_BA>"
#define PUPIL  "<HOC_SINH><MA_HOC_SINH>1</MA_HOC_SINH><HO_VA_TEN>An</HO_VA_TEN>"
#define RECORD "<MA_TRA_CUU_UUID>" UUID "</MA_TRA_CUU_UUID><BAM_HOC_BA>" HASH "</BAM_HOC_BA>"

static const struct {
    const char *about, *text;
    bool good;
} rows[] = {
    {"nobody", HEAD END, true},
    {"a record", HEAD PUPIL RECORD "</HOC_SINH>" END, true},
    {"a supplement", HEAD "<BO_SUNG_CHO>" HASH "</BO_SUNG_CHO>" PUPIL RECORD "</HOC_SINH>" END,
     true},
    {"waits", HEAD PUPIL "<LY_DO>CHO_DANH_GIA_BO_SUNG</LY_DO></HOC_SINH>" END, true},
    {"left", HEAD PUPIL "<LY_DO>DA_ROI_LOP</LY_DO></HOC_SINH>" END, true},
    {"as the note says",
     HEAD PUPIL "<LY_DO>LY_DO_KHAC</LY_DO><GHI_CHU>ốm dài ngày</GHI_CHU></HOC_SINH>" END, true},
    {"neither record nor reason", HEAD PUPIL "</HOC_SINH>" END, false},
    {"both", HEAD PUPIL RECORD "<LY_DO>DA_ROI_LOP</LY_DO></HOC_SINH>" END, false},
    {"a reason that is none", HEAD PUPIL "<LY_DO>QUEN</LY_DO></HOC_SINH>" END, false},
    {"another reason without its note", HEAD PUPIL "<LY_DO>LY_DO_KHAC</LY_DO></HOC_SINH>" END,
     false},
    {"a note for nothing",
     HEAD PUPIL "<LY_DO>DA_ROI_LOP</LY_DO><GHI_CHU>x</GHI_CHU></HOC_SINH>" END, false},
    {"a record without its digest",
     HEAD PUPIL "<MA_TRA_CUU_UUID>" UUID "</MA_TRA_CUU_UUID></HOC_SINH>" END, false},
    {"a short digest",
     HEAD PUPIL "<MA_TRA_CUU_UUID>" UUID
                "</MA_TRA_CUU_UUID><BAM_HOC_BA>00</BAM_HOC_BA></HOC_SINH>" END,
     false},
    {"no name", HEAD "<HOC_SINH><MA_HOC_SINH>1</MA_HOC_SINH>" RECORD "</HOC_SINH>" END, false},
    {"an attribute", HEAD "<HOC_SINH so=\"1\">" RECORD "</HOC_SINH>" END, false},
    {"something else among the pupils", HEAD "<LOP></LOP>" END, false},
    {"the head in another order",
     "<BANG_KE_HOC_BA><DU_LIEU Id=\"data\"><MA_TRUONG>1</MA_TRUONG></DU_LIEU></BANG_KE_HOC_BA>",
     false},
    {"another root", "<HOC_BA></HOC_BA>", false},
};

static void
test_reading(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *again = buffer_new(MANIFEST_FILE_MAX);
        struct span text = span_of(rows[i].text);
        struct xml_document document;
        struct manifest_data data;
        struct error err;

        if (xml_scan(text, MANIFEST_FILE_MAX, arena, &document, &err) != OK)
            row_fail(rows[i].about, "%s", err.message);
        bool good = manifest_xml_read(&document, arena, &data, &err) == OK;
        if (good != rows[i].good)
            row_fail(rows[i].about, "%s", good ? "was accepted" : err.message);
        if (!good)
            continue;
        /* Written again it is the same bytes. */
        assert_ok(manifest_xml_write(&data, again, &err));
        struct span written = buffer_span(again);
        if (written.size < text.size ||
            memcmp(written.data + written.size - text.size, text.data, text.size) != 0)
            row_fail(rows[i].about, "%.*s", (int)written.size, written.data);
    }
}

static void
test_what_is_not_written(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(MANIFEST_FILE_MAX);
    struct manifest_data data = {.school_name = "Trường A",
                                 .school_code = "1",
                                 .year_name = "2023-2024",
                                 .class_name = "4A",
                                 .made = {.seconds = 1717117200}};
    struct error err;

    struct manifest_row *row = list_add(arena, data.rows);
    *row = (struct manifest_row){.pupil_code = "1", .name = "An", .absence = ABSENCE_LEFT};
    assert_ok(manifest_xml_write(&data, out, &err));
    row->absence = ABSENCE_NONE; /* without a record */
    assert_int_equal(manifest_xml_write(&data, out, &err), INVALID);
    row->absence = ABSENCE_OTHER; /* without a note */
    assert_int_equal(manifest_xml_write(&data, out, &err), INVALID);
    row->note = "a\001b";
    assert_int_equal(manifest_xml_write(&data, out, &err), INVALID);
    row->note = "ốm";
    row->name = "";
    assert_int_equal(manifest_xml_write(&data, out, &err), INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_what_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
