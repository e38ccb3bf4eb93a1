/* SPDX-License-Identifier: Apache-2.0
 *
 * Questionnaires as text: what a line says, what is refused and where.
 */
#include "tests/support/test.h"

#include "model/survey.h"

#define HEAD "tiêu đề | Ý kiến\ndành cho | giáo viên\n"

static void
test_a_form(void **state)
{
    (void)state;
    static const char text[] = "# ghi chú\n\n" HEAD "lời đầu |  Năm  phút. \n"
                               "thang* | Dễ dùng? | rất khó | rất dễ\n"
                               "choices | Ở đâu? | nhập | ký | in\r\n"
                               "số | Mấy giờ? | 1 | 300\n"
                               "chữ | Đề xuất";
    AUTO(arena) *arena = arena_new();
    struct survey_form form;
    struct error err;

    assert_ok(survey_form_parse(text, arena, &form, &err));
    assert_int_equal(form.audience, SURVEY_TEACHERS);
    assert_string_equal(form.title, "Ý kiến");
    assert_string_equal(form.intro, "Năm phút.");
    assert_int_equal(form.questions.count, 4);
    const struct survey_question *at = form.questions.items;
    assert_true(at[0].kind == SURVEY_SCALE && at[0].required && !at[1].required);
    assert_int_equal(at[0].word_count, SURVEY_STEPS);
    assert_string_equal(at[0].words[0], "rất khó");
    assert_string_equal(at[0].words[2], "");
    assert_string_equal(at[0].words[4], "rất dễ");
    assert_int_equal(at[1].word_count, 3);
    assert_string_equal(at[1].words[2], "in");
    assert_true(at[2].least == 1 && at[2].most == 300);
    assert_int_equal(at[3].kind, SURVEY_TEXT);
}

static void
test_what_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *about, *text, *says;
    } rows[] = {
        {"nothing", "", "chưa có nội dung"},
        {"no question", HEAD, "ít nhất một câu"},
        {"no title", "dành cho | giáo viên\nchữ | A\n", "“tiêu đề”"},
        {"twice", HEAD "tiêu đề | B\n", "Dòng 3"},
        {"for nobody", "dành cho | học sinh\n", "Dòng 1"},
        {"another word", HEAD "câu | A\n", "Dòng 3"},
        {"no question's text", HEAD "chữ | \n", "thiếu nội dung"},
        {"three words", HEAD "thang | A | a | b | c\n", "thang cần"},
        {"one option", HEAD "chọn một | A | a\n", "từ 2 đến 12"},
        {"the same option", HEAD "chọn một | A | a | b | a\n", "giống nhau"},
        {"too many parts", HEAD "chọn một | A |a|b|c|d|e|f|g|h|i|j|k|l|m|n\n", "Dòng 3"},
        {"a number's end before its start", HEAD "số | A | 5 | 4\n", "câu số"},
        {"no number", HEAD "số | A | một | hai\n", "câu số"},
        {"text with options", HEAD "chữ | A | b\n", "câu chữ"},
        {"not UTF-8", HEAD "chữ | \xc3\x28\n", "UTF-8"},
    };
    AUTO(arena) *arena = arena_new();
    struct survey_form form;
    struct error err;

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (survey_form_parse(rows[i].text, arena, &form, &err) != USAGE ||
            !strstr(err.message, rows[i].says))
            row_fail(rows[i].about, "%s", err.message);
}

static void
test_ceilings(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(1 << 20);
    struct survey_form form;
    struct error err;

    buffer_text(out, HEAD);
    for (int i = 0; i < SURVEY_QUESTIONS_MAX; i++)
        buffer_printf(out, "chữ | Câu %d\n", i);
    assert_ok(survey_form_parse(out->data, arena, &form, &err));
    buffer_text(out, "chữ | Thêm\n");
    assert_int_equal(survey_form_parse(out->data, arena, &form, &err), USAGE);
    assert_non_null(strstr(err.message, "20 câu"));
    buffer_clear(out);
    buffer_text(out, HEAD "chữ | ");
    for (int i = 0; i <= SURVEY_QUESTION_MAX; i++)
        buffer_char(out, 'a');
    assert_int_equal(survey_form_parse(out->data, arena, &form, &err), USAGE);
    for (int i = 0; i < SURVEY_BYTES_MAX; i++)
        buffer_char(out, '\n');
    assert_int_equal(survey_form_parse(out->data, arena, &form, &err), USAGE);
}

static void
test_the_ready_ones(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct survey_form form;
    struct error err;

    for (int i = 0; i < SURVEY_AUDIENCE_COUNT; i++) {
        assert_ok(
            survey_form_parse(survey_form_ready((enum survey_audience)i).data, arena, &form, &err));
        assert_int_equal(form.audience, i);
        assert_true(form.questions.count >= 8 && form.questions.count <= 12);
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_form), cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_ceilings), cmocka_unit_test(test_the_ready_ones)};
    return cmocka_run_group_tests_name("model/survey", tests, NULL, NULL);
}
