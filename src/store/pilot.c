/* SPDX-License-Identifier: Apache-2.0 */
#include "store/pilot.h"

#include "store/figures.h"
#include "store/history.h"

/* --- the pilot -------------------------------------------------------------------------------- */

static void
read_pilot(struct row *row, void *into)
{
    struct pilot *pilot = into;
    pilot->unit = row_text(row);
    pilot->year = row_text(row);
    pilot->decision = row_text(row);
    pilot->decided_on = row_day(row);
    pilot->from = row_day(row);
    pilot->to = row_day(row);
}

static enum status
set_pilot(struct store *store, void *context, struct error *err)
{
    const struct setting *it = context;
    const struct pilot *pilot = it->thing;
    AUTO(arena) *arena = arena_new();
    struct pilot old = {0};
    enum status status = store_find_pilot(store, pilot->unit, pilot->year, arena, &old, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    const struct part parts[] = {
        {"so_quyet_dinh", old.decision, pilot->decision},
        {"ngay_quyet_dinh", day_text(old.decided_on), day_text(pilot->decided_on)},
        {"tu_ngay", day_text(old.from), day_text(pilot->from)},
        {"den_ngay", day_text(old.to), day_text(pilot->to)},
    };
    return write_with_history(
        store,
        &(struct writing){
            .question = ASK(store, SQL_set_pilot, v_text(pilot->unit), v_text(pilot->year),
                            v_text(pilot->decision), v_day(pilot->decided_on), v_day(pilot->from),
                            v_day(pilot->to)),
            .entity = "pilot",
            .id = arena_printf(arena, "%s/%s", pilot->unit, pilot->year),
            .parts = parts,
            .part_count = COUNT_OF(parts),
            .stamp = it->stamp,
            .miss = CONFLICT,
            .sentence = "Chưa ghi được đợt thí điểm.",
        },
        err);
}

enum status
store_set_pilot(struct store *store, const struct pilot *pilot, const struct stamp *stamp,
                struct error *err)
{
    struct setting it = {pilot, stamp, false};
    return store_transact(store, set_pilot, &it, err);
}

enum status
store_find_pilot(struct store *store, const char *unit, const char *year, struct arena *arena,
                 struct pilot *pilot, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_pilot, v_text(unit), v_text(year)), read_pilot, arena, pilot,
                &found, err));
    return found ? OK : fail(err, NOT_FOUND, "Năm học %s chưa có đợt thí điểm nào.", year);
}

/* --- who takes part --------------------------------------------------------------------------- */

struct membership {
    const struct pilot *pilot;
    const struct pilot_member *member;
    const struct stamp *stamp;
};

/* What is counted follows at once. */
static enum status
add_member(struct store *store, void *context, struct error *err)
{
    const struct membership *it = context;
    const struct pilot_member *member = it->member;
    bool hit;
    TRY(ask_hit(ASK(store, SQL_add_pilot_member, v_text(member->id), v_text(it->pilot->unit),
                    v_text(it->pilot->year), v_text(member->school), v_int(member->grade),
                    v_text(member->class_id), v_day(member->from), v_moment(it->stamp->at),
                    v_text(it->stamp->by)),
                &hit, err));
    if (!hit)
        return fail(err, CONFLICT, "Đã có trong đợt thí điểm rồi. Chưa thêm gì.");
    return store_sum_school(store, member->school, it->pilot->year, err);
}

enum status
store_add_pilot_member(struct store *store, const struct pilot *pilot,
                       const struct pilot_member *member, const struct stamp *stamp,
                       struct error *err)
{
    struct membership it = {pilot, member, stamp};
    return store_transact(store, add_member, &it, err);
}

static enum status
end_member(struct store *store, void *context, struct error *err)
{
    const struct membership *it = context;
    const struct pilot_member *member = it->member;
    bool hit;
    TRY(ask_hit(ASK(store, SQL_end_pilot_member, v_text(it->pilot->unit), v_text(it->pilot->year),
                    v_text(member->school), v_int(member->grade), v_text(member->class_id),
                    v_day(member->to), v_moment(it->stamp->at), v_text(it->stamp->by),
                    v_text(member->reason)),
                &hit, err));
    if (!hit)
        return fail(err, NOT_FOUND,
                    "Không thấy đúng trường, khối, lớp ấy trong đợt thí điểm. Chưa bỏ gì; “hocba "
                    "pilot show” liệt kê.");
    return store_sum_school(store, member->school, it->pilot->year, err);
}

enum status
store_end_pilot_member(struct store *store, const struct pilot *pilot,
                       const struct pilot_member *member, const struct stamp *stamp,
                       struct error *err)
{
    struct membership it = {pilot, member, stamp};
    return store_transact(store, end_member, &it, err);
}

static void
read_member(struct row *row, void *into)
{
    struct pilot_member *member = into;
    member->id = row_text(row);
    member->school = row_text(row);
    member->grade = (int)row_int(row);
    member->class_id = row_text(row);
    member->from = row_day(row);
    member->to = row_day(row);
    member->added_at = row_moment(row);
    member->added_by = row_text(row);
    member->ended_at = row_moment(row);
    member->ended_by = row_text(row);
    member->reason = row_text(row);
    member->school_code = row_text(row);
    member->school_name = row_text(row);
    member->class_name = row_text(row);
}

enum status
store_list_pilot_members(struct store *store, const char *unit, const char *year,
                         struct arena *arena, struct pilot_members *members, struct error *err)
{
    return ask_list(ASK(store, SQL_list_pilot_members, v_text(unit), v_text(year)), read_member,
                    arena, members->list, err);
}

/* --- the calendar ----------------------------------------------------------------------------- */

static void
read_calendar_day(struct row *row, void *into)
{
    struct calendar_day *day = into;
    day->milestone = row_text(row);
    day->day = row_day(row);
}

struct calendar_setting {
    const char *unit, *year;
    const struct calendar_day *day;
    const struct stamp *stamp;
};

static enum status
set_calendar_day(struct store *store, void *context, struct error *err)
{
    const struct calendar_setting *it = context;
    AUTO(arena) *arena = arena_new();
    struct calendar_days days = {0};
    struct date old = {0};
    TRY(store_list_calendar_days(store, it->unit, it->year, arena, &days, err));
    for (size_t i = 0; i < days.list.count; i++)
        if (text_equal(days.list.items[i].milestone, it->day->milestone))
            old = days.list.items[i].day;
    const struct part part = {it->day->milestone, day_text(old), day_text(it->day->day)};
    if (!parts_differ(&part, 1))
        return OK;
    bool none = date_is_none(it->day->day);
    struct value unit = v_text(it->unit), year = v_text(it->year),
                 milestone = v_text(it->day->milestone), day = v_day(it->day->day);
    return write_with_history(
        store,
        &(struct writing){
            .question = none ? ASK(store, SQL_remove_calendar_day, unit, year, milestone)
                             : ASK(store, SQL_set_calendar_day, unit, year, milestone, day),
            .entity = "calendar",
            .id = arena_printf(arena, "%s/%s", it->unit, it->year),
            .parts = &part,
            .part_count = 1,
            .stamp = it->stamp,
            .miss = CONFLICT,
            .sentence = "Chưa đặt được mốc của lịch năm học.",
        },
        err);
}

enum status
store_set_calendar_day(struct store *store, const char *unit, const char *year,
                       const struct calendar_day *day, const struct stamp *stamp, struct error *err)
{
    struct calendar_setting it = {unit, year, day, stamp};
    return store_transact(store, set_calendar_day, &it, err);
}

enum status
store_list_calendar_days(struct store *store, const char *unit, const char *year,
                         struct arena *arena, struct calendar_days *days, struct error *err)
{
    return ask_list(ASK(store, SQL_list_calendar_days, v_text(unit), v_text(year)),
                    read_calendar_day, arena, days->list, err);
}
