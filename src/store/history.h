/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing together with its history: one transaction puts the statement and, for each part that
 * changed, a row of the append-only table `change`.  Internal to the store.
 */
#ifndef HOCBA_STORE_HISTORY_H
#define HOCBA_STORE_HISTORY_H

#include "store/ask.h"

/* One part of a thing, before and after; equal ones leave no trace. */
struct part {
    const char *key, *from, *to;
};

struct writing {
    struct question question; /* answers with a row when it did something */
    const char *entity, *id;
    const struct part *parts;
    size_t part_count;
    const struct stamp *stamp;
    /* When no row came back: */
    enum status miss;
    const char *sentence;
};

/* What a setter hands into its transaction. */
struct setting {
    const void *thing; /* const struct unit *, const struct pupil * ... */
    const struct stamp *stamp;
    bool changed;
};

MUST_CHECK enum status write_with_history(struct store *store, const struct writing *writing,
                                          struct error *err);
/* Into a struct change of store/drafts.h: number, entity, id, key, from, to, at, by, source. */
void read_change(struct row *row, void *into);
bool parts_differ(const struct part *parts, size_t count);

#endif
