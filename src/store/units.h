/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree of units, dated: Ministry, departments (Sở), district offices (until 30/6/2025) or
 * communes (since 1/7/2025), schools, their campuses.  Names and addresses are copied into a record
 * when it is made (domain.md 10.9), so changing a unit changes no record.
 *
 * A unit's parent, code and name may have been others on an earlier day.  struct unit is what holds
 * now, except where a question takes a day; store_list_units_below() is the tree's one reading, for
 * permissions and for counting.
 */
#ifndef HOCBA_STORE_UNITS_H
#define HOCBA_STORE_UNITS_H

#include "store/store.h"

#define UNIT_DEPARTMENT "department"
#define UNIT_SCHOOL     "school"
#define UNIT_MINISTRY   "ministry"
#define UNIT_DISTRICT   "district" /* a district's office of education, until 30/6/2025 */
#define UNIT_COMMUNE    "commune"  /* a commune's people's committee, since 1/7/2025 */
#define UNIT_CAMPUS     "campus"   /* điểm trường */

struct unit {
    const char *id;     /* UUID */
    const char *kind;   /* UNIT_... */
    const char *parent; /* id of who manages it; NULL: nobody here */
    const char *code;   /* MA_SO 2 digits, MA_TRUONG 8 digits ...; unique */
    const char *name;
    const char *district, *commune, *province; /* NULL: none */
    const char *issue_place;                   /* NOI_CAP */
    struct date from, to;                      /* {0}: not known, open */
};

struct units {
    LIST(struct unit) list;
};

/* CONFLICT: the code is taken. */
MUST_CHECK enum status store_add_unit(struct store *store, const struct unit *unit,
                                      const struct stamp *stamp, struct error *err);
/* Replaces every part but id and kind; each changed part goes into the history (entity "unit"). */
MUST_CHECK enum status store_set_unit(struct store *store, const struct unit *unit,
                                      const struct stamp *stamp, struct error *err);
MUST_CHECK enum status store_find_unit(struct store *store, const char *id, struct arena *arena,
                                       struct unit *unit, struct error *err);
MUST_CHECK enum status store_find_unit_by_code(struct store *store, const char *kind,
                                               const char *code, struct arena *arena,
                                               struct unit *unit, struct error *err);
/* `kind` NULL in the question above: any. `kind` NULL in this one: all. By kind, then code. */
MUST_CHECK enum status store_list_units(struct store *store, const char *kind, struct arena *arena,
                                        struct units *units, struct error *err);

/* --- on a day --------------------------------------------------------------------------------- */

/* The unit `root` and everything below it as the tree stood on that day, with the parents, codes
 * and names of that day; units that did not exist then are left out, what stood below one that had
 * ended is not.  `root` NULL: every unit.  By kind, then code. */
MUST_CHECK enum status store_list_units_below(struct store *store, const char *root,
                                              struct date day, struct arena *arena,
                                              struct units *units, struct error *err);
/* The unit, then who managed it on that day, from the nearest up; ended ones manage nobody.
 * NOT_FOUND: no such unit. */
MUST_CHECK enum status store_list_unit_managers(struct store *store, const char *id,
                                                struct date day, struct arena *arena,
                                                struct units *units, struct error *err);
/* From `since` on the unit has the parent, code and name that stand in `unit`; what it had before
 * stays known.  CONFLICT: an earlier day than that of its last change. */
MUST_CHECK enum status store_change_unit(struct store *store, const struct unit *unit,
                                         struct date since, const struct stamp *stamp,
                                         struct error *err);

/* What a unit was called from when on. */
struct unit_state {
    struct date since;
    const char *parent, *code, *name;
    struct moment made;
    const char *by;
};
struct unit_states {
    LIST(struct unit_state) list;
};
/* In order of entry; none when nothing changed since the unit was added. */
MUST_CHECK enum status store_list_unit_states(struct store *store, const char *id,
                                              struct arena *arena, struct unit_states *states,
                                              struct error *err);

/* Mergers and splits: `unit` goes on as `successor`. */
struct unit_succession {
    const char *unit, *successor; /* ids */
    struct date since;
    const char *decision; /* its number; NULL: not known */
};
struct unit_successions {
    LIST(struct unit_succession) list;
};
/* CONFLICT: it is known. */
MUST_CHECK enum status store_add_unit_succession(struct store *store,
                                                 const struct unit_succession *succession,
                                                 const struct stamp *stamp, struct error *err);
/* Those in which the unit is either. */
MUST_CHECK enum status store_list_unit_successions(struct store *store, const char *id,
                                                   struct arena *arena,
                                                   struct unit_successions *successions,
                                                   struct error *err);

#endif
