/* SPDX-License-Identifier: Apache-2.0 */
#include "print/receipt.h"

#include "print/canvas.h"

#define LEFT   56.0
#define RIGHT  (PDF_A4_WIDTH - 56.0)
#define TOP    50.0
#define BOTTOM (PDF_A4_HEIGHT - 60.0) /* of content */
#define FOOT   (PDF_A4_HEIGHT - 34.0)
#define VALUE  (LEFT + 130.0) /* where values begin */
#define NAME   (LEFT + 26.0)
#define RESULT (RIGHT - 140.0)
#define TEXT   11.0
#define CELL   10.0
#define CODE   7.0 /* of a digest */
#define GAP    4.0
#define MARK   ((struct ink){FONT_BOLD, 64, 0.88})
#define TURN   52.0

struct paper {
    struct canvas canvas;
    const struct print_receipt *receipt;
    double at; /* the top of the next line */
};

/* Between two edges from `top` down; its bottom. */
static double
draw_text(struct paper *paper, struct ink ink, double left, double right, double top,
          const char *text)
{
    return canvas_paragraph(&paper->canvas, ink, ALIGN_LEFT, left, right, top, text);
}

static void
new_page(struct paper *paper)
{
    canvas_add_page(&paper->canvas);
    if (paper->receipt->training)
        canvas_text_turned(&paper->canvas, MARK, PDF_A4_WIDTH / 2, PDF_A4_HEIGHT / 2, TURN,
                           "THỬ NGHIỆM");
    paper->at = TOP;
}

static void
draw_head(struct paper *paper)
{
    const struct print_receipt *receipt = paper->receipt;

    paper->at = draw_text(paper, INK(REGULAR, TEXT), LEFT, RIGHT, TOP, receipt->school) + 12;
    canvas_text_in(&paper->canvas, INK(BOLD, 15), ALIGN_CENTER, LEFT, RIGHT,
                   canvas_baseline(15, paper->at), receipt->title);
    paper->at += layout_height(15, 1) + 10;
    paper->at = draw_text(paper, INK(REGULAR, TEXT), LEFT, RIGHT, paper->at, receipt->sentence) + 8;
    for (size_t i = 0; i < receipt->lines.count; i++) {
        const struct print_receipt_line *line = &receipt->lines.items[i];
        canvas_text(&paper->canvas, INK(REGULAR, CELL), LEFT, canvas_baseline(CELL, paper->at),
                    line->label);
        paper->at =
            draw_text(paper, INK(REGULAR, CELL), VALUE, RIGHT, paper->at, line->value) + GAP / 2;
    }
    paper->at += 8;
}

static void
draw_headings(struct paper *paper)
{
    double top = paper->at, base = canvas_baseline(CELL, top);

    canvas_fill(&paper->canvas, LEFT, top, RIGHT, top + layout_height(CELL, 1) + GAP, 0.92);
    canvas_text(&paper->canvas, INK(BOLD, CELL), LEFT + 3, base + GAP / 2, "TT");
    canvas_text(&paper->canvas, INK(BOLD, CELL), NAME, base + GAP / 2,
                "Học sinh, mã học bạ, SHA-256 của nội dung ký");
    canvas_text(&paper->canvas, INK(BOLD, CELL), RESULT, base + GAP / 2, "Kết quả");
    paper->at = top + layout_height(CELL, 1) + 1.5 * GAP;
}

/* How high a row is, before it is drawn: it is not broken over two pages. */
static double
row_height(struct paper *paper, const struct print_receipt_row *row)
{
    struct layout result;
    double left = layout_height(CELL, 1) + layout_height(CODE, row->digest ? 2 : 1);

    canvas_wrap(&paper->canvas, INK(REGULAR, 9), RIGHT - RESULT, span_of(row->outcome), &result);
    double right = layout_height(9, result.lines.count);
    return left > right ? left : right;
}

static void
draw_row(struct paper *paper, size_t number, const struct print_receipt_row *row)
{
    struct canvas *canvas = &paper->canvas;
    double height = row_height(paper, row);

    if (paper->at + height + GAP > BOTTOM) {
        new_page(paper);
        draw_headings(paper);
    }
    double top = paper->at, code = top + layout_height(CELL, 1);
    canvas_text(canvas, INK(REGULAR, CELL), LEFT + 3, canvas_baseline(CELL, top),
                arena_printf(canvas->arena, "%zu", number));
    canvas_text(canvas, INK(REGULAR, CELL), NAME, canvas_baseline(CELL, top), row->name);
    canvas_text(canvas, INK(REGULAR, CODE), NAME, canvas_baseline(CODE, code), row->record);
    if (row->digest)
        canvas_text(canvas, INK(REGULAR, CODE), NAME,
                    canvas_baseline(CODE, code + layout_height(CODE, 1)), row->digest);
    draw_text(paper, INK(REGULAR, 9), RESULT, RIGHT, top, row->outcome);
    paper->at = top + height + GAP;
    canvas_line(canvas, LEFT, paper->at - GAP / 2, RIGHT, paper->at - GAP / 2, 0.2);
}

/* When it is known how many pages there are. */
static void
draw_feet(struct paper *paper)
{
    struct canvas *canvas = &paper->canvas;

    for (canvas->page = 0; canvas->page < canvas->pages.count; canvas->page++) {
        canvas_text(canvas, INK(REGULAR, 8), LEFT, FOOT, paper->receipt->foot);
        canvas_text_in(
            canvas, INK(REGULAR, 8), ALIGN_RIGHT, LEFT, RIGHT, FOOT,
            arena_printf(canvas->arena, "trang %zu/%zu", canvas->page + 1, canvas->pages.count));
    }
}

enum status
receipt_print(const struct print_receipt *receipt, struct buffer *out, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(pdf) *pdf = pdf_new(out);
    struct paper paper = {.receipt = receipt};
    const struct pdf_info info = {.title = receipt->title, .creator = "hocba"};

    canvas_init(&paper.canvas, arena, pdf, err);
    new_page(&paper);
    draw_head(&paper);
    draw_headings(&paper);
    for (size_t i = 0; i < receipt->rows.count; i++)
        draw_row(&paper, i + 1, &receipt->rows.items[i]);
    draw_feet(&paper);
    enum status status = canvas_finish(&paper.canvas);
    canvas_clear(&paper.canvas);
    TRY(status);
    return pdf_finish(pdf, &info, err);
}
