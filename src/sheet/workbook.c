/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/workbook.h"

#include <math.h>

#include "base/unicode.h"
#include "sheet/ole.h"
#include "sheet/workbook_build.h"

static const struct cell empty_cell = {.text = ""};

const char *
workbook_format_word(enum workbook_format format)
{
    static const char *const words[] = {"xlsx", "xls", "html", "csv"};

    return words[format];
}

const char *
column_letters(size_t column, char *out)
{
    char reversed[COLUMN_LETTERS_SIZE];
    size_t n = 0, i = 0;

    for (; column > 0 && n < COLUMN_LETTERS_SIZE - 1; column = (column - 1) / 26)
        reversed[n++] = (char)('A' + (column - 1) % 26);
    while (n > 0)
        out[i++] = reversed[--n];
    out[i] = '\0';
    return out;
}

const struct cell *
sheet_cell(const struct sheet *sheet, size_t row, size_t column)
{
    if (row < 1 || row > sheet->row_count || column < 1)
        return &empty_cell;
    const struct sheet_row *cells = &sheet->rows[row - 1];
    return column <= cells->count ? &cells->cells[column - 1] : &empty_cell;
}

/* --- sentences ----------------------------------------------------------------------------- */

enum status
fail_damaged(struct error *err, const char *detail)
{
    fail(err, INVALID,
         "Tệp bảng tính bị hỏng hoặc bị cắt ngang khi chép, không đọc hết được. Không có gì được "
         "nhập. Hãy mở tệp bằng Excel hoặc LibreOffice, lưu lại rồi nhập lại.");
    return fail_detail(err, "%s", detail);
}

enum status
fail_password(struct error *err)
{
    return fail(err, INVALID,
                "Tệp bảng tính được đặt mật khẩu nên không đọc được. Không có gì được nhập. Hãy mở "
                "tệp bằng Excel, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ sổ làm việc), lưu rồi nhập "
                "lại.");
}

enum status
fail_too_large(struct error *err, const char *what, size_t ceiling)
{
    return fail(err, INVALID,
                "Tệp bảng tính vượt giới hạn %s (nhiều nhất %zu). Không có gì được nhập. Hãy tách "
                "tệp theo lớp hoặc xóa phần thừa rồi nhập lại.",
                what, ceiling);
}

/* --- building ------------------------------------------------------------------------------ */

enum status
build_sheet(struct build *build, const char *name, struct sheet **sheet, struct error *err)
{
    if (build->workbook->sheets.count >= WORKBOOK_SHEETS_MAX)
        return fail_too_large(err, "số trang tính", WORKBOOK_SHEETS_MAX);
    *sheet = list_add(build->arena, build->workbook->sheets);
    char *composed = unicode_nfc(build->arena, name);
    (*sheet)->name = composed ? composed : "";
    return OK;
}

/* Make rows up to `row` exist. */
static void
grow_rows(struct build *build, struct sheet *sheet, size_t row)
{
    if (row <= sheet->row_count)
        return;
    size_t room = 32;
    while (room < row)
        room *= 2;
    size_t had = 32;
    while (had < sheet->row_count)
        had *= 2;
    if (sheet->rows == NULL || room > had) {
        struct sheet_row *more = arena_make_array(build->arena, room, struct sheet_row);
        if (sheet->row_count)
            memcpy(more, sheet->rows, sheet->row_count * sizeof *more);
        sheet->rows = more;
    }
    sheet->row_count = row;
}

/* Make cells 1..column of a row exist, counting what is allocated. */
static enum status
grow_cells(struct build *build, struct sheet_row *row, size_t column, struct error *err)
{
    size_t room = column < 8 ? 8 : column + column / 2;

    if (column <= row->count)
        return OK;
    build->workbook->cells += room;
    if (build->workbook->cells > WORKBOOK_CELLS_MAX)
        return fail_too_large(err, "số ô", WORKBOOK_CELLS_MAX);
    struct cell *more = arena_make_array(build->arena, room, struct cell);
    if (row->count)
        memcpy(more, row->cells, row->count * sizeof *more);
    for (size_t i = row->count; i < room; i++)
        more[i] = empty_cell;
    row->cells = more;
    row->count = room;
    return OK;
}

enum status
build_cell(struct build *build, struct sheet *sheet, size_t row, size_t column, struct cell **cell,
           struct error *err)
{
    if (row < 1 || column < 1)
        return fail_damaged(err, "cell before row 1 or column 1");
    if (row > WORKBOOK_ROWS_MAX)
        return fail_too_large(err, "số dòng của một trang tính", WORKBOOK_ROWS_MAX);
    if (column > WORKBOOK_COLUMNS_MAX)
        return fail_too_large(err, "số cột của một trang tính", WORKBOOK_COLUMNS_MAX);
    grow_rows(build, sheet, row);
    TRY(grow_cells(build, &sheet->rows[row - 1], column, err));
    if (column > sheet->column_count)
        sheet->column_count = column;
    *cell = &sheet->rows[row - 1].cells[column - 1];
    return OK;
}

/* Valid UTF-8 without control characters: what is neither becomes a blank. */
static char *
clean_text(struct arena *arena, struct span text)
{
    char *copy = arena_copy(arena, text.data, text.size);
    char *end = copy + text.size;

    for (char *p = copy; p < end; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            *p = *p == '\n' ? '\n' : ' ';
    if (utf8_is_valid((struct span){copy, text.size}))
        return copy;
    for (char *p = copy; p < end; p++)
        if ((unsigned char)*p >= 0x80)
            *p = ' ';
    return copy;
}

static bool
is_error_word(const char *text)
{
    static const char *const words[] = {"#N/A",    "#REF!",   "#NAME?",  "#DIV/0!",
                                        "#VALUE!", "#NUM!",   "#NULL!",  "#SPILL!",
                                        "#CALC!",  "Err:502", "Err:508", "Err:522"};

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (text_equal(text, words[i]))
            return true;
    return false;
}

void
build_text(struct build *build, struct cell *cell, struct span text)
{
    char *copy = clean_text(build->arena, text);
    char *composed = unicode_nfc(build->arena, copy);

    if (composed == NULL || text_is_blank(composed))
        return;
    cell->kind = is_error_word(composed) ? CELL_ERROR : CELL_TEXT;
    cell->text = composed;
}

void
build_number(struct build *build, struct cell *cell, double number)
{
    cell->kind = CELL_NUMBER;
    cell->number = number;
    cell->text = number == floor(number) && fabs(number) < 1e15
                     ? arena_printf(build->arena, "%.0f", number + 0.0)
                     : arena_printf(build->arena, "%.15g", number);
}

void
build_date(struct build *build, struct cell *cell, double serial, struct date date)
{
    char text[DATE_TEXT_SIZE];

    cell->kind = CELL_DATE;
    cell->number = serial;
    cell->date = date;
    cell->text = arena_text(build->arena, date_write_iso(date, text));
}

void
build_error(struct build *build, struct cell *cell, const char *text)
{
    cell->kind = CELL_ERROR;
    cell->text = arena_text(build->arena, text);
}

enum status
build_merge(struct build *build, struct sheet *sheet, struct range range, struct error *err)
{
    size_t bottom = range.bottom < sheet->row_count ? range.bottom : sheet->row_count;
    size_t right = range.right < sheet->column_count ? range.right : sheet->column_count;
    struct cell first = *sheet_cell(sheet, range.top, range.left);

    if (range.top < 1 || range.left < 1 || first.kind == CELL_EMPTY || first.spread)
        return OK;
    for (size_t row = range.top; row <= bottom; row++)
        for (size_t column = range.left; column <= right; column++) {
            struct cell *cell;
            if (++build->merged > WORKBOOK_CELLS_MAX)
                return fail_too_large(err, "số ô gộp", WORKBOOK_CELLS_MAX);
            TRY(build_cell(build, sheet, row, column, &cell, err));
            if (row == range.top && column == range.left)
                continue;
            *cell = first;
            cell->spread = column == range.left ? SPREAD_DOWN : SPREAD_RIGHT;
        }
    return OK;
}

/* --- what kind of file is it? -------------------------------------------------------------- */

static bool
begins(struct span bytes, const char *magic, size_t size)
{
    return bytes.size >= size && memcmp(bytes.data, magic, size) == 0;
}

static bool
contains(struct span bytes, const char *what, size_t size)
{
    return memmem(bytes.data, bytes.size, what, size) != NULL;
}

static enum status
fail_not_workbook(struct error *err, const char *what)
{
    return fail(err, INVALID,
                "Tệp này không phải là bảng tính%s. Không có gì được nhập. Hãy chọn tệp .xlsx, "
                ".xls hoặc .csv.",
                what);
}

/* An OLE2 container: a BIFF workbook, an encrypted XLSX, or something of another program. */
static enum status
read_ole(struct build *build, struct span bytes, struct error *err)
{
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    static const char book[] = "B\0o\0o\0k\0", workbook[] = "W\0o\0r\0k\0b\0o\0o\0k\0";

    if (contains(bytes, encrypted, sizeof encrypted - 1))
        return fail_password(err);
    if (bytes.size < 1536 || bytes.size % 512 != 0)
        return fail_damaged(err, "ole2: not whole sectors");
    if (!ole_has_directory(bytes))
        return fail_damaged(err, "ole2: the directory is missing");
    if (!contains(bytes, workbook, sizeof workbook - 1) && !contains(bytes, book, sizeof book - 1))
        return fail_not_workbook(err, " (có vẻ là văn bản Word hoặc tệp của chương trình khác)");
    build->workbook->format = WORKBOOK_XLS;
    return xls_read(build, bytes, err);
}

/* Does the text begin as a page or hold a table? */
static bool
is_html(struct span text)
{
    size_t i = 0, near = text.size < 65536 ? text.size : 65536;

    while (i < near && strchr(" \t\r\n", text.data[i]))
        i++;
    if (i == near || text.data[i] != '<')
        return false;
    for (; i + 6 <= near; i++)
        if (text.data[i] == '<' && (strncasecmp(text.data + i, "<table", 6) == 0 ||
                                    strncasecmp(text.data + i, "<html", 5) == 0))
            return true;
    return false;
}

/* Text: HTML or CSV, or what only looks like text. */
static enum status
read_text(struct build *build, struct span bytes, struct error *err)
{
    struct span text;
    bool unicode;

    TRY(charset_decode(bytes, build->arena, &text, &unicode, err));
    build->workbook->not_unicode = !unicode;
    if (is_html(text)) {
        build->workbook->format = WORKBOOK_HTML;
        return html_read(build, text, err);
    }
    if (contains(text, "urn:schemas-microsoft-com:office:spreadsheet", 44))
        return fail(err, INVALID,
                    "Đây là bảng tính dạng XML 2003, chương trình chưa đọc dạng này. Không có gì "
                    "được nhập. Hãy mở bằng Excel, lưu thành .xlsx rồi nhập lại.");
    if (begins(text, "<", 1) || begins(text, "{", 1) || begins(text, "MIME-Version", 12))
        return fail_not_workbook(err, "");
    build->workbook->format = WORKBOOK_CSV;
    return csv_read(build, text, err);
}

static enum status
read_by_magic(struct build *build, struct span bytes, struct error *err)
{
    if (begins(bytes, "PK\3\4", 4) || begins(bytes, "PK\5\6", 4)) {
        build->workbook->format = WORKBOOK_XLSX;
        return xlsx_read(build, bytes, err);
    }
    if (begins(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8))
        return read_ole(build, bytes, err);
    if (begins(bytes, "%PDF", 4))
        return fail_not_workbook(err, " (đây là tệp PDF)");
    if (begins(bytes, "\x89PNG", 4) || begins(bytes, "\xFF\xD8\xFF", 3))
        return fail_not_workbook(err, " (đây là ảnh)");
    return read_text(build, bytes, err);
}

enum status
workbook_read(struct span bytes, const char *name, struct arena *arena, struct workbook *workbook,
              struct error *err)
{
    struct workbook read = {0};
    struct build build = {.workbook = &read, .arena = arena};
    enum status status;

    if (bytes.size > WORKBOOK_BYTES_MAX)
        status = fail_too_large(err, "dung lượng (byte)", WORKBOOK_BYTES_MAX);
    else if (bytes.size == 0)
        status = fail(err, INVALID, "Tệp rỗng, không có gì để nhập. Hãy kiểm tra lại tệp.");
    else
        status = read_by_magic(&build, bytes, err);
    if (status != OK)
        return fail_within(err, "%s", name);
    *workbook = read;
    return OK;
}
