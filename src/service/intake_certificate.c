/* SPDX-License-Identifier: Apache-2.0
 *
 * Transactions 3 and 4: a supplier registers its school's certificate, proving with a signed
 * document that the school has the key; the department approves or refuses it as any other
 * (service/certificate.h).  It is registered at once or not at all.
 */
#include "crypto/certificate.h"
#include "model/exchange_catalog.h"
#include "service/certificate_inside.h"
#include "service/intake_inside.h"
#include "store/received.h"
#include "verify/statement.h"

struct sending {
    struct app *app;
    const struct exchange_request *request;
    const struct gateway_message *message;
    struct span document;
    struct stored_certificate registered;
};

static enum status
check_fields(struct sending *it, struct error *err)
{
    const struct exchange_request *request = it->request;
    AUTO(certificate) *certificate = NULL;
    const char *sha256;
    struct span der;

    if (!exchange_catalog_has(EXCHANGE_KINDS, request->kind))
        return fail(err, INVALID, "ma_kieu_chu_ky không có trong danh mục.");
    if (!exchange_catalog_has(EXCHANGE_PROVIDERS, request->issuer))
        return fail(err, INVALID, "nha_phat_hanh không có trong danh mục.");
    if (it->document.size > CERTIFICATE_FILE_MAX)
        return fail(err, INVALID, "Bản đăng ký quá dài.");
    TRY(certificate_statement_read(it->document, it->app->arena, &der, &sha256, err));
    TRY(certificate_parse(der, &certificate, err));
    if (!statement_is_serial(request->serial, certificate->serial_hex))
        return fail(err, INVALID, "serial_number không phải của chứng thư kèm theo.");
    return OK;
}

/* The same one of the same unit may be registered already: then its state is asked. */
static enum status
find_or_register(struct sending *it, struct error *err)
{
    struct stored_certificate *registered = &it->registered;
    struct app *app = it->app;
    const char *sha256;
    struct span der;

    TRY(certificate_statement_read(it->document, app->arena, &der, &sha256, err));
    enum status status =
        store_find_certificate_by_sha256(app->store, sha256, app->arena, registered, err);
    if (status == OK && text_equal(registered->unit, it->message->unit))
        return OK;
    if (status != OK && status != NOT_FOUND)
        return status;
    return certificate_register_sent(app, it->document, it->request->unit, it->request->kind,
                                     it->message->client, registered, err);
}

static enum status
keep(struct store *store, void *context, struct error *err)
{
    struct sending *it = context;
    struct gateway_message kept;
    bool added;

    TRY(find_or_register(it, err));
    TRY(store_add_message(store, it->message, &added, err));
    if (!added)
        return fail(err, UNAVAILABLE, "Thông điệp này vừa được nhận; hãy gửi lại để biết kết quả.");
    TRY(store_find_message(store, it->message->client, it->message->id, it->app->arena, &kept,
                           err));
    TRY(store_add_received_certificate(store, kept.number, it->registered.id, err));
    return store_end_message(store, kept.number, it->message->received, "", "", err);
}

enum status
intake_take_certificate(struct app *app, const struct exchange_request *request,
                        const struct gateway_message *message, struct error *err)
{
    struct sending it = {.app = app, .request = request, .message = message};

    TRY(content_unpack(message->content, app->arena, &it.document, err));
    enum status status = check_fields(&it, err);
    if (status == OK)
        status = store_transact(app->store, keep, &it, err);
    bool refused = status == INVALID || status == CONFLICT || status == USAGE;
    return refused ? fail(err, UNTRUSTED, "%s", arena_text(app->arena, err->message)) : status;
}

static enum status
read_state(struct app *app, const struct gateway_message *message,
           struct intake_certificate *certificate, struct error *err)
{
    AUTO(certificate) *read = NULL;
    struct certificate_events events = {0};
    struct stored_certificate stored;
    const char *id;

    TRY(store_find_received_certificate(app->store, message->number, app->arena, &id, err));
    TRY(store_find_certificate(app->store, id, app->arena, &stored, err));
    TRY(store_list_certificate_events(app->store, id, app->arena, &events, err));
    TRY(certificate_parse(stored.der, &read, err));
    *certificate = (struct intake_certificate){
        .serial = arena_text(app->arena, read->serial_hex),
        .decided = !text_equal(stored.state, CERTIFICATE_REGISTERED),
        .approved = text_equal(stored.state, CERTIFICATE_APPROVED),
        .reason = events.list.count ? events.list.items[events.list.count - 1].reason : NULL};
    return OK;
}

enum status
intake_certified(struct app *app, const struct exchange_request *request,
                 struct intake_certificate *certificate, struct error *err)
{
    struct gateway_message message;
    const char *client, *unit;

    TRY(intake_sender(app, request, &client, &unit, err));
    TRY(store_find_message(app->store, client, request->message_id, app->arena, &message, err));
    if (!text_equal(message.unit, unit) || !text_equal(message.kind, MESSAGE_CERTIFICATE))
        return fail(err, NOT_FOUND, "Cổng không có thông điệp này của đơn vị %s.", request->unit);
    return read_state(app, &message, certificate, err);
}
