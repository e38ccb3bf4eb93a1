/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside sheet/: what the four readers share to fill a workbook under its ceilings.
 */
#ifndef HOCBA_SHEET_WORKBOOK_BUILD_H
#define HOCBA_SHEET_WORKBOOK_BUILD_H

#include "sheet/workbook.h"

/* What a reader works on. */
struct build {
    struct workbook *workbook;
    struct arena *arena;
    size_t merged; /* cells that merges made, against WORKBOOK_CELLS_MAX */
};

/* A range of cells from 1, both ends included. */
struct range {
    size_t top, left, bottom, right;
};

/* The four readers. */
MUST_CHECK enum status xlsx_read(struct build *build, struct span bytes, struct error *err);
MUST_CHECK enum status xls_read(struct build *build, struct span bytes, struct error *err);
MUST_CHECK enum status html_read(struct build *build, struct span text, struct error *err);
MUST_CHECK enum status csv_read(struct build *build, struct span text, struct error *err);

/* A new sheet at the end; the pointer is good until the next one is added. */
MUST_CHECK enum status build_sheet(struct build *build, const char *name, struct sheet **sheet,
                                   struct error *err);
/* The cell at a place (from 1), made if need be; the row is there afterwards. */
MUST_CHECK enum status build_cell(struct build *build, struct sheet *sheet, size_t row,
                                  size_t column, struct cell **cell, struct error *err);
/* Fill a cell; invalid UTF-8 and control characters become blanks, a blank text leaves it empty. */
void build_text(struct build *build, struct cell *cell, struct span text);
void build_number(struct build *build, struct cell *cell, double number);
void build_date(struct build *build, struct cell *cell, double serial, struct date date);
void build_error(struct build *build, struct cell *cell, const char *text);
/* Repeat the first cell of a range over the rest of it, as far as the sheet goes. */
MUST_CHECK enum status build_merge(struct build *build, struct sheet *sheet, struct range range,
                                   struct error *err);

/* The sentences that several readers need. */
enum status fail_damaged(struct error *err, const char *detail);
enum status fail_password(struct error *err);
enum status fail_too_large(struct error *err, const char *what, size_t ceiling);

/* Any encoding to UTF-8: BOMs, UTF-16 without one, UTF-8, else Windows-1252 (*unicode false). */
MUST_CHECK enum status charset_decode(struct span bytes, struct arena *arena, struct span *text,
                                      bool *unicode, struct error *err);

#endif
