/* SPDX-License-Identifier: Apache-2.0
 *
 * Training (tập huấn) of a pilot: the department writes down its sessions, for which roles of which
 * schools of the pilot; each school, or the department, who was there.  The rate of a session is of
 * those who held one of the roles in an invited school on its day; whoever came besides is counted
 * apart, so no rate passes 100 %.  Taking an entry back is another entry; a session that did not
 * take place is cancelled, with a reason.
 */
#ifndef HOCBA_SERVICE_TRAINING_H
#define HOCBA_SERVICE_TRAINING_H

#include "service/app.h"
#include "store/training.h"

enum {
    TRAINING_SCHOOLS_MAX = 2000,
    TRAINING_TEXT_MAX = 500,        /* graphemes of a title, a place ... */
    TRAINING_MINUTES_MAX = 6000,    /* of a session */
    TRAINING_LIST_MAX = 128 * 1024, /* bytes of a pasted list */
    TRAINING_MARKS_MAX = 2000,      /* at once */
};

/* "2", "1,5" or "0.75": up to two decimals, whole minutes, at most TRAINING_MINUTES_MAX. */
bool training_parse_hours(const char *text, struct arena *arena, int *minutes);

struct training_order {
    const char *unit_code; /* the department's; NULL: as pilot_department() finds it */
    const char *code;      /* NULL or "": the next free one, TH-1 ... */
    const char *year, *title, *topic, *place, *held_by;
    struct date held_on;
    int minutes;
    const char *const *roles; /* keys of a school's roles */
    size_t role_count;
    const char *const *schools; /* codes, all in the pilot that day; count 0: all that are */
    size_t school_count;
};
MUST_CHECK enum status training_add(struct app *app, const struct training_order *order,
                                    const char **code, struct error *err);
MUST_CHECK enum status training_cancel(struct app *app, const char *code, const char *reason,
                                       struct error *err);

/* A session with its sums. */
struct training {
    struct training_session it;
    struct text_list roles;             /* keys */
    struct training_totals totals;      /* per school that the actor may see, by its code */
    int64_t expected, attended, others; /* over these */
    bool may_hold;                      /* the actor may cancel it */
};
struct training_list {
    LIST(struct training) list;
};

/* Those that the actor may see, newest first; year NULL: any. */
MUST_CHECK enum status training_list(struct app *app, const char *year, struct training_list *list,
                                     struct error *err);
/* NOT_FOUND: none, or none of the actor's schools is in it. */
MUST_CHECK enum status training_find(struct app *app, const char *code, struct training *training,
                                     struct error *err);
/* With the people of the schools that the actor may see: expected ones and others who came. */
MUST_CHECK enum status training_load(struct app *app, const char *code, struct training *training,
                                     struct training_people *people, struct error *err);
/* For reports (service/evaluate): every session of the department's pilot in that year that was
 * held from..to ({0}: any) and not cancelled, oldest first, with totals per school.  Asks for
 * MAY_MONITOR of `unit` (the department's id) alone. */
MUST_CHECK enum status training_report(struct app *app, const char *unit, const char *year,
                                       struct date from, struct date to, struct training_list *list,
                                       struct error *err);

/* What became of a list of people. */
struct training_marked {
    size_t changed, unchanged;
};
/* People by login, all or none: they were there, or (attended false) that is taken back. Of schools
 * where the actor MAY_MARK_TRAINING. INVALID names who is not known or not of an invited school. */
MUST_CHECK enum status training_mark(struct app *app, const char *code, const char *const *logins,
                                     size_t count, bool attended, struct training_marked *marked,
                                     struct error *err);
/* A pasted list: logins or whole names, parted by lines, commas or semicolons. A name that two
 * people of the schools share is refused with both logins. As logins, in the app's arena. */
MUST_CHECK enum status training_read_names(struct app *app, const char *code, const char *text,
                                           struct text_list *logins, struct error *err);
/* A school's whole list: exactly these of it were there. */
MUST_CHECK enum status training_mark_school(struct app *app, const char *code, const char *school,
                                            const char *const *logins, size_t count,
                                            struct training_marked *marked, struct error *err);
/* May the actor say who of that school (id) was there? */
MUST_CHECK enum status training_may_mark(struct app *app, const char *school, bool *may,
                                         struct error *err);

/* Attendance as a table: school, login, name, expected, attended, when, by whom. */
MUST_CHECK enum status training_file(struct app *app, const struct training *training,
                                     const struct training_people *people, bool workbook,
                                     struct span *bytes, struct error *err);

#endif
