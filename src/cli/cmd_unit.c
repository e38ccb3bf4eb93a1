/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba unit add|set|list|show
 */
#include "cli/change_output.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/correct.h"

static const char *
kind_word(const char *kind)
{
    return text_equal(kind, UNIT_SCHOOL) ? "trường" : "sở";
}

static enum status
run_unit_add(struct cli *cli, struct error *err)
{
    struct unit unit = {.kind = cli_option(cli, "kind"),
                        .code = cli_option(cli, "code"),
                        .name = cli_option(cli, "name"),
                        .district = cli_option(cli, "district"),
                        .commune = cli_option(cli, "commune"),
                        .province = cli_option(cli, "province"),
                        .issue_place = cli_option(cli, "issue-place")};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(unit_add(app, &unit, cli_option(cli, "parent"), err));
    output_done(cli, "unit", unit.id,
                arena_printf(cli->arena, "Đã thêm %s %s (mã %s).", kind_word(unit.kind), unit.name,
                             unit.code));
    return OK;
}

static const struct option unit_add_options[] = {
    {"kind", "LOẠI", "school (trường) hoặc department (sở)", true},
    {"code", "MÃ", "mã trường 8 chữ số, mã sở 2 chữ số", true},
    {"name", "TÊN", "tên đơn vị, như in trên học bạ", true},
    {"parent", "MÃ_SỞ", "sở quản lý trường"},
    {"district", "TÊN", "huyện (đến 30/6/2025)"},
    {"commune", "TÊN", "xã, phường"},
    {"province", "TÊN", "tỉnh, thành phố"},
    {"issue-place", "TÊN", "địa danh phát hành học bạ"},
    {0},
};

const struct command command_unit_add = {
    .name = "unit add",
    .usage = "--kind school|department --code MÃ --name TÊN [...]",
    .summary = "thêm trường hoặc sở",
    .options = unit_add_options,
    .run = run_unit_add,
};

static const struct option unit_set_options[] = {
    {"name", "TÊN", "tên đơn vị, như in trên học bạ"},
    {"district", "TÊN", "huyện (đến 30/6/2025)"},
    {"commune", "TÊN", "xã, phường"},
    {"province", "TÊN", "tỉnh, thành phố"},
    {"issue-place", "TÊN", "địa danh phát hành học bạ"},
    {"new-code", "MÃ", "mã đúng, khi chưa có chứng thư và học bạ nào mang mã cũ"},
    {0},
};

/* An option that was given replaces the value; given empty, it removes it. */
static bool
replace(const struct cli *cli, const char *option, const char **value)
{
    const char *given = cli_option(cli, option);

    if (given)
        *value = text_is_blank(given) ? NULL : given;
    return given != NULL;
}

static enum status
run_unit_set(struct cli *cli, struct error *err)
{
    struct unit unit;
    struct app *app;
    bool given = false;

    TRY(cli_open(cli, &app, err));
    TRY(unit_find(app, cli->arguments[0], &unit, err));
    const struct {
        const char *option, **value;
    } parts[] = {
        {"name", &unit.name},       {"district", &unit.district},
        {"commune", &unit.commune}, {"province", &unit.province},
        {"new-code", &unit.code},   {"issue-place", &unit.issue_place},
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        given |= replace(cli, parts[i].option, parts[i].value);
    if (!given || !unit.name || !unit.code)
        return fail(err, USAGE,
                    given ? "Tên và mã của đơn vị không được để trống."
                          : "Sửa gì: --name, --commune, --province, ...");
    TRY(unit_correct(app, &unit, err));
    output_done(cli, "unit", unit.id,
                arena_printf(cli->arena,
                             "Đã sửa %s %s (mã %s). Học bạ đã khởi tạo vẫn ghi như cũ; muốn đổi "
                             "phải lập lại trước khi phát hành.",
                             kind_word(unit.kind), unit.name, unit.code));
    return OK;
}

const struct command command_unit_set = {
    .name = "unit set",
    .usage = "MÃ [--name TÊN] [--commune TÊN] [--province TÊN] [...]",
    .summary = "sửa thông tin của trường hoặc sở; ai sửa, khi nào, từ gì thành gì được giữ lại",
    .options = unit_set_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_unit_set,
};

static enum status
run_unit_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"kind", "LOẠI"}, {"code", "MÃ"}, {"name", "TÊN"}, {"province", "TỈNH"}};
    struct output_list list = output_list_new(cli, "units", columns);
    struct units units = {0};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(units_list(app, &units, err));
    for (size_t i = 0; i < units.list.count; i++) {
        const struct unit *unit = &units.list.items[i];
        output_list_row(&list,
                        (const char *[]){unit->kind, unit->code, unit->name, unit->province});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_unit_list = {
    .name = "unit list",
    .usage = "",
    .summary = "liệt kê các đơn vị",
    .run = run_unit_list,
};

static enum status
run_unit_show(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {{"key", "MỤC"}, {"value", "GIÁ TRỊ"}};
    struct output_list list = output_list_new(cli, "unit", columns);
    struct unit unit;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(unit_find(app, cli->arguments[0], &unit, err));
    if (cli_flag(cli, "history")) {
        struct changes changes = {0};
        TRY(unit_history(app, &unit, &changes, err));
        changes_print(cli, &changes);
        return OK;
    }
    const char *rows[][2] = {
        {"kind", unit.kind},
        {"code", unit.code},
        {"name", unit.name},
        {"commune", unit.commune},
        {"district", unit.district},
        {"province", unit.province},
        {"issue_place", unit.issue_place},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        output_list_row(&list, rows[i]);
    output_list_print(&list);
    return OK;
}

static const struct option unit_show_options[] = {
    {"history", NULL, "mọi thay đổi: ai, khi nào, từ gì thành gì"},
    {0},
};

const struct command command_unit_show = {
    .name = "unit show",
    .usage = "MÃ [--history]",
    .summary = "xem một đơn vị",
    .options = unit_show_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_unit_show,
};
