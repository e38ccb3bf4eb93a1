/* SPDX-License-Identifier: Apache-2.0
 *
 * The store: every question to the database, by name.
 *
 * One C function per question, in files by thing (pupils.h, records.h ...), each taking a `struct
 * store *` first.  Results live in the caller's arena.  Ids (UUID texts), times and randomness come
 * from the caller; the store has no clock.  Called outside store_transact() a function is a small
 * transaction of its own; inside it belongs to the whole.  A handle is one connection: one thread
 * at a time.
 *
 * Ceilings: a text value STORE_TEXT_MAX bytes, a document STORE_DOCUMENT_MAX (CV2088 II.2: 10 MB
 * per transaction), a list STORE_ROWS_MAX rows.
 */
#ifndef HOCBA_STORE_STORE_H
#define HOCBA_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/list.h"
#include "base/text.h"

enum {
    STORE_TEXT_MAX = 64 * 1024,
    STORE_DOCUMENT_MAX = 10 * 1024 * 1024,
    STORE_ROWS_MAX = 1000 * 1000,
};

struct store;

struct store_options {
    const char *place;     /* path of an SQLite file, or "postgresql://..." */
    const char *owner_url; /* PostgreSQL: who may create tables and migrate; NULL: `place` */
    bool create;           /* make a new store; the place must be empty (CONFLICT otherwise) */
    struct moment now;     /* written beside migrations and into the copy's name */
};

/* Open a store.  An older version is migrated forward (an SQLite file is copied beside itself
 * first).  NOT_FOUND: nothing there and !create; CONFLICT: made by a newer hocba, or `create` and
 * not empty; UNAVAILABLE: the database does not answer; CORRUPT: it is damaged. */
MUST_CHECK enum status store_open(const struct store_options *options, struct store **store,
                                  struct error *err);
void store_free(struct store *store); /* NULL is a no-op */
static inline void
store_close(struct store *store)
{
    store_free(store);
}
DEFINE_AUTO(store)

/* Work to be done whole or not at all.  It may run more than once (a conflict with another
 * connection is retried), so it changes nothing outside the store that a second run would not set
 * anew. Any status but OK rolls everything back and comes out of store_transact(). */
typedef enum status store_work(struct store *store, void *context, struct error *err);
MUST_CHECK enum status store_transact(struct store *store, store_work *work, void *context,
                                      struct error *err);

/* Who did it, when and where it came from; kept beside every change. */
struct stamp {
    struct moment at;
    const char *by;     /* login of the person, or "hocba" */
    const char *source; /* "tệp X, trang Y, hàng Z" or the command; NULL: none */
};

/* What `hocba doctor` tells of the store. */
struct store_facts {
    const char *driver; /* "sqlite" or "postgresql" */
    const char *server; /* the library's or server's version */
    int version;        /* of the schema */
    int64_t size;       /* bytes at rest, -1 when unknown */
    bool owns_tables;   /* PostgreSQL: our role owns the tables, so it could disarm the triggers */
};
MUST_CHECK enum status store_facts(struct store *store, struct arena *arena,
                                   struct store_facts *facts, struct error *err);

/* What store_check_integrity() found; each problem is one Vietnamese sentence. */
struct integrity {
    LIST(const char *) problems;
    size_t documents, records; /* looked at */
};
/* The database's own check; then ours: every issued document gives back exactly the bytes of its
 * hash, every packet that the gateway keeps composes again, every record's state is the one that
 * its events lead to.  OK also with problems. */
MUST_CHECK enum status store_check_integrity(struct store *store, struct arena *arena,
                                             struct integrity *integrity, struct error *err);

/* Fold the write-ahead log into the file (SQLite); a no-op on PostgreSQL. For maintenance. */
MUST_CHECK enum status store_tidy(struct store *store, struct error *err);

#endif
