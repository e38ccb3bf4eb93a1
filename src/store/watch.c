/* SPDX-License-Identifier: Apache-2.0 */
#include "store/watch.h"

#include <pthread.h>
#include <stdlib.h>

#include "crypto/hash.h"
#include "store/ask.h"

struct store_watch {
    char *place;
    pthread_mutex_t lock;
    struct store *store; /* NULL: not connected */
    struct digest seen;  /* of what the database last said */
    int64_t number;
};

struct store_watch *
store_watch_new(const char *place)
{
    struct store_watch *watch = heap_alloc(sizeof *watch);

    *watch = (struct store_watch){.place = strdup(place), .lock = PTHREAD_MUTEX_INITIALIZER};
    return watch;
}

void
store_watch_free(struct store_watch *watch)
{
    if (!watch)
        return;
    store_free(watch->store);
    pthread_mutex_destroy(&watch->lock);
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
connect_anew(struct store_watch *watch, struct error *err)
{
    TRY(store_connect(watch->place, false, &watch->store, err));
    watch->number++;
    return OK;
}

static enum status
look(struct store_watch *watch, struct error *err)
{
    struct digest now = {0};
    bool found;

    if (!watch->store)
        TRY(connect_anew(watch, err));
    TRY(ask_one(ASK(watch->store, SQL_find_commits), read_commits, NULL, &now, &found, err));
    if (!digest_equal(&now, &watch->seen))
        watch->number++;
    watch->seen = now;
    return OK;
}

enum status
store_watch_look(struct store_watch *watch, int64_t *number, struct error *err)
{
    pthread_mutex_lock(&watch->lock);
    enum status status = look(watch, err);
    if (status != OK) {
        store_free(watch->store);
        watch->store = NULL;
    }
    *number = watch->number;
    pthread_mutex_unlock(&watch->lock);
    return status;
}
