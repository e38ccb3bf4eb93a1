/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of commands, options and exit codes.
 */
#include "tests/support/test.h"

#include "cli/commands.h"
#include "cli/options.h"

static void
test_exit_codes(void **state)
{
    static const struct {
        enum status status;
        int code;
    } rows[] = {
        {OK, 0},     {INVALID, 1},   {UNTRUSTED, 1}, {USAGE, 2},       {NOT_FOUND, 2},
        {DENIED, 4}, {UNDECIDED, 3}, {CONFLICT, 5},  {UNAVAILABLE, 6}, {CORRUPT, 6},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if ((int)exit_of_status(rows[i].status) != rows[i].code)
            row_fail(status_key(rows[i].status), "%d", exit_of_status(rows[i].status));
}

static void
test_the_worse_of_two_files(void **state)
{
    static const int order[] = {EXIT_YES,    EXIT_UNDECIDED, EXIT_USAGE, EXIT_NO,
                                EXIT_DENIED, EXIT_CONFLICT,  EXIT_BROKEN};
    (void)state;

    for (size_t i = 0; i < COUNT_OF(order); i++) {
        for (size_t j = 0; j < COUNT_OF(order); j++)
            assert_int_equal(exit_worse((enum exit_code)order[i], (enum exit_code)order[j]),
                             order[i > j ? i : j]);
    }
}

static void
test_every_command_is_whole(void **state)
{
    (void)state;

    for (size_t i = 0; commands[i]; i++) {
        const struct command *command = commands[i];
        size_t options = 0;
        if (!command->summary || !command->usage || !command->run)
            row_fail(command->name, "a part is missing");
        if (command->arguments_min > command->arguments_max)
            row_fail(command->name, "no number of arguments fits");
        for (size_t j = 0; command->options && command->options[j].name; j++, options++)
            if (!command->options[j].help)
                row_fail(command->name, "--%s has no help", command->options[j].name);
        if (options > OPTIONS_MAX)
            row_fail(command->name, "%zu options", options);
        for (size_t j = 0; j < i; j++)
            if (strcmp(commands[j]->name, command->name) == 0)
                row_fail(command->name, "stands twice");
    }
}

static const struct option options_of_test[] = {
    {"year", "Y", "year", true}, {"dry-run", NULL, "flag"}, {"class", "C", "class"}, {0}};
static const struct command test_command = {
    .name = "test", .usage = "FILE", .options = options_of_test, .arguments_max = 2};

static void
test_options(void **state)
{
    static const struct {
        const char *about;
        const char *words[6];
        enum status status;
        const char *year, *said; /* the value; a word of the error */
        size_t arguments;
    } rows[] = {
        {"apart", {"--year", "2023-2024", "a"}, OK, "2023-2024", NULL, 1},
        {"with an equals sign", {"a", "--year=2023-2024", "b"}, OK, "2023-2024", NULL, 2},
        {"after --, everything is an argument", {"--year=1", "--", "--dry-run"}, OK, "1", NULL, 1},
        {"missing", {"a"}, USAGE, NULL, "--year", 1},
        {"missing, but only help is wanted", {"--help"}, OK, NULL, NULL, 0},
        {"twice", {"--year=1", "--year=2"}, USAGE, NULL, "hai lần", 0},
        {"without its value", {"--year"}, USAGE, NULL, "cần một giá trị", 0},
        {"a flag with a value", {"--year=1", "--dry-run=yes"}, USAGE, NULL, "không nhận", 0},
        {"unknown, near another", {"--yaer", "1"}, USAGE, NULL, "--year", 0},
        {"unknown, near none", {"--xyzxyzxyz"}, USAGE, NULL, "--help", 0},
        {"one dash", {"-y"}, USAGE, NULL, "hai gạch", 0},
        {"too many arguments", {"--year=1", "a", "b", "c"}, USAGE, NULL, "Cách viết", 3},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct cli cli = {.command = &test_command, .arena = arena};
        struct error err = {0};
        char *words[6];
        int count = 0;
        for (; count < 6 && rows[i].words[count]; count++)
            words[count] = arena_text(arena, rows[i].words[count]);
        enum status status = options_parse(&cli, words, count, &err);
        if (status != rows[i].status)
            row_fail(rows[i].about, "%d: %s", status, err.message);
        if (status == OK && (!text_equal(cli_option(&cli, "year"), rows[i].year) ||
                             cli.argument_count != rows[i].arguments))
            row_fail(rows[i].about, "%s, %zu", cli_option(&cli, "year"), cli.argument_count);
        if (rows[i].said && !strstr(err.message, rows[i].said))
            row_fail(rows[i].about, "%s", err.message);
    }
}

static void
test_finding_commands(void **state)
{
    static const struct {
        const char *words[3];
        const char *found;
        int words_taken;
    } rows[] = {
        {{"unit", "add", "x"}, "unit add", 2},
        {{"import", "file"}, "import", 1},
        {{"unit"}, NULL, 0},
        {{"unit", "ad"}, NULL, 0},
        {{"un"}, NULL, 0},
        {{""}, NULL, 0},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        char *words[3];
        int count = 0, taken = -1;
        for (; count < 3 && rows[i].words[count]; count++)
            words[count] = arena_text(arena, rows[i].words[count]);
        const struct command *command = command_find(words, count, &taken);
        if (!text_equal(command ? command->name : NULL, rows[i].found) ||
            taken != rows[i].words_taken)
            row_fail(rows[i].words[0], "%s, %d", command ? command->name : "none", taken);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exit_codes),
        cmocka_unit_test(test_the_worse_of_two_files),
        cmocka_unit_test(test_every_command_is_whole),
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_finding_commands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
