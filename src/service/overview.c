/* SPDX-License-Identifier: Apache-2.0 */
#include "service/overview.h"

#include "model/curriculum.h"
#include "model/role.h"
#include "service/access.h"
#include "store/people.h"
#include "store/years.h"

static struct overview_class *
find_class(struct overview *overview, const char *class_id)
{
    for (size_t i = 0; i < overview->classes.count; i++)
        if (text_equal(overview->classes.items[i].class.id, class_id))
            return &overview->classes.items[i];
    return NULL;
}

/* Does an assignment let its person see a whole school? */
static bool
is_of_school(const struct assignment *assignment)
{
    return !assignment->class_id && access_role_has(MAY_SEE, assignment->role);
}

static void
add_subject(struct app *app, struct overview_class *class, const char *code)
{
    const struct subject *subject = curriculum_subject(code);

    if (!subject)
        return;
    class->subjects = class->subjects
                          ? arena_printf(app->arena, "%s, %s", class->subjects, subject->short_name)
                          : subject->short_name;
}

/* What the person is in each class. */
static void
note_duties(struct app *app, struct overview *overview, const struct assignments *assignments)
{
    for (size_t i = 0; i < assignments->list.count; i++) {
        const struct assignment *it = &assignments->list.items[i];
        struct overview_class *class = it->class_id ? find_class(overview, it->class_id) : NULL;
        enum role role;
        if (!class || !role_parse(it->role, &role))
            continue;
        class->roles |= ROLE_BIT(role);
        if (it->subject)
            add_subject(app, class, it->subject);
    }
}

static bool
concerns(const struct assignments *assignments, const char *class_id)
{
    for (size_t i = 0; i < assignments->list.count; i++)
        if (text_equal(assignments->list.items[i].class_id, class_id))
            return true;
    return false;
}

static enum status
list_classes(struct app *app, struct overview *overview, const struct assignments *assignments,
             struct error *err)
{
    struct school_classes classes = {0};

    TRY(store_list_classes(app->store, overview->school.id, overview->year, app->arena, &classes,
                           err));
    for (size_t i = 0; i < classes.list.count; i++) {
        const struct school_class *class = &classes.list.items[i];
        if (overview->whole_school || concerns(assignments, class->id))
            *list_add(app->arena, overview->classes) = (struct overview_class){.class = *class};
    }
    note_duties(app, overview, assignments);
    return OK;
}

static enum status
count_records(struct app *app, struct overview *overview, struct error *err)
{
    struct class_counts counts = {0};

    TRY(store_count_class_records(app->store, overview->school.id, overview->year, app->arena,
                                  &counts, err));
    for (size_t i = 0; i < counts.list.count; i++) {
        const struct class_count *it = &counts.list.items[i];
        struct overview_class *class = find_class(overview, it->class_id);
        enum state state;
        if (!class)
            continue;
        class->pupils += it->count;
        if (!state_parse(it->state, &state) || state <= STATE_SUMMARIZED)
            class->without += it->count;
        else
            class->counts[state] += it->count;
    }
    return OK;
}

enum status
overview_load(struct app *app, struct overview *overview, struct error *err)
{
    struct assignments assignments = {0};
    struct school_years years = {0};
    struct unit unit = {0};

    *overview = (struct overview){0};
    if (!app->actor.unit_id)
        return OK;
    TRY(store_find_unit(app->store, app->actor.unit_id, app->arena, &unit, err));
    TRY(store_list_years(app->store, unit.id, app->arena, &years, err));
    if (!text_equal(unit.kind, UNIT_SCHOOL) || years.list.count == 0)
        return OK;
    overview->school = unit;
    overview->year = years.list.items[0].name;
    struct assignment_filter filter = {.person = app->actor.person_id, .on = app_today(app)};
    TRY(store_list_assignments(app->store, &filter, app->arena, &assignments, err));
    for (size_t i = 0; i < assignments.list.count; i++)
        overview->whole_school |= is_of_school(&assignments.list.items[i]);
    TRY(list_classes(app, overview, &assignments, err));
    return count_records(app, overview, err);
}
