/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether anything was committed to the database, by this process or any other: what was read and
 * is kept holds while the number stays the same.
 *
 * It asks the database itself on a connection of its own that never writes (SQLite's data_version;
 * the set of transactions that a PostgreSQL session sees), so nobody who writes has to tell, and
 * none can forget to.  It may count where nothing that one can see was changed; it never fails to
 * count where something was.  Any number of threads may ask one watch: those who come while a
 * question is under way share the next one, so each answer is of a moment after it was asked for.
 */
#ifndef HOCBA_STORE_WATCH_H
#define HOCBA_STORE_WATCH_H

#include "store/store.h"

struct store_watch;

/* `place` as in struct store_options. The database is asked at the first look. */
struct store_watch *store_watch_new(const char *place);
void store_watch_free(struct store_watch *watch); /* NULL is a no-op */
DEFINE_AUTO(store_watch)

/* A number, from 1 on, that grows with what was committed since the last look. Ask BEFORE reading
 * what is to be kept. UNAVAILABLE: the database does not answer; the next look connects anew. */
MUST_CHECK enum status store_watch_look(struct store_watch *watch, int64_t *number,
                                        struct error *err);

#endif
