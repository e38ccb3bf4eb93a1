/* SPDX-License-Identifier: Apache-2.0
 *
 * Workbook: the cells of any file that a school calls a workbook, whatever wrote it: XLSX (Excel,
 * LibreOffice, openpyxl, libxlsxwriter), XLS (BIFF), HTML that calls itself XLS, and CSV.  The kind
 * is sniffed from the bytes, never taken from the name.
 *
 * Everything lives in the arena given to workbook_read().  Texts are NFC UTF-8, otherwise as
 * written (no blanks removed).  Rows and columns count from 1 as people see them.
 * What comes from outside has the ceilings below; each way of being bad has its own sentence.
 */
#ifndef HOCBA_SHEET_WORKBOOK_H
#define HOCBA_SHEET_WORKBOOK_H

#include <stdbool.h>

#include "base/date.h"
#include "base/list.h"
#include "base/text.h"

enum {
    WORKBOOK_BYTES_MAX = 32 << 20,     /* of the file */
    WORKBOOK_UNPACKED_MAX = 256 << 20, /* of all parts of an XLSX that are read, together */
    WORKBOOK_RATIO_MAX = 200,          /* unpacked to packed, of a part above WORKBOOK_RATIO_FREE */
    WORKBOOK_RATIO_FREE = 8 << 20,
    WORKBOOK_ENTRIES_MAX = 2000, /* of the zip */
    WORKBOOK_SHEETS_MAX = 200,
    WORKBOOK_ROWS_MAX = 20000,    /* the last row with a value, of one sheet */
    WORKBOOK_COLUMNS_MAX = 400,   /* the last column with a value */
    WORKBOOK_CELLS_MAX = 2000000, /* of the whole workbook, gaps inside rows and merges included */
    WORKBOOK_CELL_BYTES_MAX = 65536, /* of one text (Excel: 32,767 characters) */
    WORKBOOK_STRINGS_MAX = 1000000,
    WORKBOOK_MERGES_MAX = 20000,
    WORKBOOK_DEPTH_MAX = 64, /* of nested XML elements */
};

enum workbook_format { WORKBOOK_XLSX, WORKBOOK_XLS, WORKBOOK_HTML, WORKBOOK_CSV };

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_BOOL, CELL_ERROR };

/* A cell inside a merged range repeats the first cell's value and says so. */
enum cell_spread { SPREAD_NONE, SPREAD_RIGHT, SPREAD_DOWN };

/* What the cell's font says of its letters (XLSX only): ".VnTime" is TCVN3, ".VnTimeH" shows it in
 * capitals, "VNI-Times" is VNI-Windows. */
enum cell_font { FONT_UNKNOWN, FONT_TCVN3, FONT_TCVN3_CAPITALS, FONT_VNI };

struct cell {
    enum cell_kind kind;
    enum cell_font font;
    enum cell_spread spread; /* DOWN: below the first cell, in its column; RIGHT: anywhere else */
    const char *text; /* never NULL: the text; a number as shown ("022..." where the format pads
                         with zeros, "9.5" with a dot); a date as ISO; an error as "#N/A", a
                         formula without a stored result as "="; a bool as "1" or "0"; ""
                         when empty */
    double number;    /* of NUMBER, DATE (the serial) and BOOL */
    struct date date; /* of DATE */
};

struct sheet_row {
    struct cell *cells; /* of columns 1..count */
    size_t count;
    bool hidden;
};

struct sheet {
    const char *name; /* NFC; of HTML and CSV: "" */
    bool hidden;
    size_t row_count, column_count; /* up to the last value */
    struct sheet_row *rows;         /* of rows 1..row_count */
    bool hidden_columns[WORKBOOK_COLUMNS_MAX + 1];
};

struct workbook {
    enum workbook_format format;
    bool system_1904; /* of serial day numbers */
    bool not_unicode; /* a CSV or HTML in no Unicode encoding: read as Windows-1252, so that
                         it looks as TCVN3 and VNI texts look everywhere */
    size_t cells;     /* allocated, against WORKBOOK_CELLS_MAX */
    LIST(struct sheet) sheets; /* in the order of the tabs */
};

/* Read a workbook; `name` is the file's name, for messages only.
 * INVALID: not a workbook, damaged, password-protected, or above a ceiling. */
MUST_CHECK enum status workbook_read(struct span bytes, const char *name, struct arena *arena,
                                     struct workbook *workbook, struct error *err);

/* The cell at row and column, counted from 1; an empty one where there is none. Never NULL. */
const struct cell *sheet_cell(const struct sheet *sheet, size_t row, size_t column);

/* "A" ... "ZZ" of a column from 1; "" of 0. `out` has COLUMN_LETTERS_SIZE bytes; returns out. */
enum { COLUMN_LETTERS_SIZE = 8 };
const char *column_letters(size_t column, char *out);

const char *workbook_format_word(enum workbook_format format); /* "xlsx" "xls" "html" "csv" */

#endif
