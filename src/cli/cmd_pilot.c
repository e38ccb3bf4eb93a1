/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba pilot set|add|drop|show, hocba year calendar
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/pilot.h"

/* --- set -------------------------------------------------------------------------------------- */

static const struct option set_options[] = {
    {"decision", "SỐ", "số quyết định hoặc kế hoạch: 123/QĐ-SGDĐT", true},
    {"date", "NGÀY", "ngày ký quyết định", true},
    {"from", "NGÀY", "ngày đầu của đợt thí điểm"},
    {"to", "NGÀY", "ngày cuối"},
    {"unit", "MÃ", "sở (mặc định: sở duy nhất)"},
    {0},
};

static enum status
run_pilot_set(struct cli *cli, struct error *err)
{
    struct pilot pilot = {.year = cli->arguments[0], .decision = cli_option(cli, "decision")};
    struct unit department;
    struct app *app;

    TRY(cli_date(cli, "date", &pilot.decided_on, err));
    TRY(cli_date(cli, "from", &pilot.from, err));
    TRY(cli_date(cli, "to", &pilot.to, err));
    TRY(cli_open(cli, &app, err));
    TRY(pilot_department(app, cli_option(cli, "unit"), &department, err));
    pilot.unit = department.id;
    TRY(pilot_set(app, &pilot, err));
    output_done(cli, "pilot", pilot.year,
                arena_printf(cli->arena,
                             "Đã ghi đợt thí điểm năm học %s của %s. Thêm trường, khối, lớp bằng "
                             "“hocba pilot add”.",
                             pilot.year, department.name));
    return OK;
}

const struct command command_pilot_set = {
    .name = "pilot set",
    .usage = "NĂM_HỌC --decision SỐ --date NGÀY [--from NGÀY] [--to NGÀY] [--unit MÃ_SỞ]",
    .summary = "ghi đợt thí điểm của Sở; từ đây số liệu chỉ tính các lớp thí điểm",
    .options = set_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_pilot_set,
};

/* --- add, drop -------------------------------------------------------------------------------- */

static const struct option member_options[] = {
    {"school", "MÃ", "trường", true},
    {"grade", "KHỐI", "chỉ khối này (1-5)"},
    {"class", "LỚP", "chỉ lớp này"},
    {"day", "NGÀY", "ngày đầu, hoặc ngày cuối khi đưa ra (mặc định: hôm nay)"},
    {"reason", "TEXT", "lý do, khi đưa ra"},
    {"unit", "MÃ", "sở (mặc định: sở duy nhất)"},
    {0},
};

static enum status
read_order(struct cli *cli, struct app **app, struct pilot_order *order, struct error *err)
{
    struct unit department;

    *order = (struct pilot_order){.year = cli->arguments[0],
                                  .school_code = cli_option(cli, "school"),
                                  .class_name = cli_option(cli, "class"),
                                  .reason = cli_option(cli, "reason")};
    TRY(cli_int(cli, "grade", 1, 5, 0, &order->grade, err));
    TRY(cli_date(cli, "day", &order->day, err));
    TRY(cli_open(cli, app, err));
    TRY(pilot_department(*app, cli_option(cli, "unit"), &department, err));
    order->unit = department.id;
    return OK;
}

static enum status
run_pilot_add(struct cli *cli, struct error *err)
{
    struct pilot_order order;
    struct app *app;

    TRY(read_order(cli, &app, &order, err));
    TRY(pilot_add(app, &order, err));
    output_done(cli, "pilot", order.year, "Đã đưa vào đợt thí điểm.");
    return OK;
}

const struct command command_pilot_add = {
    .name = "pilot add",
    .usage = "NĂM_HỌC --school MÃ [--grade KHỐI] [--class LỚP] [--day NGÀY] [--unit MÃ_SỞ]",
    .summary = "đưa một trường, một khối hoặc một lớp vào đợt thí điểm",
    .options = member_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_pilot_add,
};

static enum status
run_pilot_drop(struct cli *cli, struct error *err)
{
    struct pilot_order order;
    struct app *app;

    TRY(read_order(cli, &app, &order, err));
    TRY(pilot_drop(app, &order, err));
    output_done(cli, "pilot", order.year,
                "Đã đưa ra khỏi đợt thí điểm; những ngày trước vẫn tính.");
    return OK;
}

const struct command command_pilot_drop = {
    .name = "pilot drop",
    .usage = "NĂM_HỌC --school MÃ [--grade KHỐI] [--class LỚP] --reason TEXT [--day NGÀY]",
    .summary = "đưa một trường, khối, lớp ra khỏi đợt thí điểm, đúng như đã đưa vào",
    .options = member_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_pilot_drop,
};

/* --- show ------------------------------------------------------------------------------------- */

static const struct option department_option[] = {
    {"unit", "MÃ", "sở (mặc định: sở duy nhất)"},
    {0},
};

static struct output_list
list_members(struct cli *cli, const struct pilot_members *members)
{
    static const struct output_column columns[] = {
        {"school", "TRƯỜNG"}, {"name", "TÊN"},        {"grade", "KHỐI"},   {"class", "LỚP"},
        {"from", "TỪ NGÀY"},  {"to", "ĐẾN HẾT NGÀY"}, {"by", "NGƯỜI GHI"}, {"reason", "LÝ DO"}};
    struct output_list list = output_list_new(cli, "members", columns);

    for (size_t i = 0; i < members->list.count; i++) {
        const struct pilot_member *it = &members->list.items[i];
        const char *grade = it->grade ? arena_printf(cli->arena, "%d", it->grade) : NULL;
        output_list_row(&list,
                        (const char *[]){it->school_code, it->school_name, grade, it->class_name,
                                         output_day(cli, it->from), output_day(cli, it->to),
                                         it->ended_by ? it->ended_by : it->added_by, it->reason});
    }
    return list;
}

static void
print_json(const struct output_list *members, const struct obstacle_count *obstacles)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    output_list_json(members, &json);
    json_key(&json, "obstacles");
    json_open(&json, '{');
    json_int_field(&json, "new", obstacles->new_ones);
    json_int_field(&json, "seen", obstacles->seen);
    json_int_field(&json, "solved", obstacles->solved);
    json_close(&json, '}');
    json_close(&json, '}');
    output_buffer(out);
}

static void
print_pilot(struct cli *cli, const struct unit *department, const struct pilot *pilot,
            const struct output_list *members, const struct obstacle_count *obstacles)
{
    const char *from = output_day(cli, pilot->from), *to = output_day(cli, pilot->to);

    output_line("%s, năm học %s: quyết định %s ngày %s%s%s%s%s", department->name, pilot->year,
                pilot->decision, output_day(cli, pilot->decided_on), from ? ", từ " : "",
                from ? from : "", to ? ", đến hết " : "", to ? to : "");
    output_line("Vướng mắc đã báo trong năm học: %lld mới, %lld đã xem, %lld đã giải quyết.",
                (long long)obstacles->new_ones, (long long)obstacles->seen,
                (long long)obstacles->solved);
    output_list_print(members);
}

static enum status
run_pilot_show(struct cli *cli, struct error *err)
{
    struct pilot_members members = {0};
    struct obstacle_count obstacles;
    struct unit department;
    struct pilot pilot;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(pilot_department(app, cli_option(cli, "unit"), &department, err));
    TRY(pilot_load(app, department.id, cli->arguments[0], &pilot, &members, err));
    TRY(pilot_count_obstacles(app, &pilot, &members, &obstacles, err));
    const struct output_list list = list_members(cli, &members);
    if (cli->json)
        print_json(&list, &obstacles);
    else
        print_pilot(cli, &department, &pilot, &list, &obstacles);
    return OK;
}

const struct command command_pilot_show = {
    .name = "pilot show",
    .usage = "NĂM_HỌC [--unit MÃ_SỞ]",
    .summary = "xem đợt thí điểm: quyết định, trường, khối, lớp, từ ngày đến ngày, vướng mắc",
    .options = department_option,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_pilot_show,
};

/* --- the calendar ----------------------------------------------------------------------------- */

static enum status
set_days(struct cli *cli, struct app *app, const char *unit, struct error *err)
{
    struct calendar_days days = {0};

    for (size_t i = 1; i < cli->argument_count; i++) {
        const char *word = cli->arguments[i], *equals = strchr(word, '=');
        struct date day = {0};
        if (!equals)
            return fail(err, USAGE, "Viết mốc như TÊN=NGÀY, không phải “%s”.", word);
        if (equals[1] && !date_parse_iso(span_of(equals + 1), &day) &&
            !date_parse_vietnamese(span_of(equals + 1), &day))
            return fail(err, USAGE, "“%s” không phải một ngày như 30/6/2024.", equals + 1);
        *list_add(cli->arena, days.list) =
            (struct calendar_day){arena_copy(cli->arena, word, (size_t)(equals - word)), day};
    }
    return days.list.count ? calendar_set(app, unit, cli->arguments[0], &days, err) : OK;
}

static enum status
run_year_calendar(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"milestone", "MỐC"}, {"day", "NGÀY"}, {"label", "Ý NGHĨA"}, {"basis", "CĂN CỨ"}};
    struct output_list list = output_list_new(cli, "calendar", columns);
    struct calendar calendar;
    struct unit department;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(pilot_department(app, cli_option(cli, "unit"), &department, err));
    TRY(set_days(cli, app, department.id, err));
    TRY(calendar_load(app, department.id, cli->arguments[0], &calendar, err));
    for (int i = 0; i < MILESTONE_COUNT; i++) {
        const struct milestone_row *row = &milestone_table[i];
        output_list_row(&list,
                        (const char *[]){row->key, output_day(cli, calendar.days[i]), row->word,
                                         calendar.own[i] ? "Sở đặt" : row->basis});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_year_calendar = {
    .name = "year calendar",
    .usage = "NĂM_HỌC [MỐC=NGÀY...] [--unit MÃ_SỞ]",
    .summary = "xem hoặc đặt lịch năm học của Sở: các mốc mở sổ, nhập, ký, chốt, đánh giá bổ sung",
    .help = "Bỏ ngày đã đặt, về ngày theo quy định: MỐC= (để trống).",
    .options = department_option,
    .arguments_min = 1,
    .arguments_max = 16,
    .run = run_year_calendar,
};
