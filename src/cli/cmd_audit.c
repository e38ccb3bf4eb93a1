/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba audit
 */
#include "base/encode.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/audit.h"

enum { SHOWN_MAX = 50 };

static const struct option audit_options[] = {
    {"ledger", "NƠI", "thư mục hoặc địa chỉ http(s) có các tệp công khai của sổ cái", true},
    {"policy", "TỆP", "tin khóa sổ nào, nhân chứng nào (tlog-policy)", true},
    {"list", "TỆP", "một bảng tình trạng (.cwt) để tính lại"},
    {"store", NULL,
     "đối chiếu cả kho của hệ thống (--home): băm lại và kiểm tra chữ ký mọi học bạ đã phát hành"},
    {"anchors", "TỆP",
     "với --store: các chứng thư gốc tin cậy, để hỏi cả đường dẫn chứng thư của mọi chữ ký"},
    {0},
};

static void
write_finding(struct json *json, const struct audit_finding *finding)
{
    json_open(json, '{');
    json_text_field(json, "rule", audit_rule_key(finding->rule));
    if (finding->leaf != UINT64_MAX)
        json_int_field(json, "leaf", (int64_t)finding->leaf);
    json_text_field(json, "message", finding->sentence);
    json_close(json, '}');
}

static void
print_json(const struct audit_report *report)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    const struct audit *audit = &report->audit;
    char kid[2 * LEAF_KID_SIZE + 1];

    json_open(&json, '{');
    json_bool_field(&json, "clean", audit->finding_count == 0);
    json_int_field(&json, "leaves", (int64_t)audit->leaves);
    json_int_field(&json, "records", (int64_t)audit->records);
    json_int_field(&json, "changes", (int64_t)audit->changes);
    for (int i = 0; i < (int)COUNT_OF(audit->by_status); i++)
        json_int_field(&json, record_status_key((enum record_status)i),
                       (int64_t)audit->by_status[i]);
    json_int_field(&json, "compared", (int64_t)report->compared);
    json_int_field(&json, "manifests", (int64_t)report->manifests);
    json_int_field(&json, "freezes", (int64_t)report->freezes);
    json_int_field(&json, "decisions", (int64_t)report->decisions);
    json_int_field(&json, "keys", (int64_t)report->keys);
    json_int_field(&json, "settled", (int64_t)report->settled);
    if (report->rule != UINT64_MAX) {
        json_int_field(&json, "rule", (int64_t)report->rule);
        json_bool_field(&json, "is_rule", report->is_rule);
    }
    json_int_field(&json, "waiting", (int64_t)report->waiting);
    json_key(&json, "schools");
    json_open(&json, '{');
    for (size_t i = 0; i < report->schools.count; i++)
        json_int_field(&json, hex_write(report->schools.items[i].kid, LEAF_KID_SIZE, kid),
                       (int64_t)report->schools.items[i].records);
    json_close(&json, '}');
    json_int_field(&json, "finding_count", (int64_t)audit->finding_count);
    json_open_list(&json, "findings");
    for (size_t i = 0; i < audit->findings.count; i++)
        write_finding(&json, &audit->findings.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    output_buffer(out);
}

static void
print_text(const struct audit_report *report)
{
    const struct audit *audit = &report->audit;

    output_line("Đã đọc lại %llu mục: %llu học bạ, %llu lần đổi tình trạng.",
                (unsigned long long)audit->leaves, (unsigned long long)audit->records,
                (unsigned long long)audit->changes);
    output_line("Có giá trị: %llu; thu hồi: %llu; tạm dừng: %llu; đã thay thế: %llu.",
                (unsigned long long)audit->by_status[RECORD_VALID],
                (unsigned long long)audit->by_status[RECORD_REVOKED],
                (unsigned long long)audit->by_status[RECORD_SUSPENDED],
                (unsigned long long)audit->by_status[RECORD_SUPERSEDED]);
    if (report->compared)
        output_line("Đã băm lại %llu học bạ trong kho.", (unsigned long long)report->compared);
    if (report->manifests)
        output_line("Đã đối chiếu %llu bảng kê của lớp; %llu học sinh chờ đánh giá bổ sung.",
                    (unsigned long long)report->manifests, (unsigned long long)report->waiting);
    if (report->freezes)
        output_line("Đã đối chiếu %llu văn bản chốt năm học.", (unsigned long long)report->freezes);
    if (report->keys)
        output_line("Đã đối chiếu %llu văn bản thôi dùng khóa.", (unsigned long long)report->keys);
    if (report->settled)
        output_line("%llu học bạ sổ không nhận đã hết hiệu lực bằng quyết định, không có mục.",
                    (unsigned long long)report->settled);
    if (report->rule != UINT64_MAX)
        output_line(report->is_rule
                        ? "Tệp chính sách này là tệp mới nhất đã ghi vào sổ (mục %llu)."
                        : "LƯU Ý: chính sách mới nhất đã ghi vào sổ (mục %llu) là tệp KHÁC với tệp "
                          "này.",
                    (unsigned long long)report->rule);
    for (size_t i = 0; i < audit->findings.count && i < SHOWN_MAX; i++)
        output_line("  [%s] %s", audit_rule_key(audit->findings.items[i].rule),
                    audit->findings.items[i].sentence);
    if (audit->finding_count > SHOWN_MAX)
        output_line("  ... và %zu điều nữa (--json cho biết hết).",
                    audit->finding_count - SHOWN_MAX);
    output_line(audit->finding_count ? "KHÔNG ĐẠT: %zu điều không khớp."
                                     : "ĐẠT: sổ cái nguyên vẹn, %zu điều không khớp.",
                audit->finding_count);
}

static enum status
run_audit(struct cli *cli, struct error *err)
{
    const char *list = cli_option(cli, "list");
    struct audit_plan plan = {.ledger = cli_option(cli, "ledger"),
                              .policy = cli_option(cli, "policy"),
                              .seen = cli->arguments,
                              .seen_count = cli->argument_count,
                              .lists = &list,
                              .list_count = list != NULL,
                              .anchors = cli_option(cli, "anchors")};
    struct audit_report report;

    if (plan.anchors && !cli_flag(cli, "store"))
        return fail(err, USAGE, "--anchors đi cùng --store.");
    if (cli_flag(cli, "store"))
        TRY(cli_open(cli, &plan.app, err));
    TRY(audit_carry_out(&plan, cli->arena, &report, err));
    cli->exit_code = report.audit.finding_count ? EXIT_NO : EXIT_YES;
    if (cli->json)
        print_json(&report);
    else
        print_text(&report);
    return OK;
}

const struct command command_audit = {
    .name = "audit",
    .usage = "[TỆP...] --ledger NƠI --policy TỆP [--list TỆP] [--store [--anchors TỆP]]",
    .summary = "kiểm toán sổ cái: tính lại mọi mục, mọi mảnh, gốc, tình trạng; đối chiếu với kho",
    .help = "Chỉ cần các tệp công khai của sổ và chính sách; không tin máy chủ. TỆP là những điểm "
            "chốt,\ntệp .tlog-proof và bảng tình trạng (.cwt) đã thấy trước đây: sổ hiện tại phải "
            "chứa chúng, và cho ra\nđúng các bảng ấy. Mã thoát: 0 đạt, 1 có điều không khớp.",
    .options = audit_options,
    .arguments_max = ANY_ARGUMENTS,
    .run = run_audit,
};
