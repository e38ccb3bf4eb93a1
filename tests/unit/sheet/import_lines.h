/* SPDX-License-Identifier: Apache-2.0
 *
 * An import as sorted lines "sheet, row, key, value", the form of tests/golden/import-*.tsv.
 */
#ifndef HOCBA_TESTS_SHEET_IMPORT_LINES_H
#define HOCBA_TESTS_SHEET_IMPORT_LINES_H

#include "tests/support/test.h"

#include "base/file.h"
#include "base/list.h"
#include "sheet/workbook_map.h"

#include <stdlib.h>

struct lines {
    LIST(const char *) list;
};

enum { TEST_FILE_MAX = 64 << 20 };

static int
compare_lines(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
sort_lines(struct lines *lines)
{
    if (lines->list.count)
        qsort(lines->list.items, lines->list.count, sizeof(char *), compare_lines);
}

static void
add_line(struct lines *lines, struct arena *arena, const struct import_file *file,
         const struct import_row *row, const char *key, const char *text)
{
    if (text)
        *list_add(arena, lines->list) = arena_printf(
            arena, "%s\t%zu\t%s\t%s", file->sheets.items[row->sheet].name, row->number, key, text);
}

static inline void
lines_of_import(const struct import_file *file, struct arena *arena, struct lines *lines)
{
    char iso[DATE_TEXT_SIZE];

    for (size_t i = 0; i < file->rows.count; i++) {
        const struct import_row *row = &file->rows.items[i];
        add_line(lines, arena, file, row, "@name", row->name);
        add_line(lines, arena, file, row, "@code", row->code);
        add_line(lines, arena, file, row, "@number", row->personal_number);
        add_line(lines, arena, file, row, "@class", row->class_name);
        if (!date_is_none(row->birth_date))
            add_line(lines, arena, file, row, "@birth", date_write_iso(row->birth_date, iso));
        for (size_t k = 0; k < row->values.count; k++)
            add_line(lines, arena, file, row, row->values.items[k].key, row->values.items[k].text);
    }
    for (size_t i = 0; i < file->problems.count; i++) {
        const struct import_problem *problem = &file->problems.items[i];
        if (problem->proposal && text_equal(problem->key, "so_cccd"))
            *list_add(arena, lines->list) = arena_printf(
                arena, "%s\t%zu\t!proposal\t%s", problem->sheet, problem->row, problem->proposal);
    }
    sort_lines(lines);
}

static inline void
lines_of_file(const char *path, struct arena *arena, struct lines *lines)
{
    struct error err = {0};
    struct span bytes;

    assert_ok(file_read(arena, path, TEST_FILE_MAX, &bytes, &err));
    char *rest = arena_copy(arena, bytes.data, bytes.size);
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        if (*line)
            *list_add(arena, lines->list) = line;
    sort_lines(lines);
}

/* How many lines differ; the first few are printed. */
static inline size_t
count_differences(const struct lines *want, const struct lines *got, const char *about)
{
    size_t i = 0, k = 0, count = 0;

    while (i < want->list.count || k < got->list.count) {
        int order = i == want->list.count  ? 1
                    : k == got->list.count ? -1
                                           : strcmp(want->list.items[i], got->list.items[k]);
        if (order != 0 && count++ < 8)
            print_error("%s: %s %s\n", about, order < 0 ? "missing" : "wrong",
                        order < 0 ? want->list.items[i] : got->list.items[k]);
        i += order <= 0;
        k += order >= 0;
    }
    return count;
}

/* "tests/..." of the source tree. */
static inline const char *
source_path(struct arena *arena, const char *path)
{
    const char *root = getenv("HOCBA_SOURCE");

    assert_non_null(root);
    return arena_printf(arena, "%s/%s", root, path);
}

#endif
