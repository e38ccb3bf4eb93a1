/* SPDX-License-Identifier: Apache-2.0
 *
 * What import and check print about files.
 */
#ifndef HOCBA_CLI_IMPORT_OUTPUT_H
#define HOCBA_CLI_IMPORT_OUTPUT_H

#include "cli/command.h"
#include "service/import.h"

/* Read every file named on the command line; NOT_FOUND before anything else happens. */
MUST_CHECK enum status read_workbooks(struct cli *cli, struct import_report **reports,
                                      struct error *err);
/* As many reports as the command has arguments. */
void import_print_text(const struct cli *cli, const struct import_report *reports, bool dry_run);
void import_print_json(const struct cli *cli, const struct import_report *reports, bool dry_run);
/* "files": [...] of an object that is open. */
void import_json_files(struct json *json, const struct import_report *reports, size_t count);
/* The problems of one file, a line each. */
void import_print_problems(const struct import_report *report);

#endif
