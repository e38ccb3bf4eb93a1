/* SPDX-License-Identifier: Apache-2.0 */
#include "store/watch.h"

#include <pthread.h>
#include <stdlib.h>

#include "crypto/hash.h"
#include "store/ask.h"

struct store_watch {
    char *place;
    struct store *store; /* NULL: not connected. This and `seen` belong to whoever looks just now */
    struct digest seen;  /* of what the database last said */
    pthread_mutex_t lock;
    pthread_cond_t ended;
    uint64_t begun, done; /* looks, one at a time */
    int64_t number;       /* of the last one done, and how it went */
    enum status status;
    struct error error;
};

struct store_watch *
store_watch_new(const char *place)
{
    struct store_watch *watch = heap_alloc(sizeof *watch);

    *watch = (struct store_watch){.place = strdup(place),
                                  .lock = PTHREAD_MUTEX_INITIALIZER,
                                  .ended = PTHREAD_COND_INITIALIZER};
    return watch;
}

void
store_watch_free(struct store_watch *watch)
{
    if (!watch)
        return;
    store_free(watch->store);
    pthread_mutex_destroy(&watch->lock);
    pthread_cond_destroy(&watch->ended);
    free(watch->place);
    free(watch);
}

/* A number or a text, as the database has it. */
static void
read_commits(struct row *row, void *into)
{
    struct value value = row->store->driver->column(row->cursor, row->column++);
    struct span bytes = value.kind == VALUE_INT
                            ? (struct span){(const char *)&value.number, sizeof value.number}
                            : value.bytes;

    *(struct digest *)into = sha256(bytes);
}

/* A new connection's answers say nothing about those of the old one. */
static enum status
look(struct store_watch *watch, bool *changed, struct error *err)
{
    struct digest now = {0};
    bool found;

    *changed = !watch->store;
    if (!watch->store)
        TRY(store_connect(watch->place, false, &watch->store, err));
    TRY(ask_one(ASK(watch->store, SQL_find_commits), read_commits, NULL, &now, &found, err));
    *changed |= !digest_equal(&now, &watch->seen);
    watch->seen = now;
    return OK;
}

/* With the lock held, which is given up meanwhile. */
static void
look_for_all(struct store_watch *watch)
{
    struct error err = {0};
    bool changed = false;

    watch->begun++;
    pthread_mutex_unlock(&watch->lock);
    enum status status = look(watch, &changed, &err);
    if (status != OK) {
        store_free(watch->store);
        watch->store = NULL;
    }
    pthread_mutex_lock(&watch->lock);
    watch->number += changed;
    watch->status = status;
    watch->error = err;
    watch->done = watch->begun;
    pthread_cond_broadcast(&watch->ended);
}

/* One that is under way may have asked before what the caller must see was committed; the next one
 * answers everybody who came meanwhile. */
enum status
store_watch_look(struct store_watch *watch, int64_t *number, struct error *err)
{
    pthread_mutex_lock(&watch->lock);
    uint64_t wanted = watch->begun + 1;
    while (watch->done < wanted && watch->done < watch->begun)
        pthread_cond_wait(&watch->ended, &watch->lock);
    if (watch->done < wanted)
        look_for_all(watch);
    enum status status = watch->status;
    *number = watch->number;
    *err = watch->error;
    pthread_mutex_unlock(&watch->lock);
    return status;
}
