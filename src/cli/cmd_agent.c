/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba agent
 */
#include "agent/agent.h"
#include "cli/commands.h"

static const struct option agent_options[] = {
    {"config", "TỆP", "tệp thiết lập (mặc định: ~/.config/hocba/agent.conf)"},
    {"module", "TỆP", "thư viện PKCS#11 của nhà cung cấp thẻ"},
    {"origin", "TRANG",
     "cho trang này yêu cầu ký, như https://hocba.example.vn; “hocba”: dòng lệnh"},
    {"port", "CỔNG", "nghe ở 127.0.0.1 trên cổng này (mặc định 9870)"},
    {"ask", "TỆP", "chương trình hỏi người ký, thay cho cửa sổ dòng lệnh"},
    {0},
};

static enum status
run_agent(struct cli *cli, struct error *err)
{
    struct agent_settings settings = {.port = AGENT_PORT};

    TRY(agent_read_settings(&settings, cli_option(cli, "config"), cli->arena, err));
    for (const struct option *option = agent_options + 1; option->name; option++) {
        const char *value = cli_option(cli, option->name);
        if (value)
            TRY(settings_set(&settings, option->name, value, err));
    }
    return agent_run(&settings, err);
}

const struct command command_agent = {
    .name = "agent",
    .usage = "[--module TỆP] [--origin TRANG] [--port CỔNG]",
    .summary = "ký bằng thẻ (USB token) ở máy của người ký, khi trang đã đăng ký yêu cầu",
    .help = "Chạy ở máy có cắm thẻ, chỉ nghe ở 127.0.0.1. Mỗi lượt ký, agent hiện vai trò, trường, "
            "lớp, số "
            "học\n"
            "bạ và danh sách, hỏi người ký rồi mới hỏi mã PIN; mã PIN không bao giờ qua trang web. "
            "Cùng "
            "chương\n"
            "trình ấy cho Windows là hocba-agent.exe (docs/agent.md).",
    .options = agent_options,
    .run = run_agent,
};
