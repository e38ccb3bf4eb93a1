/* SPDX-License-Identifier: Apache-2.0
 *
 * The bytes of a typeface that go into a PDF: the TrueType program with only the glyphs of a set
 * of characters, and the tables that lead from a character's number to its glyph, width and text.
 * Of font.c only.
 */
#ifndef HOCBA_PRINT_FONT_SUBSET_H
#define HOCBA_PRINT_FONT_SUBSET_H

#include "print/font.h"

struct hb_face_t;

/* The fixed set, and `more` when not NULL; characters without an advance are left out. */
const struct font_subset *font_subset_build(struct hb_face_t *face, const int16_t *advances,
                                            const struct font_set *more, struct arena *arena);

#endif
