/* SPDX-License-Identifier: Apache-2.0
 *
 * From a request to its route and back: who asks, may anything be asked at all, and what is sent
 * with every answer.
 */
#include "serve/api.h"
#include "serve/inside.h"
#include "serve/pages.h"
#include "serve/sign_in.h"

/* No script, style, frame or form but our own; nothing of us inside others' pages. A browser shows
 * our PDF in a frame of ours, and the signer's agent answers on loopback. */
#define CONTENT_POLICY                                                                             \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "              \
    "font-src 'self'; connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:* wss://127.0.0.1:*; "  \
    "frame-src 'self'; object-src 'self'; form-action 'self'; base-uri 'none'; "                   \
    "frame-ancestors 'self'"

/* --- errors ----------------------------------------------------------------------------------- */

static int
code_of(enum status status)
{
    switch (status) {
    case OK: return 200;
    case USAGE:
    case INVALID: return 400;
    case DENIED: return 403;
    case NOT_FOUND: return 404;
    case CONFLICT: return 409;
    case UNTRUSTED: return 422;
    case UNDECIDED:
    case UNAVAILABLE: return 503;
    case CORRUPT: break;
    }
    return 500;
}

static const char *
code_word(int code)
{
    switch (code) {
    case 400: return "bad_request";
    case 401: return "sign_in";
    case 403: return "denied";
    case 404: return "not_found";
    case 405: return "method";
    case 409: return "conflict";
    case 413: return "too_large";
    case 422: return "untrusted";
    case 429: return "too_often";
    case 503: return "unavailable";
    default: return "broken";
    }
}

void
visit_send_error(struct visit *visit, int code, const char *message)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);

    visit->answer->code = code;
    visit->answer->cache = NULL;
    if (visit->api) {
        struct json json = json_to(out);
        json_open(&json, '{');
        json_key(&json, "error");
        json_open(&json, '{');
        json_text_field(&json, "code", code_word(code));
        json_text_field(&json, "message", message);
        json_close(&json, '}');
        json_close(&json, '}');
        visit_send_json(visit, out);
    } else {
        error_page(out, visit, code, message);
        visit_send_page(visit, out);
    }
}

/* --- what every answer bears ------------------------------------------------------------------ */

static void
add_security(struct web_answer *answer)
{
    web_answer_add(answer, "Content-Security-Policy", CONTENT_POLICY);
    /* Nothing for others; with "no-referrer" a browser would hide a form's Origin from us too. */
    web_answer_add(answer, "Referrer-Policy", "same-origin");
    web_answer_add(answer, "X-Frame-Options", "SAMEORIGIN");
    web_answer_add(answer, "Cross-Origin-Opener-Policy", "same-origin");
    web_answer_add(answer, "Cross-Origin-Resource-Policy", "same-origin");
    web_answer_add(answer, "Permissions-Policy", "camera=(self), geolocation=(), microphone=()");
}

static void
log_line(const struct visit *visit, int64_t us)
{
    struct serve *serve = visit->serve;
    AUTO(buffer) *out = buffer_new(4096);
    struct json json = json_to(out);
    char at[MOMENT_TEXT_SIZE];

    if (!serve->order->log)
        return;
    json_open(&json, '{');
    json_text_field(&json, "at",
                    moment_write(moment_in_vietnam(serve->order->options->system_clock()), at));
    json_text_field(&json, "method", visit->request->method);
    json_text_field(&json, "route", visit->route);
    json_int_field(&json, "code", visit->answer->code);
    json_int_field(&json, "bytes", (int64_t)visit->answer->body.size);
    json_int_field(&json, "us", us);
    json_close(&json, '}');
    serve->order->log(out->data);
}

/* --- may it be asked -------------------------------------------------------------------------- */

/* The browser's own word where it gives it; else "https://host:port" against the Host that was
 * asked, which a proxy passes on. */
static bool
is_same_origin(const struct web_request *request)
{
    const char *origin = web_header(request, "Origin");
    const char *host = web_header(request, "Host");
    const char *site = web_header(request, "Sec-Fetch-Site");

    if (site)
        return text_equal(site, "same-origin") || text_equal(site, "none");
    if (!origin)
        return true;
    const char *at = strstr(origin, "://");
    return at && text_equal(at + 3, host);
}

static bool
changes_something(const struct web_request *request)
{
    return !text_equal(request->method, "GET") && !text_equal(request->method, "HEAD");
}

/* What may be asked before the first password is changed. */
static bool
is_about_oneself(const char *path)
{
    return text_starts(path, "/tai-khoan") || text_equal(path, "/dang-xuat") ||
           text_equal(path, "/api/v1/account") || text_starts(path, "/api/v1/account/") ||
           text_equal(path, "/api/v1/sign-out");
}

/* False: answered already. */
static bool
is_admitted(struct visit *visit, const struct route *route)
{
    const struct web_request *request = visit->request;

    if (route->guard == LOOPBACK &&
        (visit->serve->order->behind_proxy ||
         (!text_equal(request->address, "127.0.0.1") && !text_equal(request->address, "::1")))) {
        visit_send_error(visit, 404, T("Không có trang này.", "There is no such page."));
        return false;
    }
    if (changes_something(request) && (!is_same_origin(request) || !sign_in_csrf_fits(visit))) {
        visit_send_error(visit, 403,
                         T("Yêu cầu không đến từ trang này, hoặc trang đã mở quá lâu. Chưa có gì "
                           "thay đổi; hãy tải lại trang rồi làm lại.",
                           "The request did not come from this page, or the page is too old. "
                           "Nothing was changed; reload the page and try again."));
        return false;
    }
    if (route->guard == SIGNED_IN && visit->session && visit->session->must_change &&
        !is_about_oneself(visit->request->path)) {
        if (visit->api || changes_something(request))
            visit_send_error(visit, 403,
                             T("Hãy đổi mật khẩu đầu tiên trước.", "Change the first password."));
        else
            visit_go(visit, "/tai-khoan");
        return false;
    }
    if (route->guard == SIGNED_IN && !visit->session) {
        if (visit->api || changes_something(request))
            visit_send_error(visit, 401, T("Hãy đăng nhập lại.", "Please sign in again."));
        else
            visit_go(visit, "/dang-nhap?ve=%s", request->target);
        return false;
    }
    return true;
}

static enum status
answer_visit(struct visit *visit, const struct route *route, struct error *err)
{
    TRY(app_pool_lend(visit->serve->pool, &visit->app, err));
    TRY(sign_in_find(visit, err));
    if (!is_admitted(visit, route))
        return OK;
    if (visit->api)
        TRY(api_read(visit, route, err));
    return route->run(visit, err);
}

/* A page that is ready needs nothing of the database but that it is still the same. */
static enum status
answer_or_give(struct visit *visit, const struct route *route, struct error *err)
{
    struct kept *kept = visit->serve->kept;
    struct kept_claim claim;

    if (!route->kept)
        return answer_visit(visit, route, err);
    if (kept_give(kept, visit, &claim))
        return OK;
    TRY(answer_visit(visit, route, err));
    kept_add(kept, visit, &claim);
    return OK;
}

void
dispatch(void *context, const struct web_request *request, struct arena *arena,
         struct web_answer *answer)
{
    const struct dispatched *dispatched = context;
    struct serve *serve = dispatched->serve;
    int64_t begun = serve->order->stopwatch();
    struct error err = {0};
    struct visit visit = {.request = request,
                          .answer = answer,
                          .arena = arena,
                          .serve = serve,
                          .route = dispatched->route->path,
                          .api = text_starts(request->path, "/api/")};

    answer->code = 0;
    memcpy(visit.argument, request->arguments, sizeof visit.argument);
    visit.english = text_equal(visit_cookie(&visit, "ngon_ngu"), "en");
    metrics_begin(&serve->metrics);
    enum status status = answer_or_give(&visit, dispatched->route, &err);
    if (status != OK)
        visit_send_error(&visit, code_of(status), err.message);
    add_security(answer);
    app_pool_return(serve->pool, visit.app, status != UNAVAILABLE);
    int64_t us = serve->order->stopwatch() - begun;
    metrics_end(&serve->metrics, answer->code, us);
    log_line(&visit, us);
}

void
dispatch_refused(void *context, const struct web_request *request, struct arena *arena,
                 struct web_answer *answer)
{
    struct serve *serve = context;
    struct visit visit = {.request = request,
                          .answer = answer,
                          .arena = arena,
                          .serve = serve,
                          .route = "-",
                          .api = text_starts(request->path, "/api/")};
    int code = answer->code;

    metrics_begin(&serve->metrics);
    visit.english = text_equal(visit_cookie(&visit, "ngon_ngu"), "en");
    visit_send_error(
        &visit, code,
        code == 413 ? "Tệp hoặc nội dung gửi lên quá lớn; chưa có gì thay đổi."
        : code == 400
            ? "Máy chủ không đọc được yêu cầu này; chưa có gì thay đổi."
            : "Không có trang này. Có thể địa chỉ bị gõ sai, hoặc trang đã được chuyển đi.");
    add_security(answer);
    metrics_end(&serve->metrics, code, 0);
    log_line(&visit, 0);
}
