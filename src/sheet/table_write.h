/* SPDX-License-Identifier: Apache-2.0
 *
 * A plain table out: a title, notes, one line of headings, rows of texts and numbers; as XLSX or as
 * CSV (UTF-8 with a mark, so that spreadsheets read it).  Texts that begin like a formula get an
 * apostrophe in both.  Results are bytes in the arena; the same input gives the same bytes.
 */
#ifndef HOCBA_SHEET_TABLE_WRITE_H
#define HOCBA_SHEET_TABLE_WRITE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/list.h"
#include "base/text.h"

enum { SHEET_COLUMNS_MAX = 40, SHEET_ROWS_MAX = 1000000 };

struct sheet_column {
    const char *heading;
    double width;
    bool number;
};

struct sheet_cell {
    const char *text; /* NULL: the number, in a column of numbers; else nothing */
    int64_t number;
};

struct sheet_table {
    const char *name; /* of the sheet */
    const char *title;
    const char *notes[4];
    struct date date; /* in the workbook's properties */
    struct sheet_column columns[SHEET_COLUMNS_MAX];
    size_t column_count;
    LIST(struct sheet_cell) cells; /* row by row */
};

MUST_CHECK enum status xlsx_write_table(const struct sheet_table *table, struct arena *arena,
                                        struct span *bytes, struct error *err);
MUST_CHECK enum status csv_write_table(const struct sheet_table *table, struct arena *arena,
                                       struct span *bytes, struct error *err);

#endif
