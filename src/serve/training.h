/* SPDX-License-Identifier: Apache-2.0
 *
 * Training: the department's sessions, and who of a school was there.
 */
#ifndef HOCBA_SERVE_TRAINING_H
#define HOCBA_SERVE_TRAINING_H

#include "model/role.h"
#include "serve/outcome.h"
#include "service/training.h"

enum { TRAINING_BODY_MAX = TRAINING_LIST_MAX * 3 + FORM_BODY_MAX };

visit_run trainings_page;       /* GET  /tap-huan */
visit_run training_add_take;    /* POST /tap-huan */
visit_run training_page;        /* GET  /tap-huan/{code}: ?truong= whose people are shown */
visit_run training_names_take;  /* POST /tap-huan/{code}/danh-sach */
visit_run training_school_take; /* POST /tap-huan/{code}/truong/{school} */
visit_run training_cancel_take; /* POST /tap-huan/{code}/huy */
visit_run training_file_send;   /* GET  /tap-huan/{code}/tep/{csv or xlsx} */

/* Who has a use for the form of a new session: what to show, never what is allowed. */
#define HOLDS_TRAINING (ROLE_BIT(ROLE_DEPARTMENT_APPROVER) | ROLE_BIT(ROLE_DEPARTMENT_STAFF))

/* --- for the templates ------------------------------------------------------------------------ */

struct trainings_view {
    struct training_list list;
    struct notice notice;
};

struct training_view {
    struct training it;
    struct training_people people;       /* of the school that is shown */
    const struct training_total *school; /* that is shown; NULL: none */
    bool may_mark;                       /* its people */
    bool may_add;                        /* somebody's of a school that the person sees */
    struct notice notice;
};

/* The same for the API: serve/training_api.c. */
void trainings_send(struct visit *visit, const struct trainings_view *view);
void training_send(struct visit *visit, const struct training_view *view);

/* "2023-2024": the school year of today. */
const char *school_year_now(const struct visit *visit);
/* "12/20 (60 %)" */
const char *training_rate(const struct visit *visit, int64_t attended, int64_t expected);
/* "giáo viên chủ nhiệm, hiệu trưởng" */
const char *training_roles(const struct visit *visit, const struct text_list *roles);
/* "2 giờ 30 phút" */
const char *training_length(const struct visit *visit, int64_t minutes);

#endif
