/* SPDX-License-Identifier: Apache-2.0
 *
 * Text: spans (borrowed bytes) and buffers (growing bytes with a ceiling).
 */
#ifndef HOCBA_BASE_TEXT_H
#define HOCBA_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"

/* Borrowed bytes, not NUL-terminated. */
struct span {
    const char *data;
    size_t size;
};

#define SPAN(literal) ((struct span){(literal), sizeof(literal) - 1})

static inline struct span
span_of(const char *text)
{
    return (struct span){text, text ? strlen(text) : 0};
}

static inline bool
span_equal(struct span a, struct span b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static inline bool
span_is(struct span a, const char *text)
{
    return span_equal(a, span_of(text));
}

/* Cut the next line, without its newline and perhaps empty, off the front of `rest`. False, and
 * nothing cut, when no newline is left. */
bool span_next_line(struct span *rest, struct span *line);
/* Cut the next line off when it is "name value", with whatever stands behind the one blank. False,
 * and nothing cut, when it is another. */
bool span_next_value(struct span *rest, const char *name, struct span *value);
/* Cut the next word off, with the one blank behind it; all that is left where there is none. */
struct span span_next_word(struct span *rest);

/* Equal texts; two NULLs are equal, NULL and "" are not. */
static inline bool
text_equal(const char *a, const char *b)
{
    return a == b || (a && b && *a == *b && strcmp(a, b) == 0);
}
/* NULL or nothing but ASCII blanks. */
bool text_is_blank(const char *text);
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
/* A copy without blanks at the ends and with runs of blanks inside made one space (also U+00A0). */
char *text_squeeze(struct arena *arena, const char *text);
/* Decimal digits only, `digits` of them. */
bool text_is_digits(const char *text, size_t digits);
/* Strict decimal integer in [min, max]. */
bool text_to_int(const char *text, int min, int max, int *value);

/* A growing byte buffer on the heap. Appending past `ceiling` bytes sets `overflow` and stops. */
struct buffer {
    char *data; /* always NUL-terminated once something was appended */
    size_t size, room, ceiling;
    bool overflow;
    bool wiped; /* every place where its bytes were is wiped when it is given up */
};

struct buffer *buffer_new(size_t ceiling);
/* For what holds a secret on its way: a request with a password, an answer with a token. */
struct buffer *buffer_new_wiped(size_t ceiling);
void buffer_free(struct buffer *buffer); /* NULL is a no-op */
DEFINE_AUTO(buffer)
void buffer_init(struct buffer *buffer, size_t ceiling);
void buffer_clear(struct buffer *buffer); /* frees the bytes, keeps the ceiling */
void buffer_add(struct buffer *buffer, const void *data, size_t size);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_char(struct buffer *buffer, char c);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static inline struct span
buffer_span(const struct buffer *buffer)
{
    return (struct span){buffer->data ? buffer->data : "", buffer->size};
}

#endif
