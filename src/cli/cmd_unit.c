/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba unit add|set|list|show
 */
#include "cli/change_output.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/correct.h"
#include "service/unit_tree.h"

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

    TRY(cli_date(cli, "from", &unit.from, err));
    TRY(cli_date(cli, "to", &unit.to, err));
    TRY(cli_open(cli, &app, err));
    TRY(unit_add(app, &unit, cli_option(cli, "parent"), err));
    output_done(cli, "unit", unit.id,
                arena_printf(cli->arena, "Đã thêm %s %s (mã %s).", unit_kind_word(unit.kind),
                             unit.name, unit.code));
    return OK;
}

static const struct option unit_add_options[] = {
    {"kind", "LOẠI",
     "school (trường), campus (điểm trường), department (sở), district (phòng, đến 30/6/2025), "
     "commune (xã, từ 1/7/2025), ministry (Bộ)",
     true},
    {"code", "MÃ", "trường 8 chữ số, điểm trường như 22193401-1, sở 2, huyện 3, xã 5, Bộ 00", true},
    {"name", "TÊN", "tên đơn vị, như in trên học bạ", true},
    {"parent", "MÃ", "đơn vị quản lý trực tiếp"},
    {"from", "NGÀY", "ngày bắt đầu hoạt động; xã: mặc định 1/7/2025"},
    {"to", "NGÀY", "ngày cuối cùng; huyện: mặc định 30/6/2025"},
    {"district", "TÊN", "huyện (đến 30/6/2025)"},
    {"commune", "TÊN", "xã, phường"},
    {"province", "TÊN", "tỉnh, thành phố"},
    {"issue-place", "TÊN", "địa danh phát hành học bạ"},
    {0},
};

const struct command command_unit_add = {
    .name = "unit add",
    .usage = "--kind LOẠI --code MÃ --name TÊN [--parent MÃ] [...]",
    .summary = "thêm Bộ, sở, phòng, xã, trường hoặc điểm trường",
    .options = unit_add_options,
    .run = run_unit_add,
};

static const struct option unit_set_options[] = {
    {"name", "TÊN", "tên đơn vị, như in trên học bạ"},
    {"district", "TÊN", "huyện (đến 30/6/2025)"},
    {"commune", "TÊN", "xã, phường"},
    {"province", "TÊN", "tỉnh, thành phố"},
    {"issue-place", "TÊN", "địa danh phát hành học bạ"},
    {"new-code", "MÃ",
     "mã đúng, khi chưa có chứng thư và học bạ nào mang mã cũ; hoặc mã từ --from"},
    {"from", "NGÀY", "tên, mã mới từ ngày ấy; trước đó vẫn là tên, mã cũ. Không ghi: sửa chỗ sai"},
    {0},
};

static const char *
unit_label(const struct units *units, const char *id, struct arena *arena)
{
    for (size_t i = 0; id && i < units->list.count; i++)
        if (text_equal(units->list.items[i].id, id))
            return arena_printf(arena, "%s %s", units->list.items[i].code,
                                units->list.items[i].name);
    return NULL;
}

/* What it was from when on, what it came from and became. */
static enum status
add_past(struct cli *cli, struct app *app, const struct unit *unit, struct output_list *list,
         struct error *err)
{
    struct unit_states states = {0};
    struct unit_successions successions = {0};
    struct units units = {0};
    char day[DATE_TEXT_SIZE];

    TRY(units_list(app, &units, err));
    TRY(unit_past(app, unit, &states, &successions, err));
    output_list_row(list, (const char *[]){"parent", unit_label(&units, unit->parent, cli->arena)});
    for (size_t i = 0; i < states.list.count; i++) {
        const struct unit_state *state = &states.list.items[i];
        const char *manager = unit_label(&units, state->parent, cli->arena);
        output_list_row(list,
                        (const char *[]){
                            arena_printf(cli->arena, "since %s", date_write_iso(state->since, day)),
                            arena_printf(cli->arena, "%s %s%s%s", state->code, state->name,
                                         manager ? ", thuộc " : "", manager ? manager : "")});
    }
    for (size_t i = 0; i < successions.list.count; i++) {
        const struct unit_succession *one = &successions.list.items[i];
        bool onward = text_equal(one->unit, unit->id);
        output_list_row(
            list,
            (const char *[]){arena_printf(cli->arena, "%s %s", onward ? "into" : "out of",
                                          date_write_iso(one->since, day)),
                             unit_label(&units, onward ? one->successor : one->unit, cli->arena)});
    }
    return OK;
}

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
    struct date since;
    struct app *app;
    bool given = false;

    TRY(cli_date(cli, "from", &since, err));
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
    if (date_is_none(since))
        TRY(unit_correct(app, &unit, err));
    else
        TRY(unit_change(app, &unit, since, err));
    output_done(cli, "unit", unit.id,
                arena_printf(cli->arena,
                             "Đã sửa %s %s (mã %s). Học bạ đã khởi tạo vẫn ghi như cũ; muốn đổi "
                             "phải lập lại trước khi phát hành.",
                             unit_kind_word(unit.kind), unit.name, unit.code));
    return OK;
}

const struct command command_unit_set = {
    .name = "unit set",
    .usage = "MÃ [--name TÊN] [--commune TÊN] [--province TÊN] [--from NGÀY] [...]",
    .summary = "sửa thông tin của đơn vị; ai sửa, khi nào, từ gì thành gì được giữ lại",
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
    TRY(add_past(cli, app, &unit, &list, err));
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
