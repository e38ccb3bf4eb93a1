/* SPDX-License-Identifier: Apache-2.0
 *
 * Freezes of years: written, read back, and nothing else is one.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "base/file.h"
#include "verify/manifest.h"

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define HEAD                                                                                       \
    "<CHOT_NAM_HOC><DU_LIEU Id=\"data\"><TEN_TRUONG>Trường A</TEN_TRUONG>"                      \
    "<MA_TRUONG>22000001</MA_TRUONG><TEN_NAM_HOC>2023-2024</TEN_NAM_HOC>"                          \
    "<NGAY_LAP>2024-06-28T08:00:00+07:00</NGAY_LAP>"
#define END    "</DU_LIEU></CHOT_NAM_HOC>"
#define CLOSED "<LOP><TEN_LOP>4A1</TEN_LOP><BAM_BANG_KE>" HASH "</BAM_BANG_KE></LOP>"
#define OPEN   "<LOP><TEN_LOP>3B</TEN_LOP><LY_DO>chưa phát hành</LY_DO></LOP>"

static const struct {
    const char *about, *text;
    bool good;
} rows[] = {
    {"one class", HEAD CLOSED END, true},
    {"two classes", HEAD CLOSED OPEN END, true},
    {"a later one", HEAD "<THAY_CHO>" HASH "</THAY_CHO>" CLOSED END, true},
    {"no class", HEAD END, false},
    {"a class twice", HEAD CLOSED OPEN CLOSED END, false},
    {"a later one of nothing", HEAD "<THAY_CHO>00</THAY_CHO>" CLOSED END, false},
    {"neither manifest nor reason", HEAD "<LOP><TEN_LOP>4A1</TEN_LOP></LOP>" END, false},
    {"both",
     HEAD "<LOP><TEN_LOP>4A1</TEN_LOP><LY_DO>x</LY_DO><BAM_BANG_KE>" HASH
          "</BAM_BANG_KE></LOP>" END,
     false},
    {"a short digest", HEAD "<LOP><TEN_LOP>4A1</TEN_LOP><BAM_BANG_KE>00</BAM_BANG_KE></LOP>" END,
     false},
    {"an empty reason", HEAD "<LOP><TEN_LOP>4A1</TEN_LOP><LY_DO></LY_DO></LOP>" END, false},
    {"an attribute", HEAD "<LOP so=\"1\"><TEN_LOP>4A1</TEN_LOP><LY_DO>x</LY_DO></LOP>" END, false},
    {"something else among the classes", HEAD CLOSED "<HOC_SINH></HOC_SINH>" END, false},
    {"the head in another order",
     "<CHOT_NAM_HOC><DU_LIEU Id=\"data\"><MA_TRUONG>1</MA_TRUONG></DU_LIEU></CHOT_NAM_HOC>", false},
    {"another root", "<BANG_KE_HOC_BA></BANG_KE_HOC_BA>", false},
};

static void
test_reading(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *again = buffer_new(FREEZE_FILE_MAX);
        struct span text = span_of(rows[i].text);
        struct xml_document document;
        struct freeze_data data;
        struct error err;

        if (xml_scan(text, FREEZE_FILE_MAX, arena, &document, &err) != OK)
            row_fail(rows[i].about, "%s", err.message);
        bool good = freeze_xml_read(&document, arena, &data, &err) == OK;
        if (good != rows[i].good)
            row_fail(rows[i].about, "%s", good ? "was accepted" : err.message);
        if (!good)
            continue;
        /* Written again it is the same bytes. */
        assert_ok(freeze_xml_write(&data, again, &err));
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
    AUTO(buffer) *out = buffer_new(FREEZE_FILE_MAX);
    struct freeze_data data = {.school_name = "Trường A",
                               .school_code = "1",
                               .year_name = "2023-2024",
                               .made = {.seconds = 1719536400}};
    struct error err;

    assert_int_equal(freeze_xml_write(&data, out, &err), INVALID); /* no class */
    struct freeze_row *row = list_add(arena, data.rows);
    *row = (struct freeze_row){.class_name = "4A1"};
    assert_ok(freeze_xml_write(&data, out, &err));
    row->reason = "";
    assert_int_equal(freeze_xml_write(&data, out, &err), INVALID);
    row->reason = "a\001b";
    assert_int_equal(freeze_xml_write(&data, out, &err), INVALID);
    row->reason = NULL;
    row->class_name = NULL;
    assert_int_equal(freeze_xml_write(&data, out, &err), INVALID);
}

/* The example of the public contract, read from SOURCE_ROOT (an environment variable). */
static void
test_example(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    const char *root = getenv("SOURCE_ROOT");
    struct freeze_data data;
    struct digest signer;
    struct span file;
    struct error err;

    assert_non_null(root);
    const char *path = arena_printf(arena, "%s/schema/examples/2023-2024-freeze.xml", root);
    assert_ok(file_read(arena, path, FREEZE_FILE_MAX, &file, &err));
    assert_ok(freeze_read(file, arena, &data, &signer, &err));
    assert_int_equal(data.rows.count, 6);
    assert_string_equal(data.rows.items[0].class_name, "1A");
    assert_non_null(data.rows.items[0].reason);
    char *bent = arena_copy(arena, file.data, file.size);
    *strstr(bent, "1A") = '5';
    assert_int_equal(freeze_read(span_of(bent), arena, &data, &signer, &err), UNTRUSTED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_what_is_not_written),
        cmocka_unit_test(test_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
