/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/workbooks.h"

#include "base/encode.h"
#include "serve/pages.h"
#include "service/access_log.h"
#include "service/entry_book.h"
#include "service/school.h"

enum { COLUMNS_MAX = 702 }; /* A to ZZ */

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

static void
note_columns(const struct import_row *row, const char **keys)
{
    for (size_t i = 0; i < row->values.count; i++) {
        const struct import_value *value = &row->values.items[i];
        if (value->column <= COLUMNS_MAX)
            keys[value->column] = value->key;
    }
}

const char *
workbook_columns(const struct visit *visit, const struct import_report *report, size_t sheet)
{
    const char **keys = arena_make_array(visit->arena, COLUMNS_MAX + 1, const char *);
    const char *text = "";
    char letters[COLUMN_LETTERS_SIZE];

    for (size_t i = 0; i < report->file.rows.count; i++)
        if (report->file.rows.items[i].sheet == sheet)
            note_columns(&report->file.rows.items[i], keys);
    for (size_t column = 1; column <= COLUMNS_MAX; column++)
        if (keys[column])
            text = arena_printf(visit->arena, "%s%s%s: %s", text, text[0] ? "; " : "",
                                column_letters(column, letters),
                                value_label(keys[column], visit->arena));
    return text;
}

/* Is there something to take in, and nothing that holds the whole file back? */
bool
workbook_may_go(const struct workbook_view *view)
{
    const struct import_report *report = view->report;

    return report && view->file && report->status == OK && report->new_rows + report->changed > 0 &&
           (report->refused == 0 || view->skip_refused);
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
                                 .accept_repairs = view->accept_repairs};

    return import_run(visit->app, &order, report, 1, err);
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

enum status
workbook_take(struct visit *visit, struct error *err)
{
    struct import_report report;
    struct workbook_view view = {.report = &report,
                                 .accept_repairs = web_form(visit->request, "sua") != NULL,
                                 .skip_refused = web_form(visit->request, "bo_qua") != NULL};
    bool dry = web_form(visit->request, "nhap") == NULL;

    TRY(read_upload(visit, &report, err));
    TRY(workbook_run(visit, &view, dry, &report, err));
    if (!report.applied)
        view.file = base64_write(visit->arena, report.bytes.data, report.bytes.size);
    send_view(visit, &view);
    return OK;
}
