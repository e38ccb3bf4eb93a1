/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/gateway.h"

#include "model/exchange_catalog.h"
#include "serve/inside.h"

enum { RESULTS_ANSWER_MAX = 32 * 1024 * 1024 };

/* How a request that is no message of ours is answered. */
static const struct {
    enum status status;
    int http;
    const char *code;
} refusals[] = {
    {DENIED, 401, "TOKEN"},          {NOT_FOUND, 404, "UNKNOWN"}, {CONFLICT, 409, "CONFLICT"},
    {UNTRUSTED, 400, "CERTIFICATE"}, {INVALID, 400, "SYNTAX"},
};

static void
send_answer(struct visit *visit, const struct exchange_answer *answer)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    exchange_write_answer(answer, &json);
    visit_send_json(visit, out);
}

/* The acknowledgement's shape; what is our own trouble goes the way of every page. */
static enum status
send_refusal(struct visit *visit, const struct exchange_request *request, enum status status,
             const struct error *err)
{
    for (size_t i = 0; i < COUNT_OF(refusals); i++)
        if (refusals[i].status == status) {
            visit->answer->code = refusals[i].http;
            send_answer(visit, &(struct exchange_answer){
                                   .message_id = request->message_id ? request->message_id : "",
                                   .error = refusals[i].code,
                                   .error_title = err->message,
                                   .response = "REFUSED",
                                   .response_text = "chưa nhận"});
            return OK;
        }
    if (status == UNAVAILABLE)
        web_answer_add(visit->answer, "Retry-After", "30");
    return status;
}

/* --- a token ---------------------------------------------------------------------------------- */

static void
send_token(struct visit *visit, const char *token)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "token", token);
    json_int_field(&json, "expires_in", INTAKE_TOKEN_SECONDS);
    json_close(&json, '}');
    visit_send_json(visit, out);
}

enum status
gateway_token_api(struct visit *visit, struct error *err)
{
    struct exchange_request request;
    const char *token;

    enum status status =
        exchange_read(visit->request->body, EXCHANGE_TOKEN, visit->arena, &request, err);
    if (status == OK)
        status = intake_token(visit->app, &request, &token, err);
    if (status != OK)
        return send_refusal(visit, &request, status, err);
    send_token(visit, token);
    return OK;
}

/* --- records ---------------------------------------------------------------------------------- */

static enum status
take_message(struct visit *visit, enum exchange_transaction transaction, struct error *err)
{
    struct exchange_request request;
    struct exchange_answer answer;

    enum status status =
        exchange_read(visit->request->body, transaction, visit->arena, &request, err);
    if (status == OK)
        status = intake_submit(visit->app, transaction, &request, &answer, err);
    if (status != OK)
        return send_refusal(visit, &request, status, err);
    ledger_keeper_wake(visit->serve->keeper);
    send_answer(visit, &answer);
    return OK;
}

enum status
gateway_records_api(struct visit *visit, struct error *err)
{
    return take_message(visit, EXCHANGE_SUBMIT, err);
}

enum status
gateway_revocations_api(struct visit *visit, struct error *err)
{
    return take_message(visit, EXCHANGE_REVOKE, err);
}

static void
write_results(const struct gateway_results *results, struct json *json)
{
    json_open_list(json, "data");
    for (size_t i = 0; i < results->list.count; i++) {
        const struct gateway_result *one = &results->list.items[i];
        exchange_write_result(
            &(struct exchange_result){.pupil_code = one->pupil_code,
                                      .name = one->name,
                                      .number = one->number,
                                      .uuid = one->uuid,
                                      .state = one->ruling ? one->ruling : one->accepted,
                                      .error = one->error,
                                      .field = one->field,
                                      .description = one->description},
            json);
    }
    json_close(json, ']');
}

static enum status
send_results(struct visit *visit, enum exchange_transaction transaction, struct error *err)
{
    AUTO(buffer) *out = buffer_new(RESULTS_ANSWER_MAX);
    struct json json = json_to(out);
    struct exchange_request request;
    struct exchange_answer answer;
    struct gateway_results results = {0};

    enum status status =
        exchange_read(visit->request->body, transaction, visit->arena, &request, err);
    if (status == OK)
        status = intake_ask(visit->app, transaction, &request, &answer, &results, err);
    if (status != OK)
        return send_refusal(visit, &request, status, err);
    exchange_open_answer(&answer, &json);
    write_results(&results, &json);
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

enum status
gateway_result_api(struct visit *visit, struct error *err)
{
    return send_results(visit, EXCHANGE_SUBMITTED, err);
}

enum status
gateway_revocations_result_api(struct visit *visit, struct error *err)
{
    return send_results(visit, EXCHANGE_REVOKED, err);
}

/* --- a school's certificate ------------------------------------------------------------------- */

enum status
gateway_certificates_api(struct visit *visit, struct error *err)
{
    struct exchange_request request;
    struct exchange_answer answer;

    enum status status =
        exchange_read(visit->request->body, EXCHANGE_CERTIFICATE, visit->arena, &request, err);
    if (status == OK)
        status = intake_register(visit->app, &request, &answer, err);
    if (status != OK)
        return send_refusal(visit, &request, status, err);
    send_answer(visit, &answer);
    return OK;
}

static void
send_certified(struct visit *visit, const struct exchange_request *request,
               const struct intake_certificate *certificate)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    bool refused = certificate->decided && !certificate->approved;
    const struct exchange_answer answer = {
        .message_id = request->message_id,
        .error = refused ? "DECLINED" : "",
        .error_title = refused && certificate->reason ? certificate->reason : "",
        .response = certificate->decided ? "DONE" : "PROCESSING",
        .response_text = refused                ? "không được duyệt"
                         : certificate->decided ? "đã duyệt"
                                                : "chờ duyệt"};

    exchange_write_certified(&answer, request->unit, certificate->serial,
                             certificate->decided ? certificate->approved : -1, &json);
    visit_send_json(visit, out);
}

enum status
gateway_certified_api(struct visit *visit, struct error *err)
{
    struct intake_certificate certificate;
    struct exchange_request request;

    enum status status =
        exchange_read(visit->request->body, EXCHANGE_CERTIFIED, visit->arena, &request, err);
    if (status == OK)
        status = intake_certified(visit->app, &request, &certificate, err);
    if (status != OK)
        return send_refusal(visit, &request, status, err);
    send_certified(visit, &request, &certificate);
    return OK;
}

static void
send_catalog(struct visit *visit, enum exchange_catalog catalog)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    exchange_catalog_write(catalog, &json);
    visit_send_json(visit, out);
}

enum status
gateway_kinds_api(struct visit *visit, struct error *err)
{
    (void)err;
    send_catalog(visit, EXCHANGE_KINDS);
    return OK;
}

enum status
gateway_providers_api(struct visit *visit, struct error *err)
{
    (void)err;
    send_catalog(visit, EXCHANGE_PROVIDERS);
    return OK;
}

/* --- files for who has a token ---------------------------------------------------------------- */

static const char *
bearer_of(const struct visit *visit)
{
    static const char scheme[] = "Bearer ";
    const char *given = web_header(visit->request, "Authorization");

    return given && text_starts(given, scheme) ? given + sizeof scheme - 1 : "";
}

enum status
gateway_proof_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const char *uuid = visit->argument[0];

    enum status status = intake_prove(visit->app, bearer_of(visit), uuid, out, err);
    if (status != OK)
        return send_refusal(visit, &(struct exchange_request){.message_id = uuid}, status, err);
    visit_send_file(visit, buffer_span(out), "text/plain; charset=utf-8",
                    arena_printf(visit->arena, "%s.tlog-proof", uuid), true);
    return OK;
}

enum status
gateway_decision_api(struct visit *visit, struct error *err)
{
    const char *id = visit->argument[0];
    struct span file;

    enum status status = intake_decision(visit->app, bearer_of(visit), id, &file, err);
    if (status != OK)
        return send_refusal(visit, &(struct exchange_request){.message_id = id}, status, err);
    visit_send_file(visit, file, "application/xml", "quyet-dinh.xml", true);
    return OK;
}
