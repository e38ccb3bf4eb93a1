/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands: the program's surface is the table in commands.c; this is a row of it, and what a
 * running command has in hand.  A command translates: options in, one call of service/, text or
 * JSON out.
 */
#ifndef HOCBA_CLI_COMMAND_H
#define HOCBA_CLI_COMMAND_H

#include "base/json.h"
#include "cli/exit.h"
#include "service/app.h"

enum { OPTIONS_MAX = 24, ANY_ARGUMENTS = 100000 };

/* A row of a command's options; a table ends with {0}. */
struct option {
    const char *name;     /* without the dashes */
    const char *argument; /* what it takes, for the help: "NĂM"; NULL = a flag */
    const char *help;     /* Vietnamese */
    bool required;
};

/* The rows of common_options. */
enum { COMMON_HOME, COMMON_BY, COMMON_JSON, COMMON_HELP, COMMON_COUNT };

struct cli;

struct command {
    const char *name;             /* "unit add": one or two words */
    const char *usage;            /* after the name: "FILE... [--dry-run]"; may be "" */
    const char *summary;          /* one Vietnamese line */
    const char *help;             /* paragraphs below the usage */
    const struct option *options; /* besides the common ones; may be NULL */
    int arguments_min, arguments_max;
    enum status (*run)(struct cli *cli, struct error *err);
};

struct cli {
    const struct command *command;
    struct arena *arena;
    const char **arguments; /* what is not an option */
    size_t argument_count;
    const char *values[OPTIONS_MAX];  /* beside command->options; "" for a flag that was given */
    const char *common[COMMON_COUNT]; /* the same beside common_options */
    const char *home, *by;            /* --home or HOCBA_HOME (NULL: neither); --by */
    bool json, help;
    struct app *app;          /* opened by cli_open(), closed by main() */
    enum exit_code exit_code; /* a command that did its work may still answer "no" */
};

/* Every command, ends with NULL (commands.c). */
extern const struct command *const commands[];
extern const struct option common_options[];

/* The option's value, or NULL when not given; the name must stand in the command's table. */
const char *cli_option(const struct cli *cli, const char *name);
bool cli_flag(const struct cli *cli, const char *name);

/* Options as values: a date ("2024-05-31" or "31/5/2024"), an integer; USAGE when malformed. Not
 * given: {0} or `fallback`. */
MUST_CHECK enum status cli_date(const struct cli *cli, const char *name, struct date *date,
                                struct error *err);
MUST_CHECK enum status cli_int(const struct cli *cli, const char *name, int min, int max,
                               int fallback, int *value, struct error *err);

/* Open the instance that --home names, acting as --by; the app stays cli's. */
MUST_CHECK enum status cli_open(struct cli *cli, struct app **app, struct error *err);
/* Real seconds since 1970: the only place that asks the system. */
int64_t cli_clock(void);
/* For verbs without an instance (demo, init, verify): the options an app is opened with. */
struct app_options cli_app_options(const struct cli *cli, const char *home);

#endif
