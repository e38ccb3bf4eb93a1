/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba year freeze
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/ledger_output.h"
#include "cli/output.h"
#include "cli/signer_option.h"
#include "service/freeze.h"
#include "service/reasons.h"
#include "service/school.h"
#include "service/year.h"

static const struct option options[] = {
    {"reasons", "TỆP", "mỗi dòng: tên lớp, dấu tab, lý do lớp chưa chốt"},
    SIGNER_OPTIONS,
    ELSEWHERE_OPTIONS,
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
sign_freeze(struct cli *cli, struct app *app, struct freeze_order *order, struct freeze_made *made,
            struct error *err)
{
    struct chosen_signer chosen;

    enum status status = cli_choose_signer(cli, &chosen, err);
    order->certificate = chosen.certificate;
    if (status == OK)
        status = freeze_sign(app, chosen.session, order, made, err);
    chosen_signer_clear(&chosen);
    return status;
}

static enum status
prepare_freeze(struct cli *cli, struct app *app, const struct freeze_order *order,
               struct freeze_made *made, struct error *err)
{
    AUTO(buffer) *file = buffer_new(PAPER_FILE_MAX);
    struct paper_signer signer = {0};

    TRY(cli_read_certificate(cli, &signer.pem, err));
    TRY(freeze_prepare(app, order, &signer, file, made, err));
    return made->already ? OK
                         : file_write(cli_option(cli, "prepare"), buffer_span(file), 0600, err);
}

static enum status
attach_freeze(struct cli *cli, struct app *app, const struct freeze_order *order,
              struct freeze_made *made, struct error *err)
{
    struct span json;

    TRY(file_read(cli->arena, cli_option(cli, "attach"), PAPER_FILE_MAX, &json, err));
    return freeze_attach(app, order->unit, order->year, json, made, err);
}

static void
print_made(struct cli *cli, const char *year, const struct freeze_made *made, bool prepared)
{
    output_done(
        cli, "freeze", made->sha256,
        arena_printf(cli->arena, "%s năm học %s: %zu lớp đã chốt, %zu lớp có lý do chưa chốt.",
                     made->already ? "Văn bản chốt không có gì mới,"
                     : prepared    ? "Đã chuẩn bị để ký chốt"
                     : made->later ? "Hiệu trưởng đã ký lại văn bản chốt, thay văn bản trước:"
                                   : "Hiệu trưởng đã ký chốt",
                     year, made->closed, made->excused));
}

static enum status
lock_only(struct cli *cli, struct app *app, const struct freeze_order *order, struct error *err)
{
    TRY(year_freeze(app, order->unit, order->year, err));
    output_done(cli, "year", order->year,
                arena_printf(cli->arena,
                             "Đã khóa năm học %s: không nhập, không sửa được nữa. Còn chờ hiệu "
                             "trưởng ký chốt: hocba year freeze %s --key TỆP.p12",
                             order->year, order->year));
    return OK;
}

static enum status
run(struct cli *cli, struct error *err)
{
    struct freeze_order order = {.year = cli->arguments[0]};
    const char *reasons = cli_option(cli, "reasons");
    struct freeze_made made;
    struct unit school;
    enum cli_way way;
    struct app *app;

    TRY(cli_way_given(cli, &way, err));
    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    order.unit = school.id;
    if (way == WAY_NONE)
        return lock_only(cli, app, &order, err);
    if (reasons)
        TRY(file_read(cli->arena, reasons, REASONS_FILE_MAX, &order.reasons, err));
    if (way == WAY_PREPARE)
        TRY(prepare_freeze(cli, app, &order, &made, err));
    else if (way == WAY_ATTACH)
        TRY(attach_freeze(cli, app, &order, &made, err));
    else
        TRY(sign_freeze(cli, app, &order, &made, err));
    print_made(cli, order.year, &made, way == WAY_PREPARE);
    if (!made.already && way != WAY_PREPARE)
        ledger_enter_now(cli, app);
    return OK;
}

const struct command command_year_freeze = {
    .name = "year freeze",
    .usage = "NĂM_HỌC [--reasons TỆP] [" SIGNER_USAGE ELSEWHERE_USAGE "] [--unit MÃ]",
    .summary = "chốt năm học: không nhập, không sửa được nữa; hiệu trưởng ký văn bản chốt",
    .help =
        "Có khóa của hiệu trưởng thì ký văn bản chốt: mỗi lớp của năm với bảng kê đã ký (hocba "
        "class close)\nhoặc lý do chưa chốt; văn bản vào sổ cái. Không có khóa thì chỉ khóa dữ "
        "liệu, ký sau. Khi lớp được chốt\nlại (bổ sung sau hè, thay học bạ), chạy lại để ký văn "
        "bản mới thay văn bản trước.",
    .options = options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run,
};
