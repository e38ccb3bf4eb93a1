/* SPDX-License-Identifier: Apache-2.0 */
#include "service/issue.h"

#include "model/state.h"
#include "service/access.h"
#include "service/ledger_keys.h"
#include "service/ledger_slots.h"
#include "service/replacement.h"
#include "service/self_check.h"
#include "service/summer.h"
#include "service/year.h"
#include "store/classes.h"

enum { ISSUE_GROUP = 32 }; /* records that are issued in one transaction */

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
    TRY(ledger_check_seal(work->app, uuid, err)); /* again: its key may just have been closed */
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

/* One record of a group: what was found before it is issued, and what became of it. */
struct issue_item {
    struct issuing work;
    enum status status;
    struct error refusal;
    const char *notice;
    bool already;
};

struct issue_group {
    struct app *app;
    struct issue_item items[ISSUE_GROUP];
    size_t count;
};

/* What each record of an order is held against. */
struct held_against {
    struct app *app;
    const struct year_rules *rules;
    struct self_check *check;
    struct ledger_slots slots;
};

/* Everything but writing. */
static enum status
check_one(const struct held_against *against, struct issue_item *item, struct error *err)
{
    struct app *app = against->app;
    struct verdict_report *report = arena_make(app->arena, struct verdict_report);
    struct issuing *work = &item->work;
    const struct record_row *row = work->row;
    enum state state;

    if (!state_parse(row->state, &state))
        return fail(err, CORRUPT, "Học bạ %s có trạng thái lạ.", row->uuid);
    TRY(pupil_check_open(app, against->rules, row->enrolment, NULL, err));
    TRY(state_step(state, VERB_ISSUE, SIGNERS_V10, &work->to, err));
    TRY(store_find_work_document(app->store, row->uuid, app->arena, &work->document, err));
    TRY(ledger_check_seal(app, row->uuid, err));
    TRY(ledger_slots_check(app, &against->slots, row, work->document, err));
    TRY(self_check_record(against->check, row->uuid, work->document, app_now(app), false, report,
                          err));
    item->notice = late_notice(app, row, report);
    work->stamp = app_stamp(app, item->notice);
    return OK;
}

static bool
is_ready(const struct issue_item *item)
{
    return item->status == OK && !item->already;
}

static enum status
write_group(struct store *store, void *context, struct error *err)
{
    struct issue_group *group = context;

    for (size_t i = 0; i < group->count; i++)
        if (is_ready(&group->items[i]))
            TRY(write_issued(store, &group->items[i].work, err));
    return OK;
}

/* All in one transaction; where one of them does not pass, each by itself. */
static void
issue_group(struct issue_group *group)
{
    struct error unread;

    if (store_transact(group->app->store, write_group, group, &unread) == OK)
        return;
    for (size_t i = 0; i < group->count; i++) {
        struct issue_item *item = &group->items[i];
        if (is_ready(item))
            item->status =
                store_transact(group->app->store, write_issued, &item->work, &item->refusal);
    }
}

static void
tell_group(const struct issue_group *group, struct batch *batch)
{
    for (size_t i = 0; i < group->count; i++) {
        const struct issue_item *item = &group->items[i];
        enum outcome_kind kind = item->status != OK ? OUTCOME_FAILED
                                 : item->already    ? OUTCOME_ALREADY
                                                    : OUTCOME_DONE;
        struct outcome *outcome =
            batch_add(group->app, batch, item->work.row, kind, &item->refusal);
        if (kind == OUTCOME_DONE)
            outcome->message = item->notice;
    }
}

static void
check_group(const struct held_against *against, const struct record_rows *rows, size_t from,
            struct issue_group *group)
{
    for (size_t i = from; i < rows->list.count && group->count < ISSUE_GROUP; i++) {
        const struct record_row *row = &rows->list.items[i];
        struct issue_item *item = &group->items[group->count++];
        *item = (struct issue_item){.work = {.app = against->app, .row = row},
                                    .already = state_key_is_issued(row->state)};
        if (!item->already)
            item->status = check_one(against, item, &item->refusal);
    }
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
    struct held_against against = {.app = app, .rules = &rules, .check = check};
    ledger_slots_ask(app, &rows, &against.slots);
    for (size_t from = 0; from < rows.list.count; from += ISSUE_GROUP) {
        struct issue_group group = {.app = app};
        check_group(&against, &rows, from, &group);
        issue_group(&group);
        tell_group(&group, batch);
        app_progress(app, "Phát hành", from + group.count, rows.list.count);
    }
    return OK;
}
