/* SPDX-License-Identifier: Apache-2.0
 *
 * Entering what the gateway accepted: one leaf per record, under the key of its school.
 */
#include "crypto/anchors_store.h"
#include "service/ledger_documents.h"
#include "service/ledger_inside.h"
#include "store/intake.h"
#include "verify/verify.h"

enum { BATCH = 256 };

struct received_batch {
    const struct unentered *records;
    size_t count;
    struct leaf leaves[BATCH];
    struct written written[BATCH];
};

enum status
ledger_received_digest(struct span record, struct digest *digest, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(anchors) *nobody = anchors_new();
    struct verdict_report *report = arena_make(arena, struct verdict_report);

    TRY(verify_record(record, &(struct verify_material){.anchors = nobody}, arena, report, err));
    if (report->issued_form.size == 0)
        return fail(err, CORRUPT, "Học bạ đã tiếp nhận không đọc được.");
    *digest = sha256(report->issued_form);
    return OK;
}

static enum status
make_leaf(struct ledger *ledger, const struct unentered *record, struct leaf *leaf,
          struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct digest key_id;
    struct span bytes;

    *leaf = (struct leaf){.kind = LEAF_ISSUE};
    TRY(ledger_key_id(ledger->app, record->seal, &key_id, err));
    TRY(ledger_enrol_key(ledger, &key_id, err));
    leaf_kid_of(&key_id, leaf->kid);
    TRY(store_find_received(ledger->app->store, record->record, arena, &bytes, err));
    TRY(ledger_received_digest(bytes, &leaf->hash, err));
    if (ledger_stands_already(ledger, leaf))
        return OK;
    return ledger_make_slot(ledger->app, record, leaf->slot, err);
}

static enum status
note_entries(struct store *store, void *context, struct error *err)
{
    const struct received_batch *batch = context;

    for (size_t i = 0; i < batch->count; i++) {
        const struct written *written = &batch->written[i];
        if (written->status == OK)
            TRY(store_add_received_entry(store, batch->records[i].record, (int64_t)written->index,
                                         moment_in_vietnam(written->time), err));
    }
    return OK;
}

static enum status
enter_batch(struct ledger *ledger, struct received_batch *batch, struct ledger_entering *report,
            struct error *err)
{
    for (size_t i = 0; i < batch->count; i++)
        TRY(make_leaf(ledger, &batch->records[i], &batch->leaves[i], err));
    TRY(writer_append(ledger->writer, batch->leaves, batch->count, ledger->app->arena,
                      batch->written, err));
    /* When the power fails here, the next call hands them in again and gets the same places. */
    TRY(store_transact(ledger->app->store, note_entries, batch, err));
    for (size_t i = 0; i < batch->count; i++) {
        bool entered = batch->written[i].status == OK;
        report->entered += entered;
        report->refused += !entered;
        if (!entered && !report->refusal)
            report->refusal = batch->written[i].reason;
    }
    return OK;
}

enum status
ledger_enter_received(struct ledger *ledger, struct ledger_entering *report, struct error *err)
{
    struct app *app = ledger->app;
    struct received_batch *batch = arena_make(app->arena, struct received_batch);
    struct unentered_list due = {0};

    TRY(store_list_unentered_received(app->store, STORE_ROWS_MAX, app->arena, &due, err));
    for (size_t from = 0; from < due.list.count; from += batch->count) {
        size_t left = due.list.count - from;
        batch->records = &due.list.items[from];
        batch->count = left < BATCH ? left : BATCH;
        TRY(enter_batch(ledger, batch, report, err));
    }
    return OK;
}
