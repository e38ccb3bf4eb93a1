/* SPDX-License-Identifier: Apache-2.0 */
#include "service/app_pool.h"

#include <pthread.h>
#include <stdlib.h>

#include "store/people.h"

/* Has a person's id, so that no right of the operator holds, and nobody's. */
static const struct actor nobody = {.person_id = "", .login = "khach", .name = "Khách"};

struct app_pool {
    struct app_options options;
    char *store; /* the place of the database */
    pthread_mutex_t lock;
    pthread_cond_t returned;
    struct app *free[APP_POOL_SIZE]; /* opened, lent to nobody */
    size_t free_count, opened;
};

/* What is lent: the pool's app with an arena for this loan. */
struct loan {
    struct app app;
    struct app *pooled;
};

enum status
app_pool_open(const struct app_options *options, struct app_pool **pool, struct error *err)
{
    struct app_pool *made = heap_alloc(sizeof *made);

    *made = (struct app_pool){.options = *options,
                              .lock = PTHREAD_MUTEX_INITIALIZER,
                              .returned = PTHREAD_COND_INITIALIZER};
    made->options.by = NULL;
    enum status status = app_open(&made->options, &made->free[0], err);
    if (status != OK) {
        free(made);
        return status;
    }
    made->free_count = made->opened = 1;
    made->store = strdup(made->free[0]->store_url);
    *pool = made;
    return OK;
}

const char *
app_pool_store(const struct app_pool *pool)
{
    return pool->store;
}

void
app_pool_free(struct app_pool *pool)
{
    if (!pool)
        return;
    for (size_t i = 0; i < pool->free_count; i++)
        app_close(pool->free[i]);
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->returned);
    free(pool->store);
    free(pool);
}

/* With the lock held: a free one, or NULL when the caller is to open one more. */
static struct app *
take(struct app_pool *pool)
{
    while (pool->free_count == 0 && pool->opened == APP_POOL_SIZE)
        pthread_cond_wait(&pool->returned, &pool->lock);
    if (pool->free_count > 0)
        return pool->free[--pool->free_count];
    pool->opened++;
    return NULL;
}

static void
give_back(struct app_pool *pool, struct app *app)
{
    pthread_mutex_lock(&pool->lock);
    if (app)
        pool->free[pool->free_count++] = app;
    else
        pool->opened--;
    pthread_cond_signal(&pool->returned);
    pthread_mutex_unlock(&pool->lock);
}

enum status
app_pool_lend(struct app_pool *pool, struct app **app, struct error *err)
{
    pthread_mutex_lock(&pool->lock);
    struct app *pooled = take(pool);
    pthread_mutex_unlock(&pool->lock);
    if (!pooled) {
        enum status status = app_open(&pool->options, &pooled, err);
        if (status != OK) {
            give_back(pool, NULL);
            return status;
        }
    }
    struct loan *loan = heap_alloc(sizeof *loan);
    *loan = (struct loan){.app = *pooled, .pooled = pooled};
    loan->app.arena = arena_new();
    loan->app.actor = nobody;
    *app = &loan->app;
    return OK;
}

void
app_pool_return(struct app_pool *pool, struct app *app, bool good)
{
    struct loan *loan = (struct loan *)(void *)app;

    if (!loan)
        return;
    struct app *pooled = loan->pooled;
    arena_free(loan->app.arena);
    free(loan);
    if (!good)
        app_close(pooled);
    give_back(pool, good ? pooled : NULL);
}

enum status
app_act_as(struct app *app, const char *person_id, struct error *err)
{
    struct person person;

    TRY(store_find_person(app->store, person_id, app->arena, &person, err));
    app->actor = (struct actor){
        .person_id = person.id, .login = person.login, .name = person.name, .unit_id = person.unit};
    return OK;
}
