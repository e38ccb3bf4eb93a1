/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba year roll: promoted classes, repeaters and leavers into the next school year
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/year_roll.h"

static const char *
number(struct arena *arena, size_t count)
{
    return arena_printf(arena, "%zu", count);
}

static void
print_classes(const struct cli *cli, const struct year_roll *roll)
{
    static const struct output_column columns[] = {
        {"class", "LỚP"},
        {"next", "LÊN LỚP"},
        {"promoted", "ĐƯỢC LÊN", true},
        {"repeating", "Ở LẠI", true},
        {"leaving", "RA TRƯỜNG", true},
        {"undecided", "CHƯA RÕ", true},
        {"by_hand", "XẾP TAY", true},
        {"already", "ĐÃ CÓ LỚP, ĐÃ CHUYỂN ĐI", true},
    };
    struct output_list list = output_list_new(cli, "classes", columns);
    struct arena *arena = cli->arena;

    for (size_t i = 0; i < roll->classes.count; i++) {
        const struct roll_class *row = &roll->classes.items[i];
        output_list_row(&list,
                        (const char *[]){row->name, row->next, number(arena, row->promoted),
                                         number(arena, row->repeating), number(arena, row->leaving),
                                         number(arena, row->undecided), number(arena, row->by_hand),
                                         number(arena, row->already)});
    }
    output_list_print(&list);
}

static void
print_proposals(const struct year_roll_order *order, const struct year_roll *roll,
                const char *school)
{
    for (size_t i = 0; i < roll->proposals.count; i++) {
        const struct roll_proposal *one = &roll->proposals.items[i];
        if (i == 0)
            output_line("Đề nghị phân công theo năm cũ; chưa ghi gì, hãy chạy dòng nào đúng:");
        output_line("  hocba person add --login %s --unit %s --role %s --year %s --class %s%s%s "
                    "  # %s",
                    one->login, school, one->role, order->to, one->class_name,
                    one->subject ? " --subject " : "", one->subject ? one->subject : "", one->name);
    }
}

static enum status
undo(struct cli *cli, struct app *app, const struct unit *school, const char *year,
     struct error *err)
{
    int64_t pupils = 0;

    TRY(year_roll_undo(app, school->id, year, &pupils, err));
    output_done(
        cli, "year", year,
        arena_printf(cli->arena, "Đã hủy kết chuyển sang %s: %d học sinh.", year, (int)pupils));
    return OK;
}

static enum status
run_year_roll(struct cli *cli, struct error *err)
{
    struct year_roll_order order = {
        .from = cli->arguments[0], .to = cli->arguments[1], .write = cli_flag(cli, "write")};
    struct year_roll roll;
    struct unit school;
    struct app *app;

    if (order.write && cli_flag(cli, "undo"))
        return fail(err, USAGE, "--write hay --undo, không cả hai.");
    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    order.unit = school.id;
    if (cli_flag(cli, "undo"))
        return undo(cli, app, &school, order.to, err);
    TRY(year_roll(app, &order, &roll, err));
    print_classes(cli, &roll);
    if (cli->json)
        return OK;
    output_line("%s %zu học sinh vào năm học %s, %zu lớp mới.%s",
                order.write ? "Đã xếp" : "Chạy thử, chưa ghi gì: sẽ xếp", roll.enrolled, order.to,
                roll.classes_made, order.write ? "" : " Thêm --write để ghi.");
    print_proposals(&order, &roll, school.code);
    return OK;
}

static const struct option year_roll_options[] = {
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {"write", NULL, "ghi; không có thì chỉ chạy thử"},
    {"undo", NULL, "hủy, khi chưa nhập gì về các học sinh ấy trong năm mới"},
    {0},
};

const struct command command_year_roll = {
    .name = "year roll",
    .usage = "TỪ_NĂM SANG_NĂM [--unit MÃ] [--write | --undo]",
    .summary = "kết chuyển năm học: lên lớp, ở lại lớp, ra trường; phân công chỉ được đề nghị",
    .help = "Năm mới phải mở trước (hocba year open). Học sinh chưa rõ được lên lớp hay không thì "
            "chờ;\nchạy lại sau khi có quyết định. Lớp ghép được xếp tay.",
    .options = year_roll_options,
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_year_roll,
};
