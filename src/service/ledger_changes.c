/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_changes.h"

#include "service/ledger_documents.h"
#include "store/ledger_entries.h"

static enum status
find_place(struct app *app, const char *record, uint64_t *index, struct error *err)
{
    struct ledger_entry entry;

    TRY(store_find_ledger_entry(app->store, record, app->arena, &entry, err));
    *index = (uint64_t)entry.position;
    return OK;
}

enum status
ledger_make_change(struct app *app, const struct status_change *change, uint64_t replacement,
                   struct leaf *leaf, struct digest *key_id, struct error *err)
{
    *leaf = (struct leaf){.kind = LEAF_STATUS,
                          .has_replacement = change->replacement != NULL,
                          .replacement = change->replacement ? replacement : 0};
    if (!record_status_parse(change->status, &leaf->status) ||
        !digest_parse_hex(span_of(change->decision), &leaf->hash))
        return fail(err, CORRUPT, "Quyết định %s trong kho không đọc được.", change->decision);
    TRY(find_place(app, change->record, &leaf->target, err));
    TRY(ledger_key_id(app, change->seal, key_id, err));
    leaf_kid_of(key_id, leaf->kid);
    return OK;
}

enum status
ledger_find_replacement(struct app *app, const struct status_change *change, uint64_t *index,
                        struct error *err)
{
    *index = 0;
    return change->replacement ? find_place(app, change->replacement, index, err) : OK;
}

enum status
ledger_note_change(struct store *store, const struct status_change *change,
                   const struct written *written, struct error *err)
{
    return store_add_status_entry(store, change, (int64_t)written->index,
                                  moment_in_vietnam(written->time), err);
}
