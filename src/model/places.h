/* SPDX-License-Identifier: Apache-2.0
 *
 * The administrative units of the country as data: provinces, districts and communes until
 * 30/6/2025, provinces and communes since 1/7/2025 (data/places-*.tsv, LICENSE-places).  Texts live
 * as long as the program; the tables are read at the first question.
 */
#ifndef HOCBA_MODEL_PLACES_H
#define HOCBA_MODEL_PLACES_H

#include "base/arena.h"
#include "base/date.h"
#include "base/list.h"

enum places_era { PLACES_UNTIL_2025_06, PLACES_SINCE_2025_07, PLACES_ERAS };
enum place_level { PLACE_PROVINCE, PLACE_DISTRICT, PLACE_COMMUNE };

struct place {
    const char *code;           /* 2, 3, 5 digits: province, district, commune */
    const char *name;           /* "Phường Bãi Cháy" */
    const char *short_name;     /* "Bãi Cháy" */
    const struct place *within; /* NULL for a province */
    enum places_era era;
    enum place_level level;
};

struct places {
    LIST(const struct place *) list;
};

enum places_era places_era_on(struct date day);
size_t place_count(enum places_era era, enum place_level level);
/* NULL: there is none. */
const struct place *place_by_code(enum places_era era, const char *code);
/* Those called `name`, with or without what they are ("phuong bai chay", "Bãi Cháy"), whatever the
 * case and the diacritics; where some bear exactly the diacritics asked for, only they.  `within`
 * NULL: anywhere; else in that province or district. */
void places_by_name(enum places_era era, const char *name, const struct place *within,
                    struct arena *arena, struct places *found);
/* "Phường Bãi Cháy, Thành phố Hạ Long, Tỉnh Quảng Ninh" */
const char *place_full_name(const struct place *place, struct arena *arena);

/* What a place of before 1/7/2025 became, as far as codes say it: a province's is certain; a
 * commune's code went on to the commune into which it went with its seat, or to none, and then only
 * the province is known (which communes were merged into which is in the Standing Committee's
 * resolutions, not in this data).  NULL for a district, which became none. */
struct place_future {
    const struct place *place;    /* with the same code; NULL: the code ended */
    const struct place *province; /* of the 34 */
};
struct place_future place_future(const struct place *old);

#endif
