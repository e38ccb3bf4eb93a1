/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool
span_next_line(struct span *rest, struct span *line)
{
    const char *newline = rest->size ? memchr(rest->data, '\n', rest->size) : NULL;

    if (!newline)
        return false;
    *line = (struct span){rest->data, (size_t)(newline - rest->data)};
    *rest = (struct span){newline + 1, rest->size - line->size - 1};
    return true;
}

bool
span_next_value(struct span *rest, const char *name, struct span *value)
{
    struct span behind = *rest, line;
    size_t size = strlen(name);

    if (!span_next_line(&behind, &line) || line.size <= size ||
        memcmp(line.data, name, size) != 0 || line.data[size] != ' ')
        return false;
    *value = (struct span){line.data + size + 1, line.size - size - 1};
    *rest = behind;
    return true;
}

struct span
span_next_word(struct span *rest)
{
    const char *blank = rest->size ? memchr(rest->data, ' ', rest->size) : NULL;
    struct span word = {rest->data, blank ? (size_t)(blank - rest->data) : rest->size};
    size_t cut = word.size + (blank != NULL);

    *rest = (struct span){rest->data + cut, rest->size - cut};
    return word;
}

/* The length of the blank that `text` begins with: ASCII blanks and U+00A0; 0 if none. */
static size_t
blank_size(const char *text)
{
    if (*text == ' ' || (*text >= '\t' && *text <= '\r'))
        return 1;
    return (unsigned char)text[0] == 0xC2 && (unsigned char)text[1] == 0xA0 ? 2 : 0;
}

bool
text_is_blank(const char *text)
{
    if (text)
        for (size_t n; *text; text += n)
            if ((n = blank_size(text)) == 0)
                return false;
    return true;
}

bool
text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool
text_ends(const char *text, const char *suffix)
{
    size_t n = strlen(text), m = strlen(suffix);

    return n >= m && strcmp(text + n - m, suffix) == 0;
}

char *
text_squeeze(struct arena *arena, const char *text)
{
    char *copy = arena_alloc(arena, strlen(text) + 1);
    size_t size = 0;
    bool gap = false;

    for (size_t n; *text;) {
        if ((n = blank_size(text)) > 0) {
            gap = size > 0;
            text += n;
            continue;
        }
        if (gap)
            copy[size++] = ' ';
        gap = false;
        copy[size++] = *text++;
    }
    copy[size] = '\0';
    return copy;
}

bool
text_is_digits(const char *text, size_t digits)
{
    return text && strlen(text) == digits && strspn(text, "0123456789") == digits;
}

bool
text_to_int(const char *text, int min, int max, int *value)
{
    long long sum = 0;
    const char *p = text;
    bool negative = false;

    if (p == NULL)
        return false;
    if (*p == '-')
        negative = *p++ != '\0';
    if (*p == '\0' || strlen(p) > 10)
        return false;
    for (; *p; p++) {
        if (*p < '0' || *p > '9')
            return false;
        sum = sum * 10 + (*p - '0');
    }
    sum = negative ? -sum : sum;
    if (sum < min || sum > max)
        return false;
    *value = (int)sum;
    return true;
}

void
buffer_init(struct buffer *buffer, size_t ceiling)
{
    *buffer = (struct buffer){.ceiling = ceiling};
}

struct buffer *
buffer_new(size_t ceiling)
{
    struct buffer *buffer = heap_alloc(sizeof *buffer);

    buffer_init(buffer, ceiling);
    return buffer;
}

struct buffer *
buffer_new_wiped(size_t ceiling)
{
    struct buffer *buffer = buffer_new(ceiling);

    buffer->wiped = true;
    return buffer;
}

static void
free_bytes(struct buffer *buffer)
{
    if (buffer->wiped)
        heap_wipe(buffer->data, buffer->room);
    free(buffer->data);
}

/* As realloc(), which would leave the old bytes where they were. */
static void
move_bytes(struct buffer *buffer, size_t room)
{
    char *moved = heap_alloc(room);

    if (buffer->size)
        memcpy(moved, buffer->data, buffer->size);
    free_bytes(buffer);
    buffer->data = moved;
}

void
buffer_clear(struct buffer *buffer)
{
    bool wiped = buffer->wiped;

    free_bytes(buffer);
    buffer_init(buffer, buffer->ceiling);
    buffer->wiped = wiped;
}

void
buffer_free(struct buffer *buffer)
{
    if (buffer == NULL)
        return;
    free_bytes(buffer);
    free(buffer);
}

/* Make room for `size` more bytes and a NUL; false when that would pass the ceiling. */
static bool
buffer_reserve(struct buffer *buffer, size_t size)
{
    if (buffer->overflow || size > buffer->ceiling - buffer->size) {
        buffer->overflow = true;
        return false;
    }
    size_t want = buffer->size + size + 1;
    if (want > buffer->room) {
        size_t room = buffer->room ? buffer->room : 256;
        while (room < want)
            room *= 2;
        if (buffer->wiped)
            move_bytes(buffer, room);
        else
            buffer->data = heap_resize(buffer->data, room, 1);
        buffer->room = room;
    }
    return true;
}

void
buffer_add(struct buffer *buffer, const void *data, size_t size)
{
    if (!buffer_reserve(buffer, size))
        return;
    if (size)
        memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    buffer->data[buffer->size] = '\0';
}

void
buffer_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void
buffer_char(struct buffer *buffer, char c)
{
    buffer_add(buffer, &c, 1);
}

void
buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(size >= 0);
    if (!buffer_reserve(buffer, (size_t)size))
        return;
    va_start(args, format);
    vsnprintf(buffer->data + buffer->size, (size_t)size + 1, format, args);
    va_end(args);
    buffer->size += (size_t)size;
}
