/* SPDX-License-Identifier: Apache-2.0
 *
 * What the year's calendar asks of a person of a school, by what they are there: a teacher of their
 * own classes, whoever sees the whole school of all of them.  Only what is near or past and not
 * met; derived, as monitoring is, and so never out of date.
 */
#ifndef HOCBA_SERVICE_DEADLINES_H
#define HOCBA_SERVICE_DEADLINES_H

#include "service/monitor.h"
#include "service/overview.h"

enum {
    DEADLINE_NEAR = 14,      /* days before ... */
    DEADLINE_LONG_PAST = 90, /* ... and after */
    DEADLINE_NAMES = 12      /* classes named */
};

struct deadline {
    enum milestone milestone;
    enum figure figure;
    struct date day;
    int64_t left;            /* days; negative: past by so many */
    int64_t classes, pupils; /* that are missing there */
    const char *names;       /* "4A1, 4A2": the first of them */
};

struct deadlines {
    LIST(struct deadline) list; /* as the calendar goes */
};

/* Of the classes in `overview` (the actor's). Asks for no right: they are theirs. */
MUST_CHECK enum status deadlines_load(struct app *app, const struct overview *overview,
                                      struct deadlines *deadlines, struct error *err);

#endif
