/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "store/ask.h"
#include "store/compress.h"
#include "store/lookup.h"
#include "store/migrate.h"
#include "store/view.h"

enum { ATTEMPTS_MAX = 60, PAUSE_MAX_US = 50 * 1000 };

/* --- opening --------------------------------------------------------------------------------- */

static const struct driver *
driver_of(const char *place)
{
    return text_starts(place, "postgresql://") || text_starts(place, "postgres://")
               ? &driver_postgres
               : &driver_sqlite;
}

enum status
store_connect(const char *place, bool create, struct store **out, struct error *err)
{
    const struct driver *driver = driver_of(place);
    struct connection *connection;
    TRY(driver->open(place, create, &connection, err));
    struct store *store = heap_alloc(sizeof *store);
    *store = (struct store){.driver = driver, .connection = connection};
    store->place = strdup(place);
    store->compressor = compressor_new();
    *out = store;
    return OK;
}

void
store_free(struct store *store)
{
    if (!store)
        return;
    store->driver->close(store->connection);
    compressor_free(store->compressor);
    free(store->place);
    free(store);
}

static enum status
check_presence(struct store *store, const struct store_options *options, struct migration_list list,
               struct error *err)
{
    int version;
    TRY(migrate_find_version(store, list, &version, err));
    if (options->create && version > 0)
        return fail(err, CONFLICT, "Nơi ấy đã có kho dữ liệu. Không động vào gì cả.");
    if (!options->create && version == 0)
        return fail(err, NOT_FOUND, "Nơi ấy chưa có kho dữ liệu nào. Hãy tạo bằng hocba init.");
    return OK;
}

/* Create or migrate as the owner, then give the application's role what it needs, no more. */
static enum status
migrate_as_owner(struct store *store, const struct store_options *options,
                 struct migration_list list, struct error *err)
{
    AUTO(store) *owner = NULL;
    AUTO(arena) *arena = arena_new();
    const char *role;
    int version;
    TRY(store_connect(options->owner_url, false, &owner, err));
    TRY(check_presence(owner, options, list, err));
    TRY(migrate_find_version(owner, list, &version, err));
    if (version == list.count)
        return OK;
    TRY(migrate_forward(owner, list, options->now, err));
    TRY(ask_text(ASK(store, SQL_current_role), arena, &role, err));
    return ask(ASK(owner, SQL_grant_application, v_text(role)), err);
}

static enum status
refresh_lookup(struct store *store, void *context, struct error *err)
{
    (void)context;
    return lookup_refresh(store, err);
}

/* After a migration: of the pupils that were there before it. */
static enum status
complete_lookup(struct store *store, struct error *err)
{
    bool stale;
    TRY(lookup_is_stale(store, &stale, err));
    return stale ? store_transact(store, refresh_lookup, NULL, err) : OK;
}

static enum status
make_ready(struct store *store, const struct store_options *options, struct migration_list list,
           struct error *err)
{
    if (options->owner_url && store->driver->dialect == DIALECT_POSTGRES) {
        TRY(migrate_as_owner(store, options, list, err));
    } else {
        TRY(check_presence(store, options, list, err));
        TRY(migrate_forward(store, list, options->now, err));
    }
    return complete_lookup(store, err);
}

enum status
store_open_with(const struct store_options *options, struct migration_list list, struct store **out,
                struct error *err)
{
    struct store *store;
    TRY(store_connect(options->place, options->create, &store, err));
    enum status status = make_ready(store, options, list, err);
    if (status != OK) {
        store_free(store);
        return status;
    }
    *out = store;
    return OK;
}

enum status
store_open(const struct store_options *options, struct store **store, struct error *err)
{
    return store_open_with(options, migrations_known(), store, err);
}

/* --- transactions ---------------------------------------------------------------------------- */

/* Longer each time, up to a ceiling, and by chance: those who met must not meet again, whether they
 * are two processes or two threads of one. */
static void
pause_before(int attempt)
{
    unsigned chance = 0, most = attempt < 6 ? 2000u << attempt : PAUSE_MAX_US;

    if (getrandom(&chance, sizeof chance, GRND_NONBLOCK) != sizeof chance)
        chance = (unsigned)getpid();
    if (most > PAUSE_MAX_US)
        most = PAUSE_MAX_US;
    nanosleep(&(struct timespec){0, (long)(chance % most) * 1000}, NULL);
}

static enum status
run_once(struct store *store, bool writing, store_work *work, void *context, struct error *err)
{
    const struct driver *driver = store->driver;
    TRY(driver->begin(store->connection, writing, err));
    store->depth = 1;
    store->broken = store->lookup_due = false;
    enum status status = work(store, context, err);
    if (status == OK && !store->broken && store->lookup_due)
        status = lookup_refresh(store, err);
    store->depth = 0;
    if (status == OK && store->broken) {
        *err = store->breakage;
        status = err->status;
    }
    if (status == OK)
        return driver->commit(store->connection, err);
    driver->rollback(store->connection);
    return status;
}

static enum status
run(struct store *store, bool writing, store_work *work, void *context, struct error *err)
{
    if (store->depth > 0)
        return work(store, context, err); /* part of the whole that is already under way */
    for (int attempt = 1;; attempt++) {
        enum status status = run_once(store, writing, work, context, err);
        if (status == OK || !store->driver->must_retry(store->connection))
            return status;
        if (attempt == ATTEMPTS_MAX)
            return fail(err, UNAVAILABLE,
                        "Kho dữ liệu có quá nhiều người ghi cùng lúc. Chưa ghi gì; hãy thử lại.");
        pause_before(attempt);
    }
}

enum status
store_transact(struct store *store, store_work *work, void *context, struct error *err)
{
    return run(store, true, work, context, err);
}

enum status
store_read_whole(struct store *store, store_work *work, void *context, struct error *err)
{
    return run(store, false, work, context, err);
}

/* --- housekeeping ---------------------------------------------------------------------------- */

static void
read_facts(struct row *row, void *into)
{
    struct store_facts *facts = into;
    facts->server = row_text(row);
    facts->size = row_int(row);
    facts->owns_tables = row_int(row) != 0;
}

enum status
store_facts(struct store *store, struct arena *arena, struct store_facts *out, struct error *err)
{
    struct store_facts facts = {.driver = store->driver->name, .size = -1};
    bool found;
    TRY(ask_one(ASK(store, SQL_facts), read_facts, arena, &facts, &found, err));
    TRY(migrate_find_version(store, migrations_known(), &facts.version, err));
    *out = facts;
    return OK;
}

enum status
store_tidy(struct store *store, struct error *err)
{
    return store->driver->tidy(store->connection, err);
}
