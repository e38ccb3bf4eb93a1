/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the header of a sheet is, under any title rows, and the labels of each column; merged
 * cells may be known (XLSX, HTML) or not (XLS, CSV).
 */
#include <ctype.h>

#include "sheet/header.h"

enum {
    SEARCH_ROWS = 80,   /* the header begins above */
    HEADER_ROWS = 6,    /* at most */
    ABOVE_ROWS = 3,     /* group labels may stand over the name's row */
    RECOGNISED_MIN = 3, /* columns, for a row to be a header */
};

struct finding {
    const struct sheet *sheet;
    const struct aliases *aliases;
    struct arena *arena;
};

/* The first alias of a cell that is not a repetition, or NULL. */
static const struct alias *
cell_alias(const struct finding *finding, size_t row, size_t column)
{
    const struct cell *cell = sheet_cell(finding->sheet, row, column);

    if (cell->kind != CELL_TEXT || cell->spread || strlen(cell->text) > 200)
        return NULL;
    return alias_find(finding->aliases, alias_normal(finding->arena, cell->text), ALIAS_NONE);
}

static size_t
count_recognised(const struct finding *finding, size_t row)
{
    size_t count = 0;

    for (size_t i = 1; i <= finding->sheet->column_count; i++)
        count += cell_alias(finding, row, i) != NULL;
    return count;
}

/* The column of the row that every pupil fills; 0 when the row is no header. */
static size_t
find_anchor(const struct finding *finding, size_t row)
{
    size_t name = 0, code = 0;

    for (size_t i = 1; i <= finding->sheet->column_count; i++) {
        const struct alias *alias = cell_alias(finding, row, i);
        if (alias == NULL)
            continue;
        if ((alias->kind == ALIAS_NAME || alias->kind == ALIAS_FAMILY) && !name)
            name = i;
        if ((alias->kind == ALIAS_CODE || alias->kind == ALIAS_NUMBER ||
             alias->kind == ALIAS_CODE_OR_NUMBER) &&
            !code)
            code = i;
    }
    return name ? name : code;
}

static bool
is_numbering(const char *text, struct arena *arena)
{
    const char *words = alias_normal(arena, text);
    size_t size = strlen(words);

    return size >= 1 && size <= 2 &&
           (strspn(words, "0123456789") == size || (size == 1 && isalpha((unsigned char)*words)));
}

/* Does the row below the header still belong to it? */
static bool
continues_below(const struct finding *finding, const struct header *header, size_t row)
{
    const struct cell *anchor = sheet_cell(finding->sheet, row, header->anchor);
    size_t texts = 0;

    if (anchor->spread == SPREAD_DOWN)
        return true;
    if (anchor->kind != CELL_EMPTY)
        return !anchor->spread && is_numbering(anchor->text, finding->arena);
    for (size_t i = 1; i <= finding->sheet->column_count; i++) {
        const struct cell *cell = sheet_cell(finding->sheet, row, i);
        if (cell->kind == CELL_NUMBER || cell->kind == CELL_DATE)
            return false;
        texts += cell->kind == CELL_TEXT && !cell->spread;
    }
    return texts > 0 && count_recognised(finding, row) > 0;
}

/* Does the row above hold group labels of this header? */
static bool
continues_above(const struct finding *finding, const struct header *header, size_t row)
{
    size_t groups = 0, others = 0;

    if (sheet_cell(finding->sheet, row, header->anchor)->kind != CELL_EMPTY)
        return false;
    for (size_t i = 1; i <= finding->sheet->column_count; i++) {
        const struct alias *alias = cell_alias(finding, row, i);
        if (alias == NULL)
            continue;
        groups += alias->kind == ALIAS_GROUP;
        others += alias->kind == ALIAS_SUBJECT || alias->kind == ALIAS_TRAIT ||
                  alias->kind == ALIAS_AWARD || alias->kind == ALIAS_BIRTH;
    }
    return groups > 0 || others >= 2;
}

/* "(19)": the number of a column, in the last row of some headers. */
static bool
is_column_number(const char *text)
{
    text += strspn(text, " (");
    size_t digits = strspn(text, "0123456789");

    return digits >= 1 && digits <= 2 && text[digits + strspn(text + digits, " ).")] == '\0';
}

/* Is a cell of the header empty there, a repetition from above, or a mere number? */
static bool
says_nothing(const struct sheet *sheet, size_t row, size_t column)
{
    const struct cell *cell = sheet_cell(sheet, row, column);

    return cell->kind == CELL_EMPTY || cell->spread == SPREAD_DOWN || is_column_number(cell->text);
}

static bool
says_more_below(const struct sheet *sheet, const struct header *header, size_t row, size_t column)
{
    for (size_t below = row + 1; below <= header->bottom; below++)
        if (!says_nothing(sheet, below, column))
            return true;
    return false;
}

/* The label at a place of the header. Where merges are not known, a group's label stands only
 * over its first column: it is taken from the left. */
static const char *
label_at(const struct sheet *sheet, const struct header *header, size_t row, size_t column)
{
    const struct cell *cell = sheet_cell(sheet, row, column);

    if (cell->spread == SPREAD_DOWN || is_column_number(cell->text))
        return NULL;
    if (cell->kind != CELL_EMPTY)
        return cell->text;
    if (!says_more_below(sheet, header, row, column))
        return NULL;
    for (size_t left = column - 1; left >= 1; left--) {
        const struct cell *from = sheet_cell(sheet, row, left);
        if (from->kind == CELL_EMPTY)
            continue;
        bool merged = from->spread || sheet_cell(sheet, row, left + 1)->spread == SPREAD_RIGHT;
        return !merged && says_more_below(sheet, header, row, left) ? from->text : NULL;
    }
    return NULL;
}

static size_t
collect_labels(const struct sheet *sheet, const struct header *header, size_t column,
               const char **labels)
{
    size_t count = 0;

    for (size_t row = header->top; row <= header->bottom; row++) {
        const char *label = label_at(sheet, header, row, column);
        if (label && !(count && text_equal(labels[count - 1], label)))
            labels[count++] = label;
    }
    return count;
}

/* "Khoa học" is a subject or a competence: what else the sheet has decides, then what stands
 * before it. */
static void
decide_either(struct header *header)
{
    bool subjects = false, traits = false, last_trait = false, known = false;

    for (size_t i = 1; i <= header->count; i++) {
        const struct column *column = &header->columns[i];
        subjects |= column->kind == ALIAS_PART && column->subject && !column->either;
        traits |= column->kind == ALIAS_TRAIT;
    }
    for (size_t i = 1; i <= header->count; i++) {
        struct column *column = &header->columns[i];
        if (!column->either) {
            known |= column->kind == ALIAS_TRAIT || (column->kind == ALIAS_PART && column->subject);
            last_trait = column->kind == ALIAS_TRAIT ||
                         (last_trait && !(column->kind == ALIAS_PART && column->subject));
            continue;
        }
        if (subjects && traits && !known) {
            column->kind = ALIAS_NONE; /* doubt: nothing tells which */
            continue;
        }
        column->kind = traits && (!subjects || last_trait) ? ALIAS_TRAIT : ALIAS_PART;
        column->part = SUBJECT_LEVEL;
        if (column->kind == ALIAS_TRAIT)
            column->key = column->trait_key;
    }
}

static void
resolve_columns(const struct finding *finding, struct header *header)
{
    const struct sheet *sheet = finding->sheet;
    const char *labels[HEADER_ROWS + ABOVE_ROWS + 1];

    header->count = sheet->column_count;
    header->columns = arena_make_array(finding->arena, header->count + 2, struct column);
    for (size_t i = 1; i <= header->count; i++) {
        size_t count = collect_labels(sheet, header, i, labels);
        header->columns[i] = column_resolve(labels, count, finding->aliases, finding->arena);
        header->columns[i].joined = i > 1 && header->columns[i].kind == ALIAS_NAME &&
                                    sheet_cell(sheet, header->top, i)->spread == SPREAD_RIGHT &&
                                    header->columns[i - 1].kind == ALIAS_NAME;
    }
    decide_either(header);
}

/* How many cells of a row are texts of their own. */
static size_t
count_texts(const struct finding *finding, size_t row)
{
    size_t count = 0;

    for (size_t i = 1; i <= finding->sheet->column_count; i++) {
        const struct cell *cell = sheet_cell(finding->sheet, row, i);
        count += cell->kind == CELL_TEXT && !cell->spread;
    }
    return count;
}

bool
header_find(const struct sheet *sheet, const struct aliases *aliases, bool unsure,
            struct arena *arena, struct header *header)
{
    struct finding finding = {sheet, aliases, arena};

    for (size_t row = 1; row <= sheet->row_count && row <= SEARCH_ROWS; row++) {
        size_t anchor = find_anchor(&finding, row);
        size_t found_words = unsure ? count_texts(&finding, row) : count_recognised(&finding, row);
        if (anchor == 0 || found_words < RECOGNISED_MIN - 1)
            continue;
        struct header found = {.top = row, .bottom = row, .anchor = anchor};
        while (found.bottom < row + HEADER_ROWS - 1 &&
               continues_below(&finding, &found, found.bottom + 1))
            found.bottom++;
        while (found.top > 1 && found.top + ABOVE_ROWS > row &&
               continues_above(&finding, &found, found.top - 1))
            found.top--;
        resolve_columns(&finding, &found);
        size_t understood = 0;
        for (size_t i = 1; i <= found.count; i++)
            understood += found.columns[i].kind != ALIAS_NONE;
        if (understood < RECOGNISED_MIN && !unsure)
            continue;
        *header = found;
        return true;
    }
    return false;
}
