/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba levels
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/levels.h"

static const struct option levels_options[] = {
    {"run", NULL, "xin dấu thời gian và dữ liệu thu hồi cho những học bạ đến lượt"},
    {"all", NULL, "với --run: cả những học bạ đang chờ tới lượt thử lại"},
    {0},
};

static void
write_row(struct json *json, const struct level_row *row)
{
    char next[MOMENT_TEXT_SIZE];

    json_open(json, '{');
    json_text_field(json, "record", row->record);
    json_text_field(json, "pupil", row->pupil_code);
    json_text_field(json, "class", row->class_name);
    json_text_field(json, "year", row->year);
    json_text_field(json, "level", row->reached);
    json_int_field(json, "tries", row->tries);
    json_text_field(json, "next_try",
                    row->next_try.seconds
                        ? moment_write(moment_in_vietnam(row->next_try.seconds), next)
                        : NULL);
    json_text_field(json, "reason", row->reason);
    json_close(json, '}');
}

static void
print_json(const struct levels_report *report, const struct level_rows *rows,
           const struct level_counts *counts)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    if (report) {
        json_int_field(&json, "stamped", (int64_t)report->stamped);
        json_int_field(&json, "raised", (int64_t)report->raised);
        json_int_field(&json, "waiting", (int64_t)report->waiting);
    }
    json_key(&json, "levels");
    json_open(&json, '{');
    json_int_field(&json, LEVEL_B_B, counts->b);
    json_int_field(&json, LEVEL_B_T, counts->t);
    json_int_field(&json, LEVEL_B_LT, counts->lt);
    json_close(&json, '}');
    json_open_list(&json, "pending");
    for (size_t i = 0; i < rows->list.count; i++)
        write_row(&json, &rows->list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    output_buffer(out);
}

static void
print_text(const struct levels_report *report, const struct level_rows *rows,
           const struct level_counts *counts)
{
    if (report)
        output_line("Có dấu thời gian: thêm %zu học bạ. Lên mức B-LT: thêm %zu. "
                    "Còn chờ: %zu.",
                    report->stamped, report->raised, report->waiting);
    output_line("Mức B-B: %lld, B-T: %lld, B-LT: %lld học bạ.", (long long)counts->b,
                (long long)counts->t, (long long)counts->lt);
    for (size_t i = 0; i < rows->list.count; i++) {
        const struct level_row *row = &rows->list.items[i];
        output_line("  %s %s (mã %s), mức %s: %s", row->class_name, row->pupil_name,
                    row->pupil_code ? row->pupil_code : "?", row->reached,
                    row->reason ? row->reason : "chưa tới lượt.");
    }
    if (rows->list.count)
        output_line("Chữ ký và học bạ đã phát hành không bị ảnh hưởng; chạy lại "
                    "sau: hocba levels "
                    "--run.");
}

static enum status
run_levels(struct cli *cli, struct error *err)
{
    struct levels_order order = {.all = cli_flag(cli, "all")};
    struct levels_report report = {0};
    struct level_rows rows = {0};
    struct level_counts counts;
    bool run = cli_flag(cli, "run");
    struct app *app;

    if (order.all && !run)
        return fail(err, USAGE, "--all chỉ dùng với --run.");
    TRY(cli_open(cli, &app, err));
    if (run)
        TRY(levels_run(app, &order, &report, err));
    TRY(levels_list(app, &rows, &counts, err));
    if (cli->json)
        print_json(run ? &report : NULL, &rows, &counts);
    else
        print_text(run ? &report : NULL, &rows, &counts);
    return OK;
}

const struct command command_levels = {
    .name = "levels",
    .usage = "[--run [--all]]",
    .summary = "mức chữ ký của học bạ đã phát hành: dấu thời gian, dữ liệu thu "
               "hồi (B-T, B-LT)",
    .help = "Nơi cấp dấu thời gian đặt trong tệp settings: tsa.url (nhiều dòng "
            "được), tsa.anchors "
            "(các chứng\nthư gốc, PEM), tsa.ca_file (cho địa chỉ https), tsa.timeout (giây), "
            "ocsp.url, crl.url. "
            "Nơi cấp không trả "
            "lời thì học bạ chỉ chờ:\nchữ ký và việc phát hành không mất gì.",
    .options = levels_options,
    .run = run_levels,
};
