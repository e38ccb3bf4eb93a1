/* SPDX-License-Identifier: Apache-2.0
 *
 * A pool of apps on one instance, for a server that answers many people at a time: each loan has a
 * database connection of its own, an arena of its own, and at first an actor without any right.
 */
#ifndef HOCBA_SERVICE_APP_POOL_H
#define HOCBA_SERVICE_APP_POOL_H

#include "service/app.h"

enum { APP_POOL_SIZE = 8 };

struct app_pool;

/* Opens the first connection (and so migrates the store); others when they are needed.  options->by
 * is ignored. */
MUST_CHECK enum status app_pool_open(const struct app_options *options, struct app_pool **pool,
                                     struct error *err);
void app_pool_free(struct app_pool *pool); /* NULL is a no-op; nothing may be lent */
DEFINE_AUTO(app_pool)

/* The place of its database, as in struct store_options; the pool's. */
const char *app_pool_store(const struct app_pool *pool);
/* Lend an app whose actor is nobody, waiting until one is free: for a request, not for a job that
 * takes minutes. UNAVAILABLE: the database does not answer. */
MUST_CHECK enum status app_pool_lend(struct app_pool *pool, struct app **app, struct error *err);
/* Everything in the app's arena ends.  `good` false: its connection may be broken, so another is
 * opened in its place. NULL is a no-op. */
void app_pool_return(struct app_pool *pool, struct app *app, bool good);

/* From now on the app acts for that person. NOT_FOUND. */
MUST_CHECK enum status app_act_as(struct app *app, const char *person_id, struct error *err);

#endif
