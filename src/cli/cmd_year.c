/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba year open|set|show|list
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/freeze.h"
#include "service/school.h"
#include "service/year.h"

static const struct option unit_option[] = {
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
open_school(struct cli *cli, struct app **app, struct unit *school, struct error *err)
{
    TRY(cli_open(cli, app, err));
    return school_find(*app, cli_option(cli, "unit"), school, err);
}

static enum status
run_year_open(struct cli *cli, struct error *err)
{
    const char *year = cli->arguments[0];
    struct unit school;
    struct app *app;

    TRY(open_school(cli, &app, &school, err));
    TRY(year_open(app, school.id, year, err));
    output_done(cli, "year", year,
                arena_printf(cli->arena,
                             "Đã mở năm học %s của %s. Hãy đặt ngày phát hành: hocba year set %s "
                             "ngay_phat_hanh=31/05/...",
                             year, school.name, year));
    return OK;
}

const struct command command_year_open = {
    .name = "year open",
    .usage = "NĂM_HỌC [--unit MÃ]",
    .summary = "mở một năm học của trường",
    .options = unit_option,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_year_open,
};

static enum status
run_year_set(struct cli *cli, struct error *err)
{
    const char *year = cli->arguments[0];
    struct unit school;
    struct app *app;

    TRY(open_school(cli, &app, &school, err));
    for (size_t i = 1; i < cli->argument_count; i++) {
        const char *equals = strchr(cli->arguments[i], '=');
        if (!equals)
            return fail(err, USAGE, "Viết thiết đặt như TÊN=GIÁ_TRỊ, không phải “%s”.",
                        cli->arguments[i]);
        const char *key =
            arena_copy(cli->arena, cli->arguments[i], (size_t)(equals - cli->arguments[i]));
        TRY(year_set(app, school.id, year, key, equals + 1, err));
    }
    output_done(cli, "year", year, "Đã đặt.");
    return OK;
}

const struct command command_year_set = {
    .name = "year set",
    .usage = "NĂM_HỌC TÊN=GIÁ_TRỊ... [--unit MÃ]",
    .summary = "đặt lịch, vai trò ký và các thiết đặt khác của năm học",
    .help =
        "vai_tro_ky=gvcn,cbql,school   các vai trò ký (thêm gvbm nếu giáo viên bộ môn cũng ký)\n"
        "ngay_phat_hanh=31/5/2024      ngày ký phát hành, đứng trong phần được ký\n"
        "so_ngay_lech=7                ký lệch quá số ngày này thì học bạ được lập lại\n"
        "so_mau_xem=3                  mỗi người ký phải mở xem chừng ấy học bạ của lớp\n"
        "han_nhap, han_chot, han_bo_sung   các hạn\n"
        "xml_v10=1                     XML đúng phiên bản 1.0, không có thẻ nhận xét từng môn\n"
        "Bỏ một thiết đặt: TÊN= (để trống).",
    .options = unit_option,
    .arguments_min = 2,
    .arguments_max = 32,
    .run = run_year_set,
};

static const struct option show_options[] = {
    {"out", "TỆP", "ghi văn bản chốt đã ký (XML) vào tệp này"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

/* What its principal signed, where that was done. */
static enum status
add_freeze(struct cli *cli, struct app *app, const char *unit, struct output_list *list,
           struct error *err)
{
    const char *to = cli_option(cli, "out");
    struct year_freeze freeze;
    struct freeze_data data;

    enum status status = freeze_newest(app, unit, cli->arguments[0], &freeze, &data, err);
    if (status == NOT_FOUND && !to)
        return OK;
    TRY(status);
    if (to)
        TRY(file_write(to, freeze.bytes, 0600, err));
    output_list_row(list,
                    (const char *[]){"van_ban_chot", freeze.sha256,
                                     freeze.position < 0 ? "hiệu trưởng đã ký, chờ ghi sổ cái"
                                                         : "hiệu trưởng đã ký, đã ghi sổ cái"});
    return OK;
}

static enum status
run_year_show(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"key", "THIẾT ĐẶT"}, {"value", "GIÁ TRỊ"}, {"label", "Ý NGHĨA"}};
    struct output_list list = output_list_new(cli, "settings", columns);
    const char *year = cli->arguments[0];
    struct year_rules rules;
    struct unit school;
    struct app *app;

    TRY(open_school(cli, &app, &school, err));
    TRY(year_rules_load(app, school.id, year, &rules, err));
    for (size_t i = 0; i < year_settings_count; i++) {
        const struct year_setting_row *row = &year_settings_table[i];
        const char *value;
        TRY(year_setting_get(app, school.id, year, row, &value, err));
        output_list_row(&list, (const char *[]){row->key, value, row->label});
    }
    TRY(add_freeze(cli, app, school.id, &list, err));
    output_list_row(&list, (const char *[]){"trang_thai", rules.frozen ? "frozen" : "open",
                                            rules.frozen ? "đã chốt" : "đang mở"});
    output_list_print(&list);
    return OK;
}

const struct command command_year_show = {
    .name = "year show",
    .usage = "NĂM_HỌC [--out TỆP] [--unit MÃ]",
    .summary = "xem các thiết đặt của năm học, và văn bản chốt",
    .options = show_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_year_show,
};

static enum status
run_year_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {{"year", "NĂM HỌC"}, {"state", "TRẠNG THÁI"}};
    struct output_list list = output_list_new(cli, "years", columns);
    struct school_years years = {0};
    struct unit school;
    struct app *app;

    TRY(open_school(cli, &app, &school, err));
    TRY(years_list(app, school.id, &years, err));
    for (size_t i = 0; i < years.list.count; i++)
        output_list_row(&list,
                        (const char *[]){years.list.items[i].name, years.list.items[i].state});
    output_list_print(&list);
    return OK;
}

const struct command command_year_list = {
    .name = "year list",
    .usage = "[--unit MÃ]",
    .summary = "liệt kê các năm học",
    .options = unit_option,
    .run = run_year_list,
};
