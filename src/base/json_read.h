/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading JSON (RFC 8259) from outside: strict, whole, into a tree in the arena.  Ceilings:
 * JSON_DEPTH_MAX nested brackets; the caller bounds the bytes.  Integers only: a number with a
 * fraction, an exponent or more than 18 digits is refused, and so is a key that comes twice.
 */
#ifndef HOCBA_BASE_JSON_READ_H
#define HOCBA_BASE_JSON_READ_H

#include <stdint.h>

#include "base/list.h"
#include "base/text.h"

enum { JSON_DEPTH_MAX = 16 };

enum json_kind { JSON_NULL, JSON_TRUTH, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_value {
    enum json_kind kind;
    bool truth;
    int64_t number;
    const char *text;              /* NUL-terminated UTF-8 without NUL inside */
    LIST(struct json_value) items; /* of an array, or an object's values ... */
    LIST(const char *) keys;       /* ... beside its keys */
};

/* INVALID with the byte at which it stops being JSON. */
MUST_CHECK enum status json_read(struct span bytes, struct arena *arena, struct json_value *value,
                                 struct error *err);
/* NULL when it is no object or has no such key. */
const struct json_value *json_find(const struct json_value *object, const char *key);
/* The text of a key; NULL when it has none or it is no text. */
const char *json_find_text(const struct json_value *object, const char *key);

#endif
