/* SPDX-License-Identifier: Apache-2.0 */
#include "model/rules_internal.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/unicode.h"

#define ERROR   SEVERITY_ERROR
#define WARNING SEVERITY_WARNING

/* clang-format off */
const struct rule rules_table[] = {
    [RULE_UTF8] = {"CV2088-II.1.2-utf8", ERROR, "CV2088 II.1.2", "Mọi chữ trong học bạ là Unicode (UTF-8) hợp lệ."},
    [RULE_NFC] = {"CV2088-II.1.2-nfc", ERROR, "CV2088 II.1.2 (TCVN 6909:2001)", "Chữ Việt viết ở dạng dựng sẵn (NFC)."},
    [RULE_CONTROL] = {"CV2088-II.1.2-ky-tu", ERROR, "CV2088 II.1.2", "Học bạ không có ký tự điều khiển không in được."},
    [RULE_MANDATORY] = {"CV2088-1.1-bat-buoc", ERROR, "CV2088 Phụ lục 1.1", "Trường bắt buộc phải có giá trị."},
    [RULE_MOTHER] = {"CV2088-1.1-ho-va-ten-me", ERROR, "CV2088 Phụ lục 1.1", "Có họ và tên mẹ, hoặc lý do không có."},
    [RULE_DISTRICT] = {"CV2088-1.1-ten-quan-huyen", ERROR, "CV2088 Phụ lục 1.1", "Học bạ trước 1/7/2025 ghi tên quận, huyện."},
    [RULE_COMMENT_LONG] = {"HB-nhan-xet-dai", ERROR, "TT27 Phụ lục 1", "Mỗi nhận xét dài không quá 1.000 ký tự."},
    [RULE_V10_ABSENT] = {"CV2088-1.1-thieu-v1.0", WARNING, "CV2088 Phụ lục 1.1", "Cổng tiếp nhận theo đặc tả 1.0 có thể từ chối học bạ thiếu trường này."},
    [RULE_UUID] = {"CV2088-II.1.4-uuid", ERROR, "CV2088 II.1.4", "Mã số tra cứu học bạ là UUID v4."},
    [RULE_REPLACES] = {"CV2088-II.1.4-thay-the", ERROR, "CV2088 II.1.4", "Học bạ thay thế không dùng lại UUID của học bạ bị thay thế."},
    [RULE_CIRCULAR] = {"CV2088-1.1-thong-tu", ERROR, "CV2088 Phụ lục 1.1", "Học bạ ghi đúng Thông tư áp dụng cho khối và năm học."},
    [RULE_YEAR_NAME] = {"CV2088-1.1-ten-nam-hoc", ERROR, "CV2088 Phụ lục 1.1", "Năm học viết dạng 2023-2024."},
    [RULE_ROLL_OUT] = {"TT27-2-lo-trinh", ERROR, "TT27 Điều 2", "Khối và năm học thuộc lộ trình áp dụng TT27."},
    [RULE_HISTORY] = {"CV2088-1.1-qua-trinh", ERROR, "CV2088 Phụ lục 1.1", "Quá trình học tập có đủ năm học, lớp, trường, ngày đến, theo thứ tự năm."},
    [RULE_ISSUE_DATE] = {"CV2088-1.1-ngay-ky", ERROR, "CV2088 Phụ lục 1.1", "Ngày ký phát hành nằm từ đầu năm học đến hai năm sau khi năm học kết thúc."},
    [RULE_CREATED_LATE] = {"CV2088-1.1-ngay-tao", WARNING, "CV2088 Phụ lục 1.1", "Học bạ được tạo không muộn hơn ngày ký phát hành ghi trong học bạ."},

    [RULE_NUMBER_MISSING] = {"CCCD-thieu", ERROR, "CV2088 Phụ lục 1.1", "Học sinh có số định danh cá nhân, hoặc lý do chưa có."},
    [RULE_NUMBER_WAITING] = {"CCCD-cho-cap", WARNING, "CV2088 Phụ lục 1.1", "Học sinh chưa có số định danh cá nhân, có lý do."},
    [RULE_NUMBER_DIGITS] = {"CCCD-12-so", ERROR, "NĐ 137/2015 Điều 13", "Số định danh cá nhân có đúng 12 chữ số."},
    [RULE_NUMBER_PROVINCE] = {"CCCD-tinh", WARNING, "NĐ 137/2015 Điều 13", "Mã tỉnh trong số định danh có thật và khớp với nơi sinh."},
    [RULE_NUMBER_SEX] = {"CCCD-gioi-tinh", WARNING, "NĐ 137/2015 Điều 13", "Mã thế kỷ và giới tính trong số định danh khớp với học sinh."},
    [RULE_NUMBER_YEAR] = {"CCCD-nam-sinh", WARNING, "NĐ 137/2015 Điều 13", "Mã năm sinh trong số định danh khớp với ngày sinh."},
    [RULE_NAME] = {"TT27-ho-ten", WARNING, "TT27 Phụ lục 1", "Họ và tên ghi theo giấy khai sinh, không có chữ số hay ký hiệu lạ."},
    [RULE_ETHNICITY] = {"HB-dan-toc", WARNING, "QĐ 121-TCTK/PPCĐ", "Dân tộc có trong danh mục."},
    [RULE_BIRTH_DATE] = {"HB-ngay-sinh", ERROR, "CV2088 Phụ lục 1.1", "Ngày sinh có thật và học sinh từ 5 đến 18 tuổi."},
    [RULE_AGE] = {"HB-do-tuoi", WARNING, "TT28/2020 Điều 33", "Tuổi của học sinh phù hợp với lớp."},
    [RULE_BODY_MISSING] = {"TT27-suc-khoe-thieu", WARNING, "TT27 Phụ lục 1", "Học bạ ghi chiều cao và cân nặng."},
    [RULE_BODY] = {"TT27-suc-khoe", WARNING, "TT27 Phụ lục 1", "Chiều cao và cân nặng có giá trị hợp lý."},
    [RULE_ATTENDANCE] = {"CV2088-1.1-buoi-nghi", ERROR, "CV2088 Phụ lục 1.1", "Số buổi nghỉ là số nguyên từ 0 đến 400."},

    [RULE_SUBJECT_UNKNOWN] = {"CTGDPT-mon-la", ERROR, "TT32/2018", "Môn học có trong chương trình."},
    [RULE_SUBJECT_TWICE] = {"CTGDPT-mon-trung", ERROR, "CV2088 Phụ lục 1.1", "Mỗi môn học chỉ có một dòng."},
    [RULE_SUBJECT_NOT_TAUGHT] = {"CTGDPT-mon-khong-hoc", ERROR, "TT32/2018", "Chỉ ghi kết quả môn học được dạy ở khối lớp."},
    [RULE_LEVEL_MISSING] = {"TT27-7.1.a-muc", ERROR, "TT27 Điều 7.1.a", "Mỗi môn học, hoạt động giáo dục có mức đạt được."},
    [RULE_MARK_MISSING] = {"TT27-7.1.b-diem", ERROR, "TT27 Điều 7.1.b", "Môn có bài kiểm tra cuối năm học có điểm KTĐK."},
    [RULE_MARK_NO_TEST] = {"TT27-7.1.b-khong-kiem-tra", ERROR, "TT27 Điều 7.1.b", "Không có điểm ở môn và thời điểm không có bài kiểm tra định kỳ."},
    [RULE_MARK_RANGE] = {"TT27-7.1.d-thang-diem", ERROR, "TT27 Điều 7.1.d", "Điểm là số nguyên từ 0 đến 10."},
    [RULE_LEVEL_MARK] = {"TT27-7.1-muc-va-diem", WARNING, "TT27 Điều 7.1", "Mức đạt được và điểm thường tương ứng: 8-10 là T, 5-7 là H, dưới 5 là C."},
    [RULE_COMMENT_MISSING] = {"TT27-nhan-xet-mon", WARNING, "TT27 Phụ lục 1", "Mỗi môn học có nhận xét."},
    [RULE_RATING_MISSING] = {"TT27-7.2-muc", ERROR, "TT27 Điều 7.2", "Mỗi phẩm chất, năng lực có mức đạt được."},

    [RULE_RESULT] = {"TT27-9.2.a-ket-qua", ERROR, "TT27 Điều 9.2.a", "Kết quả giáo dục đúng theo các mức, điểm đã ghi."},
    [RULE_RESULT_EXEMPT] = {"TT27-8-ket-qua", ERROR, "TT27 Điều 8", "Học sinh được miễn đánh giá có kết quả do nhà trường quyết định."},
    [RULE_COMPLETED] = {"TT27-11.1.a-hoan-thanh-lop", ERROR, "TT27 Điều 11.1.a", "Hoàn thành chương trình lớp học khi kết quả từ Hoàn thành trở lên."},
    [RULE_PROMOTED] = {"TT27-11.1-len-lop", WARNING, "TT27 Điều 11.1", "Học sinh hoàn thành chương trình lớp học được lên lớp."},
    [RULE_PROMOTION_DECISION] = {"TT27-11.1.c-quyet-dinh", ERROR, "TT27 Điều 11.1.c", "Học sinh chưa hoàn thành được lên lớp hay không do hiệu trưởng quyết định sau đánh giá bổ sung."},
    [RULE_REASSESS_LIST] = {"TT27-11.1.b-danh-sach", WARNING, "TT27 Điều 11.1.b", "Học sinh chưa hoàn thành được giúp đỡ và đánh giá bổ sung."},
    [RULE_REASSESS_WAIT] = {"TT27-11.1.b-cho", ERROR, "TT27 Điều 11.1.b", "Chưa ký học bạ khi học sinh còn chờ đánh giá bổ sung trong hè."},
    [RULE_PRIMARY] = {"TT27-11.2-tieu-hoc", ERROR, "TT27 Điều 11.2", "Chỉ học sinh hoàn thành chương trình lớp 5 hoàn thành chương trình tiểu học."},
    [RULE_COMPLETION_TEXT] = {"TT27-11-noi-dung", WARNING, "TT27 Phụ lục 1, mục 6", "Nội dung hoàn thành chương trình khớp với kết quả."},
    [RULE_AWARD_EXCELLENT] = {"TT27-13.1.a-xuat-sac", ERROR, "TT27 Điều 13.1.a", "Danh hiệu Học sinh Xuất sắc chỉ cho kết quả Hoàn thành xuất sắc."},
    [RULE_AWARD_EXCELLENT_MISSING] = {"TT27-13.1.a-xuat-sac-thieu", WARNING, "TT27 Điều 13.1.a", "Kết quả Hoàn thành xuất sắc được khen Học sinh Xuất sắc."},
    [RULE_AWARD_EXEMPLARY] = {"TT27-13.1.a-tieu-bieu", ERROR, "TT27 Điều 13.1.a", "Danh hiệu Học sinh Tiêu biểu chỉ cho kết quả Hoàn thành tốt."},
};
/* clang-format on */
const size_t rules_count = COUNT_OF(rules_table);
_Static_assert(COUNT_OF(rules_table) == RULE_COUNT, "a rule without its row");

/* What any record tells by itself, whoever made it. Not here: what rests on a decision that stays
 * at the school (an exemption, Điều 8; promotion after the summer, Điều 11.1.b-c), on codes of
 * ours, on free text (awards), on what TT27 does not ask, and what only warns. */
static const enum rule_id of_received[] = {
    RULE_MANDATORY,          RULE_ATTENDANCE, RULE_SUBJECT_TWICE,
    RULE_SUBJECT_NOT_TAUGHT, RULE_MARK_RANGE, RULE_RESULT,
    RULE_MARK_NO_TEST,       RULE_COMPLETED,  RULE_PRIMARY,
};

static bool
is_of_received(enum rule_id rule)
{
    for (size_t i = 0; i < COUNT_OF(of_received); i++)
        if (of_received[i] == rule)
            return true;
    return false;
}

static bool
stands_already(const struct problems *problems, const char *field)
{
    for (size_t i = 0; i < problems->list.count; i++)
        if (text_equal(problems->list.items[i].field, field))
            return true;
    return false;
}

static void
add_problem(enum rule_id rule, const char *field, const char *message, struct arena *arena,
            struct problems *problems)
{
    *list_add(arena, problems->list) = (struct problem){
        rules_table[rule].id, rules_table[rule].severity, rules_table[rule].article,
        arena_text(arena, field), arena_text(arena, message)};
}

void
rule_fire(struct rule_run *run, enum rule_id rule, const char *field, const char *format, ...)
{
    char message[1024];
    va_list args;

    if (run->received && !is_of_received(rule))
        return;
    if (run->received && rule == RULE_MANDATORY && stands_already(run->problems, field))
        return; /* it is there, but cannot be read */
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    add_problem(rule, field, message, run->arena, run->problems);
}

const char *
rule_excerpt(struct rule_run *run, const char *text)
{
    return utf8_is_valid(span_of(text)) ? utf8_excerpt(run->arena, text) : "(không đọc được)";
}

void
draft_facts_init(struct draft_facts *facts)
{
    memset(facts, 0, sizeof *facts);
    for (size_t i = 0; i < SUBJECTS_MAX; i++)
        for (size_t j = 0; j < PERIOD_COUNT; j++)
            facts->marks[i][j] = MARK_NONE;
}

bool
rule_exempt(const struct draft_facts *facts, const char *key)
{
    if (facts->exempt_all)
        return true;
    for (const char *const *one = facts->exempt_fields; one && *one; one++)
        if (text_equal(*one, key))
            return true;
    return false;
}

bool
rule_exempt_subject(const struct draft_facts *facts, const char *code, const char *part)
{
    char key[64];

    if (!facts->exempt_all && !facts->exempt_fields)
        return false;
    snprintf(key, sizeof key, "mon.%s", code);
    if (rule_exempt(facts, key))
        return true;
    snprintf(key, sizeof key, "mon.%s.%s", code, part);
    return rule_exempt(facts, key);
}

void
rules_check(const struct record *record, const struct curriculum *curriculum,
            const struct draft_facts *facts, struct arena *arena, struct problems *problems)
{
    struct rule_run run = {record, curriculum, facts, arena, problems, record->uuid != NULL, false};

    rules_check_text(&run);
    rules_check_identity(&run);
    rules_check_subjects(&run);
    rules_check_result(&run);
}

/* The rule that says what a value looks like. */
static enum rule_id
rule_of_value(const char *key)
{
    const char *part = strncmp(key, "mon.", 4) == 0 ? strrchr(key, '.') + 1 : "";
    const struct field *field = field_by_key(key);

    if (text_equal(part, "muc"))
        return RULE_LEVEL_MISSING;
    if (text_equal(part, "diem"))
        return RULE_MARK_RANGE;
    if (field && field->kind == FIELD_RATING)
        return RULE_RATING_MISSING;
    if (field && field->kind == FIELD_RESULT)
        return RULE_RESULT;
    return field && field->kind == FIELD_COUNT ? RULE_ATTENDANCE : RULE_MANDATORY;
}

void
rules_add_unreadable(const char *key, const char *message, struct arena *arena,
                     struct problems *problems)
{
    add_problem(rule_of_value(key), key, message, arena, problems);
}

void
rules_check_received(const struct record *record, int first_year, struct arena *arena,
                     struct problems *problems)
{
    const struct curriculum *curriculum = NULL;
    struct draft_facts facts;
    struct error ignored;

    draft_facts_init(&facts);
    bool holds = curriculum_find(record->grade, first_year, &curriculum, &ignored) == OK;
    struct rule_run run = {record, curriculum, &facts, arena, problems, true, true};
    rules_check_mandatory(&run);
    rules_check_attendance(&run);
    if (!holds)
        return;
    rules_check_subjects(&run);
    rules_check_result(&run);
}

const char *
problem_code(const struct problem *problem)
{
    return strncmp(problem->article, "CV2088", strlen("CV2088")) == 0 ? "STRUCTURE" : "RULES";
}

bool
problems_have_error(const struct problems *problems)
{
    for (size_t i = 0; i < problems->list.count; i++)
        if (problems->list.items[i].severity == SEVERITY_ERROR)
            return true;
    return false;
}
