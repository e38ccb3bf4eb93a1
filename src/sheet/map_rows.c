/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows below a header: which of them are pupils, and what they say.
 */
#include <ctype.h>
#include <stdio.h>

#include "sheet/map.h"
#include "sheet/syllable.h"

struct walk {
    struct mapping *mapping;
    size_t index; /* of the sheet */
    const struct sheet *sheet;
    struct import_sheet *about;
    const struct header *header;
    const struct titles *titles;
    struct import_row row;                      /* being made */
    const char *row_subject;                    /* of a column that names it */
    bool month_first[WORKBOOK_COLUMNS_MAX + 2]; /* columns with dates that can only be so */
};

/* --- which rows are pupils ----------------------------------------------------------------- */

static bool
row_is_empty(const struct walk *walk, size_t row)
{
    for (size_t i = 1; i <= walk->sheet->column_count; i++)
        if (sheet_cell(walk->sheet, row, i)->kind != CELL_EMPTY)
            return false;
    return true;
}

/* Words with which the part below the pupils begins: totals, places and dates, signatures. With
 * their diacritics, because a pupil may be called Tống Công. */
static bool
begins_the_end(const char *text, struct arena *arena)
{
    static const char *const starts[] = {
        "tổng số",
        "tổng cộng",
        "tổng hợp",
        "cộng",
        "trong đó",
        "người lập",
        "người tổng hợp",
        "giáo viên",
        "gvcn",
        "hiệu trưởng",
        "phó hiệu trưởng",
        "p. hiệu trưởng",
        "xác nhận",
        "danh sách này",
        "danh sách có",
        "(ký",
        "ký tên",
        "ký và",
        "ghi chú:",
        "thủ trưởng",
        "tổ trưởng",
        "kt. hiệu trưởng",
        "tm.",
        "tỉ lệ",
        "tỷ lệ",
        "sĩ số",
        "ngày ....",
        "ban giám hiệu",
        "bảng này",
        "lập bảng",
        "số lượng",
    };
    const char *lower = vietnamese_lower(arena, text_squeeze(arena, text));

    for (size_t i = 0; i < COUNT_OF(starts); i++)
        if (text_starts(lower, starts[i]))
            return true;
    /* "Hạ Long, ngày 31 tháng 5 năm 2024" */
    const char *folded = alias_normal(arena, text);
    return strstr(folded, "ngay ") && strstr(folded, "thang ") && strstr(folded, "nam");
}

/* Does the row hold something that only a pupil has? A total's number of pupils is no date. */
static bool
has_identity(const struct walk *walk, size_t row)
{
    for (size_t i = 1; i <= walk->header->count; i++) {
        enum alias_kind kind = walk->header->columns[i].kind;
        const struct cell *cell = sheet_cell(walk->sheet, row, i);
        if ((kind == ALIAS_BIRTH || kind == ALIAS_CODE || kind == ALIAS_NUMBER) &&
            cell->kind != CELL_EMPTY && cell->spread != SPREAD_RIGHT &&
            strpbrk(cell->text, "0123456789") && !begins_the_end(cell->text, walk->mapping->arena))
            return true;
    }
    return false;
}

static bool
row_ends_pupils(const struct walk *walk, size_t row)
{
    const struct cell *anchor = sheet_cell(walk->sheet, row, walk->header->anchor);
    bool named = anchor->kind == CELL_TEXT && anchor->spread != SPREAD_RIGHT;

    if (has_identity(walk, row))
        return false;
    if (named)
        return begins_the_end(anchor->text, walk->mapping->arena);
    for (size_t i = 1; i <= walk->sheet->column_count; i++) {
        const struct cell *cell = sheet_cell(walk->sheet, row, i);
        if (cell->kind == CELL_TEXT && !cell->spread &&
            begins_the_end(cell->text, walk->mapping->arena))
            return true;
    }
    return false;
}

/* The header once more (a page break of a report), or its column numbers. */
static bool
row_repeats_header(const struct walk *walk, size_t row)
{
    const struct cell *anchor = sheet_cell(walk->sheet, row, walk->header->anchor);
    const char *words = alias_normal(walk->mapping->arena, anchor->text);
    const struct alias *alias = alias_find(walk->mapping->aliases, words, ALIAS_NONE);

    if (anchor->kind == CELL_NUMBER ||
        (*words && strspn(words, "0123456789") == strlen(words) && strlen(words) <= 2))
        return !has_identity(walk, row);
    return alias &&
           (alias->kind == ALIAS_NAME || alias->kind == ALIAS_FAMILY ||
            alias->kind == ALIAS_CODE) &&
           !has_identity(walk, row);
}

/* --- one row ------------------------------------------------------------------------------- */

static struct place
place_of(const struct walk *walk, size_t row, size_t column, const char *key)
{
    return (struct place){walk->index, row, column, key, walk->header->columns[column].label};
}

static void
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

/* --- who it is ----------------------------------------------------------------------------- */

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

/* What of a row says who and when it is about; before its values. */
static void
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

/* Of a profile, who the pupil is counts as values too. */
static void
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

/* A row without a name: empty, an order number alone, or something that people should see. */
static bool
row_has_values(const struct walk *walk, size_t row)
{
    for (size_t i = 1; i <= walk->header->count; i++) {
        enum alias_kind kind = walk->header->columns[i].kind;
        const struct cell *cell = sheet_cell(walk->sheet, row, i);
        if (cell->kind != CELL_EMPTY && !cell->spread && kind != ALIAS_NONE &&
            kind != ALIAS_ORDER && kind != ALIAS_CLASS && kind != ALIAS_PERIOD &&
            kind != ALIAS_YEAR && kind != ALIAS_IGNORE && kind != ALIAS_SCHOOL)
            return true;
    }
    return false;
}

/* Something but a name and what every row has? A signature under the table has nothing. */
static bool
is_pupil_row(struct walk *walk, size_t row)
{
    const struct cell *anchor = sheet_cell(walk->sheet, row, walk->header->anchor);

    if (anchor->kind == CELL_EMPTY || anchor->spread == SPREAD_RIGHT)
        return row_has_values(walk, row);
    for (size_t i = 1; i <= walk->header->count; i++) {
        const struct cell *cell = sheet_cell(walk->sheet, row, i);
        enum alias_kind kind = walk->header->columns[i].kind;
        if (i != walk->header->anchor && cell->kind != CELL_EMPTY && !cell->spread &&
            kind != ALIAS_NONE && kind != ALIAS_GIVEN)
            return true;
    }
    struct place place = {walk->index, row, walk->header->anchor, NULL, ""};
    map_problem(walk->mapping, IMPORT_WARNING, &place,
                "Dòng %zu chỉ có “%s” mà không có dữ liệu nào khác nên không được coi là học sinh.",
                row, text_squeeze(walk->mapping->arena, anchor->text));
    return false;
}

/* Pupils below the total would be lost: say so. */
static void
warn_of_rest(struct walk *walk, size_t end)
{
    size_t count = 0;

    for (size_t row = end + 1; row <= walk->sheet->row_count; row++)
        count += has_identity(walk, row) &&
                 sheet_cell(walk->sheet, row, walk->header->anchor)->kind == CELL_TEXT;
    struct place place = {walk->index, end, 0, NULL, ""};
    if (count)
        map_problem(walk->mapping, IMPORT_WARNING, &place,
                    "Bảng được đọc đến dòng %zu (dòng tổng hoặc chữ ký); dưới đó còn %zu dòng có "
                    "vẻ là học sinh và không được nhập.",
                    end, count);
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

    for (size_t i = 1; i <= header->count; i++)
        walk.month_first[i] =
            header->columns[i].kind == ALIAS_BIRTH && column_has_month_first(&walk, i);
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
