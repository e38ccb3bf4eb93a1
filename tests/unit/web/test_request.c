/* SPDX-License-Identifier: Apache-2.0
 *
 * What a request says, and what may not be read at all.
 */
#include "tests/support/test.h"

#include "web/compress.h"
#include "web/request.h"

static void
test_words(void **state)
{
    static const struct {
        const char *about;
        struct span text;
        bool plus;
        const char *read; /* NULL: refused */
    } rows[] = {
        {"as it is", SPAN("lop/4A1"), false, "lop/4A1"},
        {"Vietnamese", SPAN("L%E1%BB%9Bp"), false, "Lớp"},
        {"a plus in a path", SPAN("a+b"), false, "a+b"},
        {"a plus in a field", SPAN("a+b"), true, "a b"},
        {"lower-case digits", SPAN("%c4%91"), false, "đ"},
        {"NUL", SPAN("a%00b"), false, NULL},
        {"half an escape", SPAN("a%4"), false, NULL},
        {"no escape", SPAN("100%zz"), false, NULL},
        {"not UTF-8", SPAN("%ff"), false, NULL},
        {"a surrogate", SPAN("%ed%a0%80"), false, NULL},
    };
    AUTO(arena) *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *read = request_decode(rows[i].text, rows[i].plus, arena);
        if (!text_equal(read, rows[i].read))
            row_fail(rows[i].about, "read %s", read ? read : "(refused)");
    }
}

/* "name=value;" for each, "name@file=value;" for a file. */
static const char *
told(const struct web_fields *fields, struct arena *arena)
{
    AUTO(buffer) *out = buffer_new(4096);

    for (size_t i = 0; i < fields->list.count; i++) {
        const struct web_field *field = &fields->list.items[i];
        buffer_text(out, field->name);
        if (field->file_name)
            buffer_printf(out, "@%s", field->file_name);
        buffer_printf(out, "=%.*s;", (int)field->value.size, field->value.data);
    }
    return arena_copy(arena, buffer_span(out).data, out->size);
}

#define PARTS "multipart/form-data; boundary=xYz"

static void
test_forms(void **state)
{
    static const struct {
        const char *about, *type;
        struct span body;
        const char *told; /* NULL: refused */
    } rows[] = {
        {"two fields", "application/x-www-form-urlencoded", SPAN("a=1&b=%C4%91+x"), "a=1;b=đ x;"},
        {"empty ones", "application/x-www-form-urlencoded; charset=utf-8", SPAN("a=&&b"), "a=;b=;"},
        {"the same name twice", "application/x-www-form-urlencoded", SPAN("a=1&a=2"), "a=1;a=2;"},
        {"a bad escape", "application/x-www-form-urlencoded", SPAN("a=%"), NULL},
        {"JSON is no form", "application/json", SPAN("{}"), ""},
        {"no type", NULL, SPAN("a=1"), ""},
        {"parts", PARTS,
         SPAN("--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
              "--xYz\r\ncontent-disposition: form-data; name=\"f\"; filename=\"h\u1ecdc.xml\"\r\n"
              "Content-Type: text/xml\r\n\r\n<a>\r\n</a>\r\n--xYz--\r\n"),
         "a=1;f@học.xml=<a>\r\n</a>;"},
        {"a file that holds something like a boundary", PARTS,
         SPAN("--xYz\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n"
              "--xYz\r\n\r\n--xYz--"),
         NULL},
        {"an empty part", PARTS,
         SPAN("--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--xYz--"), "a=;"},
        {"nothing", PARTS, SPAN(""), NULL},
        {"no end", PARTS, SPAN("--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"),
         NULL},
        {"a part without a name", PARTS,
         SPAN("--xYz\r\nContent-Disposition: form-data\r\n\r\n1\r\n--xYz--"), NULL},
        {"a part without headers", PARTS, SPAN("--xYz\r\n\r\n1\r\n--xYz--"), NULL},
        {"no boundary", "multipart/form-data", SPAN("--x\r\n"), NULL},
        {"a field that is not UTF-8", PARTS,
         SPAN("--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--xYz--"), NULL},
        {"a quoted boundary", "multipart/form-data; boundary=\"xYz\"",
         SPAN("--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xYz--"), "a=1;"},
    };
    AUTO(arena) *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct web_fields fields = {0};
        bool read = request_read_form(rows[i].type, rows[i].body, arena, &fields);
        const char *said = read ? told(&fields, arena) : NULL;
        if (!text_equal(said, rows[i].told))
            row_fail(rows[i].about, "read %s", said ? said : "(refused)");
    }
}

static void
test_too_many_fields(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *body = buffer_new(1024 * 1024);
    struct web_fields fields = {0};

    (void)state;
    for (int i = 0; i <= WEB_FIELDS_MAX; i++)
        buffer_text(body, "a=1&");
    assert_false(request_read_fields(buffer_span(body), arena, &fields));
}

static void
test_cookies(void **state)
{
    static const struct {
        const char *about, *header, *value;
    } rows[] = {
        {"the only one", "phien=abc", "abc"},
        {"among others", "x=1; phien=abc; y=2", "abc"},
        {"a name that ends so", "xphien=1", NULL},
        {"a name that begins so", "phien2=1", NULL},
        {"empty", "phien=", ""},
        {"none", NULL, NULL},
    };
    AUTO(arena) *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (!text_equal(request_find_cookie(rows[i].header, "phien", arena), rows[i].value))
            row_fail(rows[i].about, "another value");
}

static void
ignore(void *context, const struct web_request *request, struct arena *arena,
       struct web_answer *answer)
{
    (void)context, (void)request, (void)arena, (void)answer;
}

static void
test_routes(void **state)
{
    static const struct web_route routes[] = {
        {"GET", "/", 0, ignore, NULL},
        {"GET", "/lop/moi", 0, ignore, NULL},
        {"GET", "/lop/{}", 0, ignore, NULL},
        {"POST", "/lop/{}", 0, ignore, NULL},
        {"GET", "/lop/{}/m/{}", 0, ignore, NULL},
        {"GET", "/tinh/*", 0, ignore, NULL},
        {0},
    };
    static const struct {
        const char *method, *path;
        int row, code; /* row -1: none, for `code` */
        const char *first;
    } rows[] = {
        {"GET", "/", 0, 0, NULL},          {"HEAD", "/", 0, 0, NULL},
        {"GET", "/lop/moi", 1, 0, NULL},   {"GET", "/lop/4A1", 2, 0, "4A1"},
        {"POST", "/lop/4A1", 3, 0, "4A1"}, {"GET", "/lop/4A1/m/TV", 4, 0, "4A1"},
        {"GET", "/lop/", -1, 404, NULL},   {"GET", "/lop/4A1/", -1, 404, NULL},
        {"GET", "/lop", -1, 404, NULL},    {"DELETE", "/lop/4A1", -1, 405, NULL},
        {"GET", "/tinh/a/b", 5, 0, NULL},  {"GET", "/x", -1, 404, NULL},
    };
    AUTO(arena) *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *arguments[WEB_ARGUMENTS_MAX] = {0};
        int code;
        const struct web_route *route =
            request_find_route(routes, rows[i].method, rows[i].path, arena, arguments, &code);
        if (rows[i].row < 0 ? route || code != rows[i].code : route != &routes[rows[i].row])
            row_fail(rows[i].path, "another route, code %d", code);
        if (!text_equal(arguments[0], rows[i].first))
            row_fail(rows[i].path, "argument %s", arguments[0] ? arguments[0] : "(none)");
    }
}

static void
test_compression(void **state)
{
    AUTO(arena) *arena = arena_new();
    char text[4096];
    struct span out;

    (void)state;
    assert_true(compress_is_accepted("gzip, deflate, br"));
    assert_true(compress_is_accepted("br;q=1.0, gzip;q=0.8"));
    assert_false(compress_is_accepted("gzip;q=0"));
    assert_false(compress_is_accepted("gzip;q=0, br;q=1"));
    assert_false(compress_is_accepted("br"));
    assert_false(compress_is_accepted(NULL));
    memset(text, 'a', sizeof text);
    assert_true(compress_gzip((struct span){text, sizeof text}, arena, &out));
    assert_true(out.size < 100);
    assert_false(compress_gzip(SPAN("abc"), arena, &out));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),           cmocka_unit_test(test_forms),
        cmocka_unit_test(test_too_many_fields), cmocka_unit_test(test_cookies),
        cmocka_unit_test(test_routes),          cmocka_unit_test(test_compression),
    };

    return cmocka_run_group_tests_name("web/request", tests, NULL, NULL);
}
