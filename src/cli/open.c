/* SPDX-License-Identifier: Apache-2.0
 *
 * The outside world that a command hands to service/: the instance's place and the clock.
 */
#include <time.h>

#include "cli/command.h"
#include "cli/output.h"

int64_t
cli_clock(void)
{
    return (int64_t)time(NULL);
}

struct app_options
cli_app_options(const struct cli *cli, const char *home)
{
    return (struct app_options){
        .home = home, .by = cli->by, .system_clock = cli_clock, .progress = output_progress};
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
