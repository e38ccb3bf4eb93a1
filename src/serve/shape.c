/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/shape.h"

#include <assert.h>

static const struct {
    const char *word;
    enum shape_kind kind;
} kinds[] = {{"text", SHAPE_TEXT},     {"int", SHAPE_INT}, {"number", SHAPE_NUMBER},
             {"bool", SHAPE_BOOL},     {"day", SHAPE_DAY}, {"moment", SHAPE_MOMENT},
             {"base64", SHAPE_BASE64}, {"key", SHAPE_KEY}, {"lines", SHAPE_LINES},
             {"any", SHAPE_ANY}};

/* --- reading the notation --------------------------------------------------------------------- */

struct reading {
    const char *at;
    struct arena *arena;
};

static bool
take(struct reading *in, char c)
{
    in->at += strspn(in->at, " ");
    if (*in->at != c)
        return false;
    in->at++;
    return true;
}

static const char *
take_word(struct reading *in)
{
    in->at += strspn(in->at, " ");
    size_t size = strcspn(in->at, " ,:?/|={}[]");
    const char *word = arena_copy(in->arena, in->at, size);

    assert(size > 0);
    in->at += size;
    return word;
}

static void read_shape(struct reading *in, struct shape *shape);

static void
read_members(struct reading *in, struct shape *shape)
{
    shape->kind = SHAPE_OBJECT;
    while (!take(in, '}')) {
        struct shape *member = list_add(in->arena, shape->members);
        const char *name = take_word(in), *form = take(in, '/') ? take_word(in) : name;
        bool optional = take(in, '?');
        if (take(in, ':'))
            read_shape(in, member);
        member->name = name;
        member->form = form;
        member->optional = optional;
        (void)take(in, ',');
    }
}

static void
read_words(struct reading *in, struct shape *shape)
{
    shape->kind = SHAPE_CHOICE;
    do {
        struct shape_word *word = list_add(in->arena, shape->words);
        word->word = take_word(in);
        word->form = take(in, '=') ? take_word(in) : word->word;
    } while (take(in, '|'));
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (shape->words.count == 1 && text_equal(shape->words.items[0].word, kinds[i].word))
            shape->kind = kinds[i].kind;
}

static void
read_shape(struct reading *in, struct shape *shape)
{
    if (take(in, '{')) {
        read_members(in, shape);
    } else if (take(in, '[')) {
        shape->kind = SHAPE_LIST;
        read_shape(in, list_add(in->arena, shape->members));
        assert(*in->at == ']');
        (void)take(in, ']');
    } else {
        read_words(in, shape);
    }
    shape->nullable = take(in, '?');
}

struct shape *
shape_parse(const char *text, struct arena *arena)
{
    struct reading in = {text, arena};
    struct shape *shape = arena_make(arena, struct shape);

    read_shape(&in, shape);
    assert(*in.at == '\0');
    return shape;
}

/* --- as a schema ------------------------------------------------------------------------------ */

static void
write_type(struct json *json, const char *type, bool nullable)
{
    json_key(json, "type");
    if (nullable)
        json_open(json, '[');
    json_text(json, type);
    if (nullable) {
        json_text(json, "null");
        json_close(json, ']');
    }
}

static void
write_choice(struct json *json, const struct shape *shape)
{
    json_open_list(json, "enum");
    for (size_t i = 0; i < shape->words.count; i++)
        json_text(json, shape->words.items[i].word);
    if (shape->nullable)
        json_text(json, NULL);
    json_close(json, ']');
}

static void
write_object(struct json *json, const struct shape *shape)
{
    const struct shape *any = NULL;

    json_key(json, "properties");
    json_open(json, '{');
    for (size_t i = 0; i < shape->members.count; i++) {
        const struct shape *member = &shape->members.items[i];
        if (text_equal(member->name, "*")) {
            any = member;
            continue;
        }
        json_key(json, member->name);
        shape_write_schema(json, member);
    }
    json_close(json, '}');
    json_open_list(json, "required");
    for (size_t i = 0; i < shape->members.count; i++)
        if (!shape->members.items[i].optional && &shape->members.items[i] != any)
            json_text(json, shape->members.items[i].name);
    json_close(json, ']');
    json_key(json, "additionalProperties");
    if (any)
        shape_write_schema(json, any);
    else
        json_bool(json, false);
}

void
shape_write_schema(struct json *json, const struct shape *shape)
{
    static const char *const types[] = {
        [SHAPE_TEXT] = "string",   [SHAPE_INT] = "integer",   [SHAPE_NUMBER] = "number",
        [SHAPE_BOOL] = "boolean",  [SHAPE_DAY] = "string",    [SHAPE_MOMENT] = "string",
        [SHAPE_BASE64] = "string", [SHAPE_KEY] = "string",    [SHAPE_LINES] = "array",
        [SHAPE_ANY] = NULL,        [SHAPE_CHOICE] = "string", [SHAPE_LIST] = "array",
        [SHAPE_OBJECT] = "object"};

    json_open(json, '{');
    if (types[shape->kind])
        write_type(json, types[shape->kind], shape->nullable);
    if (shape->kind == SHAPE_DAY)
        json_text_field(json, "format", "date");
    else if (shape->kind == SHAPE_MOMENT)
        json_text_field(json, "format", "date-time");
    else if (shape->kind == SHAPE_BASE64)
        json_text_field(json, "contentEncoding", "base64");
    else if (shape->kind == SHAPE_CHOICE)
        write_choice(json, shape);
    else if (shape->kind == SHAPE_OBJECT)
        write_object(json, shape);
    if (shape->kind == SHAPE_LIST || shape->kind == SHAPE_LINES) {
        static const struct shape text = {.kind = SHAPE_TEXT};
        json_key(json, "items");
        shape_write_schema(json, shape->kind == SHAPE_LIST ? &shape->members.items[0] : &text);
    }
    json_close(json, '}');
}
