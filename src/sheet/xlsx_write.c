/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/xlsx_write.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sheet/xlsx_out.h"

enum { CELL_CHARACTERS_MAX = 32000, WRITTEN_BYTES_MAX = 64 << 20 };

static enum status
fail_no_memory(struct error *err, const char *detail)
{
    fail(err, UNAVAILABLE,
         "Không ghi được tệp .xlsx vì máy thiếu bộ nhớ hoặc thư mục tạm đầy. Dữ liệu vẫn nguyên. "
         "Hãy giải phóng chỗ rồi thử lại.");
    return fail_detail(err, "%s", detail);
}

enum status
xlsx_out_open(struct xlsx_out *out, const char *sheet, struct date date, struct arena *arena,
              struct error *err)
{
    struct date shown = date_is_none(date) ? (struct date){2020, 9, 4} : date;
    char path[40];

    *out = (struct xlsx_out){.arena = arena, .fd = memfd_create("workbook", MFD_CLOEXEC)};
    if (out->fd < 0)
        return fail_no_memory(err, "memfd_create");
    snprintf(path, sizeof path, "/proc/self/fd/%d", out->fd);
    out->book = workbook_new(path);
    if (out->book == NULL) {
        close(out->fd);
        return fail_no_memory(err, "workbook_new");
    }
    lxw_doc_properties properties = {.created = (time_t)(date_to_days(shown) * 86400)};
    workbook_set_properties(out->book, &properties);
    xlsx_out_next(out, sheet);
    return OK;
}

void
xlsx_out_next(struct xlsx_out *out, const char *sheet)
{
    out->sheet = workbook_add_worksheet(out->book, sheet);
    worksheet_set_landscape(out->sheet);
    worksheet_set_paper(out->sheet, 9); /* A4 */
    worksheet_fit_to_pages(out->sheet, 1, 0);
    worksheet_set_margins(out->sheet, 0.4, 0.4, 0.5, 0.5);
}

enum status
xlsx_out_close(struct xlsx_out *out, struct span *bytes, struct error *err)
{
    enum status status = OK;
    struct stat stat;

    lxw_error failed = workbook_close(out->book);
    if (failed != LXW_NO_ERROR || fstat(out->fd, &stat) != 0 || stat.st_size <= 0 ||
        stat.st_size > WRITTEN_BYTES_MAX) {
        status = fail_no_memory(err, failed ? lxw_strerror(failed) : "size");
    } else {
        size_t size = (size_t)stat.st_size, done = 0;
        char *data = arena_alloc(out->arena, size + 1);
        for (ssize_t n; done < size; done += (size_t)n)
            if ((n = pread(out->fd, data + done, size - done, (off_t)done)) <= 0)
                break;
        if (done == size)
            *bytes = (struct span){data, size};
        else
            status = fail_no_memory(err, "pread");
    }
    close(out->fd);
    return status;
}

lxw_format *
xlsx_out_format(struct xlsx_out *out, bool bold, bool border, uint8_t align)
{
    lxw_format *format = workbook_add_format(out->book);

    format_set_font_name(format, "Times New Roman");
    format_set_font_size(format, 11);
    format_set_text_wrap(format);
    format_set_align(format, align);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (bold)
        format_set_bold(format);
    if (border)
        format_set_border(format, LXW_BORDER_THIN);
    return format;
}

/* What a spreadsheet might take for a formula gets an apostrophe; too long a text is an error of
 * the format, so it is cut with a mark. */
static const char *
harmless(struct arena *arena, const char *text)
{
    size_t size = strlen(text);

    if (size > CELL_CHARACTERS_MAX) {
        for (size = CELL_CHARACTERS_MAX; ((unsigned char)text[size] & 0xC0) == 0x80;)
            size--;
        text = arena_printf(arena, "%.*s…", (int)size, text);
    }
    return *text && strchr("=+-@\t\r", *text) ? arena_printf(arena, "'%s", text) : text;
}

void
xlsx_out_text(struct xlsx_out *out, lxw_row_t row, lxw_col_t column, const char *text,
              lxw_format *format)
{
    if (text == NULL || *text == '\0')
        worksheet_write_blank(out->sheet, row, column, format);
    else
        worksheet_write_string(out->sheet, row, column, harmless(out->arena, text), format);
}

void
xlsx_out_range(struct xlsx_out *out, lxw_row_t top, lxw_col_t left, lxw_row_t bottom,
               lxw_col_t right, const char *text, lxw_format *format)
{
    if (top == bottom && left == right)
        xlsx_out_text(out, top, left, text, format);
    else
        worksheet_merge_range(out->sheet, top, left, bottom, right,
                              harmless(out->arena, text ? text : ""), format);
}

/* --- the list of problems ------------------------------------------------------------------ */

static const struct {
    const char *title;
    double width;
} problem_columns[] = {
    {"STT", 5},     {"Tệp", 22},      {"Trang tính", 18}, {"Dòng", 7},      {"Cột", 6},
    {"Mức độ", 10}, {"Học sinh", 24}, {"Điều khoản", 16}, {"Nội dung", 70}, {"Đề nghị sửa", 22},
};

static const char *
severity_word(enum import_severity severity)
{
    static const char *const words[] = {"Thông báo", "Cảnh báo", "Lỗi"};

    return words[severity];
}

static void
write_problem(struct xlsx_out *out, lxw_row_t row, const struct problem_line *line,
              lxw_format *text, lxw_format *middle)
{
    char letters[COLUMN_LETTERS_SIZE];

    worksheet_write_number(out->sheet, row, 0, row - 2, middle);
    xlsx_out_text(out, row, 1, line->file, text);
    xlsx_out_text(out, row, 2, line->sheet, text);
    if (line->row)
        worksheet_write_number(out->sheet, row, 3, (double)line->row, middle);
    else
        xlsx_out_text(out, row, 3, NULL, middle);
    xlsx_out_text(out, row, 4, column_letters(line->column, letters), middle);
    xlsx_out_text(out, row, 5, severity_word(line->severity), middle);
    xlsx_out_text(out, row, 6, line->pupil, text);
    xlsx_out_text(out, row, 7, line->article, text);
    xlsx_out_text(out, row, 8, line->message, text);
    xlsx_out_text(out, row, 9, line->proposal, text);
}

enum status
xlsx_write_problems(const struct problem_line *lines, size_t count, const char *title,
                    struct arena *arena, struct span *bytes, struct error *err)
{
    enum { LINES_MAX = 1000000 }; /* a sheet holds 1,048,576 rows */
    struct xlsx_out out;

    if (count > LINES_MAX)
        return fail(err, INVALID, "Danh sách có hơn %d dòng, quá dài cho một tệp .xlsx.",
                    LINES_MAX);
    TRY(xlsx_out_open(&out, "Danh sách lỗi", (struct date){0}, arena, err));
    lxw_format *head = xlsx_out_format(&out, true, true, LXW_ALIGN_CENTER);
    lxw_format *text = xlsx_out_format(&out, false, true, LXW_ALIGN_LEFT);
    lxw_format *middle = xlsx_out_format(&out, false, true, LXW_ALIGN_CENTER);
    lxw_col_t last = COUNT_OF(problem_columns) - 1;

    xlsx_out_range(&out, 0, 0, 0, last, title,
                   xlsx_out_format(&out, true, false, LXW_ALIGN_CENTER));
    for (lxw_col_t i = 0; i <= last; i++) {
        worksheet_set_column(out.sheet, i, i, problem_columns[i].width, NULL);
        xlsx_out_text(&out, 2, i, problem_columns[i].title, head);
    }
    for (size_t i = 0; i < count; i++)
        write_problem(&out, (lxw_row_t)(i + 3), &lines[i], text, middle);
    worksheet_freeze_panes(out.sheet, 3, 0);
    worksheet_repeat_rows(out.sheet, 2, 2);
    worksheet_autofilter(out.sheet, 2, 0, (lxw_row_t)(count + 2), last);
    return xlsx_out_close(&out, bytes, err);
}
