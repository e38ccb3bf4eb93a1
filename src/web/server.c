/* SPDX-License-Identifier: Apache-2.0 */
#include "web/server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/lazy.h"
#include "web/compress.h"
#include "web/listen.h"
#include "web/request.h"

/* What it is asked for (base/lazy.h). */
/* clang-format off */
#define LIBMICROHTTPD(LAZY)                                                                        \
    LAZY(MHD_, add_response_header) LAZY(MHD_, create_response_from_buffer)                        \
    LAZY(MHD_, destroy_response) LAZY(MHD_, get_connection_info)                                   \
    LAZY(MHD_, get_connection_values_n) LAZY(MHD_, lookup_connection_value)                        \
    LAZY(MHD_, queue_response) LAZY(MHD_, quiesce_daemon) LAZY(MHD_, start_daemon)                 \
    LAZY(MHD_, stop_daemon)
/* clang-format on */
static LAZY_TYPE(libmicrohttpd, LIBMICROHTTPD) libmicrohttpd = LAZY_VALUE(SONAME_MICROHTTPD,
                                                                          LIBMICROHTTPD);

enum {
    THREAD_STACK = 1024 * 1024,
    DISCARD_MAX = 16 * 1024 * 1024, /* of a refused body: read, so that the answer arrives */
};

/* A connection, from its first byte to its last. */
struct connection {
    struct connection *next;
    int fd;
    unsigned waiting; /* seconds for which a request has been arriving; 0: none is */
    bool arriving;
};

struct serving {
    const struct web_server *server;
    atomic_uint busy; /* requests between their headers and the end of their answers */
    atomic_bool stopping;
    pthread_mutex_t lock; /* of the list */
    struct connection *connections;
};

/* A request while its body arrives. */
struct exchange {
    struct arena *arena;
    struct web_request request;
    const struct web_route *route; /* NULL: refused with `code` */
    int code;
    struct buffer *body;
};

/* --- asking ----------------------------------------------------------------------------------- */

const char *
web_header(const struct web_request *request, const char *name)
{
    return libmicrohttpd.lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

static const struct web_field *
find_field(const struct web_fields *fields, const char *name, bool file)
{
    for (size_t i = 0; i < fields->list.count; i++) {
        const struct web_field *field = &fields->list.items[i];
        if (text_equal(field->name, name) && !field->file_name == !file)
            return field;
    }
    return NULL;
}

static const char *
field_text(const struct web_fields *fields, const char *name)
{
    const struct web_field *field = find_field(fields, name, false);

    return field && strlen(field->value.data) == field->value.size ? field->value.data : NULL;
}

const char *
web_query(const struct web_request *request, const char *name)
{
    return field_text(&request->query, name);
}

const char *
web_form(const struct web_request *request, const char *name)
{
    return field_text(&request->form, name);
}

const struct web_field *
web_file(const struct web_request *request, const char *name)
{
    const struct web_field *field = find_field(&request->form, name, true);

    return field && field->file_name[0] ? field : NULL;
}

const char *
web_cookie(const struct web_request *request, const char *name, struct arena *arena)
{
    return request_find_cookie(web_header(request, MHD_HTTP_HEADER_COOKIE), name, arena);
}

/* --- refusing what can be read in two ways ---------------------------------------------------- */

struct header_counts {
    unsigned host, length, encoding, type, cookie;
    bool bad;
    size_t bytes;
};

static enum MHD_Result
count_header(void *context, enum MHD_ValueKind kind, const char *name, size_t name_size,
             const char *value, size_t value_size)
{
    struct header_counts *counts = context;

    (void)kind, (void)value;
    counts->bad |= strpbrk(name, " \t") != NULL;
    counts->bytes += name_size + value_size + sizeof ": \r\n" - 1;
    counts->host += strcasecmp(name, MHD_HTTP_HEADER_HOST) == 0;
    counts->length += strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0;
    counts->encoding += strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0;
    counts->type += strcasecmp(name, MHD_HTTP_HEADER_CONTENT_TYPE) == 0;
    counts->cookie += strcasecmp(name, MHD_HTTP_HEADER_COOKIE) == 0;
    return MHD_YES;
}

/* Every byte is accounted for as "Name: value": a NUL, at which the library cuts a value off, or a
 * folded line would leave some over. */
static bool
headers_are_clear(struct MHD_Connection *connection, const struct web_request *request,
                  const char *version)
{
    struct header_counts counts = {0};
    size_t line = strlen(request->method) + strlen(request->target) + strlen(version) + 4;
    const union MHD_ConnectionInfo *info =
        libmicrohttpd.get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

    libmicrohttpd.get_connection_values_n(connection, MHD_HEADER_KIND, count_header, &counts);
    return info && info->header_size == line + counts.bytes + 2 && !counts.bad &&
           counts.length <= 1 && counts.type <= 1 && counts.cookie <= 1 &&
           counts.encoding + counts.length <= 1 &&
           (counts.host == 1 || (counts.host == 0 && text_equal(version, "HTTP/1.0")));
}

/* Digits only; a length that no body may have is as good as any other. */
static size_t
read_length(const char *text)
{
    size_t length = 0;

    if (!text)
        return 0;
    for (; *text >= '0' && *text <= '9' && length < SIZE_MAX / 100; text++)
        length = length * 10 + (size_t)(*text - '0');
    return *text ? SIZE_MAX : length;
}

/* --- who asks --------------------------------------------------------------------------------- */

static const char *
find_address(const struct web_server *server, struct MHD_Connection *connection,
             struct arena *arena)
{
    const union MHD_ConnectionInfo *info =
        libmicrohttpd.get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *peer = info ? info->client_addr : NULL;
    const char *told =
        libmicrohttpd.lookup_connection_value(connection, MHD_HEADER_KIND, "X-Real-IP");
    char text[INET6_ADDRSTRLEN] = "";
    struct in6_addr parsed;

    if ((server->behind_proxy || text_starts(server->listen, "unix:")) && told &&
        (inet_pton(AF_INET, told, &parsed) == 1 || inet_pton(AF_INET6, told, &parsed) == 1))
        return arena_text(arena, told);
    if (peer && peer->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, text,
                  sizeof text);
    else if (peer && peer->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, text,
                  sizeof text);
    return arena_text(arena, text);
}

/* --- answering -------------------------------------------------------------------------------- */

void
web_answer_add(struct web_answer *answer, const char *name, const char *value)
{
    assert(answer->header_count < WEB_ANSWER_HEADERS_MAX);
    assert(!strpbrk(value, "\r\n"));
    answer->headers[answer->header_count++] = (struct web_header){name, value};
}

static void
add_headers(struct MHD_Response *response, const struct web_answer *answer, bool gzipped,
            bool stopping)
{
    libmicrohttpd.add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                                      answer->type ? answer->type : "text/plain; charset=utf-8");
    libmicrohttpd.add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                                      answer->cache ? answer->cache : "no-store");
    libmicrohttpd.add_response_header(response, "X-Content-Type-Options", "nosniff");
    if (answer->compressible)
        libmicrohttpd.add_response_header(response, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
    if (gzipped)
        libmicrohttpd.add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    if (stopping)
        libmicrohttpd.add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    for (size_t i = 0; i < answer->header_count; i++)
        libmicrohttpd.add_response_header(response, answer->headers[i].name,
                                          answer->headers[i].value);
}

static enum MHD_Result
send_answer(struct serving *serving, struct MHD_Connection *connection, struct arena *arena,
            const struct web_answer *answer)
{
    struct span body = answer->body, gzip = answer->gzipped;
    const char *accepted = libmicrohttpd.lookup_connection_value(connection, MHD_HEADER_KIND,
                                                                 MHD_HTTP_HEADER_ACCEPT_ENCODING);
    bool gzipped = answer->compressible && body.size >= COMPRESS_FROM &&
                   compress_is_accepted(accepted) &&
                   (gzip.size > 0 || compress_gzip(body, arena, &gzip));
    if (gzipped)
        body = gzip;
    /* The arena lives until the answer is sent; nothing is written through the pointer. */
    struct MHD_Response *response = libmicrohttpd.create_response_from_buffer(
        body.size, (void *)(uintptr_t)body.data, MHD_RESPMEM_PERSISTENT);

    if (!response)
        return MHD_NO;
    add_headers(response, answer, gzipped, atomic_load(&serving->stopping));
    enum MHD_Result result =
        libmicrohttpd.queue_response(connection, (unsigned)answer->code, response);
    libmicrohttpd.destroy_response(response);
    return result;
}

static enum MHD_Result
refuse(struct serving *serving, struct MHD_Connection *connection, struct exchange *exchange)
{
    struct web_answer answer = {.code = exchange->code, .body = SPAN("")};

    if (serving->server->refused)
        serving->server->refused(serving->server->context, &exchange->request, exchange->arena,
                                 &answer);
    return send_answer(serving, connection, exchange->arena, &answer);
}

static enum MHD_Result
run(struct serving *serving, struct MHD_Connection *connection, struct exchange *exchange)
{
    struct web_answer answer = {.code = MHD_HTTP_NOT_FOUND, .body = SPAN("")};
    struct web_request *request = &exchange->request;
    const struct web_route *route = exchange->route;
    void *context = route->context ? route->context : serving->server->context;

    request->body = buffer_span(exchange->body);
    if (!request_read_form(web_header(request, MHD_HTTP_HEADER_CONTENT_TYPE), request->body,
                           exchange->arena, &request->form)) {
        exchange->code = MHD_HTTP_BAD_REQUEST;
        return refuse(serving, connection, exchange);
    }
    route->run(context, request, exchange->arena, &answer);
    if (answer.code == 0)
        return MHD_NO;
    return send_answer(serving, connection, exchange->arena, &answer);
}

/* --- a request arrives ------------------------------------------------------------------------ */

/* Path and query apart; false: they cannot be read in one way. */
static bool
read_target(struct exchange *exchange)
{
    struct web_request *request = &exchange->request;
    const char *question = strchrnul(request->target, '?');

    request->path = "/";
    const char *path =
        request_decode((struct span){request->target, (size_t)(question - request->target)}, false,
                       exchange->arena);
    if (!path || path[0] != '/')
        return false;
    request->path = path;
    return !*question ||
           request_read_fields(span_of(question + 1), exchange->arena, &request->query);
}

static int
judge(struct serving *serving, struct MHD_Connection *connection, const char *version,
      struct exchange *exchange)
{
    struct web_request *request = &exchange->request;
    int code;

    if (!read_target(exchange) || !headers_are_clear(connection, request, version))
        return MHD_HTTP_BAD_REQUEST;
    exchange->route = request_find_route(serving->server->routes, request->method, request->path,
                                         exchange->arena, request->arguments, &code);
    if (!exchange->route)
        return code;
    size_t length = read_length(web_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH));
    return length > exchange->route->body_max ? MHD_HTTP_CONTENT_TOO_LARGE : 0;
}

/* An answer given while the client still sends is lost when the connection is reset: of a request
 * that is refused but clear, the body is read away first. */
static bool
may_discard(const struct exchange *exchange)
{
    const struct web_request *request = &exchange->request;
    const char *length = web_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);

    return exchange->code != MHD_HTTP_BAD_REQUEST && length && read_length(length) <= DISCARD_MAX &&
           !web_header(request, MHD_HTTP_HEADER_EXPECT);
}

/* The headers are here: refuse before a body is taken, or wait for it. */
static enum MHD_Result
begin(struct serving *serving, struct MHD_Connection *connection, const char *method,
      const char *version, struct exchange *exchange)
{
    bool wiped = serving->server->wiped;

    exchange->request.method = arena_text(exchange->arena, method);
    exchange->request.connection = connection;
    exchange->request.address = find_address(serving->server, connection, exchange->arena);
    exchange->code = judge(serving, connection, version, exchange);
    if (exchange->code != 0) {
        exchange->route = NULL;
        return may_discard(exchange) ? MHD_YES : refuse(serving, connection, exchange);
    }
    size_t ceiling = exchange->route->body_max + 1;
    exchange->body = wiped ? buffer_new_wiped(ceiling) : buffer_new(ceiling);
    return MHD_YES;
}

static void
set_arriving(struct MHD_Connection *connection, bool arriving)
{
    const union MHD_ConnectionInfo *info =
        libmicrohttpd.get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct connection *held = info ? info->socket_context : NULL;

    if (held) {
        __atomic_store_n(&held->waiting, 0, __ATOMIC_RELAXED);
        __atomic_store_n(&held->arriving, arriving, __ATOMIC_RELAXED);
    }
}

/* Before anything of the request is looked at: the exchange begins. */
static void *
on_target(void *context, const char *target, struct MHD_Connection *connection)
{
    struct serving *serving = context;
    struct exchange *exchange = heap_alloc(sizeof *exchange);
    struct arena *arena = serving->server->wiped ? arena_new_wiped() : arena_new();

    (void)connection;
    *exchange = (struct exchange){.arena = arena};
    exchange->request.target = arena_text(arena, target);
    atomic_fetch_add(&serving->busy, 1);
    return exchange;
}

static enum MHD_Result
on_request(void *context, struct MHD_Connection *connection, const char *path, const char *method,
           const char *version, const char *data, size_t *size, void **handle)
{
    struct serving *serving = context;
    struct exchange *exchange = *handle;

    (void)path;
    if (!exchange->request.method)
        return begin(serving, connection, method, version, exchange);
    if (*size == 0) {
        set_arriving(connection, false);
        return exchange->route ? run(serving, connection, exchange)
                               : refuse(serving, connection, exchange);
    }
    if (!exchange->route) {
        *size = 0;
        return MHD_YES;
    }
    /* Only a body that did not say its length gets here with too much: the connection ends. */
    if (*size > exchange->route->body_max - exchange->body->size)
        return MHD_NO;
    buffer_add(exchange->body, data, *size);
    *size = 0;
    return MHD_YES;
}

static void
on_end(void *context, struct MHD_Connection *connection, void **handle,
       enum MHD_RequestTerminationCode why)
{
    struct serving *serving = context;
    struct exchange *exchange = *handle;

    (void)why;
    if (!exchange)
        return;
    set_arriving(connection, true); /* the next one of this connection */
    buffer_free(exchange->body);
    arena_free(exchange->arena);
    free(exchange);
    *handle = NULL;
    atomic_fetch_sub(&serving->busy, 1);
}

/* The library's words may hold what a client sent. */
static void
on_log(void *context, const char *format, va_list arguments)
{
    (void)context, (void)format, (void)arguments;
}

/* read_target() decodes, strictly. */
static size_t
leave_escaped(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context, (void)connection;
    return strlen(text);
}

/* --- slow clients ----------------------------------------------------------------------------- */

static void
on_connection(void *context, struct MHD_Connection *connection, void **socket_context,
              enum MHD_ConnectionNotificationCode what)
{
    struct serving *serving = context;
    struct connection *held = *socket_context;

    pthread_mutex_lock(&serving->lock);
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            libmicrohttpd.get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        held = heap_alloc(sizeof *held);
        *held = (struct connection){
            .next = serving->connections, .fd = info ? info->connect_fd : -1, .arriving = true};
        serving->connections = held;
        *socket_context = held;
    } else {
        struct connection **at = &serving->connections;
        while (*at && *at != held)
            at = &(*at)->next;
        if (*at)
            *at = held->next;
        free(held);
        *socket_context = NULL;
    }
    pthread_mutex_unlock(&serving->lock);
}

/* Once a second: whose request has been arriving for too long loses the connection. A library's
 * idle time alone would let one byte in ten seconds hold a thread for days. */
static void
end_slow_ones(struct serving *serving)
{
    pthread_mutex_lock(&serving->lock);
    for (struct connection *held = serving->connections; held; held = held->next) {
        if (!__atomic_load_n(&held->arriving, __ATOMIC_RELAXED))
            continue;
        if (__atomic_add_fetch(&held->waiting, 1, __ATOMIC_RELAXED) > WEB_ARRIVAL_SECONDS)
            shutdown(held->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&serving->lock);
}

/* --- running ---------------------------------------------------------------------------------- */

static struct MHD_Daemon *
start(struct serving *serving, int fd)
{
    const struct web_server *server = serving->server;
    unsigned connections = server->connections ? server->connections : WEB_CONNECTIONS_MAX;

    lazy_load(&libmicrohttpd.library);
    return libmicrohttpd.start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL |
            MHD_USE_ERROR_LOG,
        0, NULL, NULL, on_request, serving, MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)WEB_IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)WEB_HEADERS_MAX, MHD_OPTION_THREAD_STACK_SIZE,
        (size_t)THREAD_STACK, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK,
        on_target, serving, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, serving, MHD_OPTION_NOTIFY_COMPLETED, on_end,
        serving, MHD_OPTION_END);
}

static void
wait_for_stop(struct serving *serving, const sigset_t *stop)
{
    const struct timespec second = {.tv_sec = 1};

    while (sigtimedwait(stop, NULL, &second) < 0)
        end_slow_ones(serving);
}

/* No new connection; what is being answered is finished, within reason. */
static void
finish(struct serving *serving, struct MHD_Daemon *daemon)
{
    const struct timespec moment = {.tv_nsec = 20 * 1000 * 1000};
    const unsigned moments = WEB_STOP_SECONDS * 50;

    atomic_store(&serving->stopping, true);
    int fd = libmicrohttpd.quiesce_daemon(daemon);
    if (fd >= 0)
        close(fd);
    for (unsigned i = 0; i < moments && atomic_load(&serving->busy) > 0; i++)
        nanosleep(&moment, NULL);
    libmicrohttpd.stop_daemon(daemon);
}

enum status
web_serve(const struct web_server *server, struct error *err)
{
    struct serving serving = {.server = server, .lock = PTHREAD_MUTEX_INITIALIZER};
    char address[LISTEN_ADDRESS_SIZE];
    sigset_t stop;
    int fd = -1;

    TRY(listen_open(server->listen, &fd, address, err));
    /* Before any thread begins, so that only the wait below sees them. */
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
    struct MHD_Daemon *daemon = start(&serving, fd);
    if (!daemon) {
        close(fd);
        return fail(err, UNAVAILABLE, "Không mở được máy chủ HTTP ở %s.", server->listen);
    }
    server->ready(address);
    wait_for_stop(&serving, &stop);
    finish(&serving, daemon);
    if (text_starts(server->listen, "unix:"))
        unlink(server->listen + 5);
    return OK;
}
