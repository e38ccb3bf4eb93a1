/* SPDX-License-Identifier: Apache-2.0 */
#include "service/issue.h"

#include "model/state.h"
#include "service/access.h"
#include "service/replacement.h"
#include "service/self_check.h"
#include "service/summer.h"
#include "service/year.h"
#include "store/classes.h"

struct issuing {
    struct app *app;
    const struct record_row *row;
    enum state to;
    struct span document;
    struct stamp stamp;
};

static enum status
write_issued(struct store *store, void *context, struct error *err)
{
    const struct issuing *work = context;
    const char *uuid = work->row->uuid;
    struct span now;

    TRY(store_find_work_document(store, uuid, work->app->arena, &now, err));
    if (!span_equal(now, work->document))
        return fail(err, CONFLICT, "Học bạ vừa thay đổi. Chưa phát hành; hãy làm lại.");
    TRY(store_step_record(store, uuid, verb_key(VERB_ISSUE), work->row->state, state_key(work->to),
                          &work->stamp, err));
    TRY(store_add_issued(store, uuid, work->document, work->stamp.at, err));
    return replacement_write(work->app, work->row, &work->stamp, err);
}

/* The date in the record and that of its last signature, said where they differ. */
static const char *
late_notice(struct app *app, const struct record_row *row, const struct verdict_report *report)
{
    struct date last = row->planned;
    char planned[DATE_TEXT_SIZE], signed_on[DATE_TEXT_SIZE];

    for (size_t i = 0; i < report->signature_count; i++) {
        struct date day = moment_to_date(report->signatures[i].claimed_time);
        last = date_compare(day, last) > 0 ? day : last;
    }
    if (date_compare(last, row->planned) == 0)
        return NULL;
    return arena_printf(app->arena, "Học bạ ghi ngày ký phát hành %s; chữ ký cuối cùng là ngày %s.",
                        date_write_vietnamese(row->planned, planned),
                        date_write_vietnamese(last, signed_on));
}

static enum status
issue_one(struct app *app, const struct year_rules *rules, struct self_check *check,
          const struct record_row *row, const char **notice, struct error *err)
{
    struct issuing work = {.app = app, .row = row};
    struct verdict_report *report = arena_make(app->arena, struct verdict_report);
    enum state state;

    if (!state_parse(row->state, &state))
        return fail(err, CORRUPT, "Học bạ %s có trạng thái lạ.", row->uuid);
    TRY(pupil_check_open(app, rules, row->enrolment, NULL, err));
    TRY(state_step(state, VERB_ISSUE, SIGNERS_V10, &work.to, err));
    TRY(store_find_work_document(app->store, row->uuid, app->arena, &work.document, err));
    TRY(self_check_record(check, row->uuid, work.document, app_now(app), false, report, err));
    *notice = late_notice(app, row, report);
    work.stamp = app_stamp(app, *notice);
    return store_transact(app->store, write_issued, &work, err);
}

static bool
is_issued(const struct record_row *row)
{
    enum state state;

    return state_parse(row->state, &state) && state_is_issued(state);
}

enum status
issue_records(struct app *app, const struct class_order *order, struct batch *batch,
              struct error *err)
{
    AUTO(self_check) *check = self_check_new(app);
    struct school_class class;
    struct year_rules rules;
    struct record_rows rows = {0};

    TRY(store_find_class(app->store, order->class_id, app->arena, &class, err));
    TRY(access_check_class(app, MAY_ISSUE_RECORDS, class.unit, class.year, class.id, err));
    TRY(year_rules_load(app, class.unit, class.year, &rules, err));
    TRY(batch_records(app, order, &rows, err));
    for (size_t i = 0; i < rows.list.count; i++) {
        const struct record_row *row = &rows.list.items[i];
        const char *notice = NULL;
        struct error refusal = {0};
        enum status status =
            is_issued(row) ? OK : issue_one(app, &rules, check, row, &notice, &refusal);
        enum outcome_kind kind = status != OK     ? OUTCOME_FAILED
                                 : is_issued(row) ? OUTCOME_ALREADY
                                                  : OUTCOME_DONE;
        struct outcome *outcome = batch_add(app, batch, row, kind, &refusal);
        if (kind == OUTCOME_DONE)
            outcome->message = notice;
        app_progress(app, "Phát hành", i + 1, rows.list.count);
    }
    return OK;
}
