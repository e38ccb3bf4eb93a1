/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/legacy_font.h"

#include <ctype.h>

#include "base/unicode.h"
#include "sheet/syllable.h"

/* TCVN 5712:1993 VN3, from 0xA1; 0: not assigned. */
static const uint16_t tcvn3[] = {
    /* A1 */ 0x102,  0xC2,   0xCA,   0xD4,   0x1A0,  0x1AF,  0x110,  0x103,
    /* A9 */ 0xE2,   0xEA,   0xF4,   0x1A1,  0x1B0,  0x111,  0,      0,
    /* B1 */ 0,      0,      0,      0,      0xE0,   0x1EA3, 0xE3,   0xE1,
    /* B9 */ 0x1EA1, 0,      0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0,      0,
    /* C1 */ 0,      0,      0,      0,      0,      0x1EB7, 0x1EA7, 0x1EA9,
    /* C9 */ 0x1EAB, 0x1EA5, 0x1EAD, 0xE8,   0,      0x1EBB, 0x1EBD, 0xE9,
    /* D1 */ 0x1EB9, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7, 0xEC,   0x1EC9,
    /* D9 */ 0,      0,      0,      0x129,  0xED,   0x1ECB, 0xF2,   0,
    /* E1 */ 0x1ECF, 0xF5,   0xF3,   0x1ECD, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED1,
    /* E9 */ 0x1ED9, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3, 0xF9,   0,
    /* F1 */ 0x1EE7, 0x169,  0xFA,   0x1EE5, 0x1EEB, 0x1EED, 0x1EEF, 0x1EE9,
    /* F9 */ 0x1EF1, 0x1EF3, 0x1EF7, 0x1EF9, 0xFD,   0x1EF5,
};

/* VNI-Windows: a base letter, then one that says what stands on it. Combining marks: NFC joins. */
enum { GRAVE = 0x300, ACUTE, CIRCUMFLEX, TILDE, BREVE = 0x306, HOOK = 0x309, DOT = 0x323 };
static const struct mark {
    uint16_t lower, upper; /* as Latin-1 */
    uint16_t marks[2];
} vni_marks[] = {
    {0xF9, 0xD9, {ACUTE, 0}},
    {0xF8, 0xD8, {GRAVE, 0}},
    {0xFB, 0xDB, {HOOK, 0}},
    {0xF5, 0xD5, {TILDE, 0}},
    {0xEF, 0xCF, {DOT, 0}},
    {0xE2, 0xC2, {CIRCUMFLEX, 0}},
    {0xE1, 0xC1, {CIRCUMFLEX, ACUTE}},
    {0xE0, 0xC0, {CIRCUMFLEX, GRAVE}},
    {0xE5, 0xC5, {CIRCUMFLEX, HOOK}},
    {0xE3, 0xC3, {CIRCUMFLEX, TILDE}},
    {0xE4, 0xC4, {CIRCUMFLEX, DOT}},
    {0xEA, 0xCA, {BREVE, 0}},
    {0xE9, 0xC9, {BREVE, ACUTE}},
    {0xE8, 0xC8, {BREVE, GRAVE}},
    {0xFA, 0xDA, {BREVE, HOOK}},
    {0xFC, 0xDC, {BREVE, TILDE}},
    {0xEB, 0xCB, {BREVE, DOT}},
};
/* Letters of VNI that stand alone; ơ and ư take marks behind them. */
static const uint16_t vni_letters[][2] = {
    {0xF4, 0x1A1}, {0xD4, 0x1A0}, {0xF6, 0x1B0},  {0xD6, 0x1AF},  {0xF1, 0x111},  {0xD1, 0x110},
    {0xED, 0xED},  {0xCD, 0xCD},  {0xEC, 0xEC},   {0xCC, 0xCC},   {0xE6, 0x1EC9}, {0xC6, 0x1EC8},
    {0xF3, 0x129}, {0xD3, 0x128}, {0xF2, 0x1ECB}, {0xD2, 0x1ECA}, {0xEE, 0x1EF5}, {0xCE, 0x1EF4},
};
/* Windows-1258 where it differs from Windows-1252. */
static const uint16_t windows_1258[][2] = {
    {0xC3, 0x102}, {0xCC, GRAVE}, {0xD0, 0x110}, {0xD2, HOOK},   {0xD5, 0x1A0},
    {0xDD, 0x1AF}, {0xDE, TILDE}, {0xE3, 0x103}, {0xEC, ACUTE},  {0xF0, 0x111},
    {0xF2, DOT},   {0xF5, 0x1A1}, {0xFD, 0x1B0}, {0xFE, 0x20AB},
};

static uint32_t
look_up(const uint16_t table[][2], size_t count, uint32_t c)
{
    for (size_t i = 0; i < count; i++)
        if (table[i][0] == c)
            return table[i][1];
    return c;
}

static const struct mark *
vni_mark(uint32_t before, uint32_t c)
{
    bool takes = (before < 0x80 && strchr("aeouyAEOUY", (int)before) && before) || before == 0xF4 ||
                 before == 0xD4 || before == 0xF6 || before == 0xD6;

    for (size_t i = 0; takes && i < COUNT_OF(vni_marks); i++)
        if (vni_marks[i].lower == c || vni_marks[i].upper == c)
            return &vni_marks[i];
    return NULL;
}

static void
add_vni(struct buffer *out, uint32_t before, uint32_t c)
{
    const struct mark *mark = vni_mark(before, c);

    if (mark == NULL) {
        utf8_add(out, look_up(vni_letters, COUNT_OF(vni_letters), c));
        return;
    }
    utf8_add(out, mark->marks[0]);
    if (mark->marks[1])
        utf8_add(out, mark->marks[1]);
}

char *
legacy_convert(enum legacy legacy, const char *text, struct arena *arena)
{
    AUTO(buffer) *out = buffer_new(8 * strlen(text) + 16);
    const char *end = text + strlen(text);
    uint32_t before = 0;

    while (text < end) {
        uint32_t c = utf8_next(&text, end);
        if (legacy == LEGACY_TCVN3) {
            bool has = c >= 0xA1 && c < 0xA1 + COUNT_OF(tcvn3) && tcvn3[c - 0xA1];
            utf8_add(out, has ? tcvn3[c - 0xA1] : c);
        } else if (legacy == LEGACY_VNI) {
            add_vni(out, before, c);
        } else {
            utf8_add(out, look_up(windows_1258, COUNT_OF(windows_1258), c));
        }
        before = c;
    }
    buffer_char(out, '\0');
    return unicode_nfc(arena, out->data);
}

const char *
legacy_name(enum legacy legacy)
{
    static const char *const names[] = {"Unicode", "TCVN3 (ABC)", "VNI", "Windows-1258"};

    return names[legacy];
}

/* Letters of Latin-1, and none that only Unicode has? Dashes and quotes do not count. */
static bool
is_latin(const char *text)
{
    const char *end = text + strlen(text);
    bool any = false;

    while (text < end) {
        uint32_t c = utf8_next(&text, end);
        if ((c >= 0x100 && c < 0x2000 && c != 0x152 && c != 0x153 && c != 0x160 && c != 0x161 &&
             c != 0x178 && c != 0x17D && c != 0x17E) ||
            (c >= 0x300 && c < 0x370))
            return false;
        any |= c >= 0xA1 && c <= 0xFF;
    }
    return any;
}

/* Is every word that has a letter above ASCII a syllable? */
static bool
is_vietnamese(const char *text)
{
    const char *end = text + strlen(text), *word = text;
    bool high = false;

    for (const char *p = text;; p++) {
        unsigned char c = (unsigned char)*p;
        if (p < end && (c >= 0x80 || isalpha(c))) {
            high |= c >= 0x80;
            continue;
        }
        if (high && !syllable_is_vietnamese((struct span){word, (size_t)(p - word)}))
            return false;
        word = p + 1;
        high = false;
        if (p >= end)
            return true;
    }
}

bool
legacy_is_possible(enum legacy legacy, const char *text)
{
    AUTO(arena) *arena = arena_new();

    return is_latin(text) && is_vietnamese(legacy_convert(legacy, text, arena));
}

enum legacy
legacy_detect(const char *text)
{
    AUTO(arena) *arena = NULL;
    enum legacy found = LEGACY_NONE;
    const char *converted = NULL;

    if (!is_latin(text) || is_vietnamese(text))
        return LEGACY_NONE;
    arena = arena_new();
    for (enum legacy legacy = LEGACY_TCVN3; legacy <= LEGACY_WINDOWS_1258; legacy++) {
        const char *candidate = legacy_convert(legacy, text, arena);
        if (text_equal(candidate, text) || !is_vietnamese(candidate))
            continue;
        if (converted && !text_equal(candidate, converted))
            return LEGACY_NONE;
        found = legacy;
        converted = candidate;
    }
    return found;
}

/* --- a whole workbook ---------------------------------------------------------------------- */

/* What a cell surely is, from its font or its letters. */
static enum legacy
cell_legacy(const struct cell *cell)
{
    if (cell->kind != CELL_TEXT)
        return LEGACY_NONE;
    if (cell->font == FONT_VNI && legacy_is_possible(LEGACY_VNI, cell->text))
        return LEGACY_VNI;
    if ((cell->font == FONT_TCVN3 || cell->font == FONT_TCVN3_CAPITALS) &&
        legacy_is_possible(LEGACY_TCVN3, cell->text))
        return LEGACY_TCVN3;
    return legacy_detect(cell->text);
}

/* The encoding of most of the sure cells of a column (0: of all columns). */
static enum legacy
commonest(const struct sheet *sheet, size_t column)
{
    size_t counts[4] = {0};
    enum legacy best = LEGACY_NONE;

    for (size_t row = 1; row <= sheet->row_count; row++)
        for (size_t i = column ? column : 1; i <= (column ? column : sheet->column_count); i++)
            counts[cell_legacy(sheet_cell(sheet, row, i))]++;
    for (enum legacy legacy = LEGACY_TCVN3; legacy <= LEGACY_WINDOWS_1258; legacy++)
        if (counts[legacy] > counts[best] || (best == LEGACY_NONE && counts[legacy]))
            best = legacy;
    return best;
}

static void
convert_cell(struct cell *cell, enum legacy legacy, struct arena *arena, struct legacy_notes *notes,
             struct legacy_note note)
{
    char *converted = legacy_convert(legacy, cell->text, arena);

    if (cell->font == FONT_TCVN3_CAPITALS && converted)
        converted = unicode_upper(arena, converted);
    if (converted == NULL || text_equal(converted, cell->text))
        return;
    note.legacy = legacy;
    note.from = cell->text;
    note.to = converted;
    cell->text = converted;
    if (cell->spread == SPREAD_NONE)
        *list_add(arena, notes->list) = note;
}

static void
convert_column(struct workbook *workbook, size_t index, size_t column, struct arena *arena,
               struct legacy_notes *notes)
{
    struct sheet *sheet = &workbook->sheets.items[index];
    enum legacy common = commonest(sheet, column);

    if (common == LEGACY_NONE)
        return;
    for (size_t row = 1; row <= sheet->row_count; row++) {
        if (column > sheet->rows[row - 1].count)
            continue;
        struct cell *cell = &sheet->rows[row - 1].cells[column - 1];
        enum legacy sure = cell_legacy(cell);
        if (sure == LEGACY_NONE && cell->kind == CELL_TEXT &&
            legacy_is_possible(common, cell->text))
            sure = common;
        if (sure)
            convert_cell(cell, sure, arena, notes, (struct legacy_note){index, row, column});
    }
}

void
legacy_convert_workbook(struct workbook *workbook, struct arena *arena, struct legacy_notes *notes)
{
    for (size_t i = 0; i < workbook->sheets.count; i++) {
        const struct sheet *sheet = &workbook->sheets.items[i];
        if (commonest(sheet, 0) == LEGACY_NONE)
            continue;
        for (size_t column = 1; column <= sheet->column_count; column++)
            convert_column(workbook, i, column, arena, notes);
    }
}
