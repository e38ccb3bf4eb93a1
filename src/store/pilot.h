/* SPDX-License-Identifier: Apache-2.0
 *
 * The pilot of a department in a school year: its decision, and the schools, grades and classes
 * that take part, each from a day to a last day; and the days of the department's calendar.
 */
#ifndef HOCBA_STORE_PILOT_H
#define HOCBA_STORE_PILOT_H

#include "store/store.h"

struct pilot {
    const char *unit; /* id of the department */
    const char *year;
    const char *decision; /* its number */
    struct date decided_on;
    struct date from, to; /* {0}: none */
};

struct pilot_member {
    const char *id;
    const char *school;   /* id */
    int grade;            /* 0: all */
    const char *class_id; /* NULL: all */
    struct date from, to; /* to: the last day; {0}: open */
    struct moment added_at;
    const char *added_by;
    struct moment ended_at;
    const char *ended_by, *reason; /* NULL while it is open */
    /* Read only, joined. */
    const char *school_code, *school_name, *class_name;
};

struct pilot_members {
    LIST(struct pilot_member) list;
};

struct calendar_day {
    const char *milestone;
    struct date day;
};

struct calendar_days {
    LIST(struct calendar_day) list;
};

static inline bool
pilot_member_on(const struct pilot_member *member, struct date day)
{
    return date_compare(member->from, day) <= 0 &&
           (date_is_none(member->to) || date_compare(member->to, day) >= 0);
}

/* New, or in place of what it was; changes go into the history (entity "pilot", id "unit/year"). */
MUST_CHECK enum status store_set_pilot(struct store *store, const struct pilot *pilot,
                                       const struct stamp *stamp, struct error *err);
/* NOT_FOUND: none. */
MUST_CHECK enum status store_find_pilot(struct store *store, const char *unit, const char *year,
                                        struct arena *arena, struct pilot *pilot,
                                        struct error *err);
/* CONFLICT: it takes part already. */
MUST_CHECK enum status store_add_pilot_member(struct store *store, const struct pilot *pilot,
                                              const struct pilot_member *member,
                                              const struct stamp *stamp, struct error *err);
/* The open one with that school, grade and class gets its last day and reason. NOT_FOUND. */
MUST_CHECK enum status store_end_pilot_member(struct store *store, const struct pilot *pilot,
                                              const struct pilot_member *member,
                                              const struct stamp *stamp, struct error *err);
/* All that ever took part, by school, grade, class. */
MUST_CHECK enum status store_list_pilot_members(struct store *store, const char *unit,
                                                const char *year, struct arena *arena,
                                                struct pilot_members *members, struct error *err);

/* day {0}: the law's again. Changes go into the history (entity "calendar", id "unit/year"). */
MUST_CHECK enum status store_set_calendar_day(struct store *store, const char *unit,
                                              const char *year, const struct calendar_day *day,
                                              const struct stamp *stamp, struct error *err);
MUST_CHECK enum status store_list_calendar_days(struct store *store, const char *unit,
                                                const char *year, struct arena *arena,
                                                struct calendar_days *days, struct error *err);

#endif
