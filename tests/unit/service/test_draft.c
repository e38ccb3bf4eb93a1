/* SPDX-License-Identifier: Apache-2.0
 *
 * Building drafts from values, rights, the app's clock: what needs no store.
 */
#include "tests/support/test.h"

#include "model/role.h"
#include "service/access.h"
#include "service/draft.h"

/* --- keys ------------------------------------------------------------------------------------- */

static void
test_subject_keys(void **state)
{
    static const struct {
        const char *about, *key, *code; /* code NULL: no key of a subject */
        enum subject_part part;
        enum period period;
    } rows[] = {
        {"level of the year's end", "mon.TV.muc", "TV", SUBJECT_LEVEL, PERIOD_END_2},
        {"mark of the year's end", "mon.T.diem", "T", SUBJECT_MARK, PERIOD_END_2},
        {"mark of an earlier period", "mon.T.diem.gk1", "T", SUBJECT_MARK, PERIOD_MID_1},
        {"comment", "mon.NN1.nhan_xet.hk1", "NN1", SUBJECT_COMMENT, PERIOD_END_1},
        {"unknown subject", "mon.XX.muc", NULL, 0, 0},
        {"unknown part", "mon.TV.hang", NULL, 0, 0},
        {"no part", "mon.TV", NULL, 0, 0},
        {"a field", "can_nang", NULL, 0, 0},
        {"too long",
         "mon.TV.muc.............................................................................",
         NULL, 0, 0},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct subject *subject;
        enum subject_part part;
        enum period period;
        bool parsed = subject_key_parse(rows[i].key, &subject, &part, &period);
        if (parsed != (rows[i].code != NULL))
            row_fail(rows[i].about, "parsed: %d", parsed);
        if (parsed && (strcmp(subject->code, rows[i].code) != 0 || part != rows[i].part ||
                       period != rows[i].period))
            row_fail(rows[i].about, "%s %d %d", subject->code, part, period);
    }
}

/* --- drafts ----------------------------------------------------------------------------------- */

/* A pupil with every level T, every rating T, every mark `mark`. */
static void
fill_draft(struct draft *draft, int grade, const char *mark, struct arena *arena)
{
    /* TT27 reaches grade 5 in 2024-2025 */
    draft_begin(draft, grade, grade == 5 ? "2024-2025" : "2023-2024", arena);
    for (size_t i = 0; draft->curriculum && i < draft->curriculum->row_count; i++) {
        const struct curriculum_row *row = &draft->curriculum->rows[i];
        if (row->elective)
            continue;
        draft_put(draft, arena_printf(arena, "mon.%s.muc", row->subject->code), "T", arena);
        if (row->tested[PERIOD_END_2])
            draft_put(draft, arena_printf(arena, "mon.%s.diem", row->subject->code), mark, arena);
    }
    for (int trait = 0; trait < TRAIT_COUNT; trait++)
        draft_put(draft, field_of_trait((enum trait)trait)->key, "T", arena);
}

static void
test_conclusions(void **state)
{
    static const struct {
        const char *about;
        int grade;
        const char *mark;
        const char *key, *value; /* one more value, or NULL */
        enum result result;
        enum answer completed, promoted, primary;
        const char *award, *completion;
    } rows[] = {
        {"excellent, marked for an award", 4, "9", "khen_thuong_cuoi_nam", "1", RESULT_EXCELLENT,
         ANSWER_YES, ANSWER_YES, ANSWER_NONE, "Học sinh Xuất sắc",
         "Hoàn thành chương trình lớp 4; Được lên lớp 5."},
        {"excellent, no award entered", 4, "9", NULL, NULL, RESULT_EXCELLENT, ANSWER_YES,
         ANSWER_YES, ANSWER_NONE, NULL, "Hoàn thành chương trình lớp 4; Được lên lớp 5."},
        {"an X does not make an exemplary pupil", 4, "8", "khen_thuong_cuoi_nam", "1", RESULT_GOOD,
         ANSWER_YES, ANSWER_YES, ANSWER_NONE, NULL,
         "Hoàn thành chương trình lớp 4; Được lên lớp 5."},
        {"grade 5 completes primary school", 5, "7", NULL, NULL, RESULT_GOOD, ANSWER_YES,
         ANSWER_YES, ANSWER_YES, NULL, "Hoàn thành chương trình tiểu học."},
        {"not completed: promotion is a decision", 4, "4", NULL, NULL, RESULT_NOT_COMPLETED,
         ANSWER_NO, ANSWER_NONE, ANSWER_NONE, NULL, NULL},
        {"not completed, entered as not promoted", 4, "4", "duoc_len_lop", "0",
         RESULT_NOT_COMPLETED, ANSWER_NO, ANSWER_NO, ANSWER_NONE, NULL,
         "Chưa hoàn thành chương trình lớp 4; Chưa được lên lớp."},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct draft draft;
        fill_draft(&draft, rows[i].grade, rows[i].mark, arena);
        if (rows[i].key)
            draft_put(&draft, rows[i].key, rows[i].value, arena);
        draft_finish(&draft, arena);
        const struct record *record = &draft.record;
        if (record->result != rows[i].result || record->completed_class != rows[i].completed ||
            record->promoted != rows[i].promoted || record->completed_primary != rows[i].primary)
            row_fail(rows[i].about, "%d %d %d %d", record->result, record->completed_class,
                     record->promoted, record->completed_primary);
        if (!text_equal(record->award, rows[i].award) ||
            !text_equal(record->completion_text, rows[i].completion))
            row_fail(rows[i].about, "%s | %s", record->award, record->completion_text);
    }
}

static void
test_entered_result_is_kept_beside_the_computed_one(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct problems problems = {0};
    struct draft draft;
    bool found = false;
    (void)state;

    fill_draft(&draft, 4, "7", arena);
    draft_put(&draft, "ket_qua_xep_loai", "Hoàn thành xuất sắc", arena);
    draft_finish(&draft, arena);
    assert_int_equal(draft.record.result, RESULT_GOOD);
    assert_int_equal(draft.facts.entered_result, RESULT_EXCELLENT);
    draft_check(&draft, arena, &problems);
    for (size_t i = 0; i < problems.list.count; i++)
        found |= text_equal(problems.list.items[i].rule, "TT27-9.2.a-ket-qua");
    assert_true(found);
}

static void
test_what_cannot_be_read_is_a_problem(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct problems problems = {0};
    struct draft draft;
    (void)state;

    draft_begin(&draft, 4, "2023-2024", arena);
    draft_put(&draft, "mon.T.diem", "chín", arena);
    draft_put(&draft, "khong_co_muc_nay", "x", arena);
    draft_put(&draft, "ngay_sinh", "31/2/2014", arena);
    assert_int_equal(draft.broken.list.count, 3);
    draft_finish(&draft, arena);
    draft_check(&draft, arena, &problems);
    assert_true(problems_have_error(&problems));
}

static void
test_a_grade_under_the_old_circular_is_refused(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct problems problems = {0};
    struct draft draft;
    (void)state;

    draft_begin(&draft, 5, "2023-2024", arena);
    draft_put(&draft, "mon.TV.muc", "T", arena);
    draft_finish(&draft, arena);
    assert_null(draft.curriculum);
    draft_check(&draft, arena, &problems);
    assert_int_equal(problems.list.count, 1);
    assert_non_null(strstr(problems.list.items[0].message, "22/2016"));
}

static void
test_marks_stay_beside_their_subject(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct draft draft;
    (void)state;

    draft_begin(&draft, 4, "2023-2024", arena);
    draft_put(&draft, "mon.LSDL.diem", "8", arena);
    draft_put(&draft, "mon.T.diem.gk2", "6", arena);
    draft_put(&draft, "mon.TNXH.muc", "T", arena); /* not taught in grade 4: kept, for the rules */
    draft_finish(&draft, arena);
    for (size_t i = 0; i < draft.record.subject_count; i++) {
        const char *code = draft.record.subjects[i].code;
        int mark = text_equal(code, "LSDL") ? 8 : MARK_NONE;
        int mid = text_equal(code, "T") ? 6 : MARK_NONE;
        assert_int_equal(draft.facts.marks[i][PERIOD_END_2], mark);
        assert_int_equal(draft.facts.marks[i][PERIOD_MID_2], mid);
    }
    assert_non_null(record_subject_const(&draft.record, "TNXH"));
    assert_null(record_subject_const(&draft.record, "TDT"));
}

static void
test_teacher_comment(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct draft draft;
    (void)state;

    draft_begin(&draft, 4, "2023-2024", arena);
    assert_null(draft_teacher_comment(&draft, arena));
    draft_put(&draft, "nhan_xet_pham_chat", "Chăm chỉ", arena);
    draft_put(&draft, "nhan_xet_nang_luc_chung", "Biết tự học.", arena);
    assert_string_equal(draft_teacher_comment(&draft, arena), "Chăm chỉ. Biết tự học.");
    draft_put(&draft, "mon.TV.nhan_xet", "Đọc tốt", arena);
    draft.facts.strict_v10 = true;
    assert_string_equal(draft_teacher_comment(&draft, arena),
                        "Tiếng Việt: Đọc tốt. Chăm chỉ. Biết tự học.");
    draft_put(&draft, "nhan_xet_gvcn", "Ngoan!", arena);
    assert_string_equal(draft_teacher_comment(&draft, arena), "Tiếng Việt: Đọc tốt. Ngoan!");
}

/* --- rights ----------------------------------------------------------------------------------- */

static void
test_administrators_do_not_touch_results(void **state)
{
    static const enum right of_results[] = {
        MAY_SEE,           MAY_ENTER_RESULTS, MAY_DECIDE, MAY_EXPORT, MAY_CREATE_RECORDS,
        MAY_ISSUE_RECORDS, MAY_RETURN_RECORDS};
    (void)state;

    for (size_t i = 0; i < COUNT_OF(of_results); i++) {
        assert_false(access_role_has(of_results[i], role_key(ROLE_SCHOOL_ADMIN)));
        assert_false(access_role_has(of_results[i], role_key(ROLE_DEPARTMENT_ADMIN)));
    }
    assert_true(access_role_has(MAY_MANAGE_PEOPLE, role_key(ROLE_SCHOOL_ADMIN)));
}

static void
test_every_right_has_a_word_and_somebody(void **state)
{
    (void)state;

    for (int right = 0; right < RIGHT_COUNT; right++) {
        size_t holders = 0;
        assert_non_null(access_right_word((enum right)right));
        for (int role = 0; role < ROLE_COUNT; role++)
            holders += access_role_has((enum right)right, role_key((enum role)role));
        assert_true(holders > 0);
    }
}

static void
test_only_the_departments_approver_approves(void **state)
{
    (void)state;

    for (int role = 0; role < ROLE_COUNT; role++)
        assert_int_equal(access_role_has(MAY_APPROVE_CERTIFICATE, role_key((enum role)role)),
                         role == ROLE_DEPARTMENT_APPROVER);
}

/* --- the clock -------------------------------------------------------------------------------- */

static int64_t real_seconds;

static int64_t
real_clock(void)
{
    return real_seconds;
}

static void
test_the_demo_clock_goes_on_within_its_day(void **state)
{
    enum { START = 1717117200 /* 2024-05-31T08:00:00+07:00 */, SET = 1900000000 };
    static const struct {
        const char *about;
        int64_t real, shown;
    } rows[] = {
        {"at once", SET, START},
        {"a minute later", SET + 60, START + 60},
        {"the machine's clock went back", SET - 500, START},
        {"the last second of the day", SET + 57599, START + 57599},
        {"years later it is still that day", SET + 99999999, START + 57599},
    };
    struct app app = {
        .options = {.system_clock = real_clock}, .clock_start = START, .clock_set = SET};
    (void)state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        real_seconds = rows[i].real;
        if (app_now(&app).seconds != rows[i].shown)
            row_fail(rows[i].about, "%lld", (long long)app_now(&app).seconds);
        assert_int_equal(date_compare(app_today(&app), (struct date){2024, 5, 31}), 0);
    }
    app.clock_start = 0;
    real_seconds = 12345;
    assert_int_equal(app_now(&app).seconds, 12345);
}

static void
test_grade_of_a_class_name(void **state)
{
    static const struct {
        const char *name;
        int grade;
    } rows[] = {{"4A1", 4}, {"3A", 3}, {"1", 1}, {"Lớp 5B", 5}, {"A", 0}, {"6A", 0}, {"0", 0}};
    (void)state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (class_name_grade(rows[i].name) != rows[i].grade)
            row_fail(rows[i].name, "%d", class_name_grade(rows[i].name));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_subject_keys),
        cmocka_unit_test(test_conclusions),
        cmocka_unit_test(test_entered_result_is_kept_beside_the_computed_one),
        cmocka_unit_test(test_what_cannot_be_read_is_a_problem),
        cmocka_unit_test(test_a_grade_under_the_old_circular_is_refused),
        cmocka_unit_test(test_marks_stay_beside_their_subject),
        cmocka_unit_test(test_teacher_comment),
        cmocka_unit_test(test_administrators_do_not_touch_results),
        cmocka_unit_test(test_every_right_has_a_word_and_somebody),
        cmocka_unit_test(test_only_the_departments_approver_approves),
        cmocka_unit_test(test_the_demo_clock_goes_on_within_its_day),
        cmocka_unit_test(test_grade_of_a_class_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
