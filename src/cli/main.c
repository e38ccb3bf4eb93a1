/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba: find the command, read its options, run it, and turn its answer into an exit code.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"

static enum exit_code
unknown_command(const char *word)
{
    const char *names[256];
    size_t count = 0;

    if (output_group(stderr, word))
        return EXIT_USAGE;
    for (size_t i = 0; commands[i] && count < COUNT_OF(names); i++)
        names[count++] = commands[i]->name;
    const char *near = nearest_word(word, names, count);
    fprintf(stderr, "hocba: Không có lệnh “%s”.%s%s%s “hocba help” liệt kê các lệnh.\n", word,
            near ? " Có phải là “" : "", near ? near : "", near ? "” không?" : "");
    return EXIT_USAGE;
}

static enum exit_code
run_command(struct cli *cli, char **argv, int argc)
{
    struct error err = {0};
    enum status status = options_parse(cli, argv, argc, &err);

    if (status == OK && cli->help) {
        output_help(cli->command);
        return EXIT_YES;
    }
    if (status == OK)
        status = cli->command->run(cli, &err);
    if (status != OK) {
        output_error(cli, &err);
        return exit_of_status(status);
    }
    return cli->exit_code;
}

int
main(int argc, char **argv)
{
    int words = 0;

    heap_keep();
    setlocale(LC_CTYPE, "C.UTF-8");
    if (argc < 2 || strcmp(argv[1], "--help") == 0) {
        output_commands();
        return argc < 2 ? EXIT_USAGE : EXIT_YES;
    }
    if (strcmp(argv[1], "--version") == 0)
        argv[1] += 2;
    const struct command *command = command_find(argv + 1, argc - 1, &words);
    if (!command)
        return unknown_command(argv[1]);

    struct cli cli = {.command = command, .arena = arena_new(), .home = getenv("HOCBA_HOME")};
    enum exit_code code = run_command(&cli, argv + 1 + words, argc - 1 - words);
    app_close(cli.app);
    arena_free(cli.arena);
    if (fflush(stdout) != 0 && code == EXIT_YES)
        code = EXIT_BROKEN;
    return code;
}
