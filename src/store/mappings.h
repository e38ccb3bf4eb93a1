/* SPDX-License-Identifier: Apache-2.0
 *
 * What a school's people said that the columns of a workbook are, by its headings: the newest word
 * stands.
 */
#ifndef HOCBA_STORE_MAPPINGS_H
#define HOCBA_STORE_MAPPINGS_H

#include "store/store.h"

struct import_mapping {
    const char *unit;
    const char *headings; /* SHA-256 of them, hex */
    const char *choices;  /* column_choices_read(); "": as the headings say */
    struct moment made;
    const char *by; /* a login; read: a name */
};

MUST_CHECK enum status store_set_mapping(struct store *store, const struct import_mapping *mapping,
                                         struct error *err);
/* *found: choices, made and by of what unit and headings name. */
MUST_CHECK enum status store_find_mapping(struct store *store, struct arena *arena,
                                          struct import_mapping *mapping, bool *found,
                                          struct error *err);

#endif
