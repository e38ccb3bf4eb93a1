/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba evaluate
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/evaluation.h"

enum { PDF_MAX = 256 << 20, TEXT_FILE_MAX = 256 * 1024 };

static const struct option evaluate_options[] = {
    {"pilot", "NĂM_HỌC", "đợt thí điểm của năm học này (mặc định: năm mới nhất có số liệu)"},
    {"from", "NGÀY", "ngày đầu kỳ (mặc định: ngày đầu đợt thí điểm, hoặc 01/8)"},
    {"to", "NGÀY", "ngày cuối kỳ (mặc định: ngày cuối đợt thí điểm, hoặc hôm nay)"},
    {"out", "DIR", "ghi danh-gia.pdf và danh-gia.xlsx vào thư mục này"},
    {"as-of", "THỜI_ĐIỂM", "thời điểm truy vấn ghi trên báo cáo, như 2024-07-31T10:00:00+07:00"},
    {"organisation", "TỆP", "phần “Công tác chỉ đạo, tổ chức triển khai” của báo cáo (chữ thường)"},
    {"assessment", "TỆP", "phần “Đánh giá chung”"},
    {"proposals", "TỆP", "phần “Kiến nghị, đề xuất”"},
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
    for (int part = 0; as_of && part < EVALUATION_PARTS; part++)
        if (cli_option(cli, evaluation_part_words[part].key))
            return fail(err, USAGE,
                        "Không dùng --%s cùng --as-of: điều ghi bây giờ không có trong báo cáo của "
                        "một thời điểm đã qua. Chưa ghi gì. Hãy ghi trước, rồi chạy lại với "
                        "--as-of.",
                        evaluation_part_words[part].key);
    return OK;
}

/* What the files say becomes the period's text, then the evaluation is loaded with it. */
static enum status
write_parts(struct cli *cli, struct app *app, const struct evaluation *evaluation, bool *written,
            struct error *err)
{
    for (int part = 0; part < EVALUATION_PARTS; part++) {
        const char *path = cli_option(cli, evaluation_part_words[part].key);
        struct span bytes;
        if (!path)
            continue;
        TRY(file_read(cli->arena, path, TEXT_FILE_MAX, &bytes, err));
        if (memchr(bytes.data, '\0', bytes.size))
            return fail(err, USAGE, "%s không phải tệp văn bản UTF-8. Chưa ghi gì.", path);
        TRY(evaluation_write(app, evaluation, (enum evaluation_part)part,
                             arena_copy(cli->arena, bytes.data, bytes.size), err));
        *written = true;
    }
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
    AUTO(buffer) *pdf = buffer_new(PDF_MAX);
    struct span bytes;

    TRY(evaluation_workbook(app, evaluation, &bytes, err));
    TRY(evaluation_paper(app, evaluation, pdf, err));
    TRY(folder_make(folder, 0755, err));
    TRY(file_write(arena_printf(app->arena, "%s/danh-gia.xlsx", folder), bytes, 0644, err));
    return file_write(arena_printf(app->arena, "%s/danh-gia.pdf", folder), buffer_span(pdf), 0644,
                      err);
}

static enum status
run_evaluate(struct cli *cli, struct error *err)
{
    const char *folder = cli_option(cli, "out");
    struct evaluation evaluation;
    struct evaluation_order order;
    struct unit department;
    bool written = false;
    struct app *app;

    TRY(read_order(cli, &order, err));
    TRY(cli_open(cli, &app, err));
    TRY(figures_refresh(app, NULL, err));
    TRY(pilot_department(app, cli_option(cli, "unit"), &department, err));
    order.department = &department;
    TRY(evaluation_load(app, &order, &evaluation, err));
    TRY(write_parts(cli, app, &evaluation, &written, err));
    if (written)
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
             "[--proposals TỆP] [--unit MÃ_SỞ]",
    .summary = "đánh giá đợt thí điểm của Sở trong một kỳ: chỉ tiêu, so sánh, vướng mắc",
    .help =
        "Số liệu như của “hocba monitor” vào ngày cuối kỳ, chỉ tính đợt thí điểm. Cùng dữ liệu, "
        "cùng\n"
        "kỳ và cùng --as-of thì ra đúng những tệp ấy từng byte.",
    .options = evaluate_options,
    .run = run_evaluate,
};
