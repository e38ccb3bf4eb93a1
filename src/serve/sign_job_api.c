/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing in the server, as ui/queue_key.js asks for it.  The password of a key, or a PIN for a
 * remote service, is in the request's own memory, which is wiped, until the job has it.
 */
#include "serve/inside.h"
#include "serve/queue.h"
#include "service/sign_job.h"

static void
write_left(struct json *json, const struct sign_job_view *view)
{
    json_open_list(json, "left");
    for (size_t i = 0; i < view->left.count; i++) {
        json_open(json, '{');
        json_text_field(json, "record", view->left.items[i].uuid);
        json_bool_field(json, "opened", view->left.items[i].opened);
        json_close(json, '}');
    }
    json_close(json, ']');
}

void
sign_job_send_view(struct visit *visit, const struct sign_job_view *view)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "state", sign_job_state_key(view->state));
    json_text_field(&json, "id", view->id);
    json_text_field(&json, "sentence", view->sentence);
    json_text_field(&json, "message", view->message);
    json_text_field(&json, "service", view->service);
    json_bool_field(&json, "confirming", view->confirming);
    json_bool_field(&json, "wants_code", view->wants_code);
    json_int_field(&json, "patience", view->patience);
    json_int_field(&json, "seconds", view->seconds);
    json_int_field(&json, "total", (int64_t)view->total);
    json_int_field(&json, "signed", (int64_t)view->signed_count);
    json_int_field(&json, "failed", (int64_t)view->failed);
    json_open_list(&json, "records");
    for (size_t i = 0; i < view->outcomes.count; i++) {
        const struct sign_outcome *one = &view->outcomes.items[i];
        sign_outcome_write(&json, one->record, one->kind, one->message);
    }
    json_close(&json, ']');
    write_left(&json, view);
    json_close(&json, '}');
    visit_send_json(visit, out);
}

enum status
sign_remote_read(const struct json_value *body, struct secret **pin,
                 struct sign_remote_order *order, struct error *err)
{
    const char *text = json_find_text(body, "password"), *account = json_find_text(body, "account");

    if (text && strlen(text) > REMOTE_PIN_MAX)
        return fail(err, USAGE, "Mã PIN dài quá; chưa ký gì.");
    *pin = text && text[0] ? secret_copy(text, strlen(text)) : NULL;
    *order = (struct sign_remote_order){
        .service = json_find_text(body, "service"), .account = account ? account : "", .pin = *pin};
    return OK;
}

static enum status
open_remote(struct visit *visit, const struct json_value *body, const struct page_order *page,
            struct sign_job_view *view, struct error *err)
{
    struct sign_job_order order = {.page = page};
    AUTO(secret) *pin = NULL;

    TRY(sign_remote_read(body, &pin, &order.remote, err));
    return sign_jobs_open(visit->serve->jobs, visit->app, &order, view, err);
}

static enum status
open_kept(struct visit *visit, const struct json_value *body, const struct page_order *page,
          struct sign_job_view *view, struct error *err)
{
    const char *password = json_find_text(body, "password");

    if (!password || !password[0] || strlen(password) > PASSPHRASE_MAX)
        return fail(err, USAGE, "Hãy nhập mật khẩu của khóa; chưa ký gì.");
    AUTO(secret) *secret = secret_copy(password, strlen(password));
    const struct sign_job_order order = {.page = page,
                                         .key = {.session = visit->session,
                                                 .password = secret,
                                                 .code = json_find_text(body, "code"),
                                                 .address = visit->request->address}};
    return sign_jobs_open(visit->serve->jobs, visit->app, &order, view, err);
}

enum status
sign_job_open_api(struct visit *visit, struct error *err)
{
    struct page_order page = {0};
    struct sign_job_view view;
    struct json_value body;

    TRY(visit_read_json(visit, &body, err));
    TRY(sign_order_read(visit, &body, &page, err));
    TRY(json_find_text(&body, "service") ? open_remote(visit, &body, &page, &view, err)
                                         : open_kept(visit, &body, &page, &view, err));
    sign_job_send_view(visit, &view);
    return OK;
}

enum status
sign_job_api(struct visit *visit, struct error *err)
{
    const char *role = web_query(visit->request, "role");
    struct page_order of = {.class_id = web_query(visit->request, "class"),
                            .subject = web_query(visit->request, "subject")};
    struct sign_job_view view;

    if (!of.class_id || !role || !signer_role_parse(role, &of.role))
        return fail(err, USAGE, "Thiếu “class” hoặc “role”.");
    if (text_is_blank(of.subject))
        of.subject = NULL;
    TRY(sign_jobs_tell(visit->serve->jobs, visit->app, &of, &view, err));
    sign_job_send_view(visit, &view);
    return OK;
}

static enum status
give_code(struct visit *visit, const char *code, struct error *err)
{
    if (text_is_blank(code) || strlen(code) > REMOTE_PIN_MAX)
        return fail(err, USAGE, "Hãy nhập mã mà dịch vụ vừa gửi tới điện thoại.");
    AUTO(secret) *secret = secret_copy(code, strlen(code));
    return sign_job_give_code(visit->serve->jobs, visit->app, visit->argument[0], secret, err);
}

enum status
sign_job_step_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);
    enum sign_job_step step;
    struct json_value body;

    TRY(visit_read_json(visit, &body, err));
    const char *word = json_find_text(&body, "step");
    if (text_equal(word, "code"))
        TRY(give_code(visit, json_find_text(&body, "code"), err));
    else if (!word || !sign_job_step_parse(word, &step))
        return fail(err, INVALID, "Không có bước “%s”.", word ? word : "");
    else
        TRY(sign_job_take(visit->serve->jobs, visit->app, visit->argument[0], step, err));
    json_open(&json, '{');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}
