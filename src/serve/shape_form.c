/* SPDX-License-Identifier: Apache-2.0
 *
 * From a body of the API to the form that a page would have sent.
 */
#include "base/encode.h"
#include "serve/shape.h"

struct filling {
    struct arena *arena;
    struct web_fields *form;
    struct error *err;
    const char *key; /* stands for "*"; NULL: none */
};

static enum status
refuse(const struct filling *in, const struct shape *shape, const char *wanted)
{
    if (!shape->name)
        return fail(in->err, USAGE, "Nội dung gửi lên phải là %s; chưa có gì thay đổi.", wanted);
    return fail(in->err, USAGE, "“%s” phải là %s; chưa có gì thay đổi.", shape->name, wanted);
}

static const char *
field_name(const struct filling *in, const char *form)
{
    const char *star = strchr(form, '*');

    return star && in->key
               ? arena_printf(in->arena, "%.*s%s%s", (int)(star - form), form, in->key, star + 1)
               : form;
}

static enum status
add_field(struct filling *in, struct web_field field)
{
    if (in->form->list.count == WEB_FIELDS_MAX)
        return fail(in->err, USAGE, "Gửi lên nhiều mục quá; chưa có gì thay đổi.");
    *list_add(in->arena, in->form->list) = field;
    return OK;
}

static enum status
add(struct filling *in, const char *form, const char *text)
{
    return add_field(in, (struct web_field){.name = field_name(in, form),
                                            .value = span_of(arena_text(in->arena, text))});
}

/* An uploaded file, by the name that stands beside it. */
static enum status
add_file(struct filling *in, const struct shape *shape, const struct json_value *value,
         const char *name)
{
    size_t size = strlen(value->text);
    uint8_t *bytes = arena_alloc(in->arena, size + 1);

    if (!base64_read(span_of(value->text), bytes, &size))
        return refuse(in, shape, "base64");
    bytes[size] = '\0';
    return add_field(in, (struct web_field){.name = shape->form,
                                            .file_name = name ? name : shape->form,
                                            .value = {(const char *)bytes, size}});
}

static enum status
add_choice(struct filling *in, const struct shape *shape, const struct json_value *value)
{
    const char *all = "";

    for (size_t i = 0; i < shape->words.count; i++) {
        const struct shape_word *word = &shape->words.items[i];
        if (value->kind == JSON_STRING && text_equal(value->text, word->word))
            return add(in, shape->form, word->form);
        all = arena_printf(in->arena, "%s%s%s", all, i ? ", " : "", word->word);
    }
    return refuse(in, shape, arena_printf(in->arena, "một trong: %s", all));
}

static enum status
add_lines(struct filling *in, const struct shape *shape, const struct json_value *value)
{
    AUTO(buffer) *lines = buffer_new(FORM_BODY_MAX);

    if (value->kind != JSON_ARRAY)
        return refuse(in, shape, "danh sách chữ");
    for (size_t i = 0; i < value->items.count; i++) {
        if (value->items.items[i].kind != JSON_STRING)
            return refuse(in, shape, "danh sách chữ");
        buffer_printf(lines, "%s\n", value->items.items[i].text);
    }
    if (lines->overflow)
        return refuse(in, shape, "danh sách ngắn hơn");
    return add(in, shape->form, lines->data ? lines->data : "");
}

static enum status fill(struct filling *in, const struct shape *shape,
                        const struct json_value *value, const struct json_value *beside);

static enum status
fill_list(struct filling *in, const struct shape *shape, const struct json_value *value)
{
    struct shape item = shape->members.items[0];

    if (value->kind != JSON_ARRAY)
        return refuse(in, shape, "danh sách");
    item.name = shape->name;
    item.form = shape->form;
    for (size_t i = 0; i < value->items.count; i++)
        TRY(fill(in, &item, &value->items.items[i], NULL));
    return OK;
}

static const struct shape *
member_of(const struct shape *shape, const char *name)
{
    for (size_t i = 0; i < shape->members.count; i++)
        if (text_equal(shape->members.items[i].name, name))
            return &shape->members.items[i];
    return NULL;
}

static enum status
fill_object(struct filling *in, const struct shape *shape, const struct json_value *value)
{
    if (value->kind != JSON_OBJECT)
        return refuse(in, shape, "một đối tượng JSON");
    for (size_t i = 0; i < value->keys.count; i++)
        if (!member_of(shape, value->keys.items[i]))
            return fail(in->err, USAGE, "Không có mục “%s”; chưa có gì thay đổi.",
                        value->keys.items[i]);
    for (size_t i = 0; i < shape->members.count; i++) {
        const struct shape *member = &shape->members.items[i];
        const struct json_value *given = json_find(value, member->name);
        if (given && given->kind != JSON_NULL)
            TRY(fill(in, member, given, value));
        else if (!member->optional)
            return fail(in->err, USAGE, "Thiếu “%s”; chưa có gì thay đổi.", member->name);
    }
    return OK;
}

static enum status
fill(struct filling *in, const struct shape *shape, const struct json_value *value,
     const struct json_value *beside)
{
    switch (shape->kind) {
    case SHAPE_OBJECT: return fill_object(in, shape, value);
    case SHAPE_LIST: return fill_list(in, shape, value);
    case SHAPE_LINES: return add_lines(in, shape, value);
    case SHAPE_CHOICE: return add_choice(in, shape, value);
    case SHAPE_INT:
        return value->kind == JSON_NUMBER
                   ? add(in, shape->form, arena_printf(in->arena, "%lld", (long long)value->number))
                   : refuse(in, shape, "số nguyên");
    case SHAPE_BOOL:
        if (value->kind != JSON_TRUTH)
            return refuse(in, shape, "true hoặc false");
        return value->truth ? add(in, shape->form, "1") : OK;
    case SHAPE_ANY: return OK;
    default: break;
    }
    if (value->kind != JSON_STRING)
        return refuse(in, shape, "chữ");
    if (shape->kind == SHAPE_BASE64)
        return add_file(in, shape, value, beside ? json_find_text(beside, "name") : NULL);
    if (shape->kind == SHAPE_KEY) {
        in->key = value->text;
        return OK;
    }
    return add(in, shape->form, value->text);
}

enum status
shape_fill_form(const struct shape *shape, const struct json_value *value, struct arena *arena,
                struct web_fields *form, struct error *err)
{
    struct filling in = {arena, form, err, NULL};

    return fill(&in, shape, value, NULL);
}
