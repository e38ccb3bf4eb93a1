/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba init DIR
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/instance.h"

static void
print_made(const struct cli *cli, const struct app *app, const struct instance_made *made)
{
    if (cli->json) {
        AUTO(buffer) *out = buffer_new(JSON_CEILING);
        struct json json = json_to(out);
        json_open(&json, '{');
        json_text_field(&json, "home", app->home);
        json_text_field(&json, "kind", app->kind == INSTANCE_TRAINING ? "training" : "real");
        json_text_field(&json, "backup_key_file", made->key_file);
        json_text_field(&json, "backup_public_key", made->public_key);
        json_close(&json, '}');
        output_buffer(out);
        return;
    }
    output_line("Đã tạo hệ thống %s ở %s.",
                app->kind == INSTANCE_TRAINING ? "tập huấn (THỬ NGHIỆM)" : "thật", app->home);
    output_line("Khóa mở bản sao lưu: %s", made->key_file);
    output_line("  Hãy chép tệp này ra USB hoặc két rồi xóa khỏi máy: mất nó thì không mở được bản "
                "sao lưu,\n  lộ nó thì người khác đọc được.");
    output_line("Tiếp theo: hocba --help; hocba unit add; hocba person add; hocba year open.");
}

static enum status
run_init(struct cli *cli, struct error *err)
{
    struct instance_plan plan = {.store_url = cli_option(cli, "store"),
                                 .store_owner = cli_option(cli, "store-owner"),
                                 .training = cli_flag(cli, "training"),
                                 .clock = cli_option(cli, "clock")};
    struct app_options options = cli_app_options(cli, cli->arguments[0]);
    struct instance_made made;

    if (plan.clock && !plan.training)
        return fail(err, USAGE, "Chỉ hệ thống tập huấn (--training) có đồng hồ riêng.");
    TRY(instance_make(&options, &plan, &cli->app, &made, err));
    print_made(cli, cli->app, &made);
    return OK;
}

static const struct option init_options[] = {
    {"store", "URL", "cơ sở dữ liệu PostgreSQL: postgresql://... (mặc định: SQLite trong DIR)"},
    {"store-owner", "URL", "người sở hữu các bảng, nếu khác với --store"},
    {"training", NULL, "hệ thống tập huấn: mọi thứ mang chữ THỬ NGHIỆM"},
    {"clock", "MOMENT", "đồng hồ riêng của hệ thống tập huấn: 2024-05-31T08:00:00+07:00"},
    {0},
};

const struct command command_init = {
    .name = "init",
    .usage = "DIR [--store URL] [--training]",
    .summary = "tạo một hệ thống mới trong thư mục trống",
    .help = "Tạo thư mục DIR với cơ sở dữ liệu trống và một cặp khóa cho bản sao lưu. Không đụng "
            "đến\nthư mục không trống.",
    .options = init_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_init,
};
