/* SPDX-License-Identifier: Apache-2.0
 *
 * An HTTP server for a Unix socket or an address of this host: a table of routes, a thread for each
 * connection, a ceiling on everything.  What faces the Internet (TLS, HTTP/2) stands before it.
 *
 * A request that can be read in two ways is refused with 400 before any route sees it: a length
 * together with chunks, a header that may stand once and stands twice, a NUL, an escape that is
 * none, text that is not UTF-8 (RFC 9112 section 6.3).  Nothing is logged here.
 */
#ifndef HOCBA_WEB_SERVER_H
#define HOCBA_WEB_SERVER_H

#include "base/list.h"
#include "base/text.h"

enum {
    WEB_CONNECTIONS_MAX = 128,   /* where a server does not say otherwise */
    WEB_HEADERS_MAX = 16 * 1024, /* request line and headers */
    WEB_IDLE_SECONDS = 15,       /* a connection that says nothing is closed */
    WEB_ARRIVAL_SECONDS = 60,    /* so is one whose request is not whole by then */
    WEB_STOP_SECONDS = 30,       /* what is being answered may finish so long after a stop */
    WEB_ARGUMENTS_MAX = 4,       /* {} in one path */
    WEB_FIELDS_MAX = 4000,       /* of a query or a form */
    WEB_ANSWER_HEADERS_MAX = 16,
};

/* One name=value of a query or a form; `file_name` is NULL but for an uploaded file. */
struct web_field {
    const char *name, *file_name;
    struct span value; /* a NUL stands after it */
};

struct web_fields {
    LIST(struct web_field) list;
};

struct web_request {
    const char *method, *path;                /* decoded; the path begins with '/' */
    const char *target;                       /* path and query as they came */
    const char *arguments[WEB_ARGUMENTS_MAX]; /* what stood for each {} of the route */
    const char *address;                      /* of the client: "192.0.2.7"; "" when not known */
    struct span body;
    struct web_fields query, form;
    void *connection; /* for web_header() */
};

/* Case-insensitive; NULL: none. */
const char *web_header(const struct web_request *request, const char *name);
/* The first of that name, as text; NULL: none, or its value holds a NUL. */
const char *web_query(const struct web_request *request, const char *name);
const char *web_form(const struct web_request *request, const char *name);
/* The uploaded file of that name; NULL: none was chosen. */
const struct web_field *web_file(const struct web_request *request, const char *name);
/* In the arena; NULL: none. */
const char *web_cookie(const struct web_request *request, const char *name, struct arena *arena);

struct web_header {
    const char *name, *value;
};

struct web_answer {
    int code;          /* 0: nothing is said, the connection ends */
    const char *type;  /* Content-Type; NULL: plain text */
    const char *cache; /* Cache-Control; NULL: no-store */
    struct span body;  /* of the arena, or lasting longer */
    struct web_header headers[WEB_ANSWER_HEADERS_MAX];
    size_t header_count;
    struct span gzipped; /* the same as gzip, where it is ready; as the body */
    bool compressible;   /* may be sent gzipped: it mixes no secret with what a stranger chose */
};

/* Both texts live as long as the body; no line break may stand in them (asserted). */
void web_answer_add(struct web_answer *answer, const char *name, const char *value);

/* Runs in a thread of its own, beside others; `answer` starts as 404 without a body. */
typedef void web_handler(void *context, const struct web_request *request, struct arena *arena,
                         struct web_answer *answer);

struct web_route {
    const char *method; /* "GET" also answers HEAD */
    const char *path;   /* {} stands for one part; a last * takes all that is below */
    size_t body_max;    /* a larger body is answered with 413 */
    web_handler *run;
    void *context; /* NULL: the server's */
};

struct web_server {
    const char *listen; /* "unix:/path" or "127.0.0.1:port", "[::1]:port"; port 0: free */
    const struct web_route *routes; /* ends with {0}; the first that fits is taken */
    void *context;
    void (*ready)(const char *address); /* told once where it listens */
    unsigned connections;               /* 0: WEB_CONNECTIONS_MAX */
    bool behind_proxy;    /* X-Real-IP says who asks; on a Unix socket it always does */
    web_handler *refused; /* shapes an answer that no route gave (404, 405, 413, 400); or NULL */
    bool wiped;           /* bodies and their copies are wiped: they hold passwords */
};

/* Serve until SIGTERM or SIGINT; then what is being answered is finished. USAGE: not an address;
 * UNAVAILABLE: it cannot be listened on. */
MUST_CHECK enum status web_serve(const struct web_server *server, struct error *err);

#endif
