/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba report make
 */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/signer_option.h"
#include "service/report.h"
#include "service/school.h"

static const struct option make_options[] = {
    {"year", "NĂM_HỌC", "như 2023-2024", true},
    {"out", "THƯ_MỤC", "ghi các gói vào đây", true},
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
    output_list_print(&list);
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
        "được giữ nguyên, không ký lần nữa.\nLệnh này không gửi gì qua mạng.",
    .options = make_options,
    .run = run_make,
};
