/* SPDX-License-Identifier: Apache-2.0
 *
 * Every value of the sample workbooks against what openpyxl read with knowledge of their layout.
 */
#include "import_lines.h"

static const struct {
    const char *about, *path, *golden, *class_name;
    enum import_shape shape;
    size_t sheets, header_row, rows, warnings, errors;
} samples[] = {
    {"clean profile", "4A1/ho-so-hoc-sinh-4A1.xlsx", "ho-so-hoc-sinh-4A1", "4A1", SHAPE_PROFILE, 1,
     5, 35, 0, 0},
    {"clean subjects", "4A1/so-danh-gia-mon-hoc-4A1.xlsx", "so-danh-gia-mon-hoc-4A1", "4A1",
     SHAPE_SUBJECT, 12, 5, 420, 0, 0},
    {"clean traits", "4A1/pham-chat-nang-luc-4A1.xlsx", "pham-chat-nang-luc-4A1", "4A1",
     SHAPE_TRAITS, 1, 5, 35, 0, 0},
    {"clean summary", "4A1/bang-tong-hop-4A1.xlsx", "bang-tong-hop-4A1", "4A1", SHAPE_SUMMARY, 1, 5,
     35, 0, 0},
    {"messy profile: a lost zero", "3A/ho-so-hoc-sinh-3A.xlsx", "ho-so-hoc-sinh-3A", "3A",
     SHAPE_PROFILE, 1, 7, 36, 1, 0},
    {"messy subjects", "3A/so-danh-gia-mon-hoc-3A.xlsx", "so-danh-gia-mon-hoc-3A", "3A",
     SHAPE_SUBJECT, 11, 7, 396, 0, 0},
    {"messy traits", "3A/pham-chat-nang-luc-3A.xlsx", "pham-chat-nang-luc-3A", "3A", SHAPE_TRAITS,
     1, 7, 36, 0, 0},
    {"messy summary", "3A/bang-tong-hop-3A.xlsx", "bang-tong-hop-3A", "3A", SHAPE_SUMMARY, 1, 7, 36,
     0, 0},
};

static size_t
count_problems(const struct import_file *file, enum import_severity severity)
{
    size_t count = 0;

    for (size_t i = 0; i < file->problems.count; i++)
        count += file->problems.items[i].severity == severity;
    return count;
}

static void
print_problems(const struct import_file *file)
{
    for (size_t i = 0; i < file->problems.count; i++) {
        const struct import_problem *problem = &file->problems.items[i];
        print_error("  %s %s:%zu:%zu %s [%s]\n", import_severity_key(problem->severity),
                    problem->sheet, problem->row, problem->column, problem->message,
                    problem->proposal ? problem->proposal : "");
    }
}

static void
test_samples(void **state)
{
    static const struct import_options options = {0};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(samples); i++) {
        AUTO(arena) *arena = arena_new();
        struct lines want = {0}, got = {0};
        struct import_file file;
        struct error err = {0};
        struct span bytes;

        const char *path = arena_printf(arena, "tests/samples/%s", samples[i].path);
        assert_ok(file_read(arena, source_path(arena, path), TEST_FILE_MAX, &bytes, &err));
        assert_ok(import_read(bytes, "tệp", &options, arena, &file, &err));
        const char *golden = arena_printf(arena, "tests/golden/import-%s.tsv", samples[i].golden);
        lines_of_file(source_path(arena, golden), arena, &want);
        lines_of_import(&file, arena, &got);
        if (count_differences(&want, &got, samples[i].about) > 0) {
            print_problems(&file);
            row_fail(samples[i].about, "values differ from the golden file");
        }
        if (count_problems(&file, IMPORT_WARNING) != samples[i].warnings ||
            count_problems(&file, IMPORT_ERROR) != samples[i].errors) {
            print_problems(&file);
            row_fail(samples[i].about, "problems");
        }
        assert_int_equal(file.sheets.count, samples[i].sheets);
        assert_int_equal(file.rows.count, samples[i].rows);
        assert_string_equal(file.class_name, samples[i].class_name);
        assert_string_equal(file.year_name, "2023-2024");
        assert_non_null(file.school_name);
        for (size_t k = 0; k < file.sheets.count; k++) {
            assert_int_equal(file.sheets.items[k].shape, samples[i].shape);
            assert_int_equal(file.sheets.items[k].header_row, samples[i].header_row);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_samples)};

    return cmocka_run_group_tests_name("sheet/samples", tests, NULL, NULL);
}
