/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba serve: the workplace in the browser and its API, on one instance.
 */
#ifndef HOCBA_SERVE_SERVE_H
#define HOCBA_SERVE_SERVE_H

#include "service/app.h"

enum { SERVE_CONNECTIONS_MAX = 1200 };

struct serve_order {
    const struct app_options *options; /* of the instance */
    const char *listen;                /* as web/server.h takes it */
    bool behind_proxy;                 /* TLS and X-Real-IP come from a proxy before it */
    const char *public_address;        /* "https://hocba.truong.edu.vn", for links on paper; NULL */
    void (*ready)(const char *address);
    int64_t (*stopwatch)(void);    /* microseconds, only differences count */
    void (*log)(const char *line); /* one line of JSON without personal data */
};

/* Until SIGTERM or SIGINT. */
MUST_CHECK enum status serve_run(const struct serve_order *order, struct error *err);

#endif
