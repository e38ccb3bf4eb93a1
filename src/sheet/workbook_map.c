/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/workbook_map.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/unicode.h"
#include "sheet/map.h"

const char *
import_shape_key(enum import_shape shape)
{
    static const char *const keys[] = {"unknown", "profile", "subject", "traits", "summary"};

    return keys[shape];
}

const char *
import_shape_label(enum import_shape shape)
{
    static const char *const labels[] = {"không nhận ra", "hồ sơ học sinh", "đánh giá môn học",
                                         "đánh giá phẩm chất, năng lực",
                                         "bảng tổng hợp kết quả đánh giá giáo dục của lớp"};

    return labels[shape];
}

const char *
import_severity_key(enum import_severity severity)
{
    static const char *const keys[] = {"notice", "warning", "error"};

    return keys[severity];
}

const char *
import_row_value(const struct import_row *row, const char *key)
{
    for (size_t i = 0; i < row->values.count; i++)
        if (text_equal(row->values.items[i].key, key))
            return row->values.items[i].text;
    return NULL;
}

/* What stands at a place, or NULL. */
static const char *
cell_text(const struct mapping *mapping, const struct place *place)
{
    const struct sheet *sheet = &mapping->workbook->sheets.items[place->sheet];

    if (place->row == 0 || place->column == 0)
        return NULL;
    const struct cell *cell = sheet_cell(sheet, place->row, place->column);
    return cell->kind == CELL_EMPTY ? NULL : cell->text;
}

struct import_problem *
map_problem(struct mapping *mapping, enum import_severity severity, const struct place *place,
            const char *format, ...)
{
    char message[1024];
    va_list args;

    va_start(args, format);
    int size = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (size >= (int)sizeof message) /* cut between characters */
        for (size_t i = sizeof message - 1; i > 0 && ((unsigned char)message[i] & 0xC0) != 0xC0;)
            message[i--] = '\0';
    struct found_problem *found = list_add(mapping->arena, mapping->found);
    found->sheet = place->sheet;
    found->order = mapping->found.count;
    found->problem = (struct import_problem){
        .severity = severity,
        .sheet = mapping->workbook->sheets.items[place->sheet].name,
        .row = place->row,
        .column = place->column,
        .key = place->key,
        .value = cell_text(mapping, place),
        .message = arena_text(mapping->arena, message),
    };
    mapping->row_failed |= severity == IMPORT_ERROR;
    return &found->problem;
}

static int
compare_found(const void *a, const void *b)
{
    const struct found_problem *x = a, *y = b;
    size_t ours[] = {x->sheet, x->problem.row, x->problem.column, x->order};
    size_t theirs[] = {y->sheet, y->problem.row, y->problem.column, y->order};

    for (size_t i = 0; i < COUNT_OF(ours); i++)
        if (ours[i] != theirs[i])
            return ours[i] < theirs[i] ? -1 : 1;
    return 0;
}

static void
deliver_problems(struct mapping *mapping)
{
    if (mapping->found.count == 0)
        return;
    qsort(mapping->found.items, mapping->found.count, sizeof *mapping->found.items, compare_found);
    for (size_t i = 0; i < mapping->found.count; i++)
        *list_add(mapping->arena, mapping->file->problems) = mapping->found.items[i].problem;
}

/* A copy whose cells can be converted. */
static struct workbook *
copy_workbook(const struct workbook *from, struct arena *arena)
{
    struct workbook *copy = arena_make(arena, struct workbook);

    *copy = *from;
    copy->sheets.items = arena_make_array(arena, from->sheets.count + 1, struct sheet);
    copy->sheets.room = from->sheets.count;
    for (size_t i = 0; i < from->sheets.count; i++) {
        struct sheet *sheet = &copy->sheets.items[i];
        *sheet = from->sheets.items[i];
        struct sheet_row *rows = arena_make_array(arena, sheet->row_count + 1, struct sheet_row);
        for (size_t row = 0; row < sheet->row_count; row++) {
            rows[row] = sheet->rows[row];
            rows[row].cells = arena_make_array(arena, rows[row].count + 1, struct cell);
            if (rows[row].count)
                memcpy(rows[row].cells, sheet->rows[row].cells,
                       rows[row].count * sizeof(struct cell));
        }
        sheet->rows = rows;
    }
    return copy;
}

static void
say_conversions(struct mapping *mapping, const struct legacy_notes *notes)
{
    for (size_t i = 0; i < notes->list.count; i++) {
        const struct legacy_note *note = &notes->list.items[i];
        struct place place = {note->sheet, note->row, note->column, NULL, ""};
        struct import_problem *problem =
            map_problem(mapping, IMPORT_WARNING, &place,
                        "Ô này dùng chữ phông cũ %s: “%s” được đọc là “%s”. Hãy kiểm tra lại chữ "
                        "đã chuyển.",
                        legacy_name(note->legacy), note->from, note->to);
        problem->proposal = note->to;
    }
}

/* "Mã định danh" is the pupil's code in some systems and the personal number in others: the
 * length of its values tells. */
static void
decide_code_or_number(const struct sheet *sheet, struct header *header)
{
    for (size_t i = 1; i <= header->count; i++) {
        size_t numbers = 0, codes = 0;
        if (header->columns[i].kind != ALIAS_CODE_OR_NUMBER)
            continue;
        for (size_t row = header->bottom + 1; row <= sheet->row_count; row++) {
            size_t size = strspn(sheet_cell(sheet, row, i)->text, "0123456789");
            numbers += size == 11 || size == 12;
            codes += size > 0 && size < 11;
        }
        header->columns[i].kind = numbers > codes ? ALIAS_NUMBER : ALIAS_CODE;
    }
}

/* Without a moment anywhere, the year's end is assumed and said; the columns of the result exist
 * only at the year's end. */
static void
settle_period(struct mapping *mapping, size_t index, const struct header *header,
              const struct titles *titles)
{
    struct import_sheet *about = &mapping->file->sheets.items[index];
    struct place place = {index, header->top, 0, NULL, ""};
    bool named = titles->has_period;

    about->period = titles->has_period ? titles->period : PERIOD_END_2;
    for (size_t i = 1; i <= header->count; i++)
        named |= header->columns[i].kind == ALIAS_PERIOD || header->columns[i].has_period ||
                 header->columns[i].kind == ALIAS_RESULT;
    about->period_found = named;
    if (!named && about->shape != SHAPE_PROFILE)
        map_problem(mapping, IMPORT_WARNING, &place,
                    "Trang tính không ghi thời điểm đánh giá; được coi là cuối năm học. Nếu không "
                    "phải, hãy ghi thời điểm vào tiêu đề và nhập lại.");
}

/* A sheet of one subject must say which. */
static bool
subject_is_known(struct mapping *mapping, size_t index, const struct header *header,
                 const struct titles *titles)
{
    struct place place = {index, header->top, 0, NULL, ""};
    bool needed = false, by_row = false;

    for (size_t i = 1; i <= header->count; i++) {
        needed |= header->columns[i].kind == ALIAS_PART && header->columns[i].subject == NULL;
        by_row |= header->columns[i].kind == ALIAS_SUBJECT_NAME;
    }
    if (!needed || by_row || (titles->subject_code && !text_equal(titles->subject_code, "?")))
        return true;
    map_problem(mapping, IMPORT_ERROR, &place,
                "Không biết trang “%s” là của môn học nào (%s) nên không nhập trang này. Hãy đặt "
                "tên trang là tên môn học hoặc ghi “Môn: …” ở tiêu đề.",
                mapping->workbook->sheets.items[index].name,
                titles->subject_code ? "tiêu đề và tên trang nói hai môn khác nhau, hoặc tên gộp "
                                       "hai môn"
                                     : "tên trang và tiêu đề không có tên môn");
    mapping->file->refused_parts++;
    return false;
}

/* The header of a sheet as its labels say and as somebody chose; what shape that makes. */
static enum import_shape
find_shape(struct mapping *mapping, size_t index, struct header *header)
{
    const struct sheet *sheet = &mapping->workbook->sheets.items[index];
    bool found = header_find(sheet, mapping->aliases, false, mapping->arena, header);

    if (!found && !header_find(sheet, mapping->aliases, true, mapping->arena, header))
        return SHAPE_UNKNOWN;
    bool chosen = map_choices(mapping, index, header);
    return found || chosen ? map_shape(header) : SHAPE_UNKNOWN;
}

static void
map_sheet(struct mapping *mapping, size_t index)
{
    const struct sheet *sheet = &mapping->workbook->sheets.items[index];
    struct import_sheet *about = list_add(mapping->arena, mapping->file->sheets);
    struct place place = {index, 0, 0, NULL, ""};
    struct header header = {0};
    struct titles titles;

    *about = (struct import_sheet){.name = sheet->name, .skipped = true, .period = PERIOD_END_2};
    if (sheet->row_count == 0)
        return;
    about->shape = find_shape(mapping, index, &header);
    if (about->shape == SHAPE_UNKNOWN) {
        map_problem(mapping, IMPORT_NOTICE, &place,
                    "Trang “%s” không có dòng tiêu đề nào nhận ra được nên không được nhập.",
                    sheet->name);
        return;
    }
    about->header_row = header.top;
    about->header_rows = header.bottom - header.top + 1;
    if (sheet->hidden) {
        map_problem(mapping, IMPORT_WARNING, &place,
                    "Trang “%s” đang bị ẩn nên không được nhập. Nếu cần, hãy bỏ ẩn trang rồi nhập "
                    "lại.",
                    sheet->name);
        return;
    }
    titles_read(sheet, header.top, mapping->aliases, mapping->arena, &titles);
    about->year_name = titles.year_name;
    about->class_name = titles.class_name;
    about->school_name = titles.school_name;
    about->base = titles.base;
    if (about->shape == SHAPE_SUBJECT)
        about->subject_code = titles.subject_code;
    if (!subject_is_known(mapping, index, &header, &titles))
        return;
    about->skipped = false;
    decide_code_or_number(sheet, &header);
    settle_period(mapping, index, &header, &titles);
    map_header_problems(mapping, index, &header);
    map_sheet_rows(mapping, index, &header, &titles);
}

/* What all rows agree on. */
static void
settle_file(struct import_file *file)
{
    bool year = true, class = true;

    for (size_t i = 0; i < file->rows.count; i++) {
        year &= text_equal(file->rows.items[i].year_name, file->rows.items[0].year_name);
        class &= text_equal(file->rows.items[i].class_name, file->rows.items[0].class_name);
    }
    if (file->rows.count && year)
        file->year_name = file->rows.items[0].year_name;
    if (file->rows.count && class)
        file->class_name = file->rows.items[0].class_name;
    for (size_t i = 0; i < file->sheets.count && file->school_name == NULL; i++)
        file->school_name = file->sheets.items[i].school_name;
}

enum status
import_map(const struct workbook *workbook, const char *name, const struct import_options *options,
           struct arena *arena, struct import_file *file, struct error *err)
{
    struct import_file made = {.format = workbook->format};
    struct workbook *copy = copy_workbook(workbook, arena);
    struct mapping mapping = {.workbook = copy,
                              .options = options,
                              .aliases = aliases_load(arena),
                              .arena = arena,
                              .file = &made};
    struct legacy_notes notes = {0};
    bool known = false;

    TRY(map_check_choices(&mapping, err));
    legacy_convert_workbook(copy, arena, &notes);
    for (size_t i = 0; i < copy->sheets.count; i++) {
        map_sheet(&mapping, i);
        known |= made.sheets.items[i].shape != SHAPE_UNKNOWN;
    }
    *file = made;
    TRY(map_check_places(&mapping, err));
    if (!known)
        return fail(err, INVALID,
                    "%s: không nhận ra dòng tiêu đề nào. Không có gì được nhập. Bảng phải có cột "
                    "“Họ và tên” và các cột như “Ngày sinh”, “Mã học sinh”, “Mức đạt được”, “Điểm "
                    "KTĐK”, “Nhận xét”, “Yêu nước”…",
                    name);
    say_conversions(&mapping, &notes);
    map_duplicates(&mapping);
    settle_file(&made);
    deliver_problems(&mapping);
    *file = made;
    return OK;
}

enum status
import_read(struct span bytes, const char *name, const struct import_options *options,
            struct arena *arena, struct import_file *file, struct error *err)
{
    struct workbook workbook;

    TRY(workbook_read(bytes, name, arena, &workbook, err));
    return import_map(&workbook, name, options, arena, file, err);
}
