/* SPDX-License-Identifier: Apache-2.0
 *
 * Questionnaires: the department makes them and reads what was answered; teachers and principals
 * answer here, families beside their child's record (serve/family.h).
 */
#ifndef HOCBA_SERVE_SURVEY_H
#define HOCBA_SERVE_SURVEY_H

#include "model/role.h"
#include "serve/outcome.h"
#include "service/survey.h"

visit_run surveys_page;       /* GET  /khao-sat: ?mau= a ready one to begin with */
visit_run survey_add_take;    /* POST /khao-sat */
visit_run survey_page;        /* GET  /khao-sat/{code} */
visit_run survey_close_take;  /* POST /khao-sat/{code}/dong */
visit_run survey_file_send;   /* GET  /khao-sat/{code}/tep/{csv or xlsx} */
visit_run survey_answer_form; /* GET  /khao-sat/{code}/tra-loi */
visit_run survey_answer_take; /* POST /khao-sat/{code}/tra-loi */
/* serve/survey_family.c */
visit_run survey_family_form; /* GET  /gia-dinh/khao-sat/{code} */
visit_run survey_family_take; /* POST /gia-dinh/khao-sat/{code} */

/* Who has a use for the form of a new one: what to show, never what is allowed. */
#define MAKES_SURVEY (ROLE_BIT(ROLE_DEPARTMENT_APPROVER) | ROLE_BIT(ROLE_DEPARTMENT_STAFF))

/* --- for the templates ------------------------------------------------------------------------ */

struct surveys_view {
    struct survey_lines lines;     /* the department's */
    struct survey_askings askings; /* that ask the person */
    const char *text;              /* in the form of a new one */
    struct notice notice;
};

struct survey_view {
    struct survey_results it;
    bool may_close;
    struct notice notice;
};

struct survey_answer_view {
    struct survey_asking it;
    const char *action; /* the form's address */
    struct notice notice;
};

/* The same for the API: serve/survey_api.c. */
visit_run survey_family_api; /* GET /api/v1/family/surveys; the page has them beside the record */
void surveys_send(struct visit *visit, const struct surveys_view *view);
void survey_send(struct visit *visit, const struct survey_view *view);
void survey_answer_send(struct visit *visit, const struct survey_answer_view *view);

/* What a form brought for the questions: fields c1, c2 ... */
void survey_read_form(const struct visit *visit, struct survey_givens *givens);
/* The name of a question's field. */
const char *survey_field(const struct visit *visit, size_t question);
const char *survey_audience_say(const struct visit *visit, enum survey_audience audience);
const char *survey_state_say(const struct visit *visit, enum survey_state state);
const char *survey_state_tone(enum survey_state state);
/* "3,75" */
const char *survey_mean(const struct visit *visit, int64_t hundredths);
/* "12 (60 %)" */
const char *survey_share(const struct visit *visit, int64_t count, int64_t whole);
#endif
