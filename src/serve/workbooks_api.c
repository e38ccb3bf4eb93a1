/* SPDX-License-Identifier: Apache-2.0
 *
 * The API of taking a workbook in: the body is the file, what to do with it stands in the query.
 */
#include "serve/workbooks.h"

static bool
is_asked(const struct visit *visit, const char *name)
{
    return text_equal(web_query(visit->request, name), "1");
}

static void
write_problem(struct visit *visit, struct json *json, const struct import_problem *problem)
{
    char letters[COLUMN_LETTERS_SIZE];

    json_open(json, '{');
    json_text_field(json, "where", workbook_place(visit, problem));
    json_text_field(json, "sheet", problem->sheet);
    json_int_field(json, "row", (int64_t)problem->row);
    json_text_field(json, "column",
                    problem->column ? column_letters(problem->column, letters) : NULL);
    json_text_field(json, "value", problem->value);
    json_text_field(json, "severity", import_severity_key(problem->severity));
    json_text_field(json, "message", problem->message);
    json_text_field(json, "proposal", problem->proposal);
    json_text_field(json, "advice", import_advice(problem, visit->arena));
    json_close(json, '}');
}

static void
write_columns(struct json *json, const struct import_report *report)
{
    char letters[COLUMN_LETTERS_SIZE];

    json_open_list(json, "columns");
    for (size_t i = 0; i < report->file.sheets.count; i++) {
        const struct import_sheet *sheet = &report->file.sheets.items[i];
        for (size_t k = 0; k < sheet->columns.count; k++) {
            const struct import_column *column = &sheet->columns.items[k];
            json_open(json, '{');
            json_int_field(json, "sheet", (int64_t)i + 1);
            json_text_field(json, "column", column_letters(column->number, letters));
            json_text_field(json, "label", column->label);
            json_text_field(json, "taken_for", column->said);
            json_text_field(json, "chosen", column->chosen);
            json_close(json, '}');
        }
    }
    json_close(json, ']');
}

/* `before`: what is offered, for whoever asks again; NULL: nothing. */
static void
send_report(struct visit *visit, const struct import_report *report, const char *before)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_bool_field(&json, "applied", report->applied);
    json_int_field(&json, "new", (int64_t)report->new_rows);
    json_int_field(&json, "changed", (int64_t)report->changed);
    json_int_field(&json, "unchanged", (int64_t)report->unchanged);
    json_int_field(&json, "refused", (int64_t)report->refused);
    json_text_field(&json, "remembered", before);
    write_columns(&json, report);
    json_open_list(&json, "problems");
    for (size_t i = 0; i < report->problems.count; i++)
        write_problem(visit, &json, &report->problems.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
}

enum status
workbook_take_api(struct visit *visit, struct error *err)
{
    const char *name = web_query(visit->request, "name");
    struct import_report report = {.name = text_is_blank(name) ? "tệp" : name,
                                   .bytes = visit->request->body};
    struct workbook_view view = {.report = &report,
                                 .accept_repairs = is_asked(visit, "repairs"),
                                 .skip_refused = is_asked(visit, "skip")};

    const char *columns = web_query(visit->request, "columns");
    struct workbook_view offered = {0};

    if (!columns)
        TRY(workbook_remember(visit, &offered, &report, err));
    TRY(column_choices_read(columns, visit->arena, &view.choices, err));
    TRY(workbook_run(visit, &view, !is_asked(visit, "apply"), &report, err));
    if (report.status != OK)
        return fail(err, report.status, "%s", report.message);
    send_report(visit, &report, offered.remembered ? offered.before.choices : NULL);
    return OK;
}
