/* SPDX-License-Identifier: Apache-2.0
 *
 * What somebody says that the columns are, and the list of columns from which to say it.
 */
#include "sheet/column_meaning.h"
#include "sheet/map.h"

enum { EXAMPLE_ROWS = 30 };

enum status
map_check_choices(struct mapping *mapping, struct error *err)
{
    const struct column_choices *choices = mapping->options->choices;

    column_meanings(mapping->arena, &mapping->meanings);
    if (!choices)
        return OK;
    mapping->choice_used = arena_make_array(mapping->arena, choices->list.count + 1, bool);
    for (size_t i = 0; i < choices->list.count; i++)
        if (!column_meaning_find(&mapping->meanings, choices->list.items[i].meaning))
            return fail(err, INVALID,
                        "Không cột nào có nghĩa “%s”; hãy chọn một nghĩa có trong danh sách.",
                        choices->list.items[i].meaning);
    return OK;
}

enum status
map_check_places(const struct mapping *mapping, struct error *err)
{
    const struct column_choices *choices = mapping->options->choices;
    char letters[COLUMN_LETTERS_SIZE];

    for (size_t i = 0; choices && i < choices->list.count; i++) {
        const struct column_choice *choice = &choices->list.items[i];
        if (choice->label || mapping->choice_used[i])
            continue;
        return fail(
            err, INVALID, "Không có cột %s%s%s nào có tiêu đề để hiểu là “%s”; chưa nhập gì.",
            column_letters(choice->column, letters), choice->sheet_name ? " của trang " : "",
            choice->sheet_name ? choice->sheet_name : "", choice->meaning);
    }
    return OK;
}

static bool
is_about(const struct mapping *mapping, const struct column_choice *choice, size_t index,
         const struct column *column)
{
    if (choice->label && !text_equal(choice->label, column->label))
        return false;
    if (choice->sheet)
        return choice->sheet == index + 1;
    return !choice->sheet_name ||
           text_equal(choice->sheet_name, mapping->workbook->sheets.items[index].name);
}

static bool
take_choices(struct mapping *mapping, size_t index, struct header *header)
{
    const struct column_choices *choices = mapping->options->choices;
    bool chosen = false;

    for (size_t i = 0; choices && i < choices->list.count; i++) {
        const struct column_choice *choice = &choices->list.items[i];
        if (choice->column > header->count)
            continue;
        struct column *column = &header->columns[choice->column];
        if (!*column->label || !is_about(mapping, choice, index, column))
            continue;
        column_take_meaning(column, choice->meaning, mapping->aliases, mapping->arena);
        mapping->choice_used[i] = chosen = true;
    }
    return chosen;
}

/* The column that every pupil fills, when a choice made it another. */
static void
move_anchor(struct header *header)
{
    size_t name = 0, code = 0;

    for (size_t i = header->count; i >= 1; i--) {
        enum alias_kind kind = header->columns[i].kind;
        if (kind == ALIAS_NAME || kind == ALIAS_FAMILY)
            name = i;
        else if (kind == ALIAS_CODE || kind == ALIAS_NUMBER || kind == ALIAS_CODE_OR_NUMBER)
            code = i;
    }
    if (name || code)
        header->anchor = name ? name : code;
}

/* --- the list --------------------------------------------------------------------------------- */

/* "Toán: mức đạt được, đánh dấu X là T (giữa học kỳ I)" */
static const char *
said_of(const struct mapping *mapping, const struct column *column)
{
    struct arena *arena = mapping->arena;
    const char *key = column_key(column, arena);
    const struct column_meaning *meaning = column_meaning_find(&mapping->meanings, key);
    const char *said = meaning                                ? meaning->label
                       : column->kind == ALIAS_CODE_OR_NUMBER ? "Mã học sinh hoặc số định danh"
                       : column->kind == ALIAS_ORDER          ? "Số thứ tự"
                                                              : "";

    if (column->ambiguous)
        return "";
    if (column->crossed)
        said = arena_printf(arena, "%s, đánh dấu X là %s", said,
                            column->kind == ALIAS_RESULT  ? result_word(column->result)
                            : column->kind == ALIAS_TRAIT ? rating_symbol(column->rating)
                                                          : level_symbol(column->level));
    return column->has_period ? arena_printf(arena, "%s (%s)", said, period_name(column->period))
                              : said;
}

static const char *
example_of(const struct sheet *sheet, const struct header *header, size_t column,
           struct arena *arena)
{
    for (size_t row = header->bottom + 1;
         row <= sheet->row_count && row <= header->bottom + EXAMPLE_ROWS; row++) {
        const struct cell *cell = sheet_cell(sheet, row, column);
        if (cell->kind != CELL_EMPTY && !cell->spread)
            return text_squeeze(arena, cell->text);
    }
    return "";
}

static void
list_columns(struct mapping *mapping, size_t index, const struct header *header)
{
    struct import_sheet *about = &mapping->file->sheets.items[index];
    const struct sheet *sheet = &mapping->workbook->sheets.items[index];

    for (size_t i = 1; i <= header->count; i++) {
        const struct column *column = &header->columns[i];
        if (*column->label)
            *list_add(mapping->arena, about->columns) = (struct import_column){
                .number = i,
                .label = column->label,
                .said = said_of(mapping, column),
                .example = example_of(sheet, header, i, mapping->arena),
                .chosen = column->chosen,
            };
    }
}

bool
map_choices(struct mapping *mapping, size_t index, struct header *header)
{
    bool chosen = take_choices(mapping, index, header);

    if (chosen)
        move_anchor(header);
    list_columns(mapping, index, header);
    return chosen;
}
