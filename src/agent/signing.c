/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/signing.h"

#include <stdio.h>
#include <stdlib.h>

#include "agent/signing_work.h"
#include "agent/system.h"

struct signing {
    const struct agent_settings *settings;
    struct system_lock *lock;
    struct system_thread *thread; /* of `running`; joined before the next one starts */
    struct work work;
    struct batch *batches[BATCHES_MAX]; /* the newest first */
    size_t count;
};

struct signing *
signing_new(const struct agent_settings *settings)
{
    struct signing *signing = heap_alloc(sizeof *signing);

    *signing = (struct signing){.settings = settings, .lock = system_lock_new()};
    return signing;
}

void
signing_free(struct signing *signing)
{
    if (!signing)
        return;
    system_thread_join(signing->thread);
    for (size_t i = 0; i < signing->count; i++)
        batch_free(signing->batches[i]);
    system_lock_free(signing->lock);
    free(signing);
}

/* A batch of which everything is signed counts as well: whoever has its last value may begin the
 * next one while its thread still closes the token. */
static bool
at_rest(struct signing *signing, const struct batch *batch)
{
    system_lock_take(signing->lock);
    bool rests = batch_is_at_rest(batch) || batch->signed_count == batch->count;
    system_lock_leave(signing->lock);
    return rests;
}

/* The batch that a thread works on now, or NULL. */
static struct batch *
running(struct signing *signing)
{
    for (size_t i = 0; i < signing->count; i++)
        if (!at_rest(signing, signing->batches[i]))
            return signing->batches[i];
    system_thread_join(signing->thread);
    signing->thread = NULL;
    return NULL;
}

static struct batch *
find(struct signing *signing, struct span origin, struct span id)
{
    for (size_t i = 0; i < signing->count; i++)
        if (span_is(id, signing->batches[i]->id) && span_is(origin, signing->batches[i]->origin))
            return signing->batches[i];
    return NULL;
}

enum status
signing_list(struct signing *signing, struct arena *arena, struct token_certificates *found,
             struct error *err)
{
    AUTO(pkcs11) *module = NULL;

    if (running(signing))
        return fail(err, CONFLICT, "Thẻ đang ký một lượt; hãy chờ xong rồi xem lại chứng thư.");
    TRY(pkcs11_open(signing->settings->module, &module, err));
    return pkcs11_list(module, arena, found, err);
}

/* Keep it as the newest; the oldest one goes when there is no room. */
static void
keep(struct signing *signing, struct batch *batch)
{
    if (signing->count == BATCHES_MAX)
        batch_free(signing->batches[--signing->count]);
    memmove(signing->batches + 1, signing->batches, signing->count * sizeof(struct batch *));
    signing->batches[0] = batch;
    signing->count++;
}

static enum status
run(struct signing *signing, struct batch *batch, struct error *err)
{
    batch->state = BATCH_ASKING;
    batch->cancel = false;
    batch->trouble = NULL;
    signing->work = (struct work){signing->settings, signing->lock, batch};
    signing->thread = system_thread_start(work_run, &signing->work);
    if (signing->thread)
        return OK;
    batch->state = BATCH_CANCELLED;
    return fail(err, UNAVAILABLE, "Máy này không bắt đầu ký được; chưa ký gì. Hãy thử lại.");
}

enum status
signing_start(struct signing *signing, struct batch *batch, struct error *err)
{
    AUTO(batch) *owned = batch;
    struct batch *now = running(signing);
    struct batch *known = find(signing, span_of(batch->origin), span_of(batch->id));

    if (known && memcmp(known->content, batch->content, sizeof batch->content) != 0)
        return fail(err, CONFLICT, "Mã lượt ký này đã dùng cho một danh sách khác; chưa ký gì.");
    if (known && (known == now || known->state == BATCH_DONE))
        return OK;
    if (now)
        return fail(err, CONFLICT,
                    "Thẻ đang ký một lượt khác; hãy trả lời hoặc chờ lượt đó xong rồi ký tiếp.");
    if (known)
        return run(signing, known, err);
    keep(signing, batch);
    owned = NULL;
    return run(signing, batch, err);
}

enum status
signing_poll(struct signing *signing, struct span origin, struct span id, size_t from,
             struct buffer *out, struct error *err)
{
    const struct batch *batch = find(signing, origin, id);

    if (!batch)
        return fail(err, NOT_FOUND, "Agent không có lượt ký này.");
    system_lock_take(signing->lock);
    batch_write(batch, from, out);
    system_lock_leave(signing->lock);
    return OK;
}

enum status
signing_cancel(struct signing *signing, struct span origin, struct span id, struct error *err)
{
    struct batch *batch = find(signing, origin, id);

    if (!batch)
        return fail(err, NOT_FOUND, "Agent không có lượt ký này.");
    system_lock_take(signing->lock);
    batch->cancel = true;
    system_lock_leave(signing->lock);
    return OK;
}
