/* SPDX-License-Identifier: Apache-2.0
 *
 * TT27 Điều 9.2.a over an exhaustive table: for every grade, every place at which one subject's
 * level, one rating or one end-of-year mark differs from the best.
 */
#include "tests/support/test.h"

#include "model/rules.h"

/* The record as the oracle sees it: plain letters, ' ' for a missing one, MARK_NONE for a mark. */
struct plain {
    char levels[SUBJECTS_MAX];
    size_t level_count;
    char ratings[TRAIT_COUNT];
    size_t rating_count;
    int marks[SUBJECTS_MAX];
    size_t mark_count;
};

/* Written from the text of the article, in its words and order, without looking at rules.c. */
static const char *
oracle(const struct plain *plain)
{
    bool all_good = true, all_at_least_passed = true;
    bool all_tot = true, all_at_least_dat = true;
    int nines = 0, sevens = 0, fives = 0;

    for (size_t i = 0; i < plain->level_count; i++) {
        if (plain->levels[i] == ' ')
            return NULL;
        if (plain->levels[i] != 'T')
            all_good = false;
        if (plain->levels[i] == 'C')
            all_at_least_passed = false;
    }
    for (size_t i = 0; i < plain->rating_count; i++) {
        if (plain->ratings[i] == ' ')
            return NULL;
        if (plain->ratings[i] != 'T')
            all_tot = false;
        if (plain->ratings[i] == 'C')
            all_at_least_dat = false;
    }
    for (size_t i = 0; i < plain->mark_count; i++) {
        if (plain->marks[i] == MARK_NONE)
            return NULL;
        nines += plain->marks[i] >= 9;
        sevens += plain->marks[i] >= 7;
        fives += plain->marks[i] >= 5;
    }
    int tests = (int)plain->mark_count;
    if (all_good && all_tot && nines == tests)
        return "Hoàn thành xuất sắc";
    if (all_good && all_tot && sevens == tests)
        return "Hoàn thành tốt";
    if (all_at_least_passed && all_at_least_dat && fives == tests)
        return "Hoàn thành";
    return "Chưa hoàn thành";
}

static enum level
level_of(char letter)
{
    return letter == 'T' ? LEVEL_T : letter == 'H' ? LEVEL_H : letter == 'C' ? LEVEL_C : LEVEL_NONE;
}

static enum rating
rating_of(char letter)
{
    return letter == 'T'   ? RATING_T
           : letter == 'D' ? RATING_D
           : letter == 'C' ? RATING_C
                           : RATING_NONE;
}

/* The same record twice: for the program and for the oracle. Subject `i` of the compulsory ones
 * gets `levels[i % strlen]`, and so on: a pattern of one letter is "only that". */
struct best {
    const struct curriculum *curriculum;
    struct record record;
    struct plain plain;
    struct draft_facts facts;
};

static void
make_best(struct best *best, int grade)
{
    struct error err = {0};

    memset(best, 0, sizeof *best);
    assert_ok(curriculum_find(grade, 2024, &best->curriculum, &err));
    record_init(&best->record);
    draft_facts_init(&best->facts);
    best->record.grade = grade;
    for (size_t i = 0; i < best->curriculum->row_count; i++) {
        const struct curriculum_row *row = &best->curriculum->rows[i];
        if (row->elective)
            continue;
        struct subject_result *to = &best->record.subjects[best->record.subject_count++];
        to->code = row->subject->code;
        to->level = LEVEL_T;
        best->plain.levels[best->plain.level_count++] = 'T';
        if (!row->tested[PERIOD_END_2])
            continue;
        to->mark = 10;
        best->plain.marks[best->plain.mark_count++] = 10;
    }
    for (int i = 0; i < TRAIT_COUNT; i++)
        if (!best->curriculum->optional_traits[i]) {
            best->record.ratings[i] = RATING_T;
            best->plain.ratings[best->plain.rating_count++] = 'T';
        }
}

static void
put_level(struct best *best, size_t at, char letter)
{
    best->plain.levels[at] = letter;
    best->record.subjects[at].level = level_of(letter);
}

static void
put_rating(struct best *best, size_t at, char letter)
{
    size_t seen = 0;

    best->plain.ratings[at] = letter;
    for (int i = 0; i < TRAIT_COUNT; i++)
        if (!best->curriculum->optional_traits[i] && seen++ == at)
            best->record.ratings[i] = rating_of(letter);
}

static void
put_mark(struct best *best, size_t at, int mark)
{
    size_t seen = 0;

    best->plain.marks[at] = mark;
    for (size_t i = 0; i < best->record.subject_count; i++)
        if (curriculum_row_find(best->curriculum, best->record.subjects[i].code)
                ->tested[PERIOD_END_2] &&
            seen++ == at)
            best->record.subjects[i].mark = mark;
}

static size_t cases;

static void
compare(const struct best *best)
{
    enum result got = rules_overall_result(&best->record, best->curriculum, &best->facts);
    const char *want = oracle(&best->plain);

    cases++;
    if (!text_equal(result_word(got), want))
        fail_msg("grade %d levels %.*s ratings %.*s mark: got %s, want %s", best->curriculum->grade,
                 (int)best->plain.level_count, best->plain.levels, (int)best->plain.rating_count,
                 best->plain.ratings, got ? result_word(got) : "none", want ? want : "none");
}

/* Every place of the odd level x rating x mark, each over all its values. */
static void
test_one_odd_of_each(void **state)
{
    (void)state;
    static const char levels[] = "THC ", ratings[] = "TDC ";

    for (int grade = 1; grade <= 5; grade++) {
        struct best best;
        make_best(&best, grade);
        for (size_t l = 0; l < best.plain.level_count; l++)
            for (size_t r = 0; r < best.plain.rating_count; r++)
                for (size_t m = 0; m < best.plain.mark_count; m++)
                    for (size_t i = 0; i < 4 * 4 * 12; i++) {
                        struct best one = best;
                        put_level(&one, l, levels[i % 4]);
                        put_rating(&one, r, ratings[i / 4 % 4]);
                        put_mark(&one, m, (int)(i / 16) - 1);
                        compare(&one);
                    }
    }
    assert_true(cases > 500000);
}

/* Sets of levels and ratings: only one letter, mixed ones, and everything at the lowest mark. */
static void
test_sets(void **state)
{
    (void)state;
    static const char *const levels[] = {"T",   "H",  "C",  "TH", "TC",   "HC",
                                         "THC", "T ", "H ", "C ", "THC ", " "};
    static const char *const ratings[] = {"T",   "D",  "C",  "TD", "TC",   "DC",
                                          "TDC", "T ", "D ", "C ", "TDC ", " "};

    for (int grade = 1; grade <= 5; grade++)
        for (size_t l = 0; l < COUNT_OF(levels); l++)
            for (size_t r = 0; r < COUNT_OF(ratings); r++)
                for (int mark = MARK_NONE; mark <= 10; mark++) {
                    struct best one;
                    make_best(&one, grade);
                    for (size_t i = 0; i < one.plain.level_count; i++)
                        put_level(&one, i, levels[l][i % strlen(levels[l])]);
                    for (size_t i = 0; i < one.plain.rating_count; i++)
                        put_rating(&one, i, ratings[r][i % strlen(ratings[r])]);
                    for (size_t i = 0; i < one.plain.mark_count; i++)
                        put_mark(&one, i, mark);
                    compare(&one);
                }
}

/* Beyond the oracle: electives, exemptions, the other periods, impossible values. */
static void
test_around(void **state)
{
    (void)state;
    struct best best;
    static const char *const exempt[] = {"mon.GDTC.muc", NULL};
    static const char *const exempt_all_of[] = {"mon.TV", NULL};
    static const char *const exempt_rating[] = {"nang_luc_the_chat", NULL};

    make_best(&best, 1);
    struct subject_result *elective = &best.record.subjects[best.record.subject_count++];
    *elective = (struct subject_result){.code = "NN1", .level = LEVEL_H, .mark = MARK_NONE};
    assert_int_equal(rules_overall_result(&best.record, best.curriculum, &best.facts),
                     RESULT_COMPLETED);
    elective->level = LEVEL_NONE;
    assert_int_equal(rules_overall_result(&best.record, best.curriculum, &best.facts),
                     RESULT_EXCELLENT);

    make_best(&best, 4);
    record_subject(&best.record, "GDTC")->level = LEVEL_NONE;
    assert_int_equal(rules_overall_result(&best.record, best.curriculum, &best.facts), RESULT_NONE);
    best.facts.exempt_fields = exempt;
    assert_int_equal(rules_overall_result(&best.record, best.curriculum, &best.facts),
                     RESULT_EXCELLENT);

    make_best(&best, 4);
    record_subject(&best.record, "TV")->level = LEVEL_NONE;
    record_subject(&best.record, "TV")->mark = MARK_NONE;
    best.facts.exempt_fields = exempt_all_of;
    assert_int_equal(rules_overall_result(&best.record, best.curriculum, &best.facts),
                     RESULT_EXCELLENT);

    make_best(&best, 4);
    best.record.ratings[COMPETENCE_PHYSICAL] = RATING_NONE;
    best.facts.exempt_fields = exempt_rating;
    assert_int_equal(rules_overall_result(&best.record, best.curriculum, &best.facts),
                     RESULT_EXCELLENT);
    best.facts.exempt_all = true;
    assert_int_equal(rules_overall_result(&best.record, best.curriculum, &best.facts), RESULT_NONE);

    make_best(&best, 4);
    best.facts.marks[0][PERIOD_MID_1] = 0;
    best.facts.marks[1][PERIOD_END_1] = 4;
    assert_int_equal(rules_overall_result(&best.record, best.curriculum, &best.facts),
                     RESULT_EXCELLENT);
    best.record.subjects[0].mark = 11;
    assert_int_equal(rules_overall_result(&best.record, best.curriculum, &best.facts), RESULT_NONE);

    make_best(&best, 2);
    best.record.ratings[COMPETENCE_INFORMATICS] = RATING_D;
    assert_int_equal(rules_overall_result(&best.record, best.curriculum, &best.facts),
                     RESULT_COMPLETED);
}

static void
test_completion_text(void **state)
{
    (void)state;
    static const struct {
        int grade;
        enum answer completed, promoted;
        const char *want;
    } rows[] = {
        {4, ANSWER_YES, ANSWER_YES, "Hoàn thành chương trình lớp 4; Được lên lớp 5."},
        {2, ANSWER_NO, ANSWER_NO, "Chưa hoàn thành chương trình lớp 2; Chưa được lên lớp."},
        {2, ANSWER_NO, ANSWER_YES, "Chưa hoàn thành chương trình lớp 2; Được lên lớp 3."},
        {5, ANSWER_YES, ANSWER_YES, "Hoàn thành chương trình tiểu học."},
        {5, ANSWER_NO, ANSWER_NO, "Chưa hoàn thành chương trình tiểu học."},
        {4, ANSWER_NONE, ANSWER_YES, NULL},
        {4, ANSWER_YES, ANSWER_NONE, NULL},
    };
    struct arena *arena = arena_new();

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct record record;
        record_init(&record);
        record.grade = rows[i].grade;
        record.completed_class = rows[i].completed;
        record.promoted = rows[i].promoted;
        const char *got = rules_completion_text(&record, arena);
        if (!text_equal(got, rows[i].want))
            row_fail(rows[i].want ? rows[i].want : "none", "%s", got ? got : "none");
    }
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_odd_of_each),
        cmocka_unit_test(test_sets),
        cmocka_unit_test(test_around),
        cmocka_unit_test(test_completion_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
