/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <curl/curl.h>

#include "base/lazy.h"
#include "net/wiping.h"

/* What it is asked for (base/lazy.h). */
/* clang-format off */
#define LIBCURL(LAZY)                                                                              \
    LAZY(curl_, easy_cleanup) LAZY(curl_, easy_getinfo) LAZY(curl_, easy_header)                   \
    LAZY(curl_, easy_init) LAZY(curl_, easy_setopt) LAZY(curl_, easy_strerror)                     \
    LAZY(curl_, global_init_mem) LAZY(curl_, multi_add_handle) LAZY(curl_, multi_cleanup)          \
    LAZY(curl_, multi_info_read) LAZY(curl_, multi_init) LAZY(curl_, multi_perform)                \
    LAZY(curl_, multi_poll) LAZY(curl_, multi_remove_handle) LAZY(curl_, multi_setopt)             \
    LAZY(curl_, slist_append) LAZY(curl_, slist_free_all)
/* clang-format on */
static LAZY_TYPE(libcurl, LIBCURL) libcurl = LAZY_VALUE(SONAME_CURL, LIBCURL);

enum {
    AT_ONCE = 8,
    ANSWER = 64 * 1024,
    CONNECT_MS = 5 * 1000,
    TOTAL_MS = 30 * 1000,
    FIRST_WAIT_MS = 250,
    POLL_MS = 1000,
    HOST_MAX = 256,
};

/* One request under way. */
struct call {
    CURL *curl; /* NULL: this place is free */
    struct curl_slist *headers;
    struct buffer *body;
    char *expects;
    char host[HOST_MAX]; /* for errors: nothing after it */
    void *tag;
    CURLcode result;
    bool finished;
};

struct http_client {
    char *ca_file, *proxy;
    size_t at_once;
    CURLM *multi; /* NULL: nothing was asked yet */
    struct call calls[HTTP_AT_ONCE_MAX];
};

/* --- the client ------------------------------------------------------------------------------- */

static void
start_library(void)
{
    lazy_load(&libcurl.library);
    if (libcurl.global_init_mem(CURL_GLOBAL_DEFAULT, wiping_malloc, wiping_free, wiping_realloc,
                                wiping_strdup, wiping_calloc) != CURLE_OK)
        abort();
}

static char *
copy_or_null(const char *text)
{
    return text ? strdup(text) : NULL;
}

struct http_client *
http_client_new(const struct http_options *options)
{
    struct http_client *client = heap_alloc(sizeof *client);

    client->ca_file = copy_or_null(options->ca_file);
    client->proxy = copy_or_null(options->proxy);
    client->at_once = options->at_once ? options->at_once : AT_ONCE;
    if (client->at_once > HTTP_AT_ONCE_MAX)
        client->at_once = HTTP_AT_ONCE_MAX;
    return client;
}

/* With the first request: many a client is made that has none to send. */
static void
start_client(struct http_client *client)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    if (client->multi)
        return;
    pthread_once(&once, start_library);
    client->multi = libcurl.multi_init();
    if (!client->multi)
        abort();
    libcurl.multi_setopt(client->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)client->at_once);
}

static void
clear_call(struct http_client *client, struct call *call)
{
    if (!call->curl)
        return;
    libcurl.multi_remove_handle(client->multi, call->curl);
    libcurl.easy_cleanup(call->curl);
    libcurl.slist_free_all(call->headers);
    buffer_free(call->body);
    free(call->expects);
    *call = (struct call){0};
}

void
http_cancel(struct http_client *client)
{
    for (size_t i = 0; i < HTTP_AT_ONCE_MAX; i++)
        clear_call(client, &client->calls[i]);
}

void
http_client_free(struct http_client *client)
{
    if (!client)
        return;
    http_cancel(client);
    if (client->multi)
        libcurl.multi_cleanup(client->multi);
    free(client->ca_file);
    free(client->proxy);
    free(client);
}

/* --- a request -------------------------------------------------------------------------------- */

/* "https://host:port", for people; false for what is no address of a web server. */
static bool
host_of(const char *url, char *host)
{
    const char *rest = text_starts(url, "https://")  ? url + 8
                       : text_starts(url, "http://") ? url + 7
                                                     : NULL;
    if (!rest || strlen(url) > HTTP_URL_MAX)
        return false;
    size_t size = strcspn(rest, "/?#");
    const char *at = memchr(rest, '@', size);
    if (size == 0 || at)
        return false; /* a password in an address would end up in logs */
    snprintf(host, HOST_MAX, "%.*s", (int)(rest - url + (ptrdiff_t)size), url);
    return true;
}

static size_t
take_body(char *data, size_t one, size_t size, void *into)
{
    struct call *call = into;

    (void)one;
    buffer_add(call->body, data, size);
    return call->body->overflow ? 0 : size;
}

static void
add_header(struct call *call, const char *name, const char *value)
{
    AUTO(buffer) *line = buffer_new_wiped(8192);

    if (strpbrk(name, "\r\n") || strpbrk(value, "\r\n"))
        return;
    buffer_printf(line, "%s: %s", name, value);
    call->headers = libcurl.slist_append(call->headers, line->data);
}

static void
set_headers(struct call *call, const struct http_request *request)
{
    if (request->content_type)
        add_header(call, "Content-Type", request->content_type);
    if (request->expects)
        add_header(call, "Accept", request->expects);
    call->headers = libcurl.slist_append(call->headers, "Expect:"); /* no pause before a body */
    for (size_t i = 0; i < HTTP_HEADERS_MAX && request->headers[i].name; i++)
        add_header(call, request->headers[i].name, request->headers[i].value);
    libcurl.easy_setopt(call->curl, CURLOPT_HTTPHEADER, call->headers);
}

static void
set_limits(const struct http_client *client, CURL *curl, const struct http_request *request)
{
    libcurl.easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    libcurl.easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    libcurl.easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    libcurl.easy_setopt(curl, CURLOPT_PROXY, client->proxy ? client->proxy : "");
    libcurl.easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    libcurl.easy_setopt(curl, CURLOPT_USERAGENT, "hocba/" HOCBA_VERSION);
    libcurl.easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    libcurl.easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                        (long)(request->connect_ms ? request->connect_ms : CONNECT_MS));
    libcurl.easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                        (long)(request->total_ms ? request->total_ms : TOTAL_MS));
    libcurl.easy_setopt(curl, CURLOPT_FRESH_CONNECT, request->once ? 1L : 0L);
    if (client->ca_file) {
        libcurl.easy_setopt(curl, CURLOPT_CAINFO, client->ca_file);
        libcurl.easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
}

static void
set_request(const struct http_client *client, struct call *call, const struct http_request *request)
{
    CURL *curl = call->curl;

    set_limits(client, curl, request);
    set_headers(call, request);
    libcurl.easy_setopt(curl, CURLOPT_URL, request->url);
    if (request->body.data) {
        libcurl.easy_setopt(curl, CURLOPT_POST, 1L);
        libcurl.easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.data);
        libcurl.easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.size);
    }
    if (request->method)
        libcurl.easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
    libcurl.easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    libcurl.easy_setopt(curl, CURLOPT_WRITEDATA, call);
    libcurl.easy_setopt(curl, CURLOPT_PRIVATE, call);
}

static enum status
begin_call(struct http_client *client, struct call *call, const struct http_request *request,
           struct error *err)
{
    size_t room = request->answer_max ? request->answer_max : ANSWER;

    if (!request->url || !host_of(request->url, call->host))
        return fail(err, USAGE, "Địa chỉ dịch vụ phải bắt đầu bằng https:// hoặc http://.");
    call->curl = libcurl.easy_init();
    if (!call->curl)
        abort();
    room = room < HTTP_ANSWER_MAX ? room : HTTP_ANSWER_MAX;
    call->body = request->secret ? buffer_new_wiped(room) : buffer_new(room);
    call->expects = copy_or_null(request->expects);
    set_request(client, call, request);
    return OK;
}

/* --- an answer -------------------------------------------------------------------------------- */

static enum status
fail_call(const struct call *call, struct error *err)
{
    if (call->body->overflow)
        return fail(err, INVALID, "Dịch vụ %s trả lời quá dài; đã bỏ câu trả lời ấy.", call->host);
    if (call->result == CURLE_OPERATION_TIMEDOUT)
        fail(err, UNAVAILABLE, "Dịch vụ %s không trả lời kịp.", call->host);
    else if (call->result == CURLE_PEER_FAILED_VERIFICATION)
        fail(err, UNAVAILABLE, "Chứng thư web của %s không đáng tin; đã dừng kết nối.", call->host);
    else
        fail(err, UNAVAILABLE, "Không nhận được câu trả lời của dịch vụ %s.", call->host);
    return fail_detail(err, "curl: %s", libcurl.easy_strerror(call->result));
}

/* "application/timestamp-reply; charset=x" is of type "application/timestamp-reply". */
static bool
is_type(const char *content_type, const char *expects)
{
    size_t size = strlen(expects);

    return content_type && strncasecmp(content_type, expects, size) == 0 &&
           strchr("; \t", content_type[size]) != NULL;
}

static const char *
read_etag(const struct call *call, struct arena *arena)
{
    struct curl_header *header;

    return libcurl.easy_header(call->curl, "ETag", 0, CURLH_HEADER, -1, &header) == CURLHE_OK
               ? arena_text(arena, header->value)
               : NULL;
}

static enum status
take_answer(const struct call *call, struct arena *arena, struct http_answer *answer,
            struct error *err)
{
    char *type = NULL;
    curl_off_t after = 0;
    long code = 0;

    if (call->result != CURLE_OK)
        return fail_call(call, err);
    libcurl.easy_getinfo(call->curl, CURLINFO_RESPONSE_CODE, &code);
    libcurl.easy_getinfo(call->curl, CURLINFO_CONTENT_TYPE, &type);
    libcurl.easy_getinfo(call->curl, CURLINFO_RETRY_AFTER, &after);
    if (call->expects && code == 200 && !is_type(type, call->expects))
        return fail(err, INVALID, "Dịch vụ %s trả lời không đúng loại dữ liệu.", call->host);
    struct span body = buffer_span(call->body);
    *answer = (struct http_answer){
        .code = (int)code,
        .content_type = arena_text(arena, type),
        .etag = read_etag(call, arena),
        .body = {arena_copy(arena, body.data, body.size), body.size},
        .retry_after = after < HTTP_WAIT_MAX_S ? (int)after : HTTP_WAIT_MAX_S,
    };
    return OK;
}

/* --- one after the other ---------------------------------------------------------------------- */

static bool
is_worth_again(enum status status, const struct http_answer *answer)
{
    if (status != OK)
        return status == UNAVAILABLE;
    return answer->code == 429 || (answer->code >= 502 && answer->code <= 504);
}

static void
pause_before(unsigned try, const struct http_answer *answer)
{
    long ms = answer->retry_after ? answer->retry_after * 1000L : (long)FIRST_WAIT_MS << (try - 1);

    if (ms > HTTP_WAIT_MAX_S * 1000L)
        ms = HTTP_WAIT_MAX_S * 1000L;
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

static enum status
send_once(struct http_client *client, const struct http_request *request, struct arena *arena,
          struct http_answer *answer, struct error *err)
{
    void *tag;

    TRY(http_start(client, request, client, err));
    return http_next(client, arena, &tag, answer, err);
}

enum status
http_send(struct http_client *client, const struct http_request *request, struct arena *arena,
          struct http_answer *answer, struct error *err)
{
    unsigned tries = request->tries < HTTP_TRIES_MAX ? request->tries : HTTP_TRIES_MAX;

    for (unsigned try = 1;; try++) {
        struct http_answer taken = {0};
        enum status status = send_once(client, request, arena, &taken, err);
        if (try >= tries || !is_worth_again(status, &taken)) {
            if (status == OK)
                *answer = taken;
            return status;
        }
        pause_before(try, &taken);
    }
}

/* --- side by side ----------------------------------------------------------------------------- */

enum status
http_start(struct http_client *client, const struct http_request *request, void *tag,
           struct error *err)
{
    struct call *call = NULL;

    for (size_t i = 0; i < HTTP_AT_ONCE_MAX && !call; i++)
        if (!client->calls[i].curl)
            call = &client->calls[i];
    if (!call)
        return fail(err, CONFLICT, "Đang có quá nhiều yêu cầu cùng lúc.");
    start_client(client);
    TRY(begin_call(client, call, request, err));
    call->tag = tag;
    if (libcurl.multi_add_handle(client->multi, call->curl) != CURLM_OK)
        abort();
    return OK;
}

static struct call *
find_finished(struct http_client *client)
{
    for (size_t i = 0; i < HTTP_AT_ONCE_MAX; i++)
        if (client->calls[i].curl && client->calls[i].finished)
            return &client->calls[i];
    return NULL;
}

static bool
is_busy(const struct http_client *client)
{
    for (size_t i = 0; i < HTTP_AT_ONCE_MAX; i++)
        if (client->calls[i].curl)
            return true;
    return false;
}

static void
note_finished(struct http_client *client)
{
    int left;

    for (CURLMsg *message; (message = libcurl.multi_info_read(client->multi, &left)) != NULL;) {
        struct call *call = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        libcurl.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &call);
        call->result = message->data.result;
        call->finished = true;
    }
}

/* One step of whatever is under way, waiting `ms` at most. */
static void
go_on(struct http_client *client, int ms)
{
    int running;

    if (libcurl.multi_perform(client->multi, &running) != CURLM_OK ||
        libcurl.multi_poll(client->multi, NULL, 0, running ? ms : 0, NULL) != CURLM_OK ||
        libcurl.multi_perform(client->multi, &running) != CURLM_OK)
        abort();
    note_finished(client);
}

bool
http_wait(struct http_client *client, int ms)
{
    if (is_busy(client) && !find_finished(client))
        go_on(client, ms);
    return !is_busy(client) || find_finished(client) != NULL;
}

enum status
http_next(struct http_client *client, struct arena *arena, void **tag, struct http_answer *answer,
          struct error *err)
{
    struct call *call;

    *tag = NULL;
    if (!is_busy(client))
        return fail(err, NOT_FOUND, "Không có yêu cầu nào đang chờ trả lời.");
    while ((call = find_finished(client)) == NULL)
        go_on(client, POLL_MS);
    *tag = call->tag;
    enum status status = take_answer(call, arena, answer, err);
    clear_call(client, call);
    return status;
}

/* --- addresses -------------------------------------------------------------------------------- */

bool
http_is_private(const char *url)
{
    static const char *const near[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};

    if (strncmp(url, "https://", 8) == 0)
        return true;
    for (size_t i = 0; i < COUNT_OF(near); i++)
        if (strncmp(url, near[i], strlen(near[i])) == 0 && strchr(":/", url[strlen(near[i])]))
            return true;
    return false;
}
