/* SPDX-License-Identifier: Apache-2.0
 *
 * What scan.c and scan_like.c share.
 */
#ifndef HOCBA_XML_SCAN_TEXT_H
#define HOCBA_XML_SCAN_TEXT_H

#include <stdbool.h>

/* Steps over text as C14N writes it, to the next '<' or to `end`. False when something else stands
 * at *at. */
bool scan_skip_text(const char **at, const char *end);

#endif
