/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/gateway.h"

#include "serve/inside.h"

enum { RESULTS_ANSWER_MAX = 32 * 1024 * 1024 };

/* How a request that is no message of ours is answered. */
static const struct {
    enum status status;
    int http;
    const char *code;
} refusals[] = {
    {DENIED, 401, "TOKEN"},
    {NOT_FOUND, 404, "UNKNOWN"},
    {CONFLICT, 409, "CONFLICT"},
    {INVALID, 400, "SYNTAX"},
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
    json_key(json, "data");
    json_open(json, '[');
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
