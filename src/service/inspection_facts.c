/* SPDX-License-Identifier: Apache-2.0
 *
 * What the weights of a round's schools follow from: the figures of monitoring, so that a rate here
 * is the one that everybody sees, certificates, what came back, and the rules over drafts.
 */
#include "service/draft.h"
#include "service/inspection_inside.h"
#include "service/monitor.h"

/* What is not entered yet is no error of it: that school is late, or its pupils have no record. */
static bool
is_error(const struct problem *problem)
{
    static const char *const missing[] = {"TT27-7.1.a-muc", "TT27-7.1.b-diem", "TT27-7.2-muc"};

    for (size_t i = 0; i < COUNT_OF(missing); i++)
        if (text_equal(problem->rule, missing[i]))
            return false;
    return problem->severity == SEVERITY_ERROR;
}

static bool
has_error(const struct draft *draft, struct arena *arena)
{
    struct problems problems = {0};

    draft_check(draft, arena, &problems);
    for (size_t i = 0; i < problems.list.count; i++)
        if (is_error(&problems.list.items[i]))
            return true;
    return false;
}

/* A province has thousands of classes: what is read of one is given back after it. */
static enum status
count_class(const struct app *app, const char *class_id, int64_t *faulty, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct app reading = *app;
    struct drafts drafts;

    reading.arena = arena;
    TRY(drafts_load(&reading, class_id, &drafts, err));
    for (size_t i = 0; i < drafts.list.count; i++)
        *faulty += has_error(&drafts.list.items[i], arena);
    return OK;
}

/* In a class of several grades each has a row. */
static bool
was_read(const struct figure_sums *classes, size_t until)
{
    for (size_t i = 0; i < until; i++)
        if (text_equal(classes->list.items[i].class_id, classes->list.items[until].class_id) &&
            figure_missing(classes->list.items[i].counts, FIGURE_ISSUED) > 0)
            return true;
    return false;
}

/* Where everybody has a record nothing is drafted any more: at the season's end few are read. */
static enum status
count_faulty(struct app *app, const char *year, struct inspection_school *school, struct error *err)
{
    const struct figure_question asked = {.year = year, .day = app_today(app), .unit = school->id};
    struct figure_sums classes = {0};

    TRY(store_sum_unit_figures(app->store, &asked, app->arena, &classes, err));
    for (size_t i = 0; i < classes.list.count; i++) {
        const struct figure_sum *class = &classes.list.items[i];
        if (figure_missing(class->counts, FIGURE_ISSUED) > 0 && !was_read(&classes, i))
            TRY(count_class(app, class->class_id, &school->faulty, err));
    }
    return OK;
}

static void
take_figures(const struct monitor *monitor, struct inspection_school *school)
{
    for (size_t i = 0; i < monitor->rows.count; i++) {
        const struct monitor_row *row = &monitor->rows.items[i];
        if (!text_equal(row->id, school->id))
            continue;
        school->enrolled = row->sum.counts[FIGURE_ENROLLED];
        school->issued = monitor_have(row->sum.counts);
        school->late_days = row->late.days;
        school->faulty = row->intake.rejected;
    }
}

enum status
inspection_load_facts(struct app *app, const struct inspection *round, bool drafts,
                      const struct inspection_pace *pace, struct inspection_schools *scope,
                      struct error *err)
{
    struct monitor monitor;
    struct unit unit;

    TRY(store_find_unit(app->store, round->unit, app->arena, &unit, err));
    TRY(monitor_load(app, &unit, round->year, &monitor, err));
    TRY(store_list_inspection_facts(app->store, round, app_now(app), app->arena, scope, err));
    for (size_t i = 0; i < scope->list.count; i++) {
        take_figures(&monitor, &scope->list.items[i]);
        if (!drafts)
            continue;
        if (pace && !pace->goes_on(pace->context))
            return fail(err, UNAVAILABLE, "Máy chủ đang dừng nên chưa chọn mẫu; hãy chọn lại.");
        TRY(count_faulty(app, round->year, &scope->list.items[i], err));
        app_progress(app, "Đọc bản nháp", i + 1, scope->list.count);
    }
    return OK;
}
