/* SPDX-License-Identifier: Apache-2.0
 *
 * Batches that an earlier run left at the signer, because it was killed or the connection broke:
 * their values are fetched under the same ids, so that nothing is signed twice.  What the signer
 * does not know any more is simply prepared anew.
 */
#include "service/sign_run.h"
#include "store/signing.h"

static struct task *
find_task(struct sign_run *run, const struct sign_item *item)
{
    for (size_t i = 0; i < run->tasks.count; i++) {
        struct task *task = &run->tasks.items[i];
        if (text_equal(task->row->uuid, item->record) && text_equal(task->subject, item->subject))
            return task;
    }
    return NULL;
}

/* The task as it was sent; false when it is no longer wanted: signed since, or made anew. */
static bool
take_up(struct sign_run *run, const struct sign_item *item, struct task *task)
{
    AUTO(xades_identity) *identity = NULL;
    struct signing *signing = run->signing;
    struct error unread;

    if (item->ended || task->state != TASK_WAITING ||
        sign_step_check(signing, task->row, task->subject, &task->step, &unread) != OK ||
        task->step.already)
        return false;
    if (xades_pending_read(item->state, task->step.document, signing->app->arena, &identity,
                           &task->pending, &unread) != OK)
        return false;
    task->pending.identity = signing->identity;
    task->notice = task->step.notice;
    return true;
}

static enum status
resume_batch(struct sign_run *run, const struct sign_batch *batch, struct error *err)
{
    struct app *app = run->signing->app;
    struct signer_order order = {.id = batch->id, .reference = batch->reference};
    struct sign_items items = {0};

    TRY(store_list_sign_items(app->store, batch->id, app->arena, &items, err));
    order.count = items.list.count;
    struct signer_item *to_sign = arena_make_array(app->arena, order.count + 1, struct signer_item);
    run->sent = arena_make_array(app->arena, order.count + 1, struct task *);
    for (size_t i = 0; i < order.count; i++) {
        struct task *task = find_task(run, &items.list.items[i]);
        to_sign[i].label = items.list.items[i].label;
        if (!task || !take_up(run, &items.list.items[i], task))
            continue;
        to_sign[i].digest = task->pending.to_be_signed;
        task->step.batch = batch->id;
        task->step.place = i;
        run->sent[i] = task;
    }
    order.items = to_sign;
    TRY(sign_order_words(run, &order, err));
    return sign_run_batch(run, &order, true, err);
}

enum status
sign_resume(struct sign_run *run, struct error *err)
{
    struct app *app = run->signing->app;
    char hex[SHA256_HEX_SIZE];
    struct sign_batch like = {.class_id = run->signing->class.id,
                              .role = signer_role_key(run->signing->order->role),
                              .certificate = digest_hex(&run->key->chain->items[0]->sha256, hex),
                              .signer = run->with->kind};
    struct sign_batches batches = {0};

    TRY(store_list_sign_batches(app->store, &like, app->arena, &batches, err));
    for (size_t i = 0; i < batches.list.count; i++) {
        enum status status = resume_batch(run, &batches.list.items[i], err);
        /* What the person refused then may be asked for again now, as a new batch. */
        if (status != OK && status != NOT_FOUND && status != CONFLICT)
            return status;
    }
    return OK;
}
