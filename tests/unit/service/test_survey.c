/* SPDX-License-Identifier: Apache-2.0
 *
 * Questionnaires: what an answer may bear, which groups may be shown, what a form may bring.
 */
#include "tests/support/test.h"

#include "service/survey.h"

/* --- groups that are shown -------------------------------------------------------------------- */

static void
test_merging(void **state)
{
    (void)state;
    static const struct {
        const char *about;
        int64_t answers[4], rest;
        bool apart[4];
    } rows[] = {
        {"all large", {5, 9, 7, 6}, 0, {true, true, true, true}},
        {"small ones are enough together", {3, 9, 2, 6}, 0, {false, true, false, true}},
        {"one small one takes the smallest with it", {1, 9, 7, 6}, 0, {false, true, true, false}},
        {"what is in no group counts", {9, 9, 7, 6}, 2, {true, true, true, false}},
        {"what is in no group is enough", {9, 9, 7, 6}, 5, {true, true, true, true}},
        {"an empty group hides nothing", {0, 9, 7, 6}, 0, {false, true, true, true}},
        {"nothing is left to go with it", {1, 1, 1, 1}, 0, {false, false, false, false}},
        {"the last one goes too", {1, 5, 0, 0}, 0, {false, false, false, false}},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool apart[4];
        survey_merge(rows[i].answers, rows[i].rest, apart, COUNT_OF(apart));
        for (size_t k = 0; k < COUNT_OF(apart); k++)
            if (apart[k] != rows[i].apart[k])
                row_fail(rows[i].about, "group %zu", k);
    }
}

/* --- what an answer bears --------------------------------------------------------------------- */

#define GVCN "class_teacher"
#define GVBM "subject_teacher"

static void
test_place(void **state)
{
    (void)state;
    static const struct {
        const char *about;
        struct survey_group groups[4]; /* the first is one's own */
        const char *school, *role;
    } rows[] = {
        {"a large school, both roles are large",
         {{.school = "a", .role = GVCN, .expected = 8},
          {.school = "a", .role = GVBM, .expected = 5}},
         "a",
         GVCN},
        {"the other role is rare: whoever bears none would be it",
         {{.school = "a", .role = GVCN, .expected = 8},
          {.school = "a", .role = GVBM, .expected = 2}},
         "a",
         NULL},
        {"one's own is rare",
         {{.school = "a", .role = GVBM, .expected = 2},
          {.school = "a", .role = GVCN, .expected = 8}},
         "a",
         NULL},
        {"a small school, and the small ones together are large",
         {{.school = "a", .role = GVCN, .expected = 2},
          {.school = "b", .role = GVCN, .expected = 4},
          {.school = "c", .role = GVBM, .expected = 9}},
         NULL,
         GVCN},
        {"small schools with a rare role",
         {{.school = "a", .role = GVCN, .expected = 3},
          {.school = "b", .role = GVCN, .expected = 3},
          {.school = "b", .role = GVBM, .expected = 1}},
         NULL,
         NULL},
        {"one person alone", {{.school = "a", .role = GVCN, .expected = 1}}, NULL, NULL},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct survey_group groups[4];
        const char *school, *role;
        size_t count = 0;
        memcpy(groups, rows[i].groups, sizeof groups);
        while (count < COUNT_OF(groups) && groups[count].school)
            count++;
        survey_place_of(&(struct survey_groups){{groups, count, COUNT_OF(groups)}}, &groups[0],
                        &school, &role);
        if (!text_equal(school, rows[i].school) || !text_equal(role, rows[i].role))
            row_fail(rows[i].about, "%s %s", school ? school : "-", role ? role : "-");
    }
}

/* --- what a form brings ----------------------------------------------------------------------- */

static const char form_text[] = "tiêu đề | A\ndành cho | giáo viên\n"
                                "thang* | Một | a | b\n"
                                "chọn nhiều | Hai | a | b | c\n"
                                "số | Ba | 5 | 10\n"
                                "chữ | Bốn\n";

static void
test_values(void **state)
{
    (void)state;
    static const struct {
        const char *about;
        struct survey_given givens[4];
        size_t values;    /* 0: refused ... */
        const char *says; /* ... with this */
    } rows[] = {
        {"the least", {{1, "3"}}, 1, NULL},
        {"everything", {{1, "5"}, {2, "3"}, {3, "10"}, {4, " một điều "}}, 4, NULL},
        {"blanks are none", {{1, "1"}, {3, " "}, {4, ""}}, 1, NULL},
        {"several options", {{1, "1"}, {2, "1"}, {2, "3"}}, 3, NULL},
        {"the same option again", {{1, "1"}, {2, "2"}, {2, "2"}}, 2, NULL},
        {"another question", {{1, "1"}, {9, "2"}}, 1, NULL},
        {"what is required is missing", {{2, "1"}}, 0, "Câu 1"},
        {"two steps", {{1, "1"}, {1, "2"}}, 0, "Câu 1"},
        {"step 6", {{1, "6"}}, 0, "Câu 1"},
        {"step 0", {{1, "0"}}, 0, "Câu 1"},
        {"an option that is none", {{1, "1"}, {2, "4"}}, 0, "Câu 2"},
        {"too small a number", {{1, "1"}, {3, "4"}}, 0, "từ 5 đến 10"},
        {"a word for a number", {{1, "1"}, {3, "năm"}}, 0, "Câu 3"},
        {"a control character", {{1, "1"}, {4, "a\x01"}}, 0, "Câu 4"},
    };
    AUTO(arena) *arena = arena_new();
    struct survey_form form;
    struct error err;

    assert_ok(survey_form_parse(form_text, arena, &form, &err));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct survey_given givens[4];
        struct survey_values values;
        size_t count = 0;
        memcpy(givens, rows[i].givens, sizeof givens);
        while (count < COUNT_OF(givens) && givens[count].question)
            count++;
        const struct survey_givens all = {{givens, count, COUNT_OF(givens)}};
        enum status status = survey_read_values(&form, &all, arena, &values, &err);
        if (rows[i].values ? status != OK || values.list.count != rows[i].values
                           : status != INVALID || !strstr(err.message, rows[i].says))
            row_fail(rows[i].about, "status %d, %s", status, status ? err.message : "");
    }
}

static void
test_a_long_text(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    char *text = arena_alloc(arena, SURVEY_ANSWER_MAX + 2);
    struct survey_given givens[] = {{1, "1"}, {4, text}};
    const struct survey_givens all = {{givens, 2, 2}};
    struct survey_values values;
    struct survey_form form;
    struct error err;

    assert_ok(survey_form_parse(form_text, arena, &form, &err));
    memset(text, 'a', SURVEY_ANSWER_MAX);
    assert_ok(survey_read_values(&form, &all, arena, &values, &err));
    text[SURVEY_ANSWER_MAX] = 'a';
    assert_int_equal(survey_read_values(&form, &all, arena, &values, &err), INVALID);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merging), cmocka_unit_test(test_place), cmocka_unit_test(test_values),
        cmocka_unit_test(test_a_long_text)};
    return cmocka_run_group_tests_name("service/survey", tests, NULL, NULL);
}
