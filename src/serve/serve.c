/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/serve.h"

#include <stdlib.h>

#include "serve/inside.h"
#include "service/session.h"

static size_t
count_routes(void)
{
    size_t count = 0;

    while (routes[count].method)
        count++;
    return count;
}

/* The web server's own table, one for one with ours. */
static const struct web_route *
make_web_routes(struct serve *serve, struct arena *arena)
{
    size_t count = count_routes();
    struct web_route *made = arena_make_array(arena, count + 1, struct web_route);
    struct dispatched *dispatched = arena_make_array(arena, count, struct dispatched);

    for (size_t i = 0; i < count; i++) {
        dispatched[i] = (struct dispatched){.serve = serve, .route = &routes[i]};
        made[i] = (struct web_route){.method = routes[i].method,
                                     .path = routes[i].path,
                                     .body_max = routes[i].body_max,
                                     .run = dispatch,
                                     .context = &dispatched[i]};
    }
    return made;
}

enum status
serve_run(const struct serve_order *order, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(app_pool) *pool = NULL;
    AUTO(kept) *kept = NULL;
    AUTO(visitors) *visitors = visitors_new();
    AUTO(rate) *sign_ins = rate_new(SIGN_IN_BURST, SIGN_IN_REFILL);
    AUTO(sign_jobs) *jobs = sign_jobs_new(order->options);
    AUTO(draw_jobs) *draws = draw_jobs_new(order->options);
    AUTO(ledger_keeper) *keeper = NULL;
    struct serve serve = {.order = order,
                          .secure = order->behind_proxy || text_starts(order->listen, "unix:")};

    TRY(app_pool_open(order->options, &pool, err));
    TRY(ledger_keeper_start(order->options, order->stopwatch, order->log, &keeper, err));
    kept = kept_new(app_pool_store(pool));
    serve.pool = pool;
    serve.kept = kept;
    serve.keeper = keeper;
    serve.visitors = visitors;
    serve.sign_ins = sign_ins;
    serve.jobs = jobs;
    serve.draws = draws;
    assets_version(serve.version);
    const struct web_server server = {
        .listen = order->listen,
        .routes = make_web_routes(&serve, arena),
        .context = &serve,
        .ready = order->ready,
        .connections = SERVE_CONNECTIONS_MAX,
        .behind_proxy = order->behind_proxy,
        .refused = dispatch_refused,
        .wiped = true,
    };
    return web_serve(&server, err);
}
