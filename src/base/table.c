/* SPDX-License-Identifier: Apache-2.0 */
#include "base/table.h"

#include <assert.h>

#include "base/list.h"

static size_t
split_cells(struct arena *arena, struct span line, const char **cells, size_t max)
{
    size_t count = 0;

    for (;;) {
        const char *tab = memchr(line.data, '\t', line.size);
        size_t size = tab ? (size_t)(tab - line.data) : line.size;
        assert(count < max);
        cells[count++] = arena_copy(arena, line.data, size);
        if (tab == NULL)
            return count;
        line = (struct span){tab + 1, line.size - size - 1};
    }
}

const struct table *
table_parse(struct arena *arena, struct span bytes)
{
    enum { COLUMNS_MAX = 64 };
    struct table *table = arena_make(arena, struct table);
    LIST(const char *) cells = {0};
    const char *row[COLUMNS_MAX];

    while (bytes.size > 0) {
        const char *newline = memchr(bytes.data, '\n', bytes.size);
        size_t size = newline ? (size_t)(newline - bytes.data) : bytes.size;
        struct span line = {bytes.data, size};
        size_t step = size + (newline != NULL);
        bytes = (struct span){bytes.data + step, bytes.size - step};
        if (size == 0 || line.data[0] == '#')
            continue;
        size_t count = split_cells(arena, line, row, COLUMNS_MAX);
        if (table->names == NULL) {
            table->columns = count;
            table->names = (const char **)(void *)arena_copy(arena, row, count * sizeof *row);
            continue;
        }
        assert(count == table->columns);
        for (size_t i = 0; i < count; i++)
            *list_add(arena, cells) = row[i];
        table->rows++;
    }
    table->cells = cells.items;
    return table;
}

const char *
table_cell(const struct table *table, size_t row, const char *name)
{
    assert(row < table->rows);
    for (size_t i = 0; i < table->columns; i++)
        if (strcmp(table->names[i], name) == 0)
            return table->cells[row * table->columns + i];
    assert(!"table_cell: no such column");
    return "";
}
