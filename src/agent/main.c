/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba-agent, the program that a signer carries: `hocba agent` alone, for Windows and Linux.
 */
#include <stdio.h>

#include "agent/agent.h"
#include "agent/system.h"

static const char usage[] =
    "Cách dùng: hocba-agent [--config TỆP] [--module THƯ_VIỆN] [--origin TRANG]... [--port CỔNG]\n"
    "                       [--ask CHƯƠNG_TRÌNH]\n"
    "Ký học bạ bằng thẻ (USB token) cắm ở máy này, theo yêu cầu của những trang đã đăng ký.\n"
    "Thiết lập đọc từ hocba-agent.conf cạnh chương trình (Windows) hoặc\n"
    "~/.config/hocba/agent.conf; các tùy chọn ghi đè tệp đó.\n";

static enum status
read_options(int count, char **arguments, struct agent_settings *settings, struct arena *arena,
             struct error *err)
{
    const char *config = NULL;

    for (int i = 1; i < count; i++)
        if (strcmp(arguments[i], "--config") == 0 && i + 1 < count)
            config = arguments[i + 1];
    TRY(agent_read_settings(settings, config, arena, err));
    for (int i = 1; i < count; i += 2) {
        if (!text_starts(arguments[i], "--") || i + 1 == count)
            return fail(err, USAGE, "Không hiểu “%s”.\n\n%s", arguments[i], usage);
        if (strcmp(arguments[i], "--config") != 0)
            TRY(settings_set(settings, arguments[i] + 2, arguments[i + 1], err));
    }
    return OK;
}

int
main(int argc, char **argv)
{
    struct agent_settings settings = {.port = AGENT_PORT};
    AUTO(arena) *arena = arena_new();
    char **arguments = system_arguments(&argc, argv);
    struct error err;

    if (argc == 2 && strcmp(arguments[1], "--help") == 0) {
        fputs(usage, stdout);
        return 0;
    }
    enum status status = read_options(argc, arguments, &settings, arena, &err);
    if (status == OK)
        status = agent_run(&settings, &err);
    fprintf(stderr, "hocba-agent: %s\n", err.message);
    return status == USAGE ? 2 : 1;
}
