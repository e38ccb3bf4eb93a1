/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/agent.h"

#include <stdio.h>

#include "agent/api.h"
#include "agent/server.h"
#include "agent/system.h"

enum status
agent_read_settings(struct agent_settings *settings, const char *path, struct arena *arena,
                    struct error *err)
{
    const char *file = path ? path : system_settings_path(arena);
    struct span text;
    enum status status = system_read_file(arena, file, SETTINGS_FILE_MAX, &text, err);

    if (status == NOT_FOUND && !path)
        return OK;
    TRY(status);
    if (settings_parse(settings, text, arena, err) != OK)
        return fail_within(err, "%s", file);
    return OK;
}

enum status
agent_run(struct agent_settings *settings, struct error *err)
{
    struct server server = {.answer = api_answer, .refuse = api_refuse};
    struct api api = {.settings = settings};

    TRY(settings_check(settings, err));
    TRY(system_start(err));
    TRY(system_listen(&settings->port, &server.listener, err));
    api.signing = signing_new(settings);
    server.state = &api;
    printf("hocba agent %s đang chạy ở http://127.0.0.1:%u\n", HOCBA_VERSION,
           (unsigned)settings->port);
    printf("Thư viện của thẻ: %s\n", settings->module);
    for (size_t i = 0; i < settings->origin_count; i++)
        printf("Trang được yêu cầu ký: %s\n", settings->origins[i]);
    printf("Đóng cửa sổ này (hoặc bấm Ctrl+C) để dừng.\n");
    fflush(stdout);
    server_run(&server);
}
