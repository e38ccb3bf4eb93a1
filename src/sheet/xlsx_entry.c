/* SPDX-License-Identifier: Apache-2.0
 *
 * A class's entry workbook: what a teacher takes along to where there is no network.
 */
#include "base/unicode.h"
#include "sheet/xlsx_out.h"

enum {
    TITLE_ROWS = 4,
    HEADER_ROW = TITLE_ROWS,
    FIRST_ROW,
    MARK_MAX = 10,
    SUBJECT_COLUMNS = 3,
    BASE_DIGITS_MAX = 18
};
enum { COLUMN_ORDER, COLUMN_CODE, COLUMN_NAME, COLUMN_BIRTH, COLUMN_FIRST };

#define BASE_BEFORE "Tải từ hocba, thay đổi số "
#define BASE_BEHIND ". Ô nào không sửa thì khi nhập lại không đổi gì."

static const struct {
    const char *title;
    double width;
} fixed_columns[COLUMN_FIRST] = {
    {"STT", 5}, {"Mã học sinh", 13}, {"Họ và tên", 26}, {"Ngày sinh", 12}};

const char *
entry_base_write(int64_t base, struct arena *arena)
{
    return arena_printf(arena, "%s%lld%s", BASE_BEFORE, (long long)base, BASE_BEHIND);
}

int64_t
entry_base_read(const char *title)
{
    int64_t base = 0;

    if (!text_starts(title, BASE_BEFORE))
        return -1;
    const char *digits = title + strlen(BASE_BEFORE);
    size_t count = strspn(digits, "0123456789");
    if (count == 0 || count > BASE_DIGITS_MAX)
        return -1;
    for (size_t i = 0; i < count; i++)
        base = 10 * base + (digits[i] - '0');
    return base;
}

struct entry_formats {
    lxw_format *title, *header, *fixed, *open, *open_text;
};

static void
write_titles(struct xlsx_out *out, const struct entry_book *book, const struct entry_sheet *sheet,
             const struct entry_formats *formats)
{
    bool wide = sheet->column_count > SUBJECT_COLUMNS;
    const char *lines[TITLE_ROWS] = {book->school_name,
                                     arena_printf(out->arena, "%s - LỚP %s - %s, NĂM HỌC %s",
                                                  sheet->title, book->class_name,
                                                  period_name(book->period), book->year_name),
                                     entry_base_write(book->base, out->arena)};

    for (lxw_row_t row = 0; row < TITLE_ROWS; row++)
        if (lines[row])
            xlsx_out_range(out, row, 0, row, (lxw_col_t)(COLUMN_FIRST + sheet->column_count - 1),
                           lines[row], formats->title);
    for (int i = 0; i < COLUMN_FIRST; i++) {
        xlsx_out_text(out, HEADER_ROW, (lxw_col_t)i, fixed_columns[i].title, formats->header);
        worksheet_set_column(out->sheet, (lxw_col_t)i, (lxw_col_t)i, fixed_columns[i].width, NULL);
    }
    for (size_t i = 0; i < sheet->column_count; i++) {
        lxw_col_t column = (lxw_col_t)(COLUMN_FIRST + i);
        bool text = !sheet->columns[i].choices && !sheet->columns[i].mark;
        xlsx_out_text(out, HEADER_ROW, column, sheet->columns[i].title, formats->header);
        worksheet_set_column(out->sheet, column, column, text ? (wide ? 36 : 60) : (wide ? 9 : 11),
                             NULL);
    }
}

static void
write_pupil(struct xlsx_out *out, const struct entry_book *book, const struct entry_sheet *sheet,
            size_t index, const struct entry_formats *formats)
{
    const struct entry_pupil *pupil = &book->pupils[index];
    const char *const *values = sheet->values + index * sheet->column_count;
    lxw_row_t row = (lxw_row_t)(FIRST_ROW + index);
    char day[DATE_TEXT_SIZE];
    int mark;

    worksheet_write_number(out->sheet, row, COLUMN_ORDER, (double)(index + 1), formats->fixed);
    xlsx_out_text(out, row, COLUMN_CODE, pupil->code, formats->fixed);
    xlsx_out_text(out, row, COLUMN_NAME, pupil->name, formats->fixed);
    xlsx_out_text(out, row, COLUMN_BIRTH, date_write_vietnamese(pupil->birth_date, day),
                  formats->fixed);
    for (size_t i = 0; i < sheet->column_count; i++) {
        const struct entry_column *column = &sheet->columns[i];
        lxw_col_t at = (lxw_col_t)(COLUMN_FIRST + i);
        if (column->mark && text_to_int(values[i], 0, MARK_MAX, &mark))
            worksheet_write_number(out->sheet, row, at, mark, formats->open);
        else
            xlsx_out_text(out, row, at, values[i],
                          column->choices || column->mark ? formats->open : formats->open_text);
    }
}

/* The library wants texts that it could write to. */
static char **
choices_of(const struct entry_column *column, struct arena *arena)
{
    size_t count = 0;

    while (column->choices[count])
        count++;
    char **list = arena_make_array(arena, count + 1, char *);
    for (size_t i = 0; i < count; i++)
        list[i] = arena_text(arena, column->choices[i]);
    return list;
}

/* What the spreadsheet itself refuses while it is typed. */
static void
guard_column(struct xlsx_out *out, const struct entry_column *column, lxw_col_t at, size_t count)
{
    lxw_data_validation rule = {.ignore_blank = LXW_VALIDATION_ON, .show_error = LXW_VALIDATION_ON};
    const char *message;

    if (column->choices) {
        rule.validate = LXW_VALIDATION_TYPE_LIST;
        rule.value_list = choices_of(column, out->arena);
        message = "Hãy chọn một mức trong danh sách.";
    } else if (column->mark) {
        rule.validate = LXW_VALIDATION_TYPE_INTEGER;
        rule.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
        rule.maximum_number = MARK_MAX;
        message = "Điểm là số nguyên từ 0 đến 10.";
    } else if (column->max > 0) {
        rule.validate = LXW_VALIDATION_TYPE_LENGTH;
        rule.criteria = LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO;
        rule.value_number = column->max;
        message = "Nhận xét dài quá chỗ in.";
    } else {
        return;
    }
    rule.error_title = arena_text(out->arena, "hocba");
    rule.error_message = arena_text(out->arena, message);
    worksheet_data_validation_range(out->sheet, FIRST_ROW, at, (lxw_row_t)(FIRST_ROW + count - 1),
                                    at, &rule);
}

static void
write_sheet(struct xlsx_out *out, const struct entry_book *book, const struct entry_sheet *sheet,
            const struct entry_formats *formats)
{
    write_titles(out, book, sheet, formats);
    for (size_t i = 0; i < book->count; i++)
        write_pupil(out, book, sheet, i, formats);
    for (size_t i = 0; i < sheet->column_count && book->count > 0; i++)
        guard_column(out, &sheet->columns[i], (lxw_col_t)(COLUMN_FIRST + i), book->count);
    worksheet_freeze_panes(out->sheet, FIRST_ROW, COLUMN_BIRTH);
    worksheet_protect(out->sheet, NULL,
                      &(lxw_protection){.format_cells = LXW_TRUE,
                                        .format_columns = LXW_TRUE,
                                        .format_rows = LXW_TRUE});
    if (book->training) {
        worksheet_set_header(out->sheet, "&C&14THỬ NGHIỆM");
        worksheet_set_footer(out->sheet, "&CTHỬ NGHIỆM");
    }
}

enum status
xlsx_write_entry(const struct entry_book *book, struct arena *arena, struct span *bytes,
                 struct error *err)
{
    struct xlsx_out out;

    TRY(xlsx_out_open(&out, book->sheets[0].name, book->date, arena, err));
    struct entry_formats formats = {.title = xlsx_out_format(&out, true, false, LXW_ALIGN_LEFT),
                                    .header = xlsx_out_format(&out, true, true, LXW_ALIGN_CENTER),
                                    .fixed = xlsx_out_format(&out, false, true, LXW_ALIGN_LEFT),
                                    .open = xlsx_out_format(&out, false, true, LXW_ALIGN_CENTER),
                                    .open_text =
                                        xlsx_out_format(&out, false, true, LXW_ALIGN_LEFT)};
    format_set_text_wrap(formats.header);
    format_set_unlocked(formats.open);
    format_set_unlocked(formats.open_text);
    for (size_t i = 0; i < book->sheet_count; i++) {
        if (i > 0)
            xlsx_out_next(&out, book->sheets[i].name);
        write_sheet(&out, book, &book->sheets[i], &formats);
    }
    return xlsx_out_close(&out, bytes, err);
}
