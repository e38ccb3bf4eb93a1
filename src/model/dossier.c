/* SPDX-License-Identifier: Apache-2.0 */
#include "model/dossier.h"

#include <assert.h>

struct dossier_section *
dossier_add_section(struct arena *arena, struct dossier *dossier, const char *key,
                    const char *title)
{
    struct dossier_section *section = list_add(arena, dossier->sections);

    *section = (struct dossier_section){.key = key, .title = title};
    return section;
}

void
dossier_add_text(struct arena *arena, struct dossier_section *section, enum dossier_block_kind kind,
                 const char *text)
{
    *list_add(arena, section->blocks) = (struct dossier_block){.kind = kind, .text = text};
}

void
dossier_add_lines(struct arena *arena, struct dossier_section *section, const char *text)
{
    while (*text) {
        size_t size = strcspn(text, "\r\n");
        const char *line = text_squeeze(arena, arena_copy(arena, text, size));
        if (!text_is_blank(line))
            dossier_add_text(arena, section, DOSSIER_PARAGRAPH, line);
        text += size + strspn(text + size, "\r\n");
    }
}

struct dossier_table *
dossier_add_table(struct arena *arena, struct dossier_section *section, const char *sheet,
                  const char *title)
{
    struct dossier_table *table = arena_make(arena, struct dossier_table);

    *table = (struct dossier_table){.sheet = sheet, .title = title};
    *list_add(arena, section->blocks) =
        (struct dossier_block){.kind = DOSSIER_TABLE, .table = table};
    return table;
}

struct dossier_chart *
dossier_add_chart(struct arena *arena, struct dossier_section *section, const char *title)
{
    struct dossier_chart *chart = arena_make(arena, struct dossier_chart);

    *chart = (struct dossier_chart){.title = title};
    *list_add(arena, section->blocks) =
        (struct dossier_block){.kind = DOSSIER_CHART, .chart = chart};
    return chart;
}

/* --- tables ----------------------------------------------------------------------------------- */

void
dossier_column(struct dossier_table *table, const char *heading, int share, bool right)
{
    assert(table->column_count < DOSSIER_COLUMNS_MAX);
    table->columns[table->column_count++] = (struct dossier_column){heading, share, right};
}

void
dossier_text(struct arena *arena, struct dossier_table *table, const char *text)
{
    *list_add(arena, table->cells) = (struct dossier_cell){.text = text ? text : ""};
}

void
dossier_number(struct arena *arena, struct dossier_table *table, int64_t number)
{
    *list_add(arena, table->cells) = (struct dossier_cell){DOSSIER_NUMBER, NULL, number};
}

void
dossier_listed(struct arena *arena, struct dossier_table *table, int64_t number, const char *list)
{
    *list_add(arena, table->cells) =
        (struct dossier_cell){.kind = DOSSIER_NUMBER, .number = number, .list = list};
}

void
dossier_rate(struct arena *arena, struct dossier_table *table, int64_t part, int64_t whole,
             const char *instead)
{
    if (whole <= 0)
        dossier_text(arena, table, instead);
    else
        *list_add(arena, table->cells) =
            (struct dossier_cell){DOSSIER_RATE, NULL, part * DOSSIER_RATE_WHOLE / whole};
}

/* Thousands apart by a point, as is done in Vietnamese. */
const char *
dossier_number_text(struct arena *arena, int64_t number)
{
    enum { THOUSAND = 1000 };

    if (number < 0)
        return arena_printf(arena, "-%s", dossier_number_text(arena, -number));
    if (number < THOUSAND)
        return arena_printf(arena, "%d", (int)number);
    return arena_printf(arena, "%s.%03d", dossier_number_text(arena, number / THOUSAND),
                        (int)(number % THOUSAND));
}

const char *
dossier_cell_text(struct arena *arena, const struct dossier_cell *cell)
{
    if (cell->text)
        return cell->text;
    if (cell->kind == DOSSIER_NUMBER)
        return dossier_number_text(arena, cell->number);
    return arena_printf(arena, "%d,%d %%", (int)(cell->number / 10), (int)(cell->number % 10));
}

const char *
dossier_rate_text(struct arena *arena, int64_t part, int64_t whole)
{
    const struct dossier_cell cell = {DOSSIER_RATE, whole > 0 ? NULL : "–",
                                      whole > 0 ? part * DOSSIER_RATE_WHOLE / whole : 0};

    return dossier_cell_text(arena, &cell);
}
