/* SPDX-License-Identifier: Apache-2.0
 *
 * Delegations: the decision by which one person lets another sign for them.  Append-only; the end
 * before the last day is a row of its own.  What a delegation gives are assignments that point at
 * it (store/people.h); those of one that was ended hold no longer than it does.
 */
#ifndef HOCBA_STORE_DELEGATIONS_H
#define HOCBA_STORE_DELEGATIONS_H

#include "store/store.h"

#define DELEGATION_PRINCIPAL "principal" /* a deputy signs for the principal */
#define DELEGATION_SEAL      "seal"      /* somebody keeps the seal for the clerk */

struct delegation {
    const char *id, *unit, *kind;
    const char *giver, *taker; /* ids of people */
    const char *decision;      /* its number */
    struct date decided_on, from, to;
    struct moment made;
    const char *made_by;
    /* Read only: ended before its last day; ended {0}: it was not. */
    struct date last_day;
    struct moment ended;
    const char *ended_by, *reason;
    const char *giver_name, *taker_name, *taker_login;
};

struct delegations {
    LIST(struct delegation) list;
};

/* A part of what is delegated: a grade or a class of a year, or all. */
struct delegation_part {
    int grade;                         /* 0: none */
    const char *class_id, *class_name; /* NULL: none */
    const char *year;                  /* NULL: any */
};

struct delegation_parts {
    LIST(struct delegation_part) list;
};

MUST_CHECK enum status store_add_delegation(struct store *store,
                                            const struct delegation *delegation, struct error *err);
/* CONFLICT: it was ended already. */
MUST_CHECK enum status store_end_delegation(struct store *store, const char *id,
                                            struct date last_day, const char *reason,
                                            const struct stamp *stamp, struct error *err);
MUST_CHECK enum status store_find_delegation(struct store *store, const char *id,
                                             struct arena *arena, struct delegation *delegation,
                                             struct error *err);
/* unit NULL: all; newest first, no more than `limit`. */
MUST_CHECK enum status store_list_delegations(struct store *store, const char *unit, int64_t limit,
                                              struct arena *arena, struct delegations *delegations,
                                              struct error *err);
MUST_CHECK enum status store_list_delegation_parts(struct store *store, const char *id,
                                                   struct arena *arena,
                                                   struct delegation_parts *parts,
                                                   struct error *err);

#endif
