/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba ledger policy
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/ledger.h"

static const struct option policy_options[] = {
    {"out", "TỆP", "ghi vào tệp này thay vì in ra"},
    {0},
};

static enum status
run_policy(struct cli *cli, struct error *err)
{
    AUTO(buffer) *text = buffer_new(LEDGER_POLICY_MAX);
    const char *path = cli_option(cli, "out");
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(ledger_write_policy(app, text, err));
    return output_or_write(cli, path, "policy", text, "Đã ghi chính sách vào", err);
}

const struct command command_ledger_policy = {
    .name = "ledger policy",
    .usage = "[--out TỆP]",
    .summary = "in chính sách để người khác kiểm tra học bạ theo sổ này: khóa sổ, nhân chứng nào",
    .help = "Tệp này dùng được ngay cho hocba verify --policy, audit --policy, ledger mirror "
            "--policy. Người kiểm tra\nphải nhận nó bằng đường khác với học bạ (trang của sở, văn "
            "bản, đọc lại khóa): ai đưa học bạ giả thì cũng\nđưa được chính sách giả. Có "
            "ledger.policy trong settings thì có nhân chứng của nó, không thì chỉ có khóa sổ.",
    .options = policy_options,
    .run = run_policy,
};
