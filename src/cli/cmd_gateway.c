/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba gateway add|clients|close|list|show|record|numbers|run
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/ledger_output.h"
#include "cli/output.h"
#include "service/intake.h"

/* --- clients ---------------------------------------------------------------------------------- */

static enum status
run_add(struct cli *cli, struct error *err)
{
    const char *password;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(intake_client_add(app, cli->arguments[0], cli->arguments + 1,
                          (size_t)cli->argument_count - 1, &password, err));
    printf("%s\n", password);
    return OK;
}

const struct command command_gateway_add = {
    .name = "gateway add",
    .usage = "TÊN MÃ_ĐƠN_VỊ...",
    .summary = "cho phần mềm của nhà cung cấp gửi học bạ thay những trường này",
    .help = "In mật khẩu một lần; không nơi nào giữ lại. Phần mềm gửi SHA-256 của mật khẩu ấy để "
            "lấy token\n(docs/gateway.md).",
    .arguments_min = 2,
    .arguments_max = INTAKE_UNITS_MAX + 1,
    .run = run_add,
};

static enum status
run_close(struct cli *cli, struct error *err)
{
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(intake_client_close(app, cli->arguments[0], err));
    output_done(cli, "client", cli->arguments[0], "Đã đóng; token đang dùng cũng hết giá trị.");
    return OK;
}

const struct command command_gateway_close = {
    .name = "gateway close",
    .usage = "TÊN",
    .summary = "không nhận gì nữa từ phần mềm này",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_close,
};

static enum status
run_numbers(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"number", "SỐ ĐỊNH DANH"}, {"code", "MÃ HỌC SINH"}, {"name", "HỌ VÀ TÊN"},
        {"school", "TRƯỜNG"},       {"school_name", "TÊN"},  {"record", "MÃ TRA CỨU"}};
    struct output_list list = output_list_new(cli, "pupils", columns);
    struct shared_numbers numbers = {0};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(intake_shared_numbers(app, cli_option(cli, "year"), NULL, &numbers, err));
    for (size_t i = 0; i < numbers.list.count; i++) {
        const struct shared_number *one = &numbers.list.items[i];
        output_list_row(&list, (const char *[]){one->number, one->pupil_code, one->name,
                                                one->unit_code, one->school, one->uuid});
    }
    output_list_print(&list);
    return OK;
}

static const struct option numbers_options[] = {
    {"year", "NĂM_HỌC", "năm học (mặc định: mới nhất)"},
    {0},
};

const struct command command_gateway_numbers = {
    .name = "gateway numbers",
    .usage = "[--year NĂM_HỌC]",
    .summary = "số định danh cá nhân mà nhiều học sinh cùng mang, có em trong học bạ nhận qua cổng",
    .help =
        "Không học bạ nào bị từ chối vì điều này: đối chiếu giấy khai sinh, sửa bên sai, rồi thu "
        "hồi hoặc thay\nhọc bạ ghi sai số.",
    .options = numbers_options,
    .run = run_numbers,
};

static enum status
run_clients(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"client", "TÊN"}, {"unit", "ĐƠN VỊ"}, {"state", "TÌNH TRẠNG"}};
    struct output_list list = output_list_new(cli, "clients", columns);
    struct gateway_clients clients = {0};
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(intake_clients(app, &clients, err));
    for (size_t i = 0; i < clients.list.count; i++) {
        const struct gateway_client *one = &clients.list.items[i];
        output_list_row(&list, (const char *[]){one->user_name, one->unit_code,
                                                one->closed ? "đã đóng" : "đang mở"});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_gateway_clients = {
    .name = "gateway clients",
    .usage = "",
    .summary = "liệt kê phần mềm được gửi học bạ qua cổng tiếp nhận",
    .run = run_clients,
};

/* --- messages --------------------------------------------------------------------------------- */

static const struct option list_options[] = {
    {"unit", "MÃ", "chỉ của đơn vị này"},
    {0},
};

static enum status
run_list(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {{"number", "SỐ"},
                                                   {"client", "PHẦN MỀM"},
                                                   {"message", "MÃ THÔNG ĐIỆP"},
                                                   {"kind", "NỘI DUNG"},
                                                   {"unit", "ĐƠN VỊ"},
                                                   {"year", "NĂM HỌC"},
                                                   {"received", "NHẬN LÚC"},
                                                   {"state", "TÌNH TRẠNG"},
                                                   {"records", "SỐ HỌC BẠ"},
                                                   {"accepted", "ĐÃ TIẾP NHẬN"},
                                                   {"error", "LỖI CẢ GÓI"}};
    struct output_list list = output_list_new(cli, "messages", columns);
    struct gateway_messages messages = {0};
    char at[MOMENT_TEXT_SIZE];
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(intake_list(app, cli_option(cli, "unit"), &messages, err));
    for (size_t i = 0; i < messages.list.count; i++) {
        const struct gateway_message *one = &messages.list.items[i];
        output_list_row(
            &list,
            (const char *[]){arena_printf(cli->arena, "%" PRId64, one->number), one->client,
                             one->id, intake_kind_word(one), one->unit_code, one->year,
                             moment_write(one->received, at), intake_message_word(one),
                             arena_printf(cli->arena, "%" PRId64, one->done),
                             arena_printf(cli->arena, "%" PRId64, one->accepted), one->error});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_gateway_list = {
    .name = "gateway list",
    .usage = "[--unit MÃ]",
    .summary = "liệt kê gói học bạ mà cổng đã nhận, mới nhất trước",
    .options = list_options,
    .run = run_list,
};

static const struct option show_options[] = {
    {"packet", "TỆP", "ghi XML của gói vào tệp này, đúng từng byte như đã nhận"},
    {0},
};

static enum status
write_packet(struct cli *cli, struct app *app, int number, struct error *err)
{
    const char *path = cli_option(cli, "packet");
    struct span bytes;

    if (!path)
        return OK;
    TRY(intake_packet(app, number, &bytes, err));
    return file_write(path, bytes, 0600, err);
}

static enum status
run_show(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {
        {"uuid", "MÃ TRA CỨU"}, {"code", "MÃ HS"}, {"name", "HỌ VÀ TÊN"}, {"state", "TÌNH TRẠNG"},
        {"error", "LỖI"},       {"field", "Ở"},    {"reason", "LÝ DO"}};
    struct output_list list = output_list_new(cli, "results", columns);
    struct gateway_results results = {0};
    struct gateway_message message;
    struct app *app;
    int number;

    if (!text_to_int(cli->arguments[0], 1, INT32_MAX, &number))
        return fail(err, USAGE, "“%s” không phải số của gói; xem “hocba gateway list”.",
                    cli->arguments[0]);
    TRY(cli_open(cli, &app, err));
    TRY(intake_show(app, number, &message, &results, err));
    TRY(write_packet(cli, app, number, err));
    for (size_t i = 0; i < results.list.count; i++) {
        const struct gateway_result *one = &results.list.items[i];
        output_list_row(&list, (const char *[]){one->uuid, one->pupil_code, one->name,
                                                intake_result_word(one), one->error, one->field,
                                                one->description});
    }
    output_list_print(&list);
    return OK;
}

const struct command command_gateway_show = {
    .name = "gateway show",
    .usage = "SỐ [--packet TỆP]",
    .summary = "xem kết quả từng học bạ của một gói, với mọi lý do từ chối",
    .options = show_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_show,
};

/* --- one record ------------------------------------------------------------------------------- */

static const struct option record_options[] = {
    {"proof", "TỆP", "ghi bằng chứng của sổ cái vào tệp này"},
    {"package", "TỆP", "ghi gói .hocba: học bạ, bằng chứng, tình trạng và quyết định"},
    {0},
};

static enum status
write_file(struct cli *cli, struct app *app, const char *option, struct error *err)
{
    const char *path = cli_option(cli, option);
    AUTO(buffer) *out = buffer_new(INTAKE_PACKAGE_MAX);

    if (!path)
        return OK;
    TRY(intake_record_write(app, cli->arguments[0], text_equal(option, "package"), out, err));
    return file_write(path, buffer_span(out), 0600, err);
}

static enum status
run_record(struct cli *cli, struct error *err)
{
    static const struct output_column columns[] = {{"uuid", "MÃ TRA CỨU"},
                                                   {"code", "MÃ XÁC MINH"},
                                                   {"unit", "ĐƠN VỊ"},
                                                   {"year", "NĂM HỌC"},
                                                   {"pupil", "MÃ HS"},
                                                   {"name", "HỌ VÀ TÊN"},
                                                   {"received", "TIẾP NHẬN LÚC"},
                                                   {"message", "GÓI"},
                                                   {"state", "TÌNH TRẠNG"},
                                                   {"replaces", "THAY CHO"},
                                                   {"replaced_by", "ĐƯỢC THAY BỞI"},
                                                   {"request", "CHỜ QUYẾT ĐỊNH"}};
    struct output_list list = output_list_new(cli, "records", columns);
    struct intake_record record;
    char at[MOMENT_TEXT_SIZE];
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(intake_record_find(app, cli->arguments[0], &record, err));
    TRY(write_file(cli, app, "proof", err));
    TRY(write_file(cli, app, "package", err));
    const struct received_state *state = &record.state;
    output_list_row(
        &list, (const char *[]){state->uuid, record.code, state->unit_code, state->year,
                                state->pupil_code, state->name, moment_write(state->received, at),
                                arena_printf(cli->arena, "%" PRId64, state->message), record.word,
                                state->replaces, state->replaced_by, state->open});
    output_list_print(&list);
    return OK;
}

const struct command command_gateway_record = {
    .name = "gateway record",
    .usage = "MÃ_TRA_CỨU [--proof TỆP] [--package TỆP]",
    .summary = "xem một học bạ đã tiếp nhận: lưu hành, thay thế hay thu hồi, và bằng chứng sổ cái",
    .options = record_options,
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_record,
};

/* --- processing ------------------------------------------------------------------------------- */

static enum status
run_run(struct cli *cli, struct error *err)
{
    size_t messages = 0;
    struct app *app;

    TRY(cli_open(cli, &app, err));
    TRY(intake_run(app, NULL, NULL, &messages, err));
    output_done(cli, "messages", arena_printf(cli->arena, "%zu", messages),
                arena_printf(cli->arena, "Đã xử lý xong %zu gói.", messages));
    ledger_enter_now(cli, app);
    return OK;
}

const struct command command_gateway_run = {
    .name = "gateway run",
    .usage = "",
    .summary = "xử lý các gói đang chờ ở cổng tiếp nhận (máy chủ cũng tự làm việc này)",
    .run = run_run,
};
