/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba evaluate
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/evaluation.h"

static const struct option evaluate_options[] = {
    {"pilot", "NĂM_HỌC", "đợt thí điểm của năm học này (mặc định: năm mới nhất có số liệu)"},
    {"from", "NGÀY", "ngày đầu kỳ (mặc định: ngày đầu đợt thí điểm, hoặc 01/8)"},
    {"to", "NGÀY", "ngày cuối kỳ (mặc định: ngày cuối đợt thí điểm, hoặc hôm nay)"},
    {"out", "DIR", "ghi danh-gia.xlsx vào thư mục này"},
    {"as-of", "THỜI_ĐIỂM", "thời điểm truy vấn ghi trên báo cáo, như 2024-07-31T10:00:00+07:00"},
    {"unit", "MÃ", "sở (mặc định: sở duy nhất)"},
    {0},
};

static enum status
read_order(struct cli *cli, struct evaluation_order *order, struct error *err)
{
    const char *as_of = cli_option(cli, "as-of");

    *order = (struct evaluation_order){.year = cli_option(cli, "pilot"), .groups = true};
    TRY(cli_date(cli, "from", &order->from, err));
    TRY(cli_date(cli, "to", &order->to, err));
    if (as_of && !moment_parse(span_of(as_of), &order->as_of))
        return fail(err, USAGE, "--as-of phải viết như 2024-07-31T10:00:00+07:00, không phải “%s”.",
                    as_of);
    return OK;
}

static void
print_indicators(struct cli *cli, const struct evaluation *evaluation)
{
    static const struct output_column columns[] = {
        {"name", "CHỈ TIÊU"}, {"part", "ĐẠT"}, {"whole", "TRÊN"}, {"rate", "TỈ LỆ"}};
    struct output_list list = output_list_new(cli, "indicators", columns);

    for (size_t i = 0; i < evaluation->indicators.count; i++) {
        const struct evaluation_indicator *one = &evaluation->indicators.items[i];
        bool rate = one->of_whole && !one->unknown;
        output_list_row(
            &list, (const char *[]){
                       one->word,
                       one->unknown ? "" : arena_printf(cli->arena, "%lld", (long long)one->part),
                       rate ? arena_printf(cli->arena, "%lld", (long long)one->whole) : "",
                       one->unknown ? one->unknown
                       : rate       ? dossier_rate_text(cli->arena, one->part, one->whole)
                                    : ""});
    }
    output_list_print(&list);
}

static enum status
write_files(struct app *app, const struct evaluation *evaluation, const char *folder,
            struct error *err)
{
    struct span bytes;

    TRY(folder_make(folder, 0755, err));
    TRY(evaluation_workbook(app, evaluation, &bytes, err));
    return file_write(arena_printf(app->arena, "%s/danh-gia.xlsx", folder), bytes, 0644, err);
}

static enum status
run_evaluate(struct cli *cli, struct error *err)
{
    const char *folder = cli_option(cli, "out");
    struct evaluation evaluation;
    struct evaluation_order order;
    struct unit department;
    struct app *app;

    TRY(read_order(cli, &order, err));
    TRY(cli_open(cli, &app, err));
    TRY(figures_refresh(app, NULL, err));
    TRY(pilot_department(app, cli_option(cli, "unit"), &department, err));
    order.department = &department;
    TRY(evaluation_load(app, &order, &evaluation, err));
    if (folder)
        TRY(write_files(app, &evaluation, folder, err));
    if (cli->json) {
        AUTO(buffer) *out = buffer_new(JSON_CEILING);
        struct json json = json_to(out);
        evaluation_json(&json, &evaluation);
        output_buffer(out);
    } else if (folder) {
        output_line("Đã ghi báo cáo đánh giá đợt thí điểm năm học %s của %s vào %s.",
                    evaluation.monitor.year, department.name, folder);
    } else {
        print_indicators(cli, &evaluation);
    }
    return OK;
}

const struct command command_evaluate = {
    .name = "evaluate",
    .usage = "[--pilot NĂM_HỌC] [--from NGÀY] [--to NGÀY] [--out DIR] [--as-of THỜI_ĐIỂM] "
             "[--unit MÃ_SỞ]",
    .summary = "đánh giá đợt thí điểm của Sở trong một kỳ: chỉ tiêu, so sánh, vướng mắc",
    .help =
        "Số liệu như của “hocba monitor” vào ngày cuối kỳ, chỉ tính đợt thí điểm. Cùng dữ liệu, "
        "cùng\n"
        "kỳ và cùng --as-of thì ra đúng những tệp ấy từng byte.",
    .options = evaluate_options,
    .run = run_evaluate,
};
