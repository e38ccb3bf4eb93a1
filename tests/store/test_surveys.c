/* SPDX-License-Identifier: Apache-2.0
 *
 * Questionnaires: whom they ask, one answer each, what is counted; and that no table tells who
 * answered what.
 */
#include "tests/store/support.h"

#include "store/ask.h"
#include "store/classes.h"
#include "store/people.h"
#include "store/pilot.h"
#include "store/surveys.h"

static const struct date day = {2024, 5, 20}, last = {2024, 6, 30};

static void
add_staff(struct store *store, unsigned number, const char *role)
{
    char login[32];
    struct person person = {.id = id(number), .unit = id(2), .login = login, .name = "Một người"};
    const struct assignment assignment = {.id = id(number + 100),
                                          .person = id(number),
                                          .unit = id(2),
                                          .role = role,
                                          .from = {2023, 9, 5}};
    struct error err;

    snprintf(login, sizeof login, "nguoi%u", number);
    assert_ok(store_add_person(store, &person, stamp_at(0), &err));
    assert_ok(store_add_assignment(store, &assignment, stamp_at(0), &err));
}

static void
add_asking(struct store *store, unsigned number, const char *code, const char *audience)
{
    struct survey_question_row rows[] = {
        {.place = 1, .kind = "scale", .required = true, .question = "Dễ dùng?"},
        {.place = 2, .kind = "text", .question = "Đề xuất"}};
    struct survey_option_row option = {1, 5, "rất dễ"};
    const struct survey_question_rows questions = {{rows, 2, 2}};
    const struct survey_option_rows options = {{&option, 1, 1}};
    const struct survey_row survey = {.id = id(number),
                                      .code = code,
                                      .unit = id(1),
                                      .year = "2023-2024",
                                      .audience = audience,
                                      .title = "Ý kiến",
                                      .intro = "",
                                      .from = {2024, 5, 1},
                                      .to = last};
    struct error err;

    assert_ok(store_add_survey(store, &survey, &questions, &options, stamp_at(2), &err));
    assert_int_equal(store_add_survey(store, &survey, &questions, &options, stamp_at(2), &err),
                     CONFLICT);
}

/* The school takes part from 1/4 to 31/5, with grade 4 only. */
static void
add_part(struct store *store)
{
    const struct pilot pilot = {
        .unit = id(1), .year = "2023-2024", .decision = "12/QĐ", .decided_on = {2024, 3, 1}};
    struct pilot_member member = {
        .id = id(801), .school = id(2), .grade = 4, .from = {2024, 4, 1}, .to = {2024, 5, 31}};
    struct error err;

    add_school(store);
    assert_ok(store_set_pilot(store, &pilot, stamp_at(1), &err));
    assert_ok(store_add_pilot_member(store, &pilot, &member, stamp_at(1), &err));
    member.reason = "hết đợt";
    assert_ok(store_end_pilot_member(store, &pilot, &member, stamp_at(1), &err));
}

static void
list_asked(struct store *store, struct arena *arena, const struct survey_asked *asked,
           struct survey_groups *groups)
{
    struct error err;

    *groups = (struct survey_groups){0};
    assert_ok(store_list_survey_asked(store, asked, arena, groups, &err));
}

static void
test_staff(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct survey_asked asked = {
        .survey = id(840), .on = day, .roles = {"class_teacher", "subject_teacher"}};
    struct survey_groups groups;
    struct error err;

    add_part(store);
    add_staff(store, 21, "class_teacher");
    add_staff(store, 22, "subject_teacher");
    add_staff(store, 23, "principal");
    add_asking(store, 840, "KS-1", "teachers");
    const struct assignment second = {
        .id = id(30), .person = id(21), .unit = id(2), .role = "subject_teacher", .from = day};
    assert_ok(store_add_assignment(store, &second, stamp_at(0), &err));

    list_asked(store, arena, &asked, &groups);
    assert_int_equal(groups.list.count, 2);
    assert_string_equal(groups.list.items[0].role, "class_teacher");
    assert_int_equal(groups.list.items[0].expected, 1); /* in both roles: once */
    assert_int_equal(groups.list.items[1].expected, 1);
    asked.taker = id(23);
    list_asked(store, arena, &asked, &groups);
    assert_int_equal(groups.list.count, 0);
    /* Of a class of the pilot's grade; and of one that takes no part. */
    const struct school_class other = {
        .id = id(41), .unit = id(2), .year = "2023-2024", .name = "3A1", .sessions_per_day = 2};
    add_pupil(store, 201, "Bàn Văn Một");
    assert_ok(store_add_class(store, &other, stamp_at(0), &err));
    for (unsigned n = 0; n < 2; n++) {
        char login[16];
        const struct person person = {
            .id = id(51 + n), .unit = id(2), .login = login, .name = "Chủ nhiệm"};
        const struct assignment teaches = {.id = id(61 + n),
                                           .person = id(51 + n),
                                           .unit = id(2),
                                           .role = "class_teacher",
                                           .year = "2023-2024",
                                           .class_id = n ? id(41) : id(4),
                                           .from = {2023, 9, 5}};
        snprintf(login, sizeof login, "lop%u", n);
        assert_ok(store_add_person(store, &person, stamp_at(0), &err));
        assert_ok(store_add_assignment(store, &teaches, stamp_at(0), &err));
        asked.taker = id(51 + n);
        list_asked(store, arena, &asked, &groups);
        assert_int_equal(groups.list.count, n ? 0 : 1);
    }
    asked.taker = id(22);
    list_asked(store, arena, &asked, &groups);
    assert_int_equal(groups.list.count, 1);
    asked = (struct survey_asked){
        .survey = id(840), .on = day, .roles = {"principal", "deputy_principal"}};
    list_asked(store, arena, &asked, &groups);
    assert_int_equal(groups.list.count, 1);
    asked.on = (struct date){2024, 6, 1}; /* the school takes part no more */
    list_asked(store, arena, &asked, &groups);
    assert_int_equal(groups.list.count, 0);
}

static void
test_families(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct survey_asked asked = {.survey = id(840), .on = day};
    struct survey_groups groups;

    add_part(store);
    add_pupil(store, 1, "Trần Văn Một");
    add_pupil(store, 2, "Trần Văn Hai");
    add_asking(store, 840, "KS-1", "parents");
    list_asked(store, arena, &asked, &groups);
    assert_int_equal(groups.list.count, 1);
    assert_int_equal(groups.list.items[0].expected, 2);
    asked.taker = id(101);
    list_asked(store, arena, &asked, &groups);
    assert_int_equal(groups.list.items[0].expected, 1);
    asked = (struct survey_asked){.survey = id(840), .on = day, .school = id(1)};
    list_asked(store, arena, &asked, &groups);
    assert_int_equal(groups.list.count, 0);
}

static enum status
answer(struct store *store, unsigned number, const char *taker, int64_t step, const char *body,
       struct error *err)
{
    struct survey_value values[] = {{1, step, NULL}, {2, 0, body}};
    const struct survey_answer it = {.id = id(number),
                                     .survey = id(840),
                                     .school = number % 2 ? id(2) : NULL,
                                     .values = {{values, body ? 2 : 1, 2}}};

    return store_add_survey_answer(store, &it, taker, err);
}

static void
test_answers(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct survey_cells values = {0}, answered = {0};
    struct survey_groups groups = {0};
    struct survey_values texts = {0};
    struct survey_rows rows = {0};
    struct error err;
    bool taken;

    add_part(store);
    add_asking(store, 840, "KS-1", "teachers");
    assert_ok(answer(store, 901, id(21), 4, "mạng chậm", &err));
    assert_ok(answer(store, 902, id(22), 4, NULL, &err));
    assert_ok(answer(store, 903, id(23), 5, NULL, &err));
    assert_int_equal(answer(store, 904, id(23), 1, NULL, &err), CONFLICT);
    assert_ok(store_has_taken_survey(store, id(840), id(23), &taken, &err));
    assert_true(taken);
    assert_ok(store_has_taken_survey(store, id(840), id(24), &taken, &err));
    assert_false(taken);

    assert_ok(store_list_surveys(store, "KS-1", NULL, arena, &rows, &err));
    assert_int_equal(rows.list.items[0].answers, 3);
    assert_ok(store_count_survey_answers(store, id(840), arena, &groups, &err));
    int64_t sum = 0;
    for (size_t i = 0; i < groups.list.count; i++)
        sum += groups.list.items[i].count;
    assert_int_equal(groups.list.count, 2);
    assert_int_equal(sum, 3);
    assert_ok(store_count_survey_values(store, id(840), arena, &values, &answered, &err));
    assert_int_equal(values.list.count, 3); /* 4 and 5 of the school, 4 of none */
    assert_ok(store_list_survey_texts(store, id(840), arena, &texts, &err));
    assert_int_equal(texts.list.count, 1);
    assert_string_equal(texts.list.items[0].body, "mạng chậm");
    assert_ok(store_close_survey(store, id(840), "đủ", stamp_at(3), &err));
    assert_int_equal(store_close_survey(store, id(840), "đủ", stamp_at(3), &err), CONFLICT);
}

/* These columns are all there are; a new one is to be thought about here. */
static void
test_nothing_joins_them(void **state)
{
    (void)state;
    static const char *const questions[] = {
        "SELECT survey, taker FROM survey_taken UNION ALL SELECT * FROM survey_taken",
        "SELECT id, survey, school, role FROM survey_answer UNION ALL SELECT * FROM survey_answer",
        ("SELECT answer, question, number, body FROM survey_value "
         "UNION ALL SELECT * FROM survey_value")};
    AUTO(store) *store = open_empty();
    struct error err;

    add_everything(store);
    for (size_t i = 0; i < COUNT_OF(questions); i++)
        assert_ok(run_sql(store, questions[i], &err));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_staff), cmocka_unit_test(test_families),
        cmocka_unit_test(test_answers), cmocka_unit_test(test_nothing_joins_them)};
    return cmocka_run_group_tests_name("store/surveys", tests, NULL, remove_test_folder);
}
