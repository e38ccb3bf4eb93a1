/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba ledger mirror
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/ledger_mirror.h"

static const struct option mirror_options[] = {
    {"policy", "TỆP", "tin khóa sổ nào, nhân chứng nào (tlog-policy)", true},
    {0},
};

static void
print_json(const struct mirror_report *report)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_bool_field(&json, "taken", report->audit.finding_count == 0);
    json_int_field(&json, "before", (int64_t)report->before);
    json_int_field(&json, "leaves", (int64_t)report->audit.leaves);
    json_text_field(&json, "evidence", report->evidence);
    json_open_list(&json, "findings");
    for (size_t i = 0; i < report->audit.findings.count; i++)
        json_text(&json, report->audit.findings.items[i].sentence);
    json_close(&json, ']');
    json_close(&json, '}');
    output_buffer(out);
}

static void
print_text(const struct mirror_report *report)
{
    const struct audit *audit = &report->audit;

    if (audit->finding_count == 0) {
        output_line("Bản sao có %llu mục (trước đó %llu), đã kiểm lại từ đầu.",
                    (unsigned long long)audit->leaves, (unsigned long long)report->before);
        return;
    }
    output_line("KHÔNG LẤY: %zu điều không khớp; bản sao giữ nguyên %llu mục.",
                audit->finding_count, (unsigned long long)report->before);
    for (size_t i = 0; i < audit->findings.count && i < 10; i++)
        output_line("  [%s] %s", audit_rule_key(audit->findings.items[i].rule),
                    audit->findings.items[i].sentence);
    if (report->evidence)
        output_line("Điểm chốt bị từ chối được giữ làm chứng cứ: %s", report->evidence);
}

static enum status
run_mirror(struct cli *cli, struct error *err)
{
    struct mirror_order order = {
        .from = cli->arguments[0], .to = cli->arguments[1], .policy = cli_option(cli, "policy")};
    struct mirror_report report;

    TRY(ledger_mirror(&order, cli->arena, &report, err));
    cli->exit_code = report.audit.finding_count ? EXIT_NO : EXIT_YES;
    if (cli->json)
        print_json(&report);
    else
        print_text(&report);
    return OK;
}

const struct command command_ledger_mirror = {
    .name = "ledger mirror",
    .usage = "NƠI THƯ_MỤC --policy TỆP",
    .summary = "giữ một bản sao đầy đủ của sổ cái, kiểm lại trước khi lấy và không bao giờ lùi",
    .help =
        "NƠI là thư mục hoặc địa chỉ http(s) có các tệp công khai của sổ. Không khớp với bản đã "
        "giữ hay với\nchính nó thì không lấy gì, giữ điểm chốt ấy làm chứng cứ, mã thoát 1.",
    .options = mirror_options,
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_mirror,
};
