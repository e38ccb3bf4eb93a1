/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba verify FILE...
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/verification.h"

static const struct option verify_options[] = {
    {"anchors", "TỆP",
     "các chứng thư gốc tin cậy: tệp PEM, hoặc thư mục có anchors.tsv; chỉ với --foreign mới không "
     "bắt buộc"},
    {"registry", "TỆP", "sổ đăng ký người ký do sở ký; không có thì không hỏi thẩm quyền"},
    {"foreign", NULL, "kiểm tra mọi chữ ký của một tài liệu XML bất kỳ và phần mà nó bao trùm"},
    {0},
};

/* What is printed: one document for all files, or a page per file. */
struct printing {
    struct cli *cli;
    struct json json;
    struct buffer *out;
};

static enum exit_code
exit_of_verdict(enum verdict verdict)
{
    static const enum exit_code codes[] = {[VERDICT_AUTHENTIC] = EXIT_YES,
                                           [VERDICT_NOT_AUTHENTIC] = EXIT_NO,
                                           [VERDICT_UNDECIDED] = EXIT_UNDECIDED};

    return codes[verdict];
}

/* A file that could not be read at all. A too large one is not a record; a missing one is a
 * mistake of the command line. */
static void
print_unread(struct printing *print, const char *file, const struct error *err)
{
    if (!print->cli->json) {
        buffer_printf(print->out, "%s\n  %s\n\n", file, err->message);
        return;
    }
    json_open(&print->json, '{');
    json_text_field(&print->json, "file", file);
    json_text_field(&print->json, "verdict",
                    err->status == INVALID ? verdict_word(VERDICT_NOT_AUTHENTIC) : NULL);
    json_text_field(&print->json, "error", err->message);
    json_close(&print->json, '}');
}

static enum exit_code
judge_foreign(struct printing *print, struct verification *verification, const char *file,
              struct span bytes)
{
    struct json *json = print->cli->json ? &print->json : NULL;

    switch (verification_judge_foreign(verification, bytes, file, json, print->out)) {
    case CHECK_YES: return EXIT_YES;
    case CHECK_NO: return EXIT_NO;
    default: return EXIT_UNDECIDED;
    }
}

static enum exit_code
verify_one(struct printing *print, struct verification *verification, const char *file)
{
    AUTO(arena) *arena = arena_new();
    struct verdict_report *report = arena_make(arena, struct verdict_report);
    struct error err = {0};
    struct span bytes;

    enum status status = file_read(arena, file, VERIFIED_FILE_MAX, &bytes, &err);
    if (status == OK && cli_flag(print->cli, "foreign"))
        return judge_foreign(print, verification, file, bytes);
    if (status == OK)
        status = verification_check(verification, bytes, report, &err);
    if (status != OK) {
        print_unread(print, file, &err);
        return exit_of_status(status);
    }
    if (print->cli->json) {
        verification_write_json(report, file, &print->json);
    } else {
        verification_write_text(report, file, print->out);
        buffer_char(print->out, '\n');
    }
    return exit_of_verdict(report->verdict);
}

static enum status
open_verification(struct cli *cli, struct verification **verification, struct error *err)
{
    const char *registry = cli_option(cli, "registry"), *roots = cli_option(cli, "anchors");
    struct span register_file = {0};

    if (!roots && !cli_flag(cli, "foreign"))
        return fail(err, USAGE, "Cần --anchors: các chứng thư gốc tin cậy.");
    if (registry && !roots)
        return fail(err, USAGE, "Sổ đăng ký (--registry) cần --anchors đi cùng.");
    if (registry)
        TRY(file_read(cli->arena, registry, VERIFIED_REGISTRY_MAX, &register_file, err));
    enum status status =
        verification_open(roots, register_file, cli_clock(), cli->arena, verification, err);
    return status == OK ? OK : fail_within(err, "%s", registry ? registry : "--anchors");
}

static enum status
run_verify(struct cli *cli, struct error *err)
{
    AUTO(verification) *verification = NULL;
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct printing print = {cli, json_to(out), out};

    TRY(open_verification(cli, &verification, err));
    if (cli->json) {
        json_open(&print.json, '{');
        json_key(&print.json, "files");
        json_open(&print.json, '[');
    }
    for (size_t i = 0; i < cli->argument_count; i++) {
        enum exit_code code = verify_one(&print, verification, cli->arguments[i]);
        cli->exit_code = exit_worse(cli->exit_code, code);
    }
    if (cli->json) {
        json_close(&print.json, ']');
        json_close(&print.json, '}');
    }
    output_buffer(out);
    return OK;
}

const struct command command_verify = {
    .name = "verify",
    .usage = "TỆP... --anchors PEM [--registry TỆP] [--foreign] [--json]",
    .summary = "xác minh tệp học bạ; không cần hệ thống, mạng hay cơ sở dữ liệu",
    .help =
        "Trả lời cho từng tệp: thật, không công nhận, hoặc chưa thể kết luận, với lý do của "
        "từng bước.\n"
        "Mã thoát: 0 mọi tệp đều thật; 1 có tệp không được công nhận; 3 có tệp chưa thể kết "
        "luận;\n2 thiếu tệp hoặc không đọc được các gốc tin cậy.\n"
        "--foreign: tài liệu XML bất kỳ; cho biết từng chữ ký có đúng về mật mã không, ai ký và "
        "phần nào được ký.\nCó --anchors thì hỏi cả đường dẫn chứng thư; không có thì mã thoát "
        "chỉ nói về mật mã.",
    .options = verify_options,
    .arguments_min = 1,
    .arguments_max = ANY_ARGUMENTS,
    .run = run_verify,
};
