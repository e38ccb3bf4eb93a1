/* SPDX-License-Identifier: Apache-2.0
 *
 * Breaking the pupils of a pilot down: by the same walk through each class as its figures
 * (service/figures.h), so that the groups add up to them; and no group is told that is small
 * enough to be somebody (model/suppress.h).
 */
#include <stdlib.h>

#include "model/curriculum.h"
#include "service/evaluation_inside.h"
#include "store/evaluations.h"

enum breakdown { BY_AREA, BY_CAMPUS, BY_ETHNICITY, BY_DISABILITY };

static const struct {
    const char *key, *word, *note;
} breakdowns[EVALUATION_BREAKDOWNS] = {
    [BY_AREA] = {"area", "Theo địa bàn",
                 "Địa bàn là phòng giáo dục hoặc xã quản lý trường vào ngày cuối kỳ; trường trực "
                 "thuộc Sở tính theo nơi đặt trường."},
    [BY_CAMPUS] = {"campus", "Theo điểm trường",
                   "Điểm trường là nơi lớp học đã được ghi; lớp chưa ghi tính vào điểm chính."},
    [BY_ETHNICITY] = {"ethnicity", "Theo dân tộc", "Dân tộc như ghi trong hồ sơ học sinh."},
    [BY_DISABILITY] = {"disability", "Theo khuyết tật",
                       "Phần mềm chỉ biết học sinh khuyết tật có quyết định không đánh giá theo "
                       "TT27 Điều 8; học sinh khuyết tật khác được đánh giá như mọi học sinh và "
                       "không được đánh dấu trong học bạ."},
};

struct grouping {
    struct evaluating *it;
    struct received_enrolments received;
    struct class_campuses campuses;
};

static struct suppress_group *
group_of(const struct grouping *g, enum breakdown by, const char *word)
{
    struct suppress_groups *groups = &g->it->out->breakdowns[by].groups;

    for (size_t i = 0; i < groups->list.count; i++)
        if (text_equal(groups->list.items[i].word, word))
            return &groups->list.items[i];
    struct suppress_group *made = list_add(g->it->app->arena, groups->list);
    *made = (struct suppress_group){.word = word, .groups = 1};
    return made;
}

static void
count(const struct grouping *g, enum breakdown by, const char *word, bool have)
{
    struct suppress_group *group = group_of(g, by, word);

    group->pupils++;
    group->have += have;
}

/* --- what a class is in ----------------------------------------------------------------------- */

static bool
takes_part(const struct evaluation *out, const struct school_class *class, int grade)
{
    for (size_t i = 0; i < out->members.list.count; i++) {
        const struct pilot_member *member = &out->members.list.items[i];
        if (text_equal(member->school, class->unit) &&
            (member->grade == 0 || member->grade == grade) &&
            (!member->class_id || text_equal(member->class_id, class->id)) &&
            pilot_member_on(member, out->to))
            return true;
    }
    return false;
}

static int
compare_campuses(const void *a, const void *b)
{
    return strcmp(((const struct class_campus *)a)->class_id,
                  ((const struct class_campus *)b)->class_id);
}

static const char *
campus_of(const struct grouping *g, const char *class_id, const char *school)
{
    const struct class_campus key = {.class_id = class_id};
    const struct class_campus *campus =
        g->campuses.list.count ? bsearch(&key, g->campuses.list.items, g->campuses.list.count,
                                         sizeof key, compare_campuses)
                               : NULL;

    return campus ? arena_printf(g->it->app->arena, "%s – %s", school, campus->name)
                  : "Điểm chính của các trường";
}

/* Both lists are in the order of enrolments. */
static const struct evaluated_pupil *
facts_of(const struct evaluated_pupils *facts, const char *enrolment)
{
    size_t low = 0, high = facts->list.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(facts->list.items[middle].enrolment, enrolment);
        if (order == 0)
            return &facts->list.items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static int
compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
is_received(const struct grouping *g, const char *enrolment)
{
    return g->received.list.count > 0 &&
           bsearch(&enrolment, g->received.list.items, g->received.list.count, sizeof enrolment,
                   compare_texts);
}

static void
count_pupil(const struct grouping *g, const struct evaluation_school *school, const char *campus,
            const struct evaluated_pupil *facts, bool have)
{
    struct arena *arena = g->it->app->arena;
    bool known = facts && !text_is_blank(facts->ethnicity);

    count(g, BY_AREA, school->area, have);
    count(g, BY_CAMPUS, campus, have);
    count(g, BY_ETHNICITY, known ? text_squeeze(arena, facts->ethnicity) : "Chưa ghi dân tộc",
          have);
    count(g, BY_DISABILITY,
          facts && facts->exempt ? "Khuyết tật, không đánh giá (TT27 Điều 8)" : "Các học sinh khác",
          have);
}

/* What is read of a class is given back after it: a province has thousands. */
static enum status
count_class(const struct grouping *g, const struct school_class *class, struct error *err)
{
    const struct evaluation_school *school = evaluating_school(g->it, class->unit);
    struct app *app = g->it->app;
    AUTO(arena) *arena = arena_new();
    struct figure_pupils pupils = {0};
    struct figure_steps steps = {0};
    struct evaluated_pupils facts = {0};

    if (!school)
        return OK;
    TRY(store_list_figure_pupils(app->store, class->id, arena, &pupils, err));
    TRY(store_list_record_steps(app->store, class->id, arena, &steps, err));
    TRY(store_list_evaluated_pupils(app->store, class->id, arena, &facts, err));
    const struct pupil_state *states = figures_states(
        &(struct counting){arena, class, &pupils, &steps, app->clock_start != 0}, g->it->out->to);
    const char *campus = campus_of(g, class->id, school->name);
    for (size_t i = 0; i < pupils.list.count; i++)
        if ((states[i].bits & FIGURE_BIT(FIGURE_ENROLLED)) &&
            takes_part(g->it->out, class, pupils.list.items[i].grade))
            count_pupil(g, school, campus, facts_of(&facts, pupils.list.items[i].enrolment),
                        (states[i].bits & FIGURE_BIT(FIGURE_ISSUED)) ||
                            is_received(g, pupils.list.items[i].enrolment));
    return OK;
}

enum status
evaluation_load_groups(struct evaluating *it, struct error *err)
{
    struct grouping g = {.it = it};
    struct school_classes classes = {0};

    for (size_t i = 0; i < EVALUATION_BREAKDOWNS; i++)
        it->out->breakdowns[i] = (struct evaluation_groups){
            .key = breakdowns[i].key, .word = breakdowns[i].word, .note = breakdowns[i].note};
    TRY(store_list_class_campuses(it->app->store, it->out->monitor.year, it->app->arena,
                                  &g.campuses, err));
    if (g.campuses.list.count > 0)
        qsort(g.campuses.list.items, g.campuses.list.count, sizeof(struct class_campus),
              compare_campuses);
    TRY(store_list_received_enrolments(it->app->store, &it->pilot, it->app->arena, &g.received,
                                       err));
    if (g.received.list.count > 0)
        qsort(g.received.list.items, g.received.list.count, sizeof(const char *), compare_texts);
    TRY(store_list_classes(it->app->store, NULL, it->out->monitor.year, it->app->arena, &classes,
                           err));
    for (size_t i = 0; i < classes.list.count; i++) {
        TRY(count_class(&g, &classes.list.items[i], err));
        app_progress(it->app, "Phân tổ", i + 1, classes.list.count);
    }
    for (size_t i = 0; i < EVALUATION_BREAKDOWNS; i++)
        it->out->breakdowns[i].told =
            suppress_small(it->app->arena, &it->out->breakdowns[i].groups);
    return OK;
}
