/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba ledger init|enter|show|publish
 */
#include "cli/commands.h"
#include "cli/ledger_output.h"
#include "cli/output.h"
#include "service/ledger_slots.h"

/* --- ledger init ------------------------------------------------------------------------------ */

static const struct option init_options[] = {
    {"origin", "TÊN", "tên của sổ, như so-cai.quangninh.edu.vn/22 (mặc định: một tên ngẫu nhiên)"},
    {0},
};

static enum status
run_init(struct cli *cli, struct error *err)
{
    struct ledger_facts facts;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(ledger_make(app, cli_option(cli, "origin"), err));
    TRY(ledger_facts(app, &facts, err));
    if (!cli->json) {
        output_line("Đã tạo sổ cái %s.", facts.origin);
        output_line("Khóa để người khác kiểm tra: %s", facts.key);
        output_line("Nên đặt trong settings: ledger.place (thư mục trên ổ đĩa hoặc máy khác) và "
                    "ledger.policy (nhân chứng).");
        return OK;
    }
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    json_open(&json, '{');
    json_text_field(&json, "origin", facts.origin);
    json_text_field(&json, "key", facts.key);
    json_close(&json, '}');
    output_buffer(out);
    return OK;
}

const struct command command_ledger_init = {
    .name = "ledger init",
    .usage = "[--origin TÊN]",
    .summary = "tạo sổ cái của hệ thống: học bạ phát hành từ nay được ghi vào sổ",
    .help = "Sổ cái nằm ở DIR/ledger, có tệp và khóa riêng. Học bạ đã phát hành trước đó được ghi "
            "vào và đánh\ndấu là đã phát hành trước khi có sổ (hocba ledger enter).",
    .options = init_options,
    .run = run_init,
};

/* --- ledger enter ----------------------------------------------------------------------------- */

void
ledger_print_report(const struct ledger_entering *report)
{
    output_line("Ghi vào sổ cái: %zu học bạ, %zu văn bản, %zu thay đổi tình trạng%s",
                report->entered, report->documents, report->changes,
                report->final ? "; nhân chứng đã ký nhận."
                              : "; bằng chứng còn tạm, chờ đủ nhân chứng (hocba ledger enter).");
    if (report->refused)
        output_line("Sổ cái không nhận %zu mục: %s", report->refused, report->refusal);
    if (report->settled)
        output_line(
            "%zu học bạ sổ không nhận đã được thu hồi hoặc thay thế bằng quyết định có trong "
            "sổ: không còn chờ ghi.",
            report->settled);
    if (report->learned)
        output_line(
            "%zu khóa đăng ký ở đây đã bị nơi khác đóng trong sổ cái chung; học bạ, chứng thư "
            "và thông báo ở đây đã theo đó.",
            report->learned);
    if (report->silent)
        output_line("%zu nhân chứng chưa ký nhận: %s", report->silent, report->silence);
}

void
ledger_enter_now(const struct cli *cli, struct app *app)
{
    struct ledger_entering entering;
    struct error why;

    if (!ledger_exists(app))
        return;
    enum status status = ledger_enter(app, &entering, &why);
    if (cli->json)
        return;
    if (status == OK)
        ledger_print_report(&entering);
    else
        output_line("Chưa ghi vào sổ cái: %s Chạy lại: hocba ledger enter.", why.message);
}

static enum status
run_enter(struct cli *cli, struct error *err)
{
    struct ledger_entering report;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(ledger_enter(app, &report, err));
    if (report.refused)
        cli->exit_code = EXIT_CONFLICT;
    if (!cli->json) {
        ledger_print_report(&report);
        return OK;
    }
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    json_open(&json, '{');
    json_int_field(&json, "entered", (int64_t)report.entered);
    json_int_field(&json, "documents", (int64_t)report.documents);
    json_int_field(&json, "changes", (int64_t)report.changes);
    json_int_field(&json, "refused", (int64_t)report.refused);
    json_text_field(&json, "refusal", report.refusal);
    json_int_field(&json, "settled", (int64_t)report.settled);
    json_int_field(&json, "learned", (int64_t)report.learned);
    json_bool_field(&json, "final", report.final);
    json_int_field(&json, "silent", (int64_t)report.silent);
    json_text_field(&json, "silence", report.silence);
    json_close(&json, '}');
    output_buffer(out);
    return OK;
}

const struct command command_ledger_enter = {
    .name = "ledger enter",
    .usage = "",
    .summary = "ghi vào sổ cái những học bạ đã phát hành mà chưa ghi, rồi xin nhân chứng ký nhận",
    .help = "Phát hành tự làm việc này; chạy lại khi sổ hoặc nhân chứng vắng mặt lúc đó, thí dụ từ "
            "cron.\nChạy bao nhiêu lần mỗi học bạ cũng chỉ có một mục.",
    .run = run_enter,
};

/* --- ledger show ------------------------------------------------------------------------------ */

static enum status
run_show(struct cli *cli, struct error *err)
{
    struct ledger_refused refused = {0};
    struct ledger_facts facts;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(ledger_facts(app, &facts, err));
    if (facts.unentered)
        TRY(ledger_slots_refused(app, &refused, err));
    if (!cli->json) {
        output_line("Sổ cái %s: %llu mục, %lld học bạ chờ ghi.", facts.origin,
                    (unsigned long long)facts.leaves, (long long)facts.unentered);
        if (refused.count)
            output_line("Sổ không nhận %zu trong số ấy. %s", refused.count, refused.first);
        output_line("Khóa: %s", facts.key);
        output_line("%s: %s. Chính sách nhân chứng: %s.",
                    facts.url ? "Dịch vụ giữ sổ" : "Nơi giữ điểm chốt thứ hai",
                    facts.url         ? facts.url
                    : facts.has_place ? "có"
                                      : "chưa đặt (ledger.place)",
                    facts.has_policy ? "có" : "chưa đặt (ledger.policy)");
        output_line("Điểm chốt mới nhất: %s.", !facts.checkpoint ? "chưa có"
                                               : facts.final     ? "đủ nhân chứng"
                                                                 : "còn tạm");
        if (facts.checkpoint)
            output_line("\n%s", facts.checkpoint);
        return OK;
    }
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    json_open(&json, '{');
    json_text_field(&json, "origin", facts.origin);
    json_text_field(&json, "key", facts.key);
    json_int_field(&json, "leaves", (int64_t)facts.leaves);
    json_int_field(&json, "unentered", facts.unentered);
    json_int_field(&json, "refused", (int64_t)refused.count);
    json_text_field(&json, "refusal", refused.first);
    json_text_field(&json, "url", facts.url);
    json_bool_field(&json, "place", facts.has_place);
    json_bool_field(&json, "policy", facts.has_policy);
    json_bool_field(&json, "final", facts.final);
    json_text_field(&json, "checkpoint", facts.checkpoint);
    json_close(&json, '}');
    output_buffer(out);
    return OK;
}

const struct command command_ledger_show = {
    .name = "ledger show",
    .usage = "",
    .summary = "sổ cái: tên, khóa, số mục, điểm chốt mới nhất",
    .run = run_show,
};

/* --- ledger publish --------------------------------------------------------------------------- */

static const struct option publish_options[] = {
    {"out", "THƯ_MỤC", "ghi các tệp công khai vào đây", true},
    {0},
};

static enum status
run_publish(struct cli *cli, struct error *err)
{
    struct app *app;
    bool listed;

    TRY(cli_open(cli, &app, err));
    TRY(ledger_publish(app, cli_option(cli, "out"), &listed, err));
    if (cli->json)
        return OK;
    output_line("Đã ghi các tệp công khai của sổ cái vào %s.", cli_option(cli, "out"));
    if (!listed)
        output_line("Chưa có bảng tình trạng mới: mục mới nhất còn chờ nhân chứng ký nhận.");
    return OK;
}

const struct command command_ledger_publish = {
    .name = "ledger publish",
    .usage = "--out THƯ_MỤC",
    .summary = "ghi các tệp công khai của sổ cái (tlog-tiles) để máy chủ web nào cũng phục vụ được",
    .help =
        "Không có gì của học sinh trong đó: chỉ có băm của học bạ, mã khóa của trường và thời "
        "điểm, và\nbảng tình trạng (verify --status), có giá trị trong 24 giờ: status/NĂM_HỌC.cwt "
        "của từng năm học ghi sổ,\nstatus.cwt của cả sổ. Chạy lại chỉ ghi thêm phần mới.",
    .options = publish_options,
    .run = run_publish,
};
