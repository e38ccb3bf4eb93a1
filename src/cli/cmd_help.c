/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba help, hocba version.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"

static enum status
run_help(struct cli *cli, struct error *err)
{
    int words = 0;

    if (cli->argument_count == 0) {
        output_commands();
        return OK;
    }
    char *names[2] = {arena_text(cli->arena, cli->arguments[0]),
                      cli->argument_count > 1 ? arena_text(cli->arena, cli->arguments[1]) : NULL};
    const struct command *command = command_find(names, (int)cli->argument_count, &words);
    if (!command && output_group(stdout, names[0]))
        return OK;
    if (!command)
        return fail(err, USAGE, "Không có lệnh “%s”. “hocba help” liệt kê các lệnh.", names[0]);
    output_help(command);
    return OK;
}

const struct command command_help = {
    .name = "help",
    .usage = "[LỆNH]",
    .summary = "liệt kê các lệnh, hoặc hướng dẫn một lệnh",
    .arguments_max = 2,
    .run = run_help,
};

static enum status
run_version(struct cli *cli, struct error *err)
{
    (void)err;
    if (cli->json)
        output_line("{\"version\":\"%s\"}", HOCBA_VERSION);
    else
        output_line("hocba %s", HOCBA_VERSION);
    return OK;
}

const struct command command_version = {
    .name = "version",
    .usage = "",
    .summary = "phiên bản của chương trình",
    .run = run_version,
};
