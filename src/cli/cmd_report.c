/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba report make|send
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/signer_option.h"
#include "service/report.h"
#include "service/report_send.h"
#include "service/school.h"

static const struct option make_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"out", "THƯ_MỤC", "ghi các gói vào đây", true},
    {"round", "LẦN", "lần nộp thứ mấy (mặc định 1): nộp lại những gì cổng đã từ chối"},
    {"at-most", "SỐ", "số học bạ nhiều nhất trong một gói (mặc định: chỉ theo trần 10 MB)"},
    SIGNER_OPTIONS,
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

static void
print_made(struct cli *cli, const struct report_made *made)
{
    static const struct output_column columns[] = {{"message_id", "MÃ GÓI TIN"},
                                                   {"records", "SỐ HỌC BẠ", true},
                                                   {"xml_bytes", "XML (BYTE)", true},
                                                   {"content_bytes", "CONTENT (BYTE)", true},
                                                   {"made", "GÓI"},
                                                   {"file", "TỆP"}};
    struct output_list list = output_list_new(cli, "packets", columns);

    for (size_t i = 0; i < made->packets.count; i++) {
        const struct report_packet *packet = &made->packets.items[i];
        output_list_row(
            &list, (const char *[]){packet->id, arena_printf(cli->arena, "%zu", packet->records),
                                    arena_printf(cli->arena, "%zu", packet->xml_size),
                                    arena_printf(cli->arena, "%zu", packet->content_size),
                                    packet->already ? "đã có" : "vừa ký", packet->file});
    }
    if (cli->json || made->packets.count)
        output_list_print(&list);
    if (!cli->json && made->left_out)
        output_line("%zu học bạ không đóng gói lại: nơi nhận đã nhận, hoặc chưa trả kết quả.",
                    made->left_out);
}

static enum status
run_make(struct cli *cli, struct error *err)
{
    struct report_order order = {.year = cli_option(cli, "year"), .folder = cli_option(cli, "out")};
    struct chosen_signer chosen;
    struct report_made made;
    struct unit school;
    struct app *app;
    int at_most;

    TRY(cli_int(cli, "at-most", 1, PACKET_RECORDS_MAX, PACKET_RECORDS_MAX, &at_most, err));
    TRY(cli_int(cli, "round", 1, REPORT_ROUNDS_MAX, 1, &order.round, err));
    order.at_most = (size_t)at_most;
    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    order.unit = school.id;
    enum status status = cli_choose_signer(cli, &chosen, err);
    order.certificate = chosen.certificate;
    if (status == OK)
        status = report_make(app, chosen.session, &order, &made, err);
    chosen_signer_clear(&chosen);
    TRY(status);
    print_made(cli, &made);
    return OK;
}

const struct command command_report_make = {
    .name = "report make",
    .usage = "--year NĂM_HỌC --out THƯ_MỤC [--at-most SỐ] " SIGNER_USAGE,
    .summary = "đóng gói học bạ đã phát hành để nộp lên cổng tiếp nhận (CV2088), ký bằng con dấu",
    .help =
        "Mỗi gói là một DANH_SACH_HOC_BA dưới 10 MB: MÃ.xml là gói đã ký, MÃ.content là tham số "
        "content của\ngiao dịch; MÃ là messageid. Ký bằng con dấu đã duyệt của trường, hoặc của sở "
        "khi sở báo cáo lên Bộ.\nMã gói tin suy ra từ chính các học bạ: chạy lại thì gói đã có "
        "được giữ nguyên, không ký lần nữa. Khi cổng đã từ chối và nguyên nhân\nđã được khắc phục, "
        "nộp "
        "lại bằng --round 2: chỉ gồm học bạ mới, bản thay thế và học bạ bị từ chối, theo kết quả "
        "mà report send\nvà hàng đợi đã ghi. Lệnh này không gửi gì qua mạng.",
    .options = make_options,
    .run = run_make,
};

/* --- report send ------------------------------------------------------------------------------ */

enum { WAIT_DEFAULT_S = 60 };

static const struct option send_options[] = {
    {"url", "ĐỊA_CHỈ", "cổng tiếp nhận, như https://cong.example/api/gateway/v1", true},
    {"user", "TÊN", "tài khoản mà cổng cấp cho đơn vị", true},
    {"password-file", "TỆP", "mật khẩu ở dòng đầu của tệp này", true},
    {"unit", "MÃ", "mã đơn vị gửi (ma_don_vi)", true},
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"ca", "TỆP", "chứng thư gốc (PEM) của cổng, thay cho của hệ thống"},
    {"wait", "GIÂY", "đợi kết quả lâu nhất bao nhiêu giây (mặc định 60)"},
    {0},
};

static const char *const state_keys[] = {
    [REPORT_WAITING] = "waiting", [REPORT_ACCEPTED] = "accepted", [REPORT_REFUSED] = "refused"};
static const char *const state_words[] = {[REPORT_WAITING] = "chưa có kết quả",
                                          [REPORT_ACCEPTED] = "đã nhận",
                                          [REPORT_REFUSED] = "TỪ CHỐI"};

static void
print_sent(struct cli *cli, const struct report_sent *sent)
{
    static const struct output_column columns[] = {{"record", "MÃ TRA CỨU"},    {"code", "MÃ HS"},
                                                   {"state", "KẾT QUẢ"},        {"error", "MÃ LỖI"},
                                                   {"field", "TRƯỜNG DỮ LIỆU"}, {"reason", "LÝ DO"},
                                                   {"message_id", "MÃ GÓI TIN"}};
    struct output_list list = output_list_new(cli, "records", columns);

    for (size_t i = 0; i < sent->list.count; i++) {
        const struct report_outcome *one = &sent->list.items[i];
        if (cli->json || one->state != REPORT_ACCEPTED)
            output_list_row(&list, (const char *[]){
                                       one->uuid, one->pupil_code,
                                       cli->json ? state_keys[one->state] : state_words[one->state],
                                       one->error, one->field, one->description, one->packet});
    }
    if (cli->json || list.cells.count)
        output_list_print(&list);
    if (!cli->json)
        output_line("%zu học bạ: %zu đã nhận, %zu bị từ chối, %zu chưa có kết quả.",
                    sent->list.count, sent->counts[REPORT_ACCEPTED], sent->counts[REPORT_REFUSED],
                    sent->counts[REPORT_WAITING]);
}

static enum status
run_send(struct cli *cli, struct error *err)
{
    struct report_sending order = {.unit = cli_option(cli, "unit"),
                                   .year = cli_option(cli, "year"),
                                   .url = cli_option(cli, "url"),
                                   .user = cli_option(cli, "user"),
                                   .password_file = cli_option(cli, "password-file"),
                                   .ca_file = cli_option(cli, "ca"),
                                   .files = cli->arguments,
                                   .count = cli->argument_count};
    struct report_sent sent;
    struct app *app;

    TRY(cli_int(cli, "wait", 0, REPORT_WAIT_MAX_S, WAIT_DEFAULT_S, &order.wait_s, err));
    TRY(cli_open(cli, &app, err));
    TRY(report_send(app, &order, &sent, err));
    print_sent(cli, &sent);
    if (sent.counts[REPORT_WAITING])
        cli->exit_code = EXIT_UNDECIDED;
    if (sent.counts[REPORT_REFUSED])
        cli->exit_code = exit_worse(cli->exit_code, EXIT_NO);
    return OK;
}

const struct command command_report_send = {
    .name = "report send",
    .usage = "TỆP.xml... --url ĐỊA_CHỈ --user TÊN --password-file TỆP --unit MÃ --year NĂM_HỌC",
    .summary = "nộp các gói tin lên cổng tiếp nhận (CV2088) và lấy kết quả từng học bạ",
    .help =
        "TỆP.xml là gói tin của hocba report make. Khi cổng đã trả lời về mọi học bạ, kết quả được "
        "ghi vào\nMÃ.result.json cạnh gói và gói ấy không gửi lại nữa. Mất kết nối hay bị ngắt "
        "giữa "
        "chừng thì chạy lại:\ngói luôn mang đúng mã tin cũ, nên cổng không nhận hai lần. Mã thoát "
        "1: "
        "có học bạ bị từ chối; 3: còn học\nbạ chưa có kết quả.",
    .options = send_options,
    .arguments_min = 1,
    .arguments_max = ANY_ARGUMENTS,
    .run = run_send,
};
