/* SPDX-License-Identifier: Apache-2.0
 *
 * Migrations: numbered, forward only, one transaction each, remembered with the checksum of their
 * text.  Internal to the store; tests give a longer list than the program's own.
 */
#ifndef HOCBA_STORE_MIGRATE_H
#define HOCBA_STORE_MIGRATE_H

#include "store/statement.h"
#include "store/store.h"

struct migration_list {
    const struct migration *items;
    int count;
};

/* The program's own list. */
struct migration_list migrations_known(void);

/* store_open() with another list. */
MUST_CHECK enum status store_open_with(const struct store_options *options,
                                       struct migration_list list, struct store **store,
                                       struct error *err);

/* 0: an empty place.  INVALID: tables that are not ours; CONFLICT: newer than the list; CORRUPT: a
 * migration that was applied is not the one we know. */
MUST_CHECK enum status migrate_find_version(struct store *store, struct migration_list list,
                                            int *version, struct error *err);

/* Bring the store to the last of the list. An SQLite store that holds data is copied first. */
MUST_CHECK enum status migrate_forward(struct store *store, struct migration_list list,
                                       struct moment now, struct error *err);

#endif
