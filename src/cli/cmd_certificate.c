/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba certificate add|approve|refuse|withdraw|list
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/signer_option.h"
#include "service/certificate.h"

static const struct option add_options[] = {
    {"file", "TỆP", "chứng thư (PEM, DER) hoặc tệp khóa PKCS#12", true},
    {"person", "TÊN", "của người có tên đăng nhập này"},
    {"unit", "MÃ", "con dấu của đơn vị này"},
    {"storage", "LOẠI", "PKCS12 (mặc định), USB_TOKEN hoặc REMOTE_SIGNING"},
    {"pass-file", "TỆP", "mật khẩu của tệp PKCS#12"},
    {0},
};

/* The certificate inside a key file: hocba-signer opens it, this process does not. */
static enum status
certificate_of_key(struct cli *cli, struct span *der, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    const struct signer_certificates *all;
    struct signer_source source;

    TRY(cli_signer(cli, "key", cli_option(cli, "file"), &source, &session, err));
    TRY(signer_session_certificates(session, &all, err));
    if (all->list.count != 1)
        return fail(err, INVALID, "Tệp khóa này không có đúng một chứng thư.");
    const struct certificate *own = all->list.items[0].chain->items[0];
    *der = (struct span){arena_copy(cli->arena, own->der.data, own->der.size), own->der.size};
    return OK;
}

static enum status
run_add(struct cli *cli, struct error *err)
{
    const char *path = cli_option(cli, "file");
    struct certificate_registration request = {.login = cli_option(cli, "person"),
                                               .unit_code = cli_option(cli, "unit"),
                                               .storage = cli_option(cli, "storage")};
    struct stored_certificate registered;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(file_read(cli->arena, path, CERTIFICATE_FILE_MAX, &request.file, err));
    if (certificate_file_holds_key(request.file))
        TRY(certificate_of_key(cli, &request.file, err));
    TRY(certificate_register(app, &request, &registered, err));
    output_done(cli, "certificate", registered.sha256,
                arena_printf(cli->arena, "Đã đăng ký chứng thư %.8s: %s%s", registered.sha256,
                             registered.subject,
                             registered.unit
                                 ? "\nChứng thư của đơn vị phải được sở duyệt trước khi "
                                   "dùng: hocba certificate approve"
                                 : ""));
    return OK;
}

const struct command command_certificate_add = {
    .name = "certificate add",
    .usage = "--file TỆP --person TÊN|--unit MÃ",
    .summary = "đăng ký chứng thư số của một người hoặc con dấu của đơn vị",
    .options = add_options,
    .run = run_add,
};

static const struct option decide_options[] = {
    {"reason", "LÝ_DO", "bắt buộc khi từ chối hoặc thu hồi"},
    {0},
};

static enum status
decide(struct cli *cli, const char *event, const char *done, struct error *err)
{
    struct stored_certificate certificate;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(certificate_decide(app, cli->arguments[0], event, cli_option(cli, "reason"), &certificate,
                           err));
    output_done(cli, "certificate", certificate.sha256,
                arena_printf(cli->arena, "%s chứng thư %.8s: %s", done, certificate.sha256,
                             certificate.subject));
    return OK;
}

static enum status
run_approve(struct cli *cli, struct error *err)
{
    return decide(cli, CERTIFICATE_APPROVED, "Đã duyệt", err);
}

static enum status
run_refuse(struct cli *cli, struct error *err)
{
    return decide(cli, CERTIFICATE_REFUSED, "Đã từ chối", err);
}

static enum status
run_withdraw(struct cli *cli, struct error *err)
{
    return decide(cli, CERTIFICATE_WITHDRAWN, "Đã thu hồi", err);
}

const struct command command_certificate_approve = {
    .name = "certificate approve",
    .usage = "MÃ --by NGƯỜI_CỦA_SỞ",
    .summary = "sở duyệt chứng thư của trường",
    .help = "MÃ là mã của chứng thư hoặc ít nhất 8 ký tự đầu của SHA-256. Chỉ người của sở có vai "
            "trò\ndepartment_approver được duyệt.",
    .options = decide_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_approve,
};

const struct command command_certificate_refuse = {
    .name = "certificate refuse",
    .usage = "MÃ --reason LÝ_DO --by NGƯỜI_CỦA_SỞ",
    .summary = "sở từ chối chứng thư của trường",
    .options = decide_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_refuse,
};

const struct command command_certificate_withdraw = {
    .name = "certificate withdraw",
    .usage = "MÃ --reason LÝ_DO",
    .summary = "thu hồi một chứng thư: từ nay không dùng để ký nữa",
    .options = decide_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_withdraw,
};

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
        {"sha256", "SHA-256"},       {"holder", "CỦA"}, {"unit", "ĐƠN VỊ"},
        {"state", "TRẠNG THÁI"},     {"from", "TỪ"},    {"to", "ĐẾN"},
        {"provider", "NHÀ CUNG CẤP"}};
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
        output_list_row(&list, (const char *[]){sha, lines.list.items[i].holder,
                                                lines.list.items[i].unit_code,
                                                cli->json ? one->state : state_word_vi(one->state),
                                                day_text(cli, one->not_before),
                                                day_text(cli, one->not_after), one->provider});
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
