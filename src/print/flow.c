/* SPDX-License-Identifier: Apache-2.0 */
#include "print/book.h"

enum { ENTRIES_MAX = 4 }; /* in one row */

#define ENTRY_GAP 10.0 /* between entries of a row */
#define DOTS_GAP  3.0  /* between a value and its dots */

struct flow
flow_at(struct book *book, const struct record *record, double y)
{
    return (struct flow){book, record, y};
}

struct flow
flow_on_new_page(struct book *book, const struct record *record)
{
    book_add_page(book, record);
    return (struct flow){book, record, TABLE_TOP};
}

void
flow_room(struct flow *flow, double height)
{
    if (flow->y + height <= PAGE_BOTTOM || flow->y <= TABLE_TOP)
        return;
    *flow = flow_on_new_page(flow->book, flow->record);
}

void
flow_span(struct flow *flow, struct ink ink, double left, struct span text, bool justified)
{
    struct canvas *canvas = &flow->book->canvas;
    struct layout layout;

    canvas_wrap(canvas, ink, PAGE_RIGHT - left, text, &layout);
    for (size_t i = 0; i < layout.lines.count; i++) {
        flow_room(flow, layout_leading(ink.size));
        if (justified)
            canvas_lines_justified(canvas, &layout, i, 1, left, PAGE_RIGHT, flow->y);
        else
            canvas_lines(canvas, &layout, i, 1, ALIGN_LEFT, left, PAGE_RIGHT, flow->y);
        flow->y += layout_leading(ink.size);
    }
}

void
flow_text(struct flow *flow, struct ink ink, double left, const char *text)
{
    flow_span(flow, ink, left, span_of(text), false);
}

static struct ink
value_ink(const struct entry *entry, double size)
{
    return (struct ink){entry->strong ? FONT_BOLD : FONT_REGULAR, size, 0};
}

static bool
has_value(const struct entry *entry)
{
    return !text_is_blank(entry->value);
}

/* The width of label and value on one line. */
static double
entry_width(struct canvas *canvas, const struct entry *entry, double size)
{
    double width = canvas_width(canvas, INK(REGULAR, size), entry->label);

    if (has_value(entry))
        width += canvas_width(canvas, INK(REGULAR, size), " ") +
                 canvas_width(canvas, value_ink(entry, size), entry->value);
    return width;
}

static void
draw_entry(struct flow *flow, const struct entry *entry, double size, double left, double right)
{
    struct canvas *canvas = &flow->book->canvas;
    double y = flow->y + size, x = left;

    canvas_text(canvas, INK(REGULAR, size), x, y, entry->label);
    x += canvas_width(canvas, INK(REGULAR, size), entry->label);
    if (has_value(entry)) {
        x += canvas_width(canvas, INK(REGULAR, size), " ");
        canvas_text(canvas, value_ink(entry, size), x, y, entry->value);
        x += canvas_width(canvas, value_ink(entry, size), entry->value);
    }
    canvas_dots(canvas, x + DOTS_GAP, right, y + 1.5);
}

/* An entry wider than the page: label and value as one paragraph. */
static void
draw_long_entry(struct flow *flow, const struct entry *entry, double size, double right)
{
    struct canvas *canvas = &flow->book->canvas;
    char *text = arena_printf(canvas->arena, "%s %s", entry->label, entry->value);
    struct layout layout;

    canvas_wrap(canvas, INK(REGULAR, size), right - PAGE_LEFT, span_of(text), &layout);
    for (size_t i = 0; i < layout.lines.count; i++) {
        flow_room(flow, layout_leading(size));
        canvas_lines(canvas, &layout, i, 1, ALIGN_LEFT, PAGE_LEFT, right, flow->y);
        flow->y += layout_leading(size);
    }
    flow->y += size * 0.55;
}

void
flow_entries(struct flow *flow, double size, double right, const struct entry *entries,
             size_t count)
{
    struct canvas *canvas = &flow->book->canvas;
    double width = right - PAGE_LEFT, left = PAGE_LEFT;
    bool beside = true;

    for (size_t i = 0; i < count; i++)
        beside = beside && entry_width(canvas, &entries[i], size) <=
                               entries[i].share * width - (count > 1 ? ENTRY_GAP : 0);
    if (!beside && count > 1) {
        for (size_t i = 0; i < count; i++) {
            struct entry alone = entries[i];
            alone.share = 1;
            flow_entries(flow, size, right, &alone, 1);
        }
        return;
    }
    if (!beside) {
        draw_long_entry(flow, &entries[0], size, right);
        return;
    }
    flow_room(flow, layout_leading(size));
    for (size_t i = 0; i < count; i++) {
        double end = left + entries[i].share * width;
        draw_entry(flow, &entries[i], size, left, i + 1 < count ? end - ENTRY_GAP : right);
        left = end;
    }
    flow->y += size * 1.72;
}
