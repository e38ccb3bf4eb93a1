/* SPDX-License-Identifier: Apache-2.0
 *
 * The form of texts, mandatory fields, the year, the study history, the dates of making and issue.
 */
#include "base/unicode.h"
#include "base/uuid.h"
#include "model/rules_internal.h"

static void
check_one_text(struct rule_run *run, const char *key, const char *label, const char *text)
{
    if (text == NULL)
        return;
    if (!utf8_is_valid(span_of(text))) {
        rule_fire(run, RULE_UTF8, key,
                  "%s không phải chữ Unicode (UTF-8); hãy chuyển mã rồi nhập lại.", label);
        return;
    }
    if (!unicode_is_nfc(span_of(text)))
        rule_fire(run, RULE_NFC, key,
                  "%s “%s” viết ở dạng tổ hợp, không phải dạng dựng sẵn (NFC); hãy nhập lại.",
                  label, rule_excerpt(run, text));
    if (text_has_control(text))
        rule_fire(run, RULE_CONTROL, key,
                  "%s có ký tự điều khiển không in được; hãy xoá và nhập lại.", label);
}

static void
check_texts(struct rule_run *run)
{
    const struct record *record = run->record;

    for (size_t i = 0; i < record_field_count; i++) {
        const struct field *field = &record_fields[i];
        if (field->kind == FIELD_TEXT || field->kind == FIELD_DECIMAL)
            check_one_text(run, field->key, field->label, record_get(record, field, run->arena));
    }
    for (size_t i = 0; i < record->subject_count; i++) {
        const struct subject_result *subject = &record->subjects[i];
        check_one_text(run, arena_printf(run->arena, "mon.%s.nhan_xet", subject->code),
                       arena_printf(run->arena, "Nhận xét môn %s", subject->code),
                       subject->comment);
    }
    for (size_t i = 0; i < record->past_count; i++) {
        check_one_text(run, "qua_trinh_hoc_tap", "Tên lớp đã học", record->past[i].class_name);
        check_one_text(run, "qua_trinh_hoc_tap", "Tên trường đã học", record->past[i].school_name);
    }
}

/* Fields that rules_result.c and the makers of records fill in or ask for with their own words. */
static bool
is_derived(const struct field *field)
{
    static const char *const keys[] = {"ket_qua_xep_loai", "duoc_len_lop",
                                       "da_hoan_thanh_chuong_trinh_lop_hoc", "nhan_xet_gvcn"};

    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (text_equal(field->key, keys[i]))
            return true;
    return false;
}

/* Is the field due now? A draft lacks what the program and the school's settings put in. */
static bool
is_due(const struct rule_run *run, const struct field *field)
{
    if (run->made)
        return true;
    return (field->owner == OWNER_PUPIL || field->owner == OWNER_YEAR) && !is_derived(field);
}

void
rules_check_mandatory(struct rule_run *run)
{
    for (size_t i = 0; i < record_field_count; i++) {
        const struct field *field = &record_fields[i];
        if (!is_due(run, field) || !text_is_blank(record_get(run->record, field, run->arena)))
            continue;
        if (field->presence == FIELD_REQUIRED)
            rule_fire(run, RULE_MANDATORY, field->key,
                      "Thiếu “%s”; đây là trường bắt buộc của học bạ số, hãy bổ sung.",
                      field->label);
        if (field->presence == FIELD_EXCUSABLE && run->facts->strict_v10)
            rule_fire(run, RULE_V10_ABSENT, field->key,
                      "Không có “%s”: cổng tiếp nhận theo đúng đặc tả 1.0 có thể từ chối học bạ "
                      "này; hãy bổ sung nếu có.",
                      field->label);
    }
    if (text_is_blank(run->record->mother) && text_is_blank(run->facts->no_mother_reason))
        rule_fire(run, RULE_MOTHER, "ho_va_ten_me",
                  "Thiếu họ và tên mẹ; hãy nhập, hoặc ghi lý do không có (mồ côi, không rõ).");
}

/* The first day of the two-tier local government, which has no districts. */
static const struct date no_districts = {2025, 7, 1};

static void
check_district(struct rule_run *run)
{
    const struct record *record = run->record;

    if (!run->made || !text_is_blank(record->district))
        return;
    struct date day = moment_to_date(record->issue_date);
    if (date_compare(day, no_districts) < 0)
        rule_fire(run, RULE_DISTRICT, "ten_quan_huyen",
                  "Thiếu tên quận, huyện: học bạ ký trước ngày 1/7/2025 phải ghi; hãy bổ sung "
                  "vào thông tin của trường.");
}

static void
check_one_comment(struct rule_run *run, const char *key, const char *label, const char *text)
{
    if (text == NULL || !utf8_is_valid(span_of(text)))
        return;
    size_t graphemes = unicode_graphemes(span_of(text));
    if (graphemes > COMMENT_GRAPHEMES_MAX)
        rule_fire(run, RULE_COMMENT_LONG, key,
                  "%s dài %zu ký tự, tối đa %d; hãy rút ngắn trước khi ký.", label, graphemes,
                  COMMENT_GRAPHEMES_MAX);
}

/* The class teacher's comment of a made record may be the others joined, so it counts in a draft
 * only. */
static void
check_comments(struct rule_run *run)
{
    const struct record *record = run->record;

    check_one_comment(run, "nhan_xet_pham_chat", "Nhận xét phẩm chất", record->comment_qualities);
    check_one_comment(run, "nhan_xet_nang_luc_chung", "Nhận xét năng lực chung",
                      record->comment_general);
    check_one_comment(run, "nhan_xet_nang_luc_dac_thu", "Nhận xét năng lực đặc thù",
                      record->comment_specific);
    if (!run->made)
        check_one_comment(run, "nhan_xet_gvcn", "Nhận xét của giáo viên chủ nhiệm",
                          record->class_teacher_comment);
    for (size_t i = 0; i < record->subject_count; i++)
        check_one_comment(run,
                          arena_printf(run->arena, "mon.%s.nhan_xet", record->subjects[i].code),
                          arena_printf(run->arena, "Nhận xét môn %s", record->subjects[i].code),
                          record->subjects[i].comment);
}

static void
check_identifiers(struct rule_run *run)
{
    const struct record *record = run->record;

    if (record->uuid && !uuid_is_valid(span_of(record->uuid)))
        rule_fire(run, RULE_UUID, "ma_tra_cuu_uuid",
                  "Mã số tra cứu “%s” không phải UUID v4; hãy khởi tạo lại học bạ.",
                  rule_excerpt(run, record->uuid));
    if (record->replaces_uuid && (!uuid_is_valid(span_of(record->replaces_uuid)) ||
                                  text_equal(record->replaces_uuid, record->uuid)))
        rule_fire(run, RULE_REPLACES, "ma_uuid_thay_the",
                  "Mã “%s” của học bạ bị thay thế sai hoặc trùng với học bạ mới; hãy khởi tạo lại "
                  "học bạ với mã mới.",
                  rule_excerpt(run, record->replaces_uuid));
    if (record->circular && !text_equal(record->circular, run->curriculum->circular))
        rule_fire(run, RULE_CIRCULAR, "thong_tu",
                  "Học bạ ghi Thông tư “%s” nhưng lớp %d năm học %d-%d áp dụng Thông tư %s; hãy "
                  "khởi tạo lại học bạ.",
                  rule_excerpt(run, record->circular), run->curriculum->grade,
                  run->curriculum->first_year, run->curriculum->first_year + 1,
                  run->curriculum->circular);
}

/* The year's name, and whether TT27 holds for the grade in it. */
static void
check_year(struct rule_run *run)
{
    const struct record *record = run->record;
    const struct curriculum *curriculum = NULL;
    struct error err = {0};
    int first_year = run->curriculum->first_year;

    if (record->year_name && !school_year_parse(record->year_name, &first_year))
        rule_fire(run, RULE_YEAR_NAME, "ten_nam_hoc",
                  "Năm học “%s” viết sai; hãy viết hai năm liền nhau, ví dụ 2023-2024.",
                  rule_excerpt(run, record->year_name));
    else if (record->grade != 0 &&
             curriculum_find(record->grade, first_year, &curriculum, &err) != OK)
        rule_fire(run, RULE_ROLL_OUT, "ma_khoi", "%s", err.message);
    else if (curriculum && curriculum != run->curriculum)
        rule_fire(
            run, RULE_ROLL_OUT, "ma_khoi",
            "Học bạ ghi lớp %d năm học %d-%d nhưng được kiểm tra theo chương trình lớp %d năm "
            "học %d-%d; hãy xem lại khối và năm học của học sinh.",
            record->grade, first_year, first_year + 1, run->curriculum->grade,
            run->curriculum->first_year, run->curriculum->first_year + 1);
}

static void
check_history(struct rule_run *run)
{
    int before = 0;

    for (size_t i = 0; i < run->record->past_count; i++) {
        const struct past_year *past = &run->record->past[i];
        int first_year = 0;
        bool year_right = school_year_parse(past->year_name, &first_year);
        if (!year_right || first_year <= before || first_year > run->curriculum->first_year)
            rule_fire(run, RULE_HISTORY, "qua_trinh_hoc_tap",
                      "Quá trình học tập: năm học “%s” viết sai, sai thứ tự hoặc sau năm học của "
                      "học bạ; hãy sửa lại.",
                      past->year_name ? rule_excerpt(run, past->year_name) : "(trống)");
        else
            before = first_year;
        if (text_is_blank(past->class_name) || text_is_blank(past->school_name) ||
            past->since.seconds == 0)
            rule_fire(run, RULE_HISTORY, "qua_trinh_hoc_tap",
                      "Quá trình học tập năm học %s thiếu lớp, trường hoặc ngày đến; hãy bổ sung.",
                      past->year_name ? rule_excerpt(run, past->year_name) : "(trống)");
    }
}

static void
check_issue_date(struct rule_run *run)
{
    const struct record *record = run->record;
    int16_t year = (int16_t)run->curriculum->first_year;
    struct date first = {year, 8, 1}, last = {(int16_t)(year + 3), 12, 31};
    char text[DATE_TEXT_SIZE], made[DATE_TEXT_SIZE];

    if (record->issue_date.seconds == 0)
        return;
    struct date day = moment_to_date(record->issue_date);
    date_write_vietnamese(day, text);
    if (date_compare(day, first) < 0 || date_compare(day, last) > 0)
        rule_fire(run, RULE_ISSUE_DATE, "ngay_ky_phat_hanh_hoc_ba",
                  "Ngày ký phát hành %s không hợp với năm học %d-%d; hãy sửa lịch của năm học.",
                  text, year, year + 1);
    if (record->created.seconds == 0)
        return;
    struct date created = moment_to_date(record->created);
    if (date_compare(created, day) > 0)
        rule_fire(
            run, RULE_CREATED_LATE, "ngay_tao_hoc_ba",
            "Học bạ tạo ngày %s, sau ngày ký phát hành dự định %s; hãy dời ngày ký phát hành.",
            date_write_vietnamese(created, made), text);
}

void
rules_check_text(struct rule_run *run)
{
    check_texts(run);
    rules_check_mandatory(run);
    check_district(run);
    check_comments(run);
    check_identifiers(run);
    check_year(run);
    check_history(run);
    check_issue_date(run);
}
