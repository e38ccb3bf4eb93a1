/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside reading XLS: what libfreexl leaves out.  It gives back nothing for formulas, though each
 * keeps its last result in the file, nor for constant truth values and errors.  A mark that a
 * formula made must not be lost in silence, so these records are read here ([MS-XLS] 2.4.127,
 * 2.4.24, 2.4.268).
 */
#ifndef HOCBA_SHEET_XLS_RESULTS_H
#define HOCBA_SHEET_XLS_RESULTS_H

#include "sheet/workbook_build.h"

/* Fill the cells of formulas, truth values and errors into the sheets that stand in the workbook
 * already, in the order of the file's own list.  A result that cannot be had (a text of an
 * unknown code page, or cut) is a formula without a stored result. */
MUST_CHECK enum status xls_read_results(struct build *build, struct span bytes, struct error *err);

#endif
