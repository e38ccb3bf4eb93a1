/* SPDX-License-Identifier: Apache-2.0
 *
 * A visit: one request being answered.  Pages and API functions get it, call one verb of service/,
 * and show its answer; they decide nothing.
 */
#ifndef HOCBA_SERVE_VISIT_H
#define HOCBA_SERVE_VISIT_H

#include "base/json.h"
#include "base/json_read.h"
#include "service/app.h"
#include "web/server.h"

enum {
    PAGE_MAX = 8 * 1024 * 1024, /* of a page or an API's answer */
    FORM_BODY_MAX = 64 * 1024,  /* of a form without files */
    CSRF_BYTES = 32,            /* of the token; masked, it is twice as long */
};

struct serve; /* the server's own things: serve/serve.h */

struct visit {
    struct app *app; /* lent for this request; its actor is who signed in, or nobody */
    const struct web_request *request;
    struct web_answer *answer;
    struct arena *arena; /* of the request; lives until the answer is sent */
    struct serve *serve;
    const struct session *session;           /* NULL: nobody signed in */
    const char *csrf;                        /* for this page's forms; NULL: nobody signed in */
    const char *argument[WEB_ARGUMENTS_MAX]; /* the {} parts of the route's path */
    const char *route;                       /* its path, for the log: without what stood for {} */
    unsigned
        roles;    /* ROLE_BIT()s that the person holds today: what to show, never what is allowed */
    int64_t news; /* notices that the person has not seen */
    bool english, api;
    const char *made; /* what was made, by its code or id, for the API to tell; NULL */
};

typedef enum status visit_run(struct visit *visit, struct error *err);

/* A sentence in the visit's language; both are literals. */
#define T(vi, en) (visit->english ? (en) : (vi))

/* The body; it is copied. 200 unless the code was set before. The buffer: buffer_new(PAGE_MAX). */
void visit_send_page(struct visit *visit, const struct buffer *out);
void visit_send_json(struct visit *visit, const struct buffer *out);
/* A file to keep ("attachment") or to show in the browser; `name` may be Vietnamese. */
void visit_send_file(struct visit *visit, struct span bytes, const char *type, const char *name,
                     bool attachment);
/* 303: after a form was taken, look there (a path of ours; kept in the arena). The API is told that
 * it is done, and where it is seen. */
void visit_go(struct visit *visit, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A cookie of ours: HttpOnly, SameSite=Lax, Path=/, Secure but on plain loopback. `max_age` 0:
 * until the browser closes; -1: removes it. */
void visit_set_cookie(struct visit *visit, const char *name, const char *value, int max_age);
const char *visit_cookie(const struct visit *visit, const char *name);

/* The body of an API request. INVALID: not JSON. */
MUST_CHECK enum status visit_read_json(struct visit *visit, struct json_value *value,
                                       struct error *err);
/* A form's field, required: USAGE names it by `label` when it is missing or blank. */
MUST_CHECK enum status visit_need(struct visit *visit, const char *name, const char *label,
                                  const char **value, struct error *err);

/* The path of a file of ui/, with the version in it, so that browsers keep it for good. */
const char *asset_path(const struct visit *visit, const char *name);

#endif
