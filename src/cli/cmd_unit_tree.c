/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba unit tree|move|merge|split: who manages whom, on which day
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/unit_tree.h"

struct branches {
    struct output_list list;
    const struct units *units;
    struct arena *arena;
};

static bool
is_listed(const struct units *units, const char *id)
{
    for (size_t i = 0; id && i < units->list.count; i++)
        if (text_equal(units->list.items[i].id, id))
            return true;
    return false;
}

static const char *
days_text(const struct unit *unit, struct arena *arena)
{
    char from[DATE_TEXT_SIZE] = "", to[DATE_TEXT_SIZE] = "";

    if (date_is_none(unit->from) && date_is_none(unit->to))
        return NULL;
    if (!date_is_none(unit->from))
        (void)date_write_vietnamese(unit->from, from);
    if (!date_is_none(unit->to))
        (void)date_write_vietnamese(unit->to, to);
    return arena_printf(arena, "%s - %s", from, to);
}

/* A circle of units has no top and is not shown; the depth ends whatever came of one. */
static void
add_branch(struct branches *to, const struct unit *unit, int depth)
{
    enum { DEPTH_MAX = 8 };

    const char *name =
        arena_printf(to->arena, "%*s%s", to->list.cli->json ? 0 : 2 * depth, "", unit->name);
    output_list_row(&to->list,
                    (const char *[]){name, unit->kind, unit->code, days_text(unit, to->arena)});
    for (size_t i = 0; depth < DEPTH_MAX && i < to->units->list.count; i++)
        if (text_equal(to->units->list.items[i].parent, unit->id))
            add_branch(to, &to->units->list.items[i], depth + 1);
}

static enum status
run_unit_tree(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"name", "TÊN"}, {"kind", "LOẠI"}, {"code", "MÃ"}, {"days", "THỜI GIAN"}};
    const char *code = cli->argument_count > 0 ? cli->arguments[0] : NULL;
    struct units units = {0};
    struct date day;
    struct app *app;

    TRY(cli_date(cli, "on", &day, err));
    TRY(cli_open(cli, &app, err));
    TRY(unit_tree(app, code, day, &units, err));
    struct branches to = {output_list_new(cli, "units", columns), &units, cli->arena};
    for (size_t i = 0; i < units.list.count; i++)
        if (!is_listed(&units, units.list.items[i].parent))
            add_branch(&to, &units.list.items[i], 0);
    output_list_print(&to.list);
    return OK;
}

static const struct option unit_tree_options[] = {
    {"on", "NGÀY", "cây đơn vị của ngày ấy; mặc định hôm nay"},
    {0},
};

const struct command command_unit_tree = {
    .name = "unit tree",
    .usage = "[MÃ] [--on NGÀY]",
    .summary = "cây đơn vị: ai quản lý ai vào một ngày",
    .options = unit_tree_options,
    .arguments_max = 1,
    .run = run_unit_tree,
};

static enum status
run_unit_move(struct cli *cli, struct error *err)
{
    const char *code = cli->arguments[0], *parent = cli_option(cli, "to");
    struct date since;
    struct app *app;

    TRY(cli_date(cli, "date", &since, err));
    TRY(cli_open(cli, &app, err));
    TRY(unit_move(app, code, parent, since, err));
    output_done(cli, "unit", code,
                arena_printf(cli->arena,
                             "Từ %s đơn vị %s thuộc %s. Học bạ đã phát hành vẫn ghi như cũ.",
                             cli_option(cli, "date"), code, parent));
    return OK;
}

static const struct option unit_move_options[] = {
    {"to", "MÃ", "đơn vị quản lý mới", true},
    {"date", "NGÀY", "ngày đầu dưới đơn vị mới", true},
    {0},
};

const struct command command_unit_move = {
    .name = "unit move",
    .usage = "MÃ --to MÃ --date NGÀY",
    .summary = "chuyển đơn vị sang đơn vị quản lý khác từ một ngày",
    .options = unit_move_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_unit_move,
};

static void
say_reformed(struct cli *cli, const struct unit_reformed *done)
{
    output_done(cli, "unit", cli->arguments[0],
                arena_printf(cli->arena,
                             "Đã ghi: %zu đơn vị thôi hoạt động từ trước ngày ấy, %zu đơn vị được "
                             "chuyển theo. Học bạ đã phát hành vẫn ghi như cũ; lớp và học sinh của "
                             "trường thôi hoạt động vẫn ở trường ấy.",
                             done->ended, done->moved));
    for (size_t i = 0; !cli->json && i < done->left.list.count; i++)
        output_line("Còn phải chuyển: %s %s (hocba unit move %s --to MÃ --date NGÀY).",
                    done->left.list.items[i].code, done->left.list.items[i].name,
                    done->left.list.items[i].code);
}

static enum status
run_reform(struct cli *cli, struct unit_reform *reform, struct error *err)
{
    struct unit_reformed done;
    struct app *app;

    reform->decision = cli_option(cli, "decision");
    TRY(cli_date(cli, "date", &reform->since, err));
    TRY(cli_open(cli, &app, err));
    TRY(unit_reform(app, reform, &done, err));
    say_reformed(cli, &done);
    return OK;
}

static enum status
run_unit_merge(struct cli *cli, struct error *err)
{
    const char *into = cli_option(cli, "into");
    struct unit_reform reform = {
        .from = cli->arguments, .from_count = cli->argument_count, .into = &into, .into_count = 1};

    return run_reform(cli, &reform, err);
}

static const struct option unit_merge_options[] = {
    {"into", "MÃ", "đơn vị nối tiếp, đã có; có thể là một trong các đơn vị sáp nhập", true},
    {"date", "NGÀY", "ngày đầu của đơn vị nối tiếp", true},
    {"decision", "SỐ", "số nghị quyết, quyết định"},
    {0},
};

const struct command command_unit_merge = {
    .name = "unit merge",
    .usage = "MÃ... --into MÃ --date NGÀY [--decision SỐ]",
    .summary = "sáp nhập: đơn vị bên dưới chuyển theo, đơn vị cũ thôi hoạt động từ hôm trước",
    .options = unit_merge_options,
    .arguments_min = 1,
    .arguments_max = UNITS_MERGED_MAX,
    .run = run_unit_merge,
};

static enum status
run_unit_split(struct cli *cli, struct error *err)
{
    struct unit_reform reform = {.from = cli->arguments,
                                 .from_count = 1,
                                 .into = cli->arguments + 1,
                                 .into_count = cli->argument_count - 1};

    return run_reform(cli, &reform, err);
}

static const struct option unit_split_options[] = {
    {"date", "NGÀY", "ngày đầu của các đơn vị nối tiếp", true},
    {"decision", "SỐ", "số nghị quyết, quyết định"},
    {0},
};

const struct command command_unit_split = {
    .name = "unit split",
    .usage = "MÃ MÃ_NỐI_TIẾP... --date NGÀY [--decision SỐ]",
    .summary = "chia tách: đơn vị đầu thôi hoạt động trừ khi có tên trong các đơn vị nối tiếp",
    .options = unit_split_options,
    .arguments_min = 2,
    .arguments_max = UNITS_MERGED_MAX + 1,
    .run = run_unit_split,
};
