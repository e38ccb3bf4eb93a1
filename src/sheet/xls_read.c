/* SPDX-License-Identifier: Apache-2.0
 *
 * XLS (BIFF) through libfreexl, which reads files only: the bytes go through a file in memory.
 * libfreexl knows no merged ranges and no hidden columns; header rows are understood without.  What
 * formulas came to is read beside it (xls_results.h).
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <freexl.h>

#include "sheet/xls_results.h"

static enum status
read_cell(struct build *build, struct sheet *sheet, const void *book, size_t row, size_t column,
          struct error *err)
{
    FreeXL_CellValue value;
    struct cell *cell;
    struct date date;

    if (freexl_get_cell_value(book, (unsigned)row, (unsigned short)column, &value) != FREEXL_OK)
        return fail_damaged(err, "freexl: cell");
    if (value.type == FREEXL_CELL_NULL)
        return OK;
    TRY(build_cell(build, sheet, row + 1, column + 1, &cell, err));
    switch (value.type) {
    case FREEXL_CELL_INT: build_number(build, cell, value.value.int_value); break;
    case FREEXL_CELL_DOUBLE: build_number(build, cell, value.value.double_value); break;
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
        if (strlen(value.value.text_value) >= 10 &&
            date_parse_iso((struct span){value.value.text_value, 10}, &date)) {
            build_date(build, cell, 0, date);
            break;
        }
        /* fall through */
    default:
        if (value.value.text_value && strlen(value.value.text_value) > WORKBOOK_CELL_BYTES_MAX)
            return fail_too_large(err, "số byte của một ô", WORKBOOK_CELL_BYTES_MAX);
        if (value.value.text_value)
            build_text(build, cell, span_of(value.value.text_value));
    }
    return OK;
}

static enum status
read_sheet(struct build *build, const void *book, unsigned short index, struct error *err)
{
    const char *name = NULL;
    struct sheet *sheet;
    unsigned rows = 0;
    unsigned short columns = 0;

    if (freexl_get_worksheet_name(book, index, &name) != FREEXL_OK ||
        freexl_select_active_worksheet(book, index) != FREEXL_OK ||
        freexl_worksheet_dimensions(book, &rows, &columns) != FREEXL_OK)
        return fail_damaged(err, "freexl: worksheet");
    TRY(build_sheet(build, name ? name : "", &sheet, err));
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            TRY(read_cell(build, sheet, book, row, column, err));
    return OK;
}

static enum status
read_book(struct build *build, const void *book, struct error *err)
{
    unsigned info = 0, sheets = 0;

    if (freexl_get_info(book, FREEXL_BIFF_PASSWORD, &info) == FREEXL_OK &&
        info == FREEXL_BIFF_OBFUSCATED)
        return fail_password(err);
    if (freexl_get_info(book, FREEXL_BIFF_DATEMODE, &info) == FREEXL_OK)
        build->workbook->system_1904 = info == FREEXL_BIFF_DATEMODE_1904;
    if (freexl_get_info(book, FREEXL_BIFF_SHEET_COUNT, &sheets) != FREEXL_OK || sheets == 0)
        return fail_damaged(err, "freexl: no worksheet");
    if (sheets > WORKBOOK_SHEETS_MAX)
        return fail_too_large(err, "số trang tính", WORKBOOK_SHEETS_MAX);
    for (unsigned i = 0; i < sheets; i++)
        TRY(read_sheet(build, book, (unsigned short)i, err));
    return OK;
}

/* A file in memory with these bytes; -1 when there is none to be had. */
static int
memory_file(struct span bytes)
{
    int fd = memfd_create("workbook", MFD_CLOEXEC);

    for (size_t done = 0; fd >= 0 && done < bytes.size;) {
        ssize_t n = write(fd, bytes.data + done, bytes.size - done);
        if (n <= 0) {
            close(fd);
            return -1;
        }
        done += (size_t)n;
    }
    return fd;
}

enum status
xls_read(struct build *build, struct span bytes, struct error *err)
{
    const void *book = NULL;
    char path[40];
    int fd = memory_file(bytes);
    enum status status;

    if (fd < 0)
        return fail(err, UNAVAILABLE,
                    "Máy chủ không còn bộ nhớ để đọc tệp .xls. Không có gì được nhập. Hãy thử lại "
                    "sau.");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int opened = freexl_open(path, &book);
    if (opened == FREEXL_OK)
        status = read_book(build, book, err);
    else if (book)
        status =
            read_book(build, book, err) == OK ? fail_damaged(err, "freexl: open") : err->status;
    else
        status = fail_damaged(err, "freexl: open");
    if (book)
        freexl_close(book);
    close(fd);
    return status == OK ? xls_read_results(build, bytes, err) : status;
}
