/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba import province: units, classes, people and pupils of a whole province
 */
#include <stdio.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "service/province.h"

/* A table of its header alone; the mark tells Excel that it is UTF-8. */
static enum status
write_template(struct cli *cli, const char *folder, const struct province_table *table,
               struct error *err)
{
    const char *text = "\xef\xbb\xbf";

    for (size_t i = 0; table->columns[i].label; i++)
        text = arena_printf(cli->arena, "%s%s%s", text, i ? "," : "", table->columns[i].label);
    text = arena_printf(cli->arena, "%s\r\n", text);
    return file_write(arena_printf(cli->arena, "%s/%s.csv", folder, table->file), span_of(text),
                      0644, err);
}

static enum status
write_templates(struct cli *cli, const char *folder, struct error *err)
{
    TRY(folder_make(folder, 0755, err));
    for (size_t i = 0; i < PROVINCE_KINDS; i++)
        TRY(write_template(cli, folder, &province_tables[i], err));
    output_done(cli, "folder", folder,
                arena_printf(cli->arena, "Đã ghi %d tệp mẫu vào %s.", PROVINCE_KINDS, folder));
    return OK;
}

static enum status
read_files(struct cli *cli, struct province_data *data, struct error *err)
{
    for (size_t i = 0; i < cli->argument_count; i++) {
        const char *path = cli->arguments[i];
        struct span bytes;
        TRY(file_read(cli->arena, path, WORKBOOK_BYTES_MAX, &bytes, err));
        TRY(province_read(bytes, path_name(path), cli->arena, data, err));
    }
    return OK;
}

static void
print_counts(const struct cli *cli, const struct province_report *report)
{
    static const struct output_column columns[] = {
        {"table", "BẢNG"}, {"made", "THÊM", true}, {"there", "ĐÃ CÓ", true}};
    struct output_list list = output_list_new(cli, "tables", columns);

    for (size_t i = 0; i < PROVINCE_KINDS; i++)
        output_list_row(
            &list, (const char *[]){cli->json ? province_tables[i].file : province_tables[i].word,
                                    arena_printf(cli->arena, "%zu", report->made[i]),
                                    arena_printf(cli->arena, "%zu", report->there[i])});
    output_list_print(&list);
}

/* "tệp hoc-sinh.xlsx, trang Lớp 1, hàng 12, cột C: ..." on standard error, as errors go. */
static void
print_problems(struct cli *cli, const struct province_data *data)
{
    for (size_t i = 0; i < data->problems.count; i++) {
        const struct province_problem *one = &data->problems.items[i];
        char letters[COLUMN_LETTERS_SIZE];
        const char *where = one->file;
        if (*one->sheet)
            where = arena_printf(cli->arena, "%s, trang %s", where, one->sheet);
        if (one->row)
            where = arena_printf(cli->arena, "%s, hàng %zu", where, one->row);
        if (one->column)
            where =
                arena_printf(cli->arena, "%s, cột %s", where, column_letters(one->column, letters));
        fprintf(stderr, "%s: %s\n", where, one->message);
    }
    if (data->more_problems)
        fprintf(stderr, "... và %zu lỗi nữa.\n", data->more_problems);
    if (data->problems.count)
        cli->exit_code = exit_worse(cli->exit_code, EXIT_NO);
}

static enum status
run_import_province(struct cli *cli, struct error *err)
{
    struct province_data data = {0};
    struct province_report report;
    bool write = cli_flag(cli, "write");
    struct app *app;

    if (cli_option(cli, "template"))
        return write_templates(cli, cli_option(cli, "template"), err);
    if (cli->argument_count == 0)
        return fail(err, USAGE, "Hãy ghi các tệp cần nhập, hoặc --template THƯ_MỤC.");
    TRY(read_files(cli, &data, err));
    TRY(cli_open(cli, &app, err));
    TRY(province_import(app, &data, write, &report, err));
    print_counts(cli, &report);
    print_problems(cli, &data);
    if (cli->json)
        return OK;
    if (!report.schools && data.problems.count)
        output_line("Chưa ghi gì. Hãy sửa các lỗi trên rồi chạy lại.");
    else if (!write)
        output_line("Chạy thử, chưa ghi gì: %zu đơn vị nhập được, %zu bị từ chối. Thêm --write để "
                    "ghi.",
                    report.schools, report.refused);
    else
        output_line("Đã nhập %zu đơn vị; %zu bị từ chối, không ghi gì của các đơn vị ấy. Sửa rồi "
                    "chạy lại: phần đã có được giữ nguyên.",
                    report.schools, report.refused);
    return OK;
}

static const struct option import_province_options[] = {
    {"write", NULL, "ghi; không có thì chỉ chạy thử"},
    {"template", "THƯ_MỤC", "ghi tệp mẫu của bốn bảng rồi thôi"},
    {0},
};

const struct command command_import_province = {
    .name = "import province",
    .usage = "TỆP... [--write] | --template THƯ_MỤC",
    .summary = "nhập cả tỉnh (xlsx, csv): đơn vị, lớp, người và phân công, học sinh",
    .help =
        "Bảng được nhận ra theo hàng tiêu đề như trong tệp mẫu; một loại có thể ở nhiều tệp, "
        "nhiều trang\n(mỗi trang nhiều nhất 20.000 hàng). Đơn vị được nhập trước, rồi từng "
        "trường: hoặc tất cả, hoặc\nkhông gì cả. Chạy lại thì phần đã có được giữ nguyên. Hồ sơ "
        "chi tiết của học sinh: hocba import.",
    .options = import_province_options,
    .arguments_max = PROVINCE_FILES_MAX,
    .run = run_import_province,
};
