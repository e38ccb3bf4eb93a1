/* SPDX-License-Identifier: Apache-2.0
 *
 * The class summary of TT27 Phụ lục 2 in its nine forms: 1-3 for grades 1 and 2, 4-6 for grade 3,
 * 7-9 for grades 4 and 5, each for the middle of a term, the end of term I and the year's end.
 * Which subjects have a mark in which period comes from the curriculum.  QĐ2904: Tin học and Công
 * nghệ are two columns.
 */
#include <stdio.h>

#include "base/unicode.h"
#include "model/curriculum.h"
#include "sheet/xlsx_out.h"

enum {
    HEADER_TOP = 4, /* rows from 0 */
    HEADER_BOTTOM = 6,
    SUBJECTS_LEFT = 5, /* columns before: order, name, birth date, sex, ethnicity */
};

struct writing {
    const struct class_summary *summary;
    const struct curriculum *curriculum;
    struct xlsx_out out;
    lxw_format *head, *turned, *text, *middle, *date, *plain, *title;
    const struct curriculum_row *subjects[SUBJECTS_MAX];
    size_t subject_count;
    lxw_col_t traits_left, results_left, last;
};

int
summary_form(int grade, enum period period)
{
    static const int first[] = {0, 1, 1, 4, 7, 7};
    int moment = period == PERIOD_END_1 ? 1 : period == PERIOD_END_2 ? 2 : 0;

    return grade >= 1 && grade <= 5 ? first[grade] + moment : 0;
}

/* A pupil's level and mark in a subject, in the summary's period. */
static void
result_of(const struct class_summary *summary, const struct summary_pupil *pupil, const char *code,
          enum level *level, int *mark)
{
    *level = LEVEL_NONE;
    *mark = MARK_NONE;
    if (summary->period == PERIOD_END_2) {
        const struct subject_result *subject = record_subject_const(pupil->record, code);
        if (subject) {
            *level = subject->level;
            *mark = subject->mark;
        }
        return;
    }
    for (size_t i = 0; i < pupil->mark_count; i++)
        if (text_equal(pupil->marks[i].code, code)) {
            *level = pupil->marks[i].level;
            *mark = pupil->marks[i].mark;
        }
}

/* An elective subject has a column only where somebody has it. */
static bool
is_taught(const struct writing *writing, const struct curriculum_row *row)
{
    if (!row->elective)
        return true;
    for (size_t i = 0; i < writing->summary->count; i++) {
        enum level level;
        int mark;
        result_of(writing->summary, &writing->summary->pupils[i], row->subject->code, &level,
                  &mark);
        if (level || mark != MARK_NONE)
            return true;
    }
    return false;
}

static bool
has_mark(const struct writing *writing, size_t i)
{
    return writing->subjects[i]->tested[writing->summary->period];
}

static void
choose_columns(struct writing *writing)
{
    size_t column = SUBJECTS_LEFT;

    for (size_t i = 0; i < writing->curriculum->row_count; i++)
        if (is_taught(writing, &writing->curriculum->rows[i]))
            writing->subjects[writing->subject_count++] = &writing->curriculum->rows[i];
    for (size_t i = 0; i < writing->subject_count; i++)
        column += has_mark(writing, i) ? 2 : 1;
    writing->traits_left = (lxw_col_t)column;
    writing->results_left = (lxw_col_t)(column + TRAIT_COUNT);
    writing->last =
        (lxw_col_t)(writing->results_left + (writing->summary->period == PERIOD_END_2 ? 7 : 0));
}

static void
make_formats(struct writing *writing)
{
    struct xlsx_out *out = &writing->out;

    writing->head = xlsx_out_format(out, true, true, LXW_ALIGN_CENTER);
    writing->turned = xlsx_out_format(out, true, true, LXW_ALIGN_CENTER);
    format_set_rotation(writing->turned, 90);
    writing->text = xlsx_out_format(out, false, true, LXW_ALIGN_LEFT);
    writing->middle = xlsx_out_format(out, false, true, LXW_ALIGN_CENTER);
    writing->date = xlsx_out_format(out, false, true, LXW_ALIGN_CENTER);
    format_set_num_format(writing->date, "dd/mm/yyyy");
    writing->plain = xlsx_out_format(out, false, false, LXW_ALIGN_CENTER);
    writing->title = xlsx_out_format(out, true, false, LXW_ALIGN_CENTER);
}

/* "GIỮA HỌC KỲ I NĂM HỌC 2023-2024", "CUỐI NĂM HỌC 2023-2024" */
static const char *
moment_words(const struct writing *writing)
{
    const struct class_summary *summary = writing->summary;
    struct arena *arena = writing->out.arena;

    if (summary->period == PERIOD_END_2)
        return arena_printf(arena, "CUỐI NĂM HỌC %s", summary->year_name);
    return arena_printf(arena, "%s NĂM HỌC %s", unicode_upper(arena, period_name(summary->period)),
                        summary->year_name);
}

static void
write_titles(struct writing *writing)
{
    const struct class_summary *summary = writing->summary;
    struct xlsx_out *out = &writing->out;
    struct arena *arena = out->arena;
    const char *form = arena_printf(arena, "(Mẫu %d, Phụ lục 2, Thông tư số 27/2020/TT-BGDĐT)",
                                    summary_form(summary->grade, summary->period));

    if (summary->department_name)
        xlsx_out_range(out, 0, 0, 0, 8, unicode_upper(arena, summary->department_name),
                       writing->plain);
    xlsx_out_range(out, 1, 0, 1, 8, unicode_upper(arena, summary->school_name), writing->title);
    xlsx_out_range(out, 0, writing->last - 9, 0, writing->last, form, writing->plain);
    xlsx_out_range(out, 2, 0, 2, writing->last,
                   arena_printf(arena, "BẢNG TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ GIÁO DỤC %s - LỚP %s%s",
                                moment_words(writing), summary->class_name,
                                summary->training ? " (THỬ NGHIỆM)" : ""),
                   writing->title);
    if (summary->training) {
        worksheet_set_header(out->sheet, "&C&\"Times New Roman,Bold\"THỬ NGHIỆM");
        worksheet_set_footer(out->sheet, "&CTHỬ NGHIỆM - trang &P/&N");
    } else {
        worksheet_set_footer(out->sheet, "&CTrang &P/&N");
    }
}

/* A header over all its rows. */
static void
write_tall(struct writing *writing, lxw_col_t column, const char *text, double width,
           lxw_format *format)
{
    xlsx_out_range(&writing->out, HEADER_TOP, column, HEADER_BOTTOM, column, text, format);
    worksheet_set_column(writing->out.sheet, column, column, width, NULL);
}

static void
write_group(struct writing *writing, lxw_col_t left, lxw_col_t right, const char *text)
{
    xlsx_out_range(&writing->out, HEADER_TOP, left, HEADER_TOP, right, text, writing->head);
}

static void
write_subject_heads(struct writing *writing)
{
    struct xlsx_out *out = &writing->out;
    lxw_col_t column = SUBJECTS_LEFT;

    write_group(writing, SUBJECTS_LEFT, writing->traits_left - 1, "Môn học và hoạt động giáo dục");
    for (size_t i = 0; i < writing->subject_count; i++) {
        const char *name = writing->subjects[i]->subject->name;
        lxw_col_t right = column + (has_mark(writing, i) ? 1 : 0);
        worksheet_set_column(out->sheet, column, right, 5.5, NULL);
        if (right > column) {
            xlsx_out_range(out, HEADER_TOP + 1, column, HEADER_TOP + 1, right, name, writing->head);
            xlsx_out_text(out, HEADER_BOTTOM, column, "Mức đạt được", writing->turned);
            xlsx_out_text(out, HEADER_BOTTOM, right, "Điểm KTĐK", writing->turned);
        } else {
            xlsx_out_range(out, HEADER_TOP + 1, column, HEADER_BOTTOM, column, name,
                           writing->turned);
        }
        column = right + 1;
    }
}

static void
write_trait_heads(struct writing *writing)
{
    lxw_col_t left = writing->traits_left;

    write_group(writing, left, left + QUALITY_COUNT - 1, "Phẩm chất chủ yếu");
    write_group(writing, left + QUALITY_COUNT, left + TRAIT_COUNT - 1, "Năng lực cốt lõi");
    for (int i = 0; i < TRAIT_COUNT; i++)
        xlsx_out_range(&writing->out, HEADER_TOP + 1, (lxw_col_t)(left + i), HEADER_BOTTOM,
                       (lxw_col_t)(left + i), trait_name((enum trait)i), writing->turned);
    worksheet_set_column(writing->out.sheet, left, (lxw_col_t)(left + TRAIT_COUNT - 1), 4.5, NULL);
}

static void
write_heads(struct writing *writing)
{
    write_tall(writing, 0, "TT", 4.5, writing->head);
    write_tall(writing, 1, "Họ và tên", 26, writing->head);
    write_tall(writing, 2, "Ngày, tháng, năm sinh", 11.5, writing->head);
    write_tall(writing, 3, "Giới tính", 6, writing->head);
    write_tall(writing, 4, "Dân tộc", 9, writing->head);
    write_subject_heads(writing);
    write_trait_heads(writing);
    if (writing->summary->period == PERIOD_END_2) {
        lxw_col_t left = writing->results_left;
        write_group(writing, left, left + 3, "Đánh giá kết quả giáo dục");
        for (int i = 0; i < 4; i++) {
            lxw_col_t column = (lxw_col_t)(left + i);
            xlsx_out_range(&writing->out, HEADER_TOP + 1, column, HEADER_BOTTOM, column,
                           result_word((enum result)(RESULT_EXCELLENT + i)), writing->turned);
        }
        worksheet_set_column(writing->out.sheet, left, left + 3, 4.5, NULL);
        write_tall(writing, left + 4, "Khen thưởng cuối năm", 5.5, writing->turned);
        write_tall(writing, left + 5, "Khen thưởng đột xuất", 5.5, writing->turned);
        write_tall(writing, left + 6, "Chưa được lên lớp", 5.5, writing->turned);
    }
    write_tall(writing, writing->last, "Ghi chú", 22, writing->head);
    worksheet_set_row(writing->out.sheet, HEADER_TOP, 22, NULL);
    worksheet_set_row(writing->out.sheet, HEADER_TOP + 1, 60, NULL);
    worksheet_set_row(writing->out.sheet, HEADER_BOTTOM, 80, NULL);
}

static void
write_identity(struct writing *writing, lxw_row_t row, size_t number, const struct record *record)
{
    struct xlsx_out *out = &writing->out;
    struct date birth = record->birth_date;
    lxw_datetime day = {.year = birth.year, .month = birth.month, .day = birth.day};

    worksheet_write_number(out->sheet, row, 0, (double)number, writing->middle);
    xlsx_out_text(out, row, 1, record->name, writing->text);
    if (date_is_none(birth))
        xlsx_out_text(out, row, 2, NULL, writing->date);
    else
        worksheet_write_datetime(out->sheet, row, 2, &day, writing->date);
    xlsx_out_text(out, row, 3, record->sex ? sex_word(record->sex) : NULL, writing->middle);
    xlsx_out_text(out, row, 4, record->ethnicity, writing->middle);
}

static void
write_subjects(struct writing *writing, lxw_row_t row, const struct summary_pupil *pupil)
{
    struct xlsx_out *out = &writing->out;
    lxw_col_t column = SUBJECTS_LEFT;

    for (size_t i = 0; i < writing->subject_count; i++) {
        enum level level;
        int mark;
        result_of(writing->summary, pupil, writing->subjects[i]->subject->code, &level, &mark);
        xlsx_out_text(out, row, column++, level_symbol(level), writing->middle);
        if (!has_mark(writing, i))
            continue;
        if (mark == MARK_NONE)
            xlsx_out_text(out, row, column++, NULL, writing->middle);
        else
            worksheet_write_number(out->sheet, row, column++, mark, writing->middle);
    }
}

static void
write_traits(struct writing *writing, lxw_row_t row, const struct summary_pupil *pupil)
{
    const enum rating *ratings =
        writing->summary->period == PERIOD_END_2 ? pupil->record->ratings : pupil->ratings;

    for (int i = 0; i < TRAIT_COUNT; i++)
        xlsx_out_text(&writing->out, row, (lxw_col_t)(writing->traits_left + i),
                      rating_symbol(ratings[i]), writing->middle);
}

static void
write_results(struct writing *writing, lxw_row_t row, const struct summary_pupil *pupil)
{
    const struct record *record = pupil->record;
    lxw_col_t left = writing->results_left;
    const bool crossed[] = {
        record->result == RESULT_EXCELLENT,
        record->result == RESULT_GOOD,
        record->result == RESULT_COMPLETED,
        record->result == RESULT_NOT_COMPLETED,
        pupil->award,
        pupil->award_sudden,
        record->promoted == ANSWER_NO,
    };

    for (size_t i = 0; i < COUNT_OF(crossed); i++)
        xlsx_out_text(&writing->out, row, (lxw_col_t)(left + i), crossed[i] ? "X" : NULL,
                      writing->middle);
}

static void
write_signatures(struct writing *writing, lxw_row_t row)
{
    const struct class_summary *summary = writing->summary;
    struct xlsx_out *out = &writing->out;
    lxw_col_t middle = writing->last / 2;
    const char *place = summary->place ? summary->place : "....................";
    const char *day =
        date_is_none(summary->date)
            ? arena_printf(out->arena, "%s, ngày ..... tháng ..... năm 20.....", place)
            : arena_printf(out->arena, "%s, ngày %d tháng %d năm %d", place, summary->date.day,
                           summary->date.month, summary->date.year);

    xlsx_out_range(out, row, middle, row, writing->last, day, writing->plain);
    xlsx_out_range(out, row + 1, 0, row + 1, middle - 1, "GIÁO VIÊN CHỦ NHIỆM", writing->title);
    xlsx_out_range(out, row + 1, middle, row + 1, writing->last, "HIỆU TRƯỞNG", writing->title);
    xlsx_out_range(out, row + 2, 0, row + 2, middle - 1, "(Ký và ghi rõ họ tên)", writing->plain);
    xlsx_out_range(out, row + 2, middle, row + 2, writing->last, "(Ký, ghi rõ họ tên và đóng dấu)",
                   writing->plain);
    xlsx_out_range(out, row + 7, 0, row + 7, middle - 1, summary->class_teacher_name,
                   writing->title);
    xlsx_out_range(out, row + 7, middle, row + 7, writing->last, summary->principal_name,
                   writing->title);
}

static void
write_page(struct writing *writing)
{
    const struct class_summary *summary = writing->summary;
    lxw_row_t row = HEADER_BOTTOM + 1;

    choose_columns(writing);
    make_formats(writing);
    write_titles(writing);
    write_heads(writing);
    for (size_t i = 0; i < summary->count; i++, row++) {
        const struct summary_pupil *pupil = &summary->pupils[i];
        write_identity(writing, row, i + 1, pupil->record);
        write_subjects(writing, row, pupil);
        write_traits(writing, row, pupil);
        if (summary->period == PERIOD_END_2)
            write_results(writing, row, pupil);
        xlsx_out_text(&writing->out, row, writing->last, pupil->note, writing->text);
    }
    worksheet_freeze_panes(writing->out.sheet, HEADER_BOTTOM + 1, 2);
    worksheet_repeat_rows(writing->out.sheet, HEADER_TOP, HEADER_BOTTOM);
    write_signatures(writing, row + 1);
}

enum status
xlsx_write_summary(const struct class_summary *summary, struct arena *arena, struct span *bytes,
                   struct error *err)
{
    struct writing writing = {.summary = summary};
    int first_year = 0;

    if (!school_year_parse(summary->year_name, &first_year))
        return fail(err, INVALID, "“%s” không phải là năm học; hãy ghi như 2023-2024.",
                    summary->year_name);
    if (summary_form(summary->grade, summary->period) == 0)
        return fail(err, INVALID, "Khối %d không thuộc cấp tiểu học (1 đến 5).", summary->grade);
    TRY(curriculum_find(summary->grade, first_year, &writing.curriculum, err));
    TRY(xlsx_out_open(&writing.out, "Bảng tổng hợp lớp", summary->date, arena, err));
    write_page(&writing);
    return xlsx_out_close(&writing.out, bytes, err);
}
