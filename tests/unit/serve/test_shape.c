/* SPDX-License-Identifier: Apache-2.0
 *
 * The notation of the table of routes: the form that a body of the API becomes, what is refused,
 * and the schema that says so.
 */
#include "tests/support/test.h"

#include "base/json_read.h"
#include "serve/shape.h"

static const char notation[] =
    "{name/ten, code?, count/so?: int, sure/chac?: bool, on/ngay?: day, way/huong?: in=vao|out=ra,"
    " file/tep?: base64, schools/truong?: lines, answers?: [{item: key, answer/ket_qua-*,"
    " remark/nhan_xet-*?}]}";

/* "a=b;c=d;" of the form, files with their names. */
static const char *
form_text(const struct web_fields *form, struct arena *arena)
{
    const char *all = "";

    for (size_t i = 0; i < form->list.count; i++) {
        const struct web_field *field = &form->list.items[i];
        all = arena_printf(arena, "%s%s%s%s=%.*s;", all, field->name, field->file_name ? "@" : "",
                           field->file_name ? field->file_name : "", (int)field->value.size,
                           field->value.data);
    }
    return all;
}

static enum status
fill(const char *body, struct arena *arena, struct web_fields *form, struct error *err)
{
    struct json_value value;

    *form = (struct web_fields){0};
    assert_int_equal(json_read(span_of(body), arena, &value, err), OK);
    return shape_fill_form(shape_parse(notation, arena), &value, arena, form, err);
}

static void
test_a_body_becomes_the_form(void **state)
{
    static const struct {
        const char *body, *form;
    } rows[] = {
        {"{\"name\": \"An\"}", "ten=An;"},
        {"{\"code\": \"x\", \"name\": \"\"}", "ten=;code=x;"},
        {"{\"name\": \"A\", \"code\": null}", "ten=A;"},
        {"{\"name\": \"A\", \"count\": -3, \"sure\": true}", "ten=A;so=-3;chac=1;"},
        {"{\"name\": \"A\", \"sure\": false}", "ten=A;"}, /* an empty box is not sent */
        {"{\"name\": \"A\", \"on\": \"2024-05-31\", \"way\": \"out\"}",
         "ten=A;ngay=2024-05-31;huong=ra;"},
        {"{\"name\": \"a.txt\", \"file\": \"aGk=\"}", "ten=a.txt;tep@a.txt=hi;"},
        {"{\"name\": \"A\", \"schools\": [\"1\", \"2\"]}", "ten=A;truong=1\n2\n;"},
        {"{\"name\": \"A\", \"answers\": [{\"item\": \"n1\", \"answer\": \"yes\"}, {\"answer\": "
         "\"no\","
         " \"item\": \"n2\", \"remark\": \"r\"}]}",
         "ten=A;ket_qua-n1=yes;ket_qua-n2=no;nhan_xet-n2=r;"},
    };
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct web_fields form;
    struct error err;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_ok(fill(rows[i].body, arena, &form, &err));
        if (strcmp(form_text(&form, arena), rows[i].form) != 0)
            row_fail(rows[i].body, "%s", form_text(&form, arena));
    }
}

static void
test_another_body_is_refused(void **state)
{
    static const struct {
        const char *body, *said;
    } rows[] = {
        {"[]", "đối tượng"},
        {"{}", "Thiếu “name”"},
        {"{\"name\": null}", "Thiếu “name”"},
        {"{\"name\": 1}", "“name” phải là chữ"},
        {"{\"name\": \"A\", \"nmae\": \"B\"}", "Không có mục “nmae”"},
        {"{\"name\": \"A\", \"ten\": \"B\"}", "Không có mục “ten”"}, /* the form's own word */
        {"{\"name\": \"A\", \"count\": \"3\"}", "số nguyên"},
        {"{\"name\": \"A\", \"sure\": 1}", "true hoặc false"},
        {"{\"name\": \"A\", \"way\": \"vao\"}", "một trong: in, out"},
        {"{\"name\": \"A\", \"file\": \"aGk\"}", "base64"},
        {"{\"name\": \"A\", \"file\": 7}", "chữ"},
        {"{\"name\": \"A\", \"schools\": \"1\"}", "danh sách"},
        {"{\"name\": \"A\", \"schools\": [1]}", "danh sách"},
        {"{\"name\": \"A\", \"answers\": {}}", "“answers” phải là danh sách"},
        {"{\"name\": \"A\", \"answers\": [{\"answer\": \"yes\"}]}", "Thiếu “item”"},
        {"{\"name\": \"A\", \"answers\": [\"yes\"]}", "đối tượng"},
    };
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct web_fields form;
    struct error err;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (fill(rows[i].body, arena, &form, &err) != USAGE)
            row_fail(rows[i].body, "taken: %s", form_text(&form, arena));
        if (!strstr(err.message, rows[i].said))
            row_fail(rows[i].body, "%s", err.message);
    }
}

/* No more fields than a form may have, however they come. */
static void
test_ceilings(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *body = buffer_new(1 << 20);
    struct web_fields form;
    struct error err;

    buffer_text(body, "{\"name\": \"A\", \"answers\": [");
    for (int i = 0; i < WEB_FIELDS_MAX; i++)
        buffer_printf(body, "%s{\"item\": \"n%d\", \"answer\": \"yes\"}", i ? "," : "", i);
    buffer_text(body, "]}");
    assert_int_equal(fill(body->data, arena, &form, &err), USAGE);
    assert_non_null(strstr(err.message, "nhiều mục"));
    buffer_clear(body);
    buffer_text(body, "{\"name\": \"A\", \"schools\": [\"");
    for (int i = 0; i < FORM_BODY_MAX; i++)
        buffer_char(body, 'x');
    buffer_text(body, "\"]}");
    assert_int_equal(fill(body->data, arena, &form, &err), USAGE);
}

static void
test_the_schema(void **state)
{
    static const struct {
        const char *notation, *schema;
    } rows[] = {
        {"{}",
         "{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}"},
        {"{a, b?: int?}", "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},"
                          "\"b\":{\"type\":[\"integer\",\"null\"]}},\"required\":[\"a\"],"
                          "\"additionalProperties\":false}"},
        {"{*: int}", "{\"type\":\"object\",\"properties\":{},\"required\":[],"
                     "\"additionalProperties\":{\"type\":"
                     "\"integer\"}}"},
        {"[text]", "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"},
        {"day", "{\"type\":\"string\",\"format\":\"date\"}"},
        {"moment", "{\"type\":\"string\",\"format\":\"date-time\"}"},
        {"any", "{}"},
        {"in=vao|out=ra?", "{\"type\":[\"string\",\"null\"],\"enum\":[\"in\",\"out\",null]}"},
    };
    (void)state;
    AUTO(arena) *arena = arena_new();

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(buffer) *out = buffer_new(4096);
        struct json json = json_to(out);
        shape_write_schema(&json, shape_parse(rows[i].notation, arena));
        if (strcmp(out->data, rows[i].schema) != 0)
            row_fail(rows[i].notation, "%s", out->data);
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_body_becomes_the_form),
        cmocka_unit_test(test_another_body_is_refused),
        cmocka_unit_test(test_ceilings),
        cmocka_unit_test(test_the_schema),
    };
    return cmocka_run_group_tests_name("serve/shape", tests, NULL, NULL);
}
