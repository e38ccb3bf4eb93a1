/* SPDX-License-Identifier: Apache-2.0
 *
 * Full records of invented pupils, for any test that needs one: every field has a value that the
 * rules accept.  Made in the caller's arena; the same arguments give the same record.
 */
#ifndef HOCBA_TESTS_SUPPORT_RECORDS_H
#define HOCBA_TESTS_SUPPORT_RECORDS_H

#include "base/text.h"
#include "base/unicode.h"
#include "model/curriculum.h"
#include "model/record.h"

#include <assert.h>

/* Names as they really occur: one to six words, ethnic minorities' names, apostrophes, hyphens. */
static const char *const sample_names[] = {
    "Nguyễn Thị Quỳnh Anh",
    "Trần Đức Bảo",
    "Chíu A Sáng",
    "Lỷ Thị Hoa",
    "Y Nguyên Ê-ban",
    "H'Hen Niê Kđăm",
    "Đỗ Ỷ Lan",
    "Bùi Hữu Nghĩa",
    "Công Tằng Tôn Nữ Ngọc Thuỳ Dương",
    "Vũ Gia Khương",
    "Tằng Dảu Múi",
    "K’Brèo",
    "Phạm Thuỵ Vy",
    "Lê Kwang-ho Minh",
    "Hoàng Nguyễn Đăng Khoa",
    "Nông Thị Ngoãn",
};

static const struct sample_subject {
    const char *code, *comment;
} sample_comments[] = {
    {"TV", "Em đọc lưu loát, hiểu nội dung bài tốt. Em nắm tốt kiến thức từ và câu, viết văn có ý "
           "hay, diễn đạt tốt."},
    {"T", "Em thực hiện thành thạo phép tính với phân số và có kĩ năng giải toán có lời văn tốt."},
    {"NN1", "Em học đều các kĩ năng và tích cực giơ tay phát biểu."},
    {"LSDL", "Em nắm chắc kiến thức về lịch sử, địa lí."},
    {"KH", "Em vận dụng được kiến thức đã học để chăm sóc sức khỏe bản thân và bảo vệ môi trường."},
    {"TH", "Em cần luyện tập gõ chữ nhiều hơn để tăng tốc độ gõ bàn phím."},
    {"CN", "Em nắm vững kiến thức đã học và làm được một số đồ chơi đơn giản."},
    {"DD", "Em biết điều chỉnh thái độ và hành vi đạo đức phù hợp."},
    {"TNXH", "Em nắm được nội dung bài học và biết vận dụng vào cuộc sống."},
    {"GDTC", "Em hoàn thành nội dung chương trình môn học."},
    {"AN", "Em hát thuộc lời ca và đúng giai điệu bài hát."},
    {"MT", "Em phối hợp màu sắc hài hòa, bố cục tranh cân đối."},
    {"HDTN", "Em hiểu bài và tham gia tốt các hoạt động."},
};

static inline void
sample_school(struct record *record)
{
    record->version = "1.0-hb1";
    record->circular = "27/2020/TT-BGDĐT";
    record->department_code = "22";
    record->department_name = "Sở Giáo dục và Đào tạo Quảng Ninh";
    record->school_code = "22193412";
    record->school_name = "Trường Tiểu học Trần Hưng Đạo";
    record->district = "Thành phố Hạ Long";
    record->commune = "Phường Trần Hưng Đạo";
    record->province = "Tỉnh Quảng Ninh";
    record->education_level = "1";
    record->principal_name = "Nguyễn Thị Minh Hằng";
    record->principal_number = "022175001234";
    record->principal_title = "Hiệu trưởng";
    record->issue_place = "Hạ Long";
    record->class_teacher_name = "Phạm Thị Thu Hường";
    record->class_teacher_number = "022188004321";
}

static inline void
sample_pupil(struct record *record, size_t pupil, int grade, int first_year, struct arena *arena)
{
    bool girl = pupil % 2 == 0;
    int born = first_year - 5 - grade;

    record->uuid = arena_printf(arena, "%08zx-2c1d-4e5f-8a9b-%06x%06zx", 0x3f2a9c41 + pupil,
                                (unsigned)(first_year * 10 + grade), pupil);
    record->register_number = arena_printf(arena, "%03zu/%d", 112 + pupil, first_year - grade + 1);
    record->name = sample_names[pupil % COUNT_OF(sample_names)];
    record->personal_number =
        arena_printf(arena, "022%d%02d%06zu", girl ? 3 : 2, born % 100, 1001 + pupil);
    record->pupil_code = arena_printf(arena, "22%08zu", 10250 + pupil);
    record->sex = girl ? SEX_FEMALE : SEX_MALE;
    record->birth_date =
        (struct date){(int16_t)born, (int8_t)(1 + pupil % 12), (int8_t)(1 + pupil % 28)};
    record->birth_place = "Bệnh viện Sản Nhi tỉnh Quảng Ninh";
    record->home_town = "Phường Cao Xanh, thành phố Hạ Long, tỉnh Quảng Ninh";
    record->address = arena_printf(arena,
                                   "Số %zu, ngõ 12, phố Trần Hưng Đạo, phường Trần Hưng "
                                   "Đạo, thành phố Hạ Long, tỉnh Quảng Ninh",
                                   3 + pupil);
    record->ethnicity = pupil % 4 == 2 ? "Dao" : "Kinh";
    record->nationality = "Việt Nam";
    record->father = "Nguyễn Văn Hưởng";
    record->mother = "Đặng Thị Tuyết";
    record->weight_kg = "32.5";
    record->height_cm = "135";
    record->absent_excused = 3;
    record->absent_unexcused = 0;
}

static inline void
sample_year(struct record *record, int grade, int first_year, struct arena *arena)
{
    record->year_name = arena_printf(arena, "%d-%d", first_year, first_year + 1);
    record->year_code = record->year_name;
    record->grade = grade;
    record->class_name = arena_printf(arena, "%dA1", grade);
    record->created = (struct moment){
        date_to_days((struct date){(int16_t)(first_year + 1), 5, 28}) * 86400 + 3 * 3600,
        VIETNAM_OFFSET_MINUTES};
    record->issue_date = moment_of_date((struct date){(int16_t)(first_year + 1), 5, 31});
    for (int g = 1; g < grade; g++) {
        int year = first_year - grade + g;
        record->past[record->past_count++] = (struct past_year){
            .year_name = arena_printf(arena, "%d-%d", year, year + 1),
            .class_name = arena_printf(arena, "%dA1", g),
            .school_name = record->school_name,
            .since = moment_of_date((struct date){(int16_t)year, 9, 5}),
        };
    }
}

static inline const char *
sample_comment(const char *code)
{
    for (size_t i = 0; i < COUNT_OF(sample_comments); i++)
        if (text_equal(sample_comments[i].code, code))
            return sample_comments[i].comment;
    return NULL;
}

static inline void
sample_results(struct record *record, size_t pupil, int first_year, struct arena *arena)
{
    const struct curriculum *curriculum;
    struct error err = {0};
    enum status found = curriculum_find(record->grade, first_year, &curriculum, &err);
    bool best = pupil % 3 == 0;

    assert(found == OK && "ask for a year in which TT27 holds for the grade");
    (void)found;
    for (size_t i = 0; i < curriculum->row_count; i++) {
        const struct curriculum_row *row = &curriculum->rows[i];
        if (row->elective)
            continue;
        enum level level = best || i % 3 ? LEVEL_T : LEVEL_H;
        record->subjects[record->subject_count++] = (struct subject_result){
            .code = row->subject->code,
            .name = row->subject->name,
            .level = level,
            .mark = !row->tested[PERIOD_END_2] ? MARK_NONE
                    : best                     ? 9 + (int)(i % 2)
                    : level == LEVEL_T         ? 8
                                               : 6,
            .comment = sample_comment(row->subject->code),
        };
    }
    for (int t = 0; t < TRAIT_COUNT; t++)
        record->ratings[t] = curriculum->optional_traits[t] ? RATING_NONE
                             : best || t % 4                ? RATING_T
                                                            : RATING_D;
    record->result = best ? RESULT_EXCELLENT : RESULT_COMPLETED;
    record->award = best ? "Học sinh Xuất sắc" : NULL;
    record->promoted = record->completed_class = ANSWER_YES;
    if (record->grade == 5) {
        record->completed_primary = ANSWER_YES;
        record->completion_text = "Hoàn thành chương trình tiểu học.";
    } else {
        record->completion_text =
            arena_printf(arena, "Hoàn thành chương trình lớp %d; Được lên lớp %d.", record->grade,
                         record->grade + 1);
    }
}

/* The record of an invented pupil (any number) in a grade and a year in which TT27 holds there. */
static inline struct record *
sample_record_of(struct arena *arena, size_t pupil, int grade, int first_year)
{
    struct record *record = arena_make(arena, struct record);

    record_init(record);
    sample_school(record);
    sample_pupil(record, pupil, grade, first_year, arena);
    sample_year(record, grade, first_year, arena);
    sample_results(record, pupil, first_year, arena);
    record->comment_qualities = "Đi học đầy đủ, đúng giờ; mạnh dạn trình bày ý kiến cá nhân; biết "
                                "giữ lời hứa; tôn trọng và biết giúp đỡ mọi người.";
    record->comment_general = "Biết vệ sinh thân thể, ăn mặc gọn gàng; chủ động, phối hợp trong "
                              "học tập; có khả năng tự học.";
    record->comment_specific =
        "Sử dụng ngôn ngữ lưu loát trong cuộc sống và học tập, biết tư duy, lập luận và giải quyết "
        "được một số vấn đề toán học quen thuộc.";
    record->class_teacher_comment = arena_printf(arena, "%s %s %s", record->comment_qualities,
                                                 record->comment_general, record->comment_specific);
    return record;
}

/* Grades 1 to 4 in 2023-2024, grade 5 in 2024-2025. */
static inline struct record *
sample_record(struct arena *arena, size_t pupil, int grade)
{
    return sample_record_of(arena, pupil, grade, grade == 5 ? 2024 : 2023);
}

/* A comment of exactly `graphemes` graphemes, every sentence numbered, so that a lost or doubled
 * piece shows. */
static inline const char *
sample_long_comment(struct arena *arena, size_t graphemes)
{
    AUTO(buffer) *text = buffer_new(1 << 20);
    size_t count = 0;

    for (int i = 1; count < graphemes; i++) {
        const char *sentence =
            arena_printf(arena, "%sÝ thứ %d: em chăm chỉ, đọc rõ ràng, biết giúp đỡ bạn bè.",
                         i > 1 ? " " : "", i);
        struct span rest = span_of(sentence);
        while (rest.size > 0 && count < graphemes) {
            size_t bytes = unicode_grapheme_size(rest);
            bool last = count + 1 == graphemes;
            buffer_add(text, last ? "." : rest.data, last ? 1 : bytes);
            rest.data += bytes;
            rest.size -= bytes;
            count++;
        }
    }
    return arena_copy(arena, text->data, text->size);
}

#endif
