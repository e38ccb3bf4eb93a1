/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba create, hocba issue
 */
#include "cli/batch_output.h"
#include "cli/commands.h"
#include "cli/ledger_output.h"
#include "cli/output.h"
#include "service/create.h"
#include "service/issue.h"
#include "service/levels.h"

static const struct option create_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "như 4A1; không có: mọi lớp của năm học"},
    {"pupil", "MÃ", "chỉ học sinh này"},
    {"remake", "LÝ_DO", "lập lại cả học bạ đã khởi tạo hoặc đang ký; các chữ ký không còn"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
create_class(struct app *app, const struct school_class *class, void *context, struct batch *batch,
             struct error *err)
{
    struct create_order order = *(const struct create_order *)context;

    order.of.class_id = class->id;
    return create_records(app, &order, batch, err);
}

static enum status
run_create(struct cli *cli, struct error *err)
{
    struct create_order order = {.of = {.pupil = cli_option(cli, "pupil")},
                                 .remake = cli_option(cli, "remake")};
    struct class_verb verb = {create_class, &order, .did = "Đã khởi tạo"};
    struct app *app;
    size_t done;

    return batch_each_class(cli, &verb, &app, &done, err);
}

const struct command command_create = {
    .name = "create",
    .usage = "--year NĂM_HỌC [--class LỚP [--pupil MÃ]] [--remake LÝ_DO]",
    .summary = "khởi tạo học bạ của lớp, hay của cả trường, từ bản nháp không còn lỗi",
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
    {"class", "LỚP", "như 4A1; không có: mọi lớp của năm học"},
    {"pupil", "MÃ", "chỉ học sinh này"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

/* Ask for timestamps at once, while the signers' certificates are surely good. The records are
 * issued whatever comes of it, so a failure here is told and is none of the command. */
static void
raise_levels(struct cli *cli, struct app *app, const char *class_id)
{
    struct levels_order order = {.class_id = class_id};
    struct levels_report report = {0};
    struct error err = {0};
    bool configured;

    if (levels_configured(app, &configured, &err) != OK || !configured)
        return;
    enum status status = levels_run(app, &order, &report, &err);
    if (cli->json)
        return;
    if (status != OK)
        output_line("Chưa xin được dấu thời gian: %s Học bạ đã phát hành không bị ảnh hưởng; chạy "
                    "lại sau: hocba levels --run.",
                    err.message);
    else
        output_line("Có dấu thời gian: %zu học bạ. Lên mức B-LT: %zu. Còn chờ: %zu%s",
                    report.stamped, report.raised, report.waiting,
                    report.waiting ? " (hocba levels)." : ".");
}

/* What was issued is entered in the ledger at once. When that does not succeed the records are
 * issued all the same, and are entered by the next call. */
static void
enter_in_ledger(struct cli *cli, struct app *app)
{
    struct ledger_entering report;
    struct error err = {0};

    if (!ledger_exists(app))
        return;
    enum status status = ledger_enter(app, &report, &err);
    if (cli->json)
        return;
    if (status == OK)
        ledger_print_report(&report);
    else
        output_line("Chưa ghi được vào sổ cái: %s Học bạ đã phát hành còn nguyên; chạy lại sau: "
                    "hocba ledger enter.",
                    err.message);
}

static enum status
issue_class(struct app *app, const struct school_class *class, void *context, struct batch *batch,
            struct error *err)
{
    struct class_order *order = context;

    order->class_id = class->id;
    return issue_records(app, order, batch, err);
}

static enum status
run_issue(struct cli *cli, struct error *err)
{
    struct class_order order = {.pupil = cli_option(cli, "pupil")};
    struct class_verb verb = {issue_class, &order, .did = "Đã phát hành"};
    struct app *app;
    size_t done;

    TRY(batch_each_class(cli, &verb, &app, &done, err));
    if (done == 0)
        return OK;
    enter_in_ledger(cli, app);
    raise_levels(cli, app, cli_option(cli, "class") ? order.class_id : NULL);
    return OK;
}

const struct command command_issue = {
    .name = "issue",
    .usage = "--year NĂM_HỌC [--class LỚP [--pupil MÃ]]",
    .summary = "phát hành học bạ (lớp, hay cả trường) đã đủ chữ ký; từ đó không thay đổi được",
    .help = "Mỗi học bạ được tự xác minh trước khi phát hành. Chạy lại chỉ làm phần còn thiếu. Nơi "
            "cấp dấu\nthời gian đã đặt trong settings thì được hỏi ngay; không trả lời thì học bạ "
            "vẫn phát hành và chờ\nở hocba levels. Học bạ được ghi ngay vào sổ cái; sổ hay nhân "
            "chứng vắng mặt thì chờ ở hocba\nledger enter.",
    .options = issue_options,
    .run = run_issue,
};
