/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads every workbook of a folder and compares each imported value with NAME.truth beside it.
 *
 * usage: check_workbooks FOLDER
 *
 * Lines of a truth, parts separated by tabs:
 *   F year class            of the file; an empty part: the file does not say
 *   N                       the next sheet is none of the four shapes
 *   S shape row subject period    of the next sheet; row: of the header; period: of its pupils
 *   R sheet row code number name birth wanted   of a pupil; `wanted` is the name as it is spelt
 *   V key text              of that pupil: must be read, exactly
 *   O key text              may be read, and then exactly
 *   D column key text       cannot be read: a problem at that cell, proposing `text` if not empty
 */
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/unicode.h"
#include "sheet/workbook_map.h"

enum { PARTS_MAX = 9, SHOWN_MAX = 40, TRUTH_MAX = 16 << 20 };

/* One workbook being compared, and the sums over all. */
struct checking {
    const char *name;
    struct arena *arena;
    struct import_file file, repaired;
    const struct import_row *row, *repaired_row;
    bool row_has_defect;
    size_t row_named; /* values of the row that the truth names */
    size_t sheets, rows;
    char period[8]; /* of the sheet's pupils */
};

static struct {
    size_t files, rows, values, defects, proposals, wrong;
} sum;

__attribute__((format(printf, 2, 3))) static void
wrong(const struct checking *c, const char *format, ...)
{
    va_list args;

    if (sum.wrong++ >= SHOWN_MAX)
        return;
    fprintf(stderr, "%s", c->name);
    if (c->row)
        fprintf(stderr, " sheet %zu row %zu", c->row->sheet + 1, c->row->number);
    fputs(": ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

static const char *
shown(const char *text)
{
    return text ? text : "(nothing)";
}

static void
expect(const struct checking *c, const char *what, const char *got, const char *want)
{
    if (!text_equal(got, *want ? want : NULL))
        wrong(c, "%s: read %s, truth %s", what, shown(got), *want ? want : "(nothing)");
}

/* The value as record_get() gives it back after record_set(); the text itself for other keys. */
static const char *
normal(const struct checking *c, const char *key, const char *text)
{
    const struct field *field = field_by_key(key);
    struct record record;
    struct error err = {0};

    if (field == NULL || text == NULL)
        return text;
    record_init(&record);
    if (record_set(&record, field, text, c->arena, &err) != OK)
        return text;
    return record_get(&record, field, c->arena);
}

static const struct import_problem *
problem_at(const struct checking *c, size_t column)
{
    const char *sheet = c->file.sheets.items[c->row->sheet].name;

    for (size_t i = 0; i < c->file.problems.count; i++) {
        const struct import_problem *problem = &c->file.problems.items[i];
        if (problem->row == c->row->number && problem->column == column &&
            text_equal(problem->sheet, sheet))
            return problem;
    }
    return NULL;
}

static const struct import_row *
find_row(const struct import_file *file, size_t sheet, size_t number)
{
    for (size_t i = 0; i < file->rows.count; i++)
        if (file->rows.items[i].sheet == sheet && file->rows.items[i].number == number)
            return &file->rows.items[i];
    return NULL;
}

/* After the last line of a pupil: nothing was read that the truth does not name. */
static void
end_row(struct checking *c)
{
    if (c->row && c->row_named != c->row->values.count)
        for (size_t i = 0; i < c->row->values.count; i++)
            wrong(c, "%zu values, the truth names %zu: %s=%s", c->row->values.count, c->row_named,
                  c->row->values.items[i].key, c->row->values.items[i].text);
    if (c->row && c->row->refused && !c->row_has_defect)
        wrong(c, "refused without a reason");
    c->row = NULL;
}

static void
begin_row(struct checking *c, char **part)
{
    char birth[DATE_TEXT_SIZE];
    size_t sheet = (size_t)atoi(part[1]), number = (size_t)atoi(part[2]);

    end_row(c);
    c->rows++;
    c->row_named = 0;
    c->row_has_defect = false;
    c->row = find_row(&c->file, sheet, number);
    c->repaired_row = find_row(&c->repaired, sheet, number);
    if (c->row == NULL) {
        wrong(c, "no row %zu of sheet %zu", number, sheet + 1);
        return;
    }
    expect(c, "period", period_code(c->row->period), c->period);
    expect(c, "code", c->row->code, part[3]);
    expect(c, "number", c->row->personal_number, part[4]);
    expect(c, "name", c->row->name, part[5]);
    expect(c, "birth date",
           date_is_none(c->row->birth_date) ? NULL : date_write_iso(c->row->birth_date, birth),
           part[6]);
    if (c->row->name &&
        !text_equal(unicode_name_key(c->arena, c->row->name), unicode_name_key(c->arena, part[7])))
        wrong(c, "%s does not match %s", c->row->name, part[7]);
}

static void
check_value(struct checking *c, char **part)
{
    const char *got = import_row_value(c->row, part[1]);

    sum.values++;
    c->row_named += got != NULL;
    if (got == NULL && part[0][0] == 'O')
        return;
    if (!text_equal(normal(c, part[1], got), normal(c, part[1], part[2])))
        wrong(c, "%s: read %s, truth %s", part[1], shown(got), part[2]);
}

static void
check_defect(struct checking *c, char **part)
{
    const struct import_problem *problem = problem_at(c, (size_t)atoi(part[1]));
    const char *key = text_equal(part[2], "@number") ? "so_cccd" : part[2];

    sum.defects++;
    c->row_has_defect = true;
    if (import_row_value(c->row, key))
        wrong(c, "%s: read %s from a cell that cannot be read", key, import_row_value(c->row, key));
    if (problem == NULL)
        wrong(c, "column %s (%s): no problem", part[1], key);
    if (part[3][0] == '\0')
        return;
    sum.proposals++;
    if (problem && !text_equal(problem->proposal, part[3]))
        wrong(c, "%s: proposes %s, truth %s", key, shown(problem->proposal), part[3]);
    const char *repaired = c->repaired_row ? import_row_value(c->repaired_row, key) : NULL;
    if (!text_equal(repaired, part[3]))
        wrong(c, "%s: repaired to %s, truth %s", key, shown(repaired), part[3]);
}

static void
check_sheet(struct checking *c, char **part)
{
    end_row(c);
    size_t at = c->sheets++;
    if (at >= c->file.sheets.count) {
        wrong(c, "sheet %zu is missing", at + 1);
        return;
    }
    const struct import_sheet *sheet = &c->file.sheets.items[at];
    expect(c, "shape", import_shape_key(sheet->shape), part[1]);
    expect(c, "subject", sheet->subject_code, part[3]);
    snprintf(c->period, sizeof c->period, "%s", part[4]);
    if (sheet->header_row != (size_t)atoi(part[2]))
        wrong(c, "sheet %zu: header in row %zu, truth %s", at + 1, sheet->header_row, part[2]);
}

static void
check_other_sheet(struct checking *c)
{
    size_t at = c->sheets++;

    end_row(c);
    if (at >= c->file.sheets.count || !c->file.sheets.items[at].skipped)
        wrong(c, "sheet %zu: read, the truth says that it holds no pupils", at + 1);
}

static void
check_line(struct checking *c, char *line)
{
    char *part[PARTS_MAX] = {0};
    size_t count = 0;

    while (line && count < PARTS_MAX)
        part[count++] = strsep(&line, "\t");
    if (part[0][0] == 'F') {
        expect(c, "year", c->file.year_name, part[1]);
        expect(c, "class", c->file.class_name, part[2]);
    } else if (part[0][0] == 'N')
        check_other_sheet(c);
    else if (part[0][0] == 'S')
        check_sheet(c, part);
    else if (part[0][0] == 'R')
        begin_row(c, part);
    else if (c->row && (part[0][0] == 'V' || part[0][0] == 'O'))
        check_value(c, part);
    else if (c->row && part[0][0] == 'D')
        check_defect(c, part);
}

/* An error that no planned defect explains. */
static void
check_problems(struct checking *c, const char *truth_text)
{
    for (size_t i = 0; i < c->file.problems.count; i++) {
        const struct import_problem *problem = &c->file.problems.items[i];
        if (problem->severity == IMPORT_ERROR && strstr(truth_text, "\nD\t") == NULL)
            wrong(c, "row %zu column %zu: %s", problem->row, problem->column, problem->message);
    }
    if (c->rows != c->file.rows.count)
        wrong(c, "%zu rows, truth %zu", c->file.rows.count, c->rows);
}

static enum status
read_workbook(struct checking *c, const char *stem, struct error *err)
{
    static const char *const endings[] = {"xlsx", "xls", "csv"};
    const struct import_options as_is = {0}, repairs = {.accept_repairs = true};
    struct span bytes = {0};
    enum status status = NOT_FOUND;

    for (size_t i = 0; i < COUNT_OF(endings) && status == NOT_FOUND; i++) {
        const char *path = arena_printf(c->arena, "%s.%s", stem, endings[i]);
        status = file_read(c->arena, path, WORKBOOK_BYTES_MAX, &bytes, err);
    }
    TRY(status);
    TRY(import_read(bytes, c->name, &as_is, c->arena, &c->file, err));
    return import_read(bytes, c->name, &repairs, c->arena, &c->repaired, err);
}

static void
check_workbook(const char *folder, const char *file_name)
{
    AUTO(arena) *arena = arena_new();
    struct checking c = {.name = file_name, .arena = arena};
    struct error err = {0};
    struct span truth;
    const char *path = arena_printf(arena, "%s/%s", folder, file_name);
    char *stem = arena_text(arena, path);

    stem[strlen(stem) - strlen(".truth")] = '\0';
    sum.files++;
    if (file_read(arena, path, TRUTH_MAX, &truth, &err) != OK ||
        read_workbook(&c, stem, &err) != OK) {
        wrong(&c, "%s [%s]", err.message, err.detail);
        return;
    }
    char *lines = arena_copy(arena, truth.data, truth.size);
    for (char *line; (line = strsep(&lines, "\n"));)
        if (*line)
            check_line(&c, line);
    end_row(&c);
    sum.rows += c.rows;
    check_problems(&c, truth.data);
}

static int
is_truth(const struct dirent *entry)
{
    return text_ends(entry->d_name, ".truth");
}

int
main(int argc, char **argv)
{
    struct dirent **entries = NULL;
    int count = argc == 2 ? scandir(argv[1], &entries, is_truth, alphasort) : -1;

    if (count <= 0) {
        fputs("usage: check_workbooks FOLDER (with *.truth in it)\n", stderr);
        return 2;
    }
    for (int i = 0; i < count; i++) {
        check_workbook(argv[1], entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    printf("%zu workbooks, %zu pupils' rows, %zu values compared, %zu unreadable cells told, %zu "
           "repairs proposed: %zu wrong\n",
           sum.files, sum.rows, sum.values, sum.defects, sum.proposals, sum.wrong);
    return sum.wrong > 0;
}
