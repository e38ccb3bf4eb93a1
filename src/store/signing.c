/* SPDX-License-Identifier: Apache-2.0 */
#include "store/signing.h"

#include <stdio.h>

#include "store/ask.h"
#include "store/receipts.h"

struct adding {
    const struct sign_batch *batch;
    const struct sign_items *items;
};

static enum status
add_batch(struct store *store, void *context, struct error *err)
{
    const struct adding *it = context;
    const struct sign_batch *batch = it->batch;

    TRY(ask(ASK(store, SQL_add_sign_batch, v_text(batch->id), v_text(batch->class_id),
                v_text(batch->role), v_text(batch->certificate), v_text(batch->signer),
                v_moment(batch->started), v_text(batch->by)),
            err));
    for (size_t i = 0; i < it->items->list.count; i++) {
        const struct sign_item *item = &it->items->list.items[i];
        TRY(ask(ASK(store, SQL_add_sign_item, v_text(batch->id), v_int((int64_t)i),
                    v_text(item->record), v_text(item->subject), v_text(item->label),
                    v_bytes(item->state)),
                err));
    }
    return OK;
}

enum status
store_add_sign_batch(struct store *store, const struct sign_batch *batch,
                     const struct sign_items *items, struct error *err)
{
    struct adding it = {batch, items};

    return store_transact(store, add_batch, &it, err);
}

enum status
store_set_sign_reference(struct store *store, const char *batch, const char *reference,
                         struct error *err)
{
    return ask(ASK(store, SQL_set_sign_reference, v_text(batch), v_text(reference)), err);
}

static void
read_batch(struct row *row, void *into)
{
    struct sign_batch *batch = into;

    batch->id = row_text(row);
    batch->class_id = row_text(row);
    batch->role = row_text(row);
    batch->certificate = row_text(row);
    batch->signer = row_text(row);
    batch->reference = row_text(row);
    batch->started = row_moment(row);
    batch->by = row_text(row);
}

enum status
store_list_sign_batches(struct store *store, const struct sign_batch *like, struct arena *arena,
                        struct sign_batches *batches, struct error *err)
{
    return ask_list(ASK(store, SQL_list_sign_batches, v_text(like->class_id), v_text(like->role),
                        v_text(like->certificate), v_text(like->signer)),
                    read_batch, arena, batches->list, err);
}

enum status
store_list_sign_batches_of(struct store *store, const struct sign_batch *like, struct arena *arena,
                           struct sign_batches *batches, struct error *err)
{
    return ask_list(ASK(store, SQL_list_sign_batches_of, v_text(like->class_id), v_text(like->role),
                        v_text(like->signer), v_text(like->by)),
                    read_batch, arena, batches->list, err);
}

enum status
store_find_sign_batch(struct store *store, const char *id, struct arena *arena,
                      struct sign_batch *batch, struct error *err)
{
    bool found;

    TRY(ask_one(ASK(store, SQL_find_sign_batch, v_text(id)), read_batch, arena, batch, &found,
                err));
    return found ? OK : fail(err, NOT_FOUND, "Không có lượt ký này.");
}

static void
read_item(struct row *row, void *into)
{
    struct sign_item *item = into;

    item->record = row_text(row);
    item->subject = row_text(row);
    item->label = row_text(row);
    item->state = row_bytes(row);
    item->ended = row_int(row);
}

enum status
store_list_sign_items(struct store *store, const char *batch, struct arena *arena,
                      struct sign_items *items, struct error *err)
{
    return ask_list(ASK(store, SQL_list_sign_items, v_text(batch)), read_item, arena, items->list,
                    err);
}

enum status
store_end_sign_item(struct store *store, const char *batch, size_t place, struct error *err)
{
    return ask(ASK(store, SQL_end_sign_item, v_text(batch), v_int((int64_t)place)), err);
}

static enum status
remove_batch(struct store *store, void *context, struct error *err)
{
    const char *batch = context;

    TRY(ask(ASK(store, SQL_remove_sign_items, v_text(batch)), err));
    TRY(ask(ASK(store, SQL_remove_sign_remote, v_text(batch)), err));
    TRY(ask(ASK(store, SQL_remove_sign_batch, v_text(batch)), err));
    return store_remove_unused_receipt(store, batch, err);
}

enum status
store_remove_sign_batch(struct store *store, const char *batch, struct error *err)
{
    char id[64];

    snprintf(id, sizeof id, "%s", batch);
    return store_transact(store, remove_batch, id, err);
}

/* --- remote services -------------------------------------------------------------------------- */

enum status
store_add_sign_remote(struct store *store, const char *batch, const struct sign_remote *remote,
                      struct error *err)
{
    return ask(ASK(store, SQL_add_sign_remote, v_text(batch), v_text(remote->service),
                   v_text(remote->account)),
               err);
}

enum status
store_set_sign_remote_reference(struct store *store, const char *batch, const char *reference,
                                struct error *err)
{
    return ask(ASK(store, SQL_set_sign_remote_reference, v_text(batch), v_text(reference)), err);
}

static void
read_remote(struct row *row, void *into)
{
    struct sign_remote *remote = into;

    remote->service = row_text(row);
    remote->account = row_text(row);
    remote->reference = row_text(row);
}

enum status
store_find_sign_remote(struct store *store, const char *batch, struct arena *arena,
                       struct sign_remote *remote, bool *found, struct error *err)
{
    *remote = (struct sign_remote){0};
    return ask_one(ASK(store, SQL_find_sign_remote, v_text(batch)), read_remote, arena, remote,
                   found, err);
}

enum status
store_set_remote_account(struct store *store, const char *person, const struct sign_remote *remote,
                         struct error *err)
{
    return ask(ASK(store, SQL_set_remote_account, v_text(person), v_text(remote->service),
                   v_text(remote->account)),
               err);
}

enum status
store_find_remote_account(struct store *store, const char *person, const char *service,
                          struct arena *arena, const char **account, struct error *err)
{
    return ask_text(ASK(store, SQL_find_remote_account, v_text(person), v_text(service)), arena,
                    account, err);
}
