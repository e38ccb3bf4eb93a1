/* SPDX-License-Identifier: Apache-2.0
 *
 * What the server holds while it runs; inside serve/ only.
 */
#ifndef HOCBA_SERVE_INSIDE_H
#define HOCBA_SERVE_INSIDE_H

#include "serve/kept.h"
#include "serve/metrics.h"
#include "serve/route.h"
#include "serve/serve.h"
#include "serve/visitors.h"
#include "service/app_pool.h"
#include "service/draw_job.h"
#include "service/ledger_keeper.h"
#include "service/rate.h"
#include "service/sign_job.h"

struct serve {
    const struct serve_order *order;
    struct app_pool *pool;
    struct kept *kept; /* pages that are ready */
    struct metrics metrics;
    struct visitors *visitors;
    struct rate *sign_ins; /* tries by login and address */
    struct sign_jobs *jobs;
    struct draw_jobs *draws;
    struct ledger_keeper *keeper;
    bool secure;      /* reached over TLS: cookies say so */
    char version[17]; /* of the files in ui/: changes with any of them */
};

/* Answer a request by its route; the web server's handler. `context` is a struct dispatched. */
struct dispatched {
    struct serve *serve;
    const struct route *route;
};
void dispatch(void *context, const struct web_request *request, struct arena *arena,
              struct web_answer *answer);
/* What no route took: 404, 405, 413, 400. `context` is the struct serve. */
void dispatch_refused(void *context, const struct web_request *request, struct arena *arena,
                      struct web_answer *answer);

/* The version of ui/'s files, from their bytes. */
void assets_version(char version[17]);

#endif
