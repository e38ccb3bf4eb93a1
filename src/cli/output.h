/* SPDX-License-Identifier: Apache-2.0
 *
 * What commands print: JSON documents, lists, the progress bar, help.
 */
#ifndef HOCBA_CLI_OUTPUT_H
#define HOCBA_CLI_OUTPUT_H

#include <stdio.h>

#include "base/list.h"
#include "cli/command.h"

enum { JSON_CEILING = 256 * 1024 * 1024, TABLE_COLUMNS_MAX = 16 };

/* Print the buffer and a line end to standard output. */
void output_buffer(const struct buffer *buffer);
void output_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Where a server listens, at once: whoever started it waits for the line. */
void output_address(const char *address);
/* The error on standard error, or as {"error": {...}} on standard output with --json. */
void output_error(const struct cli *cli, const struct error *err);

/* A cell's text: a number; a day as people write it, NULL when there is none. */
const char *output_number(const struct cli *cli, int64_t number);
const char *output_day(const struct cli *cli, struct date day);

/* A list of things: a table for people (columns as wide as their widest cell, in graphemes), or
 * {"<name>": [{...}, ...]} with --json. */
struct output_column {
    const char *key, *label; /* of the JSON; of the table */
    bool number;             /* in JSON without quotes */
};
struct output_list {
    const struct cli *cli;
    const char *name;
    const struct output_column *columns;
    size_t column_count;
    LIST(const char *) cells;
};
/* Too many columns do not compile. */
#define output_list_new(cli, name, columns)                                                        \
    output_list_of((cli), (name), (columns),                                                       \
                   COUNT_OF(columns) +                                                             \
                       0 * sizeof(char[COUNT_OF(columns) <= TABLE_COLUMNS_MAX ? 1 : -1]))
struct output_list output_list_of(const struct cli *cli, const char *name,
                                  const struct output_column *columns, size_t count);
/* One cell per column; NULL prints as nothing, null in JSON. */
void output_list_row(struct output_list *list, const char *const *cells);
/* The rows; in JSON as one field of an object that is open, or as a whole document. */
void output_list_json(const struct output_list *list, struct json *json);
void output_list_print(const struct output_list *list);
/* A thing was done: the sentence, or {"done": true, "<kind>": "<id>"} with --json. */
void output_done(const struct cli *cli, const char *kind, const char *id, const char *sentence);

/* A text that is asked for, written to the file `path`, which is then said; where there is none it
 * is printed, or stands as {"<key>": "<text>"} with --json. `done` says "..." before the path. */
MUST_CHECK enum status output_or_write(const struct cli *cli, const char *path, const char *key,
                                       const struct buffer *text, const char *done,
                                       struct error *err);

/* app_options.progress: a bar on standard error when that is a terminal. */
void output_progress(void *context, const char *what, size_t done, size_t total);
/* Usage, options and text of one command; the list of all. */
void output_help(const struct command *command);
void output_commands(void);
/* The commands whose first word is `word`; false: there are none. */
bool output_group(FILE *out, const char *word);

#endif
