/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba ledger serve
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "keeper/serve.h"
#include "net/http.h"
#include "service/ledger_ask.h"
#include "service/ledger_place.h"
#include "service/policy_file.h"

static const struct option serve_options[] = {
    {"listen", "ĐỊA_CHỈ", "127.0.0.1:CỔNG, [::1]:CỔNG (cổng 0: cổng trống) hoặc unix:/TỆP",
     .required = true},
    {"clients", "TỆP", "mỗi dòng một hệ thống được ghi: TÊN school|department SHA-256-của-mã",
     .required = true},
    {"policy", "TỆP", "chính sách (tlog-policy): nhân chứng nào phải ký nhận"},
    {"place", "NƠI", "nơi giữ điểm chốt thứ hai: thư mục trên ổ đĩa khác, hoặc địa chỉ https://"},
    {"place-token", "TỆP", "mã mà địa chỉ ấy nhận; chmod 600"},
    {0},
};

static enum status
run_serve(struct cli *cli, struct error *err)
{
    AUTO(http_client) *client = http_client_new(&(struct http_options){0});
    AUTO(place_peer) *peer = NULL;
    AUTO(keeper) *keeper = NULL;
    struct keeper_plan plan = {
        .folder = cli->arguments[0],
        .clients = cli_option(cli, "clients"),
        .writer = {.clock = cli_clock, .ask = ask_witnesses, .context = client}};
    const struct keeper_service service = {.listen = cli_option(cli, "listen"),
                                           .ready = output_address};

    if (cli_option(cli, "policy"))
        TRY(policy_file_read(cli_option(cli, "policy"), cli->arena, &plan.writer.policy, err));
    TRY(place_peer_open(cli_option(cli, "place"), cli_option(cli, "place-token"),
                        &plan.writer.place, &peer, err));
    TRY(keeper_open(&plan, &keeper, err));
    return keeper_serve(keeper, &service, err);
}

const struct command command_ledger_serve = {
    .name = "ledger serve",
    .usage = "THƯ_MỤC --listen ĐỊA_CHỈ --clients TỆP [--policy TỆP] [--place NƠI]",
    .summary = "giữ sổ cái chung: nhận mục của hệ thống các trường qua mạng",
    .help =
        "THƯ_MỤC là thư mục sổ cái (DIR/ledger của một hệ thống, hoặc thư mục ấy chuyển sang máy "
        "khác). Tệp\nclients chỉ chủ của nó đọc được (chmod 600); trường ghi được học bạ và bảng "
        "kê, Sở ghi được cả quyết\nđịnh. Mã lấy từ tệp mà hệ thống kia giữ: sha256sum của dòng "
        "đầu, không có dấu xuống dòng. Ai cũng\nđọc được các tệp công khai. In địa chỉ khi sẵn "
        "sàng; dừng bằng SIGTERM; TLS là việc của máy chủ\nđứng trước (docs/ledger.md mục 10).",
    .options = serve_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_serve,
};
