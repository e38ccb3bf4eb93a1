/* SPDX-License-Identifier: Apache-2.0
 *
 * Comments in their cells, and the pages on which those go on that do not fit.
 */
#include "print/book.h"

struct layout_box
book_comment_box(double left, double top, double right, double bottom)
{
    return (struct layout_box){
        .face = FONT_REGULAR,
        .width = right - left - 2 * CELL_PAD,
        .height = bottom - top - 2 * CELL_PAD_V,
        .size_max = COMMENT_MAX,
        .size_min = COMMENT_MIN,
    };
}

/* The last line of the cell is kept for the reference to the page where the text goes on. */
static void
note_continuation(struct book *book, const struct record *record, const char *title,
                  struct span text, const struct layout_fit *fit, double left, double top)
{
    size_t shown = fit->fitting - 1;
    const char *from = fit->layout.lines.items[shown].text.data;

    *list_add(book->canvas.arena, book->pending) = (struct continuation){
        .record = record,
        .title = title,
        .rest = {from, text.size - (size_t)(from - text.data)},
        .page = book->canvas.page,
        .x = left + CELL_PAD,
        .y = top + CELL_PAD_V + layout_height(COMMENT_MIN, shown) + COMMENT_MIN,
    };
    book->continued++;
}

void
book_comment(struct book *book, const struct record *record, const char *title, const char *text,
             double left, double top, double right, double bottom)
{
    struct layout_box box = book_comment_box(left, top, right, bottom);
    struct layout_fit fit;

    if (text_is_blank(text))
        return;
    canvas_fit(&book->canvas, &box, span_of(text), &fit);
    size_t shown = fit.fitting;
    double y = top + CELL_PAD_V;
    if (fit.fitting < fit.layout.lines.count) {
        shown = fit.fitting - 1;
        note_continuation(book, record, title, span_of(text), &fit, left, top);
    } else {
        y += (box.height - layout_height(fit.layout.size, fit.fitting)) / 2;
    }
    canvas_lines(&book->canvas, &fit.layout, 0, shown, ALIGN_LEFT, left + CELL_PAD, right, y);
}

/* In the cell where the comment began: "(tiếp theo ở trang 6)". */
static void
draw_reference(struct book *book, const struct continuation *it)
{
    struct canvas *canvas = &book->canvas;
    size_t here = canvas->page;

    canvas->page = it->page;
    canvas_text(canvas, INK(ITALIC, COMMENT_MIN), it->x, it->y,
                arena_printf(canvas->arena, "(tiếp theo ở trang %zu)", here + 1));
    canvas->page = here;
}

static void
draw_continuation(struct flow *flow, const struct continuation *it)
{
    struct arena *arena = flow->book->canvas.arena;

    flow_room(flow, 4 * layout_leading(12));
    draw_reference(flow->book, it);
    flow_text(flow, INK(BOLD, 12), PAGE_LEFT,
              arena_printf(arena, "%s (tiếp theo từ trang %zu)", it->title, it->page + 1));
    flow->y += 2;
    flow_span(flow, INK(REGULAR, COMMENT_MAX), PAGE_LEFT, it->rest, false);
    flow->y += 10;
}

void
page_continuations(struct book *book, const struct record *record)
{
    if (book->pending.count == 0)
        return;
    struct flow flow = flow_on_new_page(book, record);
    const struct entry who[] = {{"Họ và tên học sinh:", record->name, 0.76, true},
                                {"Lớp:", record->class_name, 0.24}};
    flow.y = PAGE_TOP - 14;
    flow_entries(&flow, 12, HEADER_RIGHT, who, COUNT_OF(who));
    canvas_text(&book->canvas, INK(BOLD, 13), PAGE_LEFT, flow.y + 13,
                arena_printf(book->canvas.arena, "NHẬN XÉT (tiếp theo), năm học %s",
                             record->year_name ? record->year_name : ""));
    flow.y = flow.y + 20 > TABLE_TOP ? flow.y + 20 : TABLE_TOP;
    for (size_t i = 0; i < book->pending.count; i++)
        draw_continuation(&flow, &book->pending.items[i]);
    book->pending.count = 0;
}
