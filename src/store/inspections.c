/* SPDX-License-Identifier: Apache-2.0 */
#include "store/inspections.h"

#include "store/ask.h"

struct adding {
    const struct inspection *round;
    const char *const *schools;
    size_t count;
    const struct stamp *stamp;
};

static enum status
add_round(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    const struct inspection *round = it->round;
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_inspection, v_text(round->id), v_text(round->code),
                    v_text(round->unit), v_text(round->year), v_text(round->decision),
                    v_text(round->criteria), v_text(round->members), v_day(round->from),
                    v_day(round->to), v_text(round->seed), v_moment(it->stamp->at),
                    v_text(it->stamp->by)),
                &hit, err));
    if (!hit)
        return fail(err, CONFLICT, "Đã có đợt kiểm tra mang mã %s. Chọn mã khác.", round->code);
    for (size_t i = 0; i < it->count; i++)
        TRY(ask(ASK(store, SQL_add_inspection_scope, v_text(round->id), v_text(it->schools[i])),
                err));
    return OK;
}

enum status
store_add_inspection(struct store *store, const struct inspection *round,
                     const char *const *schools, size_t count, const struct stamp *stamp,
                     struct error *err)
{
    struct adding it = {round, schools, count, stamp};

    return store_transact(store, add_round, &it, err);
}

static void
read_round(struct row *row, void *into)
{
    struct inspection *round = into;

    round->id = row_text(row);
    round->code = row_text(row);
    round->unit = row_text(row);
    round->year = row_text(row);
    round->decision = row_text(row);
    round->criteria = row_text(row);
    round->members = row_text(row);
    round->from = row_day(row);
    round->to = row_day(row);
    round->seed = row_text(row);
    round->made = row_moment(row);
    round->by = row_text(row);
    round->schools = row_int(row);
    round->drawn = row_int(row);
    round->conclusion = row_text(row);
}

enum status
store_list_inspections(struct store *store, const char *code, struct arena *arena,
                       struct inspections *rounds, struct error *err)
{
    return ask_list(ASK(store, SQL_list_inspections, v_text(code)), read_round, arena, rounds->list,
                    err);
}

/* --- the sample ------------------------------------------------------------------------------- */

static void
read_school(struct row *row, void *into)
{
    struct inspection_school *school = into;

    school->id = row_text(row);
    school->code = row_text(row);
    school->name = row_text(row);
    school->place = row_int(row);
    school->weight = row_int(row);
    school->enrolled = row_int(row);
    school->issued = row_int(row);
    school->returned = row_int(row);
    school->revocations = row_int(row);
    school->seals = row_int(row);
    school->late_days = row_int(row);
    school->faulty = row_int(row);
}

enum status
store_list_inspection_facts(struct store *store, const struct inspection *round, struct moment now,
                            struct arena *arena, struct inspection_schools *schools,
                            struct error *err)
{
    return ask_list(ASK(store, SQL_list_inspection_facts, v_text(round->id), v_text(round->year),
                        v_moment(now)),
                    read_school, arena, schools->list, err);
}

enum status
store_list_inspection_sample(struct store *store, const char *id, struct arena *arena,
                             struct inspection_schools *schools, struct error *err)
{
    return ask_list(ASK(store, SQL_list_inspection_sample, v_text(id)), read_school, arena,
                    schools->list, err);
}

static void
read_member(struct row *row, void *into)
{
    struct inspection_record *record = into;

    record->uuid = row_text(row);
    record->received = row_int(row) != 0;
}

enum status
store_list_inspection_population(struct store *store, const char *school, const char *year,
                                 struct arena *arena, struct inspection_records *records,
                                 struct error *err)
{
    return ask_list(ASK(store, SQL_list_inspection_population, v_text(school), v_text(year)),
                    read_member, arena, records->list, err);
}

struct drawing {
    const char *id;
    const struct inspection_schools *schools;
    const struct inspection_records *records;
    const struct stamp *stamp;
};

static enum status
add_sample(struct store *store, void *context, struct error *err)
{
    const struct drawing *it = context;

    for (size_t i = 0; i < it->schools->list.count; i++) {
        const struct inspection_school *one = &it->schools->list.items[i];
        bool hit;
        TRY(ask_hit(ASK(store, SQL_add_inspection_sample, v_text(it->id), v_text(one->id),
                        v_int(one->place), v_int(one->weight), v_int(one->enrolled),
                        v_int(one->issued), v_int(one->returned), v_int(one->revocations),
                        v_int(one->seals), v_moment(it->stamp->at), v_text(it->stamp->by)),
                    &hit, err));
        if (!hit)
            return fail(err, CONFLICT,
                        "Đợt kiểm tra này đã chọn mẫu rồi; mẫu không được chọn lại.");
        TRY(ask(ASK(store, SQL_add_inspection_risk, v_text(it->id), v_text(one->id),
                    v_int(one->late_days), v_int(one->faulty)),
                err));
    }
    for (size_t i = 0; i < it->records->list.count; i++) {
        const struct inspection_record *one = &it->records->list.items[i];
        enum statement_id sql =
            one->received ? SQL_add_inspection_received : SQL_add_inspection_record;
        TRY(ask(ASK(store, sql, v_text(it->id), v_text(one->uuid), v_text(one->school),
                    v_int(one->place)),
                err));
    }
    return OK;
}

enum status
store_add_inspection_sample(struct store *store, const char *id,
                            const struct inspection_schools *schools,
                            const struct inspection_records *records, const struct stamp *stamp,
                            struct error *err)
{
    struct drawing it = {id, schools, records, stamp};

    return store_transact(store, add_sample, &it, err);
}

static void
read_record(struct row *row, void *into)
{
    struct inspection_record *record = into;

    record->uuid = row_text(row);
    record->school = row_text(row);
    record->place = row_int(row);
    record->received = row_int(row) != 0;
}

enum status
store_list_inspection_records(struct store *store, const char *id, struct arena *arena,
                              struct inspection_records *records, struct error *err)
{
    return ask_list(ASK(store, SQL_list_inspection_records, v_text(id)), read_record, arena,
                    records->list, err);
}

/* --- in the school ---------------------------------------------------------------------------- */

enum status
store_add_inspection_check(struct store *store, const char *id,
                           const struct inspection_check *check, const struct stamp *stamp,
                           struct error *err)
{
    return ask(ASK(store, SQL_add_inspection_check, v_text(id), v_text(check->school),
                   v_text(check->item), v_text(check->answer), v_text(check->remark),
                   v_moment(stamp->at), v_text(stamp->by)),
               err);
}

static void
read_check(struct row *row, void *into)
{
    struct inspection_check *check = into;

    check->school = row_text(row);
    check->item = row_text(row);
    check->answer = row_text(row);
    check->remark = row_text(row);
}

enum status
store_list_inspection_checks(struct store *store, const char *id, struct arena *arena,
                             struct inspection_checks *checks, struct error *err)
{
    return ask_list(ASK(store, SQL_list_inspection_checks, v_text(id)), read_check, arena,
                    checks->list, err);
}

enum status
store_add_inspection_finding(struct store *store, struct inspection_finding *finding,
                             const struct stamp *stamp, struct error *err)
{
    return ask_int(ASK(store, SQL_add_inspection_finding, v_text(finding->inspection),
                       v_text(finding->school), v_text(finding->severity), v_text(finding->article),
                       v_text(finding->finding), v_text(finding->evidence),
                       v_day(finding->deadline), v_moment(stamp->at), v_text(stamp->by)),
                   &finding->number, err);
}

static void
read_finding(struct row *row, void *into)
{
    struct inspection_finding *finding = into;

    finding->number = row_int(row);
    finding->inspection = row_text(row);
    finding->school = row_text(row);
    finding->school_code = row_text(row);
    finding->severity = row_text(row);
    finding->article = row_text(row);
    finding->finding = row_text(row);
    finding->evidence = row_text(row);
    finding->deadline = row_day(row);
    finding->step = row_text(row);
    finding->remark = row_text(row);
}

enum status
store_list_inspection_findings(struct store *store, const char *id, int64_t number,
                               struct arena *arena, struct inspection_findings *findings,
                               struct error *err)
{
    return ask_list(ASK(store, SQL_list_inspection_findings, v_text(id), v_int(number)),
                    read_finding, arena, findings->list, err);
}

enum status
store_add_inspection_step(struct store *store, int64_t finding, const char *step,
                          const char *remark, struct date deadline, const struct stamp *stamp,
                          struct error *err)
{
    return ask(ASK(store, SQL_add_inspection_step, v_int(finding), v_text(step), v_text(remark),
                   v_day(deadline), v_moment(stamp->at), v_text(stamp->by)),
               err);
}

static void
read_step(struct row *row, void *into)
{
    struct inspection_step *step = into;

    step->finding = row_int(row);
    step->step = row_text(row);
    step->remark = row_text(row);
    step->deadline = row_day(row);
    step->made = row_moment(row);
    step->by = row_text(row);
}

enum status
store_list_inspection_steps(struct store *store, const char *id, struct arena *arena,
                            struct inspection_steps *steps, struct error *err)
{
    return ask_list(ASK(store, SQL_list_inspection_steps, v_text(id)), read_step, arena,
                    steps->list, err);
}

enum status
store_close_inspection(struct store *store, const char *id, const char *conclusion,
                       const struct stamp *stamp, struct error *err)
{
    bool hit;

    TRY(ask_hit(ASK(store, SQL_add_inspection_closing, v_text(id), v_text(conclusion),
                    v_moment(stamp->at), v_text(stamp->by)),
                &hit, err));
    return hit ? OK : fail(err, CONFLICT, "Đợt kiểm tra này đã kết thúc rồi.");
}
