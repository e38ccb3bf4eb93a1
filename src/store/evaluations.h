/* SPDX-License-Identifier: Apache-2.0
 *
 * What the evaluation of a pilot (service/evaluation.h) asks for beside figures, obstacles and
 * inspections.
 */
#ifndef HOCBA_STORE_EVALUATIONS_H
#define HOCBA_STORE_EVALUATIONS_H

#include "store/store.h"

/* By what reports break pupils down; never with a name. */
struct evaluated_pupil {
    const char *enrolment;
    const char *ethnicity; /* "": not known */
    bool exempt;           /* of all assessment, TT27 Điều 8 */
};
struct evaluated_pupils {
    LIST(struct evaluated_pupil) list;
};
/* By enrolment. */
MUST_CHECK enum status store_list_evaluated_pupils(struct store *store, const char *class_id,
                                                   struct arena *arena,
                                                   struct evaluated_pupils *pupils,
                                                   struct error *err);

struct class_campus {
    const char *class_id, *campus, *code, *name;
};
struct class_campuses {
    LIST(struct class_campus) list;
};
/* By class; only those that are not at their school's main place. */
MUST_CHECK enum status store_list_class_campuses(struct store *store, const char *year,
                                                 struct arena *arena,
                                                 struct class_campuses *campuses,
                                                 struct error *err);

/* Pupils of the department's pilot on that day whose record a supplier handed in and nobody has
 * taken back since, at that moment. */
struct pilot_question {
    const char *department, *year;
    struct date day;
    struct moment at;
};
/* By enrolment. */
struct received_enrolments {
    LIST(const char *) list;
};
MUST_CHECK enum status store_list_received_enrolments(struct store *store,
                                                      const struct pilot_question *asked,
                                                      struct arena *arena,
                                                      struct received_enrolments *enrolments,
                                                      struct error *err);

struct reported_count {
    const char *unit; /* a school */
    int64_t pupils;
};
struct reported_counts {
    LIST(struct reported_count) list;
};
/* Pupils of the department's pilot on that day of whom a record was accepted where it reports, and
 * counts; or, `received`, whose record of the year a supplier handed in.  By school. */
MUST_CHECK enum status store_count_reported(struct store *store, const char *department,
                                            const char *year, struct date day, bool received,
                                            struct arena *arena, struct reported_counts *counts,
                                            struct error *err);

/* --- what the department writes itself -------------------------------------------------------- */

enum { EVALUATION_TEXTS_MAX = 500 }; /* in one list: the newest */

struct evaluation_period {
    const char *unit, *year; /* id of the department */
    struct date from, to;
};
struct evaluation_text {
    int64_t number;
    const char *part, *text;
    struct moment made;
    const char *by; /* a name; read only */
};
struct evaluation_texts {
    LIST(struct evaluation_text) list;
};
MUST_CHECK enum status store_add_evaluation_text(struct store *store,
                                                 const struct evaluation_period *period,
                                                 const char *part, const char *text,
                                                 const struct stamp *stamp, struct error *err);
/* The newest first. */
MUST_CHECK enum status
store_list_evaluation_texts(struct store *store, const struct evaluation_period *period,
                            struct arena *arena, struct evaluation_texts *texts, struct error *err);

#endif
