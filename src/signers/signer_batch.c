/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "crypto/ecdsa_value.h"
#include "signers/signer_internal.h"

enum { PAUSE_MS = 100, PAUSE_MAX_MS = 8000 };

struct signer_batch {
    struct signer_session *session;
    struct signer_order order; /* with our own reference */
    const struct public_key *key;
    struct signer_result *results; /* beside the order's items */
    struct signer_progress progress;
    bool resumed;
    char reference[SIGNER_REFERENCE_MAX + 1];
    bool reference_untold; /* to the watcher */
    /* The items that ended, in the order in which they did, and how many the watcher was told. */
    size_t *ended;
    size_t ended_count, told;
};

struct signer_reports {
    struct signer_batch *batch;
};

static bool
id_is_fine(const char *id)
{
    size_t size = id ? strlen(id) : 0;

    return size > 0 && size <= SIGNER_ID_MAX &&
           strspn(id, "0123456789abcdefghijklmnopqrstuvwxyz-") == size;
}

enum status
signer_batch_new(struct signer_session *session, const struct signer_order *order, bool resumed,
                 struct signer_batch **batch, struct error *err)
{
    const struct signer_certificate *certificate;

    assert(id_is_fine(order->id));
    TRY(signer_session_find(session, &order->certificate, &certificate, err));
    if (order->count == 0 || order->count > certificate->limits.batch_max)
        return fail(err, INVALID, "Mỗi lần ký được từ 1 đến %zu chữ ký, không phải %zu.",
                    certificate->limits.batch_max, order->count);
    struct signer_batch *made = heap_alloc(sizeof *made);
    *made = (struct signer_batch){.session = session,
                                  .order = *order,
                                  .key = certificate->chain->items[0]->key,
                                  .resumed = resumed};
    if (order->reference) {
        snprintf(made->reference, sizeof made->reference, "%s", order->reference);
        made->order.reference = made->reference;
    }
    made->results = heap_resize(NULL, order->count, sizeof *made->results);
    made->ended = heap_resize(NULL, order->count, sizeof *made->ended);
    memset(made->results, 0, order->count * sizeof *made->results);
    *batch = made;
    return OK;
}

void
signer_batch_free(struct signer_batch *batch)
{
    if (!batch)
        return;
    free(batch->results);
    free(batch->ended);
    free(batch);
}

const struct signer_progress *
signer_batch_progress(const struct signer_batch *batch)
{
    return &batch->progress;
}

const struct signer_result *
signer_batch_results(const struct signer_batch *batch)
{
    return batch->results;
}

const char *
signer_batch_reference(const struct signer_batch *batch)
{
    return batch->reference[0] ? batch->reference : NULL;
}

/* --- what drivers report ---------------------------------------------------------------------- */

bool
signer_reported(const struct signer_reports *reports, size_t item)
{
    return reports->batch->results[item].state != SIGNER_ITEM_WAITING;
}

static void
end_item(struct signer_batch *batch, size_t item, enum signer_item_state state)
{
    batch->results[item].state = state;
    batch->ended[batch->ended_count++] = item;
    batch->progress.done += state == SIGNER_ITEM_DONE;
    batch->progress.failed += state == SIGNER_ITEM_FAILED;
}

/* The value in the form that XMLDSig wants, if it is this key's over this digest. */
static enum status
check_value(const struct signer_batch *batch, size_t item, struct span value,
            struct signature_value *out, struct error *err)
{
    uint8_t raw[P256_SIGNATURE_SIZE];

    if (public_key_kind(batch->key) == KEY_P256 && value.size != P256_SIGNATURE_SIZE &&
        ecdsa_value_from_der((const uint8_t *)value.data, value.size, raw))
        value = (struct span){(const char *)raw, sizeof raw};
    if (value.size > sizeof out->bytes ||
        public_key_verify(batch->key, &batch->order.items[item].digest, value, err) != OK)
        return fail(err, UNTRUSTED,
                    "Nơi ký (%s) trả về chữ ký không khớp với chứng thư hoặc với học bạ này; học "
                    "bạ chưa có gì thay đổi. Hãy ký lại; nếu còn bị, hãy xem có đúng thẻ, đúng "
                    "chứng thư không.",
                    signer_session_name(batch->session));
    memcpy(out->bytes, value.data, value.size);
    out->size = value.size;
    return OK;
}

void
signer_report_value(struct signer_reports *reports, size_t item, struct span value)
{
    struct signer_batch *batch = reports->batch;

    if (item >= batch->order.count || signer_reported(reports, item))
        return;
    struct signer_result *result = &batch->results[item];
    enum status status = check_value(batch, item, value, &result->value, &result->error);
    end_item(batch, item, status == OK ? SIGNER_ITEM_DONE : SIGNER_ITEM_FAILED);
}

void
signer_report_failure(struct signer_reports *reports, size_t item, const struct error *error)
{
    struct signer_batch *batch = reports->batch;

    if (item >= batch->order.count || signer_reported(reports, item))
        return;
    assert(error->status != OK);
    batch->results[item].error = *error;
    end_item(batch, item, SIGNER_ITEM_FAILED);
}

static void
fail_silent_items(struct signer_reports *reports)
{
    struct signer_batch *batch = reports->batch;
    struct error err;

    error_fill(&err, UNAVAILABLE,
               "Nơi ký (%s) kết thúc mà không trả về chữ ký này. Hãy ký lại học bạ này.",
               signer_session_name(batch->session));
    for (size_t i = 0; i < batch->order.count; i++)
        signer_report_failure(reports, i, &err);
}

void
signer_report_phase(struct signer_reports *reports, enum signer_phase phase, int64_t confirm_by,
                    unsigned wait_ms)
{
    struct signer_progress *progress = &reports->batch->progress;

    progress->phase = phase;
    progress->confirm_by = phase == SIGNER_CONFIRMING ? confirm_by : 0;
    progress->patience = 0;
    progress->wait_ms = wait_ms;
    if (phase == SIGNER_FINISHED)
        fail_silent_items(reports);
}

void
signer_report_patience(struct signer_reports *reports, unsigned seconds)
{
    reports->batch->progress.patience = seconds;
}

void
signer_report_reference(struct signer_reports *reports, const char *reference)
{
    struct signer_batch *batch = reports->batch;

    assert(strlen(reference) <= SIGNER_REFERENCE_MAX);
    batch->reference_untold |= !text_equal(batch->reference, reference);
    snprintf(batch->reference, sizeof batch->reference, "%s", reference);
    batch->order.reference = batch->reference;
}

/* --- polling ---------------------------------------------------------------------------------- */

/* Ask the driver. A content may be sent again only by who sent it first, and only while nothing of
 * it has come: then the signer lost it, or never had it. */
static enum status
ask_driver(struct signer_batch *batch, struct signer_reports *reports, struct error *err)
{
    const struct signer_driver *driver = batch->session->driver;
    void *state = batch->session->state;

    if (batch->progress.phase != SIGNER_UNSENT || batch->resumed) {
        enum status status = driver->poll(state, &batch->order, reports, err);
        if (status != NOT_FOUND || batch->resumed || batch->ended_count > 0)
            return status;
    }
    TRY(driver->start(state, &batch->order, reports, err));
    if (batch->progress.phase == SIGNER_UNSENT)
        batch->progress.phase = SIGNER_RUNNING;
    return OK;
}

enum status
signer_batch_poll(struct signer_batch *batch, struct error *err)
{
    struct signer_reports reports = {batch};

    if (batch->progress.phase == SIGNER_FINISHED)
        return OK;
    TRY(ask_driver(batch, &reports, err));
    if (batch->ended_count == batch->order.count)
        batch->progress.phase = SIGNER_FINISHED;
    return OK;
}

enum status
signer_batch_cancel(struct signer_batch *batch, struct error *err)
{
    if (batch->progress.phase == SIGNER_FINISHED ||
        (batch->progress.phase == SIGNER_UNSENT && !batch->resumed))
        return OK;
    return batch->session->driver->cancel(batch->session->state, &batch->order, err);
}

/* --- running ---------------------------------------------------------------------------------- */

/* Tell the watcher what is new. */
static enum status
tell(struct signer_batch *batch, const struct signer_watch *watch, struct error *err)
{
    if (batch->reference_untold && watch->referred)
        TRY(watch->referred(watch->context, batch->reference, err));
    batch->reference_untold = false;
    while (batch->told < batch->ended_count) {
        size_t item = batch->ended[batch->told++];
        if (watch->ended)
            TRY(watch->ended(watch->context, item, &batch->results[item], err));
    }
    if (watch->changed)
        watch->changed(watch->context, &batch->progress);
    return OK;
}

static enum status
stop(struct signer_batch *batch, struct error *err)
{
    struct error unread;

    (void)!signer_batch_cancel(batch, &unread);
    return fail(err, CONFLICT, "Đã dừng ký theo yêu cầu; những chữ ký đã xong vẫn giữ được.");
}

enum status
signer_batch_run(struct signer_batch *batch, const struct signer_watch *watch, struct error *err)
{
    unsigned failures = 0, pause = PAUSE_MS;

    for (;;) {
        enum status status = signer_batch_poll(batch, err);
        struct error untold;
        enum status told = tell(batch, watch, &untold);
        if (told != OK) {
            *err = untold;
            return told;
        }
        if (status != OK && (status != UNAVAILABLE || ++failures == SIGNER_TRIES_MAX))
            return status;
        if (batch->progress.phase == SIGNER_FINISHED)
            return OK;
        if (status == OK)
            failures = 0, pause = PAUSE_MS;
        if (!watch->wait(watch->context, status == OK ? batch->progress.wait_ms : pause))
            return stop(batch, err);
        pause = status == OK || pause >= PAUSE_MAX_MS ? pause : 2 * pause;
    }
}
