/* SPDX-License-Identifier: Apache-2.0
 *
 * Which subjects and tests a grade has, from which year; provinces and ethnic groups.
 */
#include "tests/support/test.h"

#include "model/catalog.h"
#include "model/curriculum.h"

/* By grade 1..5: '-' not taught, '.' taught without a test, 'e' elective without a test, '2' tests
 * at the ends of both terms, '4' in the middles as well (TT27 Điều 7.1.b; CTGDPT 2018). */
static const struct {
    const char *code, *grades, *name;
} table[] = {
    {"TV", "22244", "Tiếng Việt"},
    {"T", "22244", "Toán"},
    {"NN1", "ee222", "Ngoại ngữ 1 (Tiếng Anh)"},
    {"LSDL", "---22", "Lịch sử và Địa lí"},
    {"KH", "---22", "Khoa học"},
    {"TH", "--222", "Tin học và Công nghệ (Tin học)"},
    {"CN", "--222", "Tin học và Công nghệ (Công nghệ)"},
    {"DD", ".....", "Đạo đức"},
    {"TNXH", "...--", "Tự nhiên và Xã hội"},
    {"GDTC", ".....", "Giáo dục thể chất"},
    {"AN", ".....", "Nghệ thuật (Âm nhạc)"},
    {"MT", ".....", "Nghệ thuật (Mĩ thuật)"},
    {"HDTN", ".....", "Hoạt động trải nghiệm"},
    {"TDT", "eeeee", "Tiếng dân tộc"},
};

static char
row_kind(const struct curriculum_row *row)
{
    if (row == NULL)
        return '-';
    const bool *tested = row->tested;
    int tests = tested[0] + tested[1] + tested[2] + tested[3];
    if (row->elective)
        return tests == 0 ? 'e' : '?';
    if (tests == 0)
        return '.';
    if (tests == 2 && tested[PERIOD_END_1] && tested[PERIOD_END_2])
        return '2';
    return tests == 4 ? '4' : '?';
}

static void
test_subjects_and_tests(void **state)
{
    (void)state;
    struct error err = {0};

    assert_int_equal(COUNT_OF(table), TEMPLATE_ROWS);
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        const struct subject *subject = curriculum_subject_at(i);
        assert_string_equal(subject->code, table[i].code);
        assert_string_equal(subject->name, table[i].name);
        assert_int_equal(subject->row, i);
        assert_ptr_equal(curriculum_subject(table[i].code), subject);
    }
    assert_null(curriculum_subject("VL"));
    static const size_t obligatory[] = {8, 8, 11, 12, 12};
    for (int grade = 1; grade <= 5; grade++) {
        const struct curriculum *curriculum;
        assert_ok(curriculum_find(grade, 2024, &curriculum, &err));
        size_t count = 0;
        for (size_t i = 0; i < COUNT_OF(table); i++) {
            const struct curriculum_row *row = curriculum_row_find(curriculum, table[i].code);
            if (row_kind(row) != table[i].grades[grade - 1])
                row_fail(table[i].code, "grade %d: %c", grade, row_kind(row));
            count += row && !row->elective;
        }
        assert_int_equal(count, obligatory[grade - 1]);
        for (int trait = 0; trait < TRAIT_COUNT; trait++)
            assert_int_equal(
                curriculum->optional_traits[trait],
                grade <= 2 && (trait == COMPETENCE_TECHNOLOGY || trait == COMPETENCE_INFORMATICS));
    }
}

static void
test_roll_out(void **state)
{
    (void)state;
    const struct curriculum *curriculum, *again;
    struct error err = {0};

    for (int grade = 1; grade <= 5; grade++)
        for (int year = 2014; year <= 2040; year++) {
            enum status status = curriculum_find(grade, year, &curriculum, &err);
            assert_int_equal(status, year < 2019 + grade ? INVALID : OK);
            if (status == OK) {
                assert_int_equal(curriculum->grade, grade);
                assert_int_equal(curriculum->first_year, year);
                assert_string_equal(curriculum->circular, "27/2020/TT-BGDĐT");
                assert_ok(curriculum_find(grade, year, &again, &err));
                assert_ptr_equal(again, curriculum);
            } else {
                assert_non_null(strstr(err.message, "22/2016/TT-BGDĐT"));
                assert_non_null(strstr(err.message, "TT27 Điều 2"));
            }
        }
    assert_int_equal(curriculum_find(0, 2024, &curriculum, &err), INVALID);
    assert_int_equal(curriculum_find(6, 2024, &curriculum, &err), INVALID);
    assert_int_equal(curriculum_find(1, 99999, &curriculum, &err), INVALID);
}

static void
test_year_names(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int year;
    } rows[] = {
        {"2023-2024", 2023}, {"2020-2021", 2020}, {"2023-2025", 0}, {"2024-2023", 0},
        {"2023–2024", 0},    {"2023 - 2024", 0},  {"2023", 0},      {"", 0},
        {"0023-0024", 0},    {"2023-2024 ", 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int year = 0;
        bool right = school_year_parse(rows[i].name, &year);
        if (right != (rows[i].year != 0) || year != rows[i].year)
            row_fail(rows[i].name, "%d", year);
    }
    assert_false(school_year_parse(NULL, &(int){0}));
}

static void
test_provinces(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const struct {
        const char *address, *code;
    } rows[] = {
        {"Phường Hồng Gai, TP. Hạ Long, tỉnh Quảng Ninh", "22"},
        {"QUẢNG NINH", "22"},
        {"Qua\u0309ng Ninh", "22"},
        {"Bệnh viện Bạch Mai, Hà Nội", "01"},
        {"Phố Huế, Hai Bà Trưng, Hà Nội", "01"},
        {"Thành phố Hồ Chí Minh", "79"},
        {"Bà Rịa - Vũng Tàu", "77"},
        {"Hoà Bình", "17"},
        {"Thành phố Huế", "46"},
        {"xã Hải Hòa", NULL},
        {"Quảng Ninhx", NULL},
        {"", NULL},
    };
    assert_int_equal(province_count(), 63);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct province *province = province_in_address(rows[i].address, arena);
        if (!text_equal(province ? province->code : NULL, rows[i].code))
            row_fail(rows[i].address, "%s", province ? province->name : "none");
    }
    assert_null(province_in_address(NULL, arena));
    size_t now = 0;
    for (size_t i = 0; i < province_count(); i++) {
        const struct province *province = province_at(i);
        assert_ptr_equal(province_by_code(province->code), province);
        now += text_equal(province->code, province->code_2025);
        assert_non_null(province_by_code(province->code_2025));
        if (!text_equal(province_in_address(province->name, arena)->code, province->code))
            row_fail(province->name, "found another");
    }
    assert_int_equal(now, 34);
    assert_null(province_by_code("03"));
    arena_free(arena);
}

static void
test_ethnic_groups(void **state)
{
    (void)state;
    struct arena *arena = arena_new();

    assert_int_equal(ethnic_group_count(), 55);
    for (size_t i = 0; i < ethnic_group_count(); i++) {
        const char *code = ethnic_group_code(ethnic_group_name(i), arena);
        char want[24];
        snprintf(want, sizeof want, "%02zu", i + 1);
        if (!text_equal(code, want))
            row_fail(ethnic_group_name(i), "%s", code ? code : "none");
    }
    assert_string_equal(ethnic_group_code("SÁN DÌU", arena), "18");
    assert_string_equal(ethnic_group_code("Mông", arena), "08");
    assert_string_equal(ethnic_group_code("Gia Rai", arena), "10");
    assert_string_equal(ethnic_group_code("ê đê", arena), "12");
    assert_string_equal(ethnic_group_code("Bru - Vân Kiều", arena), "23");
    assert_string_equal(ethnic_group_code("Giẻ Triêng", arena), "27");
    assert_string_equal(ethnic_group_code("Cao Lan", arena), "15");
    assert_null(ethnic_group_code("Hải Phòng", arena));
    assert_null(ethnic_group_code("", arena));
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_subjects_and_tests), cmocka_unit_test(test_roll_out),
        cmocka_unit_test(test_year_names),         cmocka_unit_test(test_provinces),
        cmocka_unit_test(test_ethnic_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
