/* SPDX-License-Identifier: Apache-2.0
 *
 * HTTP requests to peers: time-stamping authorities, OCSP responders, signing services, a ledger.
 * Bounded in everything: time, bytes of the answer, requests at once, tries.  http and https only,
 * no redirects, no cookies, no proxy but the one that the caller names, no credentials from
 * anywhere but the request.  An https peer's certificate is checked against the system's
 * authorities for the web, or against `ca_file` alone; those never vouch for a signature.
 *
 * A client reuses its connections; one thread uses it at a time.  Nothing here logs, and no error
 * holds a body, a header or the part of an address after its host.
 */
#ifndef HOCBA_NET_HTTP_H
#define HOCBA_NET_HTTP_H

#include "base/text.h"

enum {
    HTTP_HEADERS_MAX = 16,
    HTTP_URL_MAX = 2048,
    HTTP_ANSWER_MAX = 32 * 1024 * 1024, /* no caller may ask for more */
    HTTP_AT_ONCE_MAX = 64,
    HTTP_TRIES_MAX = 8,
    HTTP_WAIT_MAX_S = 60, /* between two tries, whatever Retry-After says */
};

struct http_client;

struct http_options {
    const char *ca_file; /* PEM; NULL: the system's */
    const char *proxy;   /* NULL: none */
    size_t at_once;      /* of http_start(); 0: 8 */
};
struct http_client *http_client_new(const struct http_options *options);
void http_client_free(struct http_client *client); /* NULL is a no-op; what runs is given up */
DEFINE_AUTO(http_client)

struct http_header {
    const char *name, *value;
};

struct http_request {
    const char *url;
    const char *method;                           /* NULL: POST where there is a body, else GET */
    const char *content_type;                     /* of the body */
    struct span body;                             /* data NULL: none */
    struct http_header headers[HTTP_HEADERS_MAX]; /* to the first without a name */
    const char *expects;      /* the answer's Content-Type, without parameters; NULL: any */
    size_t answer_max;        /* bytes; 0: 64 KB */
    int connect_ms, total_ms; /* 0: 5 s, 30 s */
    unsigned tries;           /* of http_send(): 0 or 1: one */
    /* What must not happen twice: on a connection of its own, for libcurl by itself sends again
     * what breaks on a kept one. */
    bool once;
    /* The answer holds a secret: our copy is wiped, as libcurl's always are.  The caller does the
     * same with the body and the arena (buffer_new_wiped(), arena_new_wiped()). */
    bool secret;
};

struct http_answer {
    int code;                 /* 100..599 */
    const char *content_type; /* NULL: none said */
    const char *etag;         /* NULL: none said */
    struct span body;
    int retry_after; /* seconds, at most HTTP_WAIT_MAX_S; 0: not said */
};

/* One request, tried again after a pause that doubles (or that the peer asks for, 429 and 503) when
 * the peer does not answer or says 429, 502, 503 or 504.  OK: there is an answer, whatever its
 * code. UNAVAILABLE: none, or cut short; INVALID: too large, or not of the type that is expected;
 * USAGE: not an address. The answer is the arena's. Nothing else may be under way in the client. */
MUST_CHECK enum status http_send(struct http_client *client, const struct http_request *request,
                                 struct arena *arena, struct http_answer *answer,
                                 struct error *err);

/* Several at once, each tried once: start them, then take answers as they come.  `request` is
 * copied, its body is borrowed until its answer was taken. `tag` is the caller's. */
MUST_CHECK enum status http_start(struct http_client *client, const struct http_request *request,
                                  void *tag, struct error *err);
/* Wait for something to happen, `ms` at most; whether http_next() would return at once. */
bool http_wait(struct http_client *client, int ms);
/* Wait for the next to finish; NOT_FOUND (with *tag NULL) when none is under way, any other status
 * is that request's own. */
MUST_CHECK enum status http_next(struct http_client *client, struct arena *arena, void **tag,
                                 struct http_answer *answer, struct error *err);
/* Give up whatever http_start() has under way. */
void http_cancel(struct http_client *client);

/* Nobody on the way reads what goes there: https, or http to this machine. */
bool http_is_private(const char *url);

#endif
