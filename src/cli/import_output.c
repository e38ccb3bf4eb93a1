/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/import_output.h"

#include <stdio.h>

#include "cli/output.h"

enum { ROWS_TEXT_MAX = 1 << 20 }; /* of one line that names rows */

/* --- JSON ------------------------------------------------------------------------------------ */

/* The shape of a file: its sheets' when they agree, else "mixed". */
static const char *
file_shape(const struct import_file *file)
{
    const char *shape = NULL;

    for (size_t i = 0; i < file->sheets.count; i++) {
        if (file->sheets.items[i].skipped)
            continue;
        const char *one = import_shape_key(file->sheets.items[i].shape);
        if (shape && !text_equal(shape, one))
            return "mixed";
        shape = one;
    }
    return shape;
}

static void
json_sheet(struct json *json, const struct import_sheet *sheet)
{
    json_open(json, '{');
    json_text_field(json, "sheet", sheet->name);
    json_text_field(json, "shape", import_shape_key(sheet->shape));
    json_bool_field(json, "skipped", sheet->skipped);
    json_int_field(json, "header_row", (int64_t)sheet->header_row);
    json_int_field(json, "rows", (int64_t)sheet->row_count);
    json_text_field(json, "year", sheet->year_name);
    json_text_field(json, "class", sheet->class_name);
    json_text_field(json, "subject", sheet->subject_code);
    json_close(json, '}');
}

static void
json_problem(struct json *json, const struct import_problem *problem)
{
    char letters[COLUMN_LETTERS_SIZE];

    json_open(json, '{');
    json_text_field(json, "sheet", problem->sheet);
    json_int_field(json, "row", (int64_t)problem->row);
    json_text_field(json, "column",
                    problem->column ? column_letters(problem->column, letters) : NULL);
    json_text_field(json, "severity", import_severity_key(problem->severity));
    json_text_field(json, "key", problem->key);
    json_text_field(json, "message", problem->message);
    json_text_field(json, "proposal", problem->proposal);
    json_close(json, '}');
}

/* The first sheet that was read: what "sheet" and "header_row" of the file mean. */
static const struct import_sheet *
first_sheet(const struct import_file *file)
{
    for (size_t i = 0; i < file->sheets.count; i++) {
        if (!file->sheets.items[i].skipped)
            return &file->sheets.items[i];
    }
    return NULL;
}

static const char *const fate_keys[FATE_COUNT] = {[FATE_NEW] = "new",
                                                  [FATE_CHANGED] = "changed",
                                                  [FATE_UNCHANGED] = "unchanged",
                                                  [FATE_REFUSED] = "refused"};

static void
json_rows(struct json *json, const struct import_report *report)
{
    json_open_list(json, "rows");
    for (size_t i = 0; i < report->rows.count; i++) {
        const struct import_outcome *outcome = &report->rows.items[i];
        json_open(json, '{');
        json_text_field(json, "sheet", report->file.sheets.items[outcome->sheet].name);
        json_int_field(json, "row", (int64_t)outcome->row);
        json_text_field(json, "fate", fate_keys[outcome->fate]);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
json_file(struct json *json, const struct import_report *report)
{
    const struct import_sheet *first = first_sheet(&report->file);

    json_open(json, '{');
    json_text_field(json, "file", report->name);
    json_text_field(json, "status", report->status == OK ? "read" : status_key(report->status));
    json_text_field(json, "message", report->message);
    json_text_field(json, "shape", file_shape(&report->file));
    json_text_field(json, "sheet", first ? first->name : NULL);
    json_int_field(json, "header_row", first ? (int64_t)first->header_row : 0);
    json_bool_field(json, "applied", report->applied);
    json_int_field(json, "new", (int64_t)report->new_rows);
    json_int_field(json, "changed", (int64_t)report->changed);
    json_int_field(json, "unchanged", (int64_t)report->unchanged);
    json_int_field(json, "refused", (int64_t)report->refused);
    json_open_list(json, "sheets");
    for (size_t i = 0; i < report->file.sheets.count; i++)
        json_sheet(json, &report->file.sheets.items[i]);
    json_close(json, ']');
    json_rows(json, report);
    json_open_list(json, "problems");
    for (size_t i = 0; i < report->problems.count; i++)
        json_problem(json, &report->problems.items[i]);
    json_close(json, ']');
    json_close(json, '}');
}

void
import_json_files(struct json *json, const struct import_report *reports, size_t count)
{
    json_open_list(json, "files");
    for (size_t i = 0; i < count; i++)
        json_file(json, &reports[i]);
    json_close(json, ']');
}

void
import_print_json(const struct cli *cli, const struct import_report *reports, bool dry_run)
{
    AUTO(buffer) *out = buffer_new(JSON_CEILING);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_bool_field(&json, "dry_run", dry_run);
    import_json_files(&json, reports, cli->argument_count);
    json_close(&json, '}');
    output_buffer(out);
}

/* --- text ------------------------------------------------------------------------------------ */

static const char *
severity_word(enum import_severity severity)
{
    static const char *const words[] = {
        [IMPORT_NOTICE] = "ghi chú", [IMPORT_WARNING] = "cảnh báo", [IMPORT_ERROR] = "LỖI"};

    return words[severity];
}

/* "trang “X”, hàng 5, cột C: ", as far as there are such; CSV and HTML have no named sheet. */
static void
print_place(const struct import_problem *problem)
{
    bool named = problem->sheet && problem->sheet[0];
    char letters[COLUMN_LETTERS_SIZE];

    if (named)
        printf("trang “%s”", problem->sheet);
    if (problem->row)
        printf("%shàng %zu", named ? ", " : "", problem->row);
    if (problem->column)
        printf("%scột %s", named || problem->row ? ", " : "",
               column_letters(problem->column, letters));
    if (named || problem->row || problem->column)
        printf(": ");
}

void
import_print_problems(const struct import_report *report)
{
    for (size_t i = 0; i < report->problems.count; i++) {
        const struct import_problem *problem = &report->problems.items[i];
        printf("  %s: ", severity_word(problem->severity));
        print_place(problem);
        printf("%s", problem->message);
        if (problem->proposal)
            printf(" Đề nghị: %s", problem->proposal);
        putchar('\n');
    }
}

static const char *
outcome(const struct import_report *report, bool dry_run)
{
    if (report->status != OK)
        return "không đọc được";
    if (dry_run)
        return report->refused ? "chạy thử, có hàng bị từ chối" : "chạy thử, chưa ghi gì";
    return report->applied ? "đã nhập" : "CHƯA NHẬP GÌ, hãy sửa các hàng bị từ chối";
}

static void
add_run(struct buffer *out, size_t first, size_t last)
{
    if (first == 0)
        return;
    buffer_printf(out, "%s%zu", out->size ? ", " : "", first);
    if (last > first)
        buffer_printf(out, "–%zu", last);
}

/* The rows of one fate in one sheet: "mới: hàng 8–43, 45". */
static void
print_rows(const struct import_report *report, size_t sheet, enum import_fate fate)
{
    static const char *const words[FATE_COUNT] = {[FATE_NEW] = "mới",
                                                  [FATE_CHANGED] = "thay đổi",
                                                  [FATE_UNCHANGED] = "không đổi",
                                                  [FATE_REFUSED] = "từ chối"};
    AUTO(buffer) *runs = buffer_new(ROWS_TEXT_MAX);
    size_t first = 0, last = 0;

    for (size_t i = 0; i < report->rows.count; i++) {
        const struct import_outcome *outcome = &report->rows.items[i];
        if (outcome->sheet != sheet || outcome->fate != fate)
            continue;
        if (!first || outcome->row != last + 1) {
            add_run(runs, first, last);
            first = outcome->row;
        }
        last = outcome->row;
    }
    add_run(runs, first, last);
    if (runs->size)
        output_line("    %s: hàng %s", words[fate], runs->data);
}

static void
print_report(const struct import_report *report, bool dry_run)
{
    output_line("%s: %s", report->name, outcome(report, dry_run));
    if (report->status != OK) {
        output_line("  %s", report->message);
        return;
    }
    for (size_t i = 0; i < report->file.sheets.count; i++) {
        const struct import_sheet *sheet = &report->file.sheets.items[i];
        if (sheet->skipped)
            continue;
        const char *name = sheet->name[0] ? sheet->name : NULL;
        output_line("  %s%s%s%s%s%s, tiêu đề ở hàng %zu, %zu học sinh", name ? "trang “" : "",
                    name ? name : "", name ? "”: " : "", import_shape_label(sheet->shape),
                    sheet->subject_code ? " " : "", sheet->subject_code ? sheet->subject_code : "",
                    sheet->header_row, sheet->row_count);
        for (int fate = 0; dry_run && fate < FATE_COUNT; fate++)
            print_rows(report, i, (enum import_fate)fate);
    }
    output_line("  mới %zu, thay đổi %zu, không đổi %zu, từ chối %zu", report->new_rows,
                report->changed, report->unchanged, report->refused);
    import_print_problems(report);
}

void
import_print_text(const struct cli *cli, const struct import_report *reports, bool dry_run)
{
    for (size_t i = 0; i < cli->argument_count; i++)
        print_report(&reports[i], dry_run);
}
