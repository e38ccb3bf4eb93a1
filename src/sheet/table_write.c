/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/table_write.h"

#include <assert.h>

#include "sheet/xlsx_out.h"

enum { CSV_MAX = 64 << 20 };

/* --- XLSX ------------------------------------------------------------------------------------- */

static void
write_cells(struct xlsx_out *out, const struct sheet_table *table, lxw_row_t top)
{
    lxw_format *text = xlsx_out_format(out, false, true, LXW_ALIGN_LEFT);
    lxw_format *number = xlsx_out_format(out, false, true, LXW_ALIGN_RIGHT);

    for (size_t i = 0; i < table->cells.count; i++) {
        const struct sheet_cell *cell = &table->cells.items[i];
        lxw_row_t row = top + (lxw_row_t)(i / table->column_count);
        lxw_col_t column = (lxw_col_t)(i % table->column_count);
        if (!cell->text && table->columns[column].number)
            worksheet_write_number(out->sheet, row, column, (double)cell->number, number);
        else
            xlsx_out_text(out, row, column, cell->text, text);
    }
}

enum status
xlsx_write_table(const struct sheet_table *table, struct arena *arena, struct span *bytes,
                 struct error *err)
{
    lxw_col_t last = (lxw_col_t)(table->column_count - 1);
    lxw_row_t row = 0;
    struct xlsx_out out;

    assert(table->column_count > 0);
    if (table->cells.count / table->column_count > SHEET_ROWS_MAX)
        return fail(err, INVALID, "Bảng có hơn %d dòng, quá dài cho một tệp .xlsx.",
                    SHEET_ROWS_MAX);
    TRY(xlsx_out_open(&out, table->name, table->date, arena, err));
    lxw_format *head = xlsx_out_format(&out, true, true, LXW_ALIGN_CENTER);
    lxw_format *note = xlsx_out_format(&out, false, false, LXW_ALIGN_LEFT);
    xlsx_out_range(&out, row, 0, row, last, table->title,
                   xlsx_out_format(&out, true, false, LXW_ALIGN_CENTER));
    for (size_t i = 0; i < COUNT_OF(table->notes) && table->notes[i]; i++) {
        row++;
        xlsx_out_range(&out, row, 0, row, last, table->notes[i], note);
    }
    row++;
    for (lxw_col_t i = 0; i <= last; i++) {
        worksheet_set_column(out.sheet, i, i, table->columns[i].width, NULL);
        xlsx_out_text(&out, row, i, table->columns[i].heading, head);
    }
    write_cells(&out, table, row + 1);
    worksheet_freeze_panes(out.sheet, row + 1, 0);
    worksheet_repeat_rows(out.sheet, row, row);
    return xlsx_out_close(&out, bytes, err);
}

/* --- CSV -------------------------------------------------------------------------------------- */

static void
csv_text(struct buffer *out, const char *text)
{
    const char first = text[strspn(text, " \t\r\n")];

    buffer_char(out, '"');
    if (first && (strchr("=+-@", first) || strchr("\t\r\n", *text)))
        buffer_char(out, '\'');
    for (; *text; text++) {
        if (*text == '"')
            buffer_char(out, '"');
        buffer_char(out, *text);
    }
    buffer_char(out, '"');
}

static void
csv_line(struct buffer *out, const char *text)
{
    csv_text(out, text);
    buffer_text(out, "\r\n");
}

enum status
csv_write_table(const struct sheet_table *table, struct arena *arena, struct span *bytes,
                struct error *err)
{
    AUTO(buffer) *out = buffer_new(CSV_MAX);

    assert(table->column_count > 0);
    buffer_text(out, "\xEF\xBB\xBF");
    csv_line(out, table->title);
    for (size_t i = 0; i < COUNT_OF(table->notes) && table->notes[i]; i++)
        csv_line(out, table->notes[i]);
    for (size_t i = 0; i < table->column_count; i++) {
        buffer_text(out, i ? "," : "");
        csv_text(out, table->columns[i].heading);
    }
    for (size_t i = 0; i < table->cells.count; i++) {
        const struct sheet_cell *cell = &table->cells.items[i];
        size_t column = i % table->column_count;
        buffer_text(out, column ? "," : "\r\n");
        if (cell->text)
            csv_text(out, cell->text);
        else if (table->columns[column].number)
            buffer_printf(out, "%lld", (long long)cell->number);
    }
    buffer_text(out, "\r\n");
    if (out->overflow)
        return fail(err, INVALID, "Bảng dài quá, không ghi được thành một tệp CSV.");
    *bytes = (struct span){arena_copy(arena, out->data, out->size), out->size};
    return OK;
}
