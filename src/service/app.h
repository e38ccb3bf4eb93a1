/* SPDX-License-Identifier: Apache-2.0
 *
 * The app: what every verb of service/ works on.  One per command (or, later, per request): the
 * opened instance, who acts, the clock, randomness, an arena for everything made on the way.
 *
 * An instance's home is a folder:
 *     DIR/settings    key=value lines; `store` names the database when it is not DIR/hocba.db
 *     DIR/hocba.db    SQLite, when the store is not a PostgreSQL address
 *     DIR/pki         the demo's own certificates; a real instance has none
 *
 * Nothing below cli/ asks the system for the time: it comes in through `system_clock`.  A training
 * instance may have a clock of its own (instance keys `clock` and `clock_set`): it starts at that
 * moment, goes on with real seconds, and stays on that day, so that signatures made later are never
 * earlier, and never on another day than the demo's calendar says.
 */
#ifndef HOCBA_SERVICE_APP_H
#define HOCBA_SERVICE_APP_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "store/store.h"

enum instance_kind { INSTANCE_REAL, INSTANCE_TRAINING };

/* Rights come from roles (service/access.h); the operator is whoever may read the home. */
struct actor {
    const char *person_id;    /* NULL for the operator */
    const char *login, *name; /* never NULL: "operator", "Người vận hành" */
    const char *unit_id;      /* NULL for the operator */
};

struct app_options {
    const char *home;
    const char *by;                /* a person's login code, or NULL for the operator */
    int64_t (*system_clock)(void); /* seconds since 1970 */
    /* Called now and then from long verbs; may be NULL. */
    void (*progress)(void *context, const char *what, size_t done, size_t total);
    void *progress_context;
    /* Wait about so long for a signer; false: the person wants to stop. Needed to sign. */
    bool (*wait)(void *context, unsigned ms);
    const char *signer_program; /* the path of hocba-signer; NULL: signing by key file fails */
};

struct app {
    const char *home;
    const char *store_url; /* a path or postgresql://... */
    struct store *store;
    struct arena *arena; /* freed by app_close() */
    struct actor actor;
    enum instance_kind kind;
    struct app_options options;
    int64_t clock_start, clock_set; /* of a training instance's own clock; 0 = real time */
};

/* Open an existing instance. NOT_FOUND: no instance there; DENIED or NOT_FOUND: `by`. */
MUST_CHECK enum status app_open(const struct app_options *options, struct app **app,
                                struct error *err);
void app_close(struct app *app); /* NULL is a no-op */

/* The app's clock, in Vietnam's offset. */
struct moment app_now(const struct app *app);
struct date app_today(const struct app *app);
/* A new UUID v4, in the app's arena. */
const char *app_new_id(struct app *app);
/* The moment as texts are kept: "2024-05-31T08:00:00+07:00", in the app's arena. */
const char *app_now_text(struct app *app);
/* What a change is stamped with: now, the actor, and where it came from (a file's row, a command;
 * may be NULL). */
struct stamp app_stamp(const struct app *app, const char *source);
void app_progress(const struct app *app, const char *what, size_t done, size_t total);

#endif
