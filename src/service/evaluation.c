/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "model/curriculum.h"
#include "service/access.h"
#include "service/evaluation_inside.h"
#include "store/evaluations.h"
#include "store/reports.h"

/* --- the period ------------------------------------------------------------------------------- */

static struct date
before(struct date day, int64_t days)
{
    return date_from_days(date_to_days(day) - days);
}

static struct date
first_day(const struct pilot *pilot)
{
    int first_year = 0;

    if (!date_is_none(pilot->from))
        return pilot->from;
    (void)school_year_parse(pilot->year, &first_year);
    return (struct date){(int16_t)first_year, 8, 1};
}

static enum status
check_period(struct evaluating *it, const struct pilot *pilot, struct error *err)
{
    struct evaluation *out = it->out;
    struct date asked = moment_to_date(moment_in_vietnam(out->as_of.seconds));

    if (out->as_of.seconds > app_now(it->app).seconds)
        return fail(err, USAGE, "Thời điểm truy vấn không thể ở sau lúc này.");
    if (date_is_none(out->from))
        out->from = first_day(pilot);
    if (date_is_none(out->to))
        out->to =
            !date_is_none(pilot->to) && date_compare(pilot->to, asked) < 0 ? pilot->to : asked;
    if (date_compare(out->to, asked) > 0)
        return fail(err, USAGE,
                    "Kỳ đánh giá chưa kết thúc: ngày cuối không thể ở sau ngày truy vấn.");
    if (date_compare(out->to, out->from) < 0)
        return fail(err, USAGE, "Kỳ đánh giá không thể kết thúc trước khi bắt đầu.");
    if (date_to_days(out->to) - date_to_days(out->from) >= EVALUATION_DAYS_MAX)
        return fail(err, USAGE, "Một kỳ đánh giá dài nhất %d ngày.", EVALUATION_DAYS_MAX);
    return OK;
}

static enum status
begin(struct evaluating *it, const struct evaluation_order *order, struct error *err)
{
    struct evaluation *out = it->out;
    const char *year = order->year;
    struct pilot pilot = {0};

    *out = (struct evaluation){.department = *order->department,
                               .from = order->from,
                               .to = order->to,
                               .as_of = order->as_of,
                               .training = it->app->kind == INSTANCE_TRAINING,
                               .grouped = order->groups};
    if (!out->as_of.seconds)
        out->as_of = app_now(it->app);
    if (!year)
        TRY(store_find_newest_year(it->app->store, it->app->arena, &year, err));
    enum status status = year ? store_find_pilot(it->app->store, out->department.id, year,
                                                 it->app->arena, &pilot, err)
                              : NOT_FOUND;
    if (status == NOT_FOUND)
        return fail(err, NOT_FOUND,
                    "%s%s chưa có đợt thí điểm nào để đánh giá. Hãy ghi quyết định trước: “hocba "
                    "pilot set NĂM_HỌC --decision SỐ --date NGÀY”, rồi thêm trường bằng “hocba "
                    "pilot add”.",
                    year ? "Năm học " : "Sở", year ? year : "");
    TRY(status);
    TRY(check_period(it, &pilot, err));
    TRY(monitor_load_on(it->app, &out->department, year, out->to, &out->monitor, err));
    return store_list_pilot_members(it->app->store, out->department.id, year, it->app->arena,
                                    &out->members, err);
}

/* --- units ------------------------------------------------------------------------------------ */

static int
compare_ids(const void *a, const void *b)
{
    return strcmp(((const struct unit *)a)->id, ((const struct unit *)b)->id);
}

static enum status
load_units(struct evaluating *it, struct error *err)
{
    TRY(store_list_units_below(it->app->store, it->out->department.id, it->out->to, it->app->arena,
                               &it->below, err));
    if (it->below.list.count > 0)
        qsort(it->below.list.items, it->below.list.count, sizeof(struct unit), compare_ids);
    for (size_t i = 0; i < it->below.list.count; i++)
        it->out->schools_all += text_equal(it->below.list.items[i].kind, UNIT_SCHOOL);
    return OK;
}

const struct unit *
evaluating_unit(const struct evaluating *it, const char *id)
{
    const struct unit key = {.id = id};

    return id && it->below.list.count
               ? bsearch(&key, it->below.list.items, it->below.list.count, sizeof key, compare_ids)
               : NULL;
}

/* Schools stand by id until they are ranked. */
struct evaluation_school *
evaluating_school(const struct evaluating *it, const char *id)
{
    size_t low = 0, high = it->out->schools.count;

    while (id && low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(it->out->schools.items[middle].id, id);
        if (order == 0)
            return &it->out->schools.items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* --- over time -------------------------------------------------------------------------------- */

static enum status
sum_on(struct evaluating *it, struct date day, struct figure_sum *total, bool by_school,
       struct error *err)
{
    const struct evaluation *out = it->out;
    const struct figure_question asked = {.year = out->monitor.year,
                                          .day = day,
                                          .pilot = out->department.id,
                                          .unit = out->department.id};
    struct figure_sums sums = {0};

    TRY(store_sum_figures(it->app->store, &asked, it->app->arena, &sums, err));
    for (size_t i = 0; i < sums.list.count; i++) {
        const struct figure_sum *sum = &sums.list.items[i];
        struct evaluation_school *school = evaluating_school(it, sum->unit);
        if (!school)
            continue;
        total->classes += sum->classes;
        for (int f = 0; f < FIGURE_KEPT; f++)
            total->counts[f] += sum->counts[f];
        school->before.classes += by_school ? sum->classes : 0;
        for (int f = 0; by_school && f < FIGURE_KEPT; f++)
            school->before.counts[f] += sum->counts[f];
    }
    return OK;
}

static struct date
month_end(struct date day)
{
    struct date next = {day.year, (int8_t)(day.month + 1), 1};

    if (next.month > 12)
        next = (struct date){(int16_t)(day.year + 1), 1, 1};
    return before(next, 1);
}

/* The ends of weeks counted back from the last day, or of months. */
static void
set_days(struct evaluation *out)
{
    enum { WEEKS_MAX = 16 };
    int64_t days = date_to_days(out->to) - date_to_days(out->from) + 1;
    struct date day;

    out->monthly = days > (int64_t)MONITOR_WEEK * WEEKS_MAX;
    out->points[out->point_count++].day = before(out->from, 1);
    day = out->monthly ? month_end(out->from)
                       : before(out->to, (days - 1) / MONITOR_WEEK * MONITOR_WEEK);
    while (date_compare(day, out->to) < 0 && out->point_count + 1 < EVALUATION_POINTS_MAX) {
        out->points[out->point_count++].day = day;
        day = out->monthly ? month_end(before(day, -1)) : before(day, -MONITOR_WEEK);
    }
    out->points[out->point_count++].day = out->to;
}

enum status
evaluation_load_time(struct evaluating *it, struct error *err)
{
    struct evaluation *out = it->out;
    int64_t days = date_to_days(out->to) - date_to_days(out->from) + 1;

    set_days(out);
    TRY(sum_on(it, before(out->from, 1), &out->start, true, err));
    TRY(sum_on(it, before(out->from, 1 + days), &out->former, false, err));
    for (size_t i = 0; i < out->point_count; i++) {
        struct figure_sum total = {0};
        if (i == 0)
            total = out->start;
        else if (i + 1 == out->point_count)
            total = out->monitor.total.sum;
        else
            TRY(sum_on(it, out->points[i].day, &total, false, err));
        memcpy(out->points[i].counts, total.counts, sizeof total.counts);
    }
    return OK;
}

/* --- reported above --------------------------------------------------------------------------- */

static enum status
sum_reported(struct evaluating *it, bool received, int64_t *sum, struct error *err)
{
    const struct evaluation *out = it->out;
    struct reported_counts counts = {0};

    TRY(store_count_reported(it->app->store, out->department.id, out->monitor.year, out->to,
                             received, it->app->arena, &counts, err));
    for (size_t i = 0; i < counts.list.count; i++)
        if (evaluating_school(it, counts.list.items[i].unit))
            *sum += counts.list.items[i].pupils;
    return OK;
}

enum status
evaluation_load_reported(struct evaluating *it, struct error *err)
{
    struct evaluation *out = it->out;
    struct report_peers peers = {0};

    TRY(store_list_report_peers(it->app->store, out->department.id, it->app->arena, &peers, err));
    out->reports_above = peers.list.count > 0;
    TRY(sum_reported(it, false, &out->reported, err));
    return sum_reported(it, true, &out->reported_received, err);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The last moment that counts: of the period, or of the query. */
static struct moment
end_of(const struct evaluation *out)
{
    struct moment end = moment_of_date(before(out->to, -1));

    end.seconds--;
    return end.seconds < out->as_of.seconds ? end : out->as_of;
}

enum status
evaluation_load(struct app *app, const struct evaluation_order *order,
                struct evaluation *evaluation, struct error *err)
{
    struct evaluating it = {.app = app, .out = evaluation};

    TRY(access_check(app, MAY_EVALUATE, order->department->id, err));
    TRY(begin(&it, order, err));
    it.pilot = (struct pilot_question){evaluation->department.id, evaluation->monitor.year,
                                       evaluation->to, end_of(evaluation)};
    TRY(load_units(&it, err));
    TRY(evaluation_load_schools(&it, err));
    TRY(evaluation_load_time(&it, err));
    TRY(evaluation_load_obstacles(&it, err));
    TRY(evaluation_load_inspections(&it, err));
    TRY(evaluation_load_people(&it, err));
    TRY(evaluation_load_reported(&it, err));
    TRY(evaluation_load_texts(&it, err));
    if (order->groups)
        TRY(evaluation_load_groups(&it, err));
    evaluation_rank_schools(&it);
    evaluation_count_indicators(&it);
    return OK;
}
