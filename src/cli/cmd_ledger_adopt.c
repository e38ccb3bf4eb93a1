/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba ledger adopt
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/ledger_adopt.h"

static const struct option adopt_options[] = {
    {"alone", NULL, "cam đoan: sổ này chưa bao giờ có nơi thứ hai hay nhân chứng nào"},
    {0},
};

static enum status
run_adopt(struct cli *cli, struct error *err)
{
    struct adopt_order order = {.copy = cli->argument_count ? cli->arguments[0] : NULL,
                                .alone = cli_flag(cli, "alone")};
    struct adopt_report report;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(ledger_adopt(app, &order, &report, err));
    if (!cli->json) {
        output_line("Sổ cái có %llu mục (trước đó %llu), không thiếu mục nào đã ký; từ nay ký "
                    "tiếp được.",
                    (unsigned long long)report.after, (unsigned long long)report.before);
        output_line("Ghi tiếp những gì còn chờ: hocba ledger enter.");
        return OK;
    }
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    json_open(&json, '{');
    json_int_field(&json, "before", (int64_t)report.before);
    json_int_field(&json, "leaves", (int64_t)report.after);
    json_bool_field(&json, "final", report.final);
    json_close(&json, '}');
    output_buffer(out);
    return OK;
}

const struct command command_ledger_adopt = {
    .name = "ledger adopt",
    .usage = "[THƯ_MỤC|ĐỊA_CHỈ] [--alone]",
    .summary = "sau khi khôi phục: lấy phần thiếu của sổ cái từ một bản sao đầy đủ, rồi ký tiếp",
    .help = "Sổ cái trong bản sao lưu có thể cũ hơn những gì đã ký, nên sau khi khôi phục nó không "
            "ký gì cho đến khi\nnơi giữ điểm chốt thứ hai (ledger.place) hoặc mọi nhân chứng cho "
            "thấy là không thiếu mục nào. THƯ_MỤC là bản\nsao của “hocba ledger mirror” (hoặc các "
            "tệp công khai của sổ): nó được kiểm lại từ mục đầu tiên trước khi lấy.",
    .options = adopt_options,
    .arguments_max = 1,
    .run = run_adopt,
};
