/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing JSON (RFC 8259): a small state machine over a buffer that puts the commas and escapes.
 *
 *     struct json json = json_to(buffer);
 *     json_open(&json, '{');
 *     json_open_list(&json, "files");  ...  json_close(&json, ']');
 *     json_text_field(&json, "verdict", "authentic");
 *     json_close(&json, '}');
 */
#ifndef HOCBA_BASE_JSON_H
#define HOCBA_BASE_JSON_H

#include <stdint.h>

#include "base/date.h"
#include "base/text.h"

struct json {
    struct buffer *out;
    bool comma; /* the next value needs one before it */
};

struct json json_to(struct buffer *out);
void json_open(struct json *json, char bracket);  /* '{' or '[' */
void json_close(struct json *json, char bracket); /* '}' or ']' */
void json_key(struct json *json, const char *key);
void json_text(struct json *json, const char *text); /* NULL writes null */
void json_span(struct json *json, struct span text);
void json_int(struct json *json, int64_t number);
/* A figure with three decimals; it must be finite (asserted). */
void json_decimal(struct json *json, double number);
void json_bool(struct json *json, bool truth);
void json_text_field(struct json *json, const char *key, const char *text);
void json_int_field(struct json *json, const char *key, int64_t number);
void json_bool_field(struct json *json, const char *key, bool truth);
/* The key and the bracket of a list; json_close(json, ']') ends it. */
void json_open_list(struct json *json, const char *key);
/* "2024-05-31"; null where there is none. */
void json_day_field(struct json *json, const char *key, struct date day);
/* As shown in Vietnam; null where there is none. */
void json_moment_field(struct json *json, const char *key, struct moment moment);

#endif
