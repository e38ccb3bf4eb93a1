/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "service/access_places.h"
#include "service/evaluation_inside.h"

enum { HOUR = 3600 };

/* --- obstacles -------------------------------------------------------------------------------- */

/* The part of the work, by the page from which it was reported. */
static const struct evaluation_work {
    const char *page, *key, *word;
} works[] = {
    {"/lop/", "nhap", "Nhập kết quả, tiến độ của lớp"},
    {"/tien-do", "nhap", "Nhập kết quả, tiến độ của lớp"},
    {"/ky", "ky", "Ký và phát hành"},
    {"/chot-nam", "ky", "Ký và phát hành"},
    {"/chung-thu", "chung-thu", "Chứng thư số"},
    {"/dinh-danh", "dinh-danh", "Định danh học sinh"},
    {"/thu-hoi", "thu-hoi", "Thu hồi, thay thế"},
    {"/tra-cuu", "tra-cuu", "Tra cứu, sử dụng học bạ"},
    {"/hoc-sinh", "tra-cuu", "Tra cứu, sử dụng học bạ"},
    {"/cong-tiep-nhan", "cong", "Cổng tiếp nhận"},
    {"/giam-sat", "giam-sat", "Giám sát, kiểm tra"},
    {"/kiem-tra", "giam-sat", "Giám sát, kiểm tra"},
    {"/tai-khoan", "tai-khoan", "Tài khoản, đăng nhập"},
    {"/dang-nhap", "tai-khoan", "Tài khoản, đăng nhập"},
    {"/quan-tri", "tai-khoan", "Tài khoản, đăng nhập"},
};
static const struct evaluation_work other_work = {NULL, "khac", "Việc khác"};
static const char all_works[] = "Cộng";

static const struct evaluation_work *
work_of(const char *page)
{
    for (size_t i = 0; i < COUNT_OF(works); i++)
        if (text_starts(page, works[i].page))
            return &works[i];
    return &other_work;
}

enum status
evaluation_list_obstacles(struct app *app, const struct evaluation *it, const char *work,
                          enum obstacle_state state, struct obstacles *obstacles, struct error *err)
{
    struct access_places places = {0};

    *obstacles = (struct obstacles){0};
    TRY(access_list_places(app, MAY_SEE_OBSTACLE, &places, err));
    for (size_t i = it->obstacles.list.count; i-- > 0;) { /* the newest first */
        const struct obstacle *one = &it->obstacles.list.items[i];
        bool own = text_equal(one->person, app->actor.person_id);
        if ((own || access_places_hold(&places, one->unit)) &&
            (!work || text_equal(work_of(one->page)->key, work)) &&
            (state == OBSTACLE_STATE_COUNT || obstacle_state(one) == state))
            *list_add(app->arena, obstacles->list) = *one;
    }
    return OK;
}

/* Steps that came after the time of the query are none yet. */
static void
set_back(struct obstacle *obstacle, struct moment as_of)
{
    if (obstacle->solved_at.seconds > as_of.seconds) {
        obstacle->solved_at = (struct moment){0};
        obstacle->answer = obstacle->solved_by = NULL;
    }
    if (obstacle->seen_at.seconds > as_of.seconds)
        obstacle->seen_at = (struct moment){0};
}

/* Schools that take part, and whoever is above schools. */
static bool
is_asked(const struct evaluating *it, const char *id)
{
    const struct unit *unit = evaluating_unit(it, id);

    return evaluating_school(it, id) || (unit && !text_equal(unit->kind, UNIT_SCHOOL));
}

static int
compare_kinds(const void *a, const void *b)
{
    const struct evaluation_obstacles *x = a, *y = b;
    int64_t left = 0, right = 0;

    for (int i = 0; i < OBSTACLE_STATE_COUNT; i++) {
        left += x->states[i];
        right += y->states[i];
    }
    return left != right ? (left > right ? -1 : 1) : strcmp(x->word, y->word);
}

static int
compare_hours(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static struct evaluation_obstacles *
kind_of(const struct evaluating *it, const struct evaluation_work *work)
{
    struct evaluation *out = it->out;

    for (size_t i = 0; i < out->kinds.count; i++)
        if (text_equal(out->kinds.items[i].key, work->key))
            return &out->kinds.items[i];
    struct evaluation_obstacles *made = list_add(it->app->arena, out->kinds);
    *made = (struct evaluation_obstacles){
        .key = work->key, .word = work->word, .hours_middle = -1, .hours_most = -1};
    return made;
}

/* Of the answered ones of that kind, the middle and the longest wait. */
static void
measure_waits(const struct evaluating *it, struct evaluation_obstacles *kind)
{
    const struct obstacles *all = &it->out->obstacles;
    int64_t *hours = arena_make_array(it->app->arena, all->list.count + 1, int64_t);
    size_t count = 0;

    for (size_t i = 0; i < all->list.count; i++) {
        const struct obstacle *one = &all->list.items[i];
        if (one->answer && (!kind->key || text_equal(work_of(one->page)->key, kind->key)))
            hours[count++] = (one->solved_at.seconds - one->at.seconds) / HOUR;
    }
    if (count == 0)
        return;
    qsort(hours, count, sizeof *hours, compare_hours);
    kind->hours_middle = hours[(count - 1) / 2];
    kind->hours_most = hours[count - 1];
}

static void
count_kinds(const struct evaluating *it)
{
    struct evaluation *out = it->out;
    struct evaluation_obstacles total = {NULL, all_works, {0}, -1, -1};

    for (size_t i = 0; i < out->obstacles.list.count; i++) {
        const struct obstacle *one = &out->obstacles.list.items[i];
        enum obstacle_state state = obstacle_state(one);
        struct evaluation_school *school = evaluating_school(it, one->unit);
        kind_of(it, work_of(one->page))->states[state]++;
        total.states[state]++;
        if (school)
            school->obstacles_open += state != OBSTACLE_IS_SOLVED;
    }
    for (size_t i = 0; i < out->kinds.count; i++)
        measure_waits(it, &out->kinds.items[i]);
    if (out->kinds.count > 0)
        qsort(out->kinds.items, out->kinds.count, sizeof total, compare_kinds);
    measure_waits(it, &total);
    *list_add(it->app->arena, out->kinds) = total;
}

enum status
evaluation_load_obstacles(struct evaluating *it, struct error *err)
{
    struct evaluation *out = it->out;
    const struct obstacle_question asked = {
        .from = moment_of_date(out->from),
        .past = moment_of_date(date_from_days(date_to_days(out->to) + 1)),
        .most = OBSTACLES_COUNTED};
    struct obstacles all = {0};

    TRY(store_list_obstacles(it->app->store, &asked, it->app->arena, &all, err));
    if (all.more)
        return fail(err, INVALID,
                    "Trong kỳ có hơn %d vướng mắc, nhiều hơn mức đếm được; hãy chọn kỳ ngắn hơn.",
                    OBSTACLES_COUNTED);
    for (size_t i = all.list.count; i-- > 0;) { /* the oldest first */
        struct obstacle *one = &all.list.items[i];
        if (one->at.seconds > out->as_of.seconds || !is_asked(it, one->unit))
            continue;
        set_back(one, out->as_of);
        *list_add(it->app->arena, out->obstacles.list) = *one;
    }
    count_kinds(it);
    return OK;
}

/* --- inspection ------------------------------------------------------------------------------- */

static void
count_check(struct evaluation *out, const struct inspection_check *check)
{
    for (size_t i = 0; i < out->conditions.count; i++) {
        struct evaluation_condition *condition = &out->conditions.items[i];
        if (!text_equal(condition->key, check->item))
            continue;
        condition->yes += text_equal(check->answer, INSPECTION_YES);
        condition->partly += text_equal(check->answer, INSPECTION_PARTLY);
        condition->no += text_equal(check->answer, INSPECTION_NO);
    }
}

/* Of several rounds, a school's newest answer to each item counts. */
struct checks_seen {
    LIST(const struct inspection_check *) list;
};

static bool
is_seen(const struct checks_seen *seen, const struct inspection_check *check)
{
    for (size_t i = 0; i < seen->list.count; i++)
        if (text_equal(seen->list.items[i]->school, check->school) &&
            text_equal(seen->list.items[i]->item, check->item))
            return true;
    return false;
}

static enum status
load_checks(struct evaluating *it, const struct inspection *round, struct checks_seen *seen,
            struct error *err)
{
    struct inspection_checks checks = {0};

    TRY(store_list_inspection_checks(it->app->store, round->id, it->app->arena, &checks, err));
    for (size_t i = 0; i < checks.list.count; i++) {
        const struct inspection_check *check = &checks.list.items[i];
        if (!evaluating_school(it, check->school) || is_seen(seen, check))
            continue;
        *list_add(it->app->arena, seen->list) = check;
        count_check(it->out, check);
    }
    return OK;
}

static enum status
load_findings(struct evaluating *it, const struct inspection *round, struct error *err)
{
    struct evaluation *out = it->out;
    struct evaluation_round *row = list_add(it->app->arena, out->rounds);
    struct inspection_findings findings = {0};
    struct date asked = moment_to_date(moment_in_vietnam(out->as_of.seconds));

    *row = (struct evaluation_round){.round = *round};
    TRY(store_list_inspection_findings(it->app->store, round->id, 0, it->app->arena, &findings,
                                       err));
    for (size_t i = 0; i < findings.list.count; i++) {
        const struct inspection_finding *finding = &findings.list.items[i];
        struct evaluation_school *school = evaluating_school(it, finding->school);
        bool open = !text_equal(finding->step, INSPECTION_REMEDIED);
        if (!school)
            continue;
        row->findings++;
        row->open += open;
        school->findings_open += open;
        *list_add(it->app->arena, out->findings) = (struct evaluation_finding){
            finding, round->code, school->name, open && date_compare(finding->deadline, asked) < 0};
    }
    return OK;
}

static enum status
count_drawn(struct evaluating *it, const struct inspection *round, bool *drawn, struct error *err)
{
    struct inspection_schools sample = {0};

    TRY(store_list_inspection_sample(it->app->store, round->id, it->app->arena, &sample, err));
    for (size_t i = 0; i < sample.list.count; i++) {
        const struct evaluation_school *school =
            sample.list.items[i].place ? evaluating_school(it, sample.list.items[i].id) : NULL;
        if (school)
            drawn[school - it->out->schools.items] = true;
    }
    return OK;
}

/* The department's rounds that overlap the period, the newest first. */
enum status
evaluation_load_inspections(struct evaluating *it, struct error *err)
{
    struct evaluation *out = it->out;
    bool *drawn = arena_make_array(it->app->arena, out->schools.count + 1, bool);
    struct inspections rounds = {0};
    struct checks_seen seen = {0};

    for (size_t i = 0; i < inspection_item_count; i++)
        *list_add(it->app->arena, out->conditions) =
            (struct evaluation_condition){inspection_items[i].key,
                                          inspection_items[i].sentence,
                                          inspection_items[i].article,
                                          0,
                                          0,
                                          0};
    TRY(store_list_inspections(it->app->store, NULL, it->app->arena, &rounds, err));
    for (size_t i = 0; i < rounds.list.count; i++) {
        const struct inspection *round = &rounds.list.items[i];
        if (!text_equal(round->unit, out->department.id) ||
            !text_equal(round->year, out->monitor.year) || date_compare(round->from, out->to) > 0 ||
            date_compare(round->to, out->from) < 0)
            continue;
        TRY(load_checks(it, round, &seen, err));
        TRY(load_findings(it, round, err));
        TRY(count_drawn(it, round, drawn, err));
    }
    for (size_t i = 0; i < out->schools.count; i++)
        out->inspected += drawn[i];
    return OK;
}
