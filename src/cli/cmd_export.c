/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba export
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/pupil_option.h"
#include "service/export.h"
#include "service/levels.h"

static const struct option export_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "như 4A1", true},
    {"format", "DẠNG", "xml, pdf, xlsx hoặc package (gói .hocba: học bạ và bằng chứng sổ cái)",
     true},
    {"out", "THƯ_MỤC", "ghi các tệp vào đây", true},
    {"pupil", "MÃ", "chỉ học sinh này"},
    {"level", "MỨC", "xml: B-B, B-T hoặc B-LT (mặc định: cao nhất hiện có)"},
    {"style", "KIỂU",
     "pdf: template (mẫu của TT27, mặc định) hoặc digital (bản thể hiện "
     "CV2088)"},
    {"one-file", NULL, "pdf: cả lớp trong một tệp"},
    {"book", NULL, "pdf: cả năm trước đã phát hành và năm giữ trên giấy, thành một quyển"},
    {"draft", NULL, "pdf: xem trước từ bản nháp, mọi trang ghi BẢN XEM TRƯỚC"},
    {"period", "KỲ", "xlsx: gk1, hk1, gk2 hoặc cn (mặc định)"},
    {"force", NULL, "ghi đè tệp đã có"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
read_words(struct cli *cli, struct export_order *order, struct error *err)
{
    static const char *const formats[] = {[EXPORT_XML] = "xml",
                                          [EXPORT_PDF] = "pdf",
                                          [EXPORT_XLSX] = "xlsx",
                                          [EXPORT_PACKAGE] = "package"};
    const char *format = cli_option(cli, "format"), *style = cli_option(cli, "style");
    const char *period = cli_option(cli, "period");
    bool found = false;

    for (size_t i = 0; i < COUNT_OF(formats) && !found; i++) {
        found = text_equal(formats[i], format);
        order->format = (enum export_format)i;
    }
    if (!found)
        return fail(err, USAGE, "--format nhận xml, pdf, xlsx hoặc package, không phải “%s”.",
                    format);
    order->style = text_equal(style, "digital") ? PRINT_DIGITAL : PRINT_TEMPLATE;
    if (style && order->style == PRINT_TEMPLATE && !text_equal(style, "template"))
        return fail(err, USAGE, "--style nhận template hoặc digital, không phải “%s”.", style);
    const char *level = cli_option(cli, "level");
    order->level = levels_parse(level);
    if (level &&
        (!order->level || (order->format != EXPORT_XML && order->format != EXPORT_PACKAGE)))
        return fail(err, USAGE,
                    "--level nhận B-B, B-T hoặc B-LT và chỉ dùng với --format xml hay package.");
    order->period = PERIOD_END_2;
    if (period && !period_parse(period, &order->period))
        return fail(err, USAGE, "--period nhận gk1, hk1, gk2 hoặc cn, không phải “%s”.", period);
    return OK;
}

static void
print_json(const struct export_report *report)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_open_list(&json, "files");
    for (size_t i = 0; i < report->files.count; i++)
        json_text(&json, report->files.items[i]);
    json_close(&json, ']');
    json_int_field(&json, "pages", (int64_t)report->pages);
    json_int_field(&json, "provisional", (int64_t)report->provisional);
    json_int_field(&json, "failed", (int64_t)report->batch.failed);
    json_open_list(&json, "failures");
    for (size_t i = 0; i < report->batch.list.count; i++) {
        const struct outcome *outcome = &report->batch.list.items[i];
        if (outcome->kind != OUTCOME_FAILED)
            continue;
        json_open(&json, '{');
        json_text_field(&json, "pupil", outcome->pupil_code);
        json_text_field(&json, "message", outcome->message);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    output_buffer(out);
}

static void
print_text(struct cli *cli, const struct export_report *report)
{
    for (size_t i = 0; i < report->batch.list.count; i++) {
        const struct outcome *outcome = &report->batch.list.items[i];
        if (outcome->kind == OUTCOME_FAILED)
            output_line("%s (mã %s): CHƯA XUẤT. %s", outcome->pupil_name, outcome->pupil_code,
                        outcome->message);
    }
    output_line("Đã ghi %zu tệp vào %s%s.", report->files.count, cli_option(cli, "out"),
                report->pages ? arena_printf(cli->arena, " (%zu trang)", report->pages) : "");
    if (report->provisional)
        output_line(
            "%zu gói có bằng chứng CÒN TẠM: chưa đủ nhân chứng. Hãy chạy hocba ledger enter "
            "rồi xuất lại.",
            report->provisional);
}

static enum status
run_export(struct cli *cli, struct error *err)
{
    struct export_order order = {.folder = cli_option(cli, "out"),
                                 .one_file = cli_flag(cli, "one-file"),
                                 .book = cli_flag(cli, "book"),
                                 .draft = cli_flag(cli, "draft"),
                                 .force = cli_flag(cli, "force")};
    struct export_report report = {0};
    struct school_class class;
    struct app *app;

    TRY(read_words(cli, &order, err));
    TRY(cli_class(cli, &app, &class, err));
    order.of = (struct class_order){class.id, cli_option(cli, "pupil")};
    TRY(export_class(app, &order, &report, err));
    for (size_t i = 0; i < report.batch.list.count; i++) {
        const struct outcome *outcome = &report.batch.list.items[i];
        if (outcome->kind == OUTCOME_FAILED)
            cli->exit_code = exit_worse(cli->exit_code, exit_of_status(outcome->status));
    }
    if (cli->json)
        print_json(&report);
    else
        print_text(cli, &report);
    return OK;
}

const struct command command_export = {
    .name = "export",
    .usage = "--year NĂM_HỌC --class LỚP --format xml|pdf|xlsx|package --out THƯ_MỤC",
    .summary = "xuất học bạ của lớp (XML, PDF) hoặc bảng tổng hợp (XLSX)",
    .help = "XML là đúng từng byte đã phát hành, thêm dấu thời gian và dữ liệu "
            "thu hồi đã có (mức B-T,\nB-LT); --level B-B là đúng bản phát "
            "hành. PDF chỉ in từ học bạ đã phát hành và được xác minh lại; "
            "xem trước bản\nnháp bằng --draft. Không ghi đè tệp đã có nếu "
            "không có --force.",
    .options = export_options,
    .run = run_export,
};
