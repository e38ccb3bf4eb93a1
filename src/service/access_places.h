/* SPDX-License-Identifier: Apache-2.0
 *
 * Where somebody has a right: the same table and assignments as access.h, asked the other way
 * round, for lists that hold only what the actor may see.
 */
#ifndef HOCBA_SERVICE_ACCESS_PLACES_H
#define HOCBA_SERVICE_ACCESS_PLACES_H

#include "service/access.h"

struct access_places {
    bool everywhere;            /* in every unit of this instance */
    LIST(const char *) units;   /* ids */
    LIST(const char *) classes; /* ids: only in these, of units that are not listed */
};

/* Classes do not count. */
bool access_places_hold(const struct access_places *places, const char *unit);
/* OK also when there are none. */
MUST_CHECK enum status access_list_places(struct app *app, enum right right,
                                          struct access_places *places, struct error *err);

#endif
