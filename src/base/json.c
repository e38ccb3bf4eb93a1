/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

struct json
json_to(struct buffer *out)
{
    return (struct json){.out = out};
}

static void
begin_value(struct json *json)
{
    if (json->comma)
        buffer_char(json->out, ',');
    json->comma = true;
}

void
json_open(struct json *json, char bracket)
{
    begin_value(json);
    buffer_char(json->out, bracket);
    json->comma = false;
}

void
json_close(struct json *json, char bracket)
{
    buffer_char(json->out, bracket);
    json->comma = true;
}

static void
add_quoted(struct buffer *out, struct span text)
{
    buffer_char(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\')
            buffer_printf(out, "\\%c", c);
        else if (c == '\n')
            buffer_text(out, "\\n");
        else if (c < 0x20 || c == 0x7F)
            buffer_printf(out, "\\u%04x", c);
        else
            buffer_char(out, (char)c);
    }
    buffer_char(out, '"');
}

void
json_key(struct json *json, const char *key)
{
    begin_value(json);
    add_quoted(json->out, span_of(key));
    buffer_char(json->out, ':');
    json->comma = false;
}

void
json_span(struct json *json, struct span text)
{
    begin_value(json);
    add_quoted(json->out, text);
}

void
json_text(struct json *json, const char *text)
{
    if (text) {
        json_span(json, span_of(text));
        return;
    }
    begin_value(json);
    buffer_text(json->out, "null");
}

void
json_int(struct json *json, int64_t number)
{
    begin_value(json);
    buffer_printf(json->out, "%" PRId64, number);
}

void
json_decimal(struct json *json, double number)
{
    assert(isfinite(number));
    begin_value(json);
    buffer_printf(json->out, "%.3f", number);
}

void
json_bool(struct json *json, bool truth)
{
    begin_value(json);
    buffer_text(json->out, truth ? "true" : "false");
}

void
json_text_field(struct json *json, const char *key, const char *text)
{
    json_key(json, key);
    json_text(json, text);
}

void
json_int_field(struct json *json, const char *key, int64_t number)
{
    json_key(json, key);
    json_int(json, number);
}

void
json_bool_field(struct json *json, const char *key, bool truth)
{
    json_key(json, key);
    json_bool(json, truth);
}

void
json_open_list(struct json *json, const char *key)
{
    json_key(json, key);
    json_open(json, '[');
}

void
json_day_field(struct json *json, const char *key, struct date day)
{
    char text[DATE_TEXT_SIZE];

    json_text_field(json, key, date_is_none(day) ? NULL : date_write_iso(day, text));
}

void
json_moment_field(struct json *json, const char *key, struct moment moment)
{
    char text[MOMENT_TEXT_SIZE];

    json_text_field(json, key,
                    moment.seconds ? moment_write(moment_in_vietnam(moment.seconds), text) : NULL);
}
