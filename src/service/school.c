/* SPDX-License-Identifier: Apache-2.0 */
#include "service/school.h"

#include "model/curriculum.h"
#include "model/role.h"
#include "service/access.h"
#include "service/unit_tree.h"
#include "service/year.h"

enum {
    LOGIN_MAX = 40,
    CLASS_NAME_MAX = 20,
};

/* --- finding --------------------------------------------------------------------------------- */

enum status
unit_find(struct app *app, const char *code, struct unit *unit, struct error *err)
{
    enum status status = store_find_unit_by_code(app->store, NULL, code, app->arena, unit, err);

    if (status == NOT_FOUND)
        return fail(err, NOT_FOUND,
                    "Không có đơn vị mã “%s”. “hocba unit list” liệt kê các đơn vị.", code);
    return status;
}

enum status
units_list(struct app *app, struct units *units, struct error *err)
{
    return store_list_units(app->store, NULL, app->arena, units, err);
}

enum status
people_list(struct app *app, const char *unit_id, struct people *people, struct error *err)
{
    return store_list_people(app->store, unit_id, app->arena, people, err);
}

enum status
assignments_list(struct app *app, const struct person *person, struct assignments *assignments,
                 struct error *err)
{
    struct assignment_filter filter = {.person = person->id};

    return store_list_assignments(app->store, &filter, app->arena, assignments, err);
}

enum status
person_find(struct app *app, const char *login, struct person *person, struct error *err)
{
    enum status status = store_find_person_by_login(app->store, login, app->arena, person, err);

    if (status == NOT_FOUND)
        return fail(err, NOT_FOUND, "Không có ai với tên đăng nhập “%s”.", login);
    return status;
}

enum status
classes_list(struct app *app, const char *unit_id, const char *year, struct school_classes *classes,
             struct error *err)
{
    struct year_rules rules;

    if (year) /* one that nobody opened is a slip, not a year without classes */
        TRY(year_rules_load(app, unit_id, year, &rules, err));
    return store_list_classes(app->store, unit_id, year, app->arena, classes, err);
}

enum status
class_pupils(struct app *app, const struct school_class *class, struct enrolments *enrolments,
             struct error *err)
{
    TRY(access_check_class(app, MAY_SEE, class->unit, class->year, class->id, err));
    return store_list_class_enrolments(app->store, class->id, app->arena, enrolments, err);
}

enum status
pupil_years(struct app *app, const struct pupil *pupil, struct enrolments *years, struct error *err)
{
    TRY(access_check(app, MAY_SEE, pupil->unit, err));
    return store_list_pupil_enrolments(app->store, pupil->id, app->arena, years, err);
}

const char *
class_name_of(struct app *app, const char *class_id)
{
    struct school_class class;
    struct error ignored;

    if (!class_id || store_find_class(app->store, class_id, app->arena, &class, &ignored) != OK)
        return NULL;
    return class.name;
}

enum status
school_find(struct app *app, const char *code, struct unit *school, struct error *err)
{
    struct units schools = {0};

    if (code)
        return unit_find(app, code, school, err);
    if (app->actor.unit_id) {
        TRY(store_find_unit(app->store, app->actor.unit_id, app->arena, school, err));
        if (text_equal(school->kind, UNIT_SCHOOL))
            return OK;
    }
    TRY(store_list_units(app->store, UNIT_SCHOOL, app->arena, &schools, err));
    if (schools.list.count == 0)
        return fail(err, NOT_FOUND,
                    "Hệ thống chưa có trường nào. Hãy thêm bằng “hocba unit add --kind school "
                    "--code MÃ --name TÊN”.");
    if (schools.list.count > 1)
        return fail(err, USAGE, "Hệ thống có %zu trường; hãy ghi rõ bằng --unit MÃ_TRƯỜNG.",
                    schools.list.count);
    *school = schools.list.items[0];
    return OK;
}

enum status
class_find(struct app *app, const char *unit_id, const char *year, const char *name,
           struct school_class *class, struct error *err)
{
    enum status status =
        store_find_class_by_name(app->store, unit_id, year, name, app->arena, class, err);

    if (status == NOT_FOUND)
        return fail(err, NOT_FOUND,
                    "Năm học %s không có lớp “%s”. Hãy thêm bằng “hocba class add --year %s "
                    "--name %s”.",
                    year, name, year, name);
    return status;
}

enum status
pupil_find(struct app *app, const char *unit_id, const char *code, struct pupil *pupil,
           struct error *err)
{
    struct pupils pupils = {0};
    enum status status =
        store_find_pupil_by_code(app->store, unit_id, code, app->arena, pupil, err);

    if (status != NOT_FOUND)
        return status;
    TRY(store_list_pupils_by_number(app->store, unit_id, code, app->arena, &pupils, err));
    if (pupils.list.count == 0)
        return fail(err, NOT_FOUND, "Trường không có học sinh mã (hoặc số định danh) “%s”.", code);
    if (pupils.list.count > 1)
        return fail(err, CONFLICT, "Có %zu học sinh cùng số định danh “%s”; hãy dùng mã học sinh.",
                    pupils.list.count, code);
    *pupil = pupils.list.items[0];
    return OK;
}

enum status
enrolment_find(struct app *app, const char *pupil_id, const char *year, struct enrolled *enrolled,
               struct error *err)
{
    struct enrolments all = {0};
    size_t found = 0;

    TRY(store_list_pupil_enrolments(app->store, pupil_id, app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        if (year && !text_equal(all.list.items[i].year, year))
            continue;
        *enrolled = all.list.items[i];
        found++;
    }
    if (found == 0)
        return fail(err, NOT_FOUND, "Học sinh không học lớp nào%s%s.",
                    year ? " trong năm học " : "", year ? year : "");
    if (year && found > 1)
        return fail(err, CONFLICT, "Học sinh có tên ở %zu lớp trong năm học %s.", found, year);
    return OK;
}

/* A combined class ("Ghép 1+2") tells no grade: each pupil's own must be said. */
static bool
class_is_combined(const char *name)
{
    static const char *const words[] = {"ghép", "Ghép", "GHÉP", "+", "&", ","};

    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strstr(name, words[i]))
            return true;
    }
    return false;
}

int
class_name_grade(const char *name)
{
    const char *digit = strpbrk(name, "0123456789");

    if (!digit || class_is_combined(name))
        return 0;
    return *digit >= '1' && *digit <= '5' ? *digit - '0' : 0;
}

/* --- adding ---------------------------------------------------------------------------------- */

/* Also the name of the file in which the server keeps a key (service/sign_key.h): nobody is called
 * like a seal's. */
static bool
login_is_valid(const char *login)
{
    size_t size = strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789.-_");

    return size > 0 && size <= LOGIN_MAX && login[size] == '\0' && !text_equal(login, "operator") &&
           !text_equal(login, "hocba") && !text_starts(login, "seal-");
}

enum status
person_add(struct app *app, struct person *person, struct error *err)
{
    struct stamp stamp = app_stamp(app, "person add");

    TRY(access_check(app, MAY_MANAGE_PEOPLE, person->unit, err));
    if (!login_is_valid(person->login))
        return fail(err, USAGE,
                    "Tên đăng nhập “%s” phải gồm chữ thường không dấu, chữ số, dấu chấm, gạch; "
                    "nhiều nhất 40 ký tự, không bắt đầu bằng seal-.",
                    person->login);
    if (person->personal_number && !text_is_digits(person->personal_number, 12))
        return fail(err, USAGE, "Số định danh cá nhân “%s” phải có 12 chữ số.",
                    person->personal_number);
    TRY(text_clean(person->name, "Họ và tên", NAME_MAX_GRAPHEMES, app->arena, &person->name, err));
    person->id = app_new_id(app);
    return store_add_person(app->store, person, &stamp, err);
}

enum status
class_add(struct app *app, struct school_class *class, struct error *err)
{
    struct stamp stamp = app_stamp(app, "class add");
    struct year_rules rules;

    TRY(access_check(app, MAY_MANAGE_CLASSES, class->unit, err));
    TRY(year_rules_load(app, class->unit, class->year, &rules, err));
    TRY(year_check_open(&rules, err));
    if (text_is_blank(class->name))
        return fail(err, USAGE, "Tên lớp không được để trống.");
    TRY(text_clean(class->name, "Tên lớp", CLASS_NAME_MAX, app->arena, &class->name, err));
    if (class->sessions_per_day == 0)
        class->sessions_per_day = 2;
    if (class->sessions_per_day < 1 || class->sessions_per_day > 2)
        return fail(err, USAGE, "Số buổi học mỗi ngày là 1 hoặc 2.");
    class->id = app_new_id(app);
    return store_add_class(app->store, class, &stamp, err);
}

static enum status
enrol(struct app *app, const struct pupil *pupil, const struct school_class *class, int grade,
      const struct stamp *stamp, struct error *err)
{
    struct year_rules rules;
    struct enrolment enrolment = {.id = app_new_id(app),
                                  .pupil = pupil->id,
                                  .class_id = class->id,
                                  .grade = grade ? grade : class_name_grade(class->name)};

    if (enrolment.grade < 1 || enrolment.grade > 5)
        return fail(err, USAGE, "Không rõ khối lớp từ tên lớp “%s”; hãy ghi --grade 1..5.",
                    class->name);
    TRY(year_rules_load(app, class->unit, class->year, &rules, err));
    TRY(year_check_open(&rules, err));
    return store_add_enrolment(app->store, &enrolment, stamp, err);
}

enum status
pupil_enrol(struct app *app, const struct pupil *pupil, const struct school_class *class, int grade,
            struct error *err)
{
    struct stamp stamp = app_stamp(app, "pupil move");

    TRY(access_check_class(app, MAY_MANAGE_PUPILS, pupil->unit, class->year, class->id, err));
    return enrol(app, pupil, class, grade, &stamp, err);
}

struct pupil_adding {
    struct app *app;
    const struct pupil *pupil;
    const struct school_class *class; /* NULL: none */
    int grade;
    struct stamp stamp;
};

static enum status
write_pupil(struct store *store, void *context, struct error *err)
{
    const struct pupil_adding *work = context;

    TRY(store_add_pupil(store, work->pupil, &work->stamp, err));
    return work->class ? enrol(work->app, work->pupil, work->class, work->grade, &work->stamp, err)
                       : OK;
}

enum status
pupil_add(struct app *app, struct pupil *pupil, const struct school_class *class, int grade,
          struct error *err)
{
    struct pupil_adding work = {app, pupil, class, grade, app_stamp(app, "pupil add")};

    if (class)
        TRY(access_check_class(app, MAY_MANAGE_PUPILS, pupil->unit, class->year, class->id, err));
    else
        TRY(access_check(app, MAY_MANAGE_PUPILS, pupil->unit, err));
    TRY(text_clean(pupil->name, "Họ và tên", NAME_MAX_GRAPHEMES, app->arena, &pupil->name, err));
    if (!pupil->code)
        return fail(err, USAGE, "Học sinh cần mã học sinh (--code).");
    if (pupil->personal_number && !text_is_digits(pupil->personal_number, 12))
        return fail(err, USAGE, "Số định danh cá nhân “%s” phải có 12 chữ số.",
                    pupil->personal_number);
    if (!date_is_valid(pupil->birth_date))
        return fail(err, USAGE, "Học sinh cần ngày sinh đúng, viết như 10/12/2014.");
    pupil->id = app_new_id(app);
    return store_transact(app->store, write_pupil, &work, err);
}
