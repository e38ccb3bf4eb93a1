/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/dossier_write.h"

#include "sheet/xlsx_out.h"

enum { WORDS_WIDTH = 110, TABLE_WIDTH = 130, ROWS_MAX = 200000 };

struct writing {
    struct xlsx_out out;
    const struct dossier *dossier;
    lxw_format *title, *head, *text, *number, *rate, *note;
    lxw_row_t row; /* of the sheet of words */
};

static void
make_formats(struct writing *it)
{
    it->title = xlsx_out_format(&it->out, true, false, LXW_ALIGN_LEFT);
    it->head = xlsx_out_format(&it->out, true, true, LXW_ALIGN_CENTER);
    it->text = xlsx_out_format(&it->out, false, true, LXW_ALIGN_LEFT);
    it->number = xlsx_out_format(&it->out, false, true, LXW_ALIGN_RIGHT);
    it->rate = xlsx_out_format(&it->out, false, true, LXW_ALIGN_RIGHT);
    it->note = xlsx_out_format(&it->out, false, false, LXW_ALIGN_LEFT);
    format_set_num_format(it->number, "#,##0");
    format_set_num_format(it->rate, "0.0%");
}

/* --- words ------------------------------------------------------------------------------------ */

static void
add_line(struct writing *it, const char *text, lxw_format *format)
{
    if (text)
        xlsx_out_text(&it->out, it->row++, 0, text, format);
}

static void
write_words(struct writing *it)
{
    const struct dossier *dossier = it->dossier;

    worksheet_set_column(it->out.sheet, 0, 0, WORDS_WIDTH, NULL);
    add_line(it, dossier->training ? "THỬ NGHIỆM – không có giá trị pháp lý" : NULL, it->title);
    add_line(it, dossier->from, it->title);
    add_line(it, dossier->title, it->title);
    add_line(it, dossier->period, it->note);
    add_line(it, dossier->foot, it->note);
    for (size_t i = 0; i < dossier->sections.count; i++) {
        const struct dossier_section *section = &dossier->sections.items[i];
        add_line(it, section->title, it->title);
        for (size_t b = 0; b < section->blocks.count; b++)
            add_line(it, section->blocks.items[b].text, it->note);
    }
}

/* --- tables ----------------------------------------------------------------------------------- */

static void
write_cell(struct writing *it, lxw_row_t row, lxw_col_t column, const struct dossier_cell *cell)
{
    if (cell->text)
        xlsx_out_text(&it->out, row, column, cell->text, it->text);
    else if (cell->kind == DOSSIER_RATE)
        worksheet_write_number(it->out.sheet, row, column,
                               (double)cell->number / DOSSIER_RATE_WHOLE, it->rate);
    else
        worksheet_write_number(it->out.sheet, row, column, (double)cell->number, it->number);
}

static void
write_table(struct writing *it, const struct dossier_section *section,
            const struct dossier_table *table)
{
    lxw_col_t last = (lxw_col_t)(table->column_count - 1);
    lxw_row_t row = 0;
    int shares = 0;

    for (size_t i = 0; i < table->column_count; i++)
        shares += table->columns[i].share;
    xlsx_out_next(&it->out, table->sheet);
    xlsx_out_range(&it->out, row++, 0, 0, last, table->title ? table->title : section->title,
                   it->title);
    xlsx_out_range(&it->out, row, 0, row, last, it->dossier->period, it->note);
    row++;
    xlsx_out_range(&it->out, row, 0, row, last, it->dossier->foot, it->note);
    row++;
    for (lxw_col_t i = 0; i <= last; i++) {
        worksheet_set_column(it->out.sheet, i, i,
                             (double)table->columns[i].share * TABLE_WIDTH / shares + 2, NULL);
        xlsx_out_text(&it->out, row, i, table->columns[i].heading, it->head);
    }
    for (size_t i = 0; i < table->cells.count; i++)
        write_cell(it, row + 1 + (lxw_row_t)(i / table->column_count),
                   (lxw_col_t)(i % table->column_count), &table->cells.items[i]);
    if (table->cells.count == 0 && table->empty)
        xlsx_out_range(&it->out, row + 1, 0, row + 1, last, table->empty, it->text);
    worksheet_freeze_panes(it->out.sheet, row + 1, 0);
    worksheet_repeat_rows(it->out.sheet, row, row);
}

enum status
xlsx_write_dossier(const struct dossier *dossier, struct arena *arena, struct span *bytes,
                   struct error *err)
{
    struct writing it = {.dossier = dossier};

    TRY(xlsx_out_open(&it.out, "Báo cáo", dossier->date, arena, err));
    make_formats(&it);
    write_words(&it);
    for (size_t i = 0; i < dossier->sections.count; i++) {
        const struct dossier_section *section = &dossier->sections.items[i];
        for (size_t b = 0; b < section->blocks.count; b++) {
            const struct dossier_table *table = section->blocks.items[b].table;
            if (table && dossier_rows(table) <= ROWS_MAX)
                write_table(&it, section, table);
        }
    }
    return xlsx_out_close(&it.out, bytes, err);
}
