/* SPDX-License-Identifier: Apache-2.0 */
#include "service/year.h"

#include "model/curriculum.h"
#include "service/access.h"

enum { TOLERANCE_DAYS_MAX = 365, SAMPLES_MAX = 100 };

const struct year_setting_row year_settings_table[] = {
    {"vai_tro_ky", SETTING_ROLES, "gvcn,cbql,school", "Các vai trò ký học bạ",
     "gvbm, gvcn, cbql, school; cbql và school luôn phải có"},
    {"ngay_phat_hanh", SETTING_DATE, "", "Ngày ký phát hành học bạ",
     "đứng trong phần dữ liệu được ký, nên phải đặt trước chữ ký đầu tiên"},
    {"so_ngay_lech", SETTING_DAYS, "7", "Số ngày được lệch so với ngày phát hành",
     "ký sau hạn này thì học bạ được lập lại với ngày mới"},
    {"han_nhap", SETTING_DATE, "", "Hạn nhập kết quả", "nhắc khi kiểm tra"},
    {"han_chot", SETTING_DATE, "", "Hạn chốt học bạ", "thường trước 30/6"},
    {"han_bo_sung", SETTING_DATE, "", "Hạn đánh giá bổ sung trong hè", "thường trước 15/8"},
    {"xml_v10", SETTING_FLAG, "0", "XML đúng phiên bản 1.0",
     "1: nhận xét từng môn ghi vào NHAN_XET_GVCN thay vì thẻ NHAN_XET riêng"},
    {"so_mau_xem", SETTING_COUNT, "0", "Số học bạ mỗi lớp phải mở xem trước khi ký",
     "chọn ngẫu nhiên, ngoài những học bạ vốn cần xem; cho mỗi người ký một bộ khác nhau"},
    {YEAR_BANNED_WORDS, SETTING_TEXT, "", "Từ không dùng trong nhận xét",
     "cách nhau bằng dấu phẩy; người viết được nhắc, không bị chặn"},
};
const size_t year_settings_count = COUNT_OF(year_settings_table);

/* --- reading values -------------------------------------------------------------------------- */

static bool
roles_parse(const char *text, bool signs[SIGNER_ROLE_COUNT])
{
    bool parsed[SIGNER_ROLE_COUNT] = {false};

    for (const char *p = text; *p;) {
        char key[16];
        size_t size = strcspn(p, ", ");
        enum signer_role role;
        if (size >= sizeof key)
            return false;
        memcpy(key, p, size);
        key[size] = '\0';
        if (!signer_role_parse(key, &role))
            return false;
        parsed[role] = true;
        p += size;
        p += strspn(p, ", ");
    }
    if (!parsed[SIGNER_PRINCIPAL] || !parsed[SIGNER_SCHOOL])
        return false;
    memcpy(signs, parsed, sizeof parsed);
    return true;
}

static bool
date_parse_any(const char *text, struct date *date)
{
    return date_parse_iso(span_of(text), date) || date_parse_vietnamese(span_of(text), date);
}

static enum status
check_value(const struct year_setting_row *row, const char *text, struct error *err)
{
    bool signs[SIGNER_ROLE_COUNT];
    struct date date;
    int number;
    bool fine = true;

    switch (row->kind) {
    case SETTING_ROLES: fine = roles_parse(text, signs); break;
    case SETTING_DATE: fine = date_parse_any(text, &date); break;
    case SETTING_DAYS: fine = text_to_int(text, 0, TOLERANCE_DAYS_MAX, &number); break;
    case SETTING_COUNT: fine = text_to_int(text, 0, SAMPLES_MAX, &number); break;
    case SETTING_FLAG: fine = text_equal(text, "0") || text_equal(text, "1"); break;
    case SETTING_TEXT: break;
    }
    if (!fine)
        return fail(err, USAGE, "%s (%s) không nhận giá trị “%s”: %s.", row->label, row->key, text,
                    row->help);
    return OK;
}

/* As the store keeps it: dates in ISO. */
static const char *
value_to_keep(struct app *app, const struct year_setting_row *row, const char *text)
{
    char iso[DATE_TEXT_SIZE];
    struct date date;

    if (row->kind != SETTING_DATE || !date_parse_any(text, &date))
        return text;
    return arena_text(app->arena, date_write_iso(date, iso));
}

static const struct year_setting_row *
setting_find(const char *key)
{
    for (size_t i = 0; i < year_settings_count; i++) {
        if (text_equal(year_settings_table[i].key, key))
            return &year_settings_table[i];
    }
    return NULL;
}

/* --- verbs ----------------------------------------------------------------------------------- */

enum status
year_open(struct app *app, const char *unit_id, const char *name, struct error *err)
{
    struct stamp stamp = app_stamp(app, "year open");
    int first_year;

    TRY(access_check(app, MAY_MANAGE_YEARS, unit_id, err));
    if (!school_year_parse(name, &first_year))
        return fail(err, USAGE, "Năm học phải viết như 2023-2024, không phải “%s”.", name);
    return store_add_year(app->store, unit_id, name, &stamp, err);
}

enum status
year_set(struct app *app, const char *unit_id, const char *name, const char *key, const char *value,
         struct error *err)
{
    const struct year_setting_row *row = setting_find(key);
    struct stamp stamp = app_stamp(app, "year set");
    struct year_rules rules;

    TRY(access_check(app, MAY_MANAGE_YEARS, unit_id, err));
    if (!row)
        return fail(err, USAGE, "Năm học không có thiết đặt “%s”. “hocba year show” liệt kê.", key);
    TRY(year_rules_load(app, unit_id, name, &rules, err));
    TRY(year_check_open(&rules, err));
    if (value[0] == '\0')
        return store_set_year_setting(app->store, unit_id, name, key, NULL, &stamp, err);
    TRY(check_value(row, value, err));
    return store_set_year_setting(app->store, unit_id, name, key, value_to_keep(app, row, value),
                                  &stamp, err);
}

enum status
year_freeze(struct app *app, const char *unit_id, const char *name, struct error *err)
{
    struct stamp stamp = app_stamp(app, "year freeze");
    struct year_rules rules;

    TRY(access_check(app, MAY_MANAGE_YEARS, unit_id, err));
    TRY(year_rules_load(app, unit_id, name, &rules, err));
    TRY(year_check_open(&rules, err));
    return store_set_year_state(app->store, unit_id, name, YEAR_FROZEN, &stamp, err);
}

enum status
year_check_open(const struct year_rules *rules, struct error *err)
{
    if (rules->frozen)
        return fail(
            err, CONFLICT,
            "Năm học %s đã chốt: dữ liệu không sửa, không thêm được nữa. Muốn chỉnh lý phải "
            "có đồng ý của Sở.",
            rules->name);
    return OK;
}

enum status
years_list(struct app *app, const char *unit_id, struct school_years *years, struct error *err)
{
    return store_list_years(app->store, unit_id, app->arena, years, err);
}

enum status
year_setting_get(struct app *app, const char *unit_id, const char *name,
                 const struct year_setting_row *row, const char **value, struct error *err)
{
    const char *set;

    TRY(store_get_year_setting(app->store, unit_id, name, row->key, app->arena, &set, err));
    *value = set ? set : row->fallback;
    return OK;
}

/* --- reading a year -------------------------------------------------------------------------- */

static void
rules_apply(struct year_rules *rules, const struct year_setting_row *row, const char *text)
{
    struct date date = {0};
    bool has_date = row->kind == SETTING_DATE && date_parse_any(text, &date);

    if (row->kind == SETTING_ROLES)
        (void)roles_parse(text, rules->signs);
    else if (row->kind == SETTING_DAYS)
        (void)text_to_int(text, 0, TOLERANCE_DAYS_MAX, &rules->tolerance_days);
    else if (row->kind == SETTING_COUNT)
        (void)text_to_int(text, 0, SAMPLES_MAX, &rules->samples);
    else if (row->kind == SETTING_FLAG)
        rules->strict_v10 = text_equal(text, "1");
    else if (has_date && text_equal(row->key, "ngay_phat_hanh"))
        rules->issue_date = date;
    else if (has_date && text_equal(row->key, "han_nhap"))
        rules->entry_deadline = date;
    else if (has_date && text_equal(row->key, "han_chot"))
        rules->freeze_deadline = date;
    else if (has_date && text_equal(row->key, "han_bo_sung"))
        rules->supplement_deadline = date;
}

enum status
year_rules_read(const struct school_year *year, const struct year_settings *settings,
                struct year_rules *rules, struct error *err)
{
    *rules = (struct year_rules){
        .unit = year->unit, .name = year->name, .frozen = text_equal(year->state, YEAR_FROZEN)};
    if (!school_year_parse(year->name, &rules->first_year))
        return fail(err, CORRUPT, "Năm học “%s” trong cơ sở dữ liệu viết sai.", year->name);
    for (size_t i = 0; i < year_settings_count; i++)
        rules_apply(rules, &year_settings_table[i], year_settings_table[i].fallback);
    for (size_t i = 0; i < settings->list.count; i++) {
        const struct year_setting *it = &settings->list.items[i];
        const struct year_setting_row *row = setting_find(it->key);
        if (row && text_equal(it->year, year->name) && text_equal(it->unit, year->unit))
            rules_apply(rules, row, it->value);
    }
    return OK;
}

enum status
year_rules_load(struct app *app, const char *unit_id, const char *name, struct year_rules *rules,
                struct error *err)
{
    struct year_settings settings = {0};
    struct school_year year;

    enum status status = store_find_year(app->store, unit_id, name, app->arena, &year, err);
    if (status == NOT_FOUND)
        return fail(err, NOT_FOUND, "Năm học %s chưa mở. Hãy mở bằng “hocba year open %s”.", name,
                    name);
    TRY(status);
    TRY(store_list_year_settings(app->store, unit_id, name, app->arena, &settings, err));
    return year_rules_read(&year, &settings, rules, err);
}
