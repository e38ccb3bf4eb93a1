/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of everything the server answers (routes.c); the OpenAPI document and the test of
 * rights walk it.
 */
#ifndef HOCBA_SERVE_ROUTE_H
#define HOCBA_SERVE_ROUTE_H

#include "serve/visit.h"

enum guard {
    ANYBODY,   /* public */
    SIGNED_IN, /* a session; what the person may do is asked in service/ */
    LOOPBACK,  /* whoever is on this host: metrics */
};

struct route {
    const char *method, *path; /* as web/server.h has them */
    enum guard guard;
    size_t body_max;
    visit_run *run;
    const char *about; /* one English line for the API's description */
    bool kept;         /* a page to read that serve/kept.h may give again */
    /* Of the API, as serve/shape.h has it. */
    const char *asks;  /* the query */
    const char *form;  /* the body, with the form that it stands for: `run` is a page's; or ... */
    const char *takes; /* ... the body that `run` reads itself, or its media type */
    const char *gives; /* the answer, or its media types; NULL: serve/api.h's "done" */
};

extern const struct route routes[]; /* ends with {0} */

#endif
