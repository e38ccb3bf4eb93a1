/* SPDX-License-Identifier: Apache-2.0
 *
 * The ledger's own file: SQLite with a write-ahead log and FULL sync, so that what was committed
 * survives a power cut.  One writer; leaves are append-only by triggers.  Spans are borrowed until
 * the next call.
 */
#ifndef HOCBA_WRITER_DATABASE_H
#define HOCBA_WRITER_DATABASE_H

#include "crypto/hash.h"
#include "ledger/leaf.h"

struct database;

/* NOT_FOUND: no file there (and !create); CORRUPT, UNAVAILABLE. */
MUST_CHECK enum status database_open(const char *path, bool create, struct database **database,
                                     struct error *err);
void database_free(struct database *database); /* NULL is a no-op; what was begun is undone */
DEFINE_AUTO(database)

/* A copy of one moment, while another process may write: into the new file `to`, mode 0600.
 * NOT_FOUND: nothing is at `from`; CONFLICT: `to` exists. */
MUST_CHECK enum status database_copy(const char *from, const char *to, struct error *err);

MUST_CHECK enum status database_begin(struct database *database, struct error *err);
MUST_CHECK enum status database_commit(struct database *database, struct error *err);
void database_rollback(struct database *database);

/* `rid` is what makes an entry the same when it is handed in again. */
MUST_CHECK enum status database_add_leaf(struct database *database, uint64_t index,
                                         const struct digest *rid, struct span entry,
                                         struct error *err);
/* NOT_FOUND: no such entry. */
MUST_CHECK enum status database_find_leaf(struct database *database, const struct digest *rid,
                                          uint64_t *index, struct error *err);
MUST_CHECK enum status database_read_leaf(struct database *database, uint64_t index,
                                          struct span *entry, struct error *err);
/* By the H in it; where there are several, the first that stands at `from` or behind. */
MUST_CHECK enum status database_find_hash(struct database *database, const struct digest *hash,
                                          uint64_t from, uint64_t *index, struct error *err);
MUST_CHECK enum status database_count_leaves(struct database *database, uint64_t *count,
                                             struct error *err);

MUST_CHECK enum status database_put_tile(struct database *database, int level, uint64_t index,
                                         struct span hashes, struct error *err);
MUST_CHECK enum status database_read_tile(struct database *database, int level, uint64_t index,
                                          struct span *hashes, struct error *err);

struct database_checkpoint {
    uint64_t size;
    struct span note; /* signed, perhaps cosigned */
    bool final;       /* the quorum has cosigned it */
};
MUST_CHECK enum status database_put_checkpoint(struct database *database,
                                               const struct database_checkpoint *checkpoint,
                                               struct error *err);
/* The newest, or the newest that is final; over at least `size` leaves. NOT_FOUND: none. */
MUST_CHECK enum status database_find_checkpoint(struct database *database, bool final,
                                                uint64_t size,
                                                struct database_checkpoint *checkpoint,
                                                struct error *err);
/* The newest final one over at most `size` leaves; where none is final, the newest. NOT_FOUND. */
MUST_CHECK enum status database_find_earlier(struct database *database, uint64_t size,
                                             struct database_checkpoint *checkpoint,
                                             struct error *err);

#endif
