/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sign_page.h"

#include "base/file.h"
#include "crypto/random.h"
#include "service/instance.h"
#include "service/queue.h"
#include "service/receipt.h"
#include "service/sign_bring.h"
#include "store/signing.h"
#include "store/units.h"
#include "xml/scan.h"

/* --- who -------------------------------------------------------------------------------------- */

/* The certificate is the actor's own; a seal is the clerk's, whom queue_open() asked. */
enum status
sign_check_own(const struct signing *signing, struct error *err)
{
    const struct stored_certificate *certificate = &signing->right.certificate;

    if (signing->order->role == SIGNER_SCHOOL ||
        text_equal(certificate->person, signing->app->actor.person_id))
        return OK;
    return fail(err, DENIED,
                "Chứng thư này là của %s, không phải của %s đang đăng nhập. Chưa ký gì; hãy cắm "
                "đúng thẻ.",
                signing->right.name, signing->app->actor.name);
}

/* Those that the instance knows (sign.issuers); none when it names no file. */
static enum status
read_issuers(struct app *app, struct certificate_chain **issuers, struct error *err)
{
    struct home_settings settings;
    struct span pem;

    TRY(home_settings_read(app->home, app->arena, &settings, err));
    if (!settings.sign_issuers)
        return OK;
    TRY(file_read(app->arena, settings.sign_issuers, CERTIFICATE_PEM_MAX, &pem, err));
    return certificate_chain_parse_pem(pem, issuers, err);
}

static const struct certificate *
find_issuer(const struct certificate_chain *issuers, const struct certificate *certificate)
{
    for (size_t i = 0; issuers && i < issuers->count; i++) {
        const struct certificate *one = issuers->items[i];
        if (one->is_ca && !one->is_self_issued && text_equal(one->subject, certificate->issuer))
            return one;
    }
    return NULL;
}

enum status
sign_identity_of(struct app *app, struct span der, struct xades_identity **identity,
                 struct error *err)
{
    AUTO(certificate_chain) *chain = certificate_chain_new();
    AUTO(certificate_chain) *issuers = NULL;
    struct certificate *next;

    TRY(read_issuers(app, &issuers, err));
    for (;;) {
        TRY(certificate_parse(der, &next, err));
        if (!certificate_chain_add(chain, next)) {
            certificate_free(next);
            break;
        }
        const struct certificate *issuer = find_issuer(issuers, next);
        if (!issuer)
            break;
        der = issuer->der;
    }
    return xades_identity_make(chain, identity, err);
}

/* --- what is chosen --------------------------------------------------------------------------- */

static const struct queue_record *
find_record(const struct queue_list *list, const char *uuid)
{
    for (size_t i = 0; i < list->records.count; i++)
        if (text_equal(list->records.items[i].row.uuid, uuid))
            return &list->records.items[i];
    return NULL;
}

static enum status
check_choices(const struct page_order *order, const struct queue_list *list, struct error *err)
{
    if (order->count == 0)
        return fail(err, USAGE, "Chưa chọn học bạ nào để ký.");
    if (order->count > PAGE_BATCH_MAX)
        return fail(err, USAGE, "Mỗi lượt ký được nhiều nhất %d học bạ.", PAGE_BATCH_MAX);
    for (size_t i = 0; i < order->count; i++) {
        const struct queue_record *record = find_record(list, order->choices[i].uuid);
        if (!record)
            return fail(err, NOT_FOUND, "Lớp này không có học bạ mang mã đó. Chưa ký gì.");
        if (record->place == QUEUE_ATTENTION && !order->choices[i].opened)
            return fail(err, CONFLICT,
                        "Học bạ của %s có điều cần chú ý, phải mở xem trước khi ký. Chưa ký gì.",
                        record->name);
        if (order->each && !order->choices[i].opened)
            return fail(
                err, CONFLICT,
                "Thầy cô chọn “đã xem từng học bạ”, nhưng học bạ của %s chưa mở xem. Chưa ký gì.",
                record->name);
        for (size_t j = 0; j < i; j++)
            if (text_equal(order->choices[j].uuid, order->choices[i].uuid))
                return fail(err, USAGE, "Một học bạ được chọn hai lần. Chưa ký gì.");
    }
    return OK;
}

/* --- beginning -------------------------------------------------------------------------------- */

struct beginning {
    const struct page_order *order;
    struct signing *signing;
    struct page_batch *page;
    struct sign_items items;
    struct buffer *looks;
    size_t opened;
};

static enum status
prepare_one(struct beginning *work, const struct queue_record *record, bool opened,
            struct error *err)
{
    AUTO(buffer) *state = buffer_new(XADES_STATE_MAX);
    struct signing *signing = work->signing;
    struct app *app = signing->app;
    struct sign_step step = {.row = &record->row};
    struct xades_request request = {.role = signing->order->role,
                                    .subject_code = signing->order->subject,
                                    .time = app_now(app)};
    struct xades_pending pending;

    TRY(sign_step_check(signing, &record->row, request.subject_code, &step, err));
    if (step.already)
        return fail(err, CONFLICT, "Học bạ này đã có chữ ký của vai trò này.");
    random_bytes(request.salt, sizeof request.salt);
    TRY(xades_prepare(step.document, &request, signing->identity, app->arena, &pending, err));
    xades_pending_write(&pending, state);
    struct page_item *item = list_add(app->arena, work->page->items);
    *item = (struct page_item){
        .uuid = record->row.uuid, .label = record->name, .digest = pending.to_be_signed};
    *list_add(app->arena, work->items.list) = (struct sign_item){
        .record = item->uuid,
        .subject = request.subject_code,
        .label = item->label,
        .state = {arena_copy(app->arena, state->data, state->size), state->size}};
    buffer_char(work->looks, opened ? LOOK_OPENED : LOOK_LIST);
    work->opened += opened;
    return OK;
}

/* "Phạm Thị Thu Hà (hiệu trưởng, chứng thư ...1f2a, hạn đến 31/12/2027) ký 38 học bạ ..." */
static const char *
sentence_of(const struct beginning *work)
{
    const struct signing *signing = work->signing;
    const char *sha256 = signing->right.certificate.sha256;
    size_t count = work->page->items.count;
    char day[DATE_TEXT_SIZE];

    return arena_printf(
        signing->app->arena,
        "%s (%s%s%s, chứng thư %.8s, hạn đến %s) ký %zu học bạ của lớp %s, năm học %s%s%s: %zu đã "
        "mở "
        "xem, %zu theo danh sách.",
        signing->right.name, signer_role_word(signing->order->role),
        signing->right.delegation ? ", " : "",
        signing->right.delegation ? signing->right.delegation : "", sha256,
        date_write_vietnamese(moment_to_date(signing->right.certificate.not_after), day), count,
        signing->class.name, signing->class.year, signing->order->subject ? ", môn " : "",
        signing->order->subject ? signing->order->subject : "", work->opened, count - work->opened);
}

/* What it leads to is kept apart from the batch, and how long it takes is told. */
static enum status
keep_receipt(struct beginning *work, const struct sign_batch *batch, const struct batch *refused,
             struct error *err)
{
    struct app *app = work->signing->app;
    struct page_batch *page = work->page;
    struct receipt_estimate estimate;
    const struct receipt receipt = {.batch = batch->id,
                                    .person = app->actor.person_id,
                                    .class_id = batch->class_id,
                                    .role = batch->role,
                                    .subject = work->signing->order->subject,
                                    .certificate = batch->certificate,
                                    .signer = batch->signer,
                                    .sentence = page->sentence,
                                    .started = batch->started};

    TRY(receipt_estimate(app, batch->certificate, batch->signer, page->items.count, &estimate,
                         err));
    page->seconds = estimate.seconds;
    page->pin_each = estimate.pin_each;
    return receipt_begin(app, &receipt, page, refused, err);
}

/* The one batch that is open; what an earlier one still wanted is in this one or not wanted. */
static enum status
keep_batch(struct beginning *work, const struct batch *refused, struct error *err)
{
    const struct signing *signing = work->signing;
    struct app *app = signing->app;
    struct sign_batch batch = {.id = app_new_id(app),
                               .class_id = signing->class.id,
                               .role = signer_role_key(signing->order->role),
                               .certificate = signing->right.certificate.sha256,
                               .signer = work->order->signer,
                               .started = app_now(app),
                               .by = app->actor.login};
    struct sign_batches before = {0};

    TRY(store_list_sign_batches(app->store, &batch, app->arena, &before, err));
    for (size_t i = 0; i < before.list.count; i++)
        TRY(store_remove_sign_batch(app->store, before.list.items[i].id, err));
    TRY(store_add_sign_batch(app->store, &batch, &work->items, err));
    buffer_add(work->looks, "", 1);
    TRY(store_set_sign_reference(app->store, batch.id, work->looks->data, err));
    work->page->id = batch.id;
    work->page->certificate = batch.certificate;
    return keep_receipt(work, &batch, refused, err);
}

static enum status
begin_as(struct beginning *work, const struct queue_list *list, struct batch *refused,
         struct error *err)
{
    struct signing *signing = work->signing;
    struct app *app = signing->app;
    struct unit school;

    TRY(sign_check_own(signing, err));
    TRY(store_find_unit(app->store, signing->class.unit, app->arena, &school, err));
    work->page->school = school.name;
    work->page->class = signing->class.name;
    work->page->year = signing->class.year;
    for (size_t i = 0; i < work->order->count; i++) {
        const struct page_choice *choice = &work->order->choices[i];
        const struct queue_record *record = find_record(list, choice->uuid);
        struct error refusal = {0};
        if (prepare_one(work, record, choice->opened, &refusal) != OK)
            batch_add(app, refused, &record->row, OUTCOME_FAILED, &refusal);
    }
    if (work->page->items.count == 0)
        return fail(err, CONFLICT, "Không ký được học bạ nào. %s", refused->list.items[0].message);
    work->page->sentence = sentence_of(work);
    return keep_batch(work, refused, err);
}

enum status
sign_page_begin(struct app *app, const struct page_order *order, struct page_batch *page,
                struct batch *refused, struct error *err)
{
    AUTO(xades_identity) *identity = NULL;
    AUTO(buffer) *looks = buffer_new(PAGE_BATCH_MAX + 1);
    struct sign_order as = {{order->class_id, NULL}, order->role, order->subject};
    struct signing signing = {.app = app, .order = &as, .batch = refused};
    struct beginning work = {.order = order, .signing = &signing, .page = page, .looks = looks};
    struct queue_list list;

    *page = (struct page_batch){0};
    TRY(queue_open(app, order->class_id, order->role, order->subject, &list, err));
    TRY(check_choices(order, &list, err));
    TRY(order->chain ? xades_identity_make(order->chain, &identity, err)
                     : sign_identity_of(app, order->certificate, &identity, err));
    TRY(signing_begin(&signing, identity, err));
    return begin_as(&work, &list, refused, err);
}
