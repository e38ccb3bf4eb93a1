/* SPDX-License-Identifier: Apache-2.0
 *
 * An HTTP server for a Unix socket or an address of this host: a table of routes, a thread for each
 * connection, a ceiling on everything.  What faces the Internet (TLS, rates) stands before it.
 * Nothing is logged.
 */
#ifndef HOCBA_WEB_SERVER_H
#define HOCBA_WEB_SERVER_H

#include "base/text.h"

enum {
    WEB_CONNECTIONS_MAX = 128,
    WEB_HEADERS_MAX = 16 * 1024, /* request line and headers */
    WEB_IDLE_SECONDS = 15,       /* a connection that says nothing is closed */
};

struct web_request {
    const char *path; /* decoded, begins with '/' */
    struct span body;
};

struct web_answer {
    int code;
    const char *type;  /* Content-Type; NULL: plain text */
    const char *cache; /* Cache-Control; NULL: no-store */
    struct span body;  /* of the arena, or lasting longer */
};

/* Runs in a thread of its own, beside others; `answer` starts as 404 without a body. */
typedef void web_handler(void *context, const struct web_request *request, struct arena *arena,
                         struct web_answer *answer);

struct web_route {
    const char *method; /* "GET" also answers HEAD */
    const char *path;   /* one that ends in '/' takes all that is below it */
    size_t body_max;    /* a larger body is answered with 413 */
    web_handler *run;
};

struct web_server {
    const char *listen; /* "unix:/path" or "127.0.0.1:port", "[::1]:port"; port 0: free */
    const struct web_route *routes; /* ends with {0} */
    void *context;
    void (*ready)(const char *address); /* told once where it listens */
};

/* Serve until SIGTERM or SIGINT; then what is being answered is finished. USAGE: not an address;
 * UNAVAILABLE: it cannot be listened on. */
MUST_CHECK enum status web_serve(const struct web_server *server, struct error *err);

#endif
