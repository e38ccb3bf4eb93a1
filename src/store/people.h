/* SPDX-License-Identifier: Apache-2.0
 *
 * People and their dated assignments.  An assignment is never changed: it gets an end date, once,
 * and another one begins; the database refuses anything else.
 */
#ifndef HOCBA_STORE_PEOPLE_H
#define HOCBA_STORE_PEOPLE_H

#include "store/store.h"

struct person {
    const char *id;    /* UUID */
    const char *unit;  /* id of the unit they belong to */
    const char *login; /* unique in the instance */
    const char *name;
    const char *personal_number; /* NULL: none */
    const char *title;           /* "Hiệu trưởng"; NULL: none */
};

struct people {
    LIST(struct person) list;
};

/* A class that does not exist: of an assignment for a grade in which nobody is enrolled yet. */
#define ASSIGNMENT_NO_CLASS "-"

struct assignment {
    const char *id, *person, *unit;
    const char *role;                  /* a key of model/role.h */
    const char *year;                  /* "2023-2024"; NULL: not bound to a year */
    const char *class_id;              /* NULL: not bound to a class; or ASSIGNMENT_NO_CLASS */
    const char *subject;               /* NULL: all */
    const char *group;                 /* of a subject taught in groups; NULL: the whole class */
    struct date from, to;              /* to {0}: open; the last day included */
    const char *decided_by, *decision; /* who decided, number of the decision; NULL: not known */
    int grade;              /* of which every class of the year is meant, listed one by one; 0 */
    const char *delegation; /* by which it is given (store/delegations.h); NULL */
    /* Read only, joined. */
    struct date decided_on; /* of the delegation ... */
    struct moment ended_at; /* ... when it was ended before its last day; {0}: it was not */
    const char *person_name, *person_login, *person_title, *person_number;
};

struct assignments {
    LIST(struct assignment) list;
};

/* CONFLICT: the login is taken. */
MUST_CHECK enum status store_add_person(struct store *store, const struct person *person,
                                        const struct stamp *stamp, struct error *err);
/* Replaces name, personal number and title; changes go into the history (entity "person"). */
MUST_CHECK enum status store_set_person(struct store *store, const struct person *person,
                                        const struct stamp *stamp, struct error *err);
MUST_CHECK enum status store_find_person(struct store *store, const char *id, struct arena *arena,
                                         struct person *person, struct error *err);
MUST_CHECK enum status store_find_person_by_login(struct store *store, const char *login,
                                                  struct arena *arena, struct person *person,
                                                  struct error *err);
/* unit NULL: all. By unit, then login. */
MUST_CHECK enum status store_list_people(struct store *store, const char *unit, struct arena *arena,
                                         struct people *people, struct error *err);

MUST_CHECK enum status store_add_assignment(struct store *store,
                                            const struct assignment *assignment,
                                            const struct stamp *stamp, struct error *err);
/* Give an open assignment its last day.  CONFLICT: it has one already. */
MUST_CHECK enum status store_end_assignment(struct store *store, const char *id, struct date last,
                                            const struct stamp *stamp, struct error *err);

/* NULL and {0} mean "any".  `class_id` and `year` also find assignments bound to no class or year;
 * `on` asks for those that hold that day. */
struct assignment_filter {
    const char *unit, *person, *role, *year, *class_id, *subject;
    struct date on;
};
/* By from date, then id; one for a grade as often as there are classes in it, at least once. */
MUST_CHECK enum status store_list_assignments(struct store *store,
                                              const struct assignment_filter *filter,
                                              struct arena *arena, struct assignments *assignments,
                                              struct error *err);

#endif
