/* SPDX-License-Identifier: Apache-2.0
 *
 * Catalogues: provinces and ethnic groups with their official codes (data/provinces.tsv,
 * data/ethnic-groups.tsv). Texts live as long as the program.
 */
#ifndef HOCBA_MODEL_CATALOG_H
#define HOCBA_MODEL_CATALOG_H

#include <stddef.h>

#include "base/arena.h"

struct province {
    const char *code, *name;           /* of the 63 of before 1/7/2025: "22" "Quảng Ninh" */
    const char *code_2025, *name_2025; /* of the 34 since */
};

size_t province_count(void);
const struct province *province_at(size_t i);
/* By the old two-digit code, which personal numbers keep; NULL when unknown. */
const struct province *province_by_code(const char *code);
/* The province whose old or new name stands last in an address ("Hạ Long, Quảng Ninh"), whatever
 * its case and tone placement; NULL when none does. */
const struct province *province_in_address(const char *address, struct arena *arena);

/* The code "01".."55" of an ethnic group by its name or another spelling of it; NULL if unknown. */
const char *ethnic_group_code(const char *name, struct arena *arena);
size_t ethnic_group_count(void);
const char *ethnic_group_name(size_t i);

#endif
