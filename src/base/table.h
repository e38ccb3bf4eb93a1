/* SPDX-License-Identifier: Apache-2.0
 *
 * Data files: lines of tab-separated columns, '#' begins a comment line, the first line names the
 * columns.  They are embedded at build, so a malformed one is a programmer's mistake (assert).
 */
#ifndef HOCBA_BASE_TABLE_H
#define HOCBA_BASE_TABLE_H

#include "base/text.h"

struct table {
    size_t rows, columns;
    const char **cells; /* rows * columns; an empty cell is "" */
    const char **names; /* of the columns */
};

/* Parse embedded bytes; the result lives in the arena. */
const struct table *table_parse(struct arena *arena, struct span bytes);
/* The cell of `row` in the column called `name` (which must exist). */
const char *table_cell(const struct table *table, size_t row, const char *name);

#endif
