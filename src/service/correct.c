/* SPDX-License-Identifier: Apache-2.0 */
#include "service/correct.h"

#include "service/access.h"
#include "service/editing.h"
#include "service/unit_tree.h"
#include "service/year.h"
#include "store/certificates.h"
#include "store/records.h"

/* --- units ------------------------------------------------------------------------------------ */

/* A code that certificates and records bear is no slip of the pen any more. */
static enum status
check_code_unused(struct app *app, const struct unit *old, struct error *err)
{
    struct record_filter filter = {.unit = old->id};
    struct stored_certificates certificates = {0};
    struct record_rows records = {0};

    TRY(store_list_certificates(app->store, NULL, old->id, app->arena, &certificates, err));
    for (size_t i = 0; i < certificates.list.count; i++) {
        if (text_equal(certificates.list.items[i].unit, old->id))
            return fail(err, CONFLICT,
                        "Mã %s của %s đã có trong chứng thư được đăng ký, không sửa được nữa.",
                        old->code, old->name);
    }
    TRY(store_list_records(app->store, &filter, app->arena, &records, err));
    if (records.list.count)
        return fail(err, CONFLICT, "Mã %s của %s đã có trong học bạ, không sửa được nữa.",
                    old->code, old->name);
    return OK;
}

enum status
unit_correct(struct app *app, const struct unit *unit, struct error *err)
{
    struct stamp stamp = app_stamp(app, "unit set");
    struct unit old, wanted = *unit;

    TRY(access_check(app, MAY_MANAGE_UNITS, unit->id, err));
    TRY(store_find_unit(app->store, unit->id, app->arena, &old, err));
    if (!text_equal(old.code, unit->code)) {
        TRY(unit_check_code(unit, err));
        TRY(check_code_unused(app, &old, err));
    }
    TRY(text_clean(unit->name, "Tên đơn vị", NAME_MAX_GRAPHEMES, app->arena, &wanted.name, err));
    return store_set_unit(app->store, &wanted, &stamp, err);
}

enum status
unit_history(struct app *app, const struct unit *unit, struct changes *changes, struct error *err)
{
    TRY(access_check(app, MAY_SEE, unit->id, err));
    return store_list_changes(app->store, "unit", unit->id, NULL, app->arena, changes, err);
}

/* --- people ----------------------------------------------------------------------------------- */

static enum status
check_number_unused(struct app *app, const struct person *old, struct error *err)
{
    struct stored_certificates certificates = {0};

    TRY(store_list_certificates(app->store, old->id, NULL, app->arena, &certificates, err));
    for (size_t i = 0; i < certificates.list.count; i++) {
        const struct stored_certificate *one = &certificates.list.items[i];
        if (!text_equal(one->state, CERTIFICATE_WITHDRAWN) &&
            !text_equal(one->state, CERTIFICATE_REFUSED))
            return fail(err, CONFLICT,
                        "Chứng thư %.8s của %s mang số định danh cũ; hãy thu hồi chứng thư ấy "
                        "trước (hocba certificate withdraw). Chưa ghi gì.",
                        one->sha256, old->name);
    }
    return OK;
}

enum status
person_correct(struct app *app, const struct person *person, struct error *err)
{
    struct stamp stamp = app_stamp(app, "person set");
    struct person old, wanted = *person;

    TRY(access_check(app, MAY_MANAGE_PEOPLE, person->unit, err));
    TRY(store_find_person(app->store, person->id, app->arena, &old, err));
    if (person->personal_number && !text_is_digits(person->personal_number, 12))
        return fail(err, USAGE, "Số định danh cá nhân “%s” phải có 12 chữ số.",
                    person->personal_number);
    if (!text_equal(old.personal_number, person->personal_number))
        TRY(check_number_unused(app, &old, err));
    TRY(text_clean(person->name, "Họ và tên", NAME_MAX_GRAPHEMES, app->arena, &wanted.name, err));
    return store_set_person(app->store, &wanted, &stamp, err);
}

enum status
person_history(struct app *app, const struct person *person, struct changes *changes,
               struct error *err)
{
    TRY(access_check(app, MAY_SEE, person->unit, err));
    return store_list_changes(app->store, "person", person->id, NULL, app->arena, changes, err);
}

/* --- pupils ----------------------------------------------------------------------------------- */

static enum status
check_move(struct app *app, const struct class_move *move, struct error *err)
{
    const struct enrolled *enrolled = move->enrolled;
    const struct school_class *to = move->to;
    int grade = class_name_grade(to->name);
    struct enrolments years = {0};

    if (!text_equal(to->unit, enrolled->unit) || !text_equal(to->year, enrolled->year))
        return fail(err, USAGE, "Chuyển lớp chỉ trong cùng trường và cùng năm học.");
    if (grade && grade != enrolled->enrolment.grade)
        return fail(err, CONFLICT, "%s học khối %d, không chuyển sang lớp %s được. Chưa ghi gì.",
                    enrolled->pupil.name, enrolled->enrolment.grade, to->name);
    TRY(store_list_pupil_enrolments(app->store, enrolled->pupil.id, app->arena, &years, err));
    for (size_t i = 0; i < years.list.count; i++) {
        if (text_equal(years.list.items[i].enrolment.class_id, to->id))
            return fail(err, CONFLICT, "%s đã có tên ở lớp %s. Chưa ghi gì.", enrolled->pupil.name,
                        to->name);
    }
    return OK;
}

struct moving {
    struct app *app;
    const struct class_move *move;
    struct stamp stamp;
};

static enum status
write_move(struct store *store, void *context, struct error *err)
{
    const struct moving *work = context;
    const char *enrolment = work->move->enrolled->enrolment.id;

    TRY(draft_reopen(work->app, enrolment, &work->stamp, err));
    return store_move_enrolment(store, enrolment, work->move->to->id, &work->stamp, err);
}

enum status
pupil_move(struct app *app, const struct class_move *move, struct error *err)
{
    const struct enrolled *enrolled = move->enrolled;
    struct date from = date_is_none(move->from) ? app_today(app) : move->from;
    struct moving work = {.app = app, .move = move};
    struct year_rules rules;
    char day[DATE_TEXT_SIZE];

    TRY(access_check_class(app, MAY_MANAGE_PUPILS, enrolled->unit, enrolled->year,
                           enrolled->enrolment.class_id, err));
    TRY(access_check_class(app, MAY_MANAGE_PUPILS, move->to->unit, move->to->year, move->to->id,
                           err));
    TRY(year_rules_load(app, enrolled->unit, enrolled->year, &rules, err));
    TRY(year_check_open(&rules, err));
    TRY(check_move(app, move, err));
    work.stamp = app_stamp(
        app, arena_printf(app->arena, "chuyển lớp từ ngày %s%s%s", date_write_vietnamese(from, day),
                          move->reason ? ": " : "", move->reason ? move->reason : ""));
    return store_transact(app->store, write_move, &work, err);
}
