/* SPDX-License-Identifier: Apache-2.0
 *
 * The milestones of a school year's records, in their order, and the days that hold where a
 * department names no others.  A milestone is met on its day: the next one is late.
 */
#ifndef HOCBA_MODEL_CALENDAR_H
#define HOCBA_MODEL_CALENDAR_H

#include <stdbool.h>

#include "base/date.h"

enum milestone {
    MILESTONE_OPEN,         /* from here on results are entered */
    MILESTONE_ENTRY,        /* every result is entered */
    MILESTONE_SIGNING,      /* the principal has signed */
    MILESTONE_FREEZE,       /* issued; chốt (QĐ1789 Điều 21) */
    MILESTONE_REASSESSMENT, /* who is assessed again in summer */
    MILESTONE_SECOND_FREEZE,
    MILESTONE_COUNT
};

struct milestone_row {
    const char *key; /* "nhap_lieu": for `year calendar` and the store */
    const char *word, *english;
    const char *basis; /* why that day, Vietnamese */
    int8_t month, day;
    bool begins; /* of the year in which the school year begins; else of that in which it ends */
};
extern const struct milestone_row milestone_table[MILESTONE_COUNT];

bool milestone_parse(const char *key, enum milestone *milestone);
/* Of the school year that begins in `first_year`. */
struct date milestone_day(enum milestone milestone, int first_year);

#endif
