/* SPDX-License-Identifier: Apache-2.0
 *
 * Measuring and breaking text into lines, and fitting a text into a box: as large as it can be
 * between two sizes, and if the smallest is still too large, how much of it fits.  Lengths in
 * points.  Lines break at blanks; a word wider than the box breaks between graphemes.  A line feed
 * ends a paragraph.  Lines borrow the text.
 */
#ifndef HOCBA_PRINT_LAYOUT_H
#define HOCBA_PRINT_LAYOUT_H

#include "base/list.h"
#include "print/font.h"

/* From baseline to baseline, in sizes; stacked Vietnamese diacritics stay clear of the line
 * above. */
#define LAYOUT_LEADING 1.17
#define LAYOUT_STEP    0.5 /* sizes are tried in half points */

struct layout_line {
    struct span text;
    double width;
    bool last; /* of its paragraph: never justified */
};

struct layout {
    enum font_face face;
    double size;
    LIST(struct layout_line) lines;
};

struct layout_box {
    enum font_face face;
    double width, height;
    double size_max, size_min;
};

struct layout_fit {
    struct layout layout; /* all lines, in the size chosen */
    size_t fitting;       /* how many of them stand in the box; all, unless size_min overflows */
};

static inline double
layout_leading(double size)
{
    return size * LAYOUT_LEADING;
}

/* The height of `lines` lines set in `size`. */
double layout_height(double size, size_t lines);
/* Break `text` into lines of at most `width`. An empty text has no lines. */
MUST_CHECK enum status layout_wrap(struct arena *arena, enum font_face face, double size,
                                   double width, struct span text, struct layout *layout,
                                   struct error *err);
/* Choose the largest size in which the text stands in the box. */
MUST_CHECK enum status layout_fit(struct arena *arena, const struct layout_box *box,
                                  struct span text, struct layout_fit *fit, struct error *err);
/* Whether the text stands in the box at its smallest size, and how much of the height it takes. */
MUST_CHECK enum status layout_fits(const struct layout_box *box, struct span text, bool *fits,
                                   double *used, struct error *err);

#endif
