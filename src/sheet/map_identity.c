/* SPDX-License-Identifier: Apache-2.0
 *
 * What a row says of who it is about, and when.
 */
#include <stdio.h>

#include "sheet/map_walk.h"

static void
take_name(struct walk *walk, size_t row, size_t i, const struct cell *cell)
{
    const struct column *column = &walk->header->columns[i];
    struct place place = place_of(walk, row, i, "ho_va_ten");
    const char *text = cell->kind == CELL_TEXT || cell->kind == CELL_ERROR
                           ? value_text(walk->mapping, cell, &place)
                           : NULL;

    if (text == NULL)
        return;
    if (walk->row.name == NULL)
        walk->row.name = text;
    else if (column->joined || column->kind == ALIAS_GIVEN)
        walk->row.name = arena_printf(walk->mapping->arena, "%s %s", walk->row.name, text);
}

static void
take_period(struct walk *walk, size_t row, size_t i, const struct cell *cell)
{
    struct place place = place_of(walk, row, i, NULL);
    enum period period;

    if (!period_of_cell(cell->text, walk->mapping->arena, &period)) {
        map_problem(walk->mapping, IMPORT_ERROR, &place,
                    "“%s” ở cột “%s” không phải là thời điểm đánh giá; hãy ghi Giữa học kỳ I, Cuối "
                    "học kỳ I, Giữa học kỳ II hoặc Cuối năm.",
                    text_squeeze(walk->mapping->arena, cell->text), place.label);
        return;
    }
    if (walk->titles->has_period && period != walk->titles->period)
        map_problem(walk->mapping, IMPORT_ERROR, &place,
                    "Dòng này ghi thời điểm đánh giá “%s” còn tiêu đề của bảng ghi “%s”; không "
                    "biết thời điểm nào đúng.",
                    period_name(period), period_name(walk->titles->period));
    walk->row.period = period;
}

static void
take_class(struct walk *walk, size_t row, size_t i, const struct cell *cell)
{
    struct arena *arena = walk->mapping->arena;
    const char *text = text_squeeze(arena, cell->text);
    const char *named = class_of_text(text, arena); /* "Lớp 4A1" */

    (void)row, (void)i;
    if (*text && cell->kind != CELL_ERROR && cell->kind != CELL_DATE)
        walk->row.class_name = named ? named : text;
}

/* The first two numbers of a date in a text. */
static bool
first_numbers(const struct cell *cell, int *first, int *second)
{
    return cell->kind == CELL_TEXT && sscanf(cell->text, " %2d%*1[/.-]%2d", first, second) == 2;
}

/* Does the column hold a date that can only be month first ("12/31/2015")? */
static bool
column_has_month_first(const struct walk *walk, size_t column)
{
    int first, second;

    for (size_t row = walk->header->bottom + 1; row <= walk->sheet->row_count; row++)
        if (first_numbers(sheet_cell(walk->sheet, row, column), &first, &second) && first <= 12 &&
            second > 12)
            return true;
    return false;
}

void
find_month_first(struct walk *walk)
{
    for (size_t i = 1; i <= walk->header->count; i++)
        walk->month_first[i] =
            walk->header->columns[i].kind == ALIAS_BIRTH && column_has_month_first(walk, i);
}

/* A birth date that could be read both ways, in a column where some are month first, is doubt. */
static void
take_birth(struct walk *walk, size_t row, size_t i, const struct cell *cell)
{
    struct place place = place_of(walk, row, i, "ngay_sinh");
    int first, second;

    if (walk->month_first[i] && first_numbers(cell, &first, &second) && first != second &&
        first <= 12 && second <= 12) {
        map_problem(walk->mapping, IMPORT_ERROR, &place,
                    "“%s” ở cột “%s” có thể là ngày/tháng hoặc tháng/ngày: cột này có ngày ghi "
                    "tháng trước. Hãy ghi cả cột theo ngày/tháng/năm.",
                    cell->text, place.label);
        return;
    }
    const char *text = value_date(walk->mapping, cell, &place);
    if (text)
        (void)date_parse_iso(span_of(text), &walk->row.birth_date);
}

void
take_identity(struct walk *walk, size_t row, size_t i)
{
    const struct cell *cell = sheet_cell(walk->sheet, row, i);
    struct mapping *mapping = walk->mapping;
    struct import_row *made = &walk->row;
    const char *text;

    if (cell->kind == CELL_EMPTY || cell->spread == SPREAD_RIGHT)
        return;
    enum alias_kind kind = walk->header->columns[i].kind;
    struct place birth = place_of(walk, row, i, "ngay_sinh");
    struct place code = place_of(walk, row, i, "ma_hoc_sinh");
    struct place number = place_of(walk, row, i, "so_cccd");
    switch (kind) {
    case ALIAS_NAME:
    case ALIAS_FAMILY:
    case ALIAS_GIVEN: take_name(walk, row, i, cell); break;
    case ALIAS_BIRTH: take_birth(walk, row, i, cell); break;
    case ALIAS_CODE:
        text = value_code(mapping, cell, &code);
        made->code = text ? text : made->code;
        break;
    case ALIAS_NUMBER:
        text = value_personal_number(mapping, cell, &number);
        made->personal_number = text ? text : made->personal_number;
        break;
    case ALIAS_CLASS: take_class(walk, row, i, cell); break;
    case ALIAS_YEAR:
        text = year_of_text(cell->text, mapping->arena);
        made->year_name = text ? text : made->year_name;
        break;
    case ALIAS_PERIOD: take_period(walk, row, i, cell); break;
    case ALIAS_SUBJECT_NAME:
        walk->row_subject = subject_of_text(cell->text, mapping->aliases, mapping->arena);
        if (walk->row_subject == NULL)
            map_problem(mapping, IMPORT_ERROR, &birth, "“%s” không phải là tên môn học đã biết.",
                        text_squeeze(mapping->arena, cell->text));
        break;
    default: break;
    }
}

void
identity_as_values(struct walk *walk, size_t row)
{
    const struct import_row *made = &walk->row;
    char iso[DATE_TEXT_SIZE];

    for (size_t i = 1; i <= walk->header->count; i++) {
        const char *key = NULL, *text = NULL;
        switch (walk->header->columns[i].kind) {
        case ALIAS_NAME:
        case ALIAS_FAMILY: key = "ho_va_ten", text = made->name; break;
        case ALIAS_BIRTH:
            key = "ngay_sinh";
            if (!date_is_none(made->birth_date))
                text = arena_text(walk->mapping->arena, date_write_iso(made->birth_date, iso));
            break;
        case ALIAS_CODE: key = "ma_hoc_sinh", text = made->code; break;
        case ALIAS_NUMBER: key = "so_cccd", text = made->personal_number; break;
        default: break;
        }
        if (key) {
            struct place place = place_of(walk, row, i, key);
            add_value(walk, &place, text);
        }
    }
}
