/* SPDX-License-Identifier: Apache-2.0
 *
 * What a header as a whole is, and what of it people should know.
 */
#include "sheet/map.h"

enum import_shape
map_shape(const struct header *header)
{
    const char *subject = NULL;
    size_t subjects = 0, parts = 0, traits = 0, results = 0, facts = 0;

    for (size_t i = 1; i <= header->count; i++) {
        const struct column *column = &header->columns[i];
        bool comment = column->kind == ALIAS_FIELD && text_starts(column->key, "nhan_xet_");
        parts += column->kind == ALIAS_PART;
        if (column->kind == ALIAS_PART && column->subject &&
            !text_equal(subject, column->subject)) {
            subject = column->subject;
            subjects++;
        }
        traits += column->kind == ALIAS_TRAIT || comment;
        results += column->kind == ALIAS_RESULT;
        facts += (column->kind == ALIAS_FIELD && !comment) || column->kind == ALIAS_BIRTH ||
                 column->kind == ALIAS_CODE || column->kind == ALIAS_NUMBER ||
                 column->kind == ALIAS_CODE_OR_NUMBER;
    }
    if (subjects >= 2 || (results && subjects + traits != 1))
        return SHAPE_SUMMARY;
    if (parts)
        return SHAPE_SUBJECT;
    if (traits)
        return SHAPE_TRAITS;
    return facts >= 2 ? SHAPE_PROFILE : SHAPE_UNKNOWN;
}

static bool
same_meaning(const struct column *a, const struct column *b)
{
    if (a->kind != b->kind || a->kind == ALIAS_NONE || a->kind == ALIAS_IGNORE ||
        a->has_period != b->has_period || (a->has_period && a->period != b->period))
        return false;
    if (a->crossed || b->crossed)
        return a->crossed && b->crossed && a->level == b->level && a->rating == b->rating &&
               a->result == b->result && text_equal(a->subject, b->subject) &&
               text_equal(a->key, b->key);
    if (a->kind == ALIAS_PART)
        return a->part == b->part && text_equal(a->subject, b->subject);
    return text_equal(a->key, b->key);
}

static void
find_twins(struct mapping *mapping, const struct place *place, const struct header *header)
{
    char letters[COLUMN_LETTERS_SIZE];

    for (size_t i = 1; i < place->column; i++)
        if (same_meaning(&header->columns[i], &header->columns[place->column])) {
            map_problem(mapping, IMPORT_WARNING, place,
                        "Cột “%s” và cột %s (“%s”) có cùng ý nghĩa; dòng nào hai cột ghi khác nhau "
                        "sẽ không được nhập.",
                        place->label, column_letters(i, letters), header->columns[i].label);
            return;
        }
}

void
map_header_problems(struct mapping *mapping, size_t index, const struct header *header)
{
    const struct sheet *sheet = &mapping->workbook->sheets.items[index];

    for (size_t i = 1; i <= header->count; i++) {
        const struct column *column = &header->columns[i];
        struct place place = {index, header->top, i, NULL, column->label};
        if (column->kind == ALIAS_NONE && *column->label)
            map_problem(mapping, IMPORT_NOTICE, &place,
                        "Cột “%s” không có trong bảng tên cột đã biết nên không được nhập.",
                        column->label);
        else if (column->kind == ALIAS_IGNORE && column->chosen)
            map_problem(mapping, IMPORT_NOTICE, &place,
                        "Cột “%s” không được nhập, như thầy cô đã chọn.", column->label);
        else if (column->kind == ALIAS_IGNORE)
            map_problem(mapping, IMPORT_NOTICE, &place,
                        "Cột “%s” không thuộc học bạ nên không được nhập.", column->label);
        else if (column->ambiguous)
            map_problem(mapping, IMPORT_ERROR, &place,
                        "Cột “%s” gộp hai môn nên không biết là môn nào và không được nhập. Hãy "
                        "tách thành hai cột, ví dụ “Tin học và Công nghệ (Tin học)” và “Tin học và "
                        "Công nghệ (Công nghệ)” (QĐ 2904).",
                        column->label);
        else if (column->kind != ALIAS_NONE && !column->joined)
            find_twins(mapping, &place, header);
        mapping->file->refused_parts += column->ambiguous;
        if (column->kind != ALIAS_NONE && column->kind != ALIAS_IGNORE &&
            i <= WORKBOOK_COLUMNS_MAX && sheet->hidden_columns[i])
            map_problem(mapping, IMPORT_NOTICE, &place, "Cột “%s” đang bị ẩn nhưng vẫn được nhập.",
                        column->label);
    }
}
