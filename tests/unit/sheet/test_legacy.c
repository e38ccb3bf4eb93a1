/* SPDX-License-Identifier: Apache-2.0
 *
 * Old fonts: tables against iconv where it knows the encoding, detection in both directions.
 */
#include <iconv.h>

#include "import_lines.h"

#include "base/unicode.h"
#include "sheet/legacy_font.h"
#include "sheet/syllable.h"

static void
test_syllables(void **state)
{
    static const char *const good[] = {"Nguyễn", "Hoà",   "hòa",  "Quỳnh", "gì",
                                       "Nghĩa",  "Thuỳ",  "ƯỚC",  "Đặng",  "Khuê",
                                       "yêu",    "Giang", "quốc", "ngoẹo"};
    static const char *const bad[] = {"NguyÔn", "Vaên", "Leâ",   "TrÇn",
                                      "hoạẻ",   "Hä",   "ÑAËNG", "abc"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++)
        if (!syllable_is_vietnamese(span_of(good[i])))
            row_fail(good[i], "is a syllable");
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (syllable_is_vietnamese(span_of(bad[i])))
            row_fail(bad[i], "is no syllable");
}

/* Every letter that TCVN 5712 has above 0xA0, as glibc's iconv knows it. */
static void
test_tcvn3_against_iconv(void **state)
{
    iconv_t iconv_tcvn = iconv_open("UTF-8", "TCVN");
    size_t compared = 0;

    (void)state;
    assert_true(iconv_tcvn != (iconv_t)-1);
    for (unsigned code = 0xA1; code <= 0xFE; code++) {
        AUTO(arena) *arena = arena_new();
        char latin[3] = {(char)(0xC0 | code >> 6), (char)(0x80 | (code & 0x3F)), '\0'};
        char in[1] = {(char)code}, out[16] = "", *from = in, *to = out;
        size_t left = 1, room = sizeof out - 1;
        if (iconv(iconv_tcvn, &from, &left, &to, &room) == (size_t)-1)
            continue;
        (void)iconv(iconv_tcvn, NULL, NULL, &to, &room);
        *to = '\0';
        char *want = unicode_nfc(arena, out);
        const char *got = legacy_convert(LEGACY_TCVN3, latin, arena);
        if (text_equal(got, latin))
            continue; /* VN3 has no such letter */
        if (!text_equal(got, want))
            fail_msg("0x%X: %s instead of %s", code, got, want);
        compared++;
    }
    iconv_close(iconv_tcvn);
    assert_int_equal(compared, 73); /* all 74 letters but ý, which is the same in Latin-1 */
}

static void
test_detection(void **state)
{
    static const struct {
        const char *text;
        enum legacy legacy;
        const char *converted;
    } rows[] = {
        {"NguyÔn V¨n Anh", LEGACY_TCVN3, "Nguyễn Văn Anh"},
        {"TrÇn ThÞ HuyÒn Tr©n", LEGACY_TCVN3, "Trần Thị Huyền Trân"},
        {"Hä vµ tªn", LEGACY_TCVN3, "Họ và tên"},
        {"§Æng Quúnh", LEGACY_TCVN3, "Đặng Quỳnh"},
        {"Hoµn thµnh tèt", LEGACY_TCVN3, "Hoàn thành tốt"},
        {"Nguyeãn Vaên Anh", LEGACY_VNI, "Nguyễn Văn Anh"},
        {"Traàn Thò Huyeàn Traân", LEGACY_VNI, "Trần Thị Huyền Trân"},
        {"Hoï vaø teân", LEGACY_VNI, "Họ và tên"},
        {"Ñaëng Quyønh Höông", LEGACY_VNI, "Đặng Quỳnh Hương"},
        {"Hoaøn thaønh toát", LEGACY_VNI, "Hoàn thành tốt"},
        {"Nguyễn Văn Anh", LEGACY_NONE, NULL},
        {"Lê Hà", LEGACY_NONE, NULL},
        {"Nguyen Van Anh", LEGACY_NONE, NULL},
        {"Thể dục – tốt", LEGACY_NONE, NULL},
        {"Müller", LEGACY_NONE, NULL},
        {"30°C", LEGACY_NONE, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        enum legacy got = legacy_detect(rows[i].text);
        if (got != rows[i].legacy)
            row_fail(rows[i].text, "found %s", legacy_name(got));
        if (got && !text_equal(legacy_convert(got, rows[i].text, arena), rows[i].converted))
            row_fail(rows[i].text, "became %s", legacy_convert(got, rows[i].text, arena));
    }
}

/* A whole CSV in TCVN3: headers and names are read, each conversion is shown. */
static void
test_legacy_file(void **state)
{
    static const char csv[] = "Danh s\xB8"
                              "ch häc sinh líp 2A\n"
                              "STT,H\xE4 v\xB5 t\xAAn,Ng\xB5y sinh,Gi\xEDi t\xDDnh,D\xA9n t\xE9"
                              "c,N\xAC"
                              "i sinh\n"
                              "1,Nguy\xD4n V\xA8n Anh,01/02/2016,Nam,Kinh,Qu\xB6ng Ninh\n"
                              "2,L\xAA ThÞ H\xB5,03/04/2016,N÷,T\xB5y,H\xB6i Ph\xDFng\n";
    static const struct import_options options = {0};
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *bytes = buffer_new(4096);
    struct import_file file;
    struct error err = {0};
    size_t shown = 0;

    (void)state;
    for (const char *p = csv; *p; p++) /* the letters typed above as UTF-8 become bytes */
        if ((unsigned char)*p == 0xC3 && ((unsigned char)p[1] & 0xC0) == 0x80)
            buffer_char(bytes, (char)((unsigned char)*++p + 0x40));
        else
            buffer_char(bytes, *p);
    assert_ok(import_read(buffer_span(bytes), "tệp", &options, arena, &file, &err));
    assert_int_equal(file.rows.count, 2);
    assert_string_equal(file.rows.items[0].name, "Nguyễn Văn Anh");
    assert_string_equal(file.rows.items[1].name, "Lê Thị Hà");
    assert_string_equal(import_row_value(&file.rows.items[1], "gioi_tinh"), "2");
    assert_string_equal(import_row_value(&file.rows.items[1], "noi_sinh"), "Hải Phòng");
    for (size_t i = 0; i < file.problems.count; i++)
        shown += file.problems.items[i].severity == IMPORT_WARNING &&
                 strstr(file.problems.items[i].message, "TCVN3") != NULL;
    assert_true(shown >= 9);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syllables), cmocka_unit_test(test_tcvn3_against_iconv),
        cmocka_unit_test(test_detection), cmocka_unit_test(test_legacy_file)};

    return cmocka_run_group_tests_name("sheet/legacy", tests, NULL, NULL);
}
