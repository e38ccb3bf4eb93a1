/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside readiness: one school's, whose data were asked alone or with those of all.  Nobody else
 * includes this.
 */
#ifndef HOCBA_SERVICE_READINESS_INSIDE_H
#define HOCBA_SERVICE_READINESS_INSIDE_H

#include "service/certificate_inside.h"
#include "service/readiness.h"
#include "service/year.h"

struct readiness_looking {
    struct app *app;
    struct readiness *out;
    struct year_rules rules;
    struct assignments assignments;          /* of the school, on the signing day */
    struct school_classes classes;           /* of the year */
    struct stored_certificates certificates; /* of the school and its people */
    bool proofs;                             /* say which are proven: a question for each */
};

/* From the rules; `on` {0}: as they say. */
void readiness_set_days(struct readiness_looking *it, struct date on);
/* Fills the rows and counts of `out` from the rest. */
MUST_CHECK enum status readiness_weigh(struct readiness_looking *it, struct error *err);

#endif
