/* SPDX-License-Identifier: Apache-2.0
 *
 * Options: `--name value`, `--name=value`, flags; anywhere among the arguments until `--`.
 * An unknown one, a repeated one, one without its value: USAGE with a suggestion.
 */
#ifndef HOCBA_CLI_OPTIONS_H
#define HOCBA_CLI_OPTIONS_H

#include "cli/command.h"

/* The command that argv names (argv[0] is the first word) and how many words it took; NULL when
 * there is none. */
const struct command *command_find(char **argv, int argc, int *words);
/* Fill cli's arguments, values, home, by, json and help from the words after the command's name.
 * Missing options and arguments are checked unless --help was given. */
MUST_CHECK enum status options_parse(struct cli *cli, char **argv, int argc, struct error *err);
/* The nearest of `count` words to what was typed, or NULL when none is near. */
const char *nearest_word(const char *typed, const char *const *words, size_t count);

#endif
