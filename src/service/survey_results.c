/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "model/role.h"
#include "service/access.h"
#include "service/survey_inside.h"

/* --- groups ----------------------------------------------------------------------------------- */

void
survey_merge(const int64_t *answers, int64_t rest, bool *apart, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        apart[i] = answers[i] >= SURVEY_PRIVATE;
        if (!apart[i])
            rest += answers[i];
    }
    while (rest > 0 && rest < SURVEY_PRIVATE) {
        size_t least = count;
        for (size_t i = 0; i < count; i++)
            if (apart[i] && (least == count || answers[i] < answers[least]))
                least = i;
        if (least == count)
            return;
        apart[least] = false;
        rest += answers[least];
    }
}

/* Answers that share a school, or a role. */
struct group {
    const char *id, *key, *name;
    int64_t answers;
    bool apart;
};
struct groups {
    LIST(struct group) list;
    int64_t rest; /* in none of them */
    bool by_role;
};

static const char *
id_of(const struct groups *groups, const char *school, const char *role)
{
    return groups->by_role ? role : school;
}

static struct group *
find_group(const struct groups *groups, const char *id)
{
    for (size_t i = 0; id && i < groups->list.count; i++)
        if (text_equal(groups->list.items[i].id, id))
            return &groups->list.items[i];
    return NULL;
}

static const char *
name_role(const char *key)
{
    enum role role;

    return role_parse(key, &role) ? role_word(role) : key;
}

static void
list_groups(struct app *app, const struct survey_groups *answers, struct groups *groups)
{
    for (size_t i = 0; i < answers->list.count; i++) {
        const struct survey_group *one = &answers->list.items[i];
        const char *id = id_of(groups, one->school, one->role);
        struct group *group = find_group(groups, id);
        if (!id) {
            groups->rest += one->count;
            continue;
        }
        if (!group) {
            group = list_add(app->arena, groups->list);
            *group =
                (struct group){.id = id,
                               .key = groups->by_role ? one->role : one->school_code,
                               .name = groups->by_role ? name_role(one->role) : one->school_name};
        }
        group->answers += one->count;
    }
}

static void
part_groups(struct app *app, struct groups *groups)
{
    size_t count = groups->list.count;
    int64_t *answers = arena_make_array(app->arena, count + 1, int64_t);
    bool *apart = arena_make_array(app->arena, count + 1, bool);

    for (size_t i = 0; i < count; i++)
        answers[i] = groups->list.items[i].answers;
    survey_merge(answers, groups->rest, apart, count);
    for (size_t i = 0; i < count; i++) {
        groups->list.items[i].apart = apart[i];
        if (!apart[i])
            groups->rest += answers[i];
    }
}

/* --- tallies ---------------------------------------------------------------------------------- */

/* Of one question and one number, by one group. */
struct own_cell {
    int64_t question, number, count;
    const struct group *group; /* that is apart; NULL: none */
};
struct own_cells {
    LIST(struct own_cell) list;
};
struct counted {
    struct own_cells values, answered;
};

static void
add_cells(struct arena *arena, const struct survey_cells *cells, const struct groups *groups,
          struct own_cells *own)
{
    list_reserve(arena, own->list, cells->list.count + 1);
    for (size_t i = 0; i < cells->list.count; i++) {
        const struct survey_cell *cell = &cells->list.items[i];
        const struct group *group = find_group(groups, id_of(groups, cell->school, cell->role));
        *list_add(arena, own->list) = (struct own_cell){cell->question, cell->number, cell->count,
                                                        group && group->apart ? group : NULL};
    }
}

/* Whose answers: everybody's, or a group's (NULL: those of none that is apart). */
struct scope {
    bool all;
    const struct group *group;
};

static bool
is_in(const struct scope *scope, const struct own_cell *cell)
{
    return scope->all || cell->group == scope->group;
}

/* By number: cells come ordered by school and role before it. */
static int
compare_cells(const void *a, const void *b)
{
    const struct own_cell *const *left = a, *const *right = b;

    return ((*left)->number > (*right)->number) - ((*left)->number < (*right)->number);
}

struct cell_list {
    LIST(const struct own_cell *) list;
};

static void
tally_number(const struct cell_list *own, int64_t total, struct survey_tally *tally)
{
    int64_t before = 0;

    tally->least = own->list.items[0]->number;
    tally->most = own->list.items[own->list.count - 1]->number;
    for (size_t i = 0; i < own->list.count; i++) {
        before += own->list.items[i]->count;
        if (before * 2 >= total) {
            tally->median = own->list.items[i]->number;
            return;
        }
    }
}

static void
tally_cells(struct arena *arena, const struct survey_question *question, int number,
            const struct own_cells *values, const struct scope *scope, struct survey_tally *tally)
{
    struct cell_list own = {0};
    int64_t total = 0, sum = 0;

    for (size_t i = 0; i < values->list.count; i++) {
        const struct own_cell *cell = &values->list.items[i];
        if (cell->question != number || !is_in(scope, cell))
            continue;
        *list_add(arena, own.list) = cell;
        total += cell->count;
        sum += cell->number * cell->count;
        if (question->kind != SURVEY_NUMBER && cell->number >= 1 &&
            cell->number <= SURVEY_OPTIONS_MAX)
            tally->counts[cell->number - 1] += cell->count;
    }
    if (total == 0)
        return;
    if (question->kind == SURVEY_SCALE || question->kind == SURVEY_NUMBER)
        tally->mean = (sum * 100 + total / 2) / total;
    qsort(own.list.items, own.list.count, sizeof *own.list.items, compare_cells);
    if (question->kind == SURVEY_NUMBER)
        tally_number(&own, total, tally);
}

static void
fill_part(struct app *app, const struct survey_form *form, const struct counted *counted,
          const struct scope *scope, struct survey_part *part)
{
    for (size_t q = 0; q < form->questions.count; q++) {
        const struct survey_question *question = &form->questions.items[q];
        struct survey_tally *tally = &part->tallies[q];
        if (question->kind != SURVEY_TEXT)
            tally_cells(app->arena, question, (int)q + 1, &counted->values, scope, tally);
        for (size_t i = 0; i < counted->answered.list.count; i++) {
            const struct own_cell *cell = &counted->answered.list.items[i];
            if (cell->question == (int64_t)q + 1 && is_in(scope, cell))
                tally->answered += cell->count;
        }
    }
}

/* What the store counted. */
struct raw {
    struct survey_groups answers;
    struct survey_cells values, answered;
};

static void
count_cells(struct app *app, const struct raw *raw, const struct groups *groups,
            struct counted *counted)
{
    add_cells(app->arena, &raw->values, groups, &counted->values);
    add_cells(app->arena, &raw->answered, groups, &counted->answered);
}

static void
make_parts(struct app *app, const struct survey_results *results, const struct raw *raw,
           bool by_role, struct survey_parts *parts)
{
    struct groups groups = {.by_role = by_role};
    struct counted counted = {0};
    size_t apart = 0;

    list_groups(app, &raw->answers, &groups);
    part_groups(app, &groups);
    for (size_t i = 0; i < groups.list.count; i++)
        apart += groups.list.items[i].apart;
    if (apart + (groups.rest > 0) < 2)
        return;
    count_cells(app, raw, &groups, &counted);
    for (size_t i = 0; i < groups.list.count; i++) {
        const struct group *group = &groups.list.items[i];
        if (!group->apart)
            continue;
        struct survey_part *part = list_add(app->arena, parts->list);
        part->key = group->key;
        part->name = group->name;
        part->answers = group->answers;
        fill_part(app, &results->it.form, &counted, &(struct scope){false, group}, part);
    }
    if (groups.rest > 0) {
        struct survey_part *part = list_add(app->arena, parts->list);
        part->name = by_role ? "các vai trò còn lại" : "Các trường còn lại, gộp chung";
        part->answers = groups.rest;
        fill_part(app, &results->it.form, &counted, &(struct scope){false, NULL}, part);
    }
}

/* --- the results ------------------------------------------------------------------------------ */

/* Groups of a school with several roles, as one. */
static void
sum_turnout(struct app *app, const struct survey_groups *asked, struct survey_groups *turnout)
{
    for (size_t i = 0; i < asked->list.count; i++) {
        const struct survey_group *one = &asked->list.items[i];
        size_t last = turnout->list.count;
        if (last == 0 || !text_equal(turnout->list.items[last - 1].school, one->school)) {
            *list_add(app->arena, turnout->list) = *one;
            turnout->list.items[last].role = NULL;
            continue;
        }
        turnout->list.items[last - 1].expected += one->expected;
        turnout->list.items[last - 1].count += one->count;
    }
}

static enum status
read_results(struct app *app, struct survey_results *results, struct error *err)
{
    const struct survey_row *row = &results->it.it;
    struct survey_groups asked;
    struct counted counted = {0};
    struct raw raw = {0};

    TRY(survey_list_asked(app, row, NULL, NULL, &asked, err));
    results->turnout = (struct survey_groups){0};
    sum_turnout(app, &asked, &results->turnout);
    survey_count(row, &asked, &results->expected, &results->answered);
    results->enough = row->answers >= SURVEY_PRIVATE;
    if (!results->enough)
        return OK;
    TRY(store_count_survey_answers(app->store, row->id, app->arena, &raw.answers, err));
    TRY(store_count_survey_values(app->store, row->id, app->arena, &raw.values, &raw.answered,
                                  err));
    TRY(store_list_survey_texts(app->store, row->id, app->arena, &results->texts, err));
    results->all = (struct survey_part){.name = "tất cả", .answers = row->answers};
    count_cells(app, &raw, &(struct groups){0}, &counted);
    fill_part(app, &results->it.form, &counted, &(struct scope){true, NULL}, &results->all);
    make_parts(app, results, &raw, true, &results->roles);
    make_parts(app, results, &raw, false, &results->schools);
    return OK;
}

enum status
survey_results(struct app *app, const char *code, struct survey_results *results, struct error *err)
{
    *results = (struct survey_results){0};
    TRY(survey_load(app, code, &results->it, err));
    TRY(access_check(app, MAY_MAKE_SURVEY, results->it.it.unit, err));
    return read_results(app, results, err);
}

enum status
survey_report(struct app *app, const char *unit, const char *year, struct date from, struct date to,
              struct survey_report *report, struct error *err)
{
    struct survey_rows rows = {0};

    *report = (struct survey_report){0};
    TRY(access_check(app, MAY_MONITOR, unit, err));
    TRY(store_list_surveys(app->store, NULL, year, app->arena, &rows, err));
    for (size_t i = rows.list.count; i-- > 0;) {
        const struct survey_row *row = &rows.list.items[i];
        bool within = (date_is_none(from) || date_compare(row->to, from) >= 0) &&
                      (date_is_none(to) || date_compare(row->from, to) <= 0);
        if (!within || !text_equal(row->unit, unit))
            continue;
        struct survey_results *results = list_add(app->arena, report->list);
        TRY(survey_of_row(app, row, &results->it, err));
        TRY(read_results(app, results, err));
    }
    return OK;
}
