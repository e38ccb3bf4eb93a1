/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba ledger place
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "keeper/place.h"

static const struct option place_options[] = {
    {"listen", "ĐỊA_CHỈ", "127.0.0.1:CỔNG, [::1]:CỔNG (cổng 0: cổng trống) hoặc unix:/TỆP",
     .required = true},
    {"ledgers", "TỆP", "mỗi dòng một sổ cái được giữ ở đây: TÊN_SỔ SHA-256-của-mã",
     .required = true},
    {0},
};

static enum status
run_place(struct cli *cli, struct error *err)
{
    const struct place_service service = {.folder = cli->arguments[0],
                                          .owners = cli_option(cli, "ledgers"),
                                          .listen = cli_option(cli, "listen"),
                                          .ready = output_address};

    return place_serve(&service, err);
}

const struct command command_ledger_place = {
    .name = "ledger place",
    .usage = "THƯ_MỤC --listen ĐỊA_CHỈ --ledgers TỆP",
    .summary = "làm nơi giữ điểm chốt thứ hai (ledger.place) cho sổ cái ở máy khác",
    .help =
        "Giữ điểm chốt đã ký sau cùng của từng sổ và chỉ đổi nó khi người ghi nói đúng điểm chốt "
        "đang có; không\nbao giờ lùi lại. Tệp ledgers chỉ chủ của nó đọc được (chmod 600); mã lấy "
        "từ tệp mà máy kia giữ\n(ledger.place.token): sha256sum của dòng đầu, không có dấu xuống "
        "dòng. In địa chỉ khi sẵn sàng; dừng\nbằng SIGTERM; TLS là việc của máy chủ đứng trước "
        "(docs/ledger.md mục 7).",
    .options = place_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_place,
};
