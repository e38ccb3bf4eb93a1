/* SPDX-License-Identifier: Apache-2.0
 *
 * The tables and charts of a report.  A table's headings stand on each of its pages; a row is kept
 * together unless it is long.
 */
#include "print/dossier_inside.h"

#define PAD        3.0 /* around the text of a cell */
#define LINE       0.5
#define HEAD_GREY  0.92
#define TOTAL_GREY 0.96
#define KEPT_LINES 14 /* a row of no more lines is not broken */
#define AFTER      8.0

struct drawn_table {
    struct sheet *sheet;
    const struct dossier_table *table;
    double size; /* of its text */
    double edges[DOSSIER_COLUMNS_MAX + 1];
    struct layout cells[DOSSIER_COLUMNS_MAX]; /* of one row */
    size_t lines;                             /* of the longest of them */
};

/* The more columns, the smaller. */
static double
size_of(const struct dossier_table *table)
{
    if (table->column_count <= 5)
        return 11;
    return table->column_count <= 8 ? 10 : 8;
}

static void
set_edges(struct drawn_table *it)
{
    const struct dossier_table *table = it->table;
    double sum = 0, at = SHEET_LEFT;

    for (size_t i = 0; i < table->column_count; i++)
        sum += table->columns[i].share;
    for (size_t i = 0; i < table->column_count; i++) {
        it->edges[i] = at;
        at += (SHEET_RIGHT - SHEET_LEFT) * table->columns[i].share / sum;
    }
    it->edges[table->column_count] = SHEET_RIGHT;
}

static void
lay_cell(struct drawn_table *it, size_t column, struct ink ink, const char *text)
{
    struct layout *layout = &it->cells[column];

    canvas_wrap(&it->sheet->canvas, ink, it->edges[column + 1] - it->edges[column] - 2 * PAD,
                span_of(sheet_printable(it->sheet, text)), layout);
    if (layout->lines.count > it->lines)
        it->lines = layout->lines.count;
}

/* Lines [first, first + count) of every cell, in their frames. */
static void
draw_part(struct drawn_table *it, size_t first, size_t count, bool head, double grey)
{
    struct canvas *canvas = &it->sheet->canvas;
    double top = it->sheet->at, bottom = top + (double)count * layout_leading(it->size) + 2 * PAD;

    for (size_t i = 0; i < it->table->column_count; i++) {
        enum align align = head                          ? ALIGN_CENTER
                           : it->table->columns[i].right ? ALIGN_RIGHT
                                                         : ALIGN_LEFT;
        size_t own = it->cells[i].lines.count;
        double slack = head ? (double)(count - (own < count ? own : count)) / 2 : 0;
        if (grey < 1)
            canvas_fill(canvas, it->edges[i], top, it->edges[i + 1], bottom, grey);
        canvas_frame(canvas, it->edges[i], top, it->edges[i + 1], bottom, LINE);
        canvas_lines(canvas, &it->cells[i], first, count, align, it->edges[i] + PAD,
                     it->edges[i + 1] - PAD, top + PAD + slack * layout_leading(it->size));
    }
    it->sheet->at = bottom;
}

static void
lay_head(struct drawn_table *it)
{
    it->lines = 1;
    for (size_t i = 0; i < it->table->column_count; i++)
        lay_cell(it, i, INK(BOLD, it->size), it->table->columns[i].heading);
}

static void
draw_head(struct drawn_table *it)
{
    lay_head(it);
    draw_part(it, 0, it->lines, true, HEAD_GREY);
}

static void
lay_row(struct drawn_table *it, size_t row)
{
    const struct dossier_table *table = it->table;
    struct arena *arena = it->sheet->canvas.arena;
    bool total = table->total && row == 0;

    it->lines = 1;
    for (size_t i = 0; i < table->column_count; i++)
        lay_cell(it, i, total ? INK(BOLD, it->size) : INK(REGULAR, it->size),
                 dossier_cell_text(arena, &table->cells.items[row * table->column_count + i]));
}

static void
go_on(struct drawn_table *it, size_t row)
{
    sheet_next_page(it->sheet);
    draw_head(it);
    lay_row(it, row); /* the headings were laid in its place */
}

static void
draw_row(struct drawn_table *it, size_t row)
{
    double grey = it->table->total && row == 0 ? TOTAL_GREY : 1;
    double leading = layout_leading(it->size);

    lay_row(it, row);
    for (size_t first = 0; first < it->lines;) {
        size_t left = it->lines - first;
        double room = (SHEET_BOTTOM - it->sheet->at - 2 * PAD) / leading;
        size_t fitting = room > 0 ? (size_t)room : 0;
        if (fitting < left && (it->lines <= KEPT_LINES || fitting < 3)) {
            go_on(it, row);
            continue;
        }
        size_t count = fitting < left ? fitting : left;
        draw_part(it, first, count, false, grey);
        first += count;
    }
}

/* A short table stays on one page. */
static double
height_of(struct drawn_table *it, size_t rows)
{
    enum { SHORT = 14 };
    double leading = layout_leading(it->size), height;

    lay_head(it);
    height = 2 * layout_leading(SHEET_SIZE) + (double)it->lines * leading + 2 * PAD;
    if (rows > SHORT)
        return height + 5 * leading + 4 * PAD;
    for (size_t i = 0; i < rows; i++) {
        lay_row(it, i);
        height += (double)it->lines * leading + 2 * PAD;
    }
    return height < (SHEET_BOTTOM - SHEET_TOP) / 2 ? height : 0;
}

void
sheet_table(struct sheet *sheet, const struct dossier_table *table)
{
    struct drawn_table it = {.sheet = sheet, .table = table, .size = size_of(table)};
    size_t rows = dossier_rows(table);

    set_edges(&it);
    sheet_need(sheet, height_of(&it, rows));
    if (table->title)
        sheet_paragraph(sheet, INK(BOLD, 12), SHEET_LEFT, table->title);
    if (rows == 0) {
        sheet_paragraph(sheet, INK(REGULAR, SHEET_SIZE), SHEET_LEFT,
                        table->empty ? table->empty : "Không có.");
        return;
    }
    draw_head(&it);
    for (size_t i = 0; i < rows; i++)
        draw_row(&it, i);
    sheet->at += AFTER;
}

/* --- charts ----------------------------------------------------------------------------------- */

#define CHART_HEIGHT 140.0
#define CHART_LEFT   (SHEET_LEFT + 32)
#define CHART_FULL   16 /* with more columns not each has its label */
#define BAR_GREY     0.45
#define GRID_GREY    0.8
#define CHART_SIZE   8.5

static void
draw_scale(struct sheet *sheet, double floor)
{
    static const int marks[] = {0, 25, 50, 75, 100};
    struct canvas *canvas = &sheet->canvas;

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        double y = floor - CHART_HEIGHT * marks[i] / 100;
        canvas_fill(canvas, CHART_LEFT, y - 0.5, SHEET_RIGHT, y, marks[i] ? GRID_GREY : 0.1);
        canvas_text_in(canvas, INK(REGULAR, CHART_SIZE), ALIGN_RIGHT, SHEET_LEFT, CHART_LEFT - 4,
                       y + 3, arena_printf(canvas->arena, "%d %%", marks[i]));
    }
}

void
sheet_chart(struct sheet *sheet, const struct dossier_chart *chart)
{
    struct canvas *canvas = &sheet->canvas;
    size_t count = chart->bars.count;
    size_t apart = count / CHART_FULL + 1;
    double wide = count ? (SHEET_RIGHT - CHART_LEFT) / (double)count : 0;

    if (count == 0)
        return;
    sheet_need(sheet, CHART_HEIGHT + 64);
    sheet_paragraph(sheet, INK(BOLD, 12), SHEET_LEFT, chart->title);
    double floor = sheet->at + 12 + CHART_HEIGHT;
    draw_scale(sheet, floor);
    for (size_t i = 0; i < count; i++) {
        const struct dossier_bar *bar = &chart->bars.items[i];
        double rate = bar->whole > 0 ? (double)bar->value / (double)bar->whole : 0;
        double left = CHART_LEFT + wide * (double)i, top = floor - CHART_HEIGHT * rate;
        if (rate > 0)
            canvas_fill(canvas, left + wide * 0.22, top, left + wide * 0.78, floor, BAR_GREY);
        if ((count - 1 - i) % apart)
            continue;
        canvas_text_in(canvas, INK(REGULAR, CHART_SIZE), ALIGN_CENTER, left, left + wide, top - 3,
                       dossier_rate_text(canvas->arena, bar->value, bar->whole));
        canvas_text_in(canvas, INK(REGULAR, CHART_SIZE), ALIGN_CENTER, left, left + wide,
                       floor + 11, bar->label);
    }
    sheet->at = floor + 24;
}
