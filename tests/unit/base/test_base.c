/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/json.h"
#include "base/list.h"
#include "base/unicode.h"
#include "base/uuid.h"

static void
test_dates(void **state)
{
    (void)state;
    static const struct {
        const char *about, *text;
        bool good;
        struct date want;
    } rows[] = {
        {"plain", "10/12/2014", true, {2014, 12, 10}},
        {"short", "1/2/2014", true, {2014, 2, 1}},
        {"dots", "01.02.2014", true, {2014, 2, 1}},
        {"mixed marks", "01/02-2014", false, {0}},
        {"two-digit year", "1/2/14", false, {0}},
        {"no such day", "31/04/2014", false, {0}},
        {"leap day", "29/02/2016", true, {2016, 2, 29}},
        {"no leap day", "29/02/2015", false, {0}},
        {"American order is not guessed", "12/31/2014", false, {0}},
        {"garbage after", "10/12/2014x", false, {0}},
        {"empty", "", false, {0}},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct date got = {0};
        bool good = date_parse_vietnamese(span_of(rows[i].text), &got);
        if (good != rows[i].good || date_compare(got, rows[i].want) != 0)
            row_fail(rows[i].about, "%s", rows[i].text);
    }
    for (int64_t day = -25000; day < 80000; day++)
        assert_int_equal(date_to_days(date_from_days(day)), day);
}

static void
test_serials(void **state)
{
    (void)state;
    static const struct {
        double serial;
        bool system_1904, good;
        struct date want;
    } rows[] = {
        {42105, false, true, {2015, 4, 11}},
        {41983, false, true, {2014, 12, 10}},
        {1, false, true, {1900, 1, 1}},
        {59, false, true, {1900, 2, 28}},
        {60, false, false, {0}},
        {61, false, true, {1900, 3, 1}},
        {0, false, false, {0}},
        {-1, false, false, {0}},
        {40521, true, true, {2014, 12, 10}},
        {1e12, false, false, {0}},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct date got = {0};
        assert_int_equal(date_from_serial(rows[i].serial, rows[i].system_1904, &got), rows[i].good);
        assert_int_equal(date_compare(got, rows[i].want), 0);
    }
}

static void
test_moments(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
    } rows[] = {
        {"2024-05-31T10:20:30+07:00", true},    {"2019-04-24T18:39:30-05:30", true},
        {"2024-05-31T24:00:00+07:00", false},   {"2024-05-31 10:20:30+07:00", false},
        {"2024-05-31T10:20:30", false},         {"2024-05-31T10:20:30+7:00", false},
        {"2024-05-31T10:20:30.5+07:00", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct moment moment;
        char text[MOMENT_TEXT_SIZE];
        assert_int_equal(moment_parse(span_of(rows[i].text), &moment), rows[i].good);
        if (rows[i].good)
            assert_string_equal(moment_write(moment, text), rows[i].text);
    }
    struct moment z;
    assert_true(moment_parse(SPAN("1970-01-01T00:00:01Z"), &z));
    assert_int_equal(z.seconds, 1);
    assert_int_equal(date_compare(moment_to_date(moment_of_date((struct date){2024, 5, 31})),
                                  (struct date){2024, 5, 31}),
                     0);
}

static void
test_base64(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    uint8_t bytes[600], back[610];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 37 + 11);
    for (size_t n = 0; n <= sizeof bytes; n++) {
        size_t size = 0;
        AUTO(buffer) *out = buffer_new(4096);
        base64_add(out, bytes, n);
        assert_string_equal(out->data ? out->data : "", base64_write(arena, bytes, n));
        assert_true(base64_read(buffer_span(out), back, &size));
        assert_int_equal(size, n);
        assert_memory_equal(back, bytes, n);
    }
    static const char *const bad[] = {
        "A", "AA", "AAA", "AA=A", "A===", "AAB=", "AB==", "A A=", "AAAA\n", "====", "AA==AAAA"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        size_t size;
        if (base64_read(span_of(bad[i]), back, &size))
            row_fail(bad[i], "accepted");
    }
}

/* Every byte at every place of a text that is long enough for the fast way, against the alphabet.
 */
static void
test_percent(void **state)
{
    AUTO(buffer) *out = buffer_new(256);

    (void)state;
    percent_add(out, "az.AZ-09_~");
    assert_string_equal(out->data, "az.AZ-09_~");
    buffer_clear(out);
    percent_add(out, "a b&c=%/\"\n\x7F"
                     "4Đ");
    assert_string_equal(out->data, "a%20b%26c%3D%25%2F%22%0A%7F4%C4%90");
}

static void
test_base64_digits(void **state)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char text[40];
    uint8_t back[30];

    (void)state;
    for (size_t at = 0; at < sizeof text; at++)
        for (int byte = 0; byte < 256; byte++) {
            size_t size = 0;
            const char *digit = byte ? strchr(alphabet, byte) : NULL;
            memset(text, 'A', sizeof text);
            text[at] = (char)byte;
            bool good = base64_read((struct span){text, sizeof text}, back, &size);
            assert_int_equal(good, digit || (byte == '=' && at == sizeof text - 1));
            if (!digit)
                continue;
            uint32_t bits = (uint32_t)(digit - alphabet) << (18 - 6 * (at % 4));
            for (size_t i = 0; i < 30; i++)
                assert_int_equal(back[i], i / 3 == at / 4 ? bits >> (16 - 8 * (i % 3)) & 0xFF : 0);
        }
}

static void
test_names(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"Nguyễn  Thị Hoà ", "nguyễn thị hòa", true},
        {"Thuý", "Thúy", true},
        {"Thuý", "Thuy", false},
        {"Trần Đạt", "Trần Dạt", false},
        {"Nguye\xCC\x82\xCC\x83n", "Nguyễn", true}, /* NFD */
        {"Phượng", "Phương", false},
        {"Lỷ\xC2\xA0"
         "Bảo",
         "Lỷ Bảo", true},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *a = unicode_name_key(arena, rows[i].a), *b = unicode_name_key(arena, rows[i].b);
        if (text_equal(a, b) != rows[i].same)
            row_fail(rows[i].a, "%s | %s", a, b);
    }
    assert_string_equal(unicode_fold_key(arena, "Đỗ  Hữu ĐẠT"), "do huu dat");
    assert_string_equal(unicode_nfc(arena, "e\xCC\x82\xCC\x81"), "ế");
    assert_null(unicode_nfc(arena, "\xC3("));
    assert_int_equal(unicode_graphemes(SPAN("Nguye\xCC\x82\xCC\x83n")), 6);
    assert_string_equal(unicode_upper(arena, "Đỗ Hữu ơ"), "ĐỖ HỮU Ơ");
}

static void
test_class_list_order(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    static const char *const sorted[] = {
        "Lê An",   "Nguyễn An", "Trần Thị Ánh", "Nguyễn Ân", "Lê Bảo",  "Trần Dũng",
        "Lê Đào",  "Bàn Đạt",   "Vũ Hà",        "Vũ Hân",    "Lê Long", "Lê Nam",
        "Lê Oanh", "Lê Ôn",     "Lê Tú",        "Lê Tư",     "Lê Yến",
    };
    for (size_t i = 1; i < COUNT_OF(sorted); i++)
        if (strcmp(unicode_collation_key(arena, sorted[i - 1]),
                   unicode_collation_key(arena, sorted[i])) >= 0)
            row_fail(sorted[i], "not after %s", sorted[i - 1]);
}

static void
test_errors_cut_whole_characters(void **state)
{
    (void)state;
    struct error err;
    char text[1200] = "";
    for (int i = 0; i < 399; i++)
        strcat(text, "ế");
    assert_int_equal(fail(&err, INVALID, "%s", text), INVALID);
    assert_true(utf8_is_valid(span_of(err.message)));
    fail_within(&err, "tệp %s", "ê");
    assert_true(utf8_is_valid(span_of(err.message)));
    assert_true(text_starts(err.message, "tệp ê: "));
}

static void
test_json_and_uuid(void **state)
{
    (void)state;
    AUTO(buffer) *out = buffer_new(1000);
    struct json json = json_to(out);
    json_open(&json, '{');
    json_text_field(&json, "a\"", "x\n\\\t");
    json_key(&json, "b");
    json_open(&json, '[');
    json_int(&json, -3);
    json_bool(&json, true);
    json_text(&json, NULL);
    json_close(&json, ']');
    json_close(&json, '}');
    assert_string_equal(out->data, "{\"a\\\"\":\"x\\n\\\\\\u0009\",\"b\":[-3,true,null]}");

    char uuid[UUID_TEXT_SIZE];
    uint8_t random[16];
    memset(random, 0xFF, sizeof random);
    assert_true(uuid_is_valid(span_of(uuid_write(random, uuid))));
    assert_string_equal(uuid, "ffffffff-ffff-4fff-bfff-ffffffffffff");
    assert_false(uuid_is_valid(SPAN("ffffffff-ffff-5fff-bfff-ffffffffffff")));
}

static void
test_buffer_ceiling(void **state)
{
    (void)state;
    AUTO(buffer) *out = buffer_new(5);
    AUTO(arena) *arena = arena_new();
    buffer_text(out, "12345");
    assert_false(out->overflow);
    buffer_char(out, '6');
    assert_true(out->overflow);
    assert_string_equal(out->data, "12345");
    LIST(int) list = {0};
    for (int i = 0; i < 100; i++)
        *list_add(arena, list) = i;
    assert_int_equal(list.items[99], 99);
    assert_string_equal(text_squeeze(arena, "  a \t b\xC2\xA0 "), "a b");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_serials),
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_base64),
        cmocka_unit_test(test_base64_digits),
        cmocka_unit_test(test_percent),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_class_list_order),
        cmocka_unit_test(test_errors_cut_whole_characters),
        cmocka_unit_test(test_json_and_uuid),
        cmocka_unit_test(test_buffer_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
