/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include <string.h>

#include "base/text.h"

enum { WORD_MAX = 64 };

const struct option common_options[] = {
    {"home", "DIR", "thư mục của hệ thống (mặc định: biến môi trường HOCBA_HOME)"},
    {"by", "LOGIN", "làm với tư cách người này (mặc định: người vận hành)"},
    {"json", NULL, "in kết quả dạng JSON"},
    {"help", NULL, "hướng dẫn của lệnh này"},
    {0},
};

/* How many of the first arguments are the words of that name; 0: they are not. */
static int
match_name(const char *name, char **argv, int argc)
{
    for (int words = 0; words < argc; words++) {
        size_t size = strcspn(name, " ");
        if (strlen(argv[words]) != size || strncmp(argv[words], name, size) != 0)
            return 0;
        if (name[size] == '\0')
            return words + 1;
        name += size + 1;
    }
    return 0;
}

const struct command *
command_find(char **argv, int argc, int *words)
{
    const struct command *best = NULL;

    *words = 0;
    for (size_t i = 0; commands[i]; i++) {
        int taken = match_name(commands[i]->name, argv, argc);
        if (taken > *words) {
            best = commands[i];
            *words = taken;
        }
    }
    return best;
}

static size_t
min3(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;

    return least < c ? least : c;
}

/* Levenshtein's distance of two short words. */
static size_t
word_distance(const char *a, const char *b)
{
    size_t row[WORD_MAX + 1], size = strlen(b);

    if (size > WORD_MAX || strlen(a) > WORD_MAX)
        return WORD_MAX;
    for (size_t j = 0; j <= size; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= size; j++) {
            size_t above = row[j];
            row[j] = min3(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[size];
}

const char *
nearest_word(const char *typed, const char *const *words, size_t count)
{
    const char *nearest = NULL;
    size_t least = strlen(typed) / 3 + 2;

    for (size_t i = 0; i < count; i++) {
        size_t distance = word_distance(typed, words[i]);
        if (distance < least) {
            least = distance;
            nearest = words[i];
        }
    }
    return nearest;
}

/* The option of that name in the command's table or the common one; `slot` is where its value
 * goes. */
static const struct option *
option_find(struct cli *cli, const char *name, size_t size, const char ***slot)
{
    const struct option *own = cli->command->options;

    for (size_t i = 0; own && own[i].name; i++) {
        if (strlen(own[i].name) == size && strncmp(own[i].name, name, size) == 0) {
            *slot = &cli->values[i];
            return &own[i];
        }
    }
    for (size_t i = 0; common_options[i].name; i++) {
        if (strlen(common_options[i].name) == size &&
            strncmp(common_options[i].name, name, size) == 0) {
            *slot = &cli->common[i];
            return &common_options[i];
        }
    }
    return NULL;
}

static enum status
option_unknown(struct cli *cli, const char *typed, size_t size, struct error *err)
{
    const char *names[2 * OPTIONS_MAX];
    size_t count = 0;

    for (size_t i = 0; cli->command->options && cli->command->options[i].name; i++)
        names[count++] = cli->command->options[i].name;
    for (size_t i = 0; common_options[i].name; i++)
        names[count++] = common_options[i].name;
    const char *name = arena_copy(cli->arena, typed, size);
    const char *near = nearest_word(name, names, count);
    if (near)
        return fail(err, USAGE, "Lệnh “%s” không có tùy chọn “--%s”. Có phải là “--%s” không?",
                    cli->command->name, name, near);
    return fail(err, USAGE, "Lệnh “%s” không có tùy chọn “--%s”. Xem “hocba %s --help”.",
                cli->command->name, name, cli->command->name);
}

/* One word that begins with "--"; returns how many words it took in *taken. */
static enum status
parse_option(struct cli *cli, char **argv, int argc, int *taken, struct error *err)
{
    const char *name = argv[0] + 2, *equals = strchr(name, '=');
    size_t size = equals ? (size_t)(equals - name) : strlen(name);
    const char **slot = NULL;
    const struct option *option = option_find(cli, name, size, &slot);

    *taken = 1;
    if (!option)
        return option_unknown(cli, name, size, err);
    if (*slot)
        return fail(err, USAGE, "Tùy chọn “--%s” được ghi hai lần.", option->name);
    if (!option->argument) {
        if (equals)
            return fail(err, USAGE, "Tùy chọn “--%s” không nhận giá trị.", option->name);
        *slot = "";
        return OK;
    }
    if (equals) {
        *slot = equals + 1;
        return OK;
    }
    if (argc < 2)
        return fail(err, USAGE, "Tùy chọn “--%s” cần một giá trị (%s).", option->name,
                    option->argument);
    *slot = argv[1];
    *taken = 2;
    return OK;
}

static enum status
check_complete(const struct cli *cli, struct error *err)
{
    const struct command *command = cli->command;

    if (cli->help)
        return OK;
    for (size_t i = 0; command->options && command->options[i].name; i++) {
        if (command->options[i].required && !cli->values[i])
            return fail(err, USAGE, "Lệnh “%s” cần tùy chọn “--%s %s”: %s.", command->name,
                        command->options[i].name, command->options[i].argument,
                        command->options[i].help);
    }
    if (cli->argument_count < (size_t)command->arguments_min ||
        cli->argument_count > (size_t)command->arguments_max)
        return fail(err, USAGE, "Lệnh viết chưa đúng. Cách viết: hocba %s %s", command->name,
                    command->usage);
    return OK;
}

enum status
options_parse(struct cli *cli, char **argv, int argc, struct error *err)
{
    bool only_arguments = false;

    cli->arguments = arena_make_array(cli->arena, (size_t)argc + 1, const char *);
    for (int i = 0, taken; i < argc; i += taken) {
        taken = 1;
        if (!only_arguments && strcmp(argv[i], "--") == 0)
            only_arguments = true;
        else if (!only_arguments && strncmp(argv[i], "--", 2) == 0)
            TRY(parse_option(cli, argv + i, argc - i, &taken, err));
        else if (!only_arguments && argv[i][0] == '-' && argv[i][1])
            return fail(err, USAGE, "Không có tùy chọn “%s”. Tùy chọn viết với hai gạch: --help.",
                        argv[i]);
        else
            cli->arguments[cli->argument_count++] = argv[i];
    }
    if (cli->common[COMMON_HOME])
        cli->home = cli->common[COMMON_HOME];
    cli->by = cli->common[COMMON_BY];
    cli->json = cli->common[COMMON_JSON] != NULL;
    cli->help = cli->common[COMMON_HELP] != NULL;
    return check_complete(cli, err);
}

const char *
cli_option(const struct cli *cli, const char *name)
{
    const struct option *own = cli->command->options;

    for (size_t i = 0; own && own[i].name; i++) {
        if (strcmp(own[i].name, name) == 0)
            return cli->values[i];
    }
    return NULL;
}

bool
cli_flag(const struct cli *cli, const char *name)
{
    return cli_option(cli, name) != NULL;
}

enum status
cli_date(const struct cli *cli, const char *name, struct date *date, struct error *err)
{
    const char *text = cli_option(cli, name);

    *date = (struct date){0};
    if (!text || date_parse_iso(span_of(text), date) || date_parse_vietnamese(span_of(text), date))
        return OK;
    return fail(err, USAGE, "--%s nhận một ngày như 31/5/2024 hoặc 2024-05-31, không phải “%s”.",
                name, text);
}

enum status
cli_int(const struct cli *cli, const char *name, int min, int max, int fallback, int *value,
        struct error *err)
{
    const char *text = cli_option(cli, name);

    *value = fallback;
    if (!text || text_to_int(text, min, max, value))
        return OK;
    return fail(err, USAGE, "--%s nhận một số từ %d đến %d, không phải “%s”.", name, min, max,
                text);
}
