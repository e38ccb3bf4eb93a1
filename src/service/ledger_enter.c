/* SPDX-License-Identifier: Apache-2.0
 *
 * Entering what was issued and decided, in the order in which it happened.
 */
#include "service/ledger_inside.h"

#include "base/encode.h"
#include "base/file.h"
#include "crypto/hmac.h"
#include "crypto/random.h"
#include "service/access.h"
#include "service/ledger_changes.h"
#include "service/ledger_documents.h"
#include "store/intake.h"
#include "store/ledger_entries.h"
#include "store/received.h"
#include "store/records.h"

#define RECORD_TYPE "hocba-tieu-hoc"

enum { BATCH = 256, SLOT_TEXT_MAX = 1024 };

/* --- leaves ----------------------------------------------------------------------------------- */

/* The key of a school year, made when the first record of that year is entered. */
static enum status
slot_key(struct app *app, const char *year, struct secret **key, struct error *err)
{
    const char *folder = arena_printf(app->arena, "%s/slots", ledger_home(app));
    const char *path = arena_printf(app->arena, "%s/%s", folder, year);
    AUTO(secret) *made = secret_new(HMAC_KEY_SIZE);
    AUTO(secret) *line = NULL;

    if (!file_exists(path)) {
        AUTO(secret) *text = secret_new(2 * HMAC_KEY_SIZE);
        random_bytes(secret_bytes(made), HMAC_KEY_SIZE);
        hex_write(secret_bytes(made), HMAC_KEY_SIZE, (char *)secret_bytes(text));
        TRY(folder_make(folder, 0700, err));
        TRY(file_write(path, (struct span){secret_text(text), secret_size(text)}, 0600, err));
    } else {
        TRY(secret_read_line(path, &line, err));
        if (!hex_read((struct span){secret_text(line), secret_size(line)}, secret_bytes(made),
                      HMAC_KEY_SIZE))
            return fail(err, CORRUPT, "Khóa năm %s của sổ cái bị hỏng.", year);
    }
    *key = made;
    made = NULL;
    return OK;
}

enum status
ledger_make_slot(struct app *app, const struct unentered *record, uint8_t slot[LEAF_SLOT_SIZE],
                 struct error *err)
{
    AUTO(secret) *key = NULL;
    AUTO(buffer) *text = buffer_new(SLOT_TEXT_MAX);

    TRY(slot_key(app, record->year, &key, err));
    buffer_printf(text, "%s|%s|%d|%s", record->pupil_code, record->year, record->grade,
                  RECORD_TYPE);
    struct digest tag = hmac_sha256(key, buffer_span(text));
    memcpy(slot, tag.bytes, LEAF_SLOT_SIZE);
    return OK;
}

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

/* A record that stands there keeps its leaf, also when the year's slot key is not the one that made
 * it: a home restored from an old backup may have lost that one. */
bool
ledger_stands_already(struct ledger *ledger, struct leaf *leaf)
{
    struct leaf found;
    struct error ignored;
    uint64_t index;

    if (writer_find(ledger->writer, &leaf->hash, &index, &ignored) != OK ||
        writer_read(ledger->writer, index, &found, &ignored) != OK || !leaf_is_record(&found))
        return false;
    *leaf = found;
    return true;
}

static enum status
make_leaf(struct ledger *ledger, const struct unentered *record, struct leaf *leaf,
          struct digest *key_id, struct error *err)
{
    bool before = !record->received && ledger->since && record->issued.seconds < ledger->since;

    *leaf = (struct leaf){.kind = before ? LEAF_ENTERED : LEAF_ISSUE,
                          .issued = before ? record->issued.seconds : 0};
    TRY(ledger_key_id(ledger->app, record->seal, key_id, err));
    leaf_kid_of(key_id, leaf->kid);
    TRY(stored_digest(ledger->app, record, &leaf->hash, err));
    if (ledger_stands_already(ledger, leaf))
        return OK;
    return ledger_make_slot(ledger->app, record, leaf->slot, err);
}

/* The school's key, before the first record under it. */
enum status
ledger_enrol_key(struct ledger *ledger, const struct digest *key_id, struct error *err)
{
    struct leaf leaf = {.kind = LEAF_KEY, .action = KEY_ENROL, .hash = *key_id};
    struct written written;

    leaf_kid_of(key_id, leaf.kid);
    if (writer_knows_key(ledger->writer, leaf.kid))
        return OK;
    TRY(writer_append(ledger->writer, &leaf, 1, ledger->app->arena, &written, err));
    return written.status == OK ? OK : fail(err, CONFLICT, "%s", written.reason);
}

/* --- entering --------------------------------------------------------------------------------- */

/* A batch: leaves, and where they came to stand. */
struct batch_of_leaves {
    struct ledger *ledger;
    const struct unentered *records;
    size_t count;
    struct leaf leaves[BATCH];
    struct written written[BATCH];
};

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
    const struct batch_of_leaves *batch = context;

    for (size_t i = 0; i < batch->count; i++)
        if (batch->written[i].status == OK)
            TRY(note_entry(store, &batch->records[i], &batch->leaves[i], &batch->written[i], err));
    return OK;
}

static void
count_refusal(struct ledger_entering *report, const char *reason)
{
    report->refused++;
    if (!report->refusal)
        report->refusal = reason;
}

static enum status
enter_batch(struct ledger *ledger, const struct unentered *records, size_t count,
            struct ledger_entering *report, struct error *err)
{
    struct app *app = ledger->app;
    struct batch_of_leaves *batch = arena_make(app->arena, struct batch_of_leaves);

    *batch = (struct batch_of_leaves){.ledger = ledger, .records = records, .count = count};
    for (size_t i = 0; i < count; i++) {
        struct digest key_id;
        TRY(make_leaf(ledger, &records[i], &batch->leaves[i], &key_id, err));
        TRY(ledger_enrol_key(ledger, &key_id, err));
    }
    TRY(writer_append(ledger->writer, batch->leaves, count, app->arena, batch->written, err));
    /* When the power fails here, the next call hands them in again and gets the same places. */
    TRY(store_transact(app->store, note_entries, batch, err));
    for (size_t i = 0; i < count; i++) {
        report->entered += batch->written[i].status == OK;
        if (batch->written[i].status != OK)
            count_refusal(report, batch->written[i].reason);
    }
    return OK;
}

/* --- changes of status ------------------------------------------------------------------------ */

static enum status
enter_change(struct ledger *ledger, const struct status_change *change,
             struct ledger_entering *report, struct error *err)
{
    struct app *app = ledger->app;
    struct written written;
    uint64_t replacement;
    struct leaf leaf;

    enum status status = ledger_find_replacement(app, change, &replacement, err);
    if (status == OK)
        status = ledger_make_change(app, ledger->writer, change, replacement, &leaf, err);
    if (status == NOT_FOUND) {
        count_refusal(report, arena_text(app->arena, err->message));
        return OK;
    }
    TRY(status);
    TRY(writer_append(ledger->writer, &leaf, 1, app->arena, &written, err));
    if (written.status != OK) {
        count_refusal(report, written.reason);
        return OK;
    }
    report->changes++;
    return ledger_note_change(app->store, change, &written, err);
}

/* A record and the change of the one whose place it takes: one transaction of the ledger, so that
 * nobody ever sees two that count or none. */
struct pair {
    const struct unentered *record;
    const struct status_change *change;
    struct leaf leaves[2];
    struct written written[2];
};

static enum status
note_pair(struct store *store, void *context, struct error *err)
{
    struct pair *pair = context;
    struct batch_of_leaves batch = {.records = pair->record, .count = 1};

    batch.leaves[0] = pair->leaves[0];
    batch.written[0] = pair->written[0];
    TRY(note_entries(store, &batch, err));
    return pair->written[1].status == OK
               ? ledger_note_change(store, pair->change, &pair->written[1], err)
               : OK;
}

static enum status
enter_pair(struct ledger *ledger, const struct unentered *record,
           const struct status_change *change, struct ledger_entering *report, struct error *err)
{
    struct app *app = ledger->app;
    struct pair *pair = arena_make(app->arena, struct pair);
    uint64_t place;
    struct digest key_id;

    *pair = (struct pair){.record = record, .change = change};
    TRY(make_leaf(ledger, record, &pair->leaves[0], &key_id, err));
    TRY(ledger_enrol_key(ledger, &key_id, err));
    enum status status = ledger_make_change(app, ledger->writer, change, 0, &pair->leaves[1], err);
    if (status == NOT_FOUND) /* the old one never came into the ledger: nothing to supersede */
        return enter_batch(ledger, record, 1, report, err);
    TRY(status);
    /* Keys are enrolled by now: the next place is the record's, unless it has one. */
    status = writer_find(ledger->writer, &pair->leaves[0].hash, &place, err);
    if (status == NOT_FOUND)
        place = writer_size(ledger->writer);
    else
        TRY(status);
    pair->leaves[1].replacement = place;
    TRY(writer_append(ledger->writer, pair->leaves, 2, app->arena, pair->written, err));
    TRY(store_transact(app->store, note_pair, pair, err));
    report->entered += pair->written[0].status == OK;
    report->changes += pair->written[1].status == OK;
    for (int i = 0; i < 2; i++)
        if (pair->written[i].status != OK)
            count_refusal(report, pair->written[i].reason);
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

    for (; count < left && count < BATCH; count++) {
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
    TRY(ledger_enter_decisions(app, ledger->writer, &report->documents, err));
    TRY(enter_due(ledger, false, report, err));
    TRY(enter_due(ledger, true, report, err));
    TRY(ledger_enter_manifests(app, ledger->writer, &report->documents, err));
    TRY(ledger_enter_freezes(app, ledger->writer, &report->documents, err));
    return ledger_cosign(ledger, client, report, err);
}
