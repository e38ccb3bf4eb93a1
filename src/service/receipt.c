/* SPDX-License-Identifier: Apache-2.0 */
#include "service/receipt.h"

#include "service/notices.h"
#include "service/sign_step.h"

/* --- while it is signed ----------------------------------------------------------------------- */

enum status
receipt_begin(struct app *app, const struct receipt *receipt, const struct page_batch *page,
              const struct batch *refused, struct error *err)
{
    struct receipt_items items = {0};
    char hex[SHA256_HEX_SIZE];

    for (size_t i = 0; i < page->items.count; i++)
        *list_add(app->arena, items.list) = (struct receipt_item){
            .place = (int64_t)i,
            .record = page->items.items[i].uuid,
            .digest = arena_text(app->arena, digest_hex(&page->items.items[i].digest, hex)),
            .outcome = RECEIPT_OPEN};
    for (size_t i = 0; i < refused->list.count; i++)
        *list_add(app->arena, items.list) =
            (struct receipt_item){.place = (int64_t)(page->items.count + i),
                                  .record = refused->list.items[i].uuid,
                                  .outcome = RECEIPT_FAILED,
                                  .message = refused->list.items[i].message,
                                  .ended = receipt->started};
    return store_add_receipt(app->store, receipt, &items, err);
}

enum status
receipt_add_signature(const struct signing *signing, const char *batch, size_t place,
                      struct error *err)
{
    struct app *app = signing->app;
    struct moment now = app_now(app);
    const struct receipt_item item = {
        .place = (int64_t)place, .outcome = RECEIPT_SIGNED, .ended = now};
    bool first;

    TRY(store_end_receipt_item(app->store, batch, &item, err));
    TRY(store_tell_receipt(app->store, batch, now, &first, err));
    return first ? notices_add_batch(signing, batch, err) : OK;
}

enum status
receipt_add_outcome(struct app *app, const char *batch, size_t place, enum outcome_kind kind,
                    const char *message, struct error *err)
{
    const struct receipt_item item = {.place = (int64_t)place,
                                      .outcome =
                                          kind == OUTCOME_FAILED ? RECEIPT_FAILED : RECEIPT_ALREADY,
                                      .message = message,
                                      .ended = app_now(app)};

    return kind == OUTCOME_DONE ? OK : store_end_receipt_item(app->store, batch, &item, err);
}

/* --- how long --------------------------------------------------------------------------------- */

static int64_t
pace_of(const char *signer)
{
    return text_equal(signer, SIGNER_KEPT)     ? PACE_KEPT_MS
           : text_equal(signer, SIGNER_REMOTE) ? PACE_REMOTE_MS
                                               : PACE_TOKEN_MS;
}

/* At least a second: "0 giây" would be no answer. */
static int64_t
seconds_of(int64_t ms)
{
    return ms < 1000 ? 1 : (ms + 500) / 1000;
}

enum status
receipt_estimate(struct app *app, const char *certificate, const char *signer, size_t count,
                 struct receipt_estimate *estimate, struct error *err)
{
    int64_t each = pace_of(signer), all = (int64_t)count;
    struct pace pace;

    TRY(store_find_pace(app->store, certificate, signer, PACE_LEAST, &pace, err));
    *estimate = (struct receipt_estimate){.measured = pace.count > 0};
    if (pace.count > 1)
        each = 1000 * pace.seconds / (pace.count - 1);
    estimate->seconds = seconds_of(
        all * each + (text_equal(signer, SIGNER_REMOTE) ? (int64_t)PACE_REMOTE_PERSON_MS : 0));
    if (text_equal(signer, SIGNER_PAGE))
        estimate->pin_each = seconds_of(all * (PACE_PIN_MS + (each < PACE_PIN_MS ? each : 0)));
    return OK;
}

/* --- looking ---------------------------------------------------------------------------------- */

enum status
receipt_load(struct app *app, const char *batch, struct receipt_view *view, struct error *err)
{
    *view = (struct receipt_view){0};
    TRY(store_find_receipt(app->store, batch, app->arena, &view->it, err));
    if (!text_equal(view->it.person, app->actor.person_id))
        return fail(err, NOT_FOUND, "Không có lượt ký này của thầy cô.");
    TRY(store_list_receipt_items(app->store, batch, app->arena, &view->items, err));
    return receipt_estimate(app, view->it.certificate, view->it.signer, (size_t)view->it.open,
                            &view->estimate, err);
}

enum status
receipt_list(struct app *app, const char *class_id, struct receipts *receipts, struct error *err)
{
    *receipts = (struct receipts){0};
    if (!app->actor.person_id)
        return OK;
    return store_list_receipts(app->store, app->actor.person_id, class_id, app->arena, receipts,
                               err);
}

static bool
is_same(const struct refused_class *class, const struct failed_record *record)
{
    return text_equal(class->class_id, record->class_id) && text_equal(class->role, record->role) &&
           text_equal(class->subject, record->subject);
}

enum status
receipt_list_refused(struct app *app, struct failed_records *records,
                     struct refused_classes *classes, struct error *err)
{
    *records = (struct failed_records){0};
    *classes = (struct refused_classes){0};
    if (!app->actor.person_id)
        return OK;
    TRY(store_list_refused(app->store, app->actor.person_id, app->arena, records, err));
    classes->count = records->list.count;
    for (size_t i = 0; i < records->list.count; i++) {
        const struct failed_record *one = &records->list.items[i];
        size_t last = classes->list.count;
        if (last == 0 || !is_same(&classes->list.items[last - 1], one))
            *list_add(app->arena, classes->list) =
                (struct refused_class){one->class_id, one->class_name, one->role, one->subject, 0};
        classes->list.items[classes->list.count - 1].count++;
    }
    return OK;
}
