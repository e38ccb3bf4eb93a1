/* SPDX-License-Identifier: Apache-2.0
 *
 * The year's result (TT27 Điều 9.2.a), completion and promotion (Điều 11), awards (Điều 13).
 */
#include <stdio.h>

#include "base/unicode.h"
#include "model/rules_internal.h"

/* What Điều 9.2.a looks at, gathered over one record. */
struct year_sum {
    bool missing;    /* something that must be assessed has no value */
    size_t assessed; /* how many values there are */
    bool levels_T;   /* every subject is T */
    bool levels_H;   /* every subject is T or H */
    bool ratings_T;  /* every quality and competence is T */
    bool ratings_D;  /* ... T or Đ */
    int lowest_mark; /* of the end-of-year tests; 10 when there is none */
};

static void
add_level(struct year_sum *sum, enum level level)
{
    sum->assessed++;
    sum->levels_T &= level == LEVEL_T;
    sum->levels_H &= level == LEVEL_T || level == LEVEL_H;
}

static void
add_rating(struct year_sum *sum, enum rating rating)
{
    sum->assessed++;
    sum->ratings_T &= rating == RATING_T;
    sum->ratings_D &= rating == RATING_T || rating == RATING_D;
}

static void
add_subject(struct year_sum *sum, const struct curriculum_row *row,
            const struct subject_result *result, const struct draft_facts *facts)
{
    enum level level = result ? result->level : LEVEL_NONE;
    int mark = result ? result->mark : MARK_NONE;

    if (level != LEVEL_NONE)
        add_level(sum, level);
    else if (!row->elective && !rule_exempt_subject(facts, row->subject->code, "muc"))
        sum->missing = true;
    if (!row->tested[PERIOD_END_2])
        return;
    if (mark >= 0 && mark <= 10)
        sum->lowest_mark = mark < sum->lowest_mark ? mark : sum->lowest_mark;
    else if (mark != MARK_NONE || !rule_exempt_subject(facts, row->subject->code, "diem"))
        sum->missing = true;
}

static struct year_sum
sum_up(const struct record *record, const struct curriculum *curriculum,
       const struct draft_facts *facts)
{
    struct year_sum sum = {false, 0, true, true, true, true, 10};

    for (size_t i = 0; i < curriculum->row_count; i++) {
        const struct curriculum_row *row = &curriculum->rows[i];
        add_subject(&sum, row, record_subject_const(record, row->subject->code), facts);
    }
    for (int i = 0; i < TRAIT_COUNT; i++) {
        if (record->ratings[i] != RATING_NONE)
            add_rating(&sum, record->ratings[i]);
        else if (!curriculum->optional_traits[i] &&
                 !rule_exempt(facts, field_of_trait((enum trait)i)->key))
            sum.missing = true;
    }
    return sum;
}

enum result
rules_overall_result(const struct record *record, const struct curriculum *curriculum,
                     const struct draft_facts *facts)
{
    struct year_sum sum = sum_up(record, curriculum, facts);

    if (sum.missing || sum.assessed == 0 || facts->exempt_all)
        return RESULT_NONE;
    if (sum.levels_T && sum.ratings_T && sum.lowest_mark >= 9)
        return RESULT_EXCELLENT;
    if (sum.levels_T && sum.ratings_T && sum.lowest_mark >= 7)
        return RESULT_GOOD;
    if (sum.levels_H && sum.ratings_D && sum.lowest_mark >= 5)
        return RESULT_COMPLETED;
    return RESULT_NOT_COMPLETED;
}

/* What the rules below compare with: computed, else what the record says. */
static enum result
result_that_holds(const struct record *record, enum result computed)
{
    return computed != RESULT_NONE ? computed : record->result;
}

static void
check_entered(struct rule_run *run, enum result computed, enum result entered)
{
    if (computed != RESULT_NONE && entered != RESULT_NONE && entered != computed)
        rule_fire(
            run, RULE_RESULT, "ket_qua_xep_loai",
            "Kết quả ghi là “%s” nhưng theo các mức và điểm đã nhập thì là “%s” (Điều 9.2.a); "
            "hãy kiểm tra lại mức, điểm hoặc sửa kết quả.",
            result_word(entered), result_word(computed));
}

static void
check_result(struct rule_run *run, enum result computed)
{
    const struct record *record = run->record;

    check_entered(run, computed, record->result);
    if (run->facts->entered_result != record->result)
        check_entered(run, computed, run->facts->entered_result);
    if (run->facts->exempt_all && record->result == RESULT_NONE)
        rule_fire(
            run, RULE_RESULT_EXEMPT, "ket_qua_xep_loai",
            "Học sinh được miễn đánh giá chưa có kết quả; hãy nhập kết quả theo kế hoạch giáo "
            "dục cá nhân.");
}

static void
check_completed(struct rule_run *run, enum result result)
{
    enum answer completed = run->record->completed_class;
    bool should = result != RESULT_NOT_COMPLETED;

    if (result == RESULT_NONE || completed == ANSWER_NONE || (completed == ANSWER_YES) == should)
        return;
    rule_fire(run, RULE_COMPLETED, "da_hoan_thanh_chuong_trinh_lop_hoc",
              "Ghi %s chương trình lớp học nhưng kết quả là “%s”; hãy sửa cho khớp (Điều 11.1.a).",
              should ? "chưa hoàn thành" : "hoàn thành", result_word(result));
}

static void
check_promoted(struct rule_run *run, enum result result)
{
    const struct draft_facts *facts = run->facts;
    enum answer promoted = run->record->promoted;

    if (facts->reassessment_listed && !facts->reassessment_decided)
        rule_fire(run, RULE_REASSESS_WAIT, "duoc_len_lop",
                  "Học sinh đang chờ đánh giá bổ sung trong hè; chưa ký học bạ, hãy ghi quyết định "
                  "của hiệu trưởng trước.");
    if (result == RESULT_NOT_COMPLETED && !facts->reassessment_listed &&
        !facts->reassessment_decided)
        rule_fire(run, RULE_REASSESS_LIST, "duoc_len_lop",
                  "Học sinh chưa hoàn thành chương trình lớp học; hãy đưa vào danh sách giúp đỡ và "
                  "đánh giá bổ sung trong hè.");
    if (result == RESULT_NOT_COMPLETED && promoted == ANSWER_NONE)
        rule_fire(
            run, RULE_PROMOTION_DECISION, "duoc_len_lop",
            "Chưa có quyết định học sinh được lên lớp hay không; hãy nhập quyết định của hiệu "
            "trưởng.");
    if (result == RESULT_NOT_COMPLETED && promoted == ANSWER_YES && !facts->reassessment_decided)
        rule_fire(run, RULE_PROMOTION_DECISION, "duoc_len_lop",
                  "Ghi được lên lớp nhưng kết quả là “Chưa hoàn thành” và chưa có quyết định sau "
                  "đánh giá bổ sung; hãy ghi quyết định của hiệu trưởng hoặc sửa lại.");
    if (facts->reassessment_decided && !facts->promotion_decided)
        rule_fire(run, RULE_PROMOTION_DECISION, "duoc_len_lop",
                  "Ghi đã quyết định sau đánh giá bổ sung nhưng chưa có quyết định cho lên lớp hay "
                  "không; hãy ghi: hocba decide promotion 1|0 --pupil MÃ.");
    if (result != RESULT_NONE && result != RESULT_NOT_COMPLETED && promoted == ANSWER_NO)
        rule_fire(run, RULE_PROMOTED, "duoc_len_lop",
                  "Ghi chưa được lên lớp nhưng kết quả là “%s”; hãy kiểm tra lại.",
                  result_word(result));
}

static void
check_primary(struct rule_run *run, enum result result)
{
    enum answer primary = run->record->completed_primary;
    int grade = run->curriculum->grade;
    bool completed = result != RESULT_NONE && result != RESULT_NOT_COMPLETED;

    if (primary == ANSWER_YES && grade != 5)
        rule_fire(
            run, RULE_PRIMARY, "da_hoan_thanh_chuong_trinh_tieu_hoc",
            "Ghi hoàn thành chương trình tiểu học nhưng học sinh học lớp %d; hãy xoá mục này.",
            grade);
    else if (primary == ANSWER_YES && result == RESULT_NOT_COMPLETED)
        rule_fire(run, RULE_PRIMARY, "da_hoan_thanh_chuong_trinh_tieu_hoc",
                  "Ghi hoàn thành chương trình tiểu học nhưng kết quả lớp 5 là “%s”; hãy sửa cho "
                  "khớp.",
                  result_word(result));
    else if (primary == ANSWER_NO && grade == 5 && completed)
        rule_fire(run, RULE_PRIMARY, "da_hoan_thanh_chuong_trinh_tieu_hoc",
                  "Học sinh hoàn thành chương trình lớp 5 (“%s”) nhưng ghi chưa hoàn thành chương "
                  "trình tiểu học; hãy sửa cho khớp.",
                  result_word(result));
}

/* The key of `text`, or NULL where it says nothing. */
static const char *
said_in(struct rule_run *run, const char *text)
{
    if (text_is_blank(text) || !utf8_is_valid(span_of(text)))
        return NULL;
    return unicode_name_key(run->arena, text);
}

/* Does what was said hold `words`, whatever the case and tone placement? */
static bool
says(struct rule_run *run, const char *said, const char *words)
{
    return said && strstr(said, unicode_name_key(run->arena, words)) != NULL;
}

static void
check_completion_text(struct rule_run *run, enum result result)
{
    const char *text = run->record->completion_text, *said = said_in(run, text);
    bool not_completed = says(run, said, "chưa hoàn thành chương trình");
    bool completed = !not_completed && says(run, said, "hoàn thành chương trình");
    bool not_promoted = says(run, said, "chưa được lên lớp");
    bool promoted = !not_promoted && says(run, said, "được lên lớp");

    if ((not_completed && result != RESULT_NONE && result != RESULT_NOT_COMPLETED) ||
        (completed && result == RESULT_NOT_COMPLETED))
        rule_fire(run, RULE_COMPLETION_TEXT, "noi_dung_hoan_thanh_chuong_trinh",
                  "Nội dung “%s” không khớp với kết quả “%s”; hãy sửa lại.",
                  rule_excerpt(run, text), result_word(result));
    if ((not_promoted && run->record->promoted == ANSWER_YES) ||
        (promoted && run->record->promoted == ANSWER_NO))
        rule_fire(run, RULE_COMPLETION_TEXT, "noi_dung_hoan_thanh_chuong_trinh",
                  "Nội dung “%s” không khớp với mục được lên lớp (%s); hãy sửa lại.",
                  rule_excerpt(run, text), promoted ? "chưa được lên lớp" : "được lên lớp");
}

static void
check_awards(struct rule_run *run, enum result result)
{
    const char *award = run->record->award, *said = said_in(run, award);
    bool excellent = says(run, said, "học sinh xuất sắc");
    bool exemplary = says(run, said, "học sinh tiêu biểu") || run->facts->award_exemplary;

    if (result == RESULT_NONE)
        return;
    if (excellent && result != RESULT_EXCELLENT)
        rule_fire(run, RULE_AWARD_EXCELLENT, "noi_dung_khen_thuong",
                  "Khen thưởng “%s” nhưng kết quả là “%s”; danh hiệu Học sinh Xuất sắc chỉ cho kết "
                  "quả Hoàn thành xuất sắc, hãy sửa lại.",
                  rule_excerpt(run, award), result_word(result));
    if (!excellent && result == RESULT_EXCELLENT)
        rule_fire(run, RULE_AWARD_EXCELLENT_MISSING, "noi_dung_khen_thuong",
                  "Kết quả là “Hoàn thành xuất sắc” nhưng mục khen thưởng không ghi danh hiệu Học "
                  "sinh Xuất sắc; hãy bổ sung nếu đã khen.");
    if (exemplary && result != RESULT_GOOD)
        rule_fire(run, RULE_AWARD_EXEMPLARY, "noi_dung_khen_thuong",
                  "Danh hiệu Học sinh Tiêu biểu chỉ cho kết quả Hoàn thành tốt, nhưng kết quả là "
                  "“%s”; hãy sửa lại.",
                  result_word(result));
}

void
rules_check_result(struct rule_run *run)
{
    enum result computed = rules_overall_result(run->record, run->curriculum, run->facts);
    enum result result = result_that_holds(run->record, computed);

    check_result(run, computed);
    check_completed(run, result);
    check_promoted(run, result);
    check_primary(run, result);
    check_completion_text(run, result);
    check_awards(run, result);
}

const char *
rules_completion_text(const struct record *record, struct arena *arena)
{
    const char *completed =
        record->completed_class == ANSWER_YES ? "Hoàn thành" : "Chưa hoàn thành";

    if (record->completed_class == ANSWER_NONE || record->promoted == ANSWER_NONE)
        return NULL;
    if (record->grade == 5)
        return arena_printf(arena, "%s chương trình tiểu học.", completed);
    if (record->promoted == ANSWER_YES)
        return arena_printf(arena, "%s chương trình lớp %d; Được lên lớp %d.", completed,
                            record->grade, record->grade + 1);
    return arena_printf(arena, "%s chương trình lớp %d; Chưa được lên lớp.", completed,
                        record->grade);
}
