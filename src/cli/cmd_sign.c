/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba sign, hocba registry
 */
#include "base/file.h"
#include "cli/batch_output.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/signer_option.h"
#include "service/certificate.h"
#include "service/registry.h"
#include "service/signing.h"

static const struct option sign_options[] = {
    {"as", "VAI_TRÒ", "gvbm, gvcn, cbql hoặc school", true},
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"class", "LỚP", "như 4A1; không có: mọi lớp mà người này ký"},
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

/* What run_sign() and its class_work pass on. */
struct sign_task {
    struct cli *cli;
    struct sign_order order;
    struct sign_with with; /* of a signer */
};

static enum status
sign_class(struct app *app, const struct school_class *class, void *context, struct batch *batch,
           struct error *err)
{
    struct sign_task *task = context;

    task->order.of.class_id = class->id;
    return sign_records(app, &task->order, &task->with, batch, err);
}

/* The signer is opened once, for one class or all of them. */
static enum status
sign_with_signer(struct sign_task *task, const char *kind, struct error *err)
{
    AUTO(signer_session) *session = NULL;
    AUTO(certificate) *chosen = NULL;
    struct cli *cli = task->cli;
    const char *certificate = cli_option(cli, "certificate");
    enum signer_role role = task->order.role;
    struct class_verb verb = {sign_class, task, .did = "Đã ký",
                              .own_only =
                                  role == SIGNER_SUBJECT_TEACHER || role == SIGNER_CLASS_TEACHER};
    struct signer_source source;
    struct span pem;
    struct app *app;
    size_t done;

    if (certificate) {
        TRY(file_read(cli->arena, certificate, CERTIFICATE_FILE_MAX, &pem, err));
        TRY(certificate_parse_pem(pem, &chosen, err));
    }
    TRY(cli_signer(cli, kind, cli_option(cli, kind), &source, &session, err));
    task->with = (struct sign_with){session, kind, chosen ? &chosen->sha256 : NULL};
    return batch_each_class(cli, &verb, &app, &done, err);
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
prepare_file(struct app *app, const struct school_class *class, void *context, struct batch *batch,
             struct error *err)
{
    AUTO(buffer) *out = buffer_new(SIGNING_FILE_MAX);
    struct sign_task *task = context;
    struct cli *cli = task->cli;
    const char *certificate = cli_option(cli, "certificate");
    struct span pem;

    if (!certificate)
        return fail(err, USAGE, "--prepare cần chứng thư của người ký: --certificate TỆP.");
    TRY(file_read(cli->arena, certificate, CERTIFICATE_FILE_MAX, &pem, err));
    task->order.of.class_id = class->id;
    TRY(sign_prepare(app, &task->order, pem, batch, out, err));
    if (out->overflow)
        return fail(err, INVALID, "Tệp chuẩn bị ký quá lớn; hãy làm từng học sinh (--pupil).");
    return file_write(cli_option(cli, "prepare"), buffer_span(out), 0600, err);
}

static enum status
attach_file(struct app *app, const struct school_class *class, void *context, struct batch *batch,
            struct error *err)
{
    struct sign_task *task = context;
    struct span json;

    TRY(file_read(task->cli->arena, cli_option(task->cli, "attach"), SIGNING_FILE_MAX, &json, err));
    task->order.of.class_id = class->id;
    return sign_attach(app, &task->order, json, batch, err);
}

/* A file is one class's. */
static enum status
sign_by_file(struct sign_task *task, bool prepare, struct error *err)
{
    struct class_verb verb = {prepare ? prepare_file : attach_file, task,
                              .did = prepare ? "Đã chuẩn bị" : "Đã ký"};
    struct app *app;
    size_t done;

    if (!cli_option(task->cli, "class"))
        return fail(err, USAGE, "--prepare và --attach làm từng lớp: hãy ghi --class LỚP.");
    return batch_each_class(task->cli, &verb, &app, &done, err);
}

static enum status
run_sign(struct cli *cli, struct error *err)
{
    struct sign_task task = {.cli = cli,
                             .order = {.of = {.pupil = cli_option(cli, "pupil")},
                                       .subject = cli_option(cli, "subject")}};
    bool prepare = cli_option(cli, "prepare"), attach = cli_option(cli, "attach");
    int ways = prepare + attach;
    const char *kind = given_kind(cli, &ways);

    if (ways != 1)
        return fail(err, USAGE,
                    "Ký bằng gì: một trong --key, --token, --remote, --agent, --socket, "
                    "--prepare, --attach.");
    if (!signer_role_parse(cli_option(cli, "as"), &task.order.role))
        return fail(err, USAGE, "--as nhận gvbm, gvcn, cbql hoặc school, không phải “%s”.",
                    cli_option(cli, "as"));
    return kind ? sign_with_signer(&task, kind, err) : sign_by_file(&task, prepare, err);
}

const struct command command_sign = {
    .name = "sign",
    .usage = "--as VAI_TRÒ --year NĂM_HỌC [--class LỚP] "
             "--key TỆP.p12 | --token ĐỊA_CHỈ | --remote TỆP.json | --agent ĐỊA_CHỈ | --socket "
             "ĐƯỜNG_DẪN | --prepare TỆP | --attach TỆP",
    .summary = "ký học bạ của lớp hay cả trường: giáo viên bộ môn, chủ nhiệm, cán bộ quản lý, con "
               "dấu trường",
    .help =
        "Ai được ký do phân công của nhà trường vào ngày ký quyết định, và chứng thư phải được "
        "đăng ký; con\ndấu của trường phải được sở duyệt. Thứ tự: giáo viên bộ môn (nếu năm học "
        "yêu cầu), chủ nhiệm,\ncán bộ quản lý, nhà trường. Một học bạ không ký được không cản các "
        "học bạ khác; chạy lại là tiếp tục.\nKhông có --class: từng lớp của năm học mà người này "
        "ký; lớp nào chưa được thì báo, các lớp khác vẫn làm.",
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
