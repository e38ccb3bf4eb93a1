/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include "base/run.h"

/* The character at p and its bytes; 0 bytes when it is not well-formed (RFC 3629 4). */
static size_t
decode(const unsigned char *p, size_t left, uint32_t *character)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    uint32_t c = p[0];

    if (size == 0 || size > left || p[0] > 0xF4)
        return 0;
    if (size > 1)
        c &= 0x7FU >> size;
    for (size_t i = 1; i < size; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3FU);
    }
    if (c < least[size] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return 0;
    *character = c;
    return size;
}

/* Over ASCII but NUL; may stop early. */
static const unsigned char *
skip_ascii(const unsigned char *p, const unsigned char *end)
{
    for (size_t count = RUN_WIDTH; count == RUN_WIDTH && end - p >= RUN_WIDTH; p += count)
        count = run_count((run_mask)run_load((const char *)p) > 0);
    return p;
}

bool
utf8_is_valid(struct span text)
{
    if (text.size == 0)
        return true; /* perhaps of no bytes at all, which have no address */
    const unsigned char *p = (const unsigned char *)text.data, *end = p + text.size;

    for (p = skip_ascii(p, end); p < end; p = skip_ascii(p, end)) {
        uint32_t c = *p;
        size_t size = c < 0x80 ? 1 : decode(p, (size_t)(end - p), &c);

        if (size == 0 || c == 0)
            return false;
        p += size;
    }
    return true;
}

uint32_t
utf8_next(const char **p, const char *end)
{
    uint32_t c;
    size_t size = decode((const unsigned char *)*p, (size_t)(end - *p), &c);

    *p += size ? size : 1;
    return size ? c : 0xFFFD;
}

void
utf8_add(struct buffer *out, uint32_t character)
{
    size_t more = character < 0x80 ? 0 : character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    char bytes[4] = {(char)character};

    if (more > 0)
        bytes[0] = (char)(0xFF00U >> (more + 1) | character >> 6 * more);
    for (size_t i = 1; i <= more; i++)
        bytes[i] = (char)(0x80 | (character >> 6 * (more - i) & 0x3F));
    buffer_add(out, bytes, more + 1);
}

const char *
utf8_excerpt(struct arena *arena, const char *text)
{
    enum { EXCERPT_BYTES = 90 };
    size_t size = strlen(text);

    if (size <= EXCERPT_BYTES)
        return text;
    size = EXCERPT_BYTES;
    while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
        size--;
    return arena_printf(arena, "%.*s…", (int)size, text);
}
