/* SPDX-License-Identifier: Apache-2.0
 *
 * Rolling a school year over: which classes and enrolments of the new year were made by it, so that
 * it can be taken back while nothing was entered about them.
 */
#ifndef HOCBA_STORE_ROLLS_H
#define HOCBA_STORE_ROLLS_H

#include "store/store.h"

#define ROLL_CLASS     "class"
#define ROLL_ENROLMENT "enrolment"

struct roll_item {
    const char *id, *kind;   /* of what was made; ROLL_... */
    const char *unit, *year; /* the school's id; the new year */
};
MUST_CHECK enum status store_add_roll_item(struct store *store, const struct roll_item *item,
                                           const struct stamp *stamp, struct error *err);
/* Removes the enrolments, and those classes that nobody was added or assigned to since; `pupils`
 * says how many enrolments.  NOT_FOUND: nothing was rolled over; CONFLICT: something was entered
 * about one of them. */
MUST_CHECK enum status store_undo_roll(struct store *store, const char *unit, const char *year,
                                       const struct stamp *stamp, int64_t *pupils,
                                       struct error *err);

#endif
