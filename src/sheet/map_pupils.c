/* SPDX-License-Identifier: Apache-2.0
 *
 * Which of the rows below a header are pupils.
 */
#include "sheet/map_walk.h"
#include "sheet/syllable.h"

bool
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

bool
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

bool
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

bool
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

void
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
