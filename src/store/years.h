/* SPDX-License-Identifier: Apache-2.0
 *
 * School years of a unit, their settings (signing roles, issue date, deadlines ...) and history.
 */
#ifndef HOCBA_STORE_YEARS_H
#define HOCBA_STORE_YEARS_H

#include "store/store.h"

#define YEAR_OPEN   "open"
#define YEAR_FROZEN "frozen" /* chốt: no revoking or replacing but by chỉnh lý (QĐ1789 Đ21) */

struct school_year {
    const char *unit;  /* id */
    const char *name;  /* "2023-2024" */
    const char *state; /* YEAR_OPEN or YEAR_FROZEN */
};

struct school_years {
    LIST(struct school_year) list;
};

struct year_setting {
    const char *key, *value;
    const char *unit, *year;
};

struct year_settings {
    LIST(struct year_setting) list;
};

/* CONFLICT: already open. */
MUST_CHECK enum status store_add_year(struct store *store, const char *unit, const char *name,
                                      const struct stamp *stamp, struct error *err);
MUST_CHECK enum status store_find_year(struct store *store, const char *unit, const char *name,
                                       struct arena *arena, struct school_year *year,
                                       struct error *err);
/* Newest first; unit NULL: all. */
MUST_CHECK enum status store_list_years(struct store *store, const char *unit, struct arena *arena,
                                        struct school_years *years, struct error *err);
MUST_CHECK enum status store_set_year_state(struct store *store, const char *unit, const char *name,
                                            const char *state, const struct stamp *stamp,
                                            struct error *err);

/* Changes go into the history: entity "year", id "<unit>/<name>". NULL removes. */
MUST_CHECK enum status store_set_year_setting(struct store *store, const char *unit,
                                              const char *year, const char *key, const char *value,
                                              const struct stamp *stamp, struct error *err);
/* NULL (and OK) when not set. */
MUST_CHECK enum status store_get_year_setting(struct store *store, const char *unit,
                                              const char *year, const char *key,
                                              struct arena *arena, const char **value,
                                              struct error *err);
/* unit NULL: of all schools and years. */
MUST_CHECK enum status store_list_year_settings(struct store *store, const char *unit,
                                                const char *year, struct arena *arena,
                                                struct year_settings *settings, struct error *err);

#endif
