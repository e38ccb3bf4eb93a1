/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http.h"
#include "service/access.h"
#include "service/identity_inside.h"

enum { TIMEOUT_MS = 120000, TRIES = 3 };

/* Names and numbers go out: only over TLS, or to this machine. No secret in what is kept. */
static enum status
check_url(const char *url, struct error *err)
{
    static const char *const safe[] = {"https://", "http://127.0.0.1:", "http://[::1]:"};
    bool known = false;

    for (size_t i = 0; i < COUNT_OF(safe); i++)
        known |= text_starts(url, safe[i]);
    if (known && strcspn(url, "@?#") == strlen(url))
        return OK;
    return fail(err, USAGE,
                "Địa chỉ của dịch vụ phải là https://... (hoặc http://127.0.0.1:CỔNG của máy này), "
                "không có @, ? hay #. Chưa gửi gì.");
}

static enum status
ask(struct app *app, const struct identity_service *service, const struct buffer *plain,
    struct http_answer *answer, struct error *err)
{
    AUTO(http_client) *client =
        http_client_new(&(struct http_options){.ca_file = service->ca_file});
    const struct http_request request = {.url = service->url,
                                         .content_type = "application/json",
                                         .body = {plain->data, plain->size},
                                         .expects = "application/json",
                                         .answer_max = IDENTITY_FILE_MAX,
                                         .total_ms = TIMEOUT_MS,
                                         .tries = TRIES};

    TRY(http_send(client, &request, app->arena, answer, err));
    if (answer->code == 200)
        return OK;
    return fail(err, UNAVAILABLE,
                "Dịch vụ đối chiếu trả lời mã %d. Hồ sơ chưa đổi gì; hỏi lại sau là an toàn.",
                answer->code);
}

enum status
identity_verify(struct app *app, const struct unit *school, const struct identity_service *service,
                struct identity_counts *counts, struct error *err)
{
    AUTO(buffer) *plain = buffer_new_wiped(IDENTITY_FILE_MAX);
    struct identity_exchange exchange = {.id = app_new_id(app),
                                         .unit = school->id,
                                         .recipient = service->url,
                                         .basis = service->basis};
    struct identity_view view;
    struct http_answer answer;

    TRY(access_check(app, MAY_EXCHANGE_IDENTITY, school->id, err));
    TRY(identity_check_basis(service->basis, err));
    TRY(check_url(service->url, err));
    TRY(identity_load(app, school, NULL, &view, err));
    identity_gather(app, &view, service->all, &exchange, plain);
    if (exchange.questions.count == 0)
        return fail(err, NOT_FOUND, "Không còn học sinh nào cần đối chiếu. Chưa gửi gì.");
    TRY(identity_keep_exchange(app, &exchange, err));
    TRY(ask(app, service, plain, &answer, err));
    return identity_import(app, answer.body, counts, err);
}
