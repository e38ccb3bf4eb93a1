/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside sheet/: a workbook being written by libxlsxwriter into memory.
 */
#ifndef HOCBA_SHEET_XLSX_OUT_H
#define HOCBA_SHEET_XLSX_OUT_H

#include <xlsxwriter.h>

#include "sheet/xlsx_write.h"

struct xlsx_out {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    struct arena *arena;
    int fd; /* of the file in memory */
};

/* A workbook of one sheet, A4 landscape. `date` stands in its properties ({0}: a fixed one), so
 * that the same input gives the same bytes. */
MUST_CHECK enum status xlsx_out_open(struct xlsx_out *out, const char *sheet, struct date date,
                                     struct arena *arena, struct error *err);
/* Go on in another sheet, laid out the same. */
void xlsx_out_next(struct xlsx_out *out, const char *sheet);
/* Finish and take the bytes; also frees. */
MUST_CHECK enum status xlsx_out_close(struct xlsx_out *out, struct span *bytes, struct error *err);
/* A format with the school's font. */
lxw_format *xlsx_out_format(struct xlsx_out *out, bool bold, bool border, uint8_t align);
/* A text, never a formula; NULL writes an empty cell. */
void xlsx_out_text(struct xlsx_out *out, lxw_row_t row, lxw_col_t column, const char *text,
                   lxw_format *format);
/* A text over a range, merged when it has more than one cell. */
void xlsx_out_range(struct xlsx_out *out, lxw_row_t top, lxw_col_t left, lxw_row_t bottom,
                    lxw_col_t right, const char *text, lxw_format *format);

#endif
