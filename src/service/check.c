/* SPDX-License-Identifier: Apache-2.0 */
#include "service/check.h"

#include "base/unicode.h"
#include "service/access.h"
#include "sheet/xlsx_write.h"

static void
add_checked(struct check_report *report, const struct draft *draft, struct arena *arena)
{
    struct checked_pupil *checked = list_add(arena, report->pupils);

    checked->name = draft->record.name;
    checked->code = draft->record.pupil_code;
    checked->class_name = draft->record.class_name;
    checked->grade = draft->record.grade;
    checked->result = draft->record.result;
    draft_check(draft, arena, &checked->problems);
    for (size_t i = 0; i < checked->problems.list.count; i++) {
        if (checked->problems.list.items[i].severity == SEVERITY_ERROR)
            report->errors++;
        else
            report->warnings++;
    }
}

static const char *
deadline_notice(struct app *app, const struct year_rules *rules)
{
    char day[DATE_TEXT_SIZE];

    if (date_is_none(rules->entry_deadline) ||
        date_compare(app_today(app), rules->entry_deadline) <= 0)
        return NULL;
    return arena_printf(app->arena, "Hạn nhập kết quả năm học %s là ngày %s, đã qua.", rules->name,
                        date_write_vietnamese(rules->entry_deadline, day));
}

enum status
check_class(struct app *app, const char *class_id, struct check_report *report, struct error *err)
{
    struct drafts drafts;

    TRY(drafts_load(app, class_id, &drafts, err));
    const struct school_class *class = &drafts.context.class;
    TRY(access_check_class(app, MAY_SEE, class->unit, class->year, class->id, err));
    for (size_t i = 0; i < drafts.list.count; i++)
        add_checked(report, &drafts.list.items[i], app->arena);
    if (report->errors > 0)
        report->notice = deadline_notice(app, &drafts.context.rules);
    return OK;
}

/* --- workbooks without an instance ------------------------------------------------------------ */

/* A pupil as several files together tell of it. */
struct filed_pupil {
    const char *code, *personal_number, *name_key;
    struct date birth_date;
    const char *year_name, *class_name;
    struct draft draft;
};

struct filing {
    const struct import_order *order;
    struct arena *arena;
    LIST(struct filed_pupil *) pupils;
};

static bool
is_same(const struct filed_pupil *pupil, const struct import_row *row, const char *name_key)
{
    if (row->code && pupil->code)
        return text_equal(row->code, pupil->code);
    if (row->personal_number && pupil->personal_number)
        return text_equal(row->personal_number, pupil->personal_number);
    return name_key && text_equal(name_key, pupil->name_key) && !date_is_none(row->birth_date) &&
           date_compare(row->birth_date, pupil->birth_date) == 0;
}

static struct filed_pupil *
file_pupil(struct filing *filing, const struct import_row *row)
{
    const char *name_key = row->name ? unicode_name_key(filing->arena, row->name) : NULL;

    for (size_t i = 0; i < filing->pupils.count; i++) {
        if (is_same(filing->pupils.items[i], row, name_key))
            return filing->pupils.items[i];
    }
    struct filed_pupil *pupil = arena_make(filing->arena, struct filed_pupil);
    const char *year = row->year_name ? row->year_name : filing->order->year;
    const char *class_name = row->class_name ? row->class_name : filing->order->class_name;
    draft_begin(&pupil->draft, import_row_grade(row, class_name), year, filing->arena);
    pupil->draft.record.class_name = class_name;
    pupil->name_key = name_key;
    *list_add(filing->arena, filing->pupils) = pupil;
    return pupil;
}

static void
file_row(struct filing *filing, const struct import_row *row)
{
    struct filed_pupil *pupil = file_pupil(filing, row);
    struct record *record = &pupil->draft.record;

    pupil->code = pupil->code ? pupil->code : row->code;
    pupil->personal_number = pupil->personal_number ? pupil->personal_number : row->personal_number;
    if (date_is_none(pupil->birth_date))
        pupil->birth_date = row->birth_date;
    if (!record->name)
        record->name = row->name;
    if (date_is_none(record->birth_date))
        record->birth_date = row->birth_date;
    record->pupil_code = pupil->code;
    for (size_t i = 0; i < row->values.count; i++) {
        if (!text_equal(row->values.items[i].key, "khoi"))
            draft_put(&pupil->draft, row->values.items[i].key, row->values.items[i].text,
                      filing->arena);
    }
}

void
check_files(const struct import_order *order, struct import_report *files, size_t count,
            struct arena *arena, struct check_report *report)
{
    struct filing filing = {.order = order, .arena = arena};

    for (size_t i = 0; i < count; i++)
        import_read_report(order, &files[i], arena);
    import_sort_reports(files, count, arena); /* a profile knows the pupil's grade */
    for (size_t i = 0; i < count; i++) {
        files[i].problems.count = 0;
        for (size_t j = 0; j < files[i].file.problems.count; j++)
            *list_add(arena, files[i].problems) = files[i].file.problems.items[j];
    }
    /* Rows that know the pupil's code first, so that rows with a name only find them. */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            for (size_t j = 0; files[i].status == OK && j < files[i].file.rows.count; j++) {
                const struct import_row *row = &files[i].file.rows.items[j];
                if ((row->code != NULL) == (pass == 0))
                    file_row(&filing, row);
            }
        }
    }
    for (size_t i = 0; i < filing.pupils.count; i++) {
        draft_finish(&filing.pupils.items[i]->draft, arena);
        add_checked(report, &filing.pupils.items[i]->draft, arena);
    }
}

/* --- as a workbook ---------------------------------------------------------------------------- */

struct problem_lines {
    LIST(struct problem_line) list;
};

static void
add_file_lines(struct problem_lines *lines, const struct import_report *file, struct arena *arena)
{
    if (file->status != OK)
        *list_add(arena, lines->list) = (struct problem_line){
            .file = file->name, .severity = IMPORT_ERROR, .message = file->message};
    for (size_t i = 0; i < file->problems.count; i++) {
        const struct import_problem *problem = &file->problems.items[i];
        *list_add(arena, lines->list) = (struct problem_line){.file = file->name,
                                                              .sheet = problem->sheet,
                                                              .row = problem->row,
                                                              .column = problem->column,
                                                              .severity = problem->severity,
                                                              .message = problem->message,
                                                              .proposal = problem->proposal};
    }
}

static void
add_rule_lines(struct problem_lines *lines, const struct checked_pupil *pupil, struct arena *arena)
{
    const char *who = arena_printf(arena, "%s (%s)", pupil->name ? pupil->name : "?",
                                   pupil->code ? pupil->code : "chưa có mã");

    for (size_t i = 0; i < pupil->problems.list.count; i++) {
        const struct problem *problem = &pupil->problems.list.items[i];
        *list_add(arena, lines->list) = (struct problem_line){
            .severity = problem->severity == SEVERITY_ERROR ? IMPORT_ERROR : IMPORT_WARNING,
            .pupil = who,
            .article = problem->article,
            .message = problem->message};
    }
}

enum status
check_to_xlsx(const struct check_report *report, const struct import_report *files, size_t count,
              const char *title, struct arena *arena, struct span *bytes, struct error *err)
{
    struct problem_lines lines = {0};

    for (size_t i = 0; i < count; i++)
        add_file_lines(&lines, &files[i], arena);
    for (size_t i = 0; i < report->pupils.count; i++)
        add_rule_lines(&lines, &report->pupils.items[i], arena);
    return xlsx_write_problems(lines.list.items, lines.list.count, title, arena, bytes, err);
}
