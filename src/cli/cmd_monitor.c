/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba monitor, hocba rebuild
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/monitor.h"

static const struct option monitor_options[] = {
    {"year", "NĂM_HỌC", "mặc định: năm mới nhất có số liệu"},
    {"unit", "MÃ", "sở hoặc trường (mặc định: sở duy nhất)"},
    {"late", NULL, "đơn vị trễ nhiều nhất lên đầu"},
    {"csv", "TỆP", "ghi ra CSV"},
    {"xlsx", "TỆP", "ghi ra sổ tính XLSX"},
    {0},
};

static const char *
number_text(struct cli *cli, int64_t number)
{
    return arena_printf(cli->arena, "%lld", (long long)number);
}

static void
print_row(struct cli *cli, struct output_list *list, const struct monitor_row *row)
{
    const int64_t *n = row->sum.counts;
    const char *late = row->late.days
                           ? arena_printf(cli->arena, "%lld ngày: %s", (long long)row->late.days,
                                          milestone_table[row->late.at].word)
                           : "";

    output_list_row(
        list, (const char *[]){
                  row->code, row->name, number_text(cli, n[FIGURE_ENROLLED]),
                  number_text(cli, n[FIGURE_NUMBERED]), number_text(cli, n[FIGURE_ENTERED]),
                  number_text(cli, n[FIGURE_SIGNED_GVCN]), number_text(cli, n[FIGURE_SIGNED_CBQL]),
                  number_text(cli, n[FIGURE_ISSUED]),
                  number_text(cli, row->week_ago.counts[FIGURE_ISSUED]),
                  number_text(cli, n[FIGURE_IN_LEDGER]), number_text(cli, row->intake.accepted),
                  number_text(cli, row->intake.rejected), number_text(cli, row->intake.reported),
                  number_text(cli, n[FIGURE_REVOKED]), late});
}

static void
print_monitor(struct cli *cli, const struct monitor *monitor)
{
    static const struct output_column columns[] = {{"code", "MÃ"},
                                                   {"name", "TÊN"},
                                                   {"enrolled", "HỌC SINH"},
                                                   {"numbered", "SỐ ĐD"},
                                                   {"entered", "NHẬP XONG"},
                                                   {"signed_gvcn", "GVCN KÝ"},
                                                   {"signed_cbql", "CBQL KÝ"},
                                                   {"issued", "PHÁT HÀNH"},
                                                   {"week_ago", "TUẦN TRƯỚC"},
                                                   {"in_ledger", "SỔ CÁI"},
                                                   {"accepted", "TIẾP NHẬN"},
                                                   {"rejected", "TỪ CHỐI"},
                                                   {"reported", "BÁO CÁO"},
                                                   {"revoked", "THU HỒI"},
                                                   {"late", "TRỄ"}};
    struct output_list list = output_list_new(cli, "rows", columns);

    output_line("%s, năm học %s%s%s", monitor->unit.name, monitor->year,
                monitor->has_pilot ? ", chỉ các lớp thí điểm theo " : "",
                monitor->has_pilot ? monitor->pilot.decision : "");
    print_row(cli, &list, &monitor->total);
    for (size_t i = 0; i < monitor->rows.count; i++)
        print_row(cli, &list, &monitor->rows.items[i]);
    output_list_print(&list);
}

static enum status
write_files(struct cli *cli, struct app *app, const struct monitor *monitor, bool *written,
            struct error *err)
{
    static const char *const options[] = {"csv", "xlsx"};

    for (size_t i = 0; i < COUNT_OF(options); i++) {
        const char *path = cli_option(cli, options[i]);
        struct span bytes;
        if (!path)
            continue;
        TRY(monitor_file(app, monitor, i == 1, &bytes, err));
        TRY(file_write(path, bytes, 0644, err));
        *written = true;
    }
    return OK;
}

static enum status
run_monitor(struct cli *cli, struct error *err)
{
    struct monitor monitor;
    struct unit unit;
    struct app *app;
    bool written = false;

    TRY(cli_open(cli, &app, err));
    TRY(figures_refresh(app, NULL, err));
    TRY(monitor_unit(app, cli_option(cli, "unit"), &unit, err));
    TRY(monitor_load(app, &unit, cli_option(cli, "year"), &monitor, err));
    monitor_sort(&monitor, cli_flag(cli, "late"));
    TRY(write_files(cli, app, &monitor, &written, err));
    if (cli->json) {
        AUTO(buffer) *out = buffer_new(JSON_CEILING);
        struct json json = json_to(out);
        monitor_json(&json, &monitor);
        output_buffer(out);
    } else if (written) {
        output_line("Đã ghi số liệu của %s, năm học %s.", unit.name, monitor.year);
    } else {
        print_monitor(cli, &monitor);
    }
    return OK;
}

const struct command command_monitor = {
    .name = "monitor",
    .usage = "[--unit MÃ] [--year NĂM_HỌC] [--late] [--csv TỆP] [--xlsx TỆP]",
    .summary = "số liệu của Sở hoặc trường: nhập, ký, phát hành đến đâu, ai trễ",
    .help =
        "Số liệu tính từ danh sách học sinh, các bước và chữ ký của học bạ, sổ cái. Năm học có "
        "đợt\n"
        "thí điểm thì chỉ tính các lớp thí điểm. Trễ tính theo lịch năm học (hocba year calendar).",
    .options = monitor_options,
    .run = run_monitor,
};

static enum status
run_rebuild(struct cli *cli, struct error *err)
{
    struct app *app;
    size_t made;

    TRY(cli_open(cli, &app, err));
    TRY(figures_rebuild(app, &made, err));
    output_done(cli, "classes", number_text(cli, (int64_t)made),
                arena_printf(cli->arena, "Đã tính lại số liệu của %zu lớp từ dữ liệu gốc.", made));
    return OK;
}

const struct command command_rebuild = {
    .name = "rebuild",
    .usage = "",
    .summary = "bỏ mọi số liệu giám sát và tính lại từ dữ liệu gốc",
    .run = run_rebuild,
};
