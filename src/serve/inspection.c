/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/inspection.h"

#include <stdlib.h>

#include "serve/form.h"
#include "serve/inside.h"
#include "serve/pages.h"

/* --- words ------------------------------------------------------------------------------------ */

const char *
inspection_state_tone(enum inspection_state state)
{
    return state == INSPECTION_CLOSED ? "good" : state == INSPECTION_SAMPLED ? "info" : "warn";
}

const char *
inspection_state_say(const struct visit *visit, enum inspection_state state)
{
    return state == INSPECTION_CLOSED    ? T("đã kết thúc", "ended")
           : state == INSPECTION_SAMPLED ? T("đang kiểm tra", "going on")
                                         : T("đã mở, chưa chọn mẫu", "open, nothing drawn");
}

const char *
inspection_fact_say(const struct visit *visit, const struct inspection_school *school,
                    enum inspection_fact fact)
{
    int64_t weight = inspection_weight_of(school, fact);
    struct arena *arena = visit->arena;

    if (weight == 0)
        return NULL;
    switch (fact) {
    case INSPECTION_RETURNED:
        return arena_printf(
            arena, T("học bạ bị trả lại %lld lượt (+%lld)", "records sent back %lld times (+%lld)"),
            (long long)school->returned, (long long)weight);
    case INSPECTION_REVOCATIONS:
        return arena_printf(
            arena,
            T("đề nghị thu hồi %lld học bạ (+%lld)", "revocation asked for %lld records (+%lld)"),
            (long long)school->revocations, (long long)weight);
    case INSPECTION_NO_SEAL:
        return arena_printf(arena,
                            T("chưa có con dấu số còn hiệu lực (+%lld)", "no valid seal (+%lld)"),
                            (long long)weight);
    case INSPECTION_MISSING:
        return arena_printf(arena,
                            T("%lld trên %lld học sinh chưa có học bạ (+%lld)",
                              "%lld of %lld pupils have no record (+%lld)"),
                            (long long)(school->enrolled - school->issued),
                            (long long)school->enrolled, (long long)weight);
    case INSPECTION_LATE:
        return arena_printf(arena,
                            T("trễ lịch năm học %lld ngày (+%lld)", "%lld days late (+%lld)"),
                            (long long)school->late_days, (long long)weight);
    case INSPECTION_FAULTY:
        return arena_printf(arena,
                            T("%lld học sinh có sai sót trong bản nháp hoặc học bạ bị từ chối "
                              "(+%lld)",
                              "%lld pupils with errors in drafts, or refused (+%lld)"),
                            (long long)school->faulty, (long long)weight);
    default:
        return arena_printf(arena, T("mọi trường (+%lld)", "every school (+%lld)"),
                            (long long)weight);
    }
}

/* --- counting --------------------------------------------------------------------------------- */

const struct inspection_check *
inspection_check_of(const struct inspection_view *view, const char *school, const char *item)
{
    for (size_t i = 0; i < view->checks.list.count; i++)
        if (text_equal(view->checks.list.items[i].school, school) &&
            text_equal(view->checks.list.items[i].item, item))
            return &view->checks.list.items[i];
    return NULL;
}

size_t
inspection_count_checks(const struct inspection_view *view, const char *school)
{
    size_t count = 0;

    for (size_t i = 0; i < inspection_item_count; i++)
        count += inspection_check_of(view, school, inspection_items[i].key) != NULL;
    return count;
}

size_t
inspection_count_findings(const struct inspection_view *view, const char *school, bool open)
{
    size_t count = 0;

    for (size_t i = 0; i < view->findings.list.count; i++) {
        const struct inspection_finding *finding = &view->findings.list.items[i];
        count += text_equal(finding->school, school) &&
                 !(open && text_equal(finding->step, INSPECTION_REMEDIED));
    }
    return count;
}

size_t
inspection_count_records(const struct inspection_view *view, const char *school)
{
    size_t count = 0;

    for (size_t i = 0; i < view->records.list.count; i++)
        count += text_equal(view->records.list.items[i].school, school);
    return count;
}

/* --- the rounds ------------------------------------------------------------------------------- */

static enum status
send_list(struct visit *visit, struct inspections_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    TRY(inspection_list(visit->app, &view->rounds, err));
    if (visit->api) {
        inspections_send(visit, view);
        return OK;
    }
    inspections_show(out, visit, view);
    visit_send_page(visit, out);
    return OK;
}

enum status
inspections_page(struct visit *visit, struct error *err)
{
    struct inspections_view view = {0};

    return send_list(visit, &view, err);
}

static enum status
open_round(struct visit *visit, struct inspection *round, struct error *err)
{
    const struct web_request *form = visit->request;
    const char **codes = arena_make_array(visit->arena, INSPECTION_SCHOOLS_MAX + 1, const char *);
    const char *seed = web_form(form, "hat_giong");
    struct unit unit;

    *round = (struct inspection){.year = web_form(form, "nam_hoc"),
                                 .decision = web_form(form, "quyet_dinh"),
                                 .criteria = web_form(form, "noi_dung"),
                                 .members = web_form(form, "thanh_phan"),
                                 .seed = text_is_blank(seed) ? NULL : seed};
    TRY(visit_need(visit, "ma_dot", "mã đợt kiểm tra", &round->code, err));
    TRY(form_read_day(visit, "tu_ngay", &round->from, err));
    TRY(form_read_day(visit, "den_ngay", &round->to, err));
    size_t count = form_read_words(visit, "truong", codes, INSPECTION_SCHOOLS_MAX + 1);
    TRY(store_find_unit(visit->app->store, visit->app->actor.unit_id, visit->arena, &unit, err));
    return inspection_open(visit->app, round, unit.code, codes, count, err);
}

enum status
inspection_open_take(struct visit *visit, struct error *err)
{
    struct inspections_view view = {0};
    struct inspection round;
    enum status status = open_round(visit, &round, err);

    if (status == OK) {
        visit->made = round.code;
        visit_go(visit, "/kiem-tra/%s", round.code);
        return OK;
    }
    if (!outcome_is_shown(visit, status, err, &view.notice))
        return status;
    struct error why = *err;
    if (send_list(visit, &view, err) == OK)
        return OK;
    *err = why;
    return status;
}

/* --- one round -------------------------------------------------------------------------------- */

static int
by_place(const void *a, const void *b)
{
    const struct inspection_school *x = *(const struct inspection_school *const *)a;
    const struct inspection_school *y = *(const struct inspection_school *const *)b;

    return (x->place > y->place) - (x->place < y->place);
}

static void
order_drawn(struct visit *visit, struct inspection_round_view *view)
{
    const struct inspection_schools *schools = &view->look.it.schools;

    view->drawn =
        arena_make_array(visit->arena, schools->list.count + 1, const struct inspection_school *);
    for (size_t i = 0; i < schools->list.count; i++)
        if (schools->list.items[i].place)
            view->drawn[view->drawn_count++] = &schools->list.items[i];
    qsort(view->drawn, view->drawn_count, sizeof(const struct inspection_school *), by_place);
}

#define DRAW_REFRESH "2" /* seconds */

static enum status
send_round(struct visit *visit, struct inspection_round_view *view, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    draw_jobs_tell(visit->serve->draws, visit->argument[0], visit->arena, &view->drawing);
    TRY(inspection_look(visit->app, visit->argument[0], &view->look, err));
    if (inspection_state_of(&view->look.it.round) != INSPECTION_OPEN)
        view->drawing = (struct draw_view){.state = DRAW_NONE};
    order_drawn(visit, view);
    TRY(minutes_list(visit->app, &view->look.it, &view->minutes, &view->excuses, err));
    if (visit->api) {
        inspection_send(visit, view);
        return OK;
    }
    inspection_round_show(out, visit, view);
    if (view->drawing.state == DRAW_RUNNING) /* the page follows without a script */
        web_answer_add(visit->answer, "Refresh", DRAW_REFRESH);
    visit_send_page(visit, out);
    return OK;
}

enum status
inspection_page(struct visit *visit, struct error *err)
{
    struct inspection_round_view view = {0};

    return send_round(visit, &view, err);
}

static enum status
send_outcome(struct visit *visit, enum status status, struct error *err)
{
    struct inspection_round_view view = {0};

    if (status == OK) {
        visit_go(visit, "/kiem-tra/%s", visit->argument[0]);
        return OK;
    }
    if (!outcome_is_shown(visit, status, err, &view.notice))
        return status;
    struct error why = *err;
    if (send_round(visit, &view, err) == OK)
        return OK;
    *err = why; /* who may not see the page hears only the first sentence */
    return status;
}

static enum status
draw(struct visit *visit, struct error *err)
{
    int schools, records;

    if (!text_to_int(web_form(visit->request, "so_truong"), 1, INSPECTION_SCHOOLS_MAX, &schools) ||
        !text_to_int(web_form(visit->request, "so_hoc_ba"), 0, INSPECTION_RECORDS_MAX, &records))
        return fail(err, USAGE,
                    "Số trường từ 1 đến %d, số học bạ mỗi trường từ 0 đến %d. Chưa chọn mẫu.",
                    INSPECTION_SCHOOLS_MAX, INSPECTION_RECORDS_MAX);
    return draw_jobs_begin(
        visit->serve->draws, visit->app,
        &(struct draw_order){visit->argument[0], (size_t)schools, (size_t)records}, err);
}

enum status
inspection_sample_take(struct visit *visit, struct error *err)
{
    return send_outcome(visit, draw(visit, err), err);
}

enum status
inspection_close_take(struct visit *visit, struct error *err)
{
    enum status status =
        inspection_close(visit->app, visit->argument[0], web_form(visit->request, "ket_luan"), err);

    return send_outcome(visit, status, err);
}
