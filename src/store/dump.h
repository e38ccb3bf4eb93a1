/* SPDX-License-Identifier: Apache-2.0
 *
 * Dump and load: every table of the store as one stream, read in one consistent transaction while
 * the store is in use, and put back onto an empty store of either database.
 *
 * Form, all numbers little-endian: "HOCBADMP", u32 form version, u32 schema version, u32 tables;
 * per table: name, u32 columns, their names (each u32 size + UTF-8); then 'r' and its values for
 * each row, each value a kind byte ('n' null, 'i' i64, 't' or 'b' u32 size + text or bytes); 'e'
 * and u64 rows; at the end "END." and the SHA-256 of everything before it.  The same rows give the
 * same bytes on both databases.
 */
#ifndef HOCBA_STORE_DUMP_H
#define HOCBA_STORE_DUMP_H

#include "store/store.h"

enum { DUMP_VALUE_MAX = 64 * 1024 * 1024 };

/* Where the bytes go; a failure stops the dump. */
typedef enum status dump_sink(void *context, struct span bytes, struct error *err);
/* Where they come from: at most `room` bytes into `to`; *size 0 at the end. */
typedef enum status dump_source(void *context, void *to, size_t room, size_t *size,
                                struct error *err);

struct dump_counts {
    int64_t tables, rows, bytes;
};

/* `counts` may be NULL. */
MUST_CHECK enum status store_dump(struct store *store, dump_sink *sink, void *context,
                                  struct dump_counts *counts, struct error *err);
/* All or nothing, onto a store that was just made.  CONFLICT: it is not empty; CORRUPT: the stream
 * is damaged or cut; UNAVAILABLE: it was made by a newer hocba. */
MUST_CHECK enum status store_load(struct store *store, dump_source *source, void *context,
                                  struct dump_counts *counts, struct error *err);
/* Read a whole stream and check its form and hash, without a store. */
MUST_CHECK enum status dump_check(dump_source *source, void *context, struct dump_counts *counts,
                                  struct error *err);

#endif
