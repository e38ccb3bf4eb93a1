/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba ledger connect
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/ledger.h"
#include "service/ledger_connect.h"

static const struct option connect_options[] = {
    {"token-file", "TỆP", "mã mà nơi giữ sổ cái nhận ra hệ thống này; chmod 600", .required = true},
    {0},
};

static enum status
run_connect(struct cli *cli, struct error *err)
{
    struct connect_order order = {.url = cli->arguments[0],
                                  .token_file = cli_option(cli, "token-file")};
    struct ledger_facts facts;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(ledger_connect(app, &order, err));
    TRY(ledger_facts(app, &facts, err));
    if (!cli->json) {
        output_line("Từ nay hệ thống này ghi vào sổ cái %s ở %s.", facts.origin, facts.url);
        output_line("Khóa của sổ: %s", facts.key);
        output_line("Hãy đối chiếu khóa ấy với nơi giữ sổ, và đặt ledger.policy trong settings.");
        return OK;
    }
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    json_open(&json, '{');
    json_text_field(&json, "url", facts.url);
    json_text_field(&json, "origin", facts.origin);
    json_text_field(&json, "key", facts.key);
    json_close(&json, '}');
    output_buffer(out);
    return OK;
}

const struct command command_ledger_connect = {
    .name = "ledger connect",
    .usage = "ĐỊA_CHỈ --token-file TỆP",
    .summary = "ghi vào sổ cái chung do dịch vụ ở nơi khác giữ (hocba ledger serve)",
    .help =
        "Hỏi tên và khóa của sổ, thử mã, rồi đặt ledger.url và ledger.token. Sổ riêng chưa có mục "
        "nào được cất\nsang DIR/ledger-before; hệ thống đã ghi vào sổ khác thì không nối được. Sổ "
        "không trả lời thì phát hành vẫn\nxong, bằng chứng còn tạm và được ghi khi sổ trở lại.",
    .options = connect_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_connect,
};
