/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdio.h>

#include "base/unicode.h"
#include "model/curriculum.h"
#include "sheet/header.h"
#include "sheet/xlsx_write.h"

enum { WORDS_MAX = 64 };

/* Split at blanks, in place. */
static size_t
split_words(char *text, char **words)
{
    size_t count = 0;

    for (char *word; count < WORDS_MAX && (word = strsep(&text, " ")) != NULL;)
        if (*word)
            words[count++] = word;
    return count;
}

/* 1 or 2 for "1" "i" "2" "ii", else 0. */
static int
half_of(const char *word)
{
    if (text_equal(word, "1") || text_equal(word, "i") || text_equal(word, "mot"))
        return 1;
    return text_equal(word, "2") || text_equal(word, "ii") || text_equal(word, "hai") ? 2 : 0;
}

/* One word that says a moment: "gk1" "hkii" "ck2". */
static bool
short_period(const char *word, enum period *period)
{
    static const struct {
        const char *start;
        bool middle;
    } starts[] = {{"ghk", true}, {"gk", true}, {"chk", false}, {"ck", false}, {"hk", false}};

    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        int half = text_starts(word, starts[i].start) ? half_of(word + strlen(starts[i].start)) : 0;
        if (half == 0)
            continue;
        *period = starts[i].middle ? (half == 1 ? PERIOD_MID_1 : PERIOD_MID_2)
                                   : (half == 1 ? PERIOD_END_1 : PERIOD_END_2);
        return true;
    }
    return false;
}

/* How many words from words[0] on say a moment ("giua hoc ky i", "cuoi nam hoc"), or 0. */
static size_t
long_period(char **words, size_t count, enum period *period)
{
    bool middle = text_equal(words[0], "giua"), end = text_equal(words[0], "cuoi");
    size_t i = middle || end;

    if (count >= 2 && (end || text_equal(words[0], "ca")) && text_equal(words[1], "nam")) {
        *period = PERIOD_END_2;
        return count >= 3 && text_equal(words[2], "hoc") ? 3 : 2;
    }
    if (i < count && short_period(words[i], period)) {
        if (middle)
            *period =
                *period == PERIOD_END_1 || *period == PERIOD_MID_1 ? PERIOD_MID_1 : PERIOD_MID_2;
        return i + 1;
    }
    if (i < count && text_equal(words[i], "hoc"))
        i++;
    if (i >= count ||
        !(text_equal(words[i], "ky") || text_equal(words[i], "ki") || text_equal(words[i], "hk")))
        return 0;
    int half = i + 1 < count ? half_of(words[i + 1]) : 0;
    if (half == 0)
        return 0;
    *period = middle ? (half == 1 ? PERIOD_MID_1 : PERIOD_MID_2)
                     : (half == 1 ? PERIOD_END_1 : PERIOD_END_2);
    return i + 2;
}

bool
period_find(const char *text, struct arena *arena, enum period *period, const char **rest)
{
    char *words[WORDS_MAX];
    size_t count = split_words(alias_normal(arena, text), words);

    for (size_t i = 0; i < count; i++) {
        size_t used = long_period(words + i, count - i, period);
        if (used == 0)
            continue;
        const char *others = "";
        for (size_t k = 0; rest && k < count; k++)
            if (k < i || k >= i + used)
                others = *others ? arena_printf(arena, "%s %s", others, words[k]) : words[k];
        if (rest)
            *rest = others;
        return true;
    }
    return false;
}

bool
period_of_cell(const char *text, struct arena *arena, enum period *period)
{
    /* the codes of the national portal, domain.md 1.4 */
    static const struct {
        const char *text;
        enum period period;
    } codes[] = {{"122", PERIOD_MID_1}, {"1", PERIOD_END_1},  {"222", PERIOD_MID_2},
                 {"2", PERIOD_END_2},   {"3", PERIOD_END_2},  {"cn", PERIOD_END_2},
                 {"i", PERIOD_END_1},   {"ii", PERIOD_END_2}, {"nam hoc", PERIOD_END_2}};
    const char *normal = alias_normal(arena, text);

    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (text_equal(codes[i].text, normal)) {
            *period = codes[i].period;
            return true;
        }
    return period_find(text, arena, period, NULL);
}

const char *
year_of_text(const char *text, struct arena *arena)
{
    text = text_squeeze(arena, text);
    for (const char *p = text; *p; p++) {
        int from, to, used = 0;
        char dash[8];
        if (strncmp(p, "20", 2) != 0 || (p > text && isdigit((unsigned char)p[-1])))
            continue;
        if (sscanf(p, "%4d%7[-–—/ ]%4d%n", &from, dash, &to, &used) != 3 || used < 9 ||
            isdigit((unsigned char)p[used]))
            continue;
        char *name = arena_printf(arena, "%d-%d", from, to);
        int first;
        if (school_year_parse(name, &first))
            return name;
    }
    return NULL;
}

/* "4A1," -> 4A1; a class begins with its grade. */
static const char *
class_word(const char *word, struct arena *arena)
{
    size_t n = 0;

    if (*word < '1' || *word > '5')
        return NULL;
    while (isalnum((unsigned char)word[n]) ||
           (strchr("./", word[n]) && word[n] && isalnum((unsigned char)word[n + 1])))
        n++;
    /* a letter of Vietnamese behind it ("4Đ") belongs to the name, one that ends it does not */
    while ((unsigned char)word[n] >= 0x80 && (unsigned char)word[n] != 0xE2)
        n++;
    return n <= 12 ? arena_copy(arena, word, n) : NULL;
}

const char *
class_of_text(const char *text, struct arena *arena)
{
    char *words[WORDS_MAX];
    char *copy = text_squeeze(arena, text);

    for (char *p = copy; *p; p++)
        if (*p == ':' || *p == ',' || *p == '(' || *p == ')')
            *p = ' ';
    size_t count = split_words(copy, words);
    for (size_t i = 0; i + 1 < count; i++)
        if (text_equal(alias_normal(arena, words[i]), "lop")) {
            const char *found = class_word(words[i + 1], arena);
            if (found)
                return found;
        }
    return NULL;
}

/* A sheet's name often has more than the subject: "1. Toán", "Toán 4A1", "Môn Toán". */
const char *
subject_of_text(const char *text, const struct aliases *aliases, struct arena *arena)
{
    const char *normal = alias_normal(arena, text);
    const struct alias *alias = alias_find(aliases, normal, ALIAS_SUBJECT);

    if (alias)
        return alias->key;
    if (text_starts(normal, "mon hoc "))
        return subject_of_text(normal + 8, aliases, arena);
    if (text_starts(normal, "mon "))
        return subject_of_text(normal + 4, aliases, arena);
    return NULL;
}

/* The subject whose name (of at least `shortest` bytes) is the longest run of words in `text`. */
static const char *
subject_inside(const char *text, const struct aliases *aliases, size_t shortest,
               struct arena *arena)
{
    const char *normal = arena_printf(arena, " %s ", alias_normal(arena, text));
    const struct alias *best = NULL;

    for (size_t i = 0; i < aliases->list.count; i++) {
        const struct alias *alias = &aliases->list.items[i];
        if (alias->kind != ALIAS_SUBJECT || strlen(alias->words) < shortest ||
            (best && strlen(alias->words) <= strlen(best->words)))
            continue;
        if (strstr(normal, arena_printf(arena, " %s ", alias->words)))
            best = alias;
    }
    return best ? best->key : NULL;
}

/* The subject that stands behind "môn" in a title. */
static const char *
subject_of_title(const char *text, const struct aliases *aliases, struct arena *arena)
{
    const char *normal = arena_printf(arena, " %s ", alias_normal(arena, text));
    const char *at = strstr(normal, " mon ");
    const struct alias *best = NULL;

    if (at == NULL)
        return NULL;
    at += text_starts(at, " mon hoc ") ? 9 : 5;
    for (size_t i = 0; i < aliases->list.count; i++) {
        const struct alias *alias = &aliases->list.items[i];
        size_t size = strlen(alias->words);
        if (alias->kind == ALIAS_SUBJECT && strncmp(at, alias->words, size) == 0 &&
            at[size] == ' ' && (best == NULL || size > strlen(best->words)))
            best = alias;
    }
    return best ? best->key : NULL;
}

static void
read_title(const char *text, const struct aliases *aliases, struct arena *arena,
           struct titles *titles)
{
    const char *normal = alias_normal(arena, text);
    const char *subject = subject_of_title(text, aliases, arena);

    if (titles->base < 0)
        titles->base = entry_base_read(text);
    if (!titles->year_name)
        titles->year_name = year_of_text(text, arena);
    if (!titles->class_name)
        titles->class_name = class_of_text(text, arena);
    if (!titles->school_name &&
        (text_starts(normal, "truong tieu hoc") || text_starts(normal, "truong th ") ||
         text_starts(normal, "truong pho thong") || text_starts(normal, "truong ptdtbt")))
        titles->school_name = text_squeeze(arena, text);
    if (!titles->has_period)
        titles->has_period = period_find(text, arena, &titles->period, NULL);
    if (subject)
        titles->subject_code =
            titles->subject_code && !text_equal(titles->subject_code, subject) ? "?" : subject;
}

/* A label with its value in the next cell: "Lớp:" | "4A1". */
static const char *
with_next(const struct sheet *sheet, size_t row, size_t column, struct arena *arena)
{
    const char *text = sheet_cell(sheet, row, column)->text;
    size_t size = strlen(text);
    bool open = text_ends(text, ":") || class_of_text(text, arena) == NULL;

    for (size_t next = column + 1; open && size < 40 && next <= column + 4; next++) {
        const struct cell *cell = sheet_cell(sheet, row, next);
        if (cell->kind != CELL_EMPTY && cell->spread == SPREAD_NONE)
            return arena_printf(arena, "%s %s", text, cell->text);
    }
    return text;
}

void
titles_read(const struct sheet *sheet, size_t header_row, const struct aliases *aliases,
            struct arena *arena, struct titles *titles)
{
    size_t seen = 0;

    *titles = (struct titles){.base = -1};
    for (size_t row = 1; row < header_row; row++)
        for (size_t column = 1; column <= sheet->column_count && seen < TITLES_MAX; column++) {
            const struct cell *cell = sheet_cell(sheet, row, column);
            if (cell->kind == CELL_EMPTY || cell->spread)
                continue;
            seen++;
            read_title(with_next(sheet, row, column, arena), aliases, arena, titles);
        }
    const char *by_name = subject_of_text(sheet->name, aliases, arena);
    if (by_name == NULL)
        by_name = subject_inside(sheet->name, aliases, 4, arena);
    if (titles->subject_code == NULL)
        titles->subject_code = by_name;
    else if (by_name && !text_equal(by_name, titles->subject_code) && !text_equal(by_name, "?"))
        titles->subject_code = "?";
    if (!titles->year_name)
        titles->year_name = year_of_text(sheet->name, arena);
    if (!titles->class_name)
        titles->class_name = class_of_text(sheet->name, arena);
    if (!titles->has_period)
        titles->has_period = period_find(sheet->name, arena, &titles->period, NULL);
}
