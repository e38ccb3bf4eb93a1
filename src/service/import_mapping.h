/* SPDX-License-Identifier: Apache-2.0
 *
 * What was said of a workbook's columns when it was taken in, offered to the school for the next
 * one with the same headings.  Only offered: nothing is taken in so before it was seen.
 */
#ifndef HOCBA_SERVICE_IMPORT_MAPPING_H
#define HOCBA_SERVICE_IMPORT_MAPPING_H

#include "service/import.h"
#include "store/mappings.h"

/* Of a file that was read. *found: choices to offer, and in `mapping` whose and when. */
MUST_CHECK enum status import_mapping_find(struct app *app, const char *unit,
                                           const struct import_report *report,
                                           struct import_mapping *mapping,
                                           struct column_choices *choices, bool *found,
                                           struct error *err);
/* Of a file that was taken in: what was chosen, or that nothing is chosen any more. */
MUST_CHECK enum status import_mapping_keep(struct app *app, const char *unit,
                                           const struct import_report *report, struct error *err);

#endif
