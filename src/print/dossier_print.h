/* SPDX-License-Identifier: Apache-2.0
 *
 * A report (model/dossier.h) as an administrative paper (Nghị định 30/2020/NĐ-CP): who reports and
 * the country's name, number and day, title, sections, the place of the signature, annexes.  Tables
 * go on over as many A4 pages as it takes, with their headings on each; nothing is cut.
 */
#ifndef HOCBA_PRINT_DOSSIER_PRINT_H
#define HOCBA_PRINT_DOSSIER_PRINT_H

#include "model/dossier.h"

/* Append the PDF; no clock.  A character that the typefaces lack becomes a question mark: what
 * people reported must not keep a report from being printed. */
MUST_CHECK enum status dossier_render(const struct dossier *dossier, struct buffer *pdf,
                                      struct error *err);

#endif
