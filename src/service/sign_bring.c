/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sign_bring.h"

#include "service/queue.h"
#include "service/receipt.h"
#include "xml/scan.h"

static enum status
find_batch(struct app *app, const char *id, const char *signer, struct sign_batch *kept,
           struct error *err)
{
    enum status status = store_find_sign_batch(app->store, id, app->arena, kept, err);

    if (status == NOT_FOUND || (status == OK && !text_equal(kept->signer, signer)))
        return fail(err, NOT_FOUND,
                    "Lượt ký này đã xong, hoặc đã có lượt khác thay nó. Những gì đã ký vẫn còn; "
                    "hãy tải lại trang.");
    return status;
}

enum status
sign_bring_open(struct app *app, const char *id, const char *signer, struct sign_bring *bring,
                struct error *err)
{
    struct stored_certificate stored;
    struct queue_list list;

    *bring = (struct sign_bring){.signing = {.app = app, .order = &bring->as}};
    TRY(find_batch(app, id, signer, &bring->kept, err));
    TRY(store_list_sign_items(app->store, id, app->arena, &bring->items, err));
    bring->as.of.class_id = bring->kept.class_id;
    bring->as.subject = bring->items.list.count > 0 ? bring->items.list.items[0].subject : NULL;
    if (!signer_role_parse(bring->kept.role, &bring->as.role))
        return fail(err, CORRUPT, "Lượt ký %s có vai trò lạ.", id);
    TRY(queue_open(app, bring->kept.class_id, bring->as.role, bring->as.subject, &list, err));
    TRY(store_find_certificate_by_sha256(app->store, bring->kept.certificate, app->arena, &stored,
                                         err));
    TRY(sign_identity_of(app, stored.der, &bring->identity, err));
    TRY(signing_begin(&bring->signing, bring->identity, err));
    return sign_check_own(&bring->signing, err);
}

void
sign_bring_clear(struct sign_bring *bring)
{
    xades_identity_free(bring->identity);
    bring->identity = NULL;
}

static const char *
look_notice(struct app *app, const struct sign_batch *kept, size_t place, const char *notice)
{
    char look = kept->reference && place < strlen(kept->reference) ? kept->reference[place] : 0;
    const char *how = look == LOOK_OPENED ? "Đã mở xem trước khi ký."
                      : look == LOOK_LIST ? "Ký theo danh sách."
                                          : NULL;

    if (!how || !notice)
        return how ? how : notice;
    return arena_printf(app->arena, "%s %s", notice, how);
}

/* One item on its way: what the record says no to is `refusal`, what stops everything `err`. */
struct item {
    struct sign_bring *bring;
    size_t place;
    sign_value_of *value_of;
    void *context;
    struct sign_step step;
    struct error refusal;
};

static enum status
attach_value(struct item *item, const struct xades_identity *identity,
             const struct xades_pending *pending, struct span value)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct sign_bring *bring = item->bring;
    struct app *app = bring->signing.app;
    struct sign_step *step = &item->step;

    TRY(sign_plain_value(app, identity, &value, &item->refusal));
    TRY(xades_attach(step->document, pending, value, out, &item->refusal));
    step->batch = bring->kept.id;
    step->place = item->place;
    step->notice = look_notice(app, &bring->kept, item->place, step->notice);
    return sign_step_keep(&bring->signing, step, buffer_span(out), pending->request.time,
                          &item->refusal);
}

static enum status
sign_item(struct item *item, struct error *err)
{
    AUTO(xades_identity) *identity = NULL;
    struct sign_bring *bring = item->bring;
    struct app *app = bring->signing.app;
    const struct sign_item *kept = &bring->items.list.items[item->place];
    struct xades_pending pending;
    struct span value;

    if (sign_step_check(&bring->signing, item->step.row, kept->subject, &item->step,
                        &item->refusal) != OK)
        return OK;
    if (item->step.already)
        return store_end_sign_item(app->store, bring->kept.id, item->place, err);
    if (xades_pending_read(kept->state, item->step.document, app->arena, &identity, &pending,
                           &item->refusal) != OK)
        return OK;
    TRY(item->value_of(item->context, item->place, &pending.to_be_signed, &value, err));
    (void)!attach_value(item, identity, &pending, value); /* it is in the refusal */
    return OK;
}

enum status
sign_bring_item(struct sign_bring *bring, size_t item, sign_value_of *value_of, void *context,
                struct batch *batch, struct error *err)
{
    struct app *app = bring->signing.app;
    struct item it = {.bring = bring, .place = item, .value_of = value_of, .context = context};
    struct record_row row;

    if (item >= bring->items.list.count)
        return fail(err, USAGE, "Lượt ký này không có mục thứ %zu.", item);
    TRY(store_find_record(app->store, bring->items.list.items[item].record, app->arena, &row, err));
    it.step.row = &row;
    TRY(sign_item(&it, err));
    enum outcome_kind kind = it.refusal.status != OK ? OUTCOME_FAILED
                             : it.step.already       ? OUTCOME_ALREADY
                                                     : OUTCOME_DONE;
    batch_add(app, batch, &row, kind, &it.refusal);
    return receipt_add_outcome(app, bring->kept.id, item, kind, it.refusal.message, err);
}

enum status
sign_bring_digest(struct sign_bring *bring, size_t item, struct digest *digest, bool *wanted,
                  struct error *err)
{
    AUTO(xades_identity) *identity = NULL;
    const struct sign_item *kept = &bring->items.list.items[item];
    struct app *app = bring->signing.app;
    struct sign_step step = {0};
    struct xades_pending pending;
    struct record_row row;
    struct error unread;

    *wanted = false;
    TRY(store_find_record(app->store, kept->record, app->arena, &row, err));
    if (kept->ended ||
        sign_step_check(&bring->signing, &row, kept->subject, &step, &unread) != OK ||
        step.already ||
        xades_pending_read(kept->state, step.document, app->arena, &identity, &pending, &unread) !=
            OK)
        return OK;
    *digest = pending.to_be_signed;
    *wanted = true;
    return OK;
}

enum status
sign_bring_end(struct sign_bring *bring, struct error *err)
{
    struct app *app = bring->signing.app;
    struct sign_items now = {0};

    TRY(store_list_sign_items(app->store, bring->kept.id, app->arena, &now, err));
    for (size_t i = 0; i < now.list.count; i++)
        if (!now.list.items[i].ended)
            return OK;
    return store_remove_sign_batch(app->store, bring->kept.id, err);
}

/* --- a page that brings them ------------------------------------------------------------------ */

static enum status
value_given(void *context, size_t item, const struct digest *digest, struct span *value,
            struct error *err)
{
    const struct page_value *given = context;

    (void)item, (void)digest, (void)err;
    *value = given->value;
    return OK;
}

static enum status
bring_values(struct sign_bring *bring, const struct page_value *values, size_t count,
             struct batch *batch, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        struct page_value value = values[i];
        TRY(sign_bring_item(bring, value.item, value_given, &value, batch, err));
    }
    return sign_bring_end(bring, err);
}

enum status
sign_page_attach(struct app *app, const char *id, const struct page_value *values, size_t count,
                 struct batch *batch, struct error *err)
{
    struct sign_bring bring;
    enum status status = sign_bring_open(app, id, SIGNER_PAGE, &bring, err);

    if (status == OK)
        status = bring_values(&bring, values, count, batch, err);
    sign_bring_clear(&bring);
    return status;
}
