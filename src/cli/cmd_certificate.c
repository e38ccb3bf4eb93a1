/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba certificate add|prove|approve|refuse|withdraw
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
    {"prove", NULL, "chứng minh ngay là giữ khóa: khóa ký một câu hỏi ngẫu nhiên"},
    SIGNER_OPTIONS,
    {0},
};

/* The certificate inside a key file: hocba-signer opens it, this process does not. */
static enum status
certificate_of_key(struct cli *cli, struct chosen_signer *chosen, struct span *der,
                   struct error *err)
{
    const struct signer_certificates *all;

    TRY(cli_signer(cli, "key", cli_option(cli, "file"), &chosen->source, &chosen->session, err));
    TRY(signer_session_certificates(chosen->session, &all, err));
    if (all->list.count != 1)
        return fail(err, INVALID, "Tệp khóa này không có đúng một chứng thư.");
    const struct certificate *own = all->list.items[0].chain->items[0];
    *der = (struct span){arena_copy(cli->arena, own->der.data, own->der.size), own->der.size};
    return OK;
}

static enum status
add(struct cli *cli, struct certificate_registration *request, struct chosen_signer *chosen,
    struct stored_certificate *registered, struct error *err)
{
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(file_read(cli->arena, cli_option(cli, "file"), CERTIFICATE_FILE_MAX, &request->file, err));
    if (certificate_file_holds_key(request->file))
        TRY(certificate_of_key(cli, chosen, &request->file, err));
    else if (cli_flag(cli, "prove"))
        TRY(cli_choose_signer(cli, chosen, err));
    request->prover = cli_flag(cli, "prove") ? chosen->session : NULL;
    return certificate_register(app, request, registered, err);
}

static enum status
run_add(struct cli *cli, struct error *err)
{
    struct certificate_registration request = {.login = cli_option(cli, "person"),
                                               .unit_code = cli_option(cli, "unit"),
                                               .storage = cli_option(cli, "storage")};
    struct stored_certificate registered;
    struct chosen_signer chosen = {0};

    enum status status = add(cli, &request, &chosen, &registered, err);
    chosen_signer_clear(&chosen);
    TRY(status);
    output_done(cli, "certificate", registered.sha256,
                arena_printf(cli->arena, "Đã đăng ký chứng thư %.8s: %s%s%s", registered.sha256,
                             registered.subject,
                             request.prover ? "\nĐã chứng minh là giữ khóa của chứng thư."
                                            : "\nChưa chứng minh là giữ khóa: hocba certificate "
                                              "prove.",
                             registered.unit
                                 ? "\nChứng thư của đơn vị phải được sở duyệt trước khi "
                                   "dùng: hocba certificate approve"
                                 : ""));
    return OK;
}

const struct command command_certificate_add = {
    .name = "certificate add",
    .usage = "--file TỆP --person TÊN|--unit MÃ [--prove [" SIGNER_USAGE "]]",
    .summary = "đăng ký chứng thư số của một người hoặc con dấu của đơn vị",
    .help =
        "Với --prove, khóa của chứng thư phải ký một câu hỏi ngẫu nhiên của hệ thống này; không "
        "ký được\nthì chưa đăng ký gì. TỆP là PKCS#12 thì khóa ở ngay đó. Chứng thư chưa chứng "
        "minh vẫn đăng ký được,\nnhưng người duyệt thấy rõ điều ấy.",
    .options = add_options,
    .run = run_add,
};

static const struct option prove_options[] = {SIGNER_OPTIONS, {0}};

static enum status
run_prove(struct cli *cli, struct error *err)
{
    struct stored_certificate certificate;
    struct chosen_signer chosen;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    enum status status = cli_choose_signer(cli, &chosen, err);
    if (status == OK)
        status = certificate_prove(app, cli->arguments[0], chosen.session, &certificate, err);
    chosen_signer_clear(&chosen);
    TRY(status);
    output_done(cli, "certificate", certificate.sha256,
                arena_printf(cli->arena, "Đã chứng minh là giữ khóa của chứng thư %.8s: %s",
                             certificate.sha256, certificate.subject));
    return OK;
}

const struct command command_certificate_prove = {
    .name = "certificate prove",
    .usage = "MÃ " SIGNER_USAGE,
    .summary =
        "chứng minh là giữ khóa của một chứng thư đã đăng ký: khóa ký một câu hỏi ngẫu nhiên",
    .options = prove_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_prove,
};

static const struct option decide_options[] = {
    {"reason", "LÝ_DO", "bắt buộc khi từ chối hoặc thu hồi"},
    {0},
};

static enum status
decide(struct cli *cli, const char *event, const char *done, struct error *err)
{
    struct stored_certificate certificate;
    struct certificate_line line = {0};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(certificate_decide(app, cli->arguments[0], event, cli_option(cli, "reason"), &certificate,
                           err));
    TRY(certificate_show(app, certificate.id, &line, err));
    const char *unproven = text_equal(event, CERTIFICATE_APPROVED) && !line.proven
                               ? "\nLưu ý: chưa ai chứng minh là giữ khóa của chứng thư này."
                               : "";
    output_done(cli, "certificate", certificate.sha256,
                arena_printf(cli->arena, "%s chứng thư %.8s: %s%s", done, certificate.sha256,
                             certificate.subject, unproven));
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
