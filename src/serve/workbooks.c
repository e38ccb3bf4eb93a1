/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/workbooks.h"

#include "base/encode.h"
#include "serve/pages.h"
#include "service/access_log.h"
#include "service/entry_book.h"
#include "service/school.h"

#define COLUMN_FIELD "cot."

const char *
workbook_path(const struct visit *visit, const struct school_class *class)
{
    return arena_printf(visit->arena, "/lop/%s/nhap-tep", class->id);
}

const char *
workbook_place(const struct visit *visit, const struct import_problem *problem)
{
    char letters[COLUMN_LETTERS_SIZE];
    const char *place = "";

    if (!text_is_blank(problem->sheet))
        place = arena_printf(visit->arena, "%s %s ", T("trang", "sheet"), problem->sheet);
    if (problem->row)
        place = arena_printf(visit->arena, "%s%s %zu ", place, T("hàng", "row"), problem->row);
    if (problem->column)
        place = arena_printf(visit->arena, "%s%s %s", place, T("cột", "column"),
                             column_letters(problem->column, letters));
    return place;
}

/* As fields of a form name columns: "cot.2!D". */
const char *
workbook_column_field(const struct visit *visit, size_t sheet, size_t column)
{
    char letters[COLUMN_LETTERS_SIZE];

    return arena_printf(visit->arena, COLUMN_FIELD "%zu!%s", sheet + 1,
                        column_letters(column, letters));
}

/* "2!D=mon.T.diem;": what was chosen of all columns. */
const char *
workbook_chosen(const struct visit *visit, const struct import_report *report)
{
    const char *text = "";

    for (size_t i = 0; i < report->file.sheets.count; i++) {
        const struct import_sheet *sheet = &report->file.sheets.items[i];
        for (size_t k = 0; k < sheet->columns.count; k++)
            if (sheet->columns.items[k].chosen)
                text = arena_printf(visit->arena, "%s%s=%s;", text,
                                    workbook_column_field(visit, i, sheet->columns.items[k].number),
                                    sheet->columns.items[k].chosen);
    }
    return text;
}

bool
workbook_has_columns(const struct import_report *report)
{
    for (size_t i = 0; i < report->file.sheets.count; i++)
        if (report->file.sheets.items[i].columns.count > 0)
            return true;
    return false;
}

/* Should the columns be looked at: was one of them not understood, or chosen? */
bool
workbook_asks_columns(const struct import_report *report)
{
    for (size_t i = 0; i < report->file.sheets.count; i++) {
        const struct import_sheet *sheet = &report->file.sheets.items[i];
        for (size_t k = 0; k < sheet->columns.count; k++)
            if (!*sheet->columns.items[k].said || sheet->columns.items[k].chosen)
                return true;
    }
    return report->status != OK;
}

size_t
workbook_count(const struct import_report *report, enum import_severity severity)
{
    size_t count = 0;

    for (size_t i = 0; i < report->problems.count; i++)
        count += report->problems.items[i].severity == severity;
    return count;
}

/* Is there something to take in, and nothing that holds the whole file back? */
bool
workbook_may_go(const struct workbook_view *view)
{
    const struct import_report *report = view->report;

    return report && view->file && report->status == OK && !report->applied &&
           report->new_rows + report->changed > 0 && (report->refused == 0 || view->skip_refused);
}

/* Whoever may see the class sees the form; each row asks for its own right. */
static enum status
find_class(struct visit *visit, struct school_class *class, struct error *err)
{
    struct enrolments pupils = {0};
    enum status status =
        store_find_class(visit->app->store, visit->argument[0], visit->arena, class, err);

    if (status == NOT_FOUND)
        return fail(err, NOT_FOUND, "Không có lớp này.");
    TRY(status);
    return class_pupils(visit->app, class, &pupils, err);
}

enum status
workbook_run(struct visit *visit, struct workbook_view *view, bool dry,
             struct import_report *report, struct error *err)
{
    TRY(find_class(visit, &view->class, err));
    if (report->bytes.size > UPLOAD_MAX)
        return fail(err, USAGE, "Tệp lớn hơn %d MB; chưa nhập gì.", UPLOAD_MAX / 1024 / 1024);
    struct import_order order = {.unit_id = view->class.unit,
                                 .year = view->class.year,
                                 .class_name = view->class.name,
                                 .dry_run = dry,
                                 .skip_refused = view->skip_refused,
                                 .accept_repairs = view->accept_repairs,
                                 .choices = &view->choices};

    TRY(import_run(visit->app, &order, report, 1, err));
    return report->applied ? import_mapping_keep(visit->app, view->class.unit, report, err) : OK;
}

enum status
workbook_remember(struct visit *visit, struct workbook_view *view,
                  const struct import_report *report, struct error *err)
{
    struct import_report look = {.name = report->name, .bytes = report->bytes};
    struct import_order order = {0};

    TRY(find_class(visit, &view->class, err));
    if (report->bytes.size > UPLOAD_MAX)
        return OK; /* refused where it is taken in */
    order.year = view->class.year;
    order.class_name = view->class.name;
    import_read_report(&order, &look, visit->arena);
    return import_mapping_find(visit->app, view->class.unit, &look, &view->before, &view->choices,
                               &view->remembered, err);
}

static void
send_view(struct visit *visit, const struct workbook_view *view)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    workbook_show(out, visit, view);
    visit_send_page(visit, out);
}

enum status
workbook_entry_file(struct visit *visit, struct error *err)
{
    const char *word = web_query(visit->request, "ky");
    enum period period = PERIOD_END_2;
    struct school_class class;
    struct span bytes;

    if (!word)
        word = web_query(visit->request, "period");
    if (word && !period_parse(word, &period))
        return fail(err, USAGE, "Không có kỳ “%s”.", word);
    TRY(find_class(visit, &class, err));
    TRY(entry_book_make(visit->app, class.id, period, &bytes, err));
    TRY(access_log_class(visit->app, &class, visit->request->address, err));
    visit_send_file(
        visit, bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        arena_printf(visit->arena, "bang-nhap-%s-%s.xlsx", class.name, period_code(period)), true);
    return OK;
}

enum status
workbook_form_page(struct visit *visit, struct error *err)
{
    struct workbook_view view = {0};

    TRY(find_class(visit, &view.class, err));
    send_view(visit, &view);
    return OK;
}

/* The file as chosen, or as the page before sent it along. */
static enum status
read_upload(struct visit *visit, struct import_report *report, struct error *err)
{
    const struct web_field *file = web_file(visit->request, "tep");
    const char *again = web_form(visit->request, "noi_dung");
    const char *name = web_form(visit->request, "ten");

    *report = (struct import_report){0};
    if (file && file->value.size > 0) {
        report->name = arena_text(visit->arena, file->file_name);
        report->bytes = file->value;
    } else if (again) {
        size_t size = 0;
        uint8_t *bytes = arena_alloc(visit->arena, strlen(again) + 1);
        if (!base64_read(span_of(again), bytes, &size))
            return fail(err, USAGE, "Tệp đến không trọn; chưa nhập gì, hãy chọn lại tệp.");
        report->name = text_is_blank(name) ? "tệp" : name;
        report->bytes = (struct span){(const char *)bytes, size};
    } else {
        return fail(err, USAGE, "Hãy chọn tệp (xlsx, xls, html, csv); chưa nhập gì.");
    }
    return OK;
}

/* What the page says that columns are, each "cot.PLACE" with the meaning, or with the meaning, "|"
 * and the label of the column in the file before; *said the same without labels, as
 * workbook_chosen(). */
static enum status
read_choices(struct visit *visit, struct column_choices *choices, const char **said,
             struct error *err)
{
    const struct web_fields *form = &visit->request->form;

    *said = "";
    for (size_t i = 0; i < form->list.count; i++) {
        const struct web_field *field = &form->list.items[i];
        struct column_choice choice;
        if (!text_starts(field->name, COLUMN_FIELD) || field->value.size == 0)
            continue;
        if (!column_choice_place(field->name + strlen(COLUMN_FIELD), visit->arena, &choice))
            return fail(err, USAGE, "Không có cột “%s”; chưa nhập gì.", field->name);
        char *meaning = arena_copy(visit->arena, field->value.data, field->value.size);
        char *bar = strchr(meaning, '|');
        if (bar) {
            *bar = '\0';
            choice.label = bar + 1;
        }
        choice.meaning = meaning;
        *list_add(visit->arena, choices->list) = choice;
        *said = arena_printf(visit->arena, "%s%s=%s;", *said, field->name, meaning);
    }
    return OK;
}

static enum status
send_problems(struct visit *visit, const struct import_report *report, struct error *err)
{
    struct span bytes;

    TRY(import_write_problems(report, 1, true, app_today(visit->app), visit->arena, &bytes, err));
    visit_send_file(visit, bytes,
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    "can-sua.xlsx", true);
    return OK;
}

/* Taken in is only what was seen before: where another meaning was chosen, it is seen first. */
enum status
workbook_take(struct visit *visit, struct error *err)
{
    struct import_report report;
    struct workbook_view view = {.report = &report,
                                 .accept_repairs = web_form(visit->request, "sua") != NULL,
                                 .skip_refused = web_form(visit->request, "bo_qua") != NULL};
    bool errors = web_form(visit->request, "loi") != NULL;
    bool asked = web_form(visit->request, "nhap") != NULL && !errors;
    const char *said, *seen = web_form(visit->request, "da_xem");

    TRY(read_upload(visit, &report, err));
    TRY(read_choices(visit, &view.choices, &said, err));
    if (!asked && !errors && !seen && view.choices.list.count == 0)
        TRY(workbook_remember(visit, &view, &report, err));
    view.seen_anew = asked && seen && !text_equal(seen, said);
    TRY(workbook_run(visit, &view, !asked || view.seen_anew, &report, err));
    if (errors)
        return send_problems(visit, &report, err);
    view.file = base64_write(visit->arena, report.bytes.data, report.bytes.size);
    send_view(visit, &view);
    return OK;
}
