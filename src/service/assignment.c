/* SPDX-License-Identifier: Apache-2.0
 *
 * Assignments: who does what, where, from when to when (service/school.h).
 */
#include "model/curriculum.h"
#include "model/role.h"
#include "service/access.h"
#include "service/delegation.h"
#include "service/school.h"
#include "store/delegations.h"

static const char *const place_words[] = {
    [PLACE_SCHOOL] = "trường", [PLACE_DEPARTMENT] = "sở", [PLACE_OFFICE] = "huyện, xã"};

static bool
place_has(enum role_place place, const char *kind)
{
    if (place == PLACE_SCHOOL)
        return text_equal(kind, UNIT_SCHOOL);
    if (place == PLACE_DEPARTMENT)
        return text_equal(kind, UNIT_DEPARTMENT);
    return text_equal(kind, UNIT_DISTRICT) || text_equal(kind, UNIT_COMMUNE);
}

static enum status
check_assignment(const struct assignment *assignment, const struct unit *unit,
                 const char *class_name, struct error *err)
{
    enum role role;

    if (!role_parse(assignment->role, &role))
        return fail(err, USAGE, "Không có vai trò “%s”. “hocba person add --help” liệt kê.",
                    assignment->role);
    if (!place_has(role_table[role].place, unit->kind))
        return fail(err, USAGE, "Vai trò %s chỉ có ở %s, không ở %s. Chưa phân công gì.",
                    role_word(role), place_words[role_table[role].place], unit->name);
    if (role_table[role].of_class && (!class_name || !assignment->year))
        return fail(err, USAGE, "Vai trò %s cần --class và --year.", role_word(role));
    if (role_table[role].of_grade &&
        (!assignment->year || assignment->grade < 1 || assignment->grade > 5))
        return fail(err, USAGE, "Vai trò %s cần --grade KHỐI (1 đến 5) và --year.",
                    role_word(role));
    if (assignment->grade && (!role_table[role].of_grade || class_name))
        return fail(err, USAGE, "Chỉ khối trưởng được phân công theo khối, và không theo lớp.");
    if (role_table[role].of_subject && !assignment->subject)
        return fail(err, USAGE, "Vai trò %s cần --subject MÃ_MÔN.", role_word(role));
    if (assignment->subject && !curriculum_subject(assignment->subject))
        return fail(err, USAGE, "Không có môn học mã “%s”.", assignment->subject);
    if (!date_is_none(assignment->to) && date_compare(assignment->to, assignment->from) < 0)
        return fail(err, USAGE, "Ngày thôi phân công đứng trước ngày bắt đầu.");
    return OK;
}

enum status
assignment_add(struct app *app, struct assignment *assignment, const char *class_name,
               struct error *err)
{
    struct stamp stamp = app_stamp(app, "person add");
    struct school_class class;
    struct unit unit;

    TRY(access_check(app, MAY_MANAGE_PEOPLE, assignment->unit, err));
    TRY(store_find_unit(app->store, assignment->unit, app->arena, &unit, err));
    if (date_is_none(assignment->from))
        assignment->from = app_today(app);
    TRY(check_assignment(assignment, &unit, class_name, err));
    if (class_name) {
        TRY(class_find(app, assignment->unit, assignment->year, class_name, &class, err));
        assignment->class_id = class.id;
    }
    assignment->id = app_new_id(app);
    return store_add_assignment(app->store, assignment, &stamp, err);
}

struct person_adding {
    struct app *app;
    struct person *person;
    struct assignment *assignment;
    const char *class_name;
};

static enum status
write_person(struct store *store, void *context, struct error *err)
{
    const struct person_adding *work = context;

    (void)store;
    TRY(person_add(work->app, work->person, err));
    work->assignment->person = work->person->id;
    work->assignment->unit = work->person->unit;
    return assignment_add(work->app, work->assignment, work->class_name, err);
}

enum status
person_add_assigned(struct app *app, struct person *person, struct assignment *assignment,
                    const char *class_name, struct error *err)
{
    struct person_adding work = {app, person, assignment, class_name};

    return store_transact(app->store, write_person, &work, err);
}

/* Who leaves signs for nobody any more either. */
static enum status
end_delegated(struct app *app, const struct assignments *held, struct date last, size_t *ended,
              struct error *err)
{
    struct stamp stamp = app_stamp(app, "person end");

    for (size_t i = 0; i < held->list.count; i++) {
        const struct assignment *one = &held->list.items[i];
        bool done = !one->delegation || one->ended_at.seconds || date_compare(last, one->to) >= 0;
        for (size_t j = 0; j < i && !done; j++)
            done = text_equal(held->list.items[j].delegation, one->delegation);
        if (done)
            continue;
        TRY(store_end_delegation(app->store, one->delegation, last, "thôi phân công", &stamp, err));
        ++*ended;
    }
    return OK;
}

enum status
assignment_end(struct app *app, const char *login, const char *role, struct date last,
               struct error *err)
{
    struct stamp stamp = app_stamp(app, "person end");
    struct assignments open = {0};
    struct person person;
    size_t ended = 0;

    TRY(store_find_person_by_login(app->store, login, app->arena, &person, err));
    TRY(access_check(app, MAY_MANAGE_PEOPLE, person.unit, err));
    struct assignment_filter filter = {.person = person.id, .role = role};
    TRY(store_list_assignments(app->store, &filter, app->arena, &open, err));
    for (size_t i = 0; i < open.list.count; i++) {
        const struct assignment *one = &open.list.items[i];
        bool same = i > 0 && text_equal(one->id, open.list.items[i - 1].id);
        if (!date_is_none(one->to) || same) /* one of a grade, class by class */
            continue;
        TRY(store_end_assignment(app->store, one->id, last, &stamp, err));
        ended++;
    }
    TRY(end_delegated(app, &open, last, &ended, err));
    TRY(delegation_end_given(app, &person, err));
    if (ended == 0)
        return fail(err, NOT_FOUND, "%s không có phân công nào còn hiệu lực%s%s.", person.name,
                    role ? " với vai trò " : "", role ? role : "");
    return OK;
}
