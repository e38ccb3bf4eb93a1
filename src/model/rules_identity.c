/* SPDX-License-Identifier: Apache-2.0
 *
 * Who the pupil is: personal number, name, birth, body, attendance.
 */
#include <stdlib.h>

#include "base/unicode.h"
#include "model/personal_number.h"
#include "model/rules_internal.h"

enum { NUMBER_DIGITS = 12, HALF_DAYS_MAX = 400 };

static void
check_number_province(struct rule_run *run, const char *text, const struct personal_number *number)
{
    const struct province *born = province_in_address(run->record->birth_place, run->arena);

    if (number->abroad)
        return;
    if (number->province == NULL) {
        rule_fire(
            run, RULE_NUMBER_PROVINCE, "so_cccd",
            "Số định danh %s bắt đầu bằng %.3s, không phải mã của tỉnh nào; hãy đối chiếu với "
            "giấy khai sinh.",
            text, text);
        return;
    }
    if (born && !text_equal(born->code_2025, number->province->code_2025))
        rule_fire(run, RULE_NUMBER_PROVINCE, "so_cccd",
                  "Số định danh %s đăng ký tại %s nhưng nơi sinh là “%s”; hãy đối chiếu với giấy "
                  "khai sinh (có thể đúng nếu khai sinh ở tỉnh khác).",
                  text, number->province->name, rule_excerpt(run, run->record->birth_place));
}

static void
check_number_birth(struct rule_run *run, const char *text, const struct personal_number *number)
{
    const struct record *record = run->record;
    char birth[DATE_TEXT_SIZE];

    if (date_is_none(record->birth_date))
        return;
    date_write_vietnamese(record->birth_date, birth);
    if (record->sex != SEX_NONE && record->sex != number->sex)
        rule_fire(
            run, RULE_NUMBER_SEX, "so_cccd",
            "Số định danh %s là của %s nhưng giới tính ghi là %s; hãy đối chiếu với giấy khai "
            "sinh.",
            text, number->sex == SEX_MALE ? "nam" : "nữ", sex_word(record->sex));
    if (record->birth_date.year / 100 != number->year / 100)
        rule_fire(run, RULE_NUMBER_SEX, "so_cccd",
                  "Chữ số thứ tư (%d) của số định danh %s chỉ thế kỷ %d nhưng ngày sinh là %s; hãy "
                  "đối chiếu với giấy khai sinh.",
                  number->century_digit, text, number->year / 100 + 1, birth);
    else if (record->birth_date.year != number->year)
        rule_fire(run, RULE_NUMBER_YEAR, "so_cccd",
                  "Số định danh %s chỉ năm sinh %d nhưng ngày sinh là %s; hãy đối chiếu với giấy "
                  "khai sinh.",
                  text, number->year, birth);
}

static void
check_digits(struct rule_run *run, const char *key, const char *whose, const char *number)
{
    if (text_is_blank(number) || text_is_digits(number, NUMBER_DIGITS))
        return;
    if (text_is_digits(number, NUMBER_DIGITS - 1))
        rule_fire(run, RULE_NUMBER_DIGITS, key,
                  "Số định danh của %s “%s” chỉ có 11 chữ số, có thể mất số 0 ở đầu: đề nghị xác "
                  "nhận 0%s rồi nhập lại.",
                  whose, number, number);
    else
        rule_fire(run, RULE_NUMBER_DIGITS, key,
                  "Số định danh của %s “%s” phải có đúng 12 chữ số; hãy nhập lại.", whose,
                  rule_excerpt(run, number));
}

static void
check_number(struct rule_run *run)
{
    const struct record *record = run->record;
    const char *number = record->personal_number, *reason = run->facts->no_number_reason;

    if (text_is_blank(number) && text_is_blank(reason))
        rule_fire(
            run, RULE_NUMBER_MISSING, "so_cccd",
            "Thiếu số định danh cá nhân của học sinh; hãy nhập, hoặc ghi lý do chưa có (tệp hồ sơ "
            "có thể có cột “Lý do chưa có số định danh”).");
    else if (text_is_blank(number))
        rule_fire(run, RULE_NUMBER_WAITING, "so_cccd",
                  "Học sinh chưa có số định danh cá nhân (%s); học bạ sẽ được báo là chờ số định "
                  "danh.",
                  rule_excerpt(run, reason));
    check_digits(run, "so_cccd", "học sinh", number);
    check_digits(run, "so_cccd_giam_hieu_ky_hoc_ba", "cán bộ quản lý ký học bạ",
                 record->principal_number);
    check_digits(run, "so_cccd_giao_vien_chu_nhiem", "giáo viên chủ nhiệm",
                 record->class_teacher_number);
    struct personal_number parts;
    if (personal_number_parse(number, &parts)) {
        check_number_province(run, number, &parts);
        check_number_birth(run, number, &parts);
    }
}

/* A name of people: letters, blanks, apostrophes, hyphens and dots; two words or more. */
static void
check_name(struct rule_run *run, const char *key, const char *label, const char *name)
{
    if (text_is_blank(name) || !utf8_is_valid(span_of(name)))
        return;
    if (name[strcspn(name, "0123456789!\"#$%&*+,/:;<=>?@[\\]^_`{|}~()")] != '\0')
        rule_fire(run, RULE_NAME, key,
                  "%s “%s” có chữ số hoặc ký hiệu lạ; hãy ghi theo giấy khai sinh.", label,
                  rule_excerpt(run, name));
    else if (strchr(text_squeeze(run->arena, name), ' ') == NULL)
        rule_fire(run, RULE_NAME, key, "%s “%s” chỉ có một từ; hãy kiểm tra theo giấy khai sinh.",
                  label, rule_excerpt(run, name));
}

static void
check_names(struct rule_run *run)
{
    const struct record *record = run->record;

    check_name(run, "ho_va_ten", "Họ và tên học sinh", record->name);
    check_name(run, "ho_va_ten_cha", "Họ và tên cha", record->father);
    check_name(run, "ho_va_ten_me", "Họ và tên mẹ", record->mother);
    check_name(run, "ho_va_ten_nguoi_giam_ho", "Họ và tên người giám hộ", record->guardian);
    if (!text_is_blank(record->ethnicity) && !ethnic_group_code(record->ethnicity, run->arena))
        rule_fire(
            run, RULE_ETHNICITY, "dan_toc",
            "Dân tộc “%s” không có trong danh mục 54 dân tộc; hãy chọn lại tên trong danh mục.",
            rule_excerpt(run, record->ethnicity));
}

static void
check_birth(struct rule_run *run)
{
    const struct record *record = run->record;
    int first_year = run->curriculum->first_year, grade = run->curriculum->grade;
    char text[DATE_TEXT_SIZE];

    if (date_is_none(record->birth_date))
        return; /* the mandatory fields say so */
    bool real = date_is_valid(record->birth_date);
    int age = first_year - record->birth_date.year;
    date_write_vietnamese(record->birth_date, text);
    if (!real || age < 5 || age > 18)
        rule_fire(
            run, RULE_BIRTH_DATE, "ngay_sinh",
            "Ngày sinh %s không hợp lý với học sinh tiểu học năm học %d-%d; hãy đối chiếu với "
            "giấy khai sinh.",
            text, first_year, first_year + 1);
    else if (age < grade + 5 || age > grade + 8)
        rule_fire(
            run, RULE_AGE, "ngay_sinh",
            "Học sinh sinh ngày %s, %d tuổi khi vào năm học %d-%d, khác độ tuổi thường học lớp "
            "%d (%d đến %d tuổi); hãy kiểm tra ngày sinh và khối lớp.",
            text, age, first_year, first_year + 1, grade, grade + 5, grade + 8);
}

/* A measure as decimal text within [min, max]; missing and odd ones are warnings. */
static void
check_measure(struct rule_run *run, const char *key, const char *label, const char *text,
              const char *unit, double min, double max)
{
    char *end = NULL;

    if (text_is_blank(text)) {
        rule_fire(run, RULE_BODY_MISSING, key,
                  "Chưa có %s của học sinh; học bạ sẽ để trống mục này, hãy bổ sung nếu đã đo.",
                  label);
        return;
    }
    double value = strtod(text, &end);
    if (*end != '\0' || !(value >= min && value <= max))
        rule_fire(
            run, RULE_BODY, key,
            "%s “%s” không hợp lý với học sinh tiểu học (thường từ %.0f đến %.0f %s); hãy kiểm "
            "tra số và đơn vị.",
            label, rule_excerpt(run, text), min, max, unit);
}

static void
check_absences(struct rule_run *run, const char *key, const char *label, int half_days)
{
    if (half_days != COUNT_NONE && (half_days < 0 || half_days > HALF_DAYS_MAX))
        rule_fire(run, RULE_ATTENDANCE, key,
                  "%s %d không hợp lý; hãy nhập số buổi nghỉ từ 0 đến %d.", label, half_days,
                  HALF_DAYS_MAX);
}

void
rules_check_attendance(struct rule_run *run)
{
    const struct record *record = run->record;

    check_absences(run, "tong_so_buoi_nghi_co_phep", "Số buổi nghỉ có phép",
                   record->absent_excused);
    check_absences(run, "thong_so_buoi_nghi_khong_phep", "Số buổi nghỉ không phép",
                   record->absent_unexcused);
}

void
rules_check_identity(struct rule_run *run)
{
    const struct record *record = run->record;

    check_number(run);
    check_names(run);
    check_birth(run);
    check_measure(run, "can_nang", "cân nặng", record->weight_kg, "kg", 10, 100);
    check_measure(run, "chieu_cao", "chiều cao", record->height_cm, "cm", 80, 190);
    rules_check_attendance(run);
}
