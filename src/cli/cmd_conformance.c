/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba conformance supplier|gateway
 */
#include <stdio.h>
#include <time.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/signer_option.h"
#include "conformance/gateway.h"
#include "conformance/supplier.h"
#include "model/exchange.h"
#include "service/signing.h"
#include "service/trust_folder.h"

enum { WAIT_DEFAULT_S = 120, REPORT_MAX = 4 * 1024 * 1024, RECORDS_GIVEN_MAX = 100 };

static void
print_report(struct cli *cli, const struct conformance_report *report)
{
    AUTO(buffer) *out = buffer_new(REPORT_MAX);
    struct json json = json_to(out);

    if (cli->json)
        conformance_write_json(report, &json);
    else
        conformance_write_text(report, out);
    output_buffer(out);
    if (conformance_missed(report))
        cli->exit_code = EXIT_NO;
}

/* --- supplier --------------------------------------------------------------------------------- */

static const struct option supplier_options[] = {
    {"url", "ĐỊA_CHỈ", "cổng tiếp nhận, như https://cong.example/api/gateway/v1", true},
    {"user", "TÊN", "tài khoản mà cổng cấp", true},
    {"password-file", "TỆP", "mật khẩu ở dòng đầu của tệp này", true},
    {"unit", "MÃ", "mã đơn vị gửi (ma_don_vi)", true},
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"ca", "TỆP", "chứng thư gốc (PEM) của cổng, thay cho của hệ thống"},
    {"wait", "GIÂY", "đợi kết quả lâu nhất bao nhiêu giây (mặc định 120)"},
    SIGNER_OPTIONS,
    {0},
};

static enum status
read_year(const char *text, struct arena *arena, int *year, struct error *err)
{
    if (strlen(text) == 9 && text[4] == '-' &&
        text_to_int(arena_copy(arena, text, 4), EXCHANGE_YEAR_MIN, EXCHANGE_YEAR_MAX, year))
        return OK;
    return fail(err, USAGE, "Năm học phải ghi như 2023-2024.");
}

static enum status
read_files(struct cli *cli, struct supplier_order *order, struct error *err)
{
    struct span *files = arena_make_array(cli->arena, cli->argument_count, struct span);

    for (size_t i = 0; i < cli->argument_count; i++)
        TRY(file_read(cli->arena, cli->arguments[i], SIGNING_FILE_MAX, &files[i], err));
    order->files = files;
    order->count = cli->argument_count;
    return OK;
}

static enum status
play_supplier(struct cli *cli, struct supplier_order *order, struct error *err)
{
    struct conformance_report report = {.kit = KIT_SUPPLIER,
                                        .peer = order->url,
                                        .unit = order->unit,
                                        .time = moment_in_vietnam(cli_clock()),
                                        .arena = cli->arena};
    struct chosen_signer chosen;

    enum status status = cli_choose_signer(cli, &chosen, err);
    if (status == OK)
        status = sign_choose_chain(chosen.session, chosen.certificate, &order->chain, err);
    order->session = chosen.session;
    if (status == OK)
        status = supplier_play(order, &report, err);
    chosen_signer_clear(&chosen);
    TRY(status);
    print_report(cli, &report);
    return OK;
}

static enum status
run_supplier(struct cli *cli, struct error *err)
{
    AUTO(secret) *password = NULL;
    struct supplier_order order = {.url = cli_option(cli, "url"),
                                   .ca_file = cli_option(cli, "ca"),
                                   .user = cli_option(cli, "user"),
                                   .unit = cli_option(cli, "unit"),
                                   .wait = cli_app_options(cli, NULL).wait,
                                   .clock = cli_clock};

    TRY(cli_int(cli, "wait", 0, SUPPLIER_WAIT_MAX_S, WAIT_DEFAULT_S, &order.wait_s, err));
    TRY(read_year(cli_option(cli, "year"), cli->arena, &order.year, err));
    TRY(read_files(cli, &order, err));
    TRY(secret_read_line(cli_option(cli, "password-file"), &password, err));
    order.password = password;
    return play_supplier(cli, &order, err);
}

const struct command command_conformance_supplier = {
    .name = "conformance supplier",
    .usage = "HỌC_BẠ.xml... --url ĐỊA_CHỈ --user TÊN --password-file TỆP --unit MÃ --year NĂM_HỌC "
             "--key TỆP.p12",
    .summary = "đóng vai phần mềm của nhà cung cấp để kiểm tra một cổng tiếp nhận",
    .help =
        "Gửi gói đúng và mọi lỗi mà phần mềm hay mắc: gửi lại, cùng mã khác nội dung, base64, độ "
        "dài, gzip nở,\nquá 10 MB, chữ ký, chứng thư, năm học, học bạ bị sửa... rồi so câu trả lời "
        "với docs/gateway.md. Cần ít\nnhất hai học bạ đúng của đơn vị; cổng sẽ nhận chúng thật, "
        "nên hãy dùng cổng thử nghiệm. Báo cáo không\nchứa dữ liệu cá nhân. Mã thoát 1: có điều "
        "không đạt.",
    .options = supplier_options,
    .arguments_min = SUPPLIER_RECORDS_MIN,
    .arguments_max = RECORDS_GIVEN_MAX,
    .run = run_supplier,
};

/* --- gateway ---------------------------------------------------------------------------------- */

static const struct option gateway_options[] = {
    {"listen", "ĐỊA_CHỈ", "127.0.0.1:CỔNG, [::1]:CỔNG (cổng 0: cổng trống) hoặc unix:/TỆP", true},
    {"anchors", "TỆP", "gốc tin cậy của chứng thư trong gói: tệp PEM, hoặc thư mục có anchors.tsv",
     true},
    {"user", "TÊN", "tài khoản mà phần mềm phải dùng", true},
    {"password-file", "TỆP", "mật khẩu của tài khoản ấy ở dòng đầu của tệp này", true},
    {"unit", "MÃ", "mã đơn vị mà phần mềm gửi thay", true},
    {"faults", NULL,
     "cắt kết nối, trả 503 với Retry-After, cho token hết hạn: phần mềm phải chịu được"},
    {0},
};

static int64_t
milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* On standard error: the report alone is the output. */
static void
print_address(const char *address)
{
    fprintf(stderr, "%s/api/gateway/v1\n", address);
}

static enum status
run_gateway(struct cli *cli, struct error *err)
{
    AUTO(secret) *password = NULL;
    AUTO(trust) *trust = NULL;
    struct gateway_order order = {.listen = cli_option(cli, "listen"),
                                  .user = cli_option(cli, "user"),
                                  .unit = cli_option(cli, "unit"),
                                  .faults = cli_flag(cli, "faults"),
                                  .clock = cli_clock,
                                  .milliseconds = milliseconds,
                                  .ready = print_address};
    struct conformance_report report = {
        .kit = KIT_GATEWAY, .peer = order.listen, .unit = order.unit, .arena = cli->arena};

    TRY(secret_read_line(cli_option(cli, "password-file"), &password, err));
    TRY(trust_open(cli_option(cli, "anchors"), &trust, err));
    order.password = password;
    order.trust = trust;
    TRY(gateway_play(&order, &report, err));
    print_report(cli, &report);
    return OK;
}

const struct command command_conformance_gateway = {
    .name = "conformance gateway",
    .usage = "--listen ĐỊA_CHỈ --anchors TỆP --user TÊN --password-file TỆP --unit MÃ [--faults]",
    .summary = "đóng vai cổng tiếp nhận để kiểm tra phần mềm của nhà cung cấp",
    .help =
        "In địa chỉ ra luồng lỗi khi sẵn sàng. Mỗi gói nhận được được xem xét về mọi mặt cùng lúc "
        "và trả lời từng\nhọc bạ; không giữ lại gì. Dừng bằng SIGTERM (hay Ctrl-C) thì in báo cáo; "
        "GET /report cho báo cáo bất cứ\nlúc nào, dạng JSON. Mã thoát 1: có điều không đạt.",
    .options = gateway_options,
    .run = run_gateway,
};
