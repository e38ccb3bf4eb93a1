/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba obstacle list
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/obstacle.h"
#include "service/school.h"

static const struct option obstacle_options[] = {
    {"unit", "MÃ", "chỉ của đơn vị này"},
    {"state", "TRẠNG_THÁI", "new (mới), seen (đã xem) hoặc solved (đã giải quyết)"},
    {0},
};

static enum status
find_wanted(struct cli *cli, struct app *app, const char **unit, enum obstacle_state *state,
            struct error *err)
{
    const char *code = cli_option(cli, "unit"), *key = cli_option(cli, "state");
    struct unit found;

    *unit = NULL;
    *state = OBSTACLE_STATE_COUNT;
    if (key && !obstacle_state_parse(key, state))
        return fail(err, USAGE, "--state là new, seen hoặc solved, không phải “%s”.", key);
    if (!code)
        return OK;
    TRY(unit_find(app, code, &found, err));
    *unit = found.id;
    return OK;
}

static enum status
run_obstacle_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"at", "LÚC"},         {"unit", "ĐƠN VỊ"},      {"name", "AI"},       {"page", "TRANG"},
        {"text", "VƯỚNG MẮC"}, {"state", "TRẠNG THÁI"}, {"answer", "TRẢ LỜI"}};
    struct output_list list = output_list_new(cli, "obstacles", columns);
    struct obstacles obstacles;
    enum obstacle_state state;
    const char *unit;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(find_wanted(cli, app, &unit, &state, err));
    TRY(obstacle_list(app, unit, state, 0, &obstacles, err));
    for (size_t i = 0; i < obstacles.list.count; i++) {
        const struct obstacle *one = &obstacles.list.items[i];
        enum obstacle_state is = obstacle_state(one);
        char at[MOMENT_TEXT_SIZE];
        output_list_row(
            &list, (const char *[]){arena_text(cli->arena, moment_write(one->at, at)),
                                    one->unit_code, one->person_name, one->page, one->text,
                                    cli->json ? obstacle_state_key(is) : obstacle_state_word(is),
                                    one->answer});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_obstacle_list = {
    .name = "obstacle list",
    .usage = "[--unit MÃ] [--state TRẠNG_THÁI]",
    .summary = "xem vướng mắc mà người dùng đã báo từ các trang, và câu trả lời",
    .help = "Mới nhất trước, nhiều nhất 2000. Người dùng báo ở cuối mỗi trang (“Báo vướng mắc”); "
            "trường, xã và Sở trả lời ở trang /vuong-mac.",
    .options = obstacle_options,
    .run = run_obstacle_list,
};
