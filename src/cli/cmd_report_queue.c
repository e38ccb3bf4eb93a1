/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba report peer|run|list|again
 */
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "service/report_queue.h"
#include "service/school.h"

/* --unit, of any kind; else the only school. */
static enum status
find_sender(struct cli *cli, struct app *app, struct unit *unit, struct error *err)
{
    const char *code = cli_option(cli, "unit");

    return code ? unit_find(app, code, unit, err) : school_find(app, NULL, unit, err);
}

/* --- report peer ------------------------------------------------------------------------------ */

static const struct option peer_options[] = {
    {"unit", "MÃ", "đơn vị nộp (mặc định: trường duy nhất)"},
    {"password-file", "TỆP", "mật khẩu mà cổng cấp, ở dòng đầu của tệp này"},
    {"ca", "TỆP", "chứng thư gốc (PEM) của cổng, thay cho của hệ thống"},
    {"key", "TỆP", "con dấu của đơn vị: tệp khóa PKCS#12 (.p12)"},
    {"socket", "ĐƯỜNG_DẪN", "con dấu ở hocba-signer đang chạy tại socket ấy"},
    {"pass-file", "TỆP", "mật khẩu của --key; tệp ở nguyên chỗ, chỉ nhớ đường dẫn"},
    {0},
};

/* Whoever sends later does not stand in this folder. */
static enum status
whole_path(struct cli *cli, const char *option, const char **path, struct error *err)
{
    const char *given = cli_option(cli, option);

    *path = NULL;
    if (!given)
        return OK;
    char *whole = realpath(given, NULL);
    *path = arena_text(cli->arena, whole);
    free(whole);
    return *path ? OK : fail(err, NOT_FOUND, "Không có tệp %s.", given);
}

static enum status
print_peers(struct cli *cli, struct app *app, struct error *err)
{
    static const struct output_column columns[] = {
        {"unit", "ĐƠN VỊ"}, {"url", "NƠI NỘP"}, {"user", "TÀI KHOẢN"}, {"seal", "CON DẤU"}};
    struct output_list list = output_list_new(cli, "peers", columns);
    struct report_peers peers = {0};

    TRY(report_peer_list(app, &peers, err));
    for (size_t i = 0; i < peers.list.count; i++) {
        const struct report_peer *one = &peers.list.items[i];
        output_list_row(
            &list, (const char *[]){one->unit_code, one->url, one->user_name, one->signer_place});
    }
    output_list_print(&list);
    return OK;
}

static enum status
set_peer(struct cli *cli, struct app *app, struct error *err)
{
    struct report_peer peer = {.url = cli->arguments[0], .user_name = cli->arguments[1]};
    const char *key, *socket;
    struct unit unit;

    TRY(find_sender(cli, app, &unit, err));
    TRY(whole_path(cli, "key", &key, err));
    TRY(whole_path(cli, "socket", &socket, err));
    TRY(whole_path(cli, "pass-file", &peer.signer_pass, err));
    TRY(whole_path(cli, "ca", &peer.ca_file, err));
    if (!key == !socket || !cli_option(cli, "password-file"))
        return fail(err, USAGE, "Cần --password-file và một trong --key, --socket.");
    peer.unit = unit.id;
    peer.signer_kind = key ? "key" : "socket";
    peer.signer_place = key ? key : socket;
    TRY(report_peer_set(app, &peer, cli_option(cli, "password-file"), err));
    output_done(cli, "unit", unit.code, "Đã đặt nơi nộp báo cáo.");
    return OK;
}

static enum status
run_peer(struct cli *cli, struct error *err)
{
    struct app *app;

    TRY(cli_open(cli, &app, err));
    if (cli->argument_count == 1)
        return fail(err, USAGE, "Cần địa chỉ và tên tài khoản.");
    return cli->argument_count ? set_peer(cli, app, err) : print_peers(cli, app, err);
}

const struct command command_report_peer = {
    .name = "report peer",
    .usage = "[ĐỊA_CHỈ TÊN --password-file TỆP --key TỆP.p12 --pass-file TỆP]",
    .summary = "nơi mà đơn vị nộp học bạ đã phát hành; không tham số: xem",
    .help = "ĐỊA_CHỈ như https://cong.example/api/gateway/v1. Mật khẩu được giữ trong report/ của "
            "hệ thống (0600).\nTừ khi có nơi nộp, hocba serve tự gói, ký bằng con dấu của đơn vị, "
            "nộp và lấy kết quả từng học bạ.",
    .options = peer_options,
    .arguments_max = 2,
    .run = run_peer,
};

/* --- report run ------------------------------------------------------------------------------- */

enum { WAIT_DEFAULT_S = 60 };

static const struct option run_options[] = {
    {"unit", "MÃ", "chỉ đơn vị này (mặc định: mọi đơn vị có nơi nộp)"},
    {"wait", "GIÂY", "đợi kết quả lâu nhất bao nhiêu giây (mặc định 60)"},
    {0},
};

static void
print_done(const struct report_done *done)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_int_field(&json, "made", (int64_t)done->made);
    json_int_field(&json, "ended", (int64_t)done->ended);
    json_int_field(&json, "waiting", (int64_t)done->waiting);
    json_int_field(&json, "undecided", (int64_t)done->undecided);
    json_text_field(&json, "trouble", done->trouble);
    json_close(&json, '}');
    output_buffer(out);
}

static enum status
run_run(struct cli *cli, struct error *err)
{
    struct report_pace pace = {.now = true};
    const char *code = cli_option(cli, "unit");
    struct report_done done;
    struct unit unit = {0};
    struct app *app;

    TRY(cli_int(cli, "wait", 0, REPORT_QUEUE_WAIT_MAX_S, WAIT_DEFAULT_S, &pace.wait_s, err));
    TRY(cli_open(cli, &app, err));
    if (code)
        TRY(unit_find(app, code, &unit, err));
    TRY(report_run(app, unit.id, &pace, &done, err));
    if (cli->json)
        print_done(&done);
    else
        output_line("%zu gói mới, %zu gói đã có kết quả, %zu gói còn chờ, %zu đề nghị chờ quyết "
                    "định.%s%s",
                    done.made, done.ended, done.waiting, done.undecided, done.trouble ? " " : "",
                    done.trouble ? done.trouble : "");
    if (done.waiting || done.trouble)
        cli->exit_code = EXIT_UNDECIDED;
    return OK;
}

const struct command command_report_run = {
    .name = "report run",
    .usage = "[--unit MÃ] [--wait GIÂY]",
    .summary = "gói, ký và nộp học bạ chưa nộp; lấy kết quả",
    .help = "Gói được giữ cùng mã tin trước khi gửi: bị ngắt ở đâu thì chạy lại, mã tin vẫn là một "
            "và không học bạ\nnào nộp dưới hai mã. Học bạ bị từ chối không tự nộp lại: hãy xem "
            "hocba report list --state refused, khắc\nphục rồi hocba report again. Mã thoát 3: còn "
            "gói chưa gửi được.",
    .options = run_options,
    .run = run_run,
};

/* --- report list ------------------------------------------------------------------------------ */

static const struct option list_options[] = {
    {"unit", "MÃ", "đơn vị nộp (mặc định: trường duy nhất)"},
    {"year", "NĂM_HỌC", "như 2023-2024"},
    {"state", "KẾT_QUẢ", "waiting, sent, accepted hoặc refused"},
    {0},
};

static enum status
check_state(const char *state, struct error *err)
{
    for (size_t i = 0; state && i < REPORT_WORDS; i++)
        if (text_equal(report_word_keys[i], state))
            return OK;
    return state ? fail(err, USAGE, "--state là waiting, sent, accepted hoặc refused.") : OK;
}

static void
print_rows(struct cli *cli, const struct report_rows *rows, const char *state)
{
    static const struct output_column columns[] = {
        {"record", "MÃ TRA CỨU"},    {"year", "NĂM HỌC"},  {"class", "LỚP"},
        {"code", "MÃ HS"},           {"state", "KẾT QUẢ"}, {"error", "MÃ LỖI"},
        {"field", "TRƯỜNG DỮ LIỆU"}, {"reason", "LÝ DO"},  {"message_id", "MÃ GÓI TIN"}};
    struct output_list list = output_list_new(cli, "records", columns);

    for (size_t i = 0; i < rows->list.count; i++) {
        const struct report_row *one = &rows->list.items[i];
        enum report_word word = (enum report_word)one->word;
        bool refused = word == REPORTED_REFUSED;
        if (state && !text_equal(report_word_keys[word], state))
            continue;
        output_list_row(
            &list, (const char *[]){one->uuid, one->year, one->class_name, one->pupil_code,
                                    cli->json ? report_word_keys[word] : report_word_text(word),
                                    refused ? one->error : "", refused ? one->field : "",
                                    refused ? one->description : one->trouble, one->message});
    }
    output_list_print(&list);
}

static enum status
run_list(struct cli *cli, struct error *err)
{
    const char *state = cli_option(cli, "state");
    struct report_rows rows = {0};
    struct unit unit;
    struct app *app;

    TRY(check_state(state, err));
    TRY(cli_open(cli, &app, err));
    TRY(find_sender(cli, app, &unit, err));
    TRY(report_list(app, unit.id, cli_option(cli, "year"), &rows, err));
    print_rows(cli, &rows, state);
    return OK;
}

const struct command command_report_list = {
    .name = "report list",
    .usage = "[--unit MÃ] [--year NĂM_HỌC] [--state KẾT_QUẢ]",
    .summary = "từng học bạ: chờ nộp, đã nộp, đã nhận, hay bị từ chối vì sao",
    .options = list_options,
    .run = run_list,
};

/* --- report again ----------------------------------------------------------------------------- */

static const struct option again_options[] = {
    {"unit", "MÃ", "đơn vị nộp (mặc định: trường duy nhất)"},
    {0},
};

static enum status
run_again(struct cli *cli, struct error *err)
{
    struct unit unit;
    struct app *app;
    size_t count;

    TRY(cli_open(cli, &app, err));
    TRY(find_sender(cli, app, &unit, err));
    TRY(report_again(app, unit.id, &count, err));
    output_done(cli, "records", arena_printf(cli->arena, "%zu", count),
                arena_printf(cli->arena, "%zu học bạ bị từ chối sẽ được nộp lại.", count));
    return OK;
}

const struct command command_report_again = {
    .name = "report again",
    .usage = "[--unit MÃ]",
    .summary = "nộp lại học bạ bị từ chối, khi nguyên nhân đã được khắc phục",
    .help = "Chúng đi trong gói mới, mã tin mới; học bạ đã nhận không nộp lại.",
    .options = again_options,
    .run = run_again,
};
