/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba serve
 */
#include <stdio.h>
#include <time.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "serve/serve.h"
#include "service/instance.h"

static const struct option options[] = {
    {"listen", "ĐỊA_CHỈ", "127.0.0.1:CỔNG, [::1]:CỔNG (cổng 0: cổng trống) hoặc unix:/TỆP",
     .required = true},
    {"behind-proxy", NULL, "đứng sau một máy chủ lo TLS và cho biết địa chỉ người hỏi (X-Real-IP)"},
    {"address", "URL",
     "địa chỉ công khai, in trên phiếu (mặc định: public.address trong DIR/settings)"},
    {"quiet", NULL, "không ghi nhật ký các yêu cầu"},
    {0},
};

static int64_t
microseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void
print_log(const char *line)
{
    fprintf(stderr, "%s\n", line);
}

static enum status
run(struct cli *cli, struct error *err)
{
    if (!cli->home || !cli->home[0])
        return fail(err, USAGE,
                    "Chưa biết hệ thống ở đâu: hãy ghi --home DIR hoặc đặt biến môi trường "
                    "HOCBA_HOME.");
    struct home_settings settings;
    TRY(home_settings_read(cli->home, cli->arena, &settings, err));
    const char *address = cli_option(cli, "address");
    struct app_options app = cli_app_options(cli, cli->home);
    app.progress = NULL;
    const struct serve_order order = {
        .options = &app,
        .listen = cli_option(cli, "listen"),
        .behind_proxy = cli_flag(cli, "behind-proxy"),
        .public_address = address ? address : settings.public_address,
        .ready = output_address,
        .stopwatch = microseconds,
        .log = cli_flag(cli, "quiet") ? NULL : print_log,
    };
    return serve_run(&order, err);
}

const struct command command_serve = {
    .name = "serve",
    .usage = "--listen ĐỊA_CHỈ",
    .summary = "mở nơi làm việc trong trình duyệt và API (docs/serve.md)",
    .help = "In địa chỉ khi sẵn sàng; dừng bằng SIGTERM: việc đang trả lời được làm xong. Nhật ký "
            "ra stderr,\n"
            "mỗi dòng một JSON, không có dữ liệu cá nhân. Ra Internet phải có máy chủ lo TLS đứng "
            "trước.",
    .options = options,
    .run = run,
};
