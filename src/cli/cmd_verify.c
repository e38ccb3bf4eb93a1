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
    {"policy", "TỆP",
     "tin sổ cái nào, nhân chứng nào; không có thì không hỏi sổ cái. Bằng chứng nằm trong gói "
     ".hocba, hoặc cạnh tệp: học-bạ.xml và học-bạ.tlog-proof"},
    {"proof", "TỆP", "bằng chứng sổ cái của một tệp duy nhất, khi nằm chỗ khác"},
    {"status", "TỆP", "bảng tình trạng của sổ cái (statuslist+cwt)"},
    {"before", "TỆP",
     "điểm chốt của sổ cái từ trước khi học bạ vào sổ, hoặc bằng chứng của một học bạ vào trước: "
     "cho "
     "biết không sớm hơn lúc nào"},
    {"registry", "TỆP", "sổ đăng ký người ký do sở ký; không có thì không hỏi thẩm quyền"},
    {"foreign", NULL, "kiểm tra mọi chữ ký của một tài liệu XML bất kỳ và phần mà nó bao trùm"},
    {0},
};

/* What is printed: one document for all files, or a page per file. */
struct printing {
    struct cli *cli;
    struct json json;
    struct buffer *out;
    struct span status_list, before; /* data NULL: none */
};

static enum exit_code
exit_of_verdict(enum verdict verdict)
{
    static const enum exit_code codes[] = {[VERDICT_AUTHENTIC] = EXIT_YES,
                                           [VERDICT_NOT_AUTHENTIC] = EXIT_NO,
                                           [VERDICT_UNDECIDED] = EXIT_UNDECIDED};

    return codes[verdict];
}

/* A file that could not be read at all: a missing one is a mistake of the command line. */
static void
print_unread(struct printing *print, const char *file, const struct error *err)
{
    if (!print->cli->json) {
        buffer_printf(print->out, "%s\n  %s\n\n", file, err->message);
        return;
    }
    verification_tell_unread(err, file, &print->json);
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

/* The proof: --proof, else the file of the same name beside a record, where there is one. */
static enum status
read_proof(const struct cli *cli, const char *file, struct arena *arena, struct span *proof,
           struct error *err)
{
    const char *path = cli_option(cli, "proof");
    size_t size = strlen(file);

    if (!path && size > 4 && text_equal(file + size - 4, ".xml")) {
        path = arena_printf(arena, "%.*s.tlog-proof", (int)(size - 4), file);
        if (!file_exists(path))
            path = NULL;
    }
    return path ? file_read(arena, path, VERIFIED_PROOF_MAX, proof, err) : OK;
}

static enum status
read_verified(const struct printing *print, const char *name, struct arena *arena,
              struct verified_file *file, struct error *err)
{
    *file = (struct verified_file){
        .name = name, .status_list = print->status_list, .before = print->before};
    TRY(file_read(arena, name, VERIFIED_FILE_MAX, &file->bytes, err));
    return cli_option(print->cli, "policy") ? read_proof(print->cli, name, arena, &file->proof, err)
                                            : OK;
}

static enum exit_code
verify_one(struct printing *print, struct verification *verification, const char *name)
{
    AUTO(arena) *arena = arena_new();
    struct json *json = print->cli->json ? &print->json : NULL;
    struct verified_file file;
    struct error err = {0};

    enum status status = read_verified(print, name, arena, &file, &err);
    if (status != OK) {
        print_unread(print, name, &err);
        return exit_of_status(status);
    }
    if (cli_flag(print->cli, "foreign"))
        return judge_foreign(print, verification, name, file.bytes);
    enum verdict verdict = verification_judge(verification, &file, json, print->out);
    if (!json)
        buffer_char(print->out, '\n');
    return exit_of_verdict(verdict);
}

/* The file of an option, read into the command's arena; nothing when it was not given. */
static enum status
read_option(struct cli *cli, const char *option, size_t most, struct span *bytes, struct error *err)
{
    const char *path = cli_option(cli, option);

    return path ? file_read(cli->arena, path, most, bytes, err) : OK;
}

static enum status
check_options(const struct cli *cli, struct error *err)
{
    bool roots = cli_option(cli, "anchors") != NULL, policy = cli_option(cli, "policy") != NULL;

    if (!roots && !cli_flag(cli, "foreign"))
        return fail(err, USAGE, "Cần --anchors: các chứng thư gốc tin cậy.");
    if (cli_option(cli, "registry") && !roots)
        return fail(err, USAGE, "Sổ đăng ký (--registry) cần --anchors đi cùng.");
    if (!policy &&
        (cli_option(cli, "proof") || cli_option(cli, "status") || cli_option(cli, "before")))
        return fail(err, USAGE, "--proof, --status và --before cần --policy đi cùng.");
    if (policy && cli_flag(cli, "foreign"))
        return fail(err, USAGE, "--foreign không hỏi sổ cái: bỏ --policy.");
    if (cli_option(cli, "proof") && cli->argument_count != 1)
        return fail(err, USAGE, "--proof là của một tệp; hãy xác minh từng tệp một.");
    return OK;
}

static enum status
open_verification(struct cli *cli, struct verification **verification, struct error *err)
{
    struct verification_order order = {.anchors = cli_option(cli, "anchors"), .now = cli_clock()};

    TRY(check_options(cli, err));
    TRY(read_option(cli, "registry", VERIFIED_REGISTRY_MAX, &order.registry, err));
    TRY(read_option(cli, "policy", VERIFIED_POLICY_MAX, &order.policy, err));
    return verification_open(&order, verification, err);
}

static enum status
run_verify(struct cli *cli, struct error *err)
{
    AUTO(verification) *verification = NULL;
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct printing print = {.cli = cli, .json = json_to(out), .out = out};

    TRY(open_verification(cli, &verification, err));
    TRY(read_option(cli, "status", VERIFIED_STATUS_MAX, &print.status_list, err));
    TRY(read_option(cli, "before", VERIFIED_PROOF_MAX, &print.before, err));
    if (cli->json) {
        json_open(&print.json, '{');
        json_open_list(&print.json, "files");
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
    .usage = "TỆP... --anchors PEM [--registry TỆP] [--policy TỆP [--proof TỆP] [--status TỆP] "
             "[--before TỆP]] [--foreign] [--json]",
    .summary = "xác minh tệp học bạ; không cần hệ thống, mạng hay cơ sở dữ liệu",
    .help =
        "Trả lời cho từng tệp: thật, không công nhận, hoặc chưa thể kết luận, với lý do của "
        "từng bước.\n"
        "Mã thoát: 0 mọi tệp đều thật; 1 có tệp không được công nhận; 3 có tệp chưa thể kết "
        "luận;\n2 thiếu tệp, hoặc không dùng được các gốc tin cậy, chính sách hay sổ đăng ký. "
        "Nhiều tệp: mã\nxếp trước trong 6, 1, 2, 3, 0, nên một tệp thiếu không che một tệp giả.\n"
        "--policy: học bạ (tệp XML hay gói .hocba) phải có bằng chứng là đã vào sổ cái và đủ nhân "
        "chứng ký\nnhận; thiếu bằng chứng thì không công nhận, còn tạm thì chưa kết luận được.\n"
        "--foreign: tài liệu XML bất kỳ; cho biết từng chữ ký có đúng về mật mã không, ai ký và "
        "phần nào được ký.\nCó --anchors thì hỏi cả đường dẫn chứng thư; không có thì mã thoát "
        "chỉ nói về mật mã.",
    .options = verify_options,
    .arguments_min = 1,
    .arguments_max = ANY_ARGUMENTS,
    .run = run_verify,
};
