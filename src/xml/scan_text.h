/* SPDX-License-Identifier: Apache-2.0
 *
 * What scan.c and scan_like.c share.
 */
#ifndef HOCBA_XML_SCAN_TEXT_H
#define HOCBA_XML_SCAN_TEXT_H

#include <stdbool.h>
#include <stdint.h>

/* What stands in a text beside plain Vietnamese: printable ASCII, line ends, and the letters of
 * U+00C0..02FF and U+1E00..1EFF. Such text is in NFC (NFC_QC=Yes) and means what it says. */
enum { TEXT_WITH_REFERENCES = 1, TEXT_WITH_OTHERS = 2 };

/* Steps over text as C14N writes it, to the next '<' or to `end`. False when something else stands
 * at *at. The two bytes before *at are markup. *with: the kinds above that were met, added. */
bool scan_skip_text(const char **at, const char *end, uint8_t *with);

#endif
