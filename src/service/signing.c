/* SPDX-License-Identifier: Apache-2.0 */
#include "service/signing.h"

#include "base/encode.h"
#include "base/json.h"
#include "base/json_read.h"
#include "crypto/ecdsa_value.h"
#include "crypto/random.h"
#include "service/sign_step.h"
#include "xml/scan.h"

#define SIGNING_FORMAT "hocba-signing-1"

static struct xades_request
request_of(const struct signing *signing, const char *subject)
{
    struct xades_request request = {
        .role = signing->order->role, .subject_code = subject, .time = app_now(signing->app)};

    random_bytes(request.salt, sizeof request.salt);
    return request;
}

/* What is done to one record for one subject (NULL: as a whole). */
typedef enum status sign_work(struct signing *signing, struct sign_step *step, void *context,
                              struct error *err);

static void
add_outcome(struct signing *signing, const struct sign_step *step, enum status status,
            const struct error *err)
{
    if (status != OK) {
        batch_add(signing->app, signing->batch, step->row, OUTCOME_FAILED, err);
        return;
    }
    struct outcome *outcome = batch_add(signing->app, signing->batch, step->row,
                                        step->already ? OUTCOME_ALREADY : OUTCOME_DONE, NULL);
    outcome->message = step->notice;
}

/* One record: each subject of a subject teacher is a signature; the worst is the outcome. */
static void
sign_record(struct signing *signing, struct record_row *row, sign_work *work, void *context)
{
    size_t count = signing->right.subjects.count;
    struct sign_step step = {.row = row};
    struct error err = {0};
    enum status status = OK;
    bool done = false;

    for (size_t i = 0; i == 0 || (i < count && status == OK); i++) {
        const char *subject = count ? signing->right.subjects.items[i] : NULL;
        status = sign_step_check(signing, row, subject, &step, &err);
        if (status == OK && !step.already) {
            status = work(signing, &step, context, &err);
            done = true;
        }
        if (status == OK && !step.already)
            row->state = step.to;
    }
    step.row = row;
    step.already = !done;
    add_outcome(signing, &step, status, &err);
}

static enum status
sign_all(struct signing *signing, sign_work *work, void *context, struct error *err)
{
    struct record_rows rows = {0};

    TRY(batch_records(signing->app, &signing->order->of, &rows, err));
    for (size_t i = 0; i < rows.list.count; i++) {
        sign_record(signing, &rows.list.items[i], work, context);
        app_progress(signing->app, "Ký", i + 1, rows.list.count);
    }
    return OK;
}

/* --- prepare ---------------------------------------------------------------------------------- */

static enum status
prepare_one(struct signing *signing, struct sign_step *step, void *context, struct error *err)
{
    AUTO(buffer) *state = buffer_new(XADES_STATE_MAX);
    struct json *json = context;
    struct xades_request request = request_of(signing, step->subject);
    struct xades_pending pending;
    struct app *app = signing->app;
    enum key_kind kind = public_key_kind(xades_identity_certificate(signing->identity)->key);

    TRY(xades_prepare(step->document, &request, signing->identity, app->arena, &pending, err));
    xades_pending_write(&pending, state);
    json_open(json, '{');
    json_text_field(json, "uuid", step->row->uuid);
    json_text_field(json, "subject", step->subject);
    json_text_field(json, "pupil", step->row->pupil_code);
    json_text_field(json, "algorithm", key_algorithm_name(kind));
    json_text_field(json, "digest",
                    base64_write(app->arena, pending.to_be_signed.bytes, SHA256_SIZE));
    json_text_field(json, "state", base64_write(app->arena, state->data, state->size));
    json_close(json, '}');
    return OK;
}

enum status
sign_prepare(struct app *app, const struct sign_order *order, struct span certificates,
             struct batch *batch, struct buffer *out, struct error *err)
{
    AUTO(certificate_chain) *chain = NULL;
    AUTO(xades_identity) *identity = NULL;
    struct signing signing = {.app = app, .order = order, .batch = batch};
    struct json json = json_to(out);

    TRY(certificate_chain_parse_pem(certificates, &chain, err));
    TRY(xades_identity_make(chain, &identity, err));
    TRY(signing_begin(&signing, identity, err));
    if (signing.right.subjects.count > 1)
        return fail(
            err, USAGE,
            "Chuẩn bị ký từng môn một, vì chữ ký trước làm học bạ thay đổi: --subject MÔN.");
    json_open(&json, '{');
    json_text_field(&json, "format", SIGNING_FORMAT);
    json_text_field(&json, "role", signer_role_key(order->role));
    json_text_field(&json, "certificate", signing.right.certificate.sha256);
    json_open_list(&json, "items");
    TRY(sign_all(&signing, prepare_one, &json, err));
    json_close(&json, ']');
    json_close(&json, '}');
    return OK;
}

/* --- attach ----------------------------------------------------------------------------------- */

/* Base64 of an item as bytes; INVALID when it is none. */
static enum status
item_bytes(struct app *app, const struct json_value *item, const char *key, struct span *bytes,
           struct error *err)
{
    const char *text = json_find_text(item, key);
    size_t size = text ? strlen(text) : 0;
    uint8_t *room = arena_alloc(app->arena, size + 1);

    if (!text || !base64_read(span_of(text), room, &size))
        return fail(err, INVALID, "Mục “%s” thiếu hoặc không phải base64.", key);
    *bytes = (struct span){(const char *)room, size};
    return OK;
}

enum status
sign_plain_value(struct app *app, const struct xades_identity *identity, struct span *value,
                 struct error *err)
{
    const struct certificate *certificate = xades_identity_certificate(identity);

    if (public_key_kind(certificate->key) != KEY_P256 || value->size == P256_SIGNATURE_SIZE)
        return OK;
    uint8_t *raw = arena_alloc(app->arena, P256_SIGNATURE_SIZE);
    if (!ecdsa_value_from_der((const uint8_t *)value->data, value->size, raw))
        return fail(err, INVALID, "Giá trị chữ ký ECDSA không đúng dạng.");
    *value = (struct span){(const char *)raw, P256_SIGNATURE_SIZE};
    return OK;
}

static enum status
attach_pending(struct signing *signing, const struct json_value *item, struct sign_step *step,
               struct error *err)
{
    AUTO(xades_identity) *identity = NULL;
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct xades_pending pending;
    struct app *app = signing->app;
    struct span state, value;

    TRY(item_bytes(app, item, "state", &state, err));
    TRY(item_bytes(app, item, "value", &value, err));
    TRY(xades_pending_read(state, step->document, app->arena, &identity, &pending, err));
    if (pending.registry || pending.request.role != signing->order->role ||
        !text_equal(pending.request.subject_code, step->subject) ||
        !digest_equal(&xades_identity_certificate(identity)->sha256,
                      &xades_identity_certificate(signing->identity)->sha256))
        return fail(err, INVALID, "Mục này được chuẩn bị cho một chữ ký khác.");
    if (pending.request.time.seconds > app_now(app).seconds ||
        pending.request.time.seconds < step->row->made.seconds)
        return fail(err, INVALID,
                    "Thời điểm ký trong tệp không nằm giữa lúc khởi tạo học bạ và bây giờ.");
    TRY(sign_plain_value(app, identity, &value, err));
    TRY(xades_attach(step->document, &pending, value, out, err));
    return sign_step_keep(signing, step, buffer_span(out), pending.request.time, err);
}

static enum status
attach_item(struct signing *signing, const struct json_value *item, struct sign_step *step,
            struct error *err)
{
    const char *subject = json_find_text(item, "subject");

    TRY(sign_step_check(signing, step->row, subject, step, err));
    return step->already ? OK : attach_pending(signing, item, step, err);
}

static enum status
attach_all(struct signing *signing, const struct json_value *items, struct error *err)
{
    struct record_rows rows = {0};
    struct error refusal = {0};

    TRY(batch_records(signing->app, &signing->order->of, &rows, err));
    for (size_t i = 0; i < items->items.count; i++) {
        const struct json_value *item = &items->items.items[i];
        struct record_row unknown = {.uuid = json_find_text(item, "uuid")};
        struct sign_step step = {.row = &unknown};
        for (size_t j = 0; j < rows.list.count; j++) {
            if (text_equal(rows.list.items[j].uuid, unknown.uuid))
                step.row = &rows.list.items[j];
        }
        enum status status = step.row == &unknown
                                 ? fail(&refusal, NOT_FOUND, "Lớp này không có học bạ mang mã đó.")
                                 : attach_item(signing, item, &step, &refusal);
        add_outcome(signing, &step, status, &refusal);
        app_progress(signing->app, "Gắn chữ ký", i + 1, items->items.count);
    }
    return OK;
}

/* The identity of the file's signer, from what is registered. */
static enum status
registered_identity(struct app *app, const char *sha256, struct xades_identity **identity,
                    struct error *err)
{
    AUTO(certificate_chain) *chain = certificate_chain_new();
    struct stored_certificate stored;
    struct certificate *certificate;

    enum status status =
        store_find_certificate_by_sha256(app->store, sha256, app->arena, &stored, err);
    if (status == NOT_FOUND)
        return fail(err, DENIED, "Chứng thư của tệp này chưa được đăng ký. Chưa ký gì.");
    TRY(status);
    TRY(certificate_parse(stored.der, &certificate, err));
    certificate_chain_add(chain, certificate);
    return xades_identity_make(chain, identity, err);
}

enum status
sign_attach(struct app *app, const struct sign_order *order, struct span json, struct batch *batch,
            struct error *err)
{
    AUTO(xades_identity) *identity = NULL;
    struct signing signing = {.app = app, .order = order, .batch = batch};
    struct json_value file;

    TRY(json_read(json, app->arena, &file, err));
    const struct json_value *items = json_find(&file, "items");
    const char *sha256 = json_find_text(&file, "certificate");
    if (!text_equal(json_find_text(&file, "format"), SIGNING_FORMAT) || !sha256 || !items ||
        items->kind != JSON_ARRAY || items->items.count > SIGNING_ITEMS_MAX)
        return fail(err, INVALID, "Đây không phải tệp mà “hocba sign --prepare” viết ra.");
    if (!text_equal(json_find_text(&file, "role"), signer_role_key(order->role)))
        return fail(err, USAGE, "Tệp này được chuẩn bị cho vai trò khác với --as.");
    TRY(registered_identity(app, sha256, &identity, err));
    TRY(signing_begin(&signing, identity, err));
    return attach_all(&signing, items, err);
}
