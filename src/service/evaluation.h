/* SPDX-License-Identifier: Apache-2.0
 *
 * The evaluation of a pilot (KH213 III.4): what a department's pilot has come to in a period, as
 * indicators with their numerators, denominators and targets; school against school, week against
 * week, this period against the one before; what hindered; who is broken down by what; and the
 * report of it.  The figures are those of monitoring (service/monitor.h) at the end of the last
 * day, so nothing is counted in two ways, and only what takes part in the pilot counts.
 *
 * Made from what stands in the database and the order alone: the same data, period and time of the
 * query give the same bytes.  What has no history (the states of certificates, what the gateway
 * answered) is as it is now.
 */
#ifndef HOCBA_SERVICE_EVALUATION_H
#define HOCBA_SERVICE_EVALUATION_H

#include "base/json.h"
#include "model/dossier.h"
#include "model/suppress.h"
#include "service/inspection.h"
#include "service/monitor.h"
#include "service/obstacle.h"
#include "service/survey.h"
#include "service/training.h"
#include "store/evaluations.h"

enum {
    EVALUATION_DAYS_MAX = 800, /* of a period */
    EVALUATION_POINTS_MAX = 40,
};

struct evaluation_order {
    const struct unit *department;
    const char *year;     /* NULL: the newest with figures */
    struct date from, to; /* {0}: the pilot's first day, or August; the last day that is over */
    struct moment as_of;  /* {0}: now; what came later does not count as far as it has a time */
    bool groups;          /* break down: reads every pupil of the pilot */
};

struct evaluation_indicator {
    const char *key, *word;
    const char *how;    /* how it is computed */
    const char *target; /* what KH213 asks for; NULL: nothing */
    int64_t part, whole;
    bool of_whole;       /* a rate; else `part` alone */
    const char *unknown; /* why there is no number; NULL: there is one */
    int64_t before;      /* `part` on the day before the period; -1: not known */
    int64_t before_whole;
};

struct evaluation_school {
    const char *id, *code, *name, *area;
    struct figure_sum now, before; /* at the end of the period, on the day before it */
    struct lateness late;
    int64_t accepted, rejected; /* at the gateway, of the pilot */
    int64_t packets;            /* refused there as a whole, which names no pupil */
    bool signers_known;
    int64_t signers, signers_ready, signers_ending, seals, seals_ready;
    int64_t obstacles_open, findings_open;
    const char *reason; /* why it is behind; NULL: it is not */
};

struct evaluation_point {
    struct date day;
    int64_t counts[FIGURE_KEPT];
};

/* By the part of the work that it was reported from. */
struct evaluation_obstacles {
    const char *key; /* "nhap", of lists; NULL: of all */
    const char *word;
    int64_t states[OBSTACLE_STATE_COUNT];
    int64_t hours_middle, hours_most; /* until the answer; -1: none was answered */
};

struct evaluation_condition {
    const char *key, *sentence, *article; /* of inspection_items[] */
    int64_t yes, partly, no;
};

struct evaluation_round {
    struct inspection round;
    int64_t findings, open;
};

struct evaluation_finding {
    const struct inspection_finding *finding;
    const char *round, *school;
    bool overdue;
};

/* One breakdown; told false: too few pupils, or all in one group. */
struct evaluation_groups {
    const char *key, *word, *note;
    bool told;
    struct suppress_groups groups;
};

enum { EVALUATION_BREAKDOWNS = 4 };

/* What the department writes itself, each kept with its history. */
enum evaluation_part {
    EVALUATION_ORGANISATION, /* what was done: plans, conferences, support */
    EVALUATION_ASSESSMENT,   /* what went well, what did not, why */
    EVALUATION_PROPOSALS,    /* KH213 III.4: for everybody's introduction */
    EVALUATION_PARTS
};
struct evaluation_part_word {
    const char *key, *word, *english, *hint;
};
extern const struct evaluation_part_word evaluation_part_words[EVALUATION_PARTS];
enum { EVALUATION_TEXT_MAX = 20000 }; /* graphemes */

struct evaluation {
    struct unit department;
    struct date from, to;
    struct moment as_of;
    bool training;
    struct monitor monitor; /* at the end of the period, of the pilot */
    struct pilot_members members;
    int64_t schools_all;             /* in the department at the end */
    int64_t schools_left;            /* took part, and do no more */
    int64_t accepted, rejected;      /* pupils, at the gateway, of the schools below */
    struct figure_sum start, former; /* the day before the period, and a period before that */
    LIST(struct evaluation_school) schools; /* the worst first */
    struct evaluation_point points[EVALUATION_POINTS_MAX];
    size_t point_count;
    bool monthly; /* points are ends of months, else of weeks */
    LIST(struct evaluation_indicator) indicators;
    LIST(struct evaluation_obstacles) kinds; /* by place of work; the last is of all */
    struct obstacles obstacles;              /* of the period, oldest first */
    LIST(struct evaluation_condition) conditions;
    LIST(struct evaluation_round) rounds;
    LIST(struct evaluation_finding) findings; /* of these, oldest first */
    int64_t inspected;                        /* schools of the pilot drawn in a round */
    struct training_list trainings;           /* of the period, oldest first */
    struct survey_report surveys;
    bool reports_above; /* the department has said where it reports */
    int64_t reported, reported_received;
    const struct evaluation_text *texts[EVALUATION_PARTS]; /* NULL: none yet */
    struct evaluation_texts written;                       /* all of them, the newest first */
    bool grouped;
    struct evaluation_groups breakdowns[EVALUATION_BREAKDOWNS];
};

/* DENIED unless the actor may evaluate in the department; NOT_FOUND: no pilot in that year; USAGE:
 * days that make no period, or that are not over. */
MUST_CHECK enum status evaluation_load(struct app *app, const struct evaluation_order *order,
                                       struct evaluation *evaluation, struct error *err);

/* In place of the part's text in that period's report; what stood there stays in the history.
 * evaluation: as loaded. DENIED unless the actor may manage the pilot; USAGE: empty or too long. */
MUST_CHECK enum status evaluation_write(struct app *app, const struct evaluation *evaluation,
                                        enum evaluation_part part, const char *text,
                                        struct error *err);

/* Those of the period in that state (OBSTACLE_STATE_COUNT: any) and part of the work (NULL: any),
 * the newest first: as many as the report counts, for whoever may see them all; the actor's own and
 * those that they may see (MAY_SEE_OBSTACLE), for a list says who reported. */
MUST_CHECK enum status evaluation_list_obstacles(struct app *app,
                                                 const struct evaluation *evaluation,
                                                 const char *work, enum obstacle_state state,
                                                 struct obstacles *obstacles, struct error *err);
/* By key; NULL: none. */
const struct evaluation_indicator *evaluation_indicator_of(const struct evaluation *evaluation,
                                                           const char *key);

/* The report. */
void evaluation_compose(struct app *app, const struct evaluation *evaluation,
                        struct dossier *dossier);
void evaluation_json(struct json *json, const struct evaluation *evaluation);
MUST_CHECK enum status evaluation_paper(struct app *app, const struct evaluation *evaluation,
                                        struct buffer *pdf, struct error *err);
MUST_CHECK enum status evaluation_workbook(struct app *app, const struct evaluation *evaluation,
                                           struct span *bytes, struct error *err);

#endif
