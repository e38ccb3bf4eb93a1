/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba sign, hocba registry
 */
#include "base/file.h"
#include "cli/batch_output.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/pupil_option.h"
#include "cli/signer_option.h"
#include "service/certificate.h"
#include "service/registry.h"
#include "service/signing.h"

static const struct option sign_options[] = {
    {"as", "VAI_TRÒ", "gvbm, gvcn, cbql hoặc school", true},
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "như 4A1", true},
    {"subject", "MÔN", "với gvbm: chỉ môn này (mặc định: mọi môn được phân công)"},
    {"pupil", "MÃ", "chỉ học sinh này"},
    {"key", "TỆP", "ký bằng tệp khóa PKCS#12 (.p12)"},
    {"token", "ĐỊA_CHỈ", "ký bằng thẻ: pkcs11:token=TÊN?module-path=THƯ_VIỆN.so (RFC 7512)"},
    {"remote", "TỆP", "ký từ xa (SmartCA, MySign, CSC), xác nhận trên điện thoại: thiết lập JSON"},
    {"agent", "ĐỊA_CHỈ", "ký qua hocba agent trên máy này: http://127.0.0.1:CỔNG"},
    {"socket", "ĐƯỜNG_DẪN", "ký bằng hocba-signer đang chạy ở socket ấy"},
    {"pass-file", "TỆP", "mật khẩu hoặc mã PIN (hoặc biến HOCBA_PIN, hoặc nhập khi được hỏi)"},
    {"prepare", "TỆP", "ghi các giá trị băm cần ký ra tệp JSON, để ký ở nơi khác"},
    {"certificate", "TỆP",
     "chứng thư của người ký và của nơi cấp (PEM): với --prepare, hoặc khi nơi ký có nhiều khóa"},
    {"attach", "TỆP", "gắn các chữ ký đã ký ở nơi khác (tệp JSON với “value” ở mỗi mục)"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static enum status
sign_with_signer(struct cli *cli, struct app *app, const struct sign_order *order, const char *kind,
                 struct batch *batch, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    AUTO(certificate) *chosen = NULL;
    const char *certificate = cli_option(cli, "certificate");
    struct signer_source source;
    struct span pem;

    if (certificate) {
        TRY(file_read(cli->arena, certificate, CERTIFICATE_FILE_MAX, &pem, err));
        TRY(certificate_parse_pem(pem, &chosen, err));
    }
    TRY(cli_signer(cli, kind, cli_option(cli, kind), &source, &session, err));
    struct sign_with with = {session, kind, chosen ? &chosen->sha256 : NULL};
    return sign_records(app, order, &with, batch, err);
}

/* The one that was given; NULL: none, or several (*count). */
static const char *
given_kind(const struct cli *cli, int *count)
{
    const char *kind = NULL;

    for (size_t i = 0; signer_kinds[i]; i++) {
        if (cli_option(cli, signer_kinds[i])) {
            kind = signer_kinds[i];
            ++*count;
        }
    }
    return kind;
}

static enum status
prepare_file(struct cli *cli, struct app *app, const struct sign_order *order, struct batch *batch,
             struct error *err)
{
    AUTO(buffer) *out = buffer_new(SIGNING_FILE_MAX);
    const char *certificate = cli_option(cli, "certificate");
    struct span pem;

    if (!certificate)
        return fail(err, USAGE, "--prepare cần chứng thư của người ký: --certificate TỆP.");
    TRY(file_read(cli->arena, certificate, CERTIFICATE_FILE_MAX, &pem, err));
    TRY(sign_prepare(app, order, pem, batch, out, err));
    if (out->overflow)
        return fail(err, INVALID, "Tệp chuẩn bị ký quá lớn; hãy làm từng học sinh (--pupil).");
    return file_write(cli_option(cli, "prepare"), buffer_span(out), 0600, err);
}

static enum status
attach_file(struct cli *cli, struct app *app, const struct sign_order *order, struct batch *batch,
            struct error *err)
{
    struct span json;

    TRY(file_read(cli->arena, cli_option(cli, "attach"), SIGNING_FILE_MAX, &json, err));
    return sign_attach(app, order, json, batch, err);
}

static enum status
run_sign(struct cli *cli, struct error *err)
{
    struct sign_order order = {.subject = cli_option(cli, "subject")};
    bool prepare = cli_option(cli, "prepare"), attach = cli_option(cli, "attach");
    int ways = prepare + attach;
    const char *kind = given_kind(cli, &ways);
    struct school_class class;
    struct batch batch = {0};
    struct app *app;

    if (ways != 1)
        return fail(err, USAGE,
                    "Ký bằng gì: một trong --key, --token, --remote, --agent, --socket, "
                    "--prepare, --attach.");
    if (!signer_role_parse(cli_option(cli, "as"), &order.role))
        return fail(err, USAGE, "--as nhận gvbm, gvcn, cbql hoặc school, không phải “%s”.",
                    cli_option(cli, "as"));
    TRY(cli_class(cli, &app, &class, err));
    order.of = (struct class_order){class.id, cli_option(cli, "pupil")};
    if (kind)
        TRY(sign_with_signer(cli, app, &order, kind, &batch, err));
    else if (prepare)
        TRY(prepare_file(cli, app, &order, &batch, err));
    else
        TRY(attach_file(cli, app, &order, &batch, err));
    batch_print(cli, &batch, prepare ? "Đã chuẩn bị" : "Đã ký");
    return OK;
}

const struct command command_sign = {
    .name = "sign",
    .usage = "--as VAI_TRÒ --year NĂM_HỌC --class LỚP "
             "--key TỆP.p12 | --token ĐỊA_CHỈ | --remote TỆP.json | --agent ĐỊA_CHỈ | --socket "
             "ĐƯỜNG_DẪN | --prepare TỆP | --attach TỆP",
    .summary = "ký học bạ của lớp: giáo viên bộ môn, chủ nhiệm, cán bộ quản lý, con dấu trường",
    .help =
        "Ai được ký do phân công của nhà trường vào ngày ký quyết định, và chứng thư phải được "
        "đăng "
        "ký; con\n"
        "dấu của trường phải được sở duyệt. Thứ tự: giáo viên bộ môn (nếu năm học yêu cầu), chủ "
        "nhiệm,\n"
        "cán bộ quản lý, nhà trường. Một học bạ không ký được không cản các học bạ khác; chạy lại "
        "là tiếp tục.",
    .options = sign_options,
    .run = run_sign,
};

static const struct option registry_options[] = {
    {"out", "TỆP", "ghi sổ đăng ký vào tệp này", true},
    {"key", "TỆP", "con dấu của sở (PKCS#12)", true},
    {"pass-file", "TỆP", "mật khẩu của tệp khóa"},
    {0},
};

static enum status
run_registry(struct cli *cli, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    AUTO(buffer) *out = buffer_new(REGISTRY_EXPORT_MAX);
    const char *to = cli_option(cli, "out");
    struct signer_source source;
    struct app *app;
    size_t rows;

    TRY(cli_open(cli, &app, err));
    TRY(cli_signer(cli, "key", cli_option(cli, "key"), &source, &session, err));
    TRY(registry_export(app, session, out, &rows, err));
    TRY(file_write(to, buffer_span(out), 0644, err));
    output_done(cli, "registry", to,
                arena_printf(cli->arena, "Đã ghi sổ đăng ký với %zu dòng vào %s.", rows, to));
    return OK;
}

const struct command command_registry = {
    .name = "registry",
    .usage = "--out TỆP --key SỞ.p12",
    .summary = "xuất sổ đăng ký người ký, do sở ký, để dùng với verify --registry",
    .options = registry_options,
    .run = run_registry,
};
