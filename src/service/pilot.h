/* SPDX-License-Identifier: Apache-2.0
 *
 * The pilot of a department (KH213): who takes part, on which decision, from when to when; every
 * figure of a year with a pilot counts only its classes (service/monitor.h).  And the calendar of a
 * year: the days of the law, until the department names others.
 */
#ifndef HOCBA_SERVICE_PILOT_H
#define HOCBA_SERVICE_PILOT_H

#include "model/calendar.h"
#include "service/app.h"
#include "store/obstacles.h"
#include "store/pilot.h"
#include "store/units.h"

enum { PILOT_TEXT_MAX = 500 }; /* bytes of a decision's number or a reason */

/* The department meant: `code` when given, else the actor's own or their school's, else the only
 * one of the instance. USAGE when there are several and none is named; NOT_FOUND: none. */
MUST_CHECK enum status pilot_department(struct app *app, const char *code, struct unit *department,
                                        struct error *err);

MUST_CHECK enum status pilot_set(struct app *app, const struct pilot *pilot, struct error *err);
/* A school by code, or a grade (0: all) or class (NULL: all) of it. member->from {0}: today. */
struct pilot_order {
    const char *unit, *year; /* id of the department */
    const char *school_code;
    int grade;
    const char *class_name;
    struct date day; /* the first, or the last; {0}: today */
    const char *reason;
};
MUST_CHECK enum status pilot_add(struct app *app, const struct pilot_order *order,
                                 struct error *err);
MUST_CHECK enum status pilot_drop(struct app *app, const struct pilot_order *order,
                                  struct error *err);
/* NOT_FOUND: no pilot that year. Whoever may see the figures. */
MUST_CHECK enum status pilot_load(struct app *app, const char *unit, const char *year,
                                  struct pilot *pilot, struct pilot_members *members,
                                  struct error *err);

/* What hinders people at the pilot's schools and the department, reported in the school year; of a
 * pilot that was loaded. */
MUST_CHECK enum status pilot_count_obstacles(struct app *app, const struct pilot *pilot,
                                             const struct pilot_members *members,
                                             struct obstacle_count *counts, struct error *err);

struct calendar {
    struct date days[MILESTONE_COUNT];
    bool own[MILESTONE_COUNT]; /* named by the department */
};
/* Asks for no right: days are no secret. unit NULL: the law's. INVALID: not a school year. */
MUST_CHECK enum status calendar_load(struct app *app, const char *unit, const char *year,
                                     struct calendar *calendar, struct error *err);
/* All of the days or none; a day {0}: the law's again. INVALID: the milestones would not follow
 * each other as they must. */
MUST_CHECK enum status calendar_set(struct app *app, const char *unit, const char *year,
                                    const struct calendar_days *days, struct error *err);

#endif
