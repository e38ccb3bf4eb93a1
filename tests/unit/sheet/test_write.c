/* SPDX-License-Identifier: Apache-2.0
 *
 * What is written is read again with the same values: the nine forms of the class summary, the
 * entry workbook.
 */
#include "import_lines.h"

#include "model/curriculum.h"
#include "sheet/table_write.h"
#include "sheet/xlsx_write.h"

enum { PUPILS = 7 };

struct class_of_tests {
    struct record records[PUPILS];
    struct summary_pupil pupils[PUPILS];
    struct class_summary summary;
};

static const char *const names[PUPILS] = {
    "Nguyễn Thị Thuỳ Dương", "Lỷ Gia Huy",  "=HYPERLINK(\"http://x\")", "@Đặng Quỳnh", "+Tô Hoà",
    "-Chíu  A Sằn",          "Trần Văn Ước"};

/* A number that looks random and is the same each time. */
static unsigned
scatter(unsigned a, unsigned b)
{
    return (a * 2654435761u ^ b * 40503u) >> 7;
}

static void
fill_pupil(struct class_of_tests *class, const struct curriculum *curriculum, unsigned i)
{
    struct record *record = &class->records[i];
    struct summary_pupil *pupil = &class->pupils[i];
    enum period period = class->summary.period;

    record_init(record);
    record->name = names[i];
    record->sex = i % 2 ? SEX_MALE : SEX_FEMALE;
    record->birth_date = (struct date){2014, (int8_t)(i + 1), (int8_t)(3 * i + 1)};
    record->ethnicity = i % 3 ? "Kinh" : "Sán Dìu";
    for (size_t k = 0; k < curriculum->row_count; k++) {
        const struct curriculum_row *row = &curriculum->rows[k];
        if (row->elective && i % 2)
            continue;
        enum level level = (enum level)(1 + scatter(i, (unsigned)k) % 3);
        int mark = row->tested[period] ? (int)(scatter(i + 9, (unsigned)k) % 11) : MARK_NONE;
        pupil->marks[pupil->mark_count++] = (struct summary_mark){row->subject->code, level, mark};
        record->subjects[record->subject_count++] = (struct subject_result){
            .code = row->subject->code, .name = row->subject->name, .level = level, .mark = mark};
    }
    for (unsigned k = 0; k < TRAIT_COUNT; k++)
        record->ratings[k] = pupil->ratings[k] = (enum rating)(1 + scatter(i, k + 77) % 3);
    record->result = (enum result)(1 + i % 4);
    record->promoted = i % 4 == 3 ? ANSWER_NO : ANSWER_NONE;
    pupil->award = i % 4 == 0;
    pupil->award_sudden = i == 2;
    pupil->note = i == 1 ? "=1+1" : NULL;
    pupil->record = record;
}

static const struct import_row *
row_of_name(const struct import_file *file, const char *name, struct arena *arena)
{
    for (size_t i = 0; i < file->rows.count; i++)
        if (text_equal(file->rows.items[i].name, text_squeeze(arena, name)))
            return &file->rows.items[i];
    return NULL;
}

static void
expect(const struct import_row *row, const char *key, enum period period, const char *want,
       struct arena *arena)
{
    if (period != PERIOD_END_2)
        key = arena_printf(arena, "%s.%s", key, period_code(period));
    const char *got = import_row_value(row, key);
    if (!text_equal(got, want))
        fail_msg("%s: %s: wanted %s, got %s", row->name, key, want ? want : "-", got ? got : "-");
}

static void
check_pupil(const struct class_of_tests *class, const struct summary_pupil *pupil,
            const struct import_file *file, struct arena *arena)
{
    enum period period = class->summary.period;
    const struct record *record = pupil->record;
    const struct import_row *row = row_of_name(file, record->name, arena);

    if (row == NULL)
        fail_msg("pupil %s was lost", record->name);
    assert_false(row->refused);
    assert_int_equal(date_compare(row->birth_date, record->birth_date), 0);
    assert_string_equal(import_row_value(row, "gioi_tinh"), record->sex == SEX_MALE ? "1" : "2");
    assert_string_equal(import_row_value(row, "dan_toc"), record->ethnicity);
    for (size_t k = 0; k < pupil->mark_count; k++) {
        const struct summary_mark *mark = &pupil->marks[k];
        expect(row, arena_printf(arena, "mon.%s.muc", mark->code), period,
               level_symbol(mark->level), arena);
        expect(row, arena_printf(arena, "mon.%s.diem", mark->code), period,
               mark->mark == MARK_NONE ? NULL : arena_printf(arena, "%d", mark->mark), arena);
    }
    for (unsigned k = 0; k < TRAIT_COUNT; k++) {
        const struct field *field = field_of_trait((enum trait)k);
        expect(row, field->key, period, rating_symbol(pupil->ratings[k]), arena);
    }
    if (pupil->note)
        assert_string_equal(import_row_value(row, "ghi_chu"), pupil->note);
    if (period != PERIOD_END_2)
        return;
    expect(row, "ket_qua_xep_loai", period, result_word(record->result), arena);
    expect(row, "khen_thuong_cuoi_nam", period, pupil->award ? "1" : NULL, arena);
    expect(row, "khen_thuong_dot_xuat", period, pupil->award_sudden ? "1" : NULL, arena);
    expect(row, "duoc_len_lop", period, record->promoted == ANSWER_NO ? "0" : NULL, arena);
}

static void
check_form(int grade, enum period period, bool training)
{
    static const struct import_options options = {0};
    AUTO(arena) *arena = arena_new();
    struct class_of_tests *class = arena_make(arena, struct class_of_tests);
    const struct curriculum *curriculum;
    struct import_file file;
    struct error err = {0};
    struct span bytes, again;

    class->summary = (struct class_summary){.department_name = "Phòng GDĐT",
                                            .school_name = "Trường Tiểu học Sao Mai",
                                            .class_name = "L1",
                                            .year_name = "2024-2025",
                                            .grade = grade,
                                            .period = period,
                                            .pupils = class->pupils,
                                            .count = PUPILS,
                                            .class_teacher_name = "Vũ Thị Hoa",
                                            .principal_name = "Lê Văn Nam",
                                            .place = "Hạ Long",
                                            .training = training,
                                            .date = {2025, 5, 30}};
    class->summary.class_name = arena_printf(arena, "%dB", grade);
    assert_ok(curriculum_find(grade, 2024, &curriculum, &err));
    for (unsigned i = 0; i < PUPILS; i++)
        fill_pupil(class, curriculum, i);
    assert_ok(xlsx_write_summary(&class->summary, arena, &bytes, &err));
    assert_ok(xlsx_write_summary(&class->summary, arena, &again, &err));
    assert_true(span_equal(bytes, again));
    assert_ok(import_read(bytes, "tệp", &options, arena, &file, &err));
    assert_int_equal(file.rows.count, PUPILS);
    assert_int_equal(file.sheets.items[0].shape, SHAPE_SUMMARY);
    assert_int_equal(file.sheets.items[0].period, period);
    assert_string_equal(file.class_name, class->summary.class_name);
    assert_string_equal(file.year_name, "2024-2025");
    for (size_t i = 0; i < file.problems.count; i++)
        if (file.problems.items[i].severity != IMPORT_NOTICE)
            fail_msg("grade %d: %s", grade, file.problems.items[i].message);
    for (unsigned i = 0; i < PUPILS; i++)
        check_pupil(class, &class->pupils[i], &file, arena);
}

static void
test_nine_forms(void **state)
{
    bool seen[10] = {false};

    (void)state;
    for (int grade = 1; grade <= 5; grade++)
        for (int period = 0; period < PERIOD_COUNT; period++) {
            check_form(grade, (enum period)period, grade == 2);
            seen[summary_form(grade, (enum period)period)] = true;
        }
    for (int form = 1; form <= 9; form++)
        assert_true(seen[form]);
    assert_int_equal(summary_form(4, PERIOD_MID_2), 7);
    assert_int_equal(summary_form(3, PERIOD_END_1), 5);
    assert_int_equal(summary_form(6, PERIOD_END_2), 0);
}

static void
test_summary_refusals(void **state)
{
    struct error err = {0};
    AUTO(arena) *arena = arena_new();
    struct span bytes = {0};
    struct class_summary summary = {.school_name = "A",
                                    .class_name = "5A",
                                    .year_name = "2023-2024",
                                    .grade = 5,
                                    .period = PERIOD_END_2};

    (void)state;
    assert_int_equal(xlsx_write_summary(&summary, arena, &bytes, &err), INVALID);
    summary.grade = 9;
    assert_int_equal(xlsx_write_summary(&summary, arena, &bytes, &err), INVALID);
    summary.year_name = "2023";
    assert_int_equal(xlsx_write_summary(&summary, arena, &bytes, &err), INVALID);
    assert_null(bytes.data);
}

static void
test_problem_list(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct problem_line lines[] = {
        {"a.xlsx", "Trang", 7, 28, IMPORT_ERROR, "Lê Hà", "TT27 Điều 7.1.d", "Điểm sai.", "9"},
        {"a.xlsx", NULL, 0, 0, IMPORT_WARNING, NULL, NULL, "=cmd|' /C calc'!A0", "022"},
    };
    struct error err = {0};
    struct span bytes;
    struct workbook workbook;

    (void)state;
    assert_ok(xlsx_write_problems(lines, COUNT_OF(lines), "Danh sách", arena, &bytes, &err));
    assert_ok(workbook_read(bytes, "x", arena, &workbook, &err));
    const struct sheet *sheet = &workbook.sheets.items[0];
    assert_string_equal(sheet_cell(sheet, 4, 5)->text, "AB");
    assert_string_equal(sheet_cell(sheet, 4, 4)->text, "7");
    assert_string_equal(sheet_cell(sheet, 4, 9)->text, "Điểm sai.");
    assert_string_equal(sheet_cell(sheet, 5, 9)->text, "'=cmd|' /C calc'!A0");
    assert_int_equal(sheet_cell(sheet, 5, 9)->kind, CELL_TEXT);
    assert_string_equal(sheet_cell(sheet, 5, 10)->text, "022");
    assert_ok(xlsx_write_problems(lines, 0, "Không có lỗi", arena, &bytes, &err));
}

/* --- a plain table ---------------------------------------------------------------------------- */

/* A cell that somebody outside typed is text in every spreadsheet, whichever file it comes in. */
static void
test_table_holds_no_formula(void **state)
{
    (void)state;
    static const struct {
        const char *about, *typed, *csv, *xlsx;
    } rows[] = {
        {"a name", "Lê Hà", "\"Lê Hà\"", "Lê Hà"},
        {"quotes, a comma", "\"An\", Bình", "\"\"\"An\"\", Bình\"", "\"An\", Bình"},
        {"=", "=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"",
         "'=HYPERLINK(\"http://x\")"},
        {"+", "+1", "\"'+1\"", "'+1"},
        {"-", "-1+cmd|'/C calc'!A0", "\"'-1+cmd|'/C calc'!A0\"", "'-1+cmd|'/C calc'!A0"},
        {"@", "@SUM(A1)", "\"'@SUM(A1)\"", "'@SUM(A1)"},
        {"behind a tab", "\t=1", "\"'\t=1\"", NULL},
        {"behind a line's end", "\n=1", "\"'\n=1\"", NULL},
        {"behind a blank", " =1", "\"' =1\"", NULL},
        {"within", "1=1", "\"1=1\"", "1=1"},
        {"the apostrophe only once", "'=1", "\"'=1\"", "'=1"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct sheet_table table = {.name = "Bảng",
                                    .title = "=1",
                                    .date = {2024, 5, 31},
                                    .columns = {{"Tên", 10, false}, {"Số", 8, true}},
                                    .column_count = 2};
        struct workbook workbook;
        struct span bytes;
        struct error err;

        *list_add(arena, table.cells) = (struct sheet_cell){.text = rows[i].typed};
        *list_add(arena, table.cells) = (struct sheet_cell){.number = -7};
        const char *wanted =
            arena_printf(arena, "\xEF\xBB\xBF\"'=1\"\r\n\"Tên\",\"Số\"\r\n%s,-7\r\n", rows[i].csv);
        assert_ok(csv_write_table(&table, arena, &bytes, &err));
        if (!span_is(bytes, wanted))
            row_fail(rows[i].about, "%.*s", (int)bytes.size, bytes.data);
        assert_ok(xlsx_write_table(&table, arena, &bytes, &err));
        assert_ok(workbook_read(bytes, "x", arena, &workbook, &err));
        const struct cell *cell = sheet_cell(&workbook.sheets.items[0], 3, 1);
        if (cell->kind != CELL_TEXT || (rows[i].xlsx && strcmp(cell->text, rows[i].xlsx) != 0))
            row_fail(rows[i].about, "%s", cell->text);
    }
}

/* --- the entry workbook ------------------------------------------------------------------------
 */

static const char *const levels[] = {"T", "H", "C", NULL};

static void
test_entry_book(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct error err;
    const struct entry_column subject[] = {{.title = "Mức đạt được", .choices = levels},
                                           {.title = "Điểm KTĐK", .mark = true},
                                           {.title = "Nhận xét", .max = 400}};
    const struct entry_column traits[] = {{.title = "Yêu nước", .choices = levels},
                                          {.title = "Nhận xét NL Chung", .max = 400}};
    const struct entry_sheet sheets[] = {
        {"Toán", "SỔ ĐÁNH GIÁ MÔN Toán", subject, 3,
         (const char *const[]){"T", "10", "- chăm, =1 mẹo", "", "", ""}},
        {"Phẩm chất, năng lực", "ĐÁNH GIÁ PHẨM CHẤT, NĂNG LỰC", traits, 2,
         (const char *const[]){"T", "", "C", "@ tự giác"}}};
    const struct entry_pupil pupils[] = {{"2200000001", "Lê Hà", {2016, 2, 1}},
                                         {NULL, "+Tô Hoà", {2015, 12, 31}}};
    const struct entry_book book = {
        "Trường Tiểu học Thử", "3A", "2024-2025", PERIOD_MID_2, pupils, 2, sheets, 2, 4711,
        {2025, 3, 1},          true};
    struct import_options options = {0};
    struct import_file file;
    struct span bytes;

    assert_ok(xlsx_write_entry(&book, arena, &bytes, &err));
    assert_ok(import_read(bytes, "tệp", &options, arena, &file, &err));
    assert_int_equal(file.problems.count, 0);
    assert_string_equal(file.class_name, "3A");
    assert_string_equal(file.year_name, "2024-2025");
    assert_int_equal(file.sheets.count, 2);
    assert_int_equal(file.sheets.items[0].base, 4711);
    assert_int_equal(file.sheets.items[1].base, 4711);
    assert_string_equal(file.sheets.items[0].subject_code, "T");
    assert_int_equal(file.rows.count, 4);
    const struct import_row *row = &file.rows.items[0];
    assert_string_equal(row->code, "2200000001");
    assert_int_equal(date_compare(row->birth_date, pupils[0].birth_date), 0);
    assert_string_equal(import_row_value(row, "mon.T.muc.gk2"), "T");
    assert_string_equal(import_row_value(row, "mon.T.diem.gk2"), "10");
    assert_string_equal(import_row_value(row, "mon.T.nhan_xet.gk2"), "- chăm, =1 mẹo");
    row = &file.rows.items[3];
    assert_string_equal(row->name, "+Tô Hoà");
    assert_string_equal(import_row_value(row, "pham_chat_yeu_nuoc.gk2"), "C");
}

static void
test_entry_base(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    static const struct {
        const char *title;
        int64_t base;
    } rows[] = {{"Tải từ hocba, thay đổi số 0.", 0},
                {"Tải từ hocba, thay đổi số 999999999999999999", 999999999999999999},
                {"Tải từ hocba, thay đổi số 1000000000000000000", -1},
                {"Tải từ hocba, thay đổi số ", -1},
                {"Tải từ hocba, thay đổi số -1", -1},
                {"Trường Tiểu học", -1},
                {"", -1}};

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (entry_base_read(rows[i].title) != rows[i].base)
            row_fail(rows[i].title, "%lld", (long long)entry_base_read(rows[i].title));
    assert_int_equal(entry_base_read(entry_base_write(INT32_MAX, arena)), INT32_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nine_forms),   cmocka_unit_test(test_summary_refusals),
        cmocka_unit_test(test_problem_list), cmocka_unit_test(test_table_holds_no_formula),
        cmocka_unit_test(test_entry_book),   cmocka_unit_test(test_entry_base)};

    return cmocka_run_group_tests_name("sheet/write", tests, NULL, NULL);
}
