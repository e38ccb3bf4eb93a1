/* SPDX-License-Identifier: Apache-2.0
 *
 * Questions to the service, and what its refusals mean.  Every question may hold a password and
 * every answer a token, so all of them are wiped; of the service's own words nothing goes into a
 * message, and only its code into the operator's detail.
 */
#include "signers/remote_internal.h"

#include <ctype.h>
#include <stdlib.h>

enum { TRIES = 4, WORDS_MAX = 1024 };

/* --- refusals --------------------------------------------------------------------------------- */

/* The first whose word (in lower case) is in what the service says. */
static const struct {
    const char *word;
    enum status status;
    const char *message;
} refusals[] = {
    {"invalid_client", DENIED,
     "không nhận tài khoản kết nối của trường (“client” và mật khẩu); chưa ký gì. Hãy xem lại "
     "thiết "
     "lập, hoặc hỏi nhà cung cấp."},
    {"invalid_otp", DENIED,
     "báo mã OTP sai hoặc đã hết hạn; chưa ký gì. Hãy chạy lại và nhập mã mới."},
    {"invalid otp", DENIED,
     "báo mã OTP sai hoặc đã hết hạn; chưa ký gì. Hãy chạy lại và nhập mã mới."},
    {"otp is invalid", DENIED,
     "báo mã OTP sai hoặc đã hết hạn; chưa ký gì. Hãy chạy lại và nhập mã mới."},
    {"invalid_pin", DENIED,
     "báo mã PIN sai; chưa ký gì. Hãy nhập lại, cẩn thận: sai nhiều lần thì khóa ký bị khóa."},
    {"invalid pin", DENIED,
     "báo mã PIN sai; chưa ký gì. Hãy nhập lại, cẩn thận: sai nhiều lần thì khóa ký bị khóa."},
    {"pin is invalid", DENIED,
     "báo mã PIN sai; chưa ký gì. Hãy nhập lại, cẩn thận: sai nhiều lần thì khóa ký bị khóa."},
    {"lock", DENIED, "báo khóa ký đang bị khóa; chưa ký gì. Hãy liên hệ nhà cung cấp để mở."},
    {"disabled", DENIED, "báo khóa ký đã ngừng dùng; chưa ký gì. Hãy liên hệ nhà cung cấp."},
    {"suspended", DENIED, "báo khóa ký đang tạm dừng; chưa ký gì. Hãy liên hệ nhà cung cấp."},
    {"revoked", DENIED, "báo chứng thư đã bị thu hồi; không ký được bằng chứng thư này nữa."},
    {"sad", CONFLICT,
     "không nhận lần đồng ý ký này (SAD sai, đã dùng hoặc hết hạn); chưa gắn chữ ký nào của lượt "
     "này. Hãy chạy lại để xin đồng ý mới."},
    {"expired", CONFLICT,
     "báo đã quá giờ xác nhận trên điện thoại; lượt này chưa ký gì. Hãy chạy lại và xác nhận sớm "
     "hơn."},
    {"reject", CONFLICT,
     "báo người ký đã từ chối trên điện thoại; lượt này chưa ký gì. Muốn ký thì chạy lại lệnh."},
    {"denied", CONFLICT,
     "báo người ký đã từ chối trên điện thoại; lượt này chưa ký gì. Muốn ký thì chạy lại lệnh."},
    {"not found", NOT_FOUND, "không biết lượt ký hoặc tài khoản này."},
    {"not_found", NOT_FOUND, "không biết lượt ký hoặc tài khoản này."},
};

enum status
remote_refusal(const struct remote *remote, const char *word, enum status otherwise,
               struct error *err)
{
    char lower[WORDS_MAX] = "";

    for (size_t i = 0; word[i] && i + 1 < sizeof lower; i++)
        lower[i] = (char)tolower((unsigned char)word[i]);
    for (size_t i = 0; i < COUNT_OF(refusals); i++)
        if (strstr(lower, refusals[i].word))
            return fail(err, refusals[i].status, "Dịch vụ ký %s %s", remote->dialect->service,
                        refusals[i].message);
    if (otherwise == UNAVAILABLE)
        return fail(err, UNAVAILABLE,
                    "Dịch vụ ký %s đang không phục vụ được. Những chữ ký đã gắn vẫn giữ được; hãy "
                    "chạy lại sau.",
                    remote->dialect->service);
    return fail(err, otherwise,
                "Dịch vụ ký %s không nhận lượt ký này; chưa gắn chữ ký nào của lượt này. Hãy xem "
                "lại thiết lập, hoặc hỏi nhà cung cấp.",
                remote->dialect->service);
}

const char *
remote_word(const struct json_value *answer, const char *key, struct arena *arena)
{
    const struct json_value *value = json_find(answer, key);

    if (value && value->kind == JSON_STRING)
        return value->text;
    if (value && value->kind == JSON_NUMBER)
        return arena_printf(arena, "%lld", (long long)value->number);
    return "";
}

/* What an HTTP code says by itself. */
static enum status
status_of_code(int code)
{
    return code == 404 ? NOT_FOUND : code == 429 || code >= 500 ? UNAVAILABLE : INVALID;
}

static enum status
read_answer(struct remote *remote, const struct http_answer *got, struct arena *arena,
            struct json_value *answer, struct error *err)
{
    struct error unread;
    bool is_json = json_read(got->body, arena, answer, &unread) == OK;

    if (got->code == 200 && is_json)
        return OK;
    if (got->code == 200) {
        fail(err, UNAVAILABLE, "Dịch vụ ký %s trả lời không đọc được.", remote->dialect->service);
        return fail_detail(err, "%s", unread.message);
    }
    if (got->code == 401) {
        secret_free(remote->token);
        remote->token = NULL;
        return remote_refusal(remote, "invalid_client", DENIED, err);
    }
    if (!is_json)
        *answer = (struct json_value){.kind = JSON_NULL};
    const char *words = arena_printf(arena, "%s %s %s", remote_word(answer, "error", arena),
                                     remote_word(answer, "error_description", arena),
                                     remote_word(answer, "message", arena));
    remote_refusal(remote, words, status_of_code(got->code), err);
    return fail_detail(err, "HTTP %d", got->code);
}

/* --- questions -------------------------------------------------------------------------------- */

/* Where the person is not asked by us, the service asks, and keeps the question open meanwhile. */
static int
time_for_answer(const struct remote *remote)
{
    const struct remote_settings *settings = &remote->settings;
    bool held = remote->asking && remote->asking->stage == REMOTE_AUTHORIZE &&
                !settings->asks_pin && !settings->asks_otp;

    return held && settings->patience_s > settings->timeout_ms / 1000 ? settings->patience_s * 1000
                                                                      : settings->timeout_ms;
}

static const struct http_request *
make_request(const struct remote *remote, const char *path, struct buffer *body, bool form,
             struct arena *arena)
{
    struct http_request *request = arena_make(arena, struct http_request);

    *request = (struct http_request){
        .once = remote->asking && remote->asking->stage == REMOTE_SIGN && !form,
        .url = arena_printf(arena, "%s%s", remote->settings.url, path),
        .content_type = form ? "application/x-www-form-urlencoded" : "application/json",
        .body = buffer_span(body),
        .answer_max = REMOTE_ANSWER_MAX,
        .total_ms = time_for_answer(remote),
        .tries = TRIES,
        .secret = true,
    };
    if (remote->token && !form) {
        const char *bearer = arena_printf(arena, "Bearer %s", secret_text(remote->token));
        request->headers[0] = (struct http_header){"Authorization", bearer};
    }
    return request;
}

static enum status
ask_once(struct remote *remote, const char *path, struct buffer *question, bool form,
         struct arena *arena, struct json_value *answer, struct error *err)
{
    struct http_answer got;

    if (http_send(remote->client, make_request(remote, path, question, form, arena), arena, &got,
                  err) != OK)
        return fail_within(err, "Ký từ xa (%s)", remote->dialect->service);
    return read_answer(remote, &got, arena, answer, err);
}

enum status
remote_log_in(struct remote *remote, struct error *err)
{
    const struct remote_dialect *dialect = remote->dialect;
    AUTO(arena) *arena = arena_new_wiped();
    AUTO(buffer) *question = buffer_new_wiped(REMOTE_QUESTION_MAX);
    struct json_value answer;

    if (!dialect->login || remote->token)
        return OK;
    dialect->write_login(remote, question);
    TRY(ask_once(remote, dialect->login, question, dialect->login_is_form, arena, &answer, err));
    const char *token = json_find_text(&answer, "access_token");
    if (text_is_blank(token) || strlen(token) > REMOTE_TOKEN_MAX)
        return remote_refusal(remote, remote_word(&answer, "error", arena), DENIED, err);
    remote->token = secret_copy(token, strlen(token));
    return OK;
}

enum status
remote_ask(struct remote *remote, const char *path, struct buffer *question, struct arena *arena,
           struct json_value *answer, struct error *err)
{
    TRY(remote_log_in(remote, err));
    return ask_once(remote, path, question, false, arena, answer, err);
}

enum status
remote_send(struct remote *remote, const char *path, struct error *err)
{
    AUTO(arena) *arena = arena_new_wiped();

    TRY(remote_log_in(remote, err));
    return http_start(remote->client, make_request(remote, path, remote->question, false, arena),
                      remote, err);
}

void
remote_give_up(struct remote *remote)
{
    http_cancel(remote->client);
    buffer_free(remote->question);
    remote->question = NULL;
    remote->asking = NULL;
}

enum status
remote_take(struct remote *remote, struct arena *arena, struct json_value *answer,
            struct error *err)
{
    struct http_answer got;
    void *tag;

    enum status status = http_next(remote->client, arena, &tag, &got, err);
    remote_give_up(remote);
    if (status != OK)
        return fail_within(err, "Ký từ xa (%s)", remote->dialect->service);
    return read_answer(remote, &got, arena, answer, err);
}
