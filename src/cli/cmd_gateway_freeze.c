/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba gateway freeze
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/intake_freeze.h"
#include "service/school.h"

static const struct option options[] = {
    {"unit", "MÃ", "mã trường", true},
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {0},
};

static const char *
said(struct cli *cli, const struct intake_frozen *frozen)
{
    if (frozen->later)
        return "Đã nhận văn bản chốt sau đợt đánh giá bổ sung; cổng không nhận thêm học bạ của năm "
               "học này, trừ bản thay thế đã có quyết định.";
    return arena_printf(cli->arena,
                        "Đã nhận văn bản chốt; cổng chỉ còn nhận học bạ của %zu học sinh chờ đánh "
                        "giá bổ sung, và bản thay thế đã có quyết định.",
                        frozen->waiting);
}

static enum status
run_freeze(struct cli *cli, struct error *err)
{
    struct intake_freeze order = {.year = cli_option(cli, "year")};
    struct intake_frozen frozen;
    struct unit school;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(unit_find(app, cli_option(cli, "unit"), &school, err));
    struct span *files = arena_make_array(cli->arena, cli->argument_count, struct span);
    for (size_t i = 0; i < cli->argument_count; i++)
        TRY(file_read(cli->arena, cli->arguments[i], INTAKE_FREEZE_FILE_MAX, &files[i], err));
    order.unit = school.id;
    order.file = files[0];
    order.manifests = files + 1;
    order.count = cli->argument_count - 1;
    TRY(intake_freeze_bring(app, &order, &frozen, err));
    output_done(cli, "freeze", frozen.sha256, said(cli, &frozen));
    return OK;
}

const struct command command_gateway_freeze = {
    .name = "gateway freeze",
    .usage = "CHỐT.xml [BẢNG_KÊ.xml...] --unit MÃ --year NĂM_HỌC",
    .summary = "nhận văn bản chốt năm học mà hiệu trưởng đã ký ở hệ thống của trường",
    .help = "CHỐT.xml là của hocba year show --out, BẢNG_KÊ.xml của hocba class manifest --out; "
            "lần đầu cần bảng kê\ncủa mọi lớp đã chốt. Từ đó cổng chỉ nhận thêm học bạ của học "
            "sinh mà bảng kê ghi chờ đánh giá bổ sung, cho\nđến văn bản chốt lần sau, và bản thay "
            "thế đã có quyết định. Chứng thư của hiệu trưởng phải đã đăng ký ở Sở.",
    .options = options,
    .arguments_min = 1,
    .arguments_max = INTAKE_FREEZE_FILES_MAX,
    .run = run_freeze,
};
