/* SPDX-License-Identifier: Apache-2.0
 *
 * Questionnaires of a department for its pilot.  Who has answered and what was answered are two
 * tables that nothing joins: one holds a person (or a pupil, for the family) without an answer, the
 * other an answer without a person, time or order.  So an answer cannot be changed afterwards.
 */
#ifndef HOCBA_STORE_SURVEYS_H
#define HOCBA_STORE_SURVEYS_H

#include "store/store.h"

enum { SURVEY_TEXTS_MAX = 5000 }; /* free texts of a questionnaire in one list */

struct survey_row {
    const char *id, *code;
    const char *unit; /* id of the department */
    const char *year, *audience, *title, *intro;
    struct date from, to; /* the last day included */
    struct moment made;
    const char *by;     /* read only: a name */
    const char *closed; /* read only: why, before its last day; NULL: not */
    int64_t answers;    /* read only */
};

struct survey_rows {
    LIST(struct survey_row) list;
};

struct survey_question_row {
    int64_t place; /* from 1 */
    const char *kind;
    bool required;
    const char *question;
    int64_t least, most;
};

struct survey_question_rows {
    LIST(struct survey_question_row) list;
};

struct survey_option_row {
    int64_t question, place; /* from 1 */
    const char *word;
};

struct survey_option_rows {
    LIST(struct survey_option_row) list;
};

/* CONFLICT: the code is taken. */
MUST_CHECK enum status store_add_survey(struct store *store, const struct survey_row *survey,
                                        const struct survey_question_rows *questions,
                                        const struct survey_option_rows *options,
                                        const struct stamp *stamp, struct error *err);
/* Newest first; code, year NULL: any. */
MUST_CHECK enum status store_list_surveys(struct store *store, const char *code, const char *year,
                                          struct arena *arena, struct survey_rows *surveys,
                                          struct error *err);
MUST_CHECK enum status store_list_survey_questions(struct store *store, const char *survey,
                                                   struct arena *arena,
                                                   struct survey_question_rows *questions,
                                                   struct survey_option_rows *options,
                                                   struct error *err);
/* CONFLICT: it is closed already. */
MUST_CHECK enum status store_close_survey(struct store *store, const char *survey,
                                          const char *reason, const struct stamp *stamp,
                                          struct error *err);

/* Of a school and a role. */
struct survey_group {
    const char *school, *school_code, *school_name; /* NULL: not kept */
    const char *role;                               /* NULL: not kept */
    int64_t expected;                               /* whom it asks */
    int64_t count; /* who of them has answered; of answers: how many */
};

struct survey_groups {
    LIST(struct survey_group) list;
};

/* Whom it asks on that day: holders of the roles (keys; twice the same: one) in schools of the
 * pilot, or, without roles, the families of pupils in its classes.  taker NULL: all; else whether
 * (and as what) it asks that person or pupil's family: an empty list when not. */
struct survey_asked {
    const char *survey;
    struct date on;
    const char *roles[2];
    const char *taker;
    const char *school; /* id; families of this school alone; NULL: of all; not with a taker */
};
MUST_CHECK enum status store_list_survey_asked(struct store *store,
                                               const struct survey_asked *asked,
                                               struct arena *arena, struct survey_groups *groups,
                                               struct error *err);

struct survey_value {
    int64_t question, number;
    const char *body; /* of a free text, else NULL */
};

struct survey_values {
    LIST(struct survey_value) list;
};

/* school, role NULL: not kept. */
struct survey_answer {
    const char *id, *survey, *school, *role;
    struct survey_values values;
};

MUST_CHECK enum status store_has_taken_survey(struct store *store, const char *survey,
                                              const char *taker, bool *taken, struct error *err);
/* The answer, and that `taker` has answered; or neither. CONFLICT: answered already. */
MUST_CHECK enum status store_add_survey_answer(struct store *store,
                                               const struct survey_answer *answer,
                                               const char *taker, struct error *err);

/* --- what was answered ------------------------------------------------------------------------ */

/* How many answers by school and role as far as kept (`count`). */
MUST_CHECK enum status store_count_survey_answers(struct store *store, const char *survey,
                                                  struct arena *arena, struct survey_groups *groups,
                                                  struct error *err);

struct survey_cell {
    int64_t question;
    const char *school, *role;
    int64_t number, count;
};

struct survey_cells {
    LIST(struct survey_cell) list;
};

/* How often each number was answered; `answered`: how many answered the question at all, texts too
 * (number 0). */
MUST_CHECK enum status store_count_survey_values(struct store *store, const char *survey,
                                                 struct arena *arena, struct survey_cells *values,
                                                 struct survey_cells *answered, struct error *err);

/* Free texts (question, body), in an order that says nothing; at most SURVEY_TEXTS_MAX. */
MUST_CHECK enum status store_list_survey_texts(struct store *store, const char *survey,
                                               struct arena *arena, struct survey_values *texts,
                                               struct error *err);

#endif
