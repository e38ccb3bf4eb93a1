/* SPDX-License-Identifier: Apache-2.0 */
#include "service/inspection_inside.h"

#include "model/curriculum.h"
#include "service/access.h"
#include "service/code.h"
#include "service/figures.h"

/* --- what is said ----------------------------------------------------------------------------- */

enum status
inspection_check_text(const char *what, const char *text, struct error *err)
{
    if (!text || text_is_blank(text))
        return fail(err, USAGE, "Thiếu %s. Chưa có gì được ghi.", what);
    if (strlen(text) > INSPECTION_TEXT_MAX)
        return fail(err, USAGE, "Phần %s dài quá %d byte. Chưa có gì được ghi.", what,
                    INSPECTION_TEXT_MAX);
    return OK;
}

static enum status
check_deadline(const struct app *app, struct date deadline, struct error *err)
{
    if (date_is_none(deadline) || date_compare(deadline, app_today(app)) < 0)
        return fail(err, USAGE, "Thời hạn khắc phục phải là hôm nay hoặc một ngày sau đó.");
    return OK;
}

/* --- one step, whole ------------------------------------------------------------------------- */

/* What a step was told. Each looks at the round and writes in one transaction, so nothing is added
 * to a round that is being closed; it may run twice and changes nothing of this. */
struct step {
    struct app *app;
    const char *code; /* of the round, or ... */
    int64_t number;   /* ... of the finding */
    size_t schools, records;
    const struct inspection_schools *scope;
    const struct inspection_check *checks; /* `count` of them */
    size_t count;
    struct inspection_finding *finding;
    const char *text;
    bool remedied;
    struct date deadline;
};

/* --- finding the round ------------------------------------------------------------------------ */

enum status
inspection_find_for(struct app *app, const char *code, enum inspection_state state,
                    struct inspection *round, struct error *err)
{
    TRY(inspection_find_round(app, code, round, err));
    TRY(access_check(app, MAY_INSPECT, round->unit, err));
    if (inspection_state_of(round) != state)
        return fail(err, CONFLICT,
                    "Đợt kiểm tra %s ở trạng thái “%s”; việc này chỉ làm khi “%s”. Không có gì "
                    "thay đổi.",
                    code, inspection_state_word(inspection_state_of(round)),
                    inspection_state_word(state));
    return OK;
}

/* The drawn school of that code. */
enum status
inspection_find_drawn(struct app *app, const struct inspection *round, const char *code,
                      const char **id, struct error *err)
{
    struct inspection_schools schools = {0};

    TRY(store_list_inspection_sample(app->store, round->id, app->arena, &schools, err));
    for (size_t i = 0; i < schools.list.count; i++)
        if (schools.list.items[i].place && text_equal(schools.list.items[i].code, code)) {
            *id = schools.list.items[i].id;
            return OK;
        }
    return fail(err, NOT_FOUND, "Trường %s không nằm trong mẫu của đợt kiểm tra %s.", code,
                round->code);
}

/* --- opening ---------------------------------------------------------------------------------- */

static enum status
put_scope(struct app *app, const char *unit_id, const char *const *codes, size_t count,
          const char **ids, size_t *out, struct error *err)
{
    struct units below = {0};

    *out = 0;
    TRY(store_list_units_below(app->store, unit_id, app_today(app), app->arena, &below, err));
    for (size_t i = 0; i < below.list.count; i++) {
        const struct unit *unit = &below.list.items[i];
        bool wanted = !count;
        for (size_t j = 0; j < count; j++)
            wanted = wanted || text_equal(codes[j], unit->code);
        if (!wanted || !text_equal(unit->kind, UNIT_SCHOOL))
            continue;
        if (*out >= INSPECTION_SCHOOLS_MAX)
            return fail(err, USAGE, "Một đợt kiểm tra có nhiều nhất %d trường.",
                        INSPECTION_SCHOOLS_MAX);
        ids[(*out)++] = unit->id;
    }
    if (!*out || (count && *out != count))
        return fail(err, USAGE,
                    "Phạm vi có trường không thuộc đơn vị kiểm tra, trùng nhau, hoặc không có "
                    "trường nào. Chưa có gì được ghi.");
    return OK;
}

static enum status
check_round(const struct inspection *round, struct error *err)
{
    int first_year;

    TRY(code_check("Mã đợt kiểm tra", round->code, err));
    TRY(code_check("Hạt giống", round->seed, err));
    TRY(inspection_check_text("số quyết định", round->decision, err));
    TRY(inspection_check_text("tiêu chí", round->criteria, err));
    TRY(inspection_check_text("thành phần đoàn", round->members, err));
    if (!round->year || !school_year_parse(round->year, &first_year))
        return fail(err, USAGE, "Năm học viết như 2023-2024.");
    if (date_is_none(round->from) || date_is_none(round->to) ||
        date_compare(round->to, round->from) < 0)
        return fail(err, USAGE, "Ngày kết thúc đợt kiểm tra phải từ ngày bắt đầu trở đi.");
    return OK;
}

enum status
inspection_open(struct app *app, struct inspection *round, const char *unit_code,
                const char *const *codes, size_t count, struct error *err)
{
    struct stamp stamp = app_stamp(app, "inspection open");
    const char **ids = arena_make_array(app->arena, INSPECTION_SCHOOLS_MAX, const char *);
    struct unit unit;
    size_t schools;

    TRY(unit_find(app, unit_code, &unit, err));
    TRY(access_check(app, MAY_INSPECT, unit.id, err));
    round->id = app_new_id(app);
    round->unit = unit.id;
    if (!round->seed)
        round->seed = app_new_id(app);
    TRY(check_round(round, err));
    TRY(put_scope(app, unit.id, codes, count, ids, &schools, err));
    return store_add_inspection(app->store, round, ids, schools, &stamp, err);
}

/* --- the sample ------------------------------------------------------------------------------- */

static enum status
draw_records(struct app *app, const struct inspection *round,
             const struct inspection_school *school, size_t wanted,
             struct inspection_records *drawn, struct error *err)
{
    struct inspection_records population = {0};

    TRY(store_list_inspection_population(app->store, school->id, round->year, app->arena,
                                         &population, err));
    if (population.list.count > INSPECTION_POPULATION_MAX)
        return fail(err, USAGE, "Trường %s có quá %d học bạ trong một năm.", school->code,
                    INSPECTION_POPULATION_MAX);
    inspection_draw_records(round->seed, wanted, app->arena, &population);
    for (size_t i = 0; i < population.list.count; i++) {
        struct inspection_record *record = list_add(app->arena, drawn->list);
        *record = population.list.items[i];
        record->school = school->id;
    }
    return OK;
}

static enum status
sample(struct store *store, void *context, struct error *err)
{
    const struct step *it = context;
    struct app *app = it->app;
    struct stamp stamp = app_stamp(app, "inspection sample");
    struct inspection_schools scope = {0};
    struct inspection_records drawn = {0};
    struct inspection round;

    TRY(inspection_find_for(app, it->code, INSPECTION_OPEN, &round, err));
    for (size_t i = 0; i < it->scope->list.count; i++)
        *list_add(app->arena, scope.list) = it->scope->list.items[i];
    inspection_draw_schools(round.seed, it->schools, &scope);
    for (size_t i = 0; i < scope.list.count; i++)
        if (scope.list.items[i].place)
            TRY(draw_records(app, &round, &scope.list.items[i], it->records, &drawn, err));
    return store_add_inspection_sample(store, round.id, &scope, &drawn, &stamp, err);
}

enum status
inspection_may_sample(struct app *app, const char *code, size_t schools, size_t records,
                      struct inspection *round, struct error *err)
{
    if (!schools || records > INSPECTION_RECORDS_MAX)
        return fail(err, USAGE, "Mẫu có ít nhất một trường và nhiều nhất %d học bạ mỗi trường.",
                    INSPECTION_RECORDS_MAX);
    return inspection_find_for(app, code, INSPECTION_OPEN, round, err);
}

enum status
inspection_sample(struct app *app, const char *code, size_t schools, size_t records,
                  const struct inspection_pace *pace, struct error *err)
{
    struct step step = {.app = app, .code = code, .schools = schools, .records = records};
    struct inspection_schools scope = {0};
    struct inspection round;

    TRY(inspection_may_sample(app, code, schools, records, &round, err));
    TRY(figures_refresh(app, NULL, err)); /* weights follow from today's */
    /* Before the transaction: it reads every class, and others write meanwhile. */
    TRY(inspection_load_facts(app, &round, true, pace, &scope, err));
    step.scope = &scope;
    return store_transact(app->store, sample, &step, err);
}

/* --- in the school ---------------------------------------------------------------------------- */

static const struct inspection_item *
find_item(const char *key)
{
    for (size_t i = 0; i < inspection_item_count; i++)
        if (text_equal(inspection_items[i].key, key))
            return &inspection_items[i];
    return NULL;
}

static enum status
add_check(struct store *store, void *context, struct error *err)
{
    const struct step *it = context;
    struct stamp stamp = app_stamp(it->app, "inspection check");
    struct inspection round;

    TRY(inspection_find_for(it->app, it->code, INSPECTION_SAMPLED, &round, err));
    for (size_t i = 0; i < it->count; i++) {
        struct inspection_check check = it->checks[i];
        TRY(inspection_find_drawn(it->app, &round, check.school, &check.school, err));
        TRY(inspection_check_unsigned(it->app, &round, check.school, err));
        TRY(store_add_inspection_check(store, round.id, &check, &stamp, err));
    }
    return OK;
}

static enum status
check_check(const struct inspection_check *check, struct error *err)
{
    bool yes = text_equal(check->answer, INSPECTION_YES);

    if (!find_item(check->item))
        return fail(err, USAGE,
                    "Không có mục “%s”. Các mục: computers, network, management_system, "
                    "signatures, staff.",
                    check->item);
    if (!yes && !text_equal(check->answer, INSPECTION_NO) &&
        !text_equal(check->answer, INSPECTION_PARTLY))
        return fail(err, USAGE, "Kết quả là yes (đạt), partly (một phần) hoặc no (chưa đạt).");
    if (!yes || check->remark)
        TRY(inspection_check_text("nhận xét về điều kiện chưa đạt", check->remark, err));
    return OK;
}

enum status
inspection_check_all(struct app *app, const char *code, const struct inspection_check *checks,
                     size_t count, struct error *err)
{
    struct step step = {.app = app, .code = code, .checks = checks, .count = count};

    for (size_t i = 0; i < count; i++)
        TRY(check_check(&checks[i], err));
    return store_transact(app->store, add_check, &step, err);
}

enum status
inspection_check(struct app *app, const char *code, const struct inspection_check *check,
                 struct error *err)
{
    return inspection_check_all(app, code, check, 1, err);
}

static enum status
add_finding(struct store *store, void *context, struct error *err)
{
    const struct step *it = context;
    struct stamp stamp = app_stamp(it->app, "inspection find");
    struct inspection_finding finding = *it->finding;
    struct inspection round;

    TRY(inspection_find_for(it->app, it->code, INSPECTION_SAMPLED, &round, err));
    TRY(inspection_find_drawn(it->app, &round, finding.school, &finding.school, err));
    TRY(inspection_check_unsigned(it->app, &round, finding.school, err));
    finding.inspection = round.id;
    TRY(store_add_inspection_finding(store, &finding, &stamp, err));
    it->finding->number = finding.number;
    return OK;
}

const char *
inspection_severity_word(const char *severity)
{
    return text_equal(severity, "minor")      ? "nhẹ"
           : text_equal(severity, "major")    ? "nặng"
           : text_equal(severity, "critical") ? "nghiêm trọng"
                                              : NULL;
}

enum status
inspection_find(struct app *app, const char *code, struct inspection_finding *finding,
                struct error *err)
{
    struct step step = {.app = app, .code = code, .finding = finding};

    if (!inspection_severity_word(finding->severity))
        return fail(err, USAGE,
                    "Mức độ là minor (nhẹ), major (nặng) hoặc critical (nghiêm trọng).");
    TRY(inspection_check_text("điều khoản", finding->article, err));
    TRY(inspection_check_text("nội dung", finding->finding, err));
    if (finding->evidence)
        TRY(inspection_check_text("bằng chứng", finding->evidence, err));
    TRY(check_deadline(app, finding->deadline, err));
    return store_transact(app->store, add_finding, &step, err);
}

static enum status
find_finding(struct app *app, int64_t number, struct inspection_finding *finding,
             struct inspection *round, struct error *err)
{
    struct inspection_findings found = {0};

    if (number > 0)
        TRY(store_list_inspection_findings(app->store, NULL, number, app->arena, &found, err));
    if (!found.list.count)
        return fail(err, NOT_FOUND, "Không có phát hiện số %lld.", (long long)number);
    *finding = found.list.items[0];
    return inspection_find_round(app, finding->inspection, round, err);
}

static enum status
check_open(const struct inspection *round, const struct inspection_finding *finding,
           struct error *err)
{
    if (round->conclusion || text_equal(finding->step, INSPECTION_REMEDIED))
        return fail(err, CONFLICT, "Phát hiện số %lld đã khép lại. Không có gì thay đổi.",
                    (long long)finding->number);
    return OK;
}

static enum status
add_answer(struct store *store, void *context, struct error *err)
{
    const struct step *it = context;
    struct stamp stamp = app_stamp(it->app, "inspection answer");
    struct inspection_finding finding;
    struct inspection round;

    TRY(find_finding(it->app, it->number, &finding, &round, err));
    TRY(access_check(it->app, MAY_ANSWER_INSPECTION, finding.school, err));
    TRY(check_open(&round, &finding, err));
    return store_add_inspection_step(store, it->number, INSPECTION_ANSWERED, it->text,
                                     (struct date){0}, &stamp, err);
}

enum status
inspection_answer(struct app *app, int64_t number, const char *text, struct error *err)
{
    struct step step = {.app = app, .number = number, .text = text};

    TRY(inspection_check_text("ý kiến của trường", text, err));
    return store_transact(app->store, add_answer, &step, err);
}

static enum status
add_follow(struct store *store, void *context, struct error *err)
{
    const struct step *it = context;
    struct stamp stamp = app_stamp(it->app, "inspection follow");
    struct inspection_finding finding;
    struct inspection round;

    TRY(find_finding(it->app, it->number, &finding, &round, err));
    TRY(access_check(it->app, MAY_INSPECT, round.unit, err));
    TRY(check_open(&round, &finding, err));
    return store_add_inspection_step(store, it->number,
                                     it->remedied ? INSPECTION_REMEDIED : INSPECTION_FOLLOWED,
                                     it->text, it->deadline, &stamp, err);
}

enum status
inspection_follow(struct app *app, int64_t number, bool remedied, const char *remark,
                  struct date deadline, struct error *err)
{
    struct step step = {.app = app,
                        .number = number,
                        .text = remark,
                        .remedied = remedied,
                        .deadline = remedied ? (struct date){0} : deadline};

    TRY(inspection_check_text("nhận xét", remark, err));
    if (!remedied)
        TRY(check_deadline(app, deadline, err));
    return store_transact(app->store, add_follow, &step, err);
}

/* --- the end ---------------------------------------------------------------------------------- */

static bool
is_answered(const struct inspection_checks *checks, const char *school, const char *item)
{
    for (size_t i = 0; i < checks->list.count; i++)
        if (text_equal(checks->list.items[i].school, school) &&
            text_equal(checks->list.items[i].item, item))
            return true;
    return false;
}

static enum status
check_complete(const struct inspection_view *view, struct error *err)
{
    for (size_t i = 0; i < view->schools.list.count; i++) {
        const struct inspection_school *school = &view->schools.list.items[i];
        for (size_t j = 0; school->place && j < inspection_item_count; j++)
            if (!is_answered(&view->checks, school->id, inspection_items[j].key))
                return fail(err, CONFLICT,
                            "Trường %s chưa có kết quả mục %s, nên đợt kiểm tra chưa kết thúc.",
                            school->code, inspection_items[j].key);
    }
    for (size_t i = 0; i < view->findings.list.count; i++)
        if (!text_equal(view->findings.list.items[i].step, INSPECTION_REMEDIED))
            return fail(err, CONFLICT,
                        "Phát hiện số %lld của trường %s chưa khắc phục xong, nên đợt kiểm tra "
                        "chưa kết thúc.",
                        (long long)view->findings.list.items[i].number,
                        view->findings.list.items[i].school_code);
    return OK;
}

static enum status
close_round(struct store *store, void *context, struct error *err)
{
    const struct step *it = context;
    struct stamp stamp = app_stamp(it->app, "inspection close");
    struct inspection_view view = {0};

    TRY(inspection_find_for(it->app, it->code, INSPECTION_SAMPLED, &view.round, err));
    TRY(inspection_load(it->app, it->code, &view, err));
    TRY(check_complete(&view, err));
    TRY(minutes_check_all(it->app, &view, err));
    return store_close_inspection(store, view.round.id, it->text, &stamp, err);
}

enum status
inspection_close(struct app *app, const char *code, const char *conclusion, struct error *err)
{
    struct step step = {.app = app, .code = code, .text = conclusion};

    TRY(inspection_check_text("kết luận", conclusion, err));
    return store_transact(app->store, close_round, &step, err);
}
