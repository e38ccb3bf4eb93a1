/* SPDX-License-Identifier: Apache-2.0
 *
 * Entering what was issued and decided, in the order in which it happened.
 */
#include "service/ledger_inside.h"

#include <assert.h>

#include "service/access.h"
#include "service/key_effect.h"
#include "service/ledger_changes.h"
#include "service/ledger_documents.h"
#include "store/intake.h"
#include "store/key_closings.h"
#include "store/ledger_entries.h"
#include "store/received.h"
#include "store/records.h"

#define RECORD_TYPE "hocba-tieu-hoc"

/* --- leaves ----------------------------------------------------------------------------------- */

bool
ledger_issued_digest(struct span document, struct digest *digest)
{
    const char *root = memmem(document.data, document.size, "<HOC_BA", 7);

    if (!root)
        return false;
    *digest = sha256((struct span){root, document.size - (size_t)(root - document.data)});
    return true;
}

static enum status
stored_digest(struct app *app, const struct unentered *record, struct digest *digest,
              struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct issued_document document;

    if (record->received)
        return ledger_received_stored(app, record->record, digest, err);
    TRY(store_find_issued(app->store, record->record, arena, &document, err));
    return ledger_issued_digest(document.bytes, digest)
               ? OK
               : fail(err, CORRUPT, "Học bạ %s đã phát hành không đọc được.", record->record);
}

const char *
ledger_slot_of(struct arena *arena, const char *pupil_code, const char *year, int grade)
{
    return arena_printf(arena, "%s|%s|%d|%s", pupil_code, year, grade, RECORD_TYPE);
}

void
ledger_add_key(struct ledger *ledger, const struct digest *key_id, enum key_action action,
               struct entering *entering)
{
    struct handed item = {.leaf = {.kind = LEAF_KEY, .action = action, .hash = *key_id}};

    for (size_t i = 0; i < ledger->told.count; i++)
        if (digest_equal(&ledger->told.items[i], key_id))
            return;
    *list_add(ledger->app->arena, ledger->told) = *key_id;
    leaf_kid_of(key_id, item.leaf.kid);
    entering->items[entering->count++] = item;
}

/* A school's records are mostly under one seal. */
static enum status
key_of_seal(struct ledger *ledger, const char *seal, struct digest *key_id, struct error *err)
{
    if (!text_equal(ledger->seal, seal)) {
        ledger->seal = NULL;
        TRY(ledger_key_id(ledger->app, seal, &ledger->seal_key, err));
        ledger->seal = seal;
    }
    *key_id = ledger->seal_key;
    return OK;
}

enum status
ledger_add_record(struct ledger *ledger, const struct unentered *record, struct leaf leaf,
                  struct entering *entering, struct error *err)
{
    struct arena *arena = ledger->app->arena;
    struct digest key_id;

    TRY(key_of_seal(ledger, record->seal, &key_id, err));
    leaf_kid_of(&key_id, leaf.kid);
    ledger_add_key(ledger, &key_id, KEY_ENROL, entering);
    entering->items[entering->count++] = (struct handed){
        .leaf = leaf,
        .year = record->year,
        .slot_of = ledger_slot_of(arena, record->pupil_code, record->year, record->grade)};
    return OK;
}

static enum status
add_issued(struct ledger *ledger, const struct unentered *record, struct entering *entering,
           struct error *err)
{
    bool before = !record->received && ledger->since && record->issued.seconds < ledger->since;
    struct leaf leaf = {.kind = before ? LEAF_ENTERED : LEAF_ISSUE,
                        .issued = before ? record->issued.seconds : 0};

    TRY(stored_digest(ledger->app, record, &leaf.hash, err));
    return ledger_add_record(ledger, record, leaf, entering, err);
}

/* --- entering --------------------------------------------------------------------------------- */

/* Records, and where they came to stand. */
struct batch_of_records {
    const struct unentered *records;
    size_t count;
    size_t at[RECORDS_AT_ONCE]; /* of each, among what is handed in */
    struct entering entering;
};

static struct batch_of_records *
new_batch(struct ledger *ledger, const struct unentered *records)
{
    struct batch_of_records *batch = arena_make(ledger->app->arena, struct batch_of_records);

    batch->records = records;
    batch->count = batch->entering.count = 0;
    return batch;
}

static enum status
add_next(struct ledger *ledger, struct batch_of_records *batch, struct error *err)
{
    TRY(add_issued(ledger, &batch->records[batch->count], &batch->entering, err));
    batch->at[batch->count++] = batch->entering.count - 1;
    return OK;
}

static enum status
hand_in(struct ledger *ledger, struct entering *entering, struct error *err)
{
    return ledger_hand_in(ledger, entering->items, entering->count, entering->written, err);
}

static enum status
note_entry(struct store *store, const struct unentered *record, const struct leaf *leaf,
           const struct written *written, struct error *err)
{
    char hex[SHA256_HEX_SIZE];
    struct ledger_entry entry = {.position = (int64_t)written->index,
                                 .kind = ENTRY_RECORD,
                                 .sha256 = digest_hex(&leaf->hash, hex),
                                 .record = record->record,
                                 .entered = moment_in_vietnam(written->time)};

    return record->received
               ? store_add_received_entry(store, record->record, entry.position, entry.entered, err)
               : store_add_ledger_entry(store, &entry, err);
}

static enum status
note_entries(struct store *store, void *context, struct error *err)
{
    const struct batch_of_records *batch = context;
    const struct entering *entering = &batch->entering;

    for (size_t i = 0; i < batch->count; i++) {
        size_t at = batch->at[i];
        if (entering->written[at].status == OK)
            TRY(note_entry(store, &batch->records[i], &entering->items[at].leaf,
                           &entering->written[at], err));
    }
    return OK;
}

/* `record`: an issued one; NULL: a change of one. */
static void
count_refusal(struct app *app, struct ledger_entering *report, const char *record,
              const char *reason)
{
    if (record) {
        reason = arena_printf(app->arena, "học bạ %s: %s " LEDGER_REFUSED_ADVICE, record, reason);
        *list_add(app->arena, report->refusals) =
            (struct ledger_refusal){.record = record, .reason = reason};
    }
    report->refused++;
    if (!report->refusal)
        report->refusal = reason;
}

static enum status
count_records(struct ledger *ledger, const struct batch_of_records *batch,
              struct ledger_entering *report, struct error *err)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct written *written = &batch->entering.written[batch->at[i]];
        const char *record = batch->records[i].record;
        bool settled = false;
        report->entered += written->status == OK;
        if (written->status != OK)
            TRY(ledger_settle(ledger, record, written->reason, &settled, err));
        report->settled += settled;
        if (written->status != OK && !settled)
            count_refusal(ledger->app, report, record, written->reason);
    }
    return OK;
}

static enum status
enter_batch(struct ledger *ledger, const struct unentered *records, size_t count,
            struct ledger_entering *report, struct error *err)
{
    struct batch_of_records *batch = new_batch(ledger, records);

    while (batch->count < count)
        TRY(add_next(ledger, batch, err));
    TRY(hand_in(ledger, &batch->entering, err));
    /* When the power fails here, the next call hands them in again and gets the same places. */
    TRY(store_transact(ledger->app->store, note_entries, batch, err));
    return count_records(ledger, batch, report, err);
}

/* --- changes of status ------------------------------------------------------------------------ */

/* Under the department's key: it decides about the records of every school. */
static enum status
add_change(struct ledger *ledger, const struct status_change *change, uint64_t replacement,
           struct entering *entering, struct error *err)
{
    struct handed item = {0};
    struct digest key_id;

    TRY(ledger_make_change(ledger->app, change, replacement, &item.leaf, &key_id, err));
    ledger_add_key(ledger, &key_id, KEY_ENROL_DEPARTMENT, entering);
    entering->items[entering->count++] = item;
    return OK;
}

/* Its record never came into the ledger; one that is settled needs no change there. */
static enum status
count_lost_change(struct app *app, const struct status_change *change, const char *why,
                  struct ledger_entering *report, struct error *err)
{
    bool settled;

    TRY(store_is_settled(app->store, change->record, &settled, err));
    if (!settled)
        count_refusal(app, report, NULL, why);
    return OK;
}

static enum status
enter_change(struct ledger *ledger, const struct status_change *change,
             struct ledger_entering *report, struct error *err)
{
    struct app *app = ledger->app;
    struct entering *entering = &new_batch(ledger, NULL)->entering;
    uint64_t replacement;

    enum status status = ledger_find_replacement(app, change, &replacement, err);
    if (status == OK)
        status = add_change(ledger, change, replacement, entering, err);
    if (status == NOT_FOUND)
        return count_lost_change(app, change, arena_text(app->arena, err->message), report, err);
    TRY(status);
    TRY(hand_in(ledger, entering, err));
    const struct written *written = &entering->written[entering->count - 1];
    if (written->status != OK) {
        count_refusal(app, report, NULL, written->reason);
        return OK;
    }
    report->changes++;
    return ledger_note_change(app->store, change, written, err);
}

/* A record and the change of the one whose place it takes: one transaction of the ledger, so that
 * nobody ever sees two that count or none. */
struct pair {
    struct batch_of_records *record;
    const struct status_change *change;
    const struct written *changed;
};

static enum status
note_pair(struct store *store, void *context, struct error *err)
{
    struct pair *pair = context;

    TRY(note_entries(store, pair->record, err));
    return pair->changed->status == OK ? ledger_note_change(store, pair->change, pair->changed, err)
                                       : OK;
}

static enum status
enter_pair(struct ledger *ledger, const struct unentered *record,
           const struct status_change *change, struct ledger_entering *report, struct error *err)
{
    struct pair pair = {.record = new_batch(ledger, record), .change = change};
    struct entering *entering = &pair.record->entering;

    TRY(add_next(ledger, pair.record, err));
    enum status status = add_change(ledger, change, 0, entering, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    /* The old one never came into the ledger: nothing to supersede. */
    bool alone = status == NOT_FOUND;
    struct handed *last = &entering->items[entering->count - 1];
    last->follows = !alone;
    TRY(hand_in(ledger, entering, err));
    if (alone) {
        TRY(store_transact(ledger->app->store, note_entries, pair.record, err));
        return count_records(ledger, pair.record, report, err);
    }
    pair.changed = &entering->written[entering->count - 1];
    TRY(store_transact(ledger->app->store, note_pair, &pair, err));
    TRY(count_records(ledger, pair.record, report, err));
    report->changes += pair.changed->status == OK;
    if (pair.changed->status != OK)
        count_refusal(ledger->app, report, NULL, pair.changed->reason);
    return OK;
}

/* --- all that is due, in its order ------------------------------------------------------------ */

struct due {
    struct unentered_list records;
    struct status_changes changes;
    size_t record, change; /* the next of each */
};

/* The change that a record's issue brought about, when it is the next one. */
static const struct status_change *
change_of(const struct due *due, const struct unentered *record)
{
    for (size_t i = due->change; record->replaces && i < due->changes.list.count; i++)
        if (text_equal(due->changes.list.items[i].replacement, record->record))
            return &due->changes.list.items[i];
    return NULL;
}

/* Records up to the next change, or to the next that takes another's place. */
static size_t
count_plain(const struct due *due)
{
    size_t left = due->records.list.count - due->record, count = 0;
    int64_t until = due->change < due->changes.list.count
                        ? due->changes.list.items[due->change].event
                        : INT64_MAX;

    for (; count < left && count < RECORDS_AT_ONCE; count++) {
        const struct unentered *record = &due->records.list.items[due->record + count];
        if (record->step >= until || change_of(due, record))
            break;
    }
    return count;
}

static enum status
enter_next(struct ledger *ledger, struct due *due, struct ledger_entering *report,
           struct error *err)
{
    bool no_record = due->record == due->records.list.count;
    bool no_change = due->change == due->changes.list.count;
    const struct status_change *next = no_change ? NULL : &due->changes.list.items[due->change];
    size_t plain = count_plain(due), at = due->record;

    if (plain) {
        due->record += plain;
        return enter_batch(ledger, &due->records.list.items[at], plain, report, err);
    }
    if (!no_record && (no_change || due->records.list.items[at].step < next->event)) {
        const struct unentered *record = &due->records.list.items[at];
        const struct status_change *own = change_of(due, record);
        due->record++;
        TRY(enter_pair(ledger, record, own, report, err));
        /* Its change is the next of the changes, since it is the same step of the same moment. */
        due->change += own == next;
        return OK;
    }
    assert(next); /* else nothing was due */
    due->change++;
    return enter_change(ledger, next, report, err);
}

static enum status
list_due(struct app *app, bool received, struct due *due, struct error *err)
{
    struct store *store = app->store;

    if (received) {
        TRY(store_list_unentered_received(store, STORE_ROWS_MAX, app->arena, &due->records, err));
        return store_list_received_changes(store, true, STORE_ROWS_MAX, app->arena, &due->changes,
                                           err);
    }
    TRY(store_list_unentered(store, STORE_ROWS_MAX, app->arena, &due->records, err));
    return store_list_status_changes(store, true, STORE_ROWS_MAX, app->arena, &due->changes, err);
}

static enum status
enter_due(struct ledger *ledger, bool received, struct ledger_entering *report, struct error *err)
{
    struct app *app = ledger->app;
    struct due due = {0};

    TRY(list_due(app, received, &due, err));
    size_t all = due.records.list.count + due.changes.list.count;
    while (due.record + due.change < all) {
        TRY(enter_next(ledger, &due, report, err));
        app_progress(app, "Ghi sổ cái", due.record + due.change, all);
    }
    return OK;
}

enum status
ledger_enter(struct app *app, struct ledger_entering *report, struct error *err)
{
    AUTO(http_client) *client = http_client_new(&(struct http_options){0});
    AUTO(ledger) *ledger = NULL;

    *report = (struct ledger_entering){0};
    TRY(access_check(app, MAY_ENTER_LEDGER, app->actor.unit_id, err));
    TRY(ledger_open_asking(app, client, &ledger, err));
    TRY(ledger_learn_closings(ledger, &report->learned, err));
    TRY(ledger_enter_closings(ledger, report, err));
    TRY(ledger_enter_decisions(ledger, &report->documents, err));
    TRY(enter_due(ledger, false, report, err));
    TRY(enter_due(ledger, true, report, err));
    if (report->entered)
        TRY(key_effect_catch_up(app, err));
    TRY(ledger_enter_manifests(ledger, &report->documents, err));
    TRY(ledger_enter_freezes(ledger, &report->documents, err));
    return ledger_cosign(ledger, client, report, err);
}
