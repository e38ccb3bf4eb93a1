/* SPDX-License-Identifier: Apache-2.0 */
#include "service/pilot.h"

#include "model/curriculum.h"
#include "service/access.h"
#include "service/department.h"
#include "service/obstacle.h"
#include "service/school.h"

/* --- which department ------------------------------------------------------------------------- */

static enum status
only_department(struct app *app, struct unit *department, struct error *err)
{
    struct units found = {0};

    TRY(store_list_units(app->store, UNIT_DEPARTMENT, app->arena, &found, err));
    if (found.list.count == 0)
        return fail(err, NOT_FOUND,
                    "Hệ thống chưa có Sở nào. Hãy thêm bằng “hocba unit add --kind department "
                    "--code MÃ --name TÊN”.");
    if (found.list.count > 1)
        return fail(err, USAGE, "Hệ thống có %zu sở; hãy ghi rõ bằng --unit MÃ_SỞ.",
                    found.list.count);
    *department = found.list.items[0];
    return OK;
}

enum status
pilot_department(struct app *app, const char *code, struct unit *department, struct error *err)
{
    struct unit unit = {0};

    if (code)
        TRY(unit_find(app, code, &unit, err));
    else if (app->actor.unit_id)
        TRY(store_find_unit(app->store, app->actor.unit_id, app->arena, &unit, err));
    if (!code && unit.id && !text_equal(unit.kind, UNIT_DEPARTMENT))
        TRY(department_above(app, unit.id, &unit, err));
    if (unit.id && text_equal(unit.kind, UNIT_DEPARTMENT)) {
        *department = unit;
        return OK;
    }
    if (code)
        return fail(err, USAGE, "%s không phải một sở; việc này là của Sở.", unit.name);
    return only_department(app, department, err);
}

static enum status
check_year(const char *year, int *first_year, struct error *err)
{
    return school_year_parse(year, first_year)
               ? OK
               : fail(err, USAGE, "Năm học phải viết như 2023-2024, không phải “%s”.", year);
}

/* --- the pilot -------------------------------------------------------------------------------- */

enum status
pilot_set(struct app *app, const struct pilot *pilot, struct error *err)
{
    struct stamp stamp = app_stamp(app, "pilot set");
    int first_year;

    TRY(access_check(app, MAY_MANAGE_PILOT, pilot->unit, err));
    TRY(check_year(pilot->year, &first_year, err));
    if (text_is_blank(pilot->decision) || strlen(pilot->decision) > PILOT_TEXT_MAX ||
        date_is_none(pilot->decided_on))
        return fail(err, USAGE, "Đợt thí điểm cần số và ngày của quyết định.");
    if (!date_is_none(pilot->from) && !date_is_none(pilot->to) &&
        date_compare(pilot->to, pilot->from) < 0)
        return fail(err, USAGE, "Đợt thí điểm không thể kết thúc trước khi bắt đầu.");
    return store_set_pilot(app->store, pilot, &stamp, err);
}

/* The school below that department, and its class. */
static enum status
find_member(struct app *app, const struct pilot_order *order, struct pilot_member *member,
            struct error *err)
{
    struct school_class class = {0};
    struct unit school = {0};

    TRY(unit_find(app, order->school_code, &school, err));
    if (!text_equal(school.kind, UNIT_SCHOOL))
        return fail(err, USAGE, "%s không phải một trường.", school.name);
    TRY(access_check(app, MAY_MANAGE_PILOT, school.id, err));
    if (order->grade < 0 || order->grade > 5)
        return fail(err, USAGE, "Khối lớp là một số từ 1 đến 5.");
    if (order->class_name)
        TRY(class_find(app, school.id, order->year, order->class_name, &class, err));
    *member = (struct pilot_member){
        .school = school.id, .grade = order->grade, .class_id = class.id, .reason = order->reason};
    return OK;
}

enum status
pilot_add(struct app *app, const struct pilot_order *order, struct error *err)
{
    struct stamp stamp = app_stamp(app, "pilot add");
    struct pilot_member member;
    struct pilot pilot = {0};

    TRY(access_check(app, MAY_MANAGE_PILOT, order->unit, err));
    enum status status =
        store_find_pilot(app->store, order->unit, order->year, app->arena, &pilot, err);
    if (status == NOT_FOUND)
        return fail(err, NOT_FOUND,
                    "Năm học %s chưa có đợt thí điểm. Hãy ghi quyết định trước: “hocba pilot set "
                    "%s --decision SỐ --date NGÀY”.",
                    order->year, order->year);
    TRY(status);
    TRY(find_member(app, order, &member, err));
    member.id = app_new_id(app);
    member.from = date_is_none(order->day) ? app_today(app) : order->day;
    return store_add_pilot_member(app->store, &pilot, &member, &stamp, err);
}

enum status
pilot_drop(struct app *app, const struct pilot_order *order, struct error *err)
{
    struct stamp stamp = app_stamp(app, "pilot drop");
    const struct pilot pilot = {.unit = order->unit, .year = order->year};
    struct pilot_member member;

    TRY(access_check(app, MAY_MANAGE_PILOT, order->unit, err));
    if (text_is_blank(order->reason) || strlen(order->reason) > PILOT_TEXT_MAX)
        return fail(err, USAGE, "Đưa ra khỏi đợt thí điểm cần lý do, như số quyết định.");
    TRY(find_member(app, order, &member, err));
    member.to = date_is_none(order->day) ? app_today(app) : order->day;
    return store_end_pilot_member(app->store, &pilot, &member, &stamp, err);
}

enum status
pilot_load(struct app *app, const char *unit, const char *year, struct pilot *pilot,
           struct pilot_members *members, struct error *err)
{
    TRY(access_check(app, MAY_MONITOR, unit, err));
    TRY(store_find_pilot(app->store, unit, year, app->arena, pilot, err));
    return store_list_pilot_members(app->store, unit, year, app->arena, members, err);
}

/* --- obstacles -------------------------------------------------------------------------------- */

struct taking_part {
    const struct pilot *pilot;
    const struct pilot_members *members;
};

static bool
takes_part(const void *context, const char *unit)
{
    const struct taking_part *it = context;

    for (size_t i = 0; i < it->members->list.count; i++)
        if (text_equal(it->members->list.items[i].school, unit))
            return true;
    return text_equal(it->pilot->unit, unit);
}

enum status
pilot_count_obstacles(struct app *app, const struct pilot *pilot,
                      const struct pilot_members *members, struct obstacle_count *counts,
                      struct error *err)
{
    const struct taking_part it = {pilot, members};

    return obstacle_count_year(app, pilot->year, takes_part, &it, counts, err);
}

/* --- the calendar ----------------------------------------------------------------------------- */

enum status
calendar_load(struct app *app, const char *unit, const char *year, struct calendar *calendar,
              struct error *err)
{
    struct calendar_days days = {0};
    enum milestone milestone;
    int first_year;

    TRY(check_year(year, &first_year, err));
    *calendar = (struct calendar){0};
    for (int i = 0; i < MILESTONE_COUNT; i++)
        calendar->days[i] = milestone_day((enum milestone)i, first_year);
    if (!unit)
        return OK;
    TRY(store_list_calendar_days(app->store, unit, year, app->arena, &days, err));
    for (size_t i = 0; i < days.list.count; i++) {
        if (!milestone_parse(days.list.items[i].milestone, &milestone))
            continue;
        calendar->days[milestone] = days.list.items[i].day;
        calendar->own[milestone] = true;
    }
    return OK;
}

struct setting {
    const char *unit, *year;
    const struct calendar_days *days;
    struct stamp stamp;
};

/* Put one day where it belongs, as it will be. */
static enum status
take_day(struct calendar *calendar, int first_year, const char *year,
         const struct calendar_day *wanted, struct error *err)
{
    const struct date day = wanted->day;
    enum milestone milestone;

    if (!milestone_parse(wanted->milestone, &milestone))
        return fail(err, USAGE, "Lịch năm học không có mốc “%s”. “hocba year calendar %s” liệt kê.",
                    wanted->milestone, year);
    if (!date_is_none(day) && (day.year < first_year || day.year > first_year + 1))
        return fail(err, USAGE, "Mốc “%s” phải nằm trong năm học %s. Chưa đặt mốc nào.",
                    milestone_table[milestone].word, year);
    calendar->days[milestone] = date_is_none(day) ? milestone_day(milestone, first_year) : day;
    return OK;
}

static enum status
check_order(const struct calendar *calendar, struct error *err)
{
    char before[DATE_TEXT_SIZE], after[DATE_TEXT_SIZE];

    for (int i = 1; i < MILESTONE_COUNT; i++)
        if (date_compare(calendar->days[i - 1], calendar->days[i]) > 0)
            return fail(err, INVALID,
                        "Mốc “%s” (%s) không được sau mốc “%s” (%s). Chưa đặt mốc nào; hãy đặt cả "
                        "hai trong một lệnh.",
                        milestone_table[i - 1].word,
                        date_write_vietnamese(calendar->days[i - 1], before),
                        milestone_table[i].word, date_write_vietnamese(calendar->days[i], after));
    return OK;
}

static enum status
write_days(struct store *store, void *context, struct error *err)
{
    const struct setting *work = context;

    for (size_t i = 0; i < work->days->list.count; i++)
        TRY(store_set_calendar_day(store, work->unit, work->year, &work->days->list.items[i],
                                   &work->stamp, err));
    return OK;
}

enum status
calendar_set(struct app *app, const char *unit, const char *year, const struct calendar_days *days,
             struct error *err)
{
    struct setting work = {unit, year, days, app_stamp(app, "year calendar")};
    struct calendar calendar;
    int first_year;

    TRY(access_check(app, MAY_MANAGE_PILOT, unit, err));
    TRY(calendar_load(app, unit, year, &calendar, err));
    TRY(check_year(year, &first_year, err));
    for (size_t i = 0; i < days->list.count; i++)
        TRY(take_day(&calendar, first_year, year, &days->list.items[i], err));
    TRY(check_order(&calendar, err));
    return store_transact(app->store, write_days, &work, err);
}
