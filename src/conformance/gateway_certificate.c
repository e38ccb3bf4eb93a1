/* SPDX-License-Identifier: Apache-2.0
 *
 * The gateway kit on transactions 3 and 4: a certificate is registered by a document which its own
 * key has signed, and decided about the second time it is asked about.  It is approved when it
 * leads to the anchors.
 */
#include "conformance/gateway_inside.h"
#include "crypto/certificate.h"
#include "model/exchange_catalog.h"
#include "verify/statement.h"

static const char *
wrong_field(const struct exchange_request *request, const char *serial_hex)
{
    if (!exchange_catalog_has(EXCHANGE_KINDS, request->kind))
        return "ma_kieu_chu_ky không có trong danh mục.";
    if (!exchange_catalog_has(EXCHANGE_PROVIDERS, request->issuer))
        return "nha_phat_hanh không có trong danh mục.";
    if (!statement_is_serial(request->serial, serial_hex))
        return "serial_number không phải của chứng thư kèm theo.";
    return NULL;
}

static enum status
check_fields(struct playing *playing, const struct exchange_request *request,
             const struct statement *statement, struct taken_message *message, struct error *err)
{
    AUTO(certificate) *certificate = NULL;

    TRY(certificate_parse(statement->certificate, &certificate, err));
    const char *wrong = wrong_field(request, certificate->serial_hex);
    if (wrong) {
        case_miss(playing->report, SUPPLIER_CERTIFICATE_FIELDS, "Đăng ký %s: %s", message->id,
                  wrong);
        return fail(err, UNTRUSTED, "%s", wrong);
    }
    case_meet(playing->report, SUPPLIER_CERTIFICATE_FIELDS);
    message->serial = arena_text(playing->arena, certificate->serial_hex);
    return OK;
}

static enum status
read_statement(struct playing *playing, const struct exchange_request *request, struct arena *arena,
               struct statement *statement, struct error *err)
{
    const struct foreign_settings settings = {
        .anchors = trust_anchors(playing->order->trust, TRUST_SIGNERS),
        .now = playing->order->clock(),
        .cache = playing->cache,
        .utf8_only = true};
    struct span document;

    TRY(content_unpack(span_of(request->content), arena, &document, err));
    return verify_statement(document, &settings, arena, statement, err);
}

enum status
gateway_judge_certificate(struct playing *playing, const struct exchange_request *request,
                          struct arena *arena, struct taken_message *message, struct error *err)
{
    struct conformance_report *report = playing->report;
    struct statement statement;

    if (read_statement(playing, request, arena, &statement, err) != OK) {
        case_miss(report, SUPPLIER_CERTIFICATE, "Đăng ký %s: %s", message->id, err->message);
        return err->status;
    }
    TRY(check_fields(playing, request, &statement, message, err));
    if (statement.trusted == CHECK_YES) {
        case_meet(report, SUPPLIER_CERTIFICATE);
        return OK;
    }
    message->refusal =
        arena_text(playing->arena, statement.trust_reason ? statement.trust_reason
                                                          : "Chứng thư không dẫn tới gốc tin cậy.");
    case_miss(report, SUPPLIER_CERTIFICATE, "Đăng ký %s: %s", message->id, message->refusal);
    return OK;
}

void
gateway_write_certified(const struct taken_message *message, bool decided, struct json *json)
{
    bool refused = decided && message->refusal;
    const struct exchange_answer answer = {.message_id = message->id,
                                           .error = refused ? "DECLINED" : "",
                                           .error_title = refused ? message->refusal : "",
                                           .response = decided ? EXCHANGE_DONE : "PROCESSING",
                                           .response_text = refused   ? "không được duyệt"
                                                            : decided ? "đã duyệt"
                                                                      : "chờ duyệt"};

    exchange_write_certified(&answer, message->unit, message->serial, decided ? !refused : -1,
                             json);
}
