/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba account give, slips, list, close, factor
 */
#include <stdio.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/account.h"
#include "service/school.h"

enum { SLIPS_PDF_MAX = 16 * 1024 * 1024 };

static enum status
find_person(struct cli *cli, struct app **app, struct person *person, struct error *err)
{
    TRY(cli_open(cli, app, err));
    return person_find(*app, cli->arguments[0], person, err);
}

static enum status
run_give(struct cli *cli, struct error *err)
{
    struct app *app;
    struct person person;
    char password[FIRST_PASSWORD_SIZE];

    TRY(find_person(cli, &app, &person, err));
    TRY(account_give_password(app, &person, password, err));
    printf("%s\n", password);
    return OK;
}

const struct command command_account_give = {
    .name = "account give",
    .usage = "LOGIN",
    .summary = "cấp (hoặc cấp lại) mật khẩu đầu tiên để đăng nhập vào nơi làm việc",
    .help = "In mật khẩu một lần; không nơi nào giữ lại. Người ấy phải đổi ở lần đăng nhập đầu. "
            "Các phiên\nđang mở của người ấy kết thúc.",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_give,
};

static const struct option slips_options[] = {
    {"out", "TỆP.pdf", "ghi các phiếu vào tệp này; tệp phải chưa có", true},
    {"address", "URL", "địa chỉ in trên phiếu: https://hocba.truong.edu.vn"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_slips(struct cli *cli, struct error *err)
{
    AUTO(buffer) *pdf = buffer_new_wiped(SLIPS_PDF_MAX);
    const char *path = cli_option(cli, "out");
    struct account_slips slips = {.address = cli_option(cli, "address")};
    struct unit school;
    struct app *app;

    if (file_exists(path))
        return fail(err, CONFLICT, "Đã có tệp %s; không ghi đè. Chưa cấp mật khẩu nào.", path);
    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    slips.unit = school.id;
    TRY(account_make_slips(app, &slips, pdf, err));
    TRY(file_write(path, buffer_span(pdf), 0600, err));
    output_line("Đã in %zu phiếu vào %s. Phát xong hãy xóa tệp.", slips.made, path);
    if (slips.left)
        output_line("Còn %zu người; hãy chạy lại với tệp khác.", slips.left);
    return OK;
}

const struct command command_account_slips = {
    .name = "account slips",
    .usage = "--out TỆP.pdf",
    .summary = "cấp mật khẩu đầu tiên cho mọi người chưa có tài khoản, in phiếu",
    .help = "Cho người của trường đang có phân công. Mật khẩu chỉ có trên phiếu: hệ thống không "
            "giữ và không\nin lại được; mất phiếu thì cấp lại bằng “account give”.",
    .options = slips_options,
    .run = run_slips,
};

static enum status
run_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {{"login", "TÊN ĐĂNG NHẬP"},
                                                   {"name", "HỌ VÀ TÊN"},
                                                   {"state", "TÀI KHOẢN"},
                                                   {"factor", "HAI LỚP"}};
    struct account_rows rows = {0};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(accounts_list(app, app->actor.unit_id, &rows, err));
    struct output_list list = output_list_new(cli, "accounts", columns);
    for (size_t i = 0; i < rows.list.count; i++) {
        const struct account_row *row = &rows.list.items[i];
        const char *state = row->closed         ? "đã khóa"
                            : !row->has_account ? "chưa có"
                            : row->must_change  ? "chờ đổi mật khẩu đầu"
                                                : "đang dùng";
        output_list_row(
            &list, (const char *[]){row->login, row->name, state, row->has_totp ? "có" : "không"});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_account_list = {
    .name = "account list",
    .usage = "",
    .summary = "ai có tài khoản, ai chưa, ai bị khóa",
    .run = run_list,
};

static const struct option close_options[] = {
    {"open", NULL, "mở lại tài khoản đã khóa"},
    {0},
};

static enum status
run_close(struct cli *cli, struct error *err)
{
    struct app *app;
    struct person person;

    TRY(find_person(cli, &app, &person, err));
    return account_close(app, &person, !cli_flag(cli, "open"), err);
}

const struct command command_account_close = {
    .name = "account close",
    .usage = "LOGIN [--open]",
    .summary = "khóa một tài khoản; các phiên đang mở kết thúc ngay",
    .options = close_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_close,
};

static enum status
run_factor(struct cli *cli, struct error *err)
{
    struct app *app;
    struct person person;

    TRY(find_person(cli, &app, &person, err));
    return account_drop_factor(app, &person, err);
}

const struct command command_account_factor = {
    .name = "account drop-factor",
    .usage = "LOGIN",
    .summary = "bỏ xác thực hai lớp của người mất điện thoại và mã dự phòng",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_factor,
};
