/* SPDX-License-Identifier: Apache-2.0
 *
 * Questionnaires of a pilot: a department asks the teachers, the principals or the parents of its
 * schools, from a day to a last day; each answers once, and nobody learns who answered what.
 *
 * Anonymous means, in the tables: who has answered is kept apart from what was answered, without
 * time or order (store/surveys.h).  An answer bears the school and the role only where so many
 * share them (SURVEY_PRIVATE) that they point at nobody: survey_place_of().  Results come only from
 * that many answers on, and a group with fewer goes together with others: survey_merge().
 */
#ifndef HOCBA_SERVICE_SURVEY_H
#define HOCBA_SERVICE_SURVEY_H

#include "model/survey.h"
#include "service/app.h"
#include "store/surveys.h"

enum {
    SURVEY_PRIVATE = 5,      /* people who share what is kept or shown of them */
    SURVEY_REASON_MAX = 500, /* graphemes */
};

enum survey_state { SURVEY_WAITING, SURVEY_OPEN, SURVEY_CLOSED };

struct survey {
    struct survey_row it;
    struct survey_form form;
    enum survey_state state; /* today */
};
const char *survey_state_key(enum survey_state state);  /* "waiting" */
const char *survey_state_word(enum survey_state state); /* "chưa mở" */

/* --- the department's side -------------------------------------------------------------------- */

struct survey_order {
    const char *unit_code; /* NULL: as pilot_department() finds it */
    const char *code;      /* NULL or "": the next free one, KS-1 ... */
    const char *year;
    struct date from, to;
    const char *text; /* as model/survey.h reads it */
};
MUST_CHECK enum status survey_add(struct app *app, const struct survey_order *order,
                                  const char **code, struct error *err);
MUST_CHECK enum status survey_close(struct app *app, const char *code, const char *reason,
                                    struct error *err);

struct survey_line {
    struct survey_row it;
    enum survey_audience audience;
    enum survey_state state;
    int64_t expected, answered;
};
struct survey_lines {
    LIST(struct survey_line) list;
};
/* Those whose answers the actor may see, newest first; year NULL: any. */
MUST_CHECK enum status survey_list(struct app *app, const char *year, struct survey_lines *lines,
                                   struct error *err);

/* --- what was answered (service/survey_results.c) --------------------------------------------- */

/* Of one question, over a group of answers. */
struct survey_tally {
    int64_t answered;                   /* the question itself */
    int64_t counts[SURVEY_OPTIONS_MAX]; /* of each step or option, from the first */
    int64_t mean;                       /* hundredths; of a scale or number that was answered */
    int64_t least, median, most;        /* of a number */
};
/* All who share a school, or a role; `name` for people. */
struct survey_part {
    const char *key, *name; /* the school's code or the role's key; NULL key: all others together */
    int64_t answers;
    struct survey_tally tallies[SURVEY_QUESTIONS_MAX];
};
struct survey_parts {
    LIST(struct survey_part) list; /* empty: too few answers to part them */
};

struct survey_results {
    struct survey it;
    int64_t expected, answered;
    struct survey_groups turnout; /* per school: expected and count (who has answered) */
    bool enough;                  /* SURVEY_PRIVATE answers; else nothing below is set */
    struct survey_part all;
    struct survey_parts roles, schools;
    struct survey_values texts; /* of free text questions, in an order that says nothing */
};
MUST_CHECK enum status survey_results(struct app *app, const char *code,
                                      struct survey_results *results, struct error *err);
/* For reports (service/evaluate): the results of every questionnaire of the department's pilot in
 * that year that was open on a day of from..to ({0}: any), oldest first.  Asks for MAY_MONITOR of
 * `unit` (the department's id) alone. */
struct survey_report {
    LIST(struct survey_results) list;
};
MUST_CHECK enum status survey_report(struct app *app, const char *unit, const char *year,
                                     struct date from, struct date to, struct survey_report *report,
                                     struct error *err);
MUST_CHECK enum status survey_file(struct app *app, const struct survey_results *results,
                                   bool workbook, struct span *bytes, struct error *err);

/* Pure. Which groups of answers may be shown apart: those of SURVEY_PRIVATE or more.  The others
 * and `rest` (answers that are in no group) go together, and take the smallest of the first with
 * them until they are as many.  `apart` of each is set; false for all: not parted. */
void survey_merge(const int64_t *answers, int64_t rest, bool *apart, size_t count);

/* --- answering -------------------------------------------------------------------------------- */

/* What a form brought; a question may come several times. */
struct survey_given {
    int question; /* from 1 */
    const char *text;
};
struct survey_givens {
    LIST(struct survey_given) list;
};

struct survey_asking {
    struct survey it;
    bool taken; /* answered already */
};
struct survey_askings {
    LIST(struct survey_asking) list;
};

/* Open today, and they ask the actor. */
MUST_CHECK enum status survey_list_mine(struct app *app, struct survey_askings *askings,
                                        struct error *err);
/* NOT_FOUND: none that asks the actor; CONFLICT: not open today. */
MUST_CHECK enum status survey_find_mine(struct app *app, const char *code,
                                        struct survey_asking *asking, struct error *err);
/* INVALID names the question; CONFLICT: answered already. */
MUST_CHECK enum status survey_take(struct app *app, const char *code,
                                   const struct survey_givens *givens, struct error *err);
/* The same for a pupil's family. */
MUST_CHECK enum status survey_list_family(struct app *app, const char *pupil,
                                          struct survey_askings *askings, struct error *err);
MUST_CHECK enum status survey_find_family(struct app *app, const char *pupil, const char *code,
                                          struct survey_asking *asking, struct error *err);
MUST_CHECK enum status survey_take_family(struct app *app, const char *pupil, const char *code,
                                          const struct survey_givens *givens, struct error *err);

/* Pure. What of school and role an answer may bear: `groups` is whom it asks, by school and role;
 * `own` is which of them. NULL: not kept. */
void survey_place_of(const struct survey_groups *groups, const struct survey_group *own,
                     const char **school, const char **role);
/* Pure. A form's values, checked against the questions. INVALID. */
MUST_CHECK enum status survey_read_values(const struct survey_form *form,
                                          const struct survey_givens *givens, struct arena *arena,
                                          struct survey_values *values, struct error *err);

#endif
