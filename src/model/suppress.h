/* SPDX-License-Identifier: Apache-2.0
 *
 * Small numbers in a table of groups: what is said of fewer than five pupils may be said of one
 * that somebody knows.  A table has a row for each group: how many pupils, how many of them have
 * something and how many have not; its totals are known too.
 *
 *  - Groups of fewer than SUPPRESS_BELOW pupils are put together in one row; where that row is
 *    still too small, the smallest other group goes into it as well.
 *  - In a row with 1 to SUPPRESS_BELOW - 1 pupils who have it, or who have not, neither is told.
 *  - Whatever is hidden must not be found by taking the others from the total: rows are hidden,
 *    the smallest first, until two or more are, and those hidden together who have it, and who
 *    have not, are each none or at least SUPPRESS_BELOW; if no rows are left, none is told.
 */
#ifndef HOCBA_MODEL_SUPPRESS_H
#define HOCBA_MODEL_SUPPRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

enum { SUPPRESS_BELOW = 5 };

struct suppress_group {
    const char *word; /* NULL: the row of groups that were put together */
    int64_t pupils, have;
    bool hidden;    /* `have` is not to be told */
    int64_t groups; /* how many are in it */
};

struct suppress_groups {
    LIST(struct suppress_group) list;
};

/* `groups` by word in, the largest first out, the row of small ones last.  False: fewer than two
 * rows are left, so that nothing may be told. */
bool suppress_small(struct arena *arena, struct suppress_groups *groups);

#endif
