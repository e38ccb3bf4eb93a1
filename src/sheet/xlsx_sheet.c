/* SPDX-License-Identifier: Apache-2.0
 *
 * One worksheet: cells with their stored values, hidden rows and columns, merged ranges.
 * <dimension> is not believed.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "sheet/xlsx_part.h"

/* Of the format; a number beyond is read as far as ROW_WRITTEN, to say what is wrong. */
enum { ROW_LAST = 1048576, ROW_WRITTEN = 99999999, COLUMN_LAST = 16384 };

struct sheet_reading {
    struct xlsx *xlsx;
    struct sheet *sheet;
    struct buffer *text;
    size_t row, column; /* of the cell being read, from 1 */
    bool hidden_row;
    char type[12]; /* t= */
    size_t style;  /* s= */
    bool formula, in_value, has_value;
    size_t phonetic;
    LIST(struct range) merges;
};

/* AB12 -> row 12, column 28. */
static bool
parse_reference(const char *text, size_t *row, size_t *column)
{
    size_t letters = 0, digits = 0;

    for (*column = 0; isalpha((unsigned char)*text) && letters < 4; text++, letters++)
        *column = *column * 26 + (size_t)(toupper((unsigned char)*text) - 'A' + 1);
    for (*row = 0; isdigit((unsigned char)*text) && digits < 8; text++, digits++)
        *row = *row * 10 + (size_t)(*text - '0');
    return *text == '\0' && letters && digits && *row >= 1 && *row <= ROW_WRITTEN && *column >= 1 &&
           *column <= COLUMN_LAST;
}

static enum status
start_row(struct sheet_reading *reading, const char **attributes, struct error *err)
{
    const char *number = xlsx_attribute(attributes, "r");
    int row = (int)reading->row + 1;

    if (number && !text_to_int(number, 1, ROW_WRITTEN, &row))
        return fail_damaged(err, "xlsx: row number");
    if (row > ROW_LAST)
        return fail_too_large(err, "số dòng của một trang tính", WORKBOOK_ROWS_MAX);
    reading->row = (size_t)row;
    reading->column = 0;
    reading->hidden_row = xlsx_attribute_true(attributes, "hidden");
    return OK;
}

static enum status
start_cell(struct sheet_reading *reading, const char **attributes, struct error *err)
{
    const char *reference = xlsx_attribute(attributes, "r");
    const char *type = xlsx_attribute(attributes, "t");
    const char *style = xlsx_attribute(attributes, "s");
    int number = 0;

    reading->column++;
    if (reference && !parse_reference(reference, &reading->row, &reading->column))
        return fail_damaged(err, "xlsx: cell reference");
    if (reading->row == 0)
        return fail_damaged(err, "xlsx: cell outside a row");
    if (style && !text_to_int(style, 0, 1 << 30, &number))
        return fail_damaged(err, "xlsx: style index");
    snprintf(reading->type, sizeof reading->type, "%s", type ? type : "n");
    reading->style = (size_t)number;
    reading->formula = reading->has_value = false;
    reading->text->size = 0;
    return OK;
}

static enum status
start_column(struct sheet_reading *reading, const char **attributes, struct error *err)
{
    int first, last;

    if (!text_to_int(xlsx_attribute(attributes, "min"), 1, COLUMN_LAST, &first) ||
        !text_to_int(xlsx_attribute(attributes, "max"), 1, COLUMN_LAST, &last))
        return fail_damaged(err, "xlsx: column range");
    if (xlsx_attribute_true(attributes, "hidden"))
        for (int i = first; i <= last && i <= WORKBOOK_COLUMNS_MAX; i++)
            reading->sheet->hidden_columns[i] = true;
    return OK;
}

static enum status
start_merge(struct sheet_reading *reading, const char **attributes, struct error *err)
{
    const char *text = xlsx_attribute(attributes, "ref");
    char from[16], to[16];
    struct range range;

    if (reading->merges.count >= WORKBOOK_MERGES_MAX)
        return fail_too_large(err, "số vùng ô gộp", WORKBOOK_MERGES_MAX);
    if (text == NULL || sscanf(text, "%15[^:]:%15s", from, to) != 2)
        return OK; /* a merge of one cell */
    if (!parse_reference(from, &range.top, &range.left) ||
        !parse_reference(to, &range.bottom, &range.right))
        return fail_damaged(err, "xlsx: merged range");
    *list_add(reading->xlsx->build->arena, reading->merges) = range;
    return OK;
}

static enum status
sheet_start(void *state, const char *name, const char **attributes, struct error *err)
{
    struct sheet_reading *reading = state;

    reading->in_value = false;
    if (text_equal(name, "c"))
        return start_cell(reading, attributes, err);
    if (text_equal(name, "row"))
        return start_row(reading, attributes, err);
    if (text_equal(name, "col"))
        return start_column(reading, attributes, err);
    if (text_equal(name, "mergeCell"))
        return start_merge(reading, attributes, err);
    if (text_equal(name, "f"))
        reading->formula = true;
    else if (text_equal(name, "rPh"))
        reading->phonetic++;
    else if ((text_equal(name, "v") || text_equal(name, "t")) && reading->phonetic == 0)
        reading->in_value = reading->has_value = true;
    return OK;
}

static enum status
sheet_text(void *state, struct span text, struct error *err)
{
    struct sheet_reading *reading = state;

    (void)err;
    if (reading->in_value)
        buffer_add(reading->text, text.data, text.size);
    return OK;
}

static enum status
fill_number(struct sheet_reading *reading, struct cell *cell, const char *text, struct error *err)
{
    struct xlsx *xlsx = reading->xlsx;
    struct build *build = xlsx->build;
    const struct xlsx_style *style =
        reading->style < xlsx->style_count ? &xlsx->styles[reading->style] : NULL;
    char *end;
    double number = strtod(text, &end);
    struct date date;

    if (end == text || *end != '\0' || !isfinite(number))
        return fail_damaged(err, "xlsx: number");
    if (style && style->is_date && date_from_serial(number, build->workbook->system_1904, &date)) {
        build_date(build, cell, number, date);
        return OK;
    }
    build_number(build, cell, number);
    if (style && style->zeros && number >= 0 && number == floor(number))
        cell->text = arena_printf(build->arena, "%0*.0f", style->zeros, number);
    return OK;
}

static enum status
fill_shared(struct sheet_reading *reading, struct cell *cell, const char *text, struct error *err)
{
    int index;

    if (!text_to_int(text, 0, WORKBOOK_STRINGS_MAX, &index) ||
        (size_t)index >= reading->xlsx->string_count)
        return fail_damaged(err, "xlsx: index of a shared string");
    build_text(reading->xlsx->build, cell, span_of(reading->xlsx->strings[index]));
    cell->font = reading->xlsx->string_fonts[index];
    return OK;
}

static enum status
fill_cell(struct sheet_reading *reading, struct cell *cell, struct span value, struct error *err)
{
    struct build *build = reading->xlsx->build;
    struct date date;

    if (text_equal(reading->type, "s"))
        return fill_shared(reading, cell, value.data, err);
    if (text_equal(reading->type, "n"))
        return fill_number(reading, cell, value.data, err);
    if (text_equal(reading->type, "e")) {
        build_error(build, cell, value.data);
    } else if (text_equal(reading->type, "b")) {
        cell->kind = CELL_BOOL;
        cell->number = value.data[0] == '1';
        cell->text = value.data[0] == '1' ? "1" : "0";
    } else if (text_equal(reading->type, "d") && value.size >= 10 &&
               date_parse_iso((struct span){value.data, 10}, &date)) {
        build_date(build, cell, 0, date);
    } else {
        build_text(build, cell, value);
    }
    return OK;
}

static enum status
end_cell(struct sheet_reading *reading, struct error *err)
{
    struct xlsx *xlsx = reading->xlsx;
    struct cell *cell;

    if (reading->text->overflow)
        return fail_too_large(err, "số byte của một ô", WORKBOOK_CELL_BYTES_MAX);
    if (!(reading->has_value && reading->text->size) && !reading->formula)
        return OK;
    TRY(build_cell(xlsx->build, reading->sheet, reading->row, reading->column, &cell, err));
    reading->sheet->rows[reading->row - 1].hidden |= reading->hidden_row;
    if (!reading->has_value || reading->text->size == 0) {
        if (!text_equal(reading->type, "str"))
            build_error(xlsx->build, cell, "=");
        return OK;
    }
    struct span value = xlsx_unescape(reading->text);
    reading->text->data[value.size] = '\0';
    TRY(fill_cell(reading, cell, value, err));
    if (cell->font == FONT_UNKNOWN && reading->style < xlsx->style_count)
        cell->font = xlsx->styles[reading->style].font;
    return OK;
}

static enum status
sheet_end(void *state, const char *name, struct error *err)
{
    struct sheet_reading *reading = state;

    reading->in_value = false;
    if (text_equal(name, "c"))
        return end_cell(reading, err);
    if (text_equal(name, "rPh") && reading->phonetic)
        reading->phonetic--;
    return OK;
}

enum status
xlsx_read_sheet(struct xlsx *xlsx, const char *path, struct sheet *sheet, struct error *err)
{
    AUTO(buffer) *text = buffer_new(WORKBOOK_CELL_BYTES_MAX);
    struct sheet_reading reading = {.xlsx = xlsx, .sheet = sheet, .text = text};
    struct part_reader reader = {&reading, sheet_start, sheet_end, sheet_text};

    TRY(xlsx_part_read(xlsx, path, &reader, err));
    for (size_t i = 0; i < reading.merges.count; i++)
        TRY(build_merge(xlsx->build, sheet, reading.merges.items[i], err));
    return OK;
}
