/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba import FILE...
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/import_output.h"
#include "cli/output.h"
#include "service/school.h"

static const struct option import_options[] = {
    {"dry-run", NULL, "chỉ xem sẽ nhập gì, không ghi gì cả"},
    {"year", "NĂM_HỌC", "năm học, khi tệp không ghi"},
    {"class", "LỚP", "lớp, khi tệp không ghi"},
    {"accept-repairs", NULL, "nhận các giá trị được đề nghị (số 0 bị mất, phông chữ cũ)"},
    {"skip-refused", NULL, "vẫn nhập các hàng khác khi có hàng bị từ chối"},
    {"columns", "CỘT=NGHĨA;...",
     "cột nào là gì khi tiêu đề của nó nói sai, như “Toán!D=mon.T.diem”"},
    {"errors", "TỆP", "ghi những chỗ cần sửa thành bảng (.xlsx hoặc .csv)"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

enum status
read_workbooks(struct cli *cli, struct import_report **reports, struct error *err)
{
    size_t count = cli->argument_count;

    *reports = arena_make_array(cli->arena, count, struct import_report);
    for (size_t i = 0; i < count; i++) {
        struct import_report *report = &(*reports)[i];
        const char *path = cli->arguments[i];
        report->name = path_name(path);
        enum status status = file_read(cli->arena, path, WORKBOOK_BYTES_MAX, &report->bytes, err);
        if (status != OK)
            return status;
    }
    return OK;
}

/* Before anything is taken in. */
static enum status
check_errors_path(struct cli *cli, struct error *err)
{
    const char *path = cli_option(cli, "errors");

    return !path || text_ends(path, ".xlsx") || text_ends(path, ".csv")
               ? OK
               : fail(err, USAGE, "Tệp của --errors phải có đuôi .xlsx hoặc .csv; chưa nhập gì.");
}

/* What is wrong, as a table for whoever mends the files. */
static enum status
write_errors(struct cli *cli, struct app *app, const struct import_report *reports,
             struct error *err)
{
    const char *path = cli_option(cli, "errors");
    struct span bytes;

    if (!path)
        return OK;
    TRY(import_write_problems(reports, cli->argument_count, text_ends(path, ".xlsx"),
                              app_today(app), cli->arena, &bytes, err));
    return file_write(path, bytes, 0600, err);
}

/* A file that cannot be read or has refused rows is a "no". */
static void
set_exit_code(struct cli *cli, const struct import_report *reports)
{
    for (size_t i = 0; i < cli->argument_count; i++) {
        if (reports[i].status != OK || reports[i].refused > 0)
            cli->exit_code = exit_worse(cli->exit_code, EXIT_NO);
    }
}

static enum status
run_import(struct cli *cli, struct error *err)
{
    struct column_choices choices;
    struct import_order order = {.year = cli_option(cli, "year"),
                                 .class_name = cli_option(cli, "class"),
                                 .choices = &choices,
                                 .dry_run = cli_flag(cli, "dry-run"),
                                 .accept_repairs = cli_flag(cli, "accept-repairs"),
                                 .skip_refused = cli_flag(cli, "skip-refused")};
    struct import_report *reports;
    struct unit school;
    struct app *app;

    TRY(column_choices_read(cli_option(cli, "columns"), cli->arena, &choices, err));
    TRY(check_errors_path(cli, err));
    TRY(read_workbooks(cli, &reports, err));
    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    order.unit_id = school.id;
    TRY(import_run(app, &order, reports, cli->argument_count, err));
    if (cli->json)
        import_print_json(cli, reports, order.dry_run);
    else
        import_print_text(cli, reports, order.dry_run);
    set_exit_code(cli, reports);
    return write_errors(cli, app, reports, err);
}

const struct command command_import = {
    .name = "import",
    .usage = "TỆP... [--dry-run] [--year NĂM_HỌC] [--class LỚP]",
    .summary = "nhập sổ của trường (xlsx, xls, html, csv) vào bản nháp",
    .help =
        "Nhận hồ sơ học sinh, sổ đánh giá từng môn, phẩm chất và năng lực, bảng tổng hợp. Tên cột "
        "và\n"
        "hàng tiêu đề được tự tìm. Hồ sơ được nhập trước, dù ghi theo thứ tự nào.\n"
        "Mỗi tệp được nhập trọn vẹn hoặc không nhập gì: có hàng bị từ chối thì cả tệp chờ sửa\n"
        "(--skip-refused để nhập các hàng khác). Học sinh được nhận ra theo mã, rồi số định danh, "
        "rồi\nhọ tên cùng ngày sinh; không rõ thì báo, không đoán. Nhập lại cùng một tệp không đổi "
        "gì.\n"
        "Cột hiểu sai thì nói bằng --columns: CỘT=NGHĨA, cách nhau bởi dấu chấm phẩy, TRANG!CỘT "
        "cho\n"
        "riêng một trang. NGHĨA: ho_va_ten, ngay_sinh, ma_hoc_sinh, mon.T.muc, mon.T.diem, "
        "mon.diem\n"
        "(môn của trang), chieu_cao, - (không nhập), ... như khóa của hocba set.",
    .options = import_options,
    .arguments_min = 1,
    .arguments_max = IMPORT_FILES_MAX,
    .run = run_import,
};
