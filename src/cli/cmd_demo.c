/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba demo DIR
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/demo.h"
#include "witness/witness.h"

static int64_t
stopwatch(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
print_refused(const struct batch *batch)
{
    if (batch->failed == 0)
        return;
    output_line("\n%zu học sinh chưa có học bạ, vì bản nháp còn lỗi (sửa bằng hocba set hoặc hocba "
                "decide,\nrồi hocba create, sign, issue: phần đã xong không làm lại):",
                batch->failed);
    for (size_t i = 0; i < batch->list.count; i++) {
        const struct outcome *outcome = &batch->list.items[i];
        if (outcome->kind != OUTCOME_FAILED)
            continue;
        output_line("  %s (mã %s): %s", outcome->pupil_name, outcome->pupil_code, outcome->message);
        for (size_t j = 0; j < outcome->problems.list.count; j++) {
            const struct problem *problem = &outcome->problems.list.items[j];
            if (problem->severity == SEVERITY_ERROR)
                output_line("      %s (%s)", problem->message, problem->article);
        }
    }
}

static void
print_steps(struct cli *cli, const struct demo_report *report)
{
    static const struct output_column columns[] = {
        {"step", "BƯỚC"}, {"done", "XONG", true}, {"failed", "LỖI", true}, {"ms", "MS", true}};
    struct output_list list = output_list_new(cli, "steps", columns);

    for (size_t i = 0; i < report->steps.count; i++) {
        const struct demo_step *step = &report->steps.items[i];
        output_list_row(&list,
                        (const char *[]){step->what, arena_printf(cli->arena, "%zu", step->done),
                                         arena_printf(cli->arena, "%zu", step->failed),
                                         arena_printf(cli->arena, "%ld", (long)step->ms)});
    }
    output_list_print(&list);
}

static void
print_next(const char *home)
{
    output_line("\nCác tệp: %s/in (tệp của trường), out/xml, out/packages (có bằng chứng sổ cái), "
                "out/pdf\n(in), out/xlsx, out/ledger (sổ cái công khai), out/registry.xml, policy, "
                "pki.",
                home);
    output_line("\nThử tiếp:");
    output_line("  hocba verify %s/out/xml/*.xml --anchors %s/pki/root.pem --registry "
                "%s/out/registry.xml",
                home, home, home);
    output_line("  hocba verify %s/out/packages/*.hocba --anchors %s/pki/root.pem --policy "
                "%s/policy --status %s/out/ledger/status.cwt",
                home, home, home, home);
    output_line("  hocba audit --home %s --store --ledger %s/out/ledger --policy %s/policy", home,
                home, home);
    output_line(
        "  hocba verify %s/out/thay-the/*.hocba --anchors %s/pki/root.pem --policy %s/policy "
        "--status %s/out/ledger/status.cwt",
        home, home, home, home);
    output_line("  hocba list --home %s --year " DEMO_YEAR " --class " DEMO_CLASS, home);
    output_line("  hocba check --home %s --year " DEMO_YEAR " --class " DEMO_CLASS, home);
    output_line("  hocba export --home %s --year " DEMO_YEAR " --class " DEMO_CLASS
                " --format pdf --style digital --out %s/out/digital",
                home, home);
}

static void
print_accounts(struct cli *cli, const struct demo_report *report)
{
    bool suppliers = cli_flag(cli, "suppliers");

    output_line("\nNơi làm việc trong trình duyệt: hocba serve --home %s --listen 127.0.0.1:8080",
                cli->arguments[0]);
    output_line("Mật khẩu của mọi tài khoản thử nghiệm: %s", report->password);
    for (size_t i = 0; i < report->accounts.count; i++)
        output_line("  %s  %s", report->accounts.items[i].login, report->accounts.items[i].role);
    output_line("Thử trước: gv.2a sửa các lỗi của lớp 2A; hieutruong xem lớp 3A chờ ký; gia đình "
                "mở học bạ bằng phiếu\nout/phieu-gia-dinh-" DEMO_CLASS
                ".pdf và ngày sinh; ai cũng xác minh được out/xml/*.xml.");
    if (suppliers)
        output_line("so.duyet xem vì sao gói của Trường Tiểu học Lý Thường Kiệt bị từ chối, duyệt "
                    "con dấu của trường ấy ở\nChứng thư; trường nộp lại bằng: hocba report make "
                    "--round 2 ... (nhà của nhà cung cấp: %s/nha-cung-cap).",
                    cli->arguments[0]);
}

static void
print_text(struct cli *cli, const struct demo_report *report, int64_t ms)
{
    output_line("Hệ thống THỬ NGHIỆM ở %s: Trường Tiểu học Trần Hưng Đạo, Hạ Long, lớp " DEMO_CLASS
                ",\nnăm học " DEMO_YEAR ". Mọi người và mọi học sinh đều là hư cấu.\n",
                cli->arguments[0]);
    print_steps(cli, report);
    output_line("Tổng cộng %.1f giây, %zu trang in.", (double)ms / 1000, report->pages);
    output_line("\nKhóa ký và mã PIN (chỉ để thử nghiệm):");
    for (size_t i = 0; i < report->keys.count; i++)
        output_line("  PIN %s  %s  %s", report->keys.items[i].pin, report->keys.items[i].file,
                    report->keys.items[i].whose);
    if (report->tampering)
        output_line("\nBản sao của kho ở %s/bi-sua bị sửa một byte bằng tay; kiểm toán nói:\n  %s",
                    cli->arguments[0], report->tampering);
    print_refused(&report->refused);
    print_accounts(cli, report);
    print_next(cli->arguments[0]);
}

static void
print_json(struct cli *cli, const struct demo_report *report, int64_t ms)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "home", cli->arguments[0]);
    json_int_field(&json, "ms", ms);
    json_int_field(&json, "records", (int64_t)report->refused.done);
    json_int_field(&json, "refused", (int64_t)report->refused.failed);
    json_int_field(&json, "pages", (int64_t)report->pages);
    json_text_field(&json, "password", report->password);
    json_open_list(&json, "steps");
    for (size_t i = 0; i < report->steps.count; i++) {
        json_open(&json, '{');
        json_text_field(&json, "step", report->steps.items[i].what);
        json_int_field(&json, "done", (int64_t)report->steps.items[i].done);
        json_int_field(&json, "failed", (int64_t)report->steps.items[i].failed);
        json_int_field(&json, "ms", report->steps.items[i].ms);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_open_list(&json, "keys");
    for (size_t i = 0; i < report->keys.count; i++) {
        json_open(&json, '{');
        json_text_field(&json, "whose", report->keys.items[i].whose);
        json_text_field(&json, "file", report->keys.items[i].file);
        json_text_field(&json, "pin", report->keys.items[i].pin);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    output_buffer(out);
}

/* The demo's witness: this program in a process of its own, with a folder and a key of its own,
 * asked over HTTP for as long as the demo runs. */
struct demo_witness {
    pid_t process; /* 0: none */
};

/* The child's first line: where it listens. */
static enum status
read_address(int pipe, struct arena *arena, const char **address, struct error *err)
{
    char line[256];
    size_t size = 0;

    while (size < sizeof line && read(pipe, line + size, 1) == 1 && line[size] != '\n')
        size++;
    close(pipe);
    if (size == 0 || size == sizeof line)
        return fail(err, UNAVAILABLE, "Nhân chứng của bản thử không khởi động được.");
    *address = arena_copy(arena, line, size);
    return OK;
}

static enum status
serve_witness(struct demo_witness *demo, const char *folder, const char *policy,
              struct arena *arena, const char **address, struct error *err)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail(err, UNAVAILABLE, "Không chạy được nhân chứng của bản thử.");
    demo->process = fork();
    if (demo->process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM); /* however the demo ends */
        dup2(ends[1], STDOUT_FILENO);
        execl("/proc/self/exe", "hocba", "witness", "serve", folder, "--listen", "127.0.0.1:0",
              "--policy", policy, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    return read_address(ends[0], arena, address, err);
}

static enum status
start_witness(void *context, const char *folder, const char *ledger_key, struct arena *arena,
              const char **key, const char **address, struct error *err)
{
    AUTO(buffer) *vkey = buffer_new(1024);
    AUTO(witness) *witness = NULL;
    const char *policy = arena_printf(arena, "%s/ledgers", folder);
    const char *ledgers = arena_printf(arena, "log %s\nquorum none\n", ledger_key);

    TRY(witness_create(folder, SPAN("nhan-chung.thu-nghiem"), err));
    TRY(file_write(policy, span_of(ledgers), 0644, err));
    TRY(witness_open(folder, &witness, err));
    witness_write_key(witness, vkey);
    *key = arena_copy(arena, vkey->data, vkey->size);
    return serve_witness(context, folder, policy, arena, address, err);
}

static void
stop_witness(const struct demo_witness *demo)
{
    if (demo->process <= 0)
        return;
    kill(demo->process, SIGTERM);
    waitpid(demo->process, NULL, 0);
}

static enum status
run_demo(struct cli *cli, struct error *err)
{
    struct demo_witness witness = {0};
    struct app_options options = cli_app_options(cli, cli->arguments[0]);
    struct demo_order order = {.options = &options,
                               .store_url = cli_option(cli, "store"),
                               .store_owner = cli_option(cli, "store-owner"),
                               .suppliers = cli_flag(cli, "suppliers"),
                               .stopwatch = stopwatch,
                               .start_witness = start_witness,
                               .witness_context = &witness};
    struct demo_report report = {0};
    int64_t started = stopwatch();

    enum status status = demo_run(&order, &cli->app, &report, err);
    stop_witness(&witness);
    TRY(status);
    if (cli->json)
        print_json(cli, &report, stopwatch() - started);
    else
        print_text(cli, &report, stopwatch() - started);
    return OK;
}

static const struct option demo_options[] = {
    {"store", "URL", "cơ sở dữ liệu PostgreSQL: postgresql://... (mặc định: SQLite trong DIR)"},
    {"store-owner", "URL", "người sở hữu các bảng, nếu khác với --store"},
    {"suppliers", NULL, "thêm hai trường dùng phần mềm khác, nộp học bạ qua cổng tiếp nhận của Sở"},
    {0},
};

const struct command command_demo = {
    .name = "demo",
    .usage = "DIR [--suppliers] [--store URL]",
    .summary =
        "hệ thống thử nghiệm: một trường, một lớp, từ tệp của trường đến học bạ đã phát hành",
    .help =
        "Tạo trong thư mục trống DIR một hệ thống tập huấn với trường, người, chứng thư riêng "
        "(gốc ở\n"
        "DIR/pki/root.pem) và một lớp hư cấu, rồi làm trọn công việc: nhập, kiểm tra, khởi tạo, "
        "ký bởi mọi\n"
        "vai trò, phát hành, xác minh, in. Đồng hồ của hệ thống này đứng ở ngày 31/5/2024. Mọi "
        "thứ mang\nchữ THỬ NGHIỆM; hệ thống thật không công nhận.",
    .options = demo_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_demo,
};
