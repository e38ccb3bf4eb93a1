/* SPDX-License-Identifier: Apache-2.0 */
#include "service/year_roll.h"

#include "service/access.h"
#include "service/draft.h"
#include "store/rolls.h"

enum { LAST_GRADE = 5 };

struct rolling {
    struct app *app;
    const struct year_roll_order *order;
    struct year_roll *roll;
    struct stamp stamp;
    struct school_classes made;  /* of the new year: those there are, then those made */
    LIST(const char *) enrolled; /* pupils of the new year */
};

/* --- what is there ---------------------------------------------------------------------------- */

static enum status
load_new_year(struct rolling *work, struct error *err)
{
    struct app *app = work->app;

    TRY(store_list_classes(app->store, work->order->unit, work->order->to, app->arena, &work->made,
                           err));
    for (size_t i = 0; i < work->made.list.count; i++) {
        struct enrolments pupils = {0};
        TRY(store_list_class_enrolments(app->store, work->made.list.items[i].id, app->arena,
                                        &pupils, err));
        for (size_t j = 0; j < pupils.list.count; j++)
            *list_add(app->arena, work->enrolled) = pupils.list.items[j].pupil.id;
    }
    return OK;
}

static bool
is_enrolled(const struct rolling *work, const char *pupil)
{
    for (size_t i = 0; i < work->enrolled.count; i++)
        if (text_equal(work->enrolled.items[i], pupil))
            return true;
    return false;
}

/* "3A" and 4: "4A". */
static const char *
name_for_grade(struct rolling *work, const char *name, int grade)
{
    char *next = arena_text(work->app->arena, name);

    *strpbrk(next, "12345") = (char)('0' + grade);
    return next;
}

/* --- writing ---------------------------------------------------------------------------------- */

static enum status
note_item(struct rolling *work, const char *kind, const char *id, struct error *err)
{
    const struct roll_item item = {id, kind, work->order->unit, work->order->to};

    return store_add_roll_item(work->app->store, &item, &work->stamp, err);
}

/* The class of the new year; made like the old one when it is not there. */
static enum status
class_get(struct rolling *work, const char *name, int sessions, struct school_class *class,
          struct error *err)
{
    struct app *app = work->app;

    for (size_t i = 0; i < work->made.list.count; i++) {
        *class = work->made.list.items[i];
        if (text_equal(class->name, name))
            return OK;
    }
    *class = (struct school_class){.id = app_new_id(app),
                                   .unit = work->order->unit,
                                   .year = work->order->to,
                                   .name = name,
                                   .sessions_per_day = sessions};
    work->roll->classes_made++;
    *list_add(app->arena, work->made.list) = *class;
    if (!work->order->write)
        return OK;
    TRY(store_add_class(app->store, class, &work->stamp, err));
    return note_item(work, ROLL_CLASS, class->id, err);
}

static enum status
enrol(struct rolling *work, const struct draft *draft, const struct school_class *old, int grade,
      struct error *err)
{
    struct app *app = work->app;
    const char *name = name_for_grade(work, old->name, grade);
    struct school_class class;

    TRY(class_get(work, name, old->sessions_per_day, &class, err));
    struct enrolment enrolment = {.id = app_new_id(app),
                                  .pupil = draft->enrolled.pupil.id,
                                  .class_id = class.id,
                                  .grade = grade};
    work->roll->enrolled++;
    *list_add(app->arena, work->enrolled) = enrolment.pupil;
    if (!work->order->write)
        return OK;
    TRY(store_add_enrolment(app->store, &enrolment, &work->stamp, err));
    return note_item(work, ROLL_ENROLMENT, enrolment.id, err);
}

/* --- one class -------------------------------------------------------------------------------- */

static enum status
roll_pupil(struct rolling *work, const struct draft *draft, const struct school_class *old,
           struct roll_class *row, struct error *err)
{
    const struct enrolment *enrolment = &draft->enrolled.enrolment;
    enum answer promoted = draft->record.promoted;

    if (!date_is_none(enrolment->to) || is_enrolled(work, enrolment->pupil)) {
        row->already++;
        return OK;
    }
    if (promoted == ANSWER_NONE) {
        row->undecided++;
        return OK;
    }
    if (promoted == ANSWER_YES && enrolment->grade == LAST_GRADE) {
        row->leaving++;
        return OK;
    }
    if (class_name_grade(old->name) != enrolment->grade) {
        row->by_hand++;
        return OK;
    }
    if (promoted == ANSWER_YES)
        row->promoted++;
    else
        row->repeating++;
    return enrol(work, draft, old, enrolment->grade + (promoted == ANSWER_YES), err);
}

static void
propose(struct rolling *work, const struct class_context *context, const char *next)
{
    for (size_t i = 0; next && i < context->assignments.list.count; i++) {
        const struct assignment *one = &context->assignments.list.items[i];
        if (text_equal(one->class_id, context->class.id))
            *list_add(work->app->arena, work->roll->proposals) =
                (struct roll_proposal){.login = one->person_login,
                                       .name = one->person_name,
                                       .role = one->role,
                                       .subject = one->subject,
                                       .class_name = next};
    }
}

static enum status
roll_class(struct rolling *work, const struct school_class *old, struct error *err)
{
    struct drafts drafts = {0};
    struct roll_class row = {.name = old->name};
    int grade = class_name_grade(old->name);

    if (grade > 0 && grade < LAST_GRADE)
        row.next = name_for_grade(work, old->name, grade + 1);
    TRY(drafts_load(work->app, old->id, &drafts, err));
    for (size_t i = 0; i < drafts.list.count; i++)
        TRY(roll_pupil(work, &drafts.list.items[i], old, &row, err));
    propose(work, &drafts.context, row.next);
    *list_add(work->app->arena, work->roll->classes) = row;
    return OK;
}

/* --- the year --------------------------------------------------------------------------------- */

static enum status
check_order(struct app *app, const struct year_roll_order *order, struct error *err)
{
    struct year_rules from, to;

    TRY(access_check(app, MAY_MANAGE_YEARS, order->unit, err));
    TRY(year_rules_load(app, order->unit, order->from, &from, err));
    TRY(year_rules_load(app, order->unit, order->to, &to, err));
    if (to.first_year != from.first_year + 1)
        return fail(err, USAGE, "Năm học %s không đứng ngay sau %s.", order->to, order->from);
    return year_check_open(&to, err);
}

/* A second attempt begins anew. */
static enum status
run(struct store *store, void *context, struct error *err)
{
    struct rolling *work = context;
    struct school_classes old = {0};

    *work->roll = (struct year_roll){0};
    work->made = (struct school_classes){0};
    work->enrolled.count = 0;
    TRY(store_list_classes(store, work->order->unit, work->order->from, work->app->arena, &old,
                           err));
    TRY(load_new_year(work, err));
    for (size_t i = 0; i < old.list.count; i++)
        TRY(roll_class(work, &old.list.items[i], err));
    return OK;
}

enum status
year_roll(struct app *app, const struct year_roll_order *order, struct year_roll *roll,
          struct error *err)
{
    struct rolling work = {
        .app = app, .order = order, .roll = roll, .stamp = app_stamp(app, "year roll")};

    TRY(check_order(app, order, err));
    return order->write ? store_transact(app->store, run, &work, err) : run(app->store, &work, err);
}

enum status
year_roll_undo(struct app *app, const char *unit_id, const char *year, int64_t *pupils,
               struct error *err)
{
    struct stamp stamp = app_stamp(app, "year roll --undo");
    struct year_rules rules;

    TRY(access_check(app, MAY_MANAGE_YEARS, unit_id, err));
    TRY(year_rules_load(app, unit_id, year, &rules, err));
    TRY(year_check_open(&rules, err));
    return store_undo_roll(app->store, unit_id, year, &stamp, pupils, err);
}
