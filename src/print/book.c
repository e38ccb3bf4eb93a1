/* SPDX-License-Identifier: Apache-2.0 */
#include "print/book.h"

#define CELL_MIN 7.5 /* smallest size of a short text in a cell */

static const struct {
    const char *mark, *line;
} draft_mark = {"BẢN XEM TRƯỚC", "BẢN XEM TRƯỚC – chưa ký phát hành, không có giá trị pháp lý"},
  training_mark = {"THỬ NGHIỆM", "THỬ NGHIỆM – dữ liệu tập huấn, không có giá trị pháp lý"};

/* Across the page under the content, and once more in words at the foot. */
static void
draw_marks(struct book *book)
{
    struct canvas *canvas = &book->canvas;
    const struct print_job *job = book->job;
    struct ink ink = {FONT_BOLD, 66, 0.9};
    double apart = job->draft && job->training ? 85 : 0;
    const char *line = "";

    if (job->draft) {
        canvas_text_turned(canvas, ink, 297 - apart * 0.7, 450 - apart * 0.7, 52, draft_mark.mark);
        line = draft_mark.line;
    }
    if (job->training) {
        canvas_text_turned(canvas, ink, 297 + apart * 0.7, 450 + apart * 0.7, 52,
                           training_mark.mark);
        line = training_mark.line;
    }
    if (job->draft && job->training)
        line = arena_printf(canvas->arena, "%s · %s", draft_mark.mark, training_mark.line);
    canvas_text_in(canvas, INK(BOLD, 8), ALIGN_CENTER, PAGE_LEFT, PAGE_RIGHT, MARK_LINE, line);
}

void
book_add_page(struct book *book, const struct record *record)
{
    canvas_add_page(&book->canvas);
    *list_add(book->canvas.arena, book->page_records) = record;
    draw_marks(book);
}

void
book_cell(struct book *book, struct ink ink, enum align align, const char *text, double left,
          double top, double right, double bottom)
{
    struct layout_box box = {ink.face, right - left - 2 * CELL_PAD, bottom - top - 2 * CELL_PAD_V,
                             ink.size, CELL_MIN};
    struct layout_fit fit;

    canvas_fit(&book->canvas, &box, span_of(text), &fit);
    size_t lines = fit.layout.lines.count;
    double height = layout_height(fit.layout.size, lines);
    canvas_lines(&book->canvas, &fit.layout, 0, lines, align, left + CELL_PAD, right - CELL_PAD,
                 (top + bottom - height) / 2);
}
