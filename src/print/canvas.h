/* SPDX-License-Identifier: Apache-2.0
 *
 * Drawing on the pages of one book.  Points; y runs down from the top of an A4 page; text stands
 * on its baseline.  Pages stay open until canvas_finish(), so that a page can still be given a
 * reference to a later one, and every page its number out of how many.
 *
 * Drawing functions do not return a status: the first failure (a missing glyph) is kept in the
 * canvas, later drawing does nothing, and canvas_finish() reports it.
 */
#ifndef HOCBA_PRINT_CANVAS_H
#define HOCBA_PRINT_CANVAS_H

#include "base/qr.h"
#include "print/layout.h"
#include "print/pdf.h"

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

/* How a text looks; grey 0 is black, 1 white. */
struct ink {
    enum font_face face;
    double size, grey;
};

#define INK(face_, size_) ((struct ink){FONT_##face_, (size_), 0})

struct canvas {
    struct arena *arena;
    struct pdf *pdf;
    LIST(struct buffer) pages; /* content streams */
    size_t page;               /* the one being drawn on */
    struct error *err;
    enum status status;
};

void canvas_init(struct canvas *canvas, struct arena *arena, struct pdf *pdf, struct error *err);
void canvas_clear(struct canvas *canvas);
/* A new empty page, which becomes the one being drawn on; returns its index. */
size_t canvas_add_page(struct canvas *canvas);
/* Add the pages to the PDF, or report the first failure. */
MUST_CHECK enum status canvas_finish(struct canvas *canvas);

double canvas_width(struct canvas *canvas, struct ink ink, const char *text);
/* Draw one line with its left end at x. */
void canvas_text(struct canvas *canvas, struct ink ink, double x, double y, const char *text);
/* Draw one line between two edges. */
void canvas_text_in(struct canvas *canvas, struct ink ink, enum align align, double left,
                    double right, double y, const char *text);
/* Draw text turned counter-clockwise by `degrees` around its middle at (x, y). */
void canvas_text_turned(struct canvas *canvas, struct ink ink, double x, double y, double degrees,
                        const char *text);
/* Break a text; after a failure the layout is empty. */
void canvas_wrap(struct canvas *canvas, struct ink ink, double width, struct span text,
                 struct layout *layout);
void canvas_fit(struct canvas *canvas, const struct layout_box *box, struct span text,
                struct layout_fit *fit);
/* The baseline of a line whose top is at `top`. */
double canvas_baseline(double size, double top);
/* Draw lines [first, first + count) of a layout, the first one's top at `top`. */
void canvas_lines(struct canvas *canvas, const struct layout *layout, size_t first, size_t count,
                  enum align align, double left, double right, double top);
/* A text wrapped between two edges, from `top` down, on this page; returns its bottom. */
double canvas_paragraph(struct canvas *canvas, struct ink ink, enum align align, double left,
                        double right, double top, const char *text);
/* As canvas_lines, with both edges straight. */
void canvas_lines_justified(struct canvas *canvas, const struct layout *layout, size_t first,
                            size_t count, double left, double right, double top);

void canvas_line(struct canvas *canvas, double x0, double y0, double x1, double y1, double width);
void canvas_frame(struct canvas *canvas, double left, double top, double right, double bottom,
                  double width);
/* A filled box without a frame. */
void canvas_fill(struct canvas *canvas, double left, double top, double right, double bottom,
                 double grey);
/* A QR code with its top left module there; `module` is the side of one. */
void canvas_qr(struct canvas *canvas, const struct qr *qr, double left, double top, double module);
/* The dotted line on which paper is filled in. */
void canvas_dots(struct canvas *canvas, double left, double right, double y);

#endif
