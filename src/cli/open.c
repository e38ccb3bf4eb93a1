/* SPDX-License-Identifier: Apache-2.0
 *
 * The outside world that a command hands to service/: the instance's place and the clock.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/output.h"

int64_t
cli_clock(void)
{
    return (int64_t)time(NULL);
}

static bool
wait_ms(void *context, unsigned ms)
{
    struct timespec left = {ms / 1000, (long)(ms % 1000) * 1000000};

    (void)context;
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        continue;
    return true;
}

/* hocba-signer lies beside the program that runs; NULL when that cannot be told. */
static const char *
signer_program(struct arena *arena)
{
    static const char name[] = "hocba-signer";
    char path[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path);

    if (size <= 0 || size == sizeof path)
        return NULL;
    const char *end = memrchr(path, '/', (size_t)size);
    return end ? arena_printf(arena, "%.*s%s", (int)(end + 1 - path), path, name) : NULL;
}

struct app_options
cli_app_options(const struct cli *cli, const char *home)
{
    return (struct app_options){.home = home,
                                .by = cli->by,
                                .system_clock = cli_clock,
                                .progress = output_progress,
                                .wait = wait_ms,
                                .signer_program = signer_program(cli->arena)};
}

enum status
cli_open(struct cli *cli, struct app **app, struct error *err)
{
    if (!cli->app) {
        if (!cli->home || !cli->home[0])
            return fail(err, USAGE,
                        "Chưa biết hệ thống ở đâu: hãy ghi --home DIR hoặc đặt biến môi trường "
                        "HOCBA_HOME.");
        struct app_options options = cli_app_options(cli, cli->home);
        TRY(app_open(&options, &cli->app, err));
    }
    *app = cli->app;
    return OK;
}
