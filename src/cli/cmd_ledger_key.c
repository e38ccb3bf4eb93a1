/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba ledger key retire|compromise, ledger rule
 */
#include "cli/commands.h"
#include "cli/ledger_output.h"
#include "cli/output.h"
#include "cli/signer_option.h"
#include "service/ledger_keys.h"

enum { FROM_MAX = 2 * 1000 * 1000 * 1000 };

/* --- ledger key ------------------------------------------------------------------------------- */

static void
print_closed(const struct cli *cli, const struct key_closed *closed, bool compromised)
{
    if (!compromised) {
        output_line(
            "Khóa của %s thôi dùng: từ nay sổ cái không nhận học bạ nào của khóa ấy; học bạ "
            "đã ghi vẫn có giá trị.",
            closed->subject);
    } else {
        output_line("Khóa của %s bị lộ từ mục %llu của sổ cái%s.", closed->subject,
                    (unsigned long long)closed->from,
                    closed->witnessed ? ", theo điểm chốt nhân chứng đã ký nhận trước lúc ấy" : "");
        output_line("Học bạ của khóa ấy ở các mục trước đó vẫn có giá trị. Từ mục ấy trở đi bị thu "
                    "hồi: %zu học bạ phát hành ở đây%s.",
                    closed->records,
                    closed->received ? arena_printf(cli->arena, ", %lld học bạ nhận qua cổng",
                                                    (long long)closed->received)
                                     : "");
        if (!closed->witnessed)
            output_line(
                "Chưa có nhân chứng nào làm chứng cho mốc này; chỉ theo đồng hồ của sổ hoặc "
                "theo số mục đã ghi.");
    }
    if (closed->waiting)
        output_line("Đã có hiệu lực ở đây; chưa vào sổ cái, lần ghi sổ sau sẽ ghi: %s",
                    closed->waiting);
    else
        ledger_print_report(&closed->entering);
}

static void
print_closed_json(const struct key_closed *closed)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "paper", closed->sha256);
    json_int_field(&json, "from", (int64_t)closed->from);
    json_bool_field(&json, "witnessed", closed->witnessed);
    json_int_field(&json, "revoked", (int64_t)closed->records);
    json_int_field(&json, "received", closed->received);
    json_int_field(&json, "documents", (int64_t)closed->entering.documents);
    json_int_field(&json, "refused", (int64_t)closed->entering.refused);
    json_text_field(&json, "refusal", closed->entering.refusal);
    json_text_field(&json, "waiting", closed->waiting);
    json_bool_field(&json, "final", closed->entering.final);
    json_close(&json, '}');
    output_buffer(out);
}

static enum status
close_key(struct cli *cli, struct key_closing_order *order, struct error *err)
{
    struct key_closed closed = {0};
    struct chosen_signer chosen;
    struct app *app;

    order->which = cli->arguments[0];
    order->number = cli_option(cli, "number");
    order->reason = cli_option(cli, "reason");
    TRY(cli_open(cli, &app, err));
    enum status status = cli_choose_signer(cli, &chosen, err);
    if (status == OK) {
        order->signer = chosen.certificate;
        status = ledger_close_key(app, chosen.session, order, &closed, err);
    }
    chosen_signer_clear(&chosen);
    TRY(status);
    if (closed.entering.refused || closed.waiting)
        cli->exit_code = EXIT_CONFLICT;
    if (cli->json)
        print_closed_json(&closed);
    else
        print_closed(cli, &closed, order->compromised);
    return OK;
}

static const struct option retire_options[] = {
    {"number", "SỐ", "số quyết định", true},
    {"reason", "LÝ_DO", "vì sao thôi dùng", true},
    SIGNER_OPTIONS,
    {0},
};

static enum status
run_retire(struct cli *cli, struct error *err)
{
    struct key_closing_order order = {0};

    return close_key(cli, &order, err);
}

const struct command command_ledger_key_retire = {
    .name = "ledger key retire",
    .usage = "MÃ --number SỐ --reason LÝ_DO " SIGNER_USAGE,
    .summary = "ghi vào sổ cái rằng một con dấu thôi dùng: sổ không nhận thêm gì của khóa ấy",
    .help = "MÃ là mã của chứng thư hoặc ít nhất 8 ký tự đầu của SHA-256. Học bạ đã ghi vẫn có giá "
            "trị. Chứng thư\nđược thu hồi ở đây cùng lúc. Ai được thu hồi chứng thư thì làm được; "
            "văn bản có số quyết định và lý do\ndo người ấy, con dấu của đơn vị hoặc của sở ký, và "
            "băm của nó vào sổ.",
    .options = retire_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_retire,
};

static const struct option compromise_options[] = {
    {"number", "SỐ", "số quyết định", true},
    {"reason", "LÝ_DO", "vì sao biết là bị lộ", true},
    {"since", "LÚC", "bị lộ từ lúc này, như 2024-06-03T08:00:00+07:00"},
    {"from", "MỤC", "bị lộ từ mục này của sổ cái"},
    SIGNER_OPTIONS,
    {0},
};

static enum status
run_compromise(struct cli *cli, struct error *err)
{
    const char *since = cli_option(cli, "since");
    struct key_closing_order order = {.compromised = true};
    struct moment moment;
    int from = 0;

    order.has_from = cli_option(cli, "from") != NULL;
    if (order.has_from)
        TRY(cli_int(cli, "from", 0, FROM_MAX, 0, &from, err));
    if (since && !moment_parse(span_of(since), &moment))
        return fail(err, USAGE, "--since phải như 2024-06-03T08:00:00+07:00.");
    order.from = (uint64_t)from;
    order.since = since ? &moment : NULL;
    return close_key(cli, &order, err);
}

const struct command command_ledger_key_compromise = {
    .name = "ledger key compromise",
    .usage = "MÃ --number SỐ --reason LÝ_DO --since LÚC|--from MỤC --by NGƯỜI_CỦA_SỞ " SIGNER_USAGE,
    .summary = "ghi vào sổ cái rằng khóa của một con dấu bị lộ: thu hồi những gì ghi từ lúc ấy",
    .help =
        "Chỉ người duyệt của sở (department_approver). Học bạ mà nhân chứng đã thấy trong sổ trước "
        "lúc lộ vẫn có\ngiá trị: --since tìm điểm chốt cuối cùng mà đủ nhân chứng đã ký nhận trước "
        "lúc ấy, và mọi mục của khóa\nsau điểm chốt bị thu hồi, không khôi phục được; trường lập "
        "lại "
        "học bạ và ký bằng con dấu mới. Khóa đã\nthôi dùng vẫn ghi được là bị lộ; ghi lại chỉ được "
        "từ một mục sớm hơn.",
    .options = compromise_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_compromise,
};

/* --- ledger rule ------------------------------------------------------------------------------ */

static const struct option rule_options[] = {
    {"file", "TỆP", "chính sách này (mặc định: như hocba ledger policy in ra)"},
    {0},
};

static enum status
run_rule(struct cli *cli, struct error *err)
{
    struct rule_written written;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(ledger_write_rule(app, cli_option(cli, "file"), &written, err));
    if (!cli->json) {
        output_line("%s ở mục %llu của sổ cái: chính sách có SHA-256 %s%s",
                    written.already ? "Đã ghi từ trước" : "Đã ghi",
                    (unsigned long long)written.index, written.sha256,
                    written.final ? "; nhân chứng đã ký nhận."
                                  : "; còn tạm, chờ đủ nhân chứng (hocba ledger enter).");
        return OK;
    }
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);
    json_open(&json, '{');
    json_text_field(&json, "policy", written.sha256);
    json_int_field(&json, "index", (int64_t)written.index);
    json_bool_field(&json, "already", written.already);
    json_bool_field(&json, "final", written.final);
    json_close(&json, '}');
    output_buffer(out);
    return OK;
}

const struct command command_ledger_rule = {
    .name = "ledger rule",
    .usage = "[--file TỆP]",
    .summary = "ghi vào sổ cái chính sách nào được dùng từ nay: khóa sổ, nhân chứng, sổ kế tiếp",
    .help =
        "Vào sổ là băm của đúng tệp ấy. Chạy khi bắt đầu, khi đổi nhân chứng, và trước khi mở "
        "một sổ kế tiếp\n(--file với chính sách của sổ mới). hocba audit nói tệp chính sách đang "
        "dùng có phải tệp mới nhất đã ghi\nkhông, nên ai đưa ra một chính sách yếu hơn thì bị "
        "thấy.",
    .options = rule_options,
    .run = run_rule,
};
