/* SPDX-License-Identifier: Apache-2.0 */
#include "base/unicode.h"

#include <stdlib.h>
#include <utf8proc.h>

/* Run utf8proc's mapping and move the result into the arena; NULL for invalid UTF-8. */
static char *
map(struct arena *arena, const char *text, utf8proc_option_t options)
{
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)text,
                                      (utf8proc_ssize_t)strlen(text), &mapped, options);

    if (n < 0)
        return NULL;
    char *copy = arena_copy(arena, mapped, (size_t)n);
    free(mapped);
    return copy;
}

/* NFC without looking further: characters below the first combining mark, and the block of
 * precomposed Vietnamese letters, are their own composition (UAX 15, NFC_Quick_Check).  Nearly
 * every text that comes here is of these; anything else is left to the library. */
static bool
is_plainly_composed(struct span text)
{
    const unsigned char *p = (const unsigned char *)text.data, *end = p + text.size;

    while (p < end) {
        if (*p < 0x80) {
            p++;
        } else if (*p >= 0xC2 && *p < 0xCC && end - p >= 2 && (p[1] & 0xC0) == 0x80) {
            p += 2; /* U+0080..U+02FF */
        } else if (*p == 0xE1 && end - p >= 3 && p[1] >= 0xB8 && p[1] <= 0xBB &&
                   (p[2] & 0xC0) == 0x80) {
            p += 3; /* U+1E00..U+1EFF */
        } else {
            return false;
        }
    }
    return true;
}

char *
unicode_nfc(struct arena *arena, const char *text)
{
    if (is_plainly_composed(span_of(text)))
        return arena_text(arena, text);
    return map(arena, text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

bool
unicode_is_nfc(struct span text)
{
    if (is_plainly_composed(text))
        return true;
    AUTO(arena) *scratch = arena_new();
    char *copy = arena_copy(scratch, text.data, text.size);
    char *composed = unicode_nfc(scratch, copy);

    return composed && span_is(text, composed);
}

size_t
unicode_graphemes(struct span text)
{
    const char *p = text.data, *end = text.data + text.size;
    utf8proc_int32_t state = 0, before = 0;
    size_t count = 0;

    while (p < end) {
        utf8proc_int32_t c = (utf8proc_int32_t)utf8_next(&p, end);
        if (count == 0 || utf8proc_grapheme_break_stateful(before, c, &state))
            count++;
        before = c;
    }
    return count;
}

size_t
unicode_grapheme_size(struct span text)
{
    const char *p = text.data, *end = text.data + text.size, *at = p;
    utf8proc_int32_t state = 0, before = 0;

    while (p < end) {
        utf8proc_int32_t c = (utf8proc_int32_t)utf8_next(&p, end);
        if (at > text.data && utf8proc_grapheme_break_stateful(before, c, &state))
            break;
        before = c;
        at = p;
    }
    return (size_t)(at - text.data);
}

/* Vietnamese words carry one tone mark, whose place differs between schools of spelling (hòa,
 * hoà).  The key puts the tone after the whole word, so that both are the same. */
static bool
is_tone(uint32_t c)
{
    return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

static bool
is_blank(uint32_t c)
{
    return c == ' ' || c == 0xA0 || (c >= '\t' && c <= '\r');
}

char *
unicode_name_key(struct arena *arena, const char *text)
{
    char *parted = map(arena, text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD);
    AUTO(buffer) *out = buffer_new((size_t)-1 / 4);
    uint32_t tone = 0;
    bool gap = false;

    if (parted == NULL)
        return NULL;
    const char *p = parted, *end = parted + strlen(parted);
    while (p < end) {
        uint32_t c = utf8_next(&p, end);
        if (is_tone(c)) {
            tone = c;
            continue;
        }
        if (is_blank(c)) {
            gap = out->size > 0;
            continue;
        }
        if (gap) {
            if (tone)
                utf8_add(out, tone);
            tone = 0;
            buffer_char(out, ' ');
            gap = false;
        }
        utf8_add(out, c);
    }
    if (tone)
        utf8_add(out, tone);
    return arena_copy(arena, out->data ? out->data : "", out->size);
}

char *
unicode_fold_key(struct arena *arena, const char *text)
{
    char *key = unicode_name_key(arena, text);
    AUTO(buffer) *out = buffer_new((size_t)-1 / 4);

    if (key == NULL)
        return NULL;
    const char *p = key, *end = key + strlen(key);
    while (p < end) {
        uint32_t c = utf8_next(&p, end);
        if (c == 0x111) /* đ is a letter of its own and does not decompose */
            c = 'd';
        if (utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_MN)
            utf8_add(out, c);
    }
    return arena_copy(arena, out->data ? out->data : "", out->size);
}

/* The Vietnamese alphabet: a ă â b c d đ e ê f ... o ô ơ ... u ư ...; weights leave room for the
 * letters of foreign names in their ASCII places. */
static unsigned
letter_weight(uint32_t base, uint32_t shape)
{
    unsigned step = 0;

    if (base == 0x111)
        return ('d' - 'a') * 3 + 2 + 1;
    if (base < 'a' || base > 'z')
        return base >= '0' && base <= '9' ? 100 + base - '0' : 1;
    if (shape == 0x306) /* ă */
        step = 1;
    else if (shape == 0x302) /* â ê ô */
        step = base == 'a' ? 2 : 1;
    else if (shape == 0x31B) /* ơ ư */
        step = base == 'o' ? 2 : 1;
    return (base - 'a') * 3 + 2 + step;
}

static unsigned
tone_weight(uint32_t tone)
{
    switch (tone) {
    case 0x300: return 2; /* huyền */
    case 0x309: return 3; /* hỏi */
    case 0x303: return 4; /* ngã */
    case 0x301: return 5; /* sắc */
    case 0x323: return 6; /* nặng */
    default: return 1;    /* ngang */
    }
}

/* One word: its letters, then its tone, so that the tone decides only between equal letters. */
static void
add_word_key(struct buffer *out, const char *word, const char *end)
{
    uint32_t tone = 0;

    while (word < end) {
        uint32_t base = utf8_next(&word, end), shape = 0;
        while (word < end) {
            const char *peek = word;
            uint32_t mark = utf8_next(&peek, end);
            if (utf8proc_category((utf8proc_int32_t)mark) != UTF8PROC_CATEGORY_MN)
                break;
            if (is_tone(mark))
                tone = mark;
            else
                shape = mark;
            word = peek;
        }
        buffer_char(out, (char)(letter_weight(base, shape) + 8));
    }
    buffer_char(out, (char)tone_weight(tone));
}

char *
unicode_collation_key(struct arena *arena, const char *name)
{
    char *squeezed = text_squeeze(arena, name);
    char *parted = map(arena, squeezed, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD);
    AUTO(buffer) *out = buffer_new((size_t)-1 / 4);

    if (parted == NULL)
        return NULL;
    const char *end = parted + strlen(parted), *last = strrchr(parted, ' ');
    last = last ? last + 1 : parted;
    add_word_key(out, last, end);
    for (const char *word = parted; word < last;) {
        const char *stop = memchr(word, ' ', (size_t)(last - word));
        add_word_key(out, word, stop);
        word = stop + 1;
    }
    return arena_copy(arena, out->data ? out->data : "", out->size);
}

char *
unicode_upper(struct arena *arena, const char *text)
{
    AUTO(buffer) *out = buffer_new((size_t)-1 / 4);
    const char *p = text, *end = text + strlen(text);

    while (p < end)
        utf8_add(out, (uint32_t)utf8proc_toupper((utf8proc_int32_t)utf8_next(&p, end)));
    return arena_copy(arena, out->data ? out->data : "", out->size);
}
