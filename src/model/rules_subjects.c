/* SPDX-License-Identifier: Apache-2.0
 *
 * Levels, marks and comments of subjects, ratings of qualities and competences.
 */
#include "model/rules_internal.h"

static const char *
subject_key(struct rule_run *run, const char *code, const char *part)
{
    return arena_printf(run->arena, "mon.%s.%s", code, part);
}

static bool
has_result(const struct subject_result *result)
{
    return result->level != LEVEL_NONE || result->mark != MARK_NONE ||
           !text_is_blank(result->comment);
}

/* Unknown codes, a code twice, subjects that the grade does not have. */
static void
check_list(struct rule_run *run)
{
    const struct record *record = run->record;

    for (size_t i = 0; i < record->subject_count; i++) {
        const struct subject_result *result = &record->subjects[i];
        const struct subject *subject = curriculum_subject(result->code);
        const char *key = subject_key(run, result->code ? result->code : "", "muc");
        if (subject == NULL) {
            rule_fire(run, RULE_SUBJECT_UNKNOWN, key,
                      "Không có môn học mang mã “%s”; hãy dùng mã trong danh mục môn học.",
                      result->code ? rule_excerpt(run, result->code) : "");
            continue;
        }
        if (record_subject_const(record, result->code) != result)
            rule_fire(run, RULE_SUBJECT_TWICE, key,
                      "Môn %s có hai dòng kết quả; hãy giữ lại một dòng.", subject->short_name);
        if (has_result(result) && !curriculum_row_find(run->curriculum, result->code))
            rule_fire(run, RULE_SUBJECT_NOT_TAUGHT, key,
                      "Môn %s không học ở lớp %d (năm học %d-%d) nhưng có kết quả; hãy xoá kết quả "
                      "hoặc xem lại khối lớp của học sinh.",
                      subject->short_name, run->curriculum->grade, run->curriculum->first_year,
                      run->curriculum->first_year + 1);
    }
}

/* One mark of a period in which the subject has a test, or has none. */
static void
check_mark(struct rule_run *run, const struct subject *subject, enum period period, bool tested,
           int mark)
{
    const char *key = period == PERIOD_END_2 ? subject_key(run, subject->code, "diem")
                                             : arena_printf(run->arena, "mon.%s.diem.%s",
                                                            subject->code, period_code(period));

    if (mark == MARK_NONE)
        return;
    if (!tested)
        rule_fire(run, RULE_MARK_NO_TEST, key,
                  "Môn %s lớp %d không có bài kiểm tra định kỳ %s nhưng có điểm %d; hãy xoá điểm.",
                  subject->short_name, run->curriculum->grade, period_name(period), mark);
    else if (mark < 0 || mark > 10)
        rule_fire(run, RULE_MARK_RANGE, key,
                  "Điểm %d môn %s (%s) nằm ngoài thang điểm 10; hãy nhập số nguyên từ 0 đến 10.",
                  mark, subject->short_name, period_name(period));
}

/* The level that schools usually give for a mark: only to warn, never to derive. */
static enum level
habitual_level(int mark)
{
    return mark >= 8 ? LEVEL_T : mark >= 5 ? LEVEL_H : LEVEL_C;
}

static void
check_level_and_mark(struct rule_run *run, const struct subject *subject,
                     const struct subject_result *result)
{
    if (result->level == LEVEL_NONE || result->mark < 0 || result->mark > 10)
        return;
    enum level usual = habitual_level(result->mark);
    if (usual != result->level)
        rule_fire(
            run, RULE_LEVEL_MARK, subject_key(run, subject->code, "muc"),
            "Môn %s: điểm %d thường ứng với mức %s nhưng mức ghi là %s; hãy kiểm tra lại (vẫn "
            "được giữ nếu đúng).",
            subject->short_name, result->mark, level_symbol(usual), level_symbol(result->level));
}

/* The marks of the other periods stand beside the record, in the order of its subjects. */
static void
check_marks(struct rule_run *run, const struct curriculum_row *row,
            const struct subject_result *result)
{
    size_t at = (size_t)(result - run->record->subjects);

    check_mark(run, row->subject, PERIOD_END_2, row->tested[PERIOD_END_2], result->mark);
    for (int i = 0; i < PERIOD_END_2; i++)
        check_mark(run, row->subject, (enum period)i, row->tested[i], run->facts->marks[at][i]);
    if (row->tested[PERIOD_END_2])
        check_level_and_mark(run, row->subject, result);
}

static void
check_missing(struct rule_run *run, const struct curriculum_row *row,
              const struct subject_result *result)
{
    const struct subject *subject = row->subject;

    if (result->level == LEVEL_NONE && !rule_exempt_subject(run->facts, subject->code, "muc"))
        rule_fire(run, RULE_LEVEL_MISSING, subject_key(run, subject->code, "muc"),
                  "Môn %s chưa có mức đạt được; hãy nhập T, H hoặc C.", subject->short_name);
    else if (result->level == LEVEL_NONE && run->facts->strict_v10)
        rule_fire(run, RULE_V10_ABSENT, subject_key(run, subject->code, "muc"),
                  "Không có mức đạt được của môn %s (được miễn): cổng tiếp nhận theo đúng đặc tả "
                  "1.0 có thể từ chối học bạ này.",
                  subject->short_name);
    if (row->tested[PERIOD_END_2] && result->mark == MARK_NONE &&
        !rule_exempt_subject(run->facts, subject->code, "diem"))
        rule_fire(run, RULE_MARK_MISSING, subject_key(run, subject->code, "diem"),
                  "Môn %s có bài kiểm tra cuối năm học nhưng chưa có điểm; hãy nhập số nguyên từ 0 "
                  "đến 10.",
                  subject->short_name);
    if (text_is_blank(result->comment) &&
        !rule_exempt_subject(run->facts, subject->code, "nhan_xet"))
        rule_fire(run, RULE_COMMENT_MISSING, subject_key(run, subject->code, "nhan_xet"),
                  "Môn %s chưa có nhận xét; hãy bổ sung nếu giáo viên đã ghi.",
                  subject->short_name);
}

static void
check_subjects(struct rule_run *run)
{
    static const struct subject_result none = {.mark = MARK_NONE};

    for (size_t i = 0; i < run->curriculum->row_count; i++) {
        const struct curriculum_row *row = &run->curriculum->rows[i];
        const struct subject_result *result = record_subject_const(run->record, row->subject->code);
        if (result)
            check_marks(run, row, result);
        if (!row->elective || (result && has_result(result)))
            check_missing(run, row, result ? result : &none);
    }
}

static void
check_ratings(struct rule_run *run)
{
    for (int i = 0; i < TRAIT_COUNT; i++) {
        const struct field *field = field_of_trait((enum trait)i);
        if (run->record->ratings[i] != RATING_NONE || run->curriculum->optional_traits[i] ||
            rule_exempt(run->facts, field->key))
            continue;
        rule_fire(run, RULE_RATING_MISSING, field->key,
                  "“%s” chưa có mức đạt được; hãy nhập T (Tốt), Đ (Đạt) hoặc C (Cần cố gắng).",
                  field->label);
    }
}

void
rules_check_subjects(struct rule_run *run)
{
    check_list(run);
    check_subjects(run);
    check_ratings(run);
}
