/* SPDX-License-Identifier: Apache-2.0
 *
 * What waits for somebody who stands above the schools: requests to decide, seals to approve,
 * packets with refusals, inspections that are not closed; and how far the schools are.
 */
#ifndef HOCBA_SERVICE_AGENDA_H
#define HOCBA_SERVICE_AGENDA_H

#include "service/monitor.h"

enum agenda_kind {
    AGENDA_REQUESTS, /* of schools to replace or withdraw records, not decided yet */
    AGENDA_SEALS,    /* certificates of schools that wait for the department's word */
    AGENDA_REFUSALS, /* of the newest packets handed in: those that were refused, or a record was */
    AGENDA_INSPECTIONS, /* rounds that are not closed */
    AGENDA_COUNT
};

struct agenda {
    bool above;              /* the actor's unit stands above schools; else nothing else is set */
    bool mine[AGENDA_COUNT]; /* the actor may see it */
    size_t counts[AGENDA_COUNT];
    bool counted;           /* there are figures, and the actor may see them */
    struct monitor monitor; /* of the actor's unit and the newest year */
};

/* Of the app's actor. */
MUST_CHECK enum status agenda_load(struct app *app, struct agenda *agenda, struct error *err);

#endif
