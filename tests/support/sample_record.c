/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sample_record.h"

#include "base/unicode.h"

static const struct {
    const char *code, *name;
    enum level level;
    int mark;
    const char *comment;
} sample_subjects[] = {
    {"TV", "Tiếng Việt", LEVEL_T, 9, "Đọc to, rõ ràng; viết câu đúng ngữ pháp."},
    {"T", "Toán", LEVEL_T, 10, "Tính toán nhanh & chính xác."},
    {"NN1", "Ngoại ngữ 1", LEVEL_H, 8, "Mạnh dạn giao tiếp."},
    {"LSDL", "Lịch sử và Địa lí", LEVEL_T, 9, "Nắm vững kiến thức."},
    {"KH", "Khoa học", LEVEL_T, 9, "Ham tìm hiểu tự nhiên."},
    {"TH", "Tin học", LEVEL_T, 9, "Thao tác thành thạo."},
    {"CN", "Công nghệ", LEVEL_T, 9, "Khéo tay."},
    {"DD", "Đạo đức", LEVEL_T, MARK_NONE, "Lễ phép với thầy cô."},
    {"GDTC", "Giáo dục thể chất", LEVEL_T, MARK_NONE, "Tích cực tập luyện."},
    {"AN", "Âm nhạc", LEVEL_H, MARK_NONE, "Hát đúng giai điệu."},
    {"MT", "Mĩ thuật", LEVEL_T, MARK_NONE, "Vẽ có sáng tạo."},
    {"HDTN", "Hoạt động trải nghiệm", LEVEL_T, MARK_NONE, "Tham gia nhiệt tình."},
};

static void
sample_identity(struct record *record)
{
    record->version = "1.0-hb1";
    record->circular = "27/2020/TT-BGDĐT";
    record->uuid = "3f2b8c1e-7d4a-4e0b-9a61-5c0d8e2f7a10";
    record->year_name = record->year_code = "2023-2024";
    record->department_code = "22";
    record->department_name = "Sở Giáo dục và Đào tạo Quảng Ninh";
    record->school_code = "22193401";
    record->school_name = "Trường Tiểu học Trần Hưng Đạo";
    record->district = "Thành phố Hạ Long";
    record->commune = "Phường Trần Hưng Đạo";
    record->province = "Tỉnh Quảng Ninh";
    record->education_level = "1";
    record->register_number = "0412";
    record->name = "Nguyễn Thị Minh Châu";
    record->personal_number = "022314000123";
    record->pupil_code = "2200004120";
    record->sex = SEX_FEMALE;
    record->birth_date = (struct date){2014, 12, 10};
    record->weight_kg = "28.5";
    record->height_cm = "132";
    record->absent_excused = 2;
    record->absent_unexcused = 0;
    record->birth_place = record->home_town = "Thành phố Hạ Long, tỉnh Quảng Ninh";
    record->address = "Tổ 5, khu 3, phường Trần Hưng Đạo, thành phố Hạ Long";
    record->ethnicity = "Kinh";
    record->nationality = "Việt Nam";
    record->father = "Nguyễn Văn Bình";
    record->mother = "Trần Thị Thu Hà";
}

static void
sample_school(struct record *record)
{
    record->principal_name = "Phạm Quang Huy";
    record->principal_number = "022075001234";
    record->issue_place = "Hạ Long";
    record->created = (struct moment){1716940800, VIETNAM_OFFSET_MINUTES};
    record->issue_date = moment_of_date((struct date){2024, 5, 31});
    record->principal_title = "Hiệu trưởng";
    record->class_teacher_name = "Lê Thị Hồng Nhung";
    record->class_teacher_number = "022185004321";
    record->grade = 4;
    record->class_name = "4A1";
    for (int i = 0; i < 3; i++) {
        static const char *const years[] = {"2020-2021", "2021-2022", "2022-2023"};
        static const char *const classes[] = {"1A1", "2A1", "3A1"};
        record->past[record->past_count++] =
            (struct past_year){years[i], classes[i], record->school_name,
                               moment_of_date((struct date){(int16_t)(2020 + i), 9, 5})};
    }
}

void
sample_record(struct record *record)
{
    record_init(record);
    sample_identity(record);
    sample_school(record);
    record->result = RESULT_COMPLETED;
    record->promoted = record->completed_class = ANSWER_YES;
    record->completion_text = "Hoàn thành chương trình lớp 4";
    record->award = "Giải Nhì hội thi \"Em yêu biển đảo\" <cấp trường>";
    record->class_teacher_comment = "Chăm ngoan, tiến bộ nhiều.\nCần mạnh dạn hơn.";
    for (size_t i = 0; i < COUNT_OF(sample_subjects); i++)
        record->subjects[record->subject_count++] = (struct subject_result){
            sample_subjects[i].code, sample_subjects[i].name, sample_subjects[i].level,
            sample_subjects[i].mark, sample_subjects[i].comment};
    for (int i = 0; i < TRAIT_COUNT; i++)
        record->ratings[i] = i % 4 ? RATING_T : RATING_D;
    record->comment_qualities = "Biết giữ lời hứa; giúp đỡ bạn bè.";
    record->comment_general = "Tự giác học tập.";
    record->comment_specific = "Sử dụng ngôn ngữ lưu loát.";
}

uint64_t
random_next(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

unsigned
random_below(uint64_t *seed, unsigned limit)
{
    return (unsigned)(random_next(seed) % limit);
}

static const char *
random_text(struct arena *arena, uint64_t *seed, unsigned pieces_max)
{
    static const char *const pieces[] = {
        "a",  "Z",    "0", "ư", "Đ", "ệ",  "Ỹ", " ",    "&", "<", ">", "\"",       "'", "]]>",
        "\n", "&lt;", "—", "…", "𝒜", "漢", "=", "<!--", "%", "ọ", "ä", "\xC2\xA0", "é", "🎓"};
    AUTO(buffer) *text = buffer_new(4096);
    unsigned count = 1 + random_below(seed, pieces_max);

    buffer_text(text, "x");
    for (unsigned i = 0; i < count; i++)
        buffer_text(text, pieces[random_below(seed, COUNT_OF(pieces))]);
    buffer_text(text, "y");
    return unicode_nfc(arena, text->data);
}

static const char *
random_digits(struct arena *arena, uint64_t *seed)
{
    return arena_printf(arena, "%012llu",
                        (unsigned long long)(random_next(seed) % 1000000000000ULL));
}

static void
random_field(struct arena *arena, uint64_t *seed, const struct field *field, struct record *record)
{
    void *place = (char *)record + field->offset;

    switch (field->kind) {
    case FIELD_TEXT: *(const char **)place = random_text(arena, seed, 20); break;
    case FIELD_DECIMAL:
        *(const char **)place =
            arena_printf(arena, "%u.%u", random_below(seed, 200), random_below(seed, 1000));
        break;
    case FIELD_DATE: *(struct date *)place = date_from_days(random_below(seed, 20000)); break;
    case FIELD_MOMENT:
        *(struct moment *)place = (struct moment){1 + random_below(seed, 2000000000),
                                                  (int16_t)(60 * (int)random_below(seed, 15))};
        break;
    case FIELD_SEX: *(enum sex *)place = 1 + random_below(seed, 2); break;
    case FIELD_ANSWER: *(enum answer *)place = 1 + random_below(seed, 2); break;
    case FIELD_RESULT: *(enum result *)place = 1 + random_below(seed, 4); break;
    case FIELD_RATING: *(enum rating *)place = 1 + random_below(seed, 3); break;
    case FIELD_COUNT: *(int *)place = (int)random_below(seed, 300); break;
    case FIELD_GRADE: *(int *)place = 1 + (int)random_below(seed, 5); break;
    }
}

static void
random_lists(struct arena *arena, uint64_t *seed, struct record *record)
{
    record->past_count = random_below(seed, PAST_YEARS_MAX + 1);
    for (size_t i = 0; i < record->past_count; i++)
        record->past[i] = (struct past_year){
            random_below(seed, 4) ? "2020-2021" : NULL, random_text(arena, seed, 3),
            random_text(arena, seed, 9), moment_of_date(date_from_days(18000 + (int64_t)i))};
    record->subject_count = random_below(seed, SUBJECTS_MAX + 1);
    for (size_t i = 0; i < record->subject_count; i++)
        record->subjects[i] = (struct subject_result){
            arena_printf(arena, "M%zu", i), random_text(arena, seed, 9),
            (enum level)random_below(seed, 4), (int)random_below(seed, 12) - 1,
            random_below(seed, 3) ? random_text(arena, seed, 60) : NULL};
}

void
random_record(struct arena *arena, uint64_t *seed, struct record *record)
{
    record_init(record);
    for (size_t i = 0; i < record_field_count; i++)
        if (random_below(seed, 8))
            random_field(arena, seed, &record_fields[i], record);
    record->uuid = "3f2b8c1e-7d4a-4e0b-9a61-5c0d8e2f7a10";
    record->personal_number = random_digits(arena, seed);
    random_lists(arena, seed, record);
}
