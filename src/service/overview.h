/* SPDX-License-Identifier: Apache-2.0
 *
 * What a person sees first: the classes that concern them in the newest school year, what they are
 * there, and how far each class has come.
 */
#ifndef HOCBA_SERVICE_OVERVIEW_H
#define HOCBA_SERVICE_OVERVIEW_H

#include "model/state.h"
#include "service/app.h"
#include "store/classes.h"
#include "store/units.h"

struct overview_class {
    struct school_class class;
    unsigned roles;       /* ROLE_BIT()s that the person has in this class itself */
    const char *subjects; /* what they teach there: "Toán, Tin học"; NULL: nothing */
    int64_t pupils;
    int64_t without;             /* have no record yet, or one that went back to its draft */
    int64_t counts[STATE_COUNT]; /* of the others, by the state of their record */
};

struct overview {
    struct unit school; /* .id NULL: the person belongs to no school, or it has no year */
    const char *year;
    bool whole_school; /* the person sees all its classes, not only their own */
    LIST(struct overview_class) classes;
};

/* Of the app's actor today.  Whoever may see the school sees all classes; a teacher their own. */
MUST_CHECK enum status overview_load(struct app *app, struct overview *overview, struct error *err);

#endif
