/* SPDX-License-Identifier: Apache-2.0 */
#include "store/lookup_words.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/unicode.h"

/* Numbers and codes begin with what a whole province has in common: fewer of their digits would
 * mean everybody. */
enum { WORD_MAX = 64, WORDS_MAX = 16 * 1024, PARTS_MAX = 3, NUMBER_PREFIX = 8, CODE_PREFIX = 7 };

/* --- words of names --------------------------------------------------------------------------- */

/* One word in its three forms; a tone of '\0' is none. */
struct word {
    char plain[WORD_MAX], marked[WORD_MAX];
    char tone;
};

static char
tone_of(uint32_t c)
{
    switch (c) {
    case 0x301: return '1'; /* sắc */
    case 0x300: return '2'; /* huyền */
    case 0x309: return '3'; /* hỏi */
    case 0x303: return '4'; /* ngã */
    case 0x323: return '5'; /* nặng */
    default: return 0;
    }
}

static char
shape_of(uint32_t c)
{
    switch (c) {
    case 0x302: return '6'; /* â ê ô */
    case 0x31B: return '7'; /* ơ ư */
    case 0x306: return '8'; /* ă */
    default: return 0;
    }
}

static void
put(char *text, char c)
{
    size_t size = strlen(text);
    if (size + 1 < WORD_MAX)
        text[size] = c;
}

/* The next word of a name key, which ends at a blank or a hyphen; an apostrophe (H'Mông) ends
 * none.  False at the end. */
static bool
next_word(const char **at, const char *end, struct word *word)
{
    *word = (struct word){0};
    while (*at < end) {
        uint32_t c = utf8_next(at, end);
        if (c == ' ' || c == '-') {
            if (word->plain[0])
                return true;
        } else if (tone_of(c)) {
            word->tone = tone_of(c);
        } else if (shape_of(c)) {
            put(word->marked, shape_of(c));
        } else if (c == 0x111) {
            put(word->plain, 'd');
            put(word->marked, 'd');
            put(word->marked, '9');
        } else if (c < 0x80 && isalnum((int)c)) {
            put(word->plain, (char)c);
            put(word->marked, (char)c);
        }
    }
    return word->plain[0] != '\0';
}

static void
add_name(struct buffer *out, struct arena *arena, const char *name)
{
    const char *key = unicode_name_key(arena, name);
    if (!key)
        return;
    const char *at = key, *end = key + strlen(key);
    struct word word;
    while (next_word(&at, end, &word)) {
        buffer_printf(out, " %s", word.plain);
        if (strcmp(word.plain, word.marked) != 0)
            buffer_printf(out, " %s", word.marked);
        if (word.tone)
            buffer_printf(out, " %c%s", word.tone, word.marked);
    }
}

/* --- everything else -------------------------------------------------------------------------- */

/* Letters and digits, without marks and in lower case: "4A-1" is "4a1". */
static const char *
bare(struct arena *arena, const char *text)
{
    const char *key = unicode_fold_key(arena, text ? text : "");
    char *out = arena_text(arena, key ? key : ""), *to = out;
    for (const char *p = out; *p; p++)
        if (isalnum((unsigned char)*p))
            *to++ = *p;
    *to = '\0';
    return out;
}

static void
add_bare(struct buffer *out, struct arena *arena, char kind, const char *text)
{
    const char *word = bare(arena, text);
    if (*word)
        buffer_printf(out, " 0%c%s", kind, word);
}

const char *
lookup_word_of_id(struct arena *arena, char kind, const char *id)
{
    return arena_printf(arena, "0%c%s", kind, bare(arena, id));
}

const char *
lookup_words_of(struct arena *arena, const struct pupil *pupil, const struct enrolments *years)
{
    AUTO(buffer) *out = buffer_new(WORDS_MAX);
    add_bare(out, arena, 'u', pupil->unit);
    add_name(out, arena, pupil->name);
    add_bare(out, arena, 'i', pupil->personal_number);
    add_bare(out, arena, 'm', pupil->code);
    struct date born = pupil->birth_date;
    if (!date_is_none(born))
        buffer_printf(out, " 0b%04d%02d%02d 0e%02d%02d", born.year, born.month, born.day, born.day,
                      born.month);
    for (size_t i = 0; i < years->list.count; i++) {
        const struct enrolled *year = &years->list.items[i];
        add_bare(out, arena, 'k', year->enrolment.class_id);
        if (!text_equal(year->unit, pupil->unit))
            add_bare(out, arena, 'u', year->unit);
        buffer_printf(out, " 0y%.4s 0c%sy%.4s", year->year, bare(arena, year->class_name),
                      year->year);
    }
    return arena_copy(arena, out->data + 1, out->size - 1);
}

/* --- what was typed --------------------------------------------------------------------------- */

static void
add_choice(struct arena *arena, struct lookup_term *term, const char *kind, const char *word)
{
    if (term->count < LOOKUP_CHOICES_MAX)
        term->words[term->count++] = arena_printf(arena, "%s%s", kind, word);
}

static bool
is_day(int day, int month)
{
    return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

static bool
is_year(int year)
{
    return year >= 1900 && year <= 2199;
}

/* "10/12/2014", "2014-12-10", "10/12/14", "10/12", "12/2014", and what leads there. */
static void
add_dated(struct arena *arena, struct lookup_term *term, char (*part)[9], size_t count)
{
    int a = atoi(part[0]), b = atoi(part[1]), c = atoi(part[2]);
    size_t last = strlen(part[count - 1]);
    if (count == 3 && is_year(a) && is_day(c, b))
        add_choice(arena, term, "0b", arena_printf(arena, "%04d%02d%02d", a, b, c));
    else if (count == 3 && is_day(a, b) && last == 4)
        add_choice(arena, term, "0b", arena_printf(arena, "%04d%02d%02d", c, b, a));
    else if (count == 3 && is_day(a, b) && last == 2 && c != 19 && c != 20)
        add_choice(arena, term, "0b", arena_printf(arena, "20%02d%02d%02d", c, b, a));
    else if (count == 3 && is_day(a, b))
        add_choice(arena, term, "0e", arena_printf(arena, "%02d%02d", a, b));
    else if (count == 2 && is_year(b) && is_day(1, a))
        add_choice(arena, term, "0b", arena_printf(arena, "%04d%02d", b, a));
    else if (count == 2 && is_year(a) && b == a + 1)
        add_choice(arena, term, "0y", part[0]);
    else if (count == 2 && is_year(a) && is_day(1, b))
        add_choice(arena, term, "0b", arena_printf(arena, "%04d%02d", a, b));
    else if (count == 2 && is_year(a)) /* on its way to 2023-2024 */
        add_choice(arena, term, "0y", part[0]);
    else if (count == 2 && last == 0 && is_day(a, 1))
        add_choice(arena, term, "0e", arena_printf(arena, "%02d", a));
    else if (count == 2 && is_day(a, b))
        add_choice(arena, term, "0e", arena_printf(arena, "%02d%02d", a, b));
    if (count == 2 && last == 1 && is_day(a, 1) && b <= 1)
        add_choice(arena, term, "0e", arena_printf(arena, "%02d%d", a, b));
}

/* Cut at / - and . into numbers; 0 when there is anything else in it. */
static size_t
cut_date(const char *text, char (*part)[9])
{
    size_t count = 1, size = 0;
    for (const char *p = text; *p; p++) {
        if (*p == '/' || *p == '-' || *p == '.') {
            if (size == 0 || ++count > PARTS_MAX)
                return 0;
            size = 0;
        } else if (!isdigit((unsigned char)*p) || size == 8) {
            return 0;
        } else {
            part[count - 1][size++] = *p;
        }
    }
    return count;
}

/* Eight digits in a row: 10122014 or 20141210. */
static void
add_eight(struct arena *arena, struct lookup_term *term, const char *word)
{
    int number = atoi(word);
    if (is_day(number / 1000000, number / 10000 % 100) && is_year(number % 10000))
        add_choice(arena, term, "0b",
                   arena_printf(arena, "%.4s%.2s%.2s", word + 4, word + 2, word));
    else if (is_year(number / 10000) && is_day(number % 100, number / 100 % 100))
        add_choice(arena, term, "0b", word);
}

/* A piece with a digit in it. */
static void
parse_number(struct arena *arena, const char *text, struct lookup_term *term)
{
    char part[PARTS_MAX][9] = {{0}};
    const char *word = bare(arena, text);
    size_t size = strlen(word), count = cut_date(text, part);
    if (count >= 2)
        add_dated(arena, term, part, count);
    if (text_is_digits(word, size)) {
        if (size <= 2) /* on its way to a date */
            add_choice(arena, term, "0e", word);
        if (size == 8 && count == 1)
            add_eight(arena, term, word);
        if (size == 4 && is_year(atoi(word))) {
            add_choice(arena, term, "0b", word);
            add_choice(arena, term, "0y", word);
        }
        if (size >= NUMBER_PREFIX)
            add_choice(arena, term, "0i", word);
    }
    if (size <= 6 && !(count == 3))
        add_choice(arena, term, "0c", word);
    if (size >= 2 && term->count < LOOKUP_CHOICES_MAX) {
        term->whole[term->count] = size < CODE_PREFIX;
        add_choice(arena, term, "0m", word);
    }
}

static void
parse_piece(struct arena *arena, const char *piece, struct lookup_terms *terms)
{
    if (strpbrk(piece, "0123456789")) {
        struct lookup_term term = {0};
        parse_number(arena, piece, &term);
        if (term.count && terms->count < LOOKUP_TERMS_MAX)
            terms->items[terms->count++] = term;
        return;
    }
    const char *key = unicode_name_key(arena, piece);
    const char *at = key ? key : "", *end = at + strlen(at);
    struct word word;
    while (next_word(&at, end, &word) && terms->count < LOOKUP_TERMS_MAX) {
        struct lookup_term *term = &terms->items[terms->count++];
        char tone[2] = {word.tone, '\0'};
        *term = (struct lookup_term){.name = true, .plain = arena_text(arena, word.plain)};
        add_choice(arena, term, tone, word.marked);
    }
}

/* "4A1 2023-2024" means the class in that year, not either. */
static void
join_class_and_year(struct arena *arena, struct lookup_terms *terms)
{
    const char *year = NULL;
    for (size_t i = 0; i < terms->count; i++)
        if (!terms->items[i].name && text_starts(terms->items[i].words[0], "0y"))
            year = terms->items[i].words[0] + 2;
    for (size_t i = 0; year && i < terms->count; i++)
        for (size_t k = 0; k < terms->items[i].count; k++)
            if (text_starts(terms->items[i].words[k], "0c"))
                terms->items[i].words[k] =
                    arena_printf(arena, "%sy%s", terms->items[i].words[k], year);
}

void
lookup_words_parse(struct arena *arena, const char *text, struct lookup_terms *terms)
{
    *terms = (struct lookup_terms){0};
    size_t size = strnlen(text, LOOKUP_TEXT_MAX);
    if (size == LOOKUP_TEXT_MAX) /* not in the middle of a character */
        while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
            size--;
    char *rest = text_squeeze(arena, arena_copy(arena, text, size)), *piece;
    while ((piece = strsep(&rest, " ,;"))) {
        const char *folded = unicode_fold_key(arena, piece);
        if (!*piece || !folded)
            continue;
        if (strcmp(folded, "lop") == 0 && rest && isdigit((unsigned char)*rest))
            continue; /* "lớp 4A1" */
        parse_piece(arena, piece, terms);
    }
    join_class_and_year(arena, terms);
}
