/* SPDX-License-Identifier: Apache-2.0 */
#include "service/deadlines.h"

#include "model/role.h"

/* Who is told of which figure: whoever teaches the class, its class teacher, or the whole school's.
 */
enum hearer { TEACHERS, CLASS_TEACHER, LEADERS };

static const struct {
    enum milestone milestone;
    enum figure figure;
    enum hearer hearer;
} asked[] = {{MILESTONE_ENTRY, FIGURE_ENTERED, TEACHERS},
             {MILESTONE_ENTRY, FIGURE_ENTERED, LEADERS},
             {MILESTONE_SIGNING, FIGURE_SIGNED_GVCN, CLASS_TEACHER},
             {MILESTONE_SIGNING, FIGURE_SIGNED_CBQL, LEADERS},
             {MILESTONE_FREEZE, FIGURE_ISSUED, LEADERS},
             {MILESTONE_SECOND_FREEZE, FIGURE_ISSUED, LEADERS}};

static bool
hears(const struct overview *overview, const struct overview_class *class, enum hearer hearer)
{
    switch (hearer) {
    case LEADERS: return overview->whole_school;
    case CLASS_TEACHER:
        return !overview->whole_school && (class->roles & ROLE_BIT(ROLE_CLASS_TEACHER));
    default: return !overview->whole_school && class->roles;
    }
}

static const struct overview_class *
class_of(const struct overview *overview, const char *id)
{
    for (size_t i = 0; i < overview->classes.count; i++)
        if (text_equal(overview->classes.items[i].class.id, id))
            return &overview->classes.items[i];
    return NULL;
}

static void
count_missing(struct app *app, const struct overview *overview, const struct figure_sums *sums,
              enum hearer hearer, struct deadline *deadline)
{
    for (size_t i = 0; i < sums->list.count; i++) {
        const struct figure_sum *sum = &sums->list.items[i];
        const struct overview_class *class = class_of(overview, sum->class_id);
        int64_t missing = figure_missing(sum->counts, deadline->figure);
        if (missing <= 0 || !class || !hears(overview, class, hearer))
            continue;
        deadline->pupils += missing;
        if (deadline->classes++ == DEADLINE_NAMES)
            deadline->names = arena_printf(app->arena, "%s, ...", deadline->names);
        if (deadline->classes > DEADLINE_NAMES)
            continue;
        deadline->names = deadline->names
                              ? arena_printf(app->arena, "%s, %s", deadline->names, sum->class_name)
                              : sum->class_name;
    }
}

enum status
deadlines_load(struct app *app, const struct overview *overview, struct deadlines *deadlines,
               struct error *err)
{
    const struct date today = app_today(app);
    struct figure_sums sums = {0};
    struct calendar calendar;
    const char *pilot;

    *deadlines = (struct deadlines){0};
    if (!overview->school.id || overview->classes.count == 0)
        return OK;
    TRY(monitor_frame(app, &overview->school, overview->year, &calendar, &pilot, err));
    const struct figure_question question = {overview->year, today, pilot, overview->school.id};
    TRY(store_sum_unit_figures(app->store, &question, app->arena, &sums, err));
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        struct deadline one = {.milestone = asked[i].milestone,
                               .figure = asked[i].figure,
                               .day = calendar.days[asked[i].milestone]};
        one.left = date_to_days(one.day) - date_to_days(today);
        if (one.left > DEADLINE_NEAR || one.left < -DEADLINE_LONG_PAST)
            continue;
        count_missing(app, overview, &sums, asked[i].hearer, &one);
        if (one.pupils > 0)
            *list_add(app->arena, deadlines->list) = one;
    }
    return OK;
}
