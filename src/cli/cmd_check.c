/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba check --year --class, hocba check FILE...
 */
#include <stdio.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/import_output.h"
#include "cli/output.h"
#include "service/check.h"

static const struct option check_options[] = {
    {"year", "NĂM_HỌC", "năm học của lớp; với TỆP: khi tệp không ghi"},
    {"class", "LỚP", "lớp; với TỆP: khi tệp không ghi"},
    {"columns", "CỘT=NGHĨA;...", "với TỆP: cột nào là gì, như ở hocba import"},
    {"xlsx", "TỆP", "ghi danh sách lỗi ra tệp Excel"},
    {"errors-only", NULL, "chỉ in lỗi, không in cảnh báo"},
    {"rules", NULL, "in bảng các quy định được kiểm tra"},
    {"unit", "MÃ", "trường (mặc định: trường duy nhất)"},
    {0},
};

/* What was checked and how it is printed. */
struct check_print {
    struct cli *cli;
    const struct check_report *report;
    const struct import_report *files; /* NULL: drafts of the instance */
    size_t file_count;
};

/* --- JSON ------------------------------------------------------------------------------------ */

static void
json_pupil(struct json *json, const struct checked_pupil *pupil)
{
    json_open(json, '{');
    json_text_field(json, "name", pupil->name);
    json_text_field(json, "code", pupil->code);
    json_text_field(json, "class", pupil->class_name);
    json_int_field(json, "grade", pupil->grade);
    json_text_field(json, "result", result_word(pupil->result));
    json_open_list(json, "problems");
    for (size_t i = 0; i < pupil->problems.list.count; i++) {
        const struct problem *problem = &pupil->problems.list.items[i];
        json_open(json, '{');
        json_text_field(json, "rule", problem->rule);
        json_text_field(json, "severity",
                        problem->severity == SEVERITY_ERROR ? "error" : "warning");
        json_text_field(json, "article", problem->article);
        json_text_field(json, "field", problem->field);
        json_text_field(json, "message", problem->message);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}

static void
print_json(const struct check_print *print)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_int_field(&json, "errors", (int64_t)print->report->errors);
    json_int_field(&json, "warnings", (int64_t)print->report->warnings);
    json_text_field(&json, "notice", print->report->notice);
    if (print->files)
        import_json_files(&json, print->files, print->file_count);
    json_open_list(&json, "pupils");
    for (size_t i = 0; i < print->report->pupils.count; i++)
        json_pupil(&json, &print->report->pupils.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    output_buffer(out);
}

/* --- text ------------------------------------------------------------------------------------ */

static void
print_pupil(const struct checked_pupil *pupil, bool errors_only)
{
    bool named = false;

    for (size_t i = 0; i < pupil->problems.list.count; i++) {
        const struct problem *problem = &pupil->problems.list.items[i];
        bool is_error = problem->severity == SEVERITY_ERROR;
        if (errors_only && !is_error)
            continue;
        if (!named)
            output_line("%s (%s)", pupil->name ? pupil->name : "?",
                        pupil->code ? pupil->code : "chưa có mã");
        named = true;
        output_line("  %s: %s [%s]", is_error ? "LỖI" : "cảnh báo", problem->message,
                    problem->article);
    }
}

static void
print_text(const struct check_print *print)
{
    bool errors_only = cli_flag(print->cli, "errors-only");

    for (size_t i = 0; i < print->file_count; i++) {
        const struct import_report *file = &print->files[i];
        output_line("%s: %s", file->name, file->status == OK ? "đã đọc" : file->message);
        import_print_problems(file);
    }
    for (size_t i = 0; i < print->report->pupils.count; i++)
        print_pupil(&print->report->pupils.items[i], errors_only);
    if (print->report->notice)
        output_line("%s", print->report->notice);
    output_line("%zu học sinh: %zu lỗi, %zu cảnh báo.", print->report->pupils.count,
                print->report->errors, print->report->warnings);
}

static enum status
finish(const struct check_print *print, struct error *err)
{
    const char *path = cli_option(print->cli, "xlsx");
    struct span bytes;

    if (path) {
        TRY(check_to_xlsx(print->report, print->files, print->file_count, "Danh sách lỗi",
                          print->cli->arena, &bytes, err));
        TRY(file_write(path, bytes, 0600, err));
    }
    if (print->cli->json)
        print_json(print);
    else
        print_text(print);
    if (print->report->errors > 0)
        print->cli->exit_code = EXIT_NO;
    return OK;
}

/* --- the two ways ---------------------------------------------------------------------------- */

static enum status
check_the_files(struct cli *cli, struct error *err)
{
    struct column_choices choices;
    struct import_order order = {.year = cli_option(cli, "year"),
                                 .class_name = cli_option(cli, "class"),
                                 .choices = &choices};
    struct check_report report = {0};
    struct import_report *files;

    TRY(column_choices_read(cli_option(cli, "columns"), cli->arena, &choices, err));
    TRY(read_workbooks(cli, &files, err));
    check_files(&order, files, cli->argument_count, cli->arena, &report);
    for (size_t i = 0; i < cli->argument_count; i++) {
        for (size_t j = 0; j < files[i].problems.count; j++)
            report.errors += files[i].problems.items[j].severity == IMPORT_ERROR;
        report.errors += files[i].status != OK;
    }
    struct check_print print = {cli, &report, files, cli->argument_count};
    return finish(&print, err);
}

static enum status
check_the_class(struct cli *cli, struct error *err)
{
    const char *year = cli_option(cli, "year"), *name = cli_option(cli, "class");
    struct check_report report = {0};
    struct school_class class;
    struct unit school;
    struct app *app;

    if (!year || !name)
        return fail(err, USAGE, "Hãy ghi --year và --class, hoặc các tệp cần kiểm tra.");
    TRY(cli_open(cli, &app, err));
    TRY(school_find(app, cli_option(cli, "unit"), &school, err));
    TRY(class_find(app, school.id, year, name, &class, err));
    TRY(check_class(app, class.id, &report, err));
    struct check_print print = {cli, &report, NULL, 0};
    return finish(&print, err);
}

static void
print_rules(struct cli *cli)
{
    static const struct output_column columns[] = {
        {"id", "MÃ"}, {"severity", "MỨC"}, {"article", "ĐIỀU"}, {"sentence", "QUY ĐỊNH"}};
    struct output_list list = output_list_new(cli, "rules", columns);

    for (size_t i = 0; i < rules_count; i++)
        output_list_row(
            &list, (const char *[]){rules_table[i].id,
                                    rules_table[i].severity == SEVERITY_ERROR ? "error" : "warning",
                                    rules_table[i].article, rules_table[i].sentence});
    output_list_print(&list);
}

static enum status
run_check(struct cli *cli, struct error *err)
{
    if (cli_flag(cli, "rules")) {
        print_rules(cli);
        return OK;
    }
    return cli->argument_count ? check_the_files(cli, err) : check_the_class(cli, err);
}

const struct command command_check = {
    .name = "check",
    .usage = "--year NĂM_HỌC --class LỚP | TỆP...  [--xlsx TỆP]",
    .summary = "kiểm tra theo quy định: bản nháp của lớp, hoặc các tệp của trường",
    .help =
        "Với TỆP không cần hệ thống nào: các tệp của một lớp được đọc cùng nhau và kiểm tra ngay.\n"
        "Mã thoát 1 khi có lỗi; cảnh báo không chặn việc ký.",
    .options = check_options,
    .arguments_max = IMPORT_FILES_MAX,
    .run = run_check,
};
