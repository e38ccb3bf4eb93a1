/* SPDX-License-Identifier: Apache-2.0 */
#include "print/canvas.h"

#include "print/codes.h"

#include <math.h>

enum { CONTENT_MAX = 4 << 20 }; /* of one page */

static const double pi = 3.14159265358979323846;
/* Where the baseline stands below the top of a line, in sizes. */
static const double baseline = 0.93;

void
canvas_init(struct canvas *canvas, struct arena *arena, struct pdf *pdf, struct error *err)
{
    *canvas = (struct canvas){.arena = arena, .pdf = pdf, .err = err, .status = OK};
}

void
canvas_clear(struct canvas *canvas)
{
    for (size_t i = 0; i < canvas->pages.count; i++)
        buffer_clear(&canvas->pages.items[i]);
    canvas->pages.count = 0;
}

size_t
canvas_add_page(struct canvas *canvas)
{
    buffer_init(list_add(canvas->arena, canvas->pages), CONTENT_MAX);
    canvas->page = canvas->pages.count - 1;
    return canvas->page;
}

enum status
canvas_finish(struct canvas *canvas)
{
    for (size_t i = 0; i < canvas->pages.count && canvas->status == OK; i++) {
        const struct buffer *page = &canvas->pages.items[i];
        if (page->overflow)
            canvas->status = fail(canvas->err, INVALID,
                                  "Trang %zu có quá nhiều nội dung nên không in được.", i + 1);
        else
            pdf_add_page(canvas->pdf, buffer_span(page));
    }
    return canvas->status;
}

static struct buffer *
content(struct canvas *canvas)
{
    return &canvas->pages.items[canvas->page];
}

static void
add_point(struct buffer *out, double x, double y)
{
    pdf_number(out, x);
    pdf_number(out, PDF_A4_HEIGHT - y);
}

static void
show(struct canvas *canvas, struct ink ink, double x, double y, struct span text, double extra)
{
    struct buffer *out = content(canvas);

    if (canvas->status != OK || text.size == 0)
        return;
    if (ink.grey > 0) {
        pdf_number(out, ink.grey);
        buffer_text(out, "g ");
    }
    buffer_text(out, "BT /F");
    buffer_char(out, (char)('0' + (int)ink.face));
    buffer_char(out, ' ');
    pdf_number(out, ink.size);
    buffer_text(out, "Tf ");
    add_point(out, x, y);
    buffer_text(out, "Td ");
    codes_add(out, canvas->pdf, ink.face, ink.size, text, extra);
    buffer_text(out, ink.grey > 0 ? " ET 0 g\n" : " ET\n");
}

static double
measure(struct canvas *canvas, struct ink ink, struct span text)
{
    double width = 0;

    if (canvas->status == OK)
        canvas->status = font_measure(ink.face, ink.size, text, &width, canvas->err);
    return width;
}

double
canvas_width(struct canvas *canvas, struct ink ink, const char *text)
{
    return measure(canvas, ink, span_of(text));
}

void
canvas_text(struct canvas *canvas, struct ink ink, double x, double y, const char *text)
{
    measure(canvas, ink, span_of(text)); /* for the glyphs */
    show(canvas, ink, x, y, span_of(text), 0);
}

static double
aligned(enum align align, double left, double right, double width)
{
    return align == ALIGN_LEFT     ? left
           : align == ALIGN_CENTER ? (left + right - width) / 2
                                   : right - width;
}

void
canvas_text_in(struct canvas *canvas, struct ink ink, enum align align, double left, double right,
               double y, const char *text)
{
    double width = measure(canvas, ink, span_of(text));

    show(canvas, ink, aligned(align, left, right, width), y, span_of(text), 0);
}

void
canvas_text_turned(struct canvas *canvas, struct ink ink, double x, double y, double degrees,
                   const char *text)
{
    struct buffer *out = content(canvas);
    double width = measure(canvas, ink, span_of(text));
    double c = cos(degrees * pi / 180), s = sin(degrees * pi / 180);
    double rise = ink.size * 0.33; /* half the height of capitals, from the middle down */

    if (canvas->status != OK)
        return;
    pdf_number(out, ink.grey);
    buffer_text(out, "g BT /F");
    buffer_char(out, (char)('0' + (int)ink.face));
    buffer_char(out, ' ');
    pdf_number(out, ink.size);
    buffer_text(out, "Tf ");
    pdf_number(out, c);
    pdf_number(out, s);
    pdf_number(out, -s);
    pdf_number(out, c);
    add_point(out, x - c * width / 2 + s * rise, y + s * width / 2 + c * rise);
    buffer_text(out, "Tm ");
    codes_add(out, canvas->pdf, ink.face, ink.size, span_of(text), 0);
    buffer_text(out, " ET 0 g\n");
}

void
canvas_wrap(struct canvas *canvas, struct ink ink, double width, struct span text,
            struct layout *layout)
{
    *layout = (struct layout){.face = ink.face, .size = ink.size};
    if (canvas->status == OK)
        canvas->status =
            layout_wrap(canvas->arena, ink.face, ink.size, width, text, layout, canvas->err);
}

void
canvas_fit(struct canvas *canvas, const struct layout_box *box, struct span text,
           struct layout_fit *fit)
{
    *fit = (struct layout_fit){.layout = {.face = box->face, .size = box->size_max}};
    if (canvas->status == OK)
        canvas->status = layout_fit(canvas->arena, box, text, fit, canvas->err);
}

double
canvas_baseline(double size, double top)
{
    return top + baseline * size;
}

void
canvas_lines(struct canvas *canvas, const struct layout *layout, size_t first, size_t count,
             enum align align, double left, double right, double top)
{
    struct ink ink = {layout->face, layout->size, 0};
    double y = canvas_baseline(layout->size, top);

    for (size_t i = first; i < first + count && i < layout->lines.count; i++) {
        const struct layout_line *line = &layout->lines.items[i];
        show(canvas, ink, aligned(align, left, right, line->width), y, line->text, 0);
        y += layout_leading(layout->size);
    }
}

static size_t
blanks(struct span text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.size; i++)
        count += text.data[i] == ' ';
    return count;
}

double
canvas_paragraph(struct canvas *canvas, struct ink ink, enum align align, double left, double right,
                 double top, const char *text)
{
    struct layout layout;

    canvas_wrap(canvas, ink, right - left, span_of(text), &layout);
    canvas_lines(canvas, &layout, 0, layout.lines.count, align, left, right, top);
    return top + layout_height(ink.size, layout.lines.count);
}

void
canvas_lines_justified(struct canvas *canvas, const struct layout *layout, size_t first,
                       size_t count, double left, double right, double top)
{
    struct ink ink = {layout->face, layout->size, 0};
    double y = canvas_baseline(layout->size, top);

    for (size_t i = first; i < first + count && i < layout->lines.count; i++) {
        const struct layout_line *line = &layout->lines.items[i];
        size_t gaps = line->last ? 0 : blanks(line->text);
        double extra = gaps ? (right - left - line->width) / (double)gaps : 0;
        show(canvas, ink, left, y, line->text, extra * FONT_UNITS / layout->size);
        y += layout_leading(layout->size);
    }
}

void
canvas_line(struct canvas *canvas, double x0, double y0, double x1, double y1, double width)
{
    struct buffer *out = content(canvas);

    pdf_number(out, width);
    buffer_text(out, "w ");
    add_point(out, x0, y0);
    buffer_text(out, "m ");
    add_point(out, x1, y1);
    buffer_text(out, "l S\n");
}

void
canvas_frame(struct canvas *canvas, double left, double top, double right, double bottom,
             double width)
{
    struct buffer *out = content(canvas);

    pdf_number(out, width);
    buffer_text(out, "w ");
    add_point(out, left, bottom);
    pdf_number(out, right - left);
    pdf_number(out, bottom - top);
    buffer_text(out, "re S\n");
}

void
canvas_fill(struct canvas *canvas, double left, double top, double right, double bottom,
            double grey)
{
    struct buffer *out = content(canvas);

    pdf_number(out, grey);
    buffer_text(out, "g ");
    add_point(out, left, bottom);
    pdf_number(out, right - left);
    pdf_number(out, bottom - top);
    buffer_text(out, "re f 0 g\n");
}

/* One path, so that no hairlines show between modules. */
void
canvas_qr(struct canvas *canvas, const struct qr *qr, double left, double top, double module)
{
    struct buffer *out = content(canvas);

    for (int row = 0; row < qr->side; row++) {
        for (int column = 0, run; column < qr->side; column += run) {
            bool dark = qr->dark[row][column];
            for (run = 1; column + run < qr->side && qr->dark[row][column + run] == dark;)
                run++;
            if (!dark)
                continue;
            add_point(out, left + column * module, top + (row + 1) * module);
            pdf_number(out, run * module);
            pdf_number(out, module);
            buffer_text(out, "re\n");
        }
    }
    buffer_text(out, "f\n");
}

void
canvas_dots(struct canvas *canvas, double left, double right, double y)
{
    if (right - left < 3)
        return;
    buffer_text(content(canvas), "[0 2.4] 0 d 1 J ");
    canvas_line(canvas, left, y, right, y, 0.8);
    buffer_text(content(canvas), "[] 0 d 0 J\n");
}
