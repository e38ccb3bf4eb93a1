/* SPDX-License-Identifier: Apache-2.0
 *
 * What is not understood gives a sentence and no value; what could be repaired is proposed.
 */
#include "import_lines.h"

#define HEAD             "Trường Tiểu học A\nMôn Toán - lớp 3B - cuối năm học 2024-2025\n"
#define SUBJECT          HEAD "STT;Mã học sinh;Họ và tên;Ngày sinh;Mức đạt được;Điểm KTĐK;Nhận xét\n"
#define ROW(level, mark) SUBJECT "1;2200000001;Lê Thị Hà;01/02/2016;" level ";" mark ";Tốt.\n"
#define PROFILE          "STT;Họ tên;Ngày sinh;Giới tính;Số CCCD;Dân tộc;Chiều cao;Số buổi nghỉ có phép\n"

static const struct {
    const char *about, *csv;
    size_t row;             /* index */
    const char *key, *want; /* NULL: no value */
    bool refused;
    const char *says; /* in some problem; NULL: no warning and no error */
    const char *proposal;
} rows[] = {
    {"mark", ROW("T", "9"), 0, "mon.T.diem", "9", false, NULL, NULL},
    {"mark 9.0", ROW("T", "9.0"), 0, "mon.T.diem", "9", false, NULL, NULL},
    {"mark 9,0", ROW("T", "9,0"), 0, "mon.T.diem", "9", false, NULL, NULL},
    {"mark 0", ROW("C", "0"), 0, "mon.T.diem", "0", false, NULL, NULL},
    {"mark 10", ROW("T", "10"), 0, "mon.T.diem", "10", false, NULL, NULL},
    {"mark 9.5", ROW("T", "9.5"), 0, "mon.T.diem", NULL, true, "thập phân", NULL},
    {"mark 8,5", ROW("T", "8,5"), 0, "mon.T.diem", NULL, true, "thập phân", NULL},
    {"mark 11", ROW("T", "11"), 0, "mon.T.diem", NULL, true, "không phải là điểm", NULL},
    {"mark -1", ROW("T", "-1"), 0, "mon.T.diem", NULL, true, "không phải là điểm", NULL},
    {"mark in words", ROW("T", "chín"), 0, "mon.T.diem", NULL, true, "không phải là điểm", NULL},
    {"formula error", ROW("T", "#N/A"), 0, "mon.T.diem", NULL, true, "lỗi công thức #N/A", NULL},
    {"a dash says none", ROW("T", "-"), 0, "mon.T.diem", NULL, false, NULL, NULL},
    {"level word", ROW("Hoàn thành tốt", "9"), 0, "mon.T.muc", "T", false, NULL, NULL},
    {"level in small letters", ROW(" h ", "9"), 0, "mon.T.muc", "H", false, NULL, NULL},
    {"level NFD", ROW("Hoa\xcc\x80n tha\xcc\x80nh", "9"), 0, "mon.T.muc", "H", false, NULL, NULL},
    {"no level", ROW("Giỏi", "9"), 0, "mon.T.muc", NULL, true, "TT27 Điều 7.1.a", NULL},
    {"a mark as level", ROW("9", "9"), 0, "mon.T.muc", NULL, true, "mức đạt được", NULL},
    {"comment", ROW("T", "9"), 0, "mon.T.nhan_xet", "Tốt.", false, NULL, NULL},
    {"year-first date", SUBJECT "1;22;Lê Hà;2016-02-01;T;9;\n", 0, "mon.T.muc", "T", false, NULL,
     NULL},
    {"serial as text", SUBJECT "1;22;Lê Hà;42401;T;9;\n", 0, "mon.T.muc", "T", false, NULL, NULL},
    {"two-digit year", SUBJECT "1;22;Lê Hà;1/2/16;T;9;\n", 0, "mon.T.muc", "T", true,
     "không phải là ngày", NULL},
    {"month first", SUBJECT "1;22;Lê Hà;12/31/2016;T;9;\n", 0, "mon.T.muc", "T", true,
     "không phải là ngày", NULL},
    {"both ways, beside one that is month first",
     SUBJECT "1;22;Lê Hà;8/12/2016;T;9;\n2;23;Lê An;12/31/2016;T;9;\n", 0, "mon.T.muc", "T", true,
     "tháng/ngày", NULL},
    {"no name", SUBJECT "1;;;01/02/2016;T;9;x\n", 0, "mon.T.muc", "T", true, "không có tên", NULL},
    {"lost zero", PROFILE "1;Lê Hà;1/2/2016;Nữ;22316000001;Kinh;120;0\n", 0, "so_cccd", NULL, false,
     "mất số 0", "022316000001"},
    {"two lost zeros", PROFILE "1;Lê Hà;1/2/2016;Nữ;1316000001;Kinh;120;0\n", 0, "so_cccd", NULL,
     false, "mất số 0", "001316000001"},
    {"number with letters", PROFILE "1;Lê Hà;1/2/2016;Nữ;02231600000O;Kinh;120;0\n", 0, "so_cccd",
     NULL, true, "12 chữ số", NULL},
    {"number in short form", PROFILE "1;Lê Hà;1/2/2016;Nữ;2.2E+10;Kinh;120;0\n", 0, "so_cccd", NULL,
     true, "12 chữ số", NULL},
    {"decimal comma", PROFILE "1;Lê Hà;1/2/2016;Nữ;022316000001;Kinh;120,5;0\n", 0, "chieu_cao",
     "120.5", false, NULL, NULL},
    {"half a half-day", PROFILE "1;Lê Hà;1/2/2016;Nữ;022316000001;Kinh;120;1,5\n", 0,
     "tong_so_buoi_nghi_co_phep", NULL, true, "số buổi nghỉ", NULL},
    {"no sex", PROFILE "1;Lê Hà;1/2/2016;x;022316000001;Kinh;120;0\n", 0, "gioi_tinh", NULL, true,
     "Nam hoặc Nữ", NULL},
    {"name with doubled blanks", PROFILE "1; Lê   Thị  Hà ;1/2/2016;Nữ;022316000001;Kinh;120;0\n",
     0, "ho_va_ten", "Lê Thị Hà", false, NULL, NULL},
    {"the same pupil twice, differing",
     SUBJECT "1;22;Lê Hà;1/2/2016;T;9;\n2;22;Lê Hà;1/2/2016;H;9;\n", 0, "mon.T.muc", "T", true,
     "hai dòng khác nhau", NULL},
    {"the same pupil twice, equal", SUBJECT "1;22;Lê Hà;1/2/2016;T;9;\n2;22;Lê Hà;1/2/2016;T;9;\n",
     1, "mon.T.muc", "T", true, "lặp lại", NULL},
    {"two pupils of one name", SUBJECT "1;22;Lê Hà;1/2/2016;T;9;\n2;23;Lê Hà;1/2/2016;H;9;\n", 1,
     "mon.T.muc", "H", false, NULL, NULL},
    {"pupil below the total is said",
     SUBJECT "1;22;Lê Hà;1/2/2016;T;9;\nTổng số: 1 học sinh\n2;23;Lê An;1/2/2016;H;9;\n", 0,
     "mon.T.muc", "T", false, "dưới đó còn 1 dòng", NULL},
    {"Tống Công is no total", SUBJECT "1;22;Tống Công Minh;1/2/2016;H;9;\n", 0, "mon.T.muc", "H",
     false, NULL, NULL},
    {"signature is no pupil",
     SUBJECT "1;22;Lê Hà;1/2/2016;T;9;\n;;Hạ Long, ngày 31 tháng 5 năm 2025\n;;Vũ Thị Hoa\n", 0,
     "mon.T.muc", "T", false, NULL, NULL},
    {"columns of one meaning that differ",
     HEAD "Họ và tên;Ngày sinh;Mức;Mức đạt được\nLê Hà;1/2/2016;T;H\n", 0, "mon.T.muc", "T", true,
     "không biết giá trị nào đúng", NULL},
    {"unknown column", HEAD "Họ và tên;Ngày sinh;Mức;Màu áo\nLê Hà;1/2/2016;T;đỏ\n", 0, "mon.T.muc",
     "T", false, NULL, NULL},
    {"earlier period",
     "Môn Toán lớp 4A năm học 2024-2025\nHọ và tên;Ngày sinh;Mức;Điểm KTĐK;Thời điểm đánh giá\n"
     "Lê Hà;1/2/2016;T;9;Giữa HK II\n",
     0, "mon.T.diem.gk2", "9", false, NULL, NULL},
    {"period that contradicts the title",
     HEAD "Họ và tên;Ngày sinh;Mức;Thời điểm đánh giá\nLê Hà;1/2/2016;T;Cuối HK I\n", 0,
     "mon.T.muc.hk1", "T", true, "không biết thời điểm nào", NULL},
    {"no period is said", "Môn Toán lớp 4A\nHọ và tên;Ngày sinh;Mức\nLê Hà;1/2/2016;T\n", 0,
     "mon.T.muc", "T", false, "được coi là cuối năm", NULL},
    {"marks of several periods in columns",
     HEAD
     "Họ và tên;Ngày sinh;Điểm KTĐK GK1;Điểm KTĐK CK1;Điểm KTĐK cuối năm\nLê Hà;1/2/2016;7;8;9\n",
     0, "mon.T.diem.hk1", "8", false, NULL, NULL},
    {"crossed results",
     HEAD "Họ và tên;Ngày sinh;Toán;Tiếng Việt;Hoàn thành xuất sắc;Hoàn thành tốt\n"
          "Lê Hà;1/2/2016;T;T;;x\n",
     0, "ket_qua_xep_loai", "Hoàn thành tốt", false, NULL, NULL},
    {"two crosses",
     HEAD "Họ và tên;Ngày sinh;Toán;Tiếng Việt;Hoàn thành xuất sắc;Hoàn thành tốt\n"
          "Lê Hà;1/2/2016;T;T;X;X\n",
     0, "ket_qua_xep_loai", "Hoàn thành xuất sắc", true, "không biết giá trị nào đúng", NULL},
    {"levels by crosses",
     HEAD ";;Toán;;;Tiếng Việt;;\nHọ và tên;Ngày sinh;T;H;C;T;H;C\nLê Hà;1/2/2016;;x;;X;;\n", 0,
     "mon.T.muc", "H", false, NULL, NULL},
    {"not promoted",
     HEAD "Họ và tên;Ngày sinh;Toán;Tiếng Việt;Chưa được lên lớp\nLê Hà;1/2/2016;T;T;X\n", 0,
     "duoc_len_lop", "0", false, NULL, NULL},
    {"family and given name apart", HEAD "Họ và tên đệm;Tên;Ngày sinh;Mức\nLê Thị;Hà;1/2/2016;T\n",
     0, "mon.T.muc", "T", false, NULL, NULL},
    {"a competence, not the subject",
     "Cuối năm lớp 4A\nHọ và tên;Ngày sinh;Ngôn ngữ;Khoa học;Tin học\nLê Hà;1/2/2016;T;Đ;C\n", 0,
     "nang_luc_khoa_hoc", "Đ", false, NULL, NULL},
    {"both subjects in one column",
     HEAD "Họ và tên;Ngày sinh;Toán;Tiếng Việt;Tin học và Công nghệ\nLê Hà;1/2/2016;T;T;H\n", 0,
     "mon.TH.muc", NULL, false, "gộp hai môn", NULL},
};

static void
check_row(size_t i)
{
    static const struct import_options options = {0};
    AUTO(arena) *arena = arena_new();
    struct import_file file;
    struct error err = {0};
    bool said = false, proposed = rows[i].proposal == NULL;

    if (import_read(span_of(rows[i].csv), "tệp", &options, arena, &file, &err) != OK)
        row_fail(rows[i].about, "%s", err.message);
    if (file.rows.count <= rows[i].row)
        row_fail(rows[i].about, "%zu rows", file.rows.count);
    const struct import_row *row = &file.rows.items[rows[i].row];
    const char *got = import_row_value(row, rows[i].key);
    if (!text_equal(got, rows[i].want))
        row_fail(rows[i].about, "got %s", got ? got : "nothing");
    for (size_t k = 0; k < file.problems.count; k++) {
        const struct import_problem *problem = &file.problems.items[k];
        if (rows[i].says == NULL && problem->severity != IMPORT_NOTICE)
            row_fail(rows[i].about, "%s", problem->message);
        said |= rows[i].says && strstr(problem->message, rows[i].says);
        proposed |= rows[i].proposal && text_equal(problem->proposal, rows[i].proposal);
    }
    if (rows[i].says && !said)
        row_fail(rows[i].about, "is not said");
    if (!proposed)
        row_fail(rows[i].about, "is not proposed");
    if (row->refused != rows[i].refused)
        row_fail(rows[i].about, row->refused ? "was refused" : "was not refused");
}

static void
test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_row(i);
}

static void
test_accepted_repair(void **state)
{
    static const struct import_options options = {.accept_repairs = true};
    AUTO(arena) *arena = arena_new();
    struct import_file file;
    struct error err = {0};

    (void)state;
    assert_ok(import_read(SPAN(PROFILE "1;Lê Hà;1/2/2016;Nữ;22316000001;Kinh;120;0\n"), "tệp",
                          &options, arena, &file, &err));
    assert_string_equal(file.rows.items[0].personal_number, "022316000001");
    assert_string_equal(import_row_value(&file.rows.items[0], "so_cccd"), "022316000001");
    assert_int_equal(file.problems.count, 1); /* still said */
}

static void
test_no_shape(void **state)
{
    static const struct import_options options = {0};
    static const char *const texts[] = {"a,b\n1,2\n", "Họ và tên\nLê Hà\n", "\n\n"};
    AUTO(arena) *arena = arena_new();
    struct import_file file;
    struct error err = {0};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        assert_int_equal(import_read(span_of(texts[i]), "tệp", &options, arena, &file, &err),
                         INVALID);
        assert_non_null(strstr(err.message, "Họ và tên"));
    }
}

/* What somebody says that columns are. */
#define ODD                                                                                        \
    HEAD "Họ và tên;Ngày sinh;Kết quả bài thi;Cô nhận xét;Mức\nLê Hà;1/2/2016;9;Em giỏi.;T\n"
#define STRANGE HEAD "Họ tên;Lời phê;Bài thi\nLê Hà;Em giỏi.;9\n"

static const struct {
    const char *about, *csv, *choices;
    enum status status;
    const char *key, *want; /* of the first row */
    const char *says;       /* in the error or a problem; NULL: not asked */
} chosen[] = {
    {"as the labels say", ODD, "", OK, "mon.T.diem", NULL, "“Kết quả bài thi”"},
    {"a mark", ODD, "C=mon.T.diem", OK, "mon.T.diem", "9", NULL},
    {"the sheet's subject", ODD, "C=mon.diem; D=mon.nhan_xet", OK, "mon.T.nhan_xet", "Em giỏi.",
     NULL},
    {"of the sheet by its number", ODD, "1!C=mon.T.diem", OK, "mon.T.diem", "9", NULL},
    {"left out", ODD, "C=mon.T.diem;E=-", OK, "mon.T.muc", NULL, "như thầy cô đã chọn"},
    {"another than its label says", ODD, "D=mon.TV.nhan_xet", OK, "mon.TV.nhan_xet", "Em giỏi.",
     NULL},
    {"a heading of which only the name is known", STRANGE, "C=mon.T.diem", OK, "mon.T.diem", "9",
     NULL},
    {"no such column", ODD, "Z=mon.T.diem", INVALID, NULL, NULL, "Không có cột Z"},
    {"no such sheet", ODD, "7!C=mon.T.diem", INVALID, NULL, NULL, "Không có cột C"},
    {"no such meaning", ODD, "C=diem_thi", INVALID, NULL, NULL, "diem_thi"},
    {"no meaning", ODD, "C", USAGE, NULL, NULL, "“C”"},
    {"no place", ODD, "12=mon.T.diem", USAGE, NULL, NULL, "12"},
};

static void
check_choice(size_t i)
{
    AUTO(arena) *arena = arena_new();
    struct column_choices choices;
    struct import_options options = {.choices = &choices};
    struct import_file file = {0};
    struct error err = {0};

    enum status status = column_choices_read(chosen[i].choices, arena, &choices, &err);
    if (status == OK)
        status = import_read(span_of(chosen[i].csv), "tệp", &options, arena, &file, &err);
    if (status != chosen[i].status)
        row_fail(chosen[i].about, "status %d: %s", status, err.message);
    bool said = !chosen[i].says || (status != OK && strstr(err.message, chosen[i].says));
    for (size_t k = 0; k < file.problems.count; k++)
        said |=
            strstr(file.problems.items[k].message, chosen[i].says ? chosen[i].says : "") != NULL;
    if (!said)
        row_fail(chosen[i].about, "is not said: %s", err.message);
    if (status != OK)
        return;
    const char *got = import_row_value(&file.rows.items[0], chosen[i].key);
    if (!text_equal(got, chosen[i].want))
        row_fail(chosen[i].about, "got %s", got ? got : "nothing");
}

static void
test_choices(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(chosen); i++)
        check_choice(i);
}

/* The columns are listed to choose from, also where nothing was understood; a choice made by the
 * label holds only for that label. */
static void
test_columns(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct column_choices choices = {0};
    struct import_options options = {.choices = &choices};
    struct import_file file = {0};
    struct error err = {0};

    (void)state;
    assert_int_equal(import_read(SPAN(STRANGE), "tệp", &options, arena, &file, &err), INVALID);
    assert_int_equal(file.sheets.items[0].columns.count, 3);
    const struct import_column *column = &file.sheets.items[0].columns.items[2];
    assert_int_equal(column->number, 3);
    assert_string_equal(column->label, "Bài thi");
    assert_string_equal(column->said, "");
    assert_string_equal(column->example, "9");
    *list_add(arena, choices.list) =
        (struct column_choice){.column = 3, .meaning = "mon.T.diem", .label = "Điểm thi"};
    assert_int_equal(import_read(SPAN(STRANGE), "tệp", &options, arena, &file, &err), INVALID);
    choices.list.items[0].label = "Bài thi";
    assert_ok(import_read(SPAN(STRANGE), "tệp", &options, arena, &file, &err));
    column = &file.sheets.items[0].columns.items[2];
    assert_string_equal(column->said, "Toán: điểm");
    assert_string_equal(column->chosen, "mon.T.diem");
}

/* Every meaning can be chosen, and is then what the column is said to be. */
static void
test_meanings(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct column_meanings meanings;
    struct error err = {0};

    (void)state;
    column_meanings(arena, &meanings);
    assert_true(meanings.list.count > 80);
    for (size_t i = 0; i < meanings.list.count; i++) {
        const struct column_meaning *meaning = &meanings.list.items[i];
        struct column_choices choices = {0};
        struct import_options options = {.choices = &choices};
        struct import_file file;
        *list_add(arena, choices.list) =
            (struct column_choice){.column = 3, .meaning = meaning->key};
        assert_ok(import_read(SPAN(ODD), "tệp", &options, arena, &file, &err));
        if (!text_equal(file.sheets.items[0].columns.items[2].said, meaning->label))
            row_fail(meaning->key, "is said as %s", file.sheets.items[0].columns.items[2].said);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),     cmocka_unit_test(test_accepted_repair),
        cmocka_unit_test(test_no_shape), cmocka_unit_test(test_choices),
        cmocka_unit_test(test_columns),  cmocka_unit_test(test_meanings)};

    return cmocka_run_group_tests_name("sheet/map", tests, NULL, NULL);
}
