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
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static bool
names_signer(const struct cli *cli)
{
    for (size_t i = 0; signer_kinds[i]; i++)
        if (cli_option(cli, signer_kinds[i]))
            return true;
    return false;
}

static enum status
sign_freeze(struct cli *cli, struct app *app, struct freeze_order *order, struct freeze_made *made,
            struct error *err)
{
    const char *reasons = cli_option(cli, "reasons");
    struct chosen_signer chosen;

    if (reasons)
        TRY(file_read(cli->arena, reasons, REASONS_FILE_MAX, &order->reasons, err));
    enum status status = cli_choose_signer(cli, &chosen, err);
    order->certificate = chosen.certificate;
    if (status == OK)
        status = freeze_sign(app, chosen.session, order, made, err);
    chosen_signer_clear(&chosen);
    return status;
}

static void
print_made(struct cli *cli, const char *year, const struct freeze_made *made)
{
    output_done(
        cli, "freeze", made->sha256,
        arena_printf(cli->arena, "%s năm học %s: %zu lớp đã chốt, %zu lớp có lý do chưa chốt.",
                     made->already ? "Văn bản chốt không có gì mới,"
                     : made->later ? "Hiệu trưởng đã ký lại văn bản chốt, thay văn bản trước:"
                                   : "Hiệu trưởng đã ký chốt",
                     year, made->closed, made->excused));
}

static enum status
run(struct cli *cli, struct error *err)
{
    struct freeze_order order = {.year = cli->arguments[0]};
    struct freeze_made made;
    struct unit school;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    order.unit = school.id;
    if (!names_signer(cli)) {
        TRY(year_freeze(app, school.id, order.year, err));
        output_done(cli, "year", order.year,
                    arena_printf(cli->arena,
                                 "Đã khóa năm học %s: không nhập, không sửa được nữa. Còn chờ hiệu "
                                 "trưởng ký chốt: hocba year freeze %s --key TỆP.p12",
                                 order.year, order.year));
        return OK;
    }
    TRY(sign_freeze(cli, app, &order, &made, err));
    print_made(cli, order.year, &made);
    if (!made.already)
        ledger_enter_now(cli, app);
    return OK;
}

const struct command command_year_freeze = {
    .name = "year freeze",
    .usage = "NĂM_HỌC [--reasons TỆP] [" SIGNER_USAGE "] [--unit MÃ]",
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
