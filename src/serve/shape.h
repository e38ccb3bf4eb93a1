/* SPDX-License-Identifier: Apache-2.0
 *
 * How JSON looks, in the short notation of the table of routes:
 *
 *     {school/truong, deadline/han?: day, done/da_xong: yes=roi|no=chua, files: [{name}]}
 *
 * A member is text unless a type follows its name: text int number bool day moment base64 any,
 * words to choose from (a|b), a list [...] or an object {...}; "*" as a name stands for any name.
 * "?" after a name: it may be missing; after a type: it may be null.
 *
 * Where a page's form says the same, "/" gives the form's field, and "=" its value: so a body of
 * the API becomes that form, and one function answers both.  In a list of objects the member of
 * type key stands for the "*" in the fields of the others: {item: key, answer/ket_qua-*}.  "lines"
 * is a list of texts that the form has in one field.
 */
#ifndef HOCBA_SERVE_SHAPE_H
#define HOCBA_SERVE_SHAPE_H

#include "serve/visit.h"

enum shape_kind {
    SHAPE_TEXT,
    SHAPE_INT,
    SHAPE_NUMBER, /* only given */
    SHAPE_BOOL,
    SHAPE_DAY,
    SHAPE_MOMENT,
    SHAPE_BASE64, /* a file; its form's field has the name in the member "name" */
    SHAPE_KEY,
    SHAPE_LINES,
    SHAPE_ANY,
    SHAPE_CHOICE,
    SHAPE_LIST,
    SHAPE_OBJECT,
};

struct shape;
struct shape_word {
    const char *word, *form;
};
struct shape {
    enum shape_kind kind;
    const char *name, *form;       /* of a member */
    bool optional, nullable;       /* as a member; as a value */
    LIST(struct shape_word) words; /* of a choice */
    LIST(struct shape) members;    /* of an object; a list's one item */
};

/* The notation is ours: a mistake in it is asserted. */
struct shape *shape_parse(const char *text, struct arena *arena);
/* As a JSON Schema (2020-12, which OpenAPI 3.1 has). */
void shape_write_schema(struct json *json, const struct shape *shape);
/* The form that the value stands for. USAGE: it has another shape; the sentence names the member.
 */
MUST_CHECK enum status shape_fill_form(const struct shape *shape, const struct json_value *value,
                                       struct arena *arena, struct web_fields *form,
                                       struct error *err);

#endif
