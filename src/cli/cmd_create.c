/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba create, hocba issue
 */
#include "cli/batch_output.h"
#include "cli/commands.h"
#include "cli/pupil_option.h"
#include "service/create.h"
#include "service/issue.h"

static const struct option create_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "như 4A1", true},
    {"pupil", "MÃ", "chỉ học sinh này"},
    {"remake", "LÝ_DO", "lập lại cả học bạ đã khởi tạo hoặc đang ký; các chữ ký không còn"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_create(struct cli *cli, struct error *err)
{
    struct create_order order = {.remake = cli_option(cli, "remake")};
    struct school_class class;
    struct batch batch = {0};
    struct app *app;

    TRY(cli_class(cli, &app, &class, err));
    order.of = (struct class_order){class.id, cli_option(cli, "pupil")};
    TRY(create_records(app, &order, &batch, err));
    batch_print(cli, &batch, "Đã khởi tạo");
    return OK;
}

const struct command command_create = {
    .name = "create",
    .usage = "--year NĂM_HỌC --class LỚP [--pupil MÃ] [--remake LÝ_DO]",
    .summary = "khởi tạo học bạ từ bản nháp không còn lỗi",
    .help = "Mỗi học bạ nhận một mã tra cứu UUID, ngày ký phát hành theo lịch của năm học và tên "
            "những người\n"
            "ký vào ngày đó. Bản nháp còn lỗi được báo từng học sinh, các em khác vẫn được khởi "
            "tạo; sửa\n"
            "xong chạy lại là tiếp tục. Khi lỡ ngày ký phát hành hoặc người ký thay đổi: đặt ngày "
            "mới hoặc ghi\nquyết định, rồi lập lại bằng --remake LÝ_DO.",
    .options = create_options,
    .run = run_create,
};

static const struct option issue_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "như 4A1", true},
    {"pupil", "MÃ", "chỉ học sinh này"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_issue(struct cli *cli, struct error *err)
{
    struct class_order order;
    struct school_class class;
    struct batch batch = {0};
    struct app *app;

    TRY(cli_class(cli, &app, &class, err));
    order = (struct class_order){class.id, cli_option(cli, "pupil")};
    TRY(issue_records(app, &order, &batch, err));
    batch_print(cli, &batch, "Đã phát hành");
    return OK;
}

const struct command command_issue = {
    .name = "issue",
    .usage = "--year NĂM_HỌC --class LỚP [--pupil MÃ]",
    .summary = "phát hành học bạ đã đủ chữ ký; từ đó không thay đổi được",
    .help = "Mỗi học bạ được tự xác minh trước khi phát hành. Chạy lại chỉ làm phần còn thiếu.",
    .options = issue_options,
    .run = run_issue,
};
