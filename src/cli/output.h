/* SPDX-License-Identifier: Apache-2.0
 *
 * What commands print: JSON documents, aligned tables, the progress bar.
 */
#ifndef HOCBA_CLI_OUTPUT_H
#define HOCBA_CLI_OUTPUT_H

#include "base/list.h"
#include "cli/command.h"

enum { JSON_CEILING = 256 * 1024 * 1024, TABLE_COLUMNS_MAX = 12 };

/* Print the buffer and a line end to standard output. */
void output_buffer(const struct buffer *buffer);
void output_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The error on standard error, or as {"error": {...}} on standard output with --json. */
void output_error(const struct cli *cli, const struct error *err);

/* A table on standard output, columns as wide as their widest cell (in graphemes). */
struct output_table {
    struct arena *arena;
    size_t columns;
    LIST(const char *) cells;
};
struct output_table output_table_new(struct arena *arena, size_t columns, const char *const *names);
/* `columns` cells; NULL prints as "". */
void output_table_row(struct output_table *table, const char *const *cells);
void output_table_print(const struct output_table *table);

/* app_options.progress: a bar on standard error when that is a terminal. */
void output_progress(void *context, const char *what, size_t done, size_t total);
/* Usage, options and text of one command; the list of all. */
void output_help(const struct command *command);
void output_commands(void);

#endif
