/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows below a header, and what they say.
 */
#include "sheet/map_walk.h"
#include "sheet/syllable.h"

struct place
place_of(const struct walk *walk, size_t row, size_t column, const char *key)
{
    return (struct place){walk->index, row, column, key, walk->header->columns[column].label};
}

void
add_value(struct walk *walk, const struct place *place, const char *text)
{
    if (text == NULL)
        return;
    for (size_t i = 0; i < walk->row.values.count; i++) {
        const struct import_value *had = &walk->row.values.items[i];
        if (!text_equal(had->key, place->key))
            continue;
        char letters[COLUMN_LETTERS_SIZE];
        if (!text_equal(had->text, text))
            map_problem(walk->mapping, IMPORT_ERROR, place,
                        "Cột “%s” cho “%s”, còn cột %s của cùng dòng cho “%s”; không biết giá trị "
                        "nào đúng.",
                        place->label, text, column_letters(had->column, letters), had->text);
        return;
    }
    *list_add(walk->mapping->arena, walk->row.values) =
        (struct import_value){place->key, text, place->column};
}

/* The key in the row's period: an earlier one is said behind it. */
static const char *
key_in_period(const struct walk *walk, const struct column *column, const char *key)
{
    enum period period = column->has_period ? column->period : walk->row.period;

    if (period == PERIOD_END_2)
        return key;
    return arena_printf(walk->mapping->arena, "%s.%s", key, period_code(period));
}

static void
take_part(struct walk *walk, size_t row, size_t i, const struct cell *cell)
{
    static const char *const names[] = {"muc", "diem", "nhan_xet"};
    const struct column *column = &walk->header->columns[i];
    struct mapping *mapping = walk->mapping;
    const char *subject = column->subject     ? column->subject
                          : walk->row_subject ? walk->row_subject
                                              : walk->titles->subject_code;

    if (subject == NULL || text_equal(subject, "?"))
        return;
    const char *key = arena_printf(mapping->arena, "mon.%s.%s", subject, names[column->part]);
    struct place place = place_of(walk, row, i, key_in_period(walk, column, key));
    if (column->part == SUBJECT_MARK)
        add_value(walk, &place, value_mark(mapping, cell, &place));
    else if (column->part == SUBJECT_COMMENT)
        add_value(walk, &place, value_text(mapping, cell, &place));
    else
        add_value(walk, &place, value_level(mapping, cell, &place));
}

/* A column in which an X means what its header says. */
static void
take_crossed(struct walk *walk, size_t row, size_t i, const struct cell *cell)
{
    const struct column *column = &walk->header->columns[i];
    struct mapping *mapping = walk->mapping;
    const char *key = column->key, *text = level_symbol(column->level);

    if (column->kind == ALIAS_RESULT) {
        key = "ket_qua_xep_loai";
        text = result_word(column->result);
    } else if (column->kind == ALIAS_TRAIT) {
        text = rating_symbol(column->rating);
    } else {
        key = arena_printf(mapping->arena, "mon.%s.muc", column->subject);
    }
    struct place place = place_of(walk, row, i, key_in_period(walk, column, key));
    const char *itself = text_squeeze(mapping->arena, cell->text);
    if (text_equal(itself, text) || text_equal(value_cross(mapping, cell, &place), "1"))
        add_value(walk, &place, text);
}

static void
take_award(struct walk *walk, size_t row, size_t i, const struct cell *cell)
{
    const struct column *column = &walk->header->columns[i];
    bool sudden = text_ends(column->key, "dot_xuat");
    const char *marked = sudden ? "khen_thuong_dot_xuat" : "khen_thuong_cuoi_nam";
    bool cross = cell_is_cross(cell);
    struct place place =
        place_of(walk, row, i, key_in_period(walk, column, cross ? marked : column->key));
    const char *text = cross ? "1" : value_text(walk->mapping, cell, &place);

    if (text && !text_equal(text, "-") &&
        !text_equal(vietnamese_lower(walk->mapping->arena, text), "không"))
        add_value(walk, &place, text);
}

static void
take_promotion(struct walk *walk, size_t row, size_t i, const struct cell *cell)
{
    const struct column *column = &walk->header->columns[i];
    struct place place = place_of(walk, row, i, key_in_period(walk, column, column->key));
    const char *text = value_cross(walk->mapping, cell, &place);

    if (text == NULL)
        return;
    bool yes = text_equal(text, "1") == (column->kind == ALIAS_PROMOTED);
    add_value(walk, &place, yes ? "1" : "0");
}

static void
take_value(struct walk *walk, size_t row, size_t i, const struct cell *cell)
{
    const struct column *column = &walk->header->columns[i];
    struct mapping *mapping = walk->mapping;
    const char *key = column->key;

    if (column->crossed) {
        take_crossed(walk, row, i, cell);
        return;
    }
    if (column->kind == ALIAS_RESULT)
        key = "ket_qua_xep_loai";
    bool timed = column->kind == ALIAS_TRAIT || column->kind == ALIAS_RESULT ||
                 (column->kind == ALIAS_FIELD && text_starts(key, "nhan_xet_"));
    struct place place = place_of(walk, row, i, timed ? key_in_period(walk, column, key) : key);
    if (column->kind == ALIAS_TRAIT)
        add_value(walk, &place, value_rating(mapping, cell, &place));
    else if (column->kind == ALIAS_RESULT)
        add_value(walk, &place, value_result(mapping, cell, &place));
    else if (column->kind == ALIAS_FIELD)
        add_value(walk, &place, value_field(mapping, cell, &place));
    else
        add_value(walk, &place, value_text(mapping, cell, &place));
}

static void
take_cell(struct walk *walk, size_t row, size_t i)
{
    const struct cell *cell = sheet_cell(walk->sheet, row, i);
    const struct column *column = &walk->header->columns[i];

    if (cell->kind == CELL_EMPTY || cell->spread == SPREAD_RIGHT || column->ambiguous)
        return;
    switch (column->kind) {
    case ALIAS_PART:
        if (column->crossed)
            take_crossed(walk, row, i, cell);
        else
            take_part(walk, row, i, cell);
        break;
    case ALIAS_AWARD: take_award(walk, row, i, cell); break;
    case ALIAS_PROMOTED:
    case ALIAS_NOT_PROMOTED: take_promotion(walk, row, i, cell); break;
    case ALIAS_TRAIT:
    case ALIAS_RESULT:
    case ALIAS_FIELD:
    case ALIAS_EXTRA: take_value(walk, row, i, cell); break;
    default: return;
    }
    if (cell->spread == SPREAD_DOWN) {
        struct place place = place_of(walk, row, i, NULL);
        map_problem(walk->mapping, IMPORT_WARNING, &place,
                    "Ô “%s” được gộp với ô của dòng trên; giá trị của ô gộp được dùng cho cả dòng "
                    "này.",
                    place.label);
    }
}

static void
map_row(struct walk *walk, size_t row)
{
    struct mapping *mapping = walk->mapping;
    const struct import_options *options = mapping->options;
    struct place place = {walk->index, row, walk->header->anchor, NULL, ""};

    mapping->row_failed = false;
    walk->row_subject = NULL;
    walk->row = (struct import_row){
        .sheet = walk->index,
        .number = row,
        .period = walk->about->period,
        .class_name = walk->titles->class_name ? walk->titles->class_name : options->class_name,
        .year_name = walk->titles->year_name ? walk->titles->year_name : options->year_name,
    };
    for (size_t i = 1; i <= walk->header->count; i++)
        take_identity(walk, row, i);
    if (!walk->row.name && !walk->row.code && !walk->row.personal_number && !mapping->row_failed)
        map_problem(mapping, IMPORT_ERROR, &place,
                    "Dòng %zu có dữ liệu nhưng không có tên hay mã học sinh nên không nhập được.",
                    row);
    for (size_t i = 1; i <= walk->header->count; i++)
        take_cell(walk, row, i);
    if (walk->about->shape == SHAPE_PROFILE)
        identity_as_values(walk, row);
    if (walk->sheet->rows[row - 1].hidden)
        map_problem(mapping, IMPORT_WARNING, &place,
                    "Dòng %zu đang bị ẩn (lọc) nhưng vẫn được nhập.", row);
    walk->row.refused = mapping->row_failed;
    *list_add(mapping->arena, mapping->file->rows) = walk->row;
    walk->about->row_count++;
}

void
map_sheet_rows(struct mapping *mapping, size_t index, const struct header *header,
               const struct titles *titles)
{
    struct walk walk = {
        .mapping = mapping,
        .index = index,
        .sheet = &mapping->workbook->sheets.items[index],
        .about = &mapping->file->sheets.items[index],
        .header = header,
        .titles = titles,
    };

    find_month_first(&walk);
    for (size_t row = header->bottom + 1; row <= walk.sheet->row_count; row++) {
        if (row_is_empty(&walk, row) || row_repeats_header(&walk, row))
            continue;
        if (row_ends_pupils(&walk, row)) {
            warn_of_rest(&walk, row);
            return;
        }
        if (is_pupil_row(&walk, row))
            map_row(&walk, row);
    }
}
