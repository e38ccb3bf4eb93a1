/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "base/json_read.h"

/* A span whose last byte ends its heap block: AddressSanitizer sees a read beyond it. */
static enum status
read_exact(const char *bytes, size_t size, struct arena *arena, struct json_value *value,
           struct error *err)
{
    char *copy = malloc(size ? size : 1);

    assert_non_null(copy);
    memcpy(copy, bytes, size);
    enum status status = json_read((struct span){copy, size}, arena, value, err);
    free(copy);
    return status;
}

struct verdict_row {
    const char *about;
    struct span text;
    bool good;
};

#define GOOD(about, literal)                                                                       \
    {                                                                                              \
        about, {literal, sizeof(literal) - 1}, true                                                \
    }
#define BAD(about, literal)                                                                        \
    {                                                                                              \
        about, {literal, sizeof(literal) - 1}, false                                               \
    }

static void
check_rows(const struct verdict_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        AUTO(arena) *arena = arena_new();
        struct json_value value;
        struct error err = {0};
        enum status status = read_exact(rows[i].text.data, rows[i].text.size, arena, &value, &err);
        if (status != (rows[i].good ? OK : INVALID))
            row_fail(rows[i].about, "status %d: %s", status, err.message);
    }
}

static void
test_structure(void **state)
{
    (void)state;
    static const struct verdict_row rows[] = {
        GOOD("an empty object", "{}"),
        GOOD("an empty array", " [ ] "),
        GOOD("a bare word is a document", "null"),
        GOOD("every blank of RFC 8259", "\t\r\n [ 1 ,\t2 ]\r\n"),
        GOOD("the same key in two objects", "[{\"a\":1},{\"a\":2}]"),
        GOOD("keys that differ in case", "{\"a\":1,\"A\":2}"),
        GOOD("an empty key", "{\"\":1}"),
        BAD("nothing", ""),
        BAD("only blanks", " \n"),
        BAD("a comma before the end of an array", "[1,]"),
        BAD("a comma before the end of an object", "{\"a\":1,}"),
        BAD("a comma at the beginning", "[,1]"),
        BAD("two commas", "[1,,2]"),
        BAD("no comma", "[1 2]"),
        BAD("a key twice", "{\"a\":1,\"a\":2}"),
        BAD("a key twice, once escaped", "{\"a\":1,\"\\u0061\":2}"),
        BAD("no colon", "{\"a\" 1}"),
        BAD("no value", "{\"a\":}"),
        BAD("a key without quotes", "{a:1}"),
        BAD("a number as a key", "{1:1}"),
        BAD("single quotes", "['a']"),
        BAD("the wrong bracket", "[1}"),
        BAD("a bracket too many", "[1]]"),
        BAD("a second document", "{} {}"),
        BAD("a comment", "[1] // one"),
        BAD("a byte order mark", "\xEF\xBB\xBF[]"),
        BAD("a blank that is none in JSON", "[\f1]"),
        BAD("a no-break space", "[\xC2\xA0"
                                "1]"),
        BAD("a NUL after the document", "[]\0"),
        BAD("a NUL between", "[\0]"),
        BAD("words in capitals", "True"),
        BAD("a word that goes on", "nullx"),
        BAD("not a word of JSON", "undefined"),
        BAD("not a number", "NaN"),
    };
    check_rows(rows, COUNT_OF(rows));
}

static void
test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *about, *text;
        bool good;
        int64_t want;
    } rows[] = {
        {"zero", "0", true, 0},
        {"negative zero is zero", "-0", true, 0},
        {"plain", "42", true, 42},
        {"negative", "-7", true, -7},
        {"eighteen digits", "999999999999999999", true, 999999999999999999},
        {"eighteen digits below zero", "-999999999999999999", true, -999999999999999999},
        {"nineteen digits", "1000000000000000000", false, 0},
        {"one more than int64_t holds", "9223372036854775808", false, 0},
        {"a zero in front", "01", false, 0},
        {"a zero in front, negative", "-01", false, 0},
        {"two zeros", "00", false, 0},
        {"over every double", "1e999", false, 0},
        {"an exponent", "1E2", false, 0},
        {"a fraction", "1.5", false, 0},
        {"a fraction of zero", "1.0", false, 0},
        {"a point in front", ".5", false, 0},
        {"a point behind", "1.", false, 0},
        {"a plus", "+1", false, 0},
        {"only a minus", "-", false, 0},
        {"two minuses", "--1", false, 0},
        {"hexadecimal", "0x10", false, 0},
        {"infinity", "-Infinity", false, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct json_value value = {0};
        struct error err = {0};
        enum status status = read_exact(rows[i].text, strlen(rows[i].text), arena, &value, &err);
        if (status != (rows[i].good ? OK : INVALID))
            row_fail(rows[i].about, "%s: status %d", rows[i].text, status);
        if (rows[i].good && (value.kind != JSON_NUMBER || value.number != rows[i].want))
            row_fail(rows[i].about, "%s: read %lld", rows[i].text, (long long)value.number);
    }
}

static void
test_texts(void **state)
{
    (void)state;
    static const struct {
        const char *about, *text;
        const char *want; /* NULL: refused */
    } rows[] = {
        {"empty", "\"\"", ""},
        {"Vietnamese as it is", "\"Nguyễn\"", "Nguyễn"},
        {"every short escape", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
        {"an escape, small digits", "\"\\u1ec5\"", "ễ"},
        {"an escape, capital digits", "\"\\u1EC5\"", "ễ"},
        {"below the surrogates", "\"\\ud7ff\"", "\xED\x9F\xBF"},
        {"above the surrogates", "\"\\ue000\"", "\xEE\x80\x80"},
        {"a surrogate pair", "\"\\ud83d\\ude00\"", "\xF0\x9F\x98\x80"},
        {"the last pair", "\"\\udbff\\udfff\"", "\xF4\x8F\xBF\xBF"},
        {"an escaped control character", "\"\\u0001\"", "\x01"},
        {"a DEL is no control character in JSON", "\"\x7F\"", "\x7F"},
        {"a NUL would cut the text", "\"\\u0000\"", NULL},
        {"a high surrogate alone", "\"\\ud83d\"", NULL},
        {"a high surrogate before a letter", "\"\\ud83dx\"", NULL},
        {"a high surrogate before another escape", "\"\\ud83d\\n\"", NULL},
        {"two high surrogates", "\"\\ud83d\\ud83d\"", NULL},
        {"a high surrogate before a plain escape", "\"\\ud83d\\u0041\"", NULL},
        {"a low surrogate alone", "\"\\ude00\"", NULL},
        {"a pair in the wrong order", "\"\\ude00\\ud83d\"", NULL},
        {"three digits", "\"\\u123\"", NULL},
        {"no digits", "\"\\u\"", NULL},
        {"a letter that is no digit", "\"\\u12g4\"", NULL},
        {"a sign among the digits", "\"\\u+123\"", NULL},
        {"a blank among the digits", "\"\\u 123\"", NULL},
        {"an escape that JSON has not", "\"\\x41\"", NULL},
        {"an escaped quote of C", "\"\\'\"", NULL},
        {"a line break inside", "\"a\nb\"", NULL},
        {"a tabulator inside", "\"a\tb\"", NULL},
        {"not closed", "\"a", NULL},
        {"closed by an escaped quote", "\"a\\\"", NULL},
        {"UTF-8 cut short", "\"\xE1\xBB\"", NULL},
        {"UTF-8 longer than needed", "\"\xC0\xAF\"", NULL},
        {"a surrogate in UTF-8", "\"\xED\xA0\x80\"", NULL},
        {"beyond Unicode", "\"\xF4\x90\x80\x80\"", NULL},
        {"a byte of Latin-1", "\"\xE9\"", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct json_value value = {0};
        struct error err = {0};
        enum status status = read_exact(rows[i].text, strlen(rows[i].text), arena, &value, &err);
        if (status != (rows[i].want ? OK : INVALID))
            row_fail(rows[i].about, "status %d", status);
        if (rows[i].want && (value.kind != JSON_STRING || strcmp(value.text, rows[i].want) != 0))
            row_fail(rows[i].about, "read “%s”", value.text ? value.text : "");
    }
}

static void
test_raw_nul(void **state)
{
    (void)state;
    static const struct verdict_row rows[] = {
        BAD("a NUL in a text", "\"a\0b\""),
        BAD("a NUL after a backslash", "\"\\\0\""),
        BAD("a NUL among hexadecimal digits", "\"\\u00\0"
                                              "0\""),
        BAD("a NUL after a digit", "1\0"),
    };
    check_rows(rows, COUNT_OF(rows));
}

static enum status
read_nested(int depth, const char *open, const char *inside, const char *close)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *text = buffer_new(1 << 20);
    struct json_value value;
    struct error err = {0};

    for (int i = 0; i < depth; i++)
        buffer_text(text, open);
    buffer_text(text, inside);
    for (int i = 0; i < depth; i++)
        buffer_text(text, close);
    return read_exact(text->data, text->size, arena, &value, &err);
}

static void
test_depth(void **state)
{
    (void)state;
    assert_int_equal(read_nested(JSON_DEPTH_MAX, "[", "1", "]"), OK);
    assert_int_equal(read_nested(JSON_DEPTH_MAX + 1, "[", "1", "]"), INVALID);
    assert_int_equal(read_nested(JSON_DEPTH_MAX, "{\"a\":", "1", "}"), OK);
    assert_int_equal(read_nested(JSON_DEPTH_MAX + 1, "{\"a\":", "1", "}"), INVALID);
    assert_int_equal(read_nested(100000, "[", "", ""), INVALID); /* the stack holds */
    assert_int_equal(read_nested(50000, "[", "1", "]"), INVALID);
}

static const char whole[] =
    "{\"tên\":\"Nguy\\u1ec5n \\ud83d\\ude00\",\"n\":[-12,0,true,false,null],"
    "\"o\":{\"a\":\"\",\"b\":[]}}";

static void
test_tree(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct json_value value;
    struct error err = {0};

    assert_ok(read_exact(whole, sizeof whole - 1, arena, &value, &err));
    assert_int_equal(value.kind, JSON_OBJECT);
    assert_int_equal(value.items.count, 3);
    assert_int_equal(value.keys.count, 3);
    assert_string_equal(json_find_text(&value, "tên"), "Nguyễn \xF0\x9F\x98\x80");
    const struct json_value *n = json_find(&value, "n");
    assert_non_null(n);
    assert_int_equal(n->kind, JSON_ARRAY);
    assert_int_equal(n->items.count, 5);
    assert_int_equal(n->items.items[0].number, -12);
    assert_true(n->items.items[2].kind == JSON_TRUTH && n->items.items[2].truth);
    assert_true(n->items.items[3].kind == JSON_TRUTH && !n->items.items[3].truth);
    assert_int_equal(n->items.items[4].kind, JSON_NULL);
    assert_string_equal(json_find_text(json_find(&value, "o"), "a"), "");
    assert_null(json_find_text(json_find(&value, "o"), "b")); /* no text */
    assert_null(json_find(&value, "no such key"));
    assert_null(json_find(n, "n")); /* no object */
    assert_null(json_find(NULL, "n"));
    assert_null(json_find_text(NULL, "n"));
}

/* Refused at every length but the whole, and `value` is left alone. */
static void
test_truncated(void **state)
{
    (void)state;
    for (size_t size = 0; size < sizeof whole - 1; size++) {
        AUTO(arena) *arena = arena_new();
        struct json_value value = {.kind = JSON_NUMBER, .number = 77};
        struct error err = {0};
        if (read_exact(whole, size, arena, &value, &err) != INVALID)
            row_fail("truncated", "accepted the first %zu bytes", size);
        assert_int_equal(value.kind, JSON_NUMBER);
        assert_int_equal(value.number, 77);
        assert_true(err.message[0] != '\0');
    }
}

static void
test_place(void **state)
{
    (void)state;
    static const struct {
        const char *about, *text, *want;
    } rows[] = {
        {"at the beginning", "x", "byte 1)"},
        {"after a comma", "[1,]", "byte 4)"},
        {"after the document", "[] x", "byte 4)"},
        {"at the end", "[1", "byte 3)"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct json_value value;
        struct error err = {0};
        assert_int_equal(read_exact(rows[i].text, strlen(rows[i].text), arena, &value, &err),
                         INVALID);
        if (!strstr(err.message, rows[i].want))
            row_fail(rows[i].about, "%s", err.message);
    }
}

/* Long texts and many values: nothing but the caller bounds the bytes. */
static void
test_long(void **state)
{
    (void)state;
    enum { LONG = 100000 };
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *text = buffer_new(1 << 20);
    struct json_value value;
    struct error err = {0};

    buffer_text(text, "[\"");
    for (int i = 0; i < LONG; i++)
        buffer_char(text, 'x');
    buffer_text(text, "\"");
    for (int i = 0; i < LONG; i++)
        buffer_text(text, ",7");
    buffer_text(text, "]");
    assert_ok(read_exact(text->data, text->size, arena, &value, &err));
    assert_int_equal(value.items.count, LONG + 1);
    assert_int_equal(strlen(value.items.items[0].text), LONG);
    assert_int_equal(value.items.items[LONG].number, 7);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_structure), cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_texts),     cmocka_unit_test(test_raw_nul),
        cmocka_unit_test(test_depth),     cmocka_unit_test(test_tree),
        cmocka_unit_test(test_truncated), cmocka_unit_test(test_place),
        cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
