/* SPDX-License-Identifier: Apache-2.0
 *
 * Rolling a school year over: who was promoted comes into the class of the next grade (3A -> 4A),
 * who was not into the same grade's class, who completed grade 5 goes; those whose promotion is not
 * decided wait, and a second run takes them.  Teachers are proposed, never assigned.
 */
#ifndef HOCBA_SERVICE_YEAR_ROLL_H
#define HOCBA_SERVICE_YEAR_ROLL_H

#include "service/school.h"

/* What becomes of one class of the old year: numbers of pupils. */
struct roll_class {
    const char *name, *next; /* 3A, 4A; next NULL: grade 5, or a name that tells no grade */
    size_t promoted, repeating, leaving;
    size_t undecided; /* promotion is not known yet */
    size_t already;   /* in a class of the new year, or gone during the old one */
    size_t by_hand;   /* of a combined class, or of another grade than the class */
};

/* Who taught a class that goes on as another. */
struct roll_proposal {
    const char *login, *name, *role, *subject,
        *class_name; /* in the new year; subject NULL: none */
};

struct year_roll {
    LIST(struct roll_class) classes;
    LIST(struct roll_proposal) proposals;
    size_t enrolled, classes_made;
};

/* `to` must be the year after `from` and be open.  `write` false: a dry run, which says the same
 * and writes nothing; true: all of it or nothing. */
struct year_roll_order {
    const char *unit, *from, *to; /* the school's id, "2023-2024", "2024-2025" */
    bool write;
};
MUST_CHECK enum status year_roll(struct app *app, const struct year_roll_order *order,
                                 struct year_roll *roll, struct error *err);
/* CONFLICT: something was entered about one of the pupils in the new year; NOT_FOUND: there is
 * nothing to take back. */
MUST_CHECK enum status year_roll_undo(struct app *app, const char *unit_id, const char *year,
                                      int64_t *pupils, struct error *err);

#endif
