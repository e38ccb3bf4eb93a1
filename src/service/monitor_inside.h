/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside monitoring: between what is summed from figures and what suppliers handed in.
 */
#ifndef HOCBA_SERVICE_MONITOR_INSIDE_H
#define HOCBA_SERVICE_MONITOR_INSIDE_H

#include "service/monitor.h"

struct monitor_loading {
    struct app *app;
    struct monitor *monitor;
    struct units schools;         /* by id */
    struct pilot_members members; /* none without a pilot */
    bool of_school;               /* rows are its classes */
};

/* The row of a sum's school or class, looked for from *at on; NULL: none. */
struct monitor_row *monitor_row_of(const struct monitor_loading *it, const struct figure_sum *sum,
                                   size_t *at);
/* The pilot's members; none without one. */
MUST_CHECK enum status monitor_load_members(struct monitor_loading *it, struct error *err);
/* Does who is in that class ("": in none here) and grade (0: not known) of a school count on that
 * day? */
bool monitor_takes_part(const struct monitor_loading *it, const char *school, const char *class_id,
                        int grade, struct date day);
/* What suppliers handed in, and what was reported, for the schools that have a row. */
MUST_CHECK enum status monitor_load_intake(const struct monitor_loading *it, struct error *err);

#endif
