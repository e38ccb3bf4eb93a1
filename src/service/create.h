/* SPDX-License-Identifier: Apache-2.0
 *
 * Making records: drafts without errors become records, with their UUID, the issue date of the
 * year's calendar and the names of that day, as XML that the schema accepts.
 *
 * The whole class is one transaction; a pupil whose draft has errors is reported and the others
 * are made.  A record that went back to its draft keeps its UUID, which was never issued.
 */
#ifndef HOCBA_SERVICE_CREATE_H
#define HOCBA_SERVICE_CREATE_H

#include "service/batch.h"

struct create_order {
    struct class_order of;
    /* Why records that are made, signed or not, but not issued are made anew: another date or
     * leader.  Their signatures fall.  NULL: they are left as they are. */
    const char *remake;
};

/* CONFLICT for the whole class: the year is frozen, has no issue date or one that is over, or it is
 * not known who signs. */
MUST_CHECK enum status create_records(struct app *app, const struct create_order *order,
                                      struct batch *batch, struct error *err);

/* CONFLICT when `planned` is missed today by more than the year allows. */
MUST_CHECK enum status check_issue_date(const struct app *app, struct date planned,
                                        int tolerance_days, struct error *err);

#endif
