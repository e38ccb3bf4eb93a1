/* SPDX-License-Identifier: Apache-2.0 */
#include "web/server.h"

#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "web/listen.h"

/* A request while its body arrives. */
struct exchange {
    const struct web_route *route;
    struct buffer *body;
};

/* --- routes ----------------------------------------------------------------------------------- */

static bool
path_fits(const struct web_route *route, const char *path)
{
    size_t size = strlen(route->path);

    return route->path[size - 1] == '/' ? text_starts(path, route->path)
                                        : text_equal(path, route->path);
}

/* NULL: none, and `code` says why: 404, or 405 where another method has this path. */
static const struct web_route *
find_route(const struct web_server *server, const char *method, const char *path, int *code)
{
    const char *asked = text_equal(method, "HEAD") ? "GET" : method;

    *code = MHD_HTTP_NOT_FOUND;
    for (const struct web_route *route = server->routes; route->method; route++) {
        if (!path_fits(route, path))
            continue;
        if (text_equal(route->method, asked))
            return route;
        *code = MHD_HTTP_METHOD_NOT_ALLOWED;
    }
    return NULL;
}

/* --- answering -------------------------------------------------------------------------------- */

static enum MHD_Result
send_answer(struct MHD_Connection *connection, const struct web_answer *answer)
{
    /* The library copies; it reads nothing through the pointer that lost its const. */
    struct MHD_Response *response = MHD_create_response_from_buffer(
        answer->body.size, (void *)(uintptr_t)answer->body.data, MHD_RESPMEM_MUST_COPY);

    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                            answer->type ? answer->type : "text/plain; charset=utf-8");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                            answer->cache ? answer->cache : "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)answer->code, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result
refuse(struct MHD_Connection *connection, int code)
{
    return send_answer(connection, &(struct web_answer){.code = code, .body = SPAN("")});
}

static enum MHD_Result
run(const struct web_server *server, struct MHD_Connection *connection,
    const struct exchange *exchange, const char *path)
{
    AUTO(arena) *arena = arena_new();
    struct web_request request = {.path = path, .body = buffer_span(exchange->body)};
    struct web_answer answer = {.code = MHD_HTTP_NOT_FOUND, .body = SPAN("")};

    exchange->route->run(server->context, &request, arena, &answer);
    return send_answer(connection, &answer);
}

/* The headers are here: refuse before a body is taken, or wait for it. */
static enum MHD_Result
begin(const struct web_server *server, struct MHD_Connection *connection, const char *method,
      const char *path, void **handle)
{
    int code;
    const struct web_route *route = find_route(server, method, path, &code);
    const char *length =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);

    if (!route)
        return refuse(connection, code);
    if (length && strtoull(length, NULL, 10) > route->body_max)
        return refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE);
    struct exchange *exchange = heap_alloc(sizeof *exchange);
    *exchange = (struct exchange){.route = route, .body = buffer_new(route->body_max + 1)};
    *handle = exchange;
    return MHD_YES;
}

static enum MHD_Result
on_request(void *context, struct MHD_Connection *connection, const char *path, const char *method,
           const char *version, const char *data, size_t *size, void **handle)
{
    const struct web_server *server = context;
    struct exchange *exchange = *handle;

    (void)version;
    if (!exchange)
        return begin(server, connection, method, path, handle);
    if (*size == 0)
        return run(server, connection, exchange, path);
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
    struct exchange *exchange = *handle;

    (void)context, (void)connection, (void)why;
    if (!exchange)
        return;
    buffer_free(exchange->body);
    free(exchange);
    *handle = NULL;
}

/* The library's words may hold what a client sent. */
static void
on_log(void *context, const char *format, va_list arguments)
{
    (void)context, (void)format, (void)arguments;
}

/* --- running ---------------------------------------------------------------------------------- */

enum status
web_serve(const struct web_server *server, struct error *err)
{
    char address[LISTEN_ADDRESS_SIZE];
    sigset_t stop;
    int fd = -1, signal_number;

    TRY(listen_open(server->listen, &fd, address, err));
    /* Before any thread begins, so that only the wait below sees them. */
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL |
            MHD_USE_ERROR_LOG,
        0, NULL, NULL, on_request, (void *)(uintptr_t)server, MHD_OPTION_EXTERNAL_LOGGER, on_log,
        NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)WEB_CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)WEB_IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)WEB_HEADERS_MAX, MHD_OPTION_STRICT_FOR_CLIENT,
        1, MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL, MHD_OPTION_END);
    if (!daemon) {
        close(fd);
        return fail(err, UNAVAILABLE, "Không mở được máy chủ HTTP ở %s.", server->listen);
    }
    server->ready(address);
    sigwait(&stop, &signal_number);
    MHD_stop_daemon(daemon);
    if (text_starts(server->listen, "unix:"))
        unlink(server->listen + 5);
    return OK;
}
