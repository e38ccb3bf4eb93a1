/* SPDX-License-Identifier: Apache-2.0
 *
 * Units: departments (Sở) and schools.  Names and addresses are copied into a record when it is
 * made (domain.md 10.9), so changing a unit changes no record.
 */
#ifndef HOCBA_STORE_UNITS_H
#define HOCBA_STORE_UNITS_H

#include "store/store.h"

#define UNIT_DEPARTMENT "department"
#define UNIT_SCHOOL     "school"

struct unit {
    const char *id;     /* UUID */
    const char *kind;   /* UNIT_DEPARTMENT or UNIT_SCHOOL */
    const char *parent; /* id; NULL for a department */
    const char *code;   /* MA_SO 2 digits, MA_TRUONG 8 digits; unique per kind */
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
/* kind NULL: all. By kind, then code. */
MUST_CHECK enum status store_list_units(struct store *store, const char *kind, struct arena *arena,
                                        struct units *units, struct error *err);

#endif
