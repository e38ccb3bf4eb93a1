/* SPDX-License-Identifier: Apache-2.0
 *
 * The freezes of schools' years: signed files, append-only.  A year has one that is the first; each
 * later one supersedes the one before, and no two the same.
 */
#ifndef HOCBA_STORE_FREEZES_H
#define HOCBA_STORE_FREEZES_H

#include "store/store.h"

struct year_freeze {
    const char *sha256;      /* hex: of its issued form, the H of its leaf */
    const char *unit, *year; /* the school's id, "2023-2024" */
    const char *certificate; /* SHA-256 (hex) of the signer's */
    const char *supersedes;  /* sha256 of the one before; NULL: the first */
    struct moment made;
    const char *by;
    struct span bytes; /* as signed */
    int64_t position;  /* in the ledger; -1: not entered yet; read only */
};

struct year_freezes {
    LIST(struct year_freeze) list;
};

/* CONFLICT: the year has a first one, or the one before is superseded. */
MUST_CHECK enum status store_add_freeze(struct store *store, const struct year_freeze *freeze,
                                        struct error *err);
/* unit, year NULL: any; `waiting`: only those that have no ledger entry yet. By unit and year, the
 * first of each first; at most `limit`. */
MUST_CHECK enum status store_list_freezes(struct store *store, const char *unit, const char *year,
                                          bool waiting, int64_t limit, struct arena *arena,
                                          struct year_freezes *freezes, struct error *err);

#endif
