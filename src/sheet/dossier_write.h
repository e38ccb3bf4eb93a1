/* SPDX-License-Identifier: Apache-2.0
 *
 * A report (model/dossier.h) as a workbook: a sheet of what it is about and its words, then a sheet
 * for each table, with numbers as numbers and rates as percentages.  The same report gives the same
 * bytes.
 */
#ifndef HOCBA_SHEET_DOSSIER_WRITE_H
#define HOCBA_SHEET_DOSSIER_WRITE_H

#include "model/dossier.h"

MUST_CHECK enum status xlsx_write_dossier(const struct dossier *dossier, struct arena *arena,
                                          struct span *bytes, struct error *err);

#endif
