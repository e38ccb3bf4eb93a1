/* SPDX-License-Identifier: Apache-2.0 */
#include "service/training.h"

#include "model/curriculum.h"
#include "model/record.h"
#include "model/role.h"
#include "service/access_places.h"
#include "service/code.h"
#include "service/pilot.h"

/* --- hours ------------------------------------------------------------------------------------ */

bool
training_parse_hours(const char *text, struct arena *arena, int *minutes)
{
    const char *plain = text ? text_squeeze(arena, text) : "", *point = strpbrk(plain, ",.");
    int hours, hundredths = 0;

    if (!text_to_int(point ? arena_copy(arena, plain, (size_t)(point - plain)) : plain, 0,
                     TRAINING_MINUTES_MAX / 60, &hours))
        return false;
    if (point) {
        size_t digits = strlen(point + 1);
        if (digits < 1 || digits > 2 || !text_is_digits(point + 1, digits) ||
            !text_to_int(digits == 1 ? arena_printf(arena, "%s0", point + 1) : point + 1, 0, 99,
                         &hundredths))
            return false;
    }
    *minutes = hours * 60 + (hundredths * 60 + 50) / 100;
    return *minutes > 0;
}

/* --- what was said ---------------------------------------------------------------------------- */

static enum status
clean(struct app *app, const char *what, const char *text, const char **out, struct error *err)
{
    if (text_is_blank(text))
        return fail(err, USAGE, "Buổi tập huấn thiếu %s. Chưa ghi gì.", what);
    return text_clean(text, what, TRAINING_TEXT_MAX, app->arena, out, err);
}

static enum status
check_order(struct app *app, const struct training_order *order, struct training_session *session,
            struct error *err)
{
    int first_year;

    if (!order->year || !school_year_parse(order->year, &first_year))
        return fail(err, USAGE, "Năm học viết như 2023-2024.");
    if (date_is_none(order->held_on) || order->held_on.year < first_year ||
        order->held_on.year > first_year + 1)
        return fail(err, USAGE, "Buổi tập huấn cần một ngày trong năm học %s. Chưa ghi gì.",
                    order->year);
    if (order->minutes < 1 || order->minutes > TRAINING_MINUTES_MAX)
        return fail(err, USAGE, "Số giờ tập huấn phải lớn hơn 0 và nhiều nhất %d giờ. Chưa ghi gì.",
                    TRAINING_MINUTES_MAX / 60);
    session->year = order->year;
    session->held_on = order->held_on;
    session->minutes = order->minutes;
    TRY(clean(app, "tên", order->title, &session->title, err));
    TRY(clean(app, "nội dung", order->topic, &session->topic, err));
    TRY(clean(app, "địa điểm", order->place, &session->place, err));
    return clean(app, "người giảng", order->held_by, &session->held_by, err);
}

static bool
lists(const struct text_list *list, const char *text)
{
    for (size_t i = 0; i < list->list.count; i++)
        if (text_equal(list->list.items[i], text))
            return true;
    return false;
}

static enum status
read_roles(struct app *app, const struct training_order *order, struct text_list *roles,
           struct error *err)
{
    enum role role;

    for (size_t i = 0; i < order->role_count; i++) {
        if (!role_parse(order->roles[i], &role) || role_table[role].place != PLACE_SCHOOL)
            return fail(err, USAGE, "“%s” không phải một vai trò của trường. Chưa ghi gì.",
                        order->roles[i]);
        if (!lists(roles, order->roles[i]))
            *list_add(app->arena, roles->list) = order->roles[i];
    }
    return roles->list.count ? OK
                             : fail(err, USAGE,
                                    "Buổi tập huấn dành cho ai? Chọn ít nhất một vai trò. Chưa ghi "
                                    "gì.");
}

/* --- who is invited --------------------------------------------------------------------------- */

/* The schools of the pilot on that day, all or those wanted. */
static enum status
read_schools(struct app *app, const struct training_order *order, const char *unit,
             struct text_list *schools, struct error *err)
{
    struct pilot_members members = {0};
    struct text_list codes = {0};
    struct pilot pilot;

    TRY(store_find_pilot(app->store, unit, order->year, app->arena, &pilot, err));
    TRY(store_list_pilot_members(app->store, unit, order->year, app->arena, &members, err));
    for (size_t i = 0; i < members.list.count; i++) {
        const struct pilot_member *member = &members.list.items[i];
        bool wanted = order->school_count == 0;
        for (size_t k = 0; k < order->school_count; k++)
            wanted = wanted || text_equal(order->schools[k], member->school_code);
        if (!wanted || !pilot_member_on(member, order->held_on) || lists(schools, member->school))
            continue;
        *list_add(app->arena, schools->list) = member->school;
        *list_add(app->arena, codes.list) = member->school_code;
    }
    for (size_t k = 0; k < order->school_count; k++)
        if (!lists(&codes, order->schools[k]))
            return fail(err, USAGE, "Trường %s không ở trong đợt thí điểm ngày ấy. Chưa ghi gì.",
                        order->schools[k]);
    if (schools->list.count == 0 || schools->list.count > TRAINING_SCHOOLS_MAX)
        return fail(err, USAGE,
                    "Ngày ấy đợt thí điểm chưa có trường nào, hoặc có quá %d trường. Chưa ghi gì.",
                    TRAINING_SCHOOLS_MAX);
    return OK;
}

static enum status
choose_code(struct app *app, const char *wanted, const char **code, struct error *err)
{
    struct training_sessions all = {0};
    struct codes taken = {0};

    *code = wanted;
    if (!text_is_blank(wanted))
        return code_check("Mã", wanted, err);
    TRY(store_list_training(app->store, NULL, NULL, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++)
        *list_add(app->arena, taken.list) = all.list.items[i].code;
    *code = code_next("TH", &taken, app->arena);
    return OK;
}

enum status
training_add(struct app *app, const struct training_order *order, const char **code,
             struct error *err)
{
    struct training_session session = {.id = app_new_id(app)};
    struct stamp stamp = app_stamp(app, NULL);
    struct text_list roles = {0}, schools = {0};
    struct unit department;

    TRY(pilot_department(app, order->unit_code, &department, err));
    TRY(access_check(app, MAY_HOLD_TRAINING, department.id, err));
    session.unit = department.id;
    TRY(check_order(app, order, &session, err));
    TRY(read_roles(app, order, &roles, err));
    TRY(read_schools(app, order, department.id, &schools, err));
    TRY(choose_code(app, order->code, &session.code, err));
    TRY(store_add_training(app->store, &session, &roles, &schools, &stamp, err));
    *code = session.code;
    return OK;
}

enum status
training_cancel(struct app *app, const char *code, const char *reason, struct error *err)
{
    struct stamp stamp = app_stamp(app, NULL);
    struct training training;
    const char *text;

    TRY(training_find(app, code, &training, err));
    TRY(access_check(app, MAY_HOLD_TRAINING, training.it.unit, err));
    if (text_is_blank(reason))
        return fail(err, USAGE, "Huỷ buổi tập huấn cần lý do. Chưa đổi gì.");
    TRY(text_clean(reason, "Lý do", TRAINING_TEXT_MAX, app->arena, &text, err));
    return store_cancel_training(app->store, training.it.id, text, &stamp, err);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* The sums of a session, over the schools that are to be seen. */
static void
add_total(struct app *app, const struct training_total *total, struct training *training)
{
    *list_add(app->arena, training->totals.list) = *total;
    training->expected += total->expected;
    training->attended += total->attended;
    training->others += total->others;
}

/* `places` NULL: everything is to be seen. */
static enum status
add_session(struct app *app, const struct training_session *session,
            const struct training_totals *totals, const struct access_places *places,
            struct training_list *list, struct error *err)
{
    struct training one = {.it = *session};
    struct error refused;

    for (size_t i = 0; i < totals->list.count; i++) {
        const struct training_total *total = &totals->list.items[i];
        if (text_equal(total->session, session->id) &&
            (!places || access_places_hold(places, total->school)))
            add_total(app, total, &one);
    }
    if (one.totals.list.count == 0)
        return OK;
    one.may_hold = places && access_check(app, MAY_HOLD_TRAINING, session->unit, &refused) == OK;
    TRY(store_list_training_roles(app->store, session->id, app->arena, &one.roles, err));
    *list_add(app->arena, list->list) = one;
    return OK;
}

static enum status
list_seen(struct app *app, const char *code, const char *year, struct training_list *list,
          struct error *err)
{
    struct training_sessions sessions = {0};
    struct training_totals totals = {0};
    struct access_places places = {0};

    *list = (struct training_list){0};
    TRY(access_list_places(app, MAY_SEE_TRAINING, &places, err));
    TRY(store_list_training(app->store, code, year, app->arena, &sessions, err));
    if (sessions.list.count == 0)
        return OK;
    TRY(store_list_training_totals(app->store, code ? sessions.list.items[0].id : NULL, year,
                                   app->arena, &totals, err));
    for (size_t i = 0; i < sessions.list.count; i++)
        TRY(add_session(app, &sessions.list.items[i], &totals, &places, list, err));
    return OK;
}

enum status
training_list(struct app *app, const char *year, struct training_list *list, struct error *err)
{
    return list_seen(app, NULL, year, list, err);
}

enum status
training_find(struct app *app, const char *code, struct training *training, struct error *err)
{
    struct training_list list;

    TRY(list_seen(app, code ? code : "", NULL, &list, err));
    if (list.list.count == 0)
        return fail(err, NOT_FOUND, "Không có buổi tập huấn mang mã %s.", code ? code : "trống");
    *training = list.list.items[0];
    return OK;
}

enum status
training_load(struct app *app, const char *code, struct training *training,
              struct training_people *people, struct error *err)
{
    struct training_people all = {0};

    *people = (struct training_people){0};
    TRY(training_find(app, code, training, err));
    TRY(store_list_training_people(app->store, training->it.id, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++)
        for (size_t k = 0; k < training->totals.list.count; k++)
            if (text_equal(all.list.items[i].school, training->totals.list.items[k].school))
                *list_add(app->arena, people->list) = all.list.items[i];
    return OK;
}

enum status
training_report(struct app *app, const char *unit, const char *year, struct date from,
                struct date to, struct training_list *list, struct error *err)
{
    struct training_sessions sessions = {0};
    struct training_totals totals = {0};

    *list = (struct training_list){0};
    TRY(access_check(app, MAY_MONITOR, unit, err));
    TRY(store_list_training(app->store, NULL, year, app->arena, &sessions, err));
    TRY(store_list_training_totals(app->store, NULL, year, app->arena, &totals, err));
    for (size_t i = sessions.list.count; i-- > 0;) {
        const struct training_session *one = &sessions.list.items[i];
        bool within = (date_is_none(from) || date_compare(one->held_on, from) >= 0) &&
                      (date_is_none(to) || date_compare(one->held_on, to) <= 0);
        if (within && !one->cancelled && text_equal(one->unit, unit))
            TRY(add_session(app, one, &totals, NULL, list, err));
    }
    return OK;
}
