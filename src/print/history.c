/* SPDX-License-Identifier: Apache-2.0
 *
 * QUÁ TRÌNH HỌC TẬP: one line per school year, put together from the history in the records, the
 * records' own years, and the years kept on paper.
 */
#include "print/book.h"

#include <stdlib.h>

enum { ROWS_MIN = 5, COLUMNS = 5 };

#define ROW_HEIGHT    24.0
#define HEADER_HEIGHT 34.0

static const double edges[COLUMNS + 1] = {44, 122, 168, 372, 448, 550};

struct line {
    const char *year_name, *class_name, *school_name, *register_number;
    struct moment since;
    const char *reference;
};

struct history {
    LIST(struct line) lines;
};

/* The line of a year, new if need be. A year without a name gets a line of its own. */
static struct line *
line_of(struct arena *arena, struct history *history, const char *year_name)
{
    for (size_t i = 0; i < history->lines.count; i++)
        if (year_name && text_equal(history->lines.items[i].year_name, year_name))
            return &history->lines.items[i];
    struct line *line = list_add(arena, history->lines);
    line->year_name = year_name;
    return line;
}

static void
fill(const char **value, const char *from)
{
    if (text_is_blank(*value) && !text_is_blank(from))
        *value = from;
}

static void
add_record(struct arena *arena, struct history *history, const struct record *record)
{
    struct line *line = line_of(arena, history, record->year_name);

    fill(&line->class_name, record->class_name);
    fill(&line->school_name, record->school_name);
    fill(&line->register_number, record->register_number);
    for (size_t i = 0; i < record->past_count; i++) {
        const struct past_year *past = &record->past[i];
        line = line_of(arena, history, past->year_name);
        fill(&line->class_name, past->class_name);
        fill(&line->school_name, past->school_name);
        if (line->since.seconds == 0)
            line->since = past->since;
    }
}

static void
add_paper(struct arena *arena, struct history *history, const struct print_paper_year *paper)
{
    struct line *line = line_of(arena, history, paper->year_name);

    fill(&line->class_name, paper->class_name);
    fill(&line->school_name, paper->school_name);
    fill(&line->register_number, paper->register_number);
    fill(&line->reference, paper->reference);
    if (line->since.seconds == 0)
        line->since = paper->since;
}

static int
compare_years(const void *a, const void *b)
{
    const struct line *x = a, *y = b;

    return strcmp(x->year_name ? x->year_name : "", y->year_name ? y->year_name : "");
}

static void
collect(struct book *book, struct history *history)
{
    struct arena *arena = book->canvas.arena;

    for (size_t i = book->year_count; i-- > 0;) /* the newest knows best */
        add_record(arena, history, book->years[i]->record);
    for (size_t i = 0; i < book->source->paper_count; i++)
        add_paper(arena, history, &book->source->paper_years[i]);
    if (history->lines.count > 0)
        qsort(history->lines.items, history->lines.count, sizeof *history->lines.items,
              compare_years);
}

static void
draw_row_frame(struct flow *flow, double height)
{
    struct canvas *canvas = &flow->book->canvas;

    canvas_frame(canvas, edges[0], flow->y, edges[COLUMNS], flow->y + height, 0.7);
    for (int i = 1; i < COLUMNS; i++)
        canvas_line(canvas, edges[i], flow->y, edges[i], flow->y + height, 0.7);
}

static void
draw_header(struct flow *flow)
{
    static const char *const titles[COLUMNS] = {"Năm học", "Lớp", "Tên trường", "Số đăng bộ",
                                                "Ngày nhập học/ chuyển đến"};

    draw_row_frame(flow, HEADER_HEIGHT);
    for (int i = 0; i < COLUMNS; i++)
        book_cell(flow->book, INK(BOLD, 11), ALIGN_CENTER, titles[i], edges[i], flow->y,
                  edges[i + 1], flow->y + HEADER_HEIGHT);
    flow->y += HEADER_HEIGHT;
}

/* The school, and below it where the paper book is. */
static const char *
school_text(struct arena *arena, const struct line *line)
{
    bool known = !text_is_blank(line->school_name);
    const char *school = known ? line->school_name : "";

    if (text_is_blank(line->reference))
        return school;
    return arena_printf(arena, "%s%s(kết quả ghi tại %s)", school, known ? "\n" : "",
                        line->reference);
}

static void
draw_line(struct flow *flow, const struct line *line)
{
    struct arena *arena = flow->book->canvas.arena;
    char since[DATE_TEXT_SIZE] = "";

    if (line->since.seconds != 0)
        date_write_vietnamese(moment_to_date(line->since), since);
    const char *const texts[COLUMNS] = {line->year_name, line->class_name, school_text(arena, line),
                                        line->register_number, arena_text(arena, since)};
    double height = ROW_HEIGHT;
    for (int i = 0; i < COLUMNS; i++) {
        struct layout layout;
        canvas_wrap(&flow->book->canvas, INK(REGULAR, 11.5), edges[i + 1] - edges[i] - 2 * CELL_PAD,
                    span_of(texts[i] ? texts[i] : ""), &layout);
        double needed = layout_height(11.5, layout.lines.count) + 2 * CELL_PAD_V + 2;
        height = needed > height ? needed : height;
    }
    if (flow->y + height > PAGE_BOTTOM) {
        flow_room(flow, height);
        draw_header(flow);
    }
    draw_row_frame(flow, height);
    for (int i = 0; i < COLUMNS; i++)
        book_cell(flow->book, INK(REGULAR, 11.5), i == 2 ? ALIGN_LEFT : ALIGN_CENTER,
                  texts[i] ? texts[i] : "", edges[i], flow->y, edges[i + 1], flow->y + height);
    flow->y += height;
}

void
history_table(struct flow *flow)
{
    static const struct line empty;
    struct history history = {0};

    collect(flow->book, &history);
    flow_room(flow, 24 + HEADER_HEIGHT + ROWS_MIN * ROW_HEIGHT);
    canvas_text_in(&flow->book->canvas, INK(BOLD, 14), ALIGN_CENTER, PAGE_LEFT, PAGE_RIGHT,
                   flow->y + 13, "QUÁ TRÌNH HỌC TẬP");
    flow->y += 24;
    draw_header(flow);
    for (size_t i = 0; i < history.lines.count || i < ROWS_MIN; i++)
        draw_line(flow, i < history.lines.count ? &history.lines.items[i] : &empty);
}
