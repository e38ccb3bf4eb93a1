/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_read.h"

#include "base/utf8.h"

enum { DIGITS_MAX = 18 };

struct reading {
    const char *start, *at, *end;
    struct arena *arena;
};

static enum status
refuse(const struct reading *in, struct error *err)
{
    return fail(err, INVALID, "Tệp không phải JSON đúng (ở byte %zu).",
                (size_t)(in->at - in->start) + 1);
}

static void
skip_blanks(struct reading *in)
{
    while (in->at < in->end && strchr(" \t\r\n", *in->at) && *in->at)
        in->at++;
}

static bool
take(struct reading *in, const char *word)
{
    size_t size = strlen(word);

    if ((size_t)(in->end - in->at) < size || memcmp(in->at, word, size) != 0)
        return false;
    in->at += size;
    return true;
}

static bool
take_hex4(struct reading *in, uint32_t *unit)
{
    uint32_t value = 0;

    if (in->end - in->at < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        char c = in->at[i];
        const char *digits = "0123456789abcdef", *place = strchr(digits, c | 0x20);
        if (c >= '0' && c <= '9')
            value = value * 16 + (uint32_t)(c - '0');
        else if (place && c > '9')
            value = value * 16 + (uint32_t)(place - digits);
        else
            return false;
    }
    in->at += 4;
    *unit = value;
    return true;
}

/* The four digits after \u, with the second half of a surrogate pair. */
static bool
take_unicode(struct reading *in, struct buffer *out)
{
    uint32_t high, low;

    if (!take_hex4(in, &high) || high == 0 || (high >= 0xDC00 && high <= 0xDFFF))
        return false;
    if (high < 0xD800 || high > 0xDBFF) {
        utf8_add(out, high);
        return true;
    }
    if (!take(in, "\\u") || !take_hex4(in, &low) || low < 0xDC00 || low > 0xDFFF)
        return false;
    utf8_add(out, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
    return true;
}

static bool
take_escape(struct reading *in, struct buffer *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";

    if (in->at >= in->end)
        return false;
    char c = *in->at++;
    if (c == 'u')
        return take_unicode(in, out);
    const char *place = c ? strchr(from, c) : NULL;
    if (!place)
        return false;
    buffer_char(out, to[place - from]);
    return true;
}

/* After the opening quote. */
static enum status
read_text(struct reading *in, const char **text, struct error *err)
{
    AUTO(buffer) *out = buffer_new((size_t)(in->end - in->start) + 1);

    while (in->at < in->end && *in->at != '"') {
        if ((unsigned char)*in->at < 0x20)
            return refuse(in, err);
        if (*in->at != '\\') {
            buffer_char(out, *in->at++);
            continue;
        }
        in->at++;
        if (!take_escape(in, out))
            return refuse(in, err);
    }
    if (!take(in, "\""))
        return refuse(in, err);
    *text = arena_copy(in->arena, out->data ? out->data : "", out->size);
    return OK;
}

static enum status
read_number(struct reading *in, struct json_value *value, struct error *err)
{
    bool negative = take(in, "-");
    const char *first = in->at;
    int64_t number = 0;

    while (in->at < in->end && *in->at >= '0' && *in->at <= '9' && in->at - first < DIGITS_MAX)
        number = number * 10 + (*in->at++ - '0');
    bool more = in->at < in->end && *in->at && strchr("0123456789.eE", *in->at);
    if (in->at == first || more || (*first == '0' && in->at - first > 1))
        return refuse(in, err);
    value->kind = JSON_NUMBER;
    value->number = negative ? -number : number;
    return OK;
}

static enum status read_value(struct reading *in, int depth, struct json_value *value,
                              struct error *err);

/* One key of an object with its colon. */
static enum status
read_key(struct reading *in, struct json_value *object, struct error *err)
{
    const char *key;

    skip_blanks(in);
    if (!take(in, "\""))
        return refuse(in, err);
    TRY(read_text(in, &key, err));
    if (json_find(object, key))
        return refuse(in, err);
    skip_blanks(in);
    if (!take(in, ":"))
        return refuse(in, err);
    *list_add(in->arena, object->keys) = key;
    return OK;
}

static enum status
read_items(struct reading *in, int depth, struct json_value *value, struct error *err)
{
    const char *close = value->kind == JSON_OBJECT ? "}" : "]";

    skip_blanks(in);
    if (take(in, close))
        return OK;
    for (;;) {
        struct json_value item;
        if (value->kind == JSON_OBJECT)
            TRY(read_key(in, value, err));
        TRY(read_value(in, depth + 1, &item, err));
        *list_add(in->arena, value->items) = item;
        skip_blanks(in);
        if (take(in, close))
            return OK;
        if (!take(in, ","))
            return refuse(in, err);
    }
}

static enum status
read_value(struct reading *in, int depth, struct json_value *value, struct error *err)
{
    *value = (struct json_value){JSON_NULL};
    skip_blanks(in);
    if (depth > JSON_DEPTH_MAX || in->at >= in->end)
        return refuse(in, err);
    if (take(in, "null"))
        return OK;
    if (take(in, "true") || take(in, "false")) {
        value->kind = JSON_TRUTH;
        value->truth = in->at[-2] == 'u';
        return OK;
    }
    if (take(in, "\"")) {
        value->kind = JSON_STRING;
        return read_text(in, &value->text, err);
    }
    if (take(in, "[") || take(in, "{")) {
        value->kind = in->at[-1] == '[' ? JSON_ARRAY : JSON_OBJECT;
        return read_items(in, depth, value, err);
    }
    return read_number(in, value, err);
}

enum status
json_read(struct span bytes, struct arena *arena, struct json_value *value, struct error *err)
{
    struct reading in = {bytes.data, bytes.data, bytes.data + bytes.size, arena};
    struct json_value read;

    if (!utf8_is_valid(bytes))
        return fail(err, INVALID, "Tệp JSON phải là UTF-8.");
    TRY(read_value(&in, 0, &read, err));
    skip_blanks(&in);
    if (in.at != in.end)
        return refuse(&in, err);
    *value = read;
    return OK;
}

const struct json_value *
json_find(const struct json_value *object, const char *key)
{
    for (size_t i = 0; object && object->kind == JSON_OBJECT && i < object->items.count; i++) {
        if (text_equal(object->keys.items[i], key))
            return &object->items.items[i];
    }
    return NULL;
}

const char *
json_find_text(const struct json_value *object, const char *key)
{
    const struct json_value *value = json_find(object, key);

    return value && value->kind == JSON_STRING ? value->text : NULL;
}
