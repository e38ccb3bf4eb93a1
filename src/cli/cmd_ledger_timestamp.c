/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba ledger timestamp
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/ledger_stamp.h"

static void
print_stamping(const struct ledger_stamping *stamping)
{
    char when[MOMENT_TEXT_SIZE];

    if (stamping->already) {
        output_line("Điểm chốt %llu mục đã có dấu thời gian: %s",
                    (unsigned long long)stamping->leaves, stamping->folder);
        return;
    }
    output_line("Đã đóng dấu thời gian cho điểm chốt %llu mục: %s, %s.",
                (unsigned long long)stamping->leaves,
                moment_write(moment_in_vietnam(stamping->time), when), stamping->authority);
    output_line("Giữ ở %s", stamping->folder);
    if (stamping->missing)
        output_line("Còn thiếu dữ liệu thu hồi của nơi cấp dấu: %s", stamping->missing);
    if (!stamping->final)
        output_line("Điểm chốt này còn tạm, chưa đủ nhân chứng.");
}

static enum status
run_timestamp(struct cli *cli, struct error *err)
{
    struct ledger_stamping stamping;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(ledger_stamp(app, &stamping, err));
    if (!cli->json) {
        print_stamping(&stamping);
        return OK;
    }
    char when[MOMENT_TEXT_SIZE];
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    json_open(&json, '{');
    json_bool_field(&json, "already", stamping.already);
    json_int_field(&json, "leaves", (int64_t)stamping.leaves);
    json_bool_field(&json, "final", stamping.final);
    json_text_field(&json, "time",
                    stamping.time ? moment_write(moment_in_vietnam(stamping.time), when) : NULL);
    json_text_field(&json, "authority", stamping.authority);
    json_text_field(&json, "folder", stamping.folder);
    json_text_field(&json, "missing", stamping.missing);
    json_close(&json, '}');
    output_buffer(out);
    return OK;
}

const struct command command_ledger_timestamp = {
    .name = "ledger timestamp",
    .usage = "",
    .summary = "xin dấu thời gian (RFC 3161) cho điểm chốt mới nhất của sổ cái, giữ cùng chuỗi "
               "chứng thư",
    .help = "Chạy mỗi ngày một lần, thí dụ từ cron: một dấu cho mọi học bạ đã vào sổ. Nơi cấp là "
            "tsa.url trong\nsettings. Điểm chốt đã có dấu thì không xin lại. Giữ ở "
            "DIR/ledger/timestamps.",
    .run = run_timestamp,
};
