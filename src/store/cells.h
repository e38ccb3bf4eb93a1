/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells of a class's grid: which change of the history was the last of each value.  Its number is
 * the cell's version: who writes says over which one.
 */
#ifndef HOCBA_STORE_CELLS_H
#define HOCBA_STORE_CELLS_H

#include "store/drafts.h"

struct cell_number {
    const char *enrolment, *key;
    int64_t number;
};

struct cell_numbers {
    LIST(struct cell_number) list;
};

/* Of all values of this year's results of a class, by enrolment, then key (bytewise). */
MUST_CHECK enum status store_list_cell_numbers(struct store *store, const char *class_id,
                                               struct arena *arena, struct cell_numbers *numbers,
                                               struct error *err);
/* change->number is 0 when that value was never set. */
MUST_CHECK enum status store_find_last_change(struct store *store, const char *enrolment,
                                              const char *key, struct arena *arena,
                                              struct change *change, struct error *err);
/* The first one of that value after that number; change->number is 0 when there is none. */
MUST_CHECK enum status store_find_first_change(struct store *store, const char *enrolment,
                                               const char *key, int64_t after, struct arena *arena,
                                               struct change *change, struct error *err);
/* The last one of that value from `source`. */
MUST_CHECK enum status store_find_change_from(struct store *store, const char *enrolment,
                                              const char *key, const char *source,
                                              struct arena *arena, struct change *change,
                                              bool *found, struct error *err);
/* Of a class's results after that number, in order of entry; at most 2000: ask again after the
 * last. */
MUST_CHECK enum status store_list_class_changes(struct store *store, const char *class_id,
                                                int64_t after, struct arena *arena,
                                                struct changes *changes, struct error *err);

#endif
