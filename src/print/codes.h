/* SPDX-License-Identifier: Apache-2.0
 *
 * Text as the codes of a PDF's text operators, between BT and ET: a character's code is its
 * Unicode number.  Marks without a letter of their own are placed by the ink of letter and mark:
 * centred, and clear of what the letter already bears.
 */
#ifndef HOCBA_PRINT_CODES_H
#define HOCBA_PRINT_CODES_H

#include "print/pdf.h"

/* Append the operators that show `text`; every blank is widened by `extra` thousandths of the
 * size. */
void codes_add(struct buffer *out, struct pdf *pdf, enum font_face face, double size,
               struct span text, double extra);

#endif
