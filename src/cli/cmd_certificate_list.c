/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba certificate list|show|expiring
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "service/certificate.h"

static const struct option list_options[] = {
    {"unit", "MÃ", "chỉ đơn vị này"},
    {"history", NULL, "in cả các sự kiện"},
    {0},
};

static const char *
state_word_vi(const char *state)
{
    static const struct {
        const char *state, *word;
    } words[] = {{CERTIFICATE_REGISTERED, "đã đăng ký"},
                 {CERTIFICATE_APPROVED, "đã duyệt"},
                 {CERTIFICATE_REFUSED, "bị từ chối"},
                 {CERTIFICATE_WITHDRAWN, "đã thu hồi"}};

    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (text_equal(words[i].state, state))
            return words[i].word;
    }
    return state;
}

static const char *
proven_word(const struct cli *cli, const struct certificate_line *line)
{
    if (cli->json)
        return line->proven ? "true" : "false";
    return line->proven ? "đã chứng minh" : "chưa chứng minh";
}

static const char *
day_text(struct cli *cli, struct moment moment)
{
    char text[DATE_TEXT_SIZE];

    return arena_text(cli->arena, date_write_iso(moment_to_date(moment), text));
}

static void
list_events(struct cli *cli, const struct certificate_lines *lines)
{
    static const struct output_column columns[] = {{"certificate", "CHỨNG THƯ"},
                                                   {"at", "LÚC"},
                                                   {"event", "VIỆC"},
                                                   {"by", "NGƯỜI LÀM"},
                                                   {"reason", "LÝ DO"}};
    struct output_list list = output_list_new(cli, "events", columns);
    char at[MOMENT_TEXT_SIZE];

    for (size_t i = 0; i < lines->list.count; i++) {
        const struct certificate_line *line = &lines->list.items[i];
        for (size_t j = 0; j < line->events.list.count; j++) {
            const struct certificate_event *event = &line->events.list.items[j];
            output_list_row(
                &list, (const char *[]){arena_printf(cli->arena, "%.8s", line->certificate.sha256),
                                        arena_text(cli->arena, moment_write(event->at, at)),
                                        state_word_vi(event->event), event->by, event->reason});
        }
    }
    output_list_print(&list);
}

static enum status
run_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"sha256", "SHA-256"},        {"holder", "CỦA"},     {"unit", "ĐƠN VỊ"},
        {"state", "TRẠNG THÁI"},      {"from", "TỪ"},        {"to", "ĐẾN"},
        {"provider", "NHÀ CUNG CẤP"}, {"proven", "GIỮ KHÓA"}};
    struct output_list list = output_list_new(cli, "certificates", columns);
    struct certificate_lines lines = {0};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(certificates_list(app, cli_option(cli, "unit"), &lines, err));
    if (cli_flag(cli, "history")) {
        list_events(cli, &lines);
        return OK;
    }
    for (size_t i = 0; i < lines.list.count; i++) {
        const struct stored_certificate *one = &lines.list.items[i].certificate;
        const char *sha = cli->json ? one->sha256 : arena_printf(cli->arena, "%.8s", one->sha256);
        output_list_row(
            &list, (const char *[]){sha, lines.list.items[i].holder, lines.list.items[i].unit_code,
                                    cli->json ? one->state : state_word_vi(one->state),
                                    day_text(cli, one->not_before), day_text(cli, one->not_after),
                                    one->provider, proven_word(cli, &lines.list.items[i])});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_certificate_list = {
    .name = "certificate list",
    .usage = "[--unit MÃ] [--history]",
    .summary = "liệt kê chứng thư số, hoặc lịch sử của chúng",
    .options = list_options,
    .run = run_list,
};

/* --- certificate show ------------------------------------------------------------------------- */

static void
print_proof(const struct certificate_line *line)
{
    char at[MOMENT_TEXT_SIZE];

    if (line->proven)
        output_line("Giữ khóa:   đã chứng minh lúc %s (%s)", moment_write(line->proof.at, at),
                    line->proof.by);
    else
        output_line("Giữ khóa:   CHƯA chứng minh; hocba certificate prove %.8s",
                    line->certificate.sha256);
}

static enum status
run_show(struct cli *cli, struct error *err)
{
    struct certificate_lines lines = {0};
    struct certificate_line *line = list_add(cli->arena, lines.list);
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(certificate_show(app, cli->arguments[0], line, err));
    if (cli->json) {
        list_events(cli, &lines);
        return OK;
    }
    const struct stored_certificate *it = &line->certificate;
    output_line("SHA-256:    %s", it->sha256);
    output_line("Chủ thể:    %s", it->subject);
    output_line("Của:        %s (%s)", line->holder, line->unit_code);
    output_line("Do cấp:     %s", it->provider ? it->provider : "");
    output_line("Hiệu lực:   %s đến %s", day_text(cli, it->not_before),
                day_text(cli, it->not_after));
    output_line("Trạng thái: %s", state_word_vi(it->state));
    print_proof(line);
    list_events(cli, &lines);
    return OK;
}

const struct command command_certificate_show = {
    .name = "certificate show",
    .usage = "MÃ",
    .summary = "một chứng thư và lịch sử của nó: ai đăng ký, duyệt, từ chối, lúc nào, vì sao",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_show,
};

/* --- certificate expiring --------------------------------------------------------------------- */

enum { EXPIRING_DAYS = 60 };

static const struct option expiring_options[] = {
    {"days", "SỐ", "trong bao nhiêu ngày tới (mặc định 60)"},
    {"unit", "MÃ", "chỉ đơn vị này"},
    {0},
};

static enum status
run_expiring(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"sha256", "SHA-256"},        {"holder", "CỦA"},
        {"unit", "ĐƠN VỊ"},           {"to", "ĐẾN"},
        {"days", "CÒN (NGÀY)", true}, {"renewed", "ĐÃ CÓ CHỨNG THƯ MỚI"}};
    struct output_list list = output_list_new(cli, "expiring", columns);
    struct certificate_expiries expiring = {0};
    struct app *app;
    int days;

    TRY(cli_int(cli, "days", 0, CERTIFICATE_DAYS_MAX, EXPIRING_DAYS, &days, err));
    TRY(cli_open(cli, &app, err));
    TRY(certificates_expiring(app, cli_option(cli, "unit"), days, &expiring, err));
    for (size_t i = 0; i < expiring.list.count; i++) {
        const struct certificate_expiry *one = &expiring.list.items[i];
        const struct stored_certificate *it = &one->line.certificate;
        const char *sha = cli->json ? it->sha256 : arena_printf(cli->arena, "%.8s", it->sha256);
        const char *yes = cli->json ? "true" : "rồi", *no = cli->json ? "false" : "chưa";
        output_list_row(&list, (const char *[]){sha, one->line.holder, one->line.unit_code,
                                                day_text(cli, it->not_after),
                                                arena_printf(cli->arena, "%d", one->days),
                                                one->renewed ? yes : no});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_certificate_expiring = {
    .name = "certificate expiring",
    .usage = "[--days SỐ] [--unit MÃ]",
    .summary = "chứng thư đang dùng sắp hết hạn, đã hết hạn đứng trước",
    .options = expiring_options,
    .run = run_expiring,
};
