/* SPDX-License-Identifier: Apache-2.0
 *
 * Inspection: the department's rounds, the schools that were drawn, what was found and what came
 * of it.  A school's leaders see what is about their school, and answer.
 */
#ifndef HOCBA_SERVE_INSPECTION_H
#define HOCBA_SERVE_INSPECTION_H

#include "model/role.h"
#include "serve/outcome.h"
#include "serve/verify.h"
#include "service/draw_job.h"
#include "service/minutes.h"
#include "service/sign_remote.h"

enum { INSPECTION_UPLOAD_MAX = INSPECTION_FILE_MAX + FORM_BODY_MAX };

/* serve/inspection.c */
visit_run inspections_page;       /* GET  /kiem-tra */
visit_run inspection_open_take;   /* POST /kiem-tra */
visit_run inspection_page;        /* GET  /kiem-tra/{round} */
visit_run inspection_sample_take; /* POST /kiem-tra/{round}/chon-mau */
visit_run inspection_close_take;  /* POST /kiem-tra/{round}/ket-thuc */
/* serve/inspection_school.c */
visit_run inspection_school_page; /* GET  /kiem-tra/{round}/{school} */
visit_run inspection_record;      /* GET  /kiem-tra/{round}/hoc-ba/{uuid} */
visit_run inspection_verdict;     /* GET  /kiem-tra/{round}/hoc-ba/{uuid}/xac-minh */
visit_run inspection_signed_file; /* GET  /kiem-tra/{round}/hoc-ba/{uuid}/tep.xml */
visit_run inspection_check_take;  /* POST /kiem-tra/{round}/{school}/dieu-kien */
visit_run inspection_find_take;   /* POST /kiem-tra/{round}/{school}/phat-hien */
visit_run inspection_answer_take; /* POST /kiem-tra/{round}/{school}/tra-loi */
visit_run inspection_follow_take; /* POST /kiem-tra/{round}/{school}/theo-doi */
/* serve/inspection_minutes.c */
visit_run inspection_file_send;      /* GET  /kiem-tra/{round}/tep/{number} */
visit_run inspection_file_take;      /* POST /kiem-tra/{round}/{school}/tep */
visit_run inspection_minutes_pdf;    /* GET  /kiem-tra/{round}/{school}/bien-ban.pdf */
visit_run inspection_minutes_xml;    /* GET  /kiem-tra/{round}/{school}/bien-ban.xml */
visit_run inspection_minutes_take;   /* POST /kiem-tra/{round}/{school}/bien-ban */
visit_run inspection_minutes_sign;   /* POST /kiem-tra/{round}/{school}/bien-ban/ky */
visit_run inspection_minutes_excuse; /* POST /kiem-tra/{round}/{school}/bien-ban/ly-do */

/* Who has a use for the form that opens a round: what to show, never what is allowed. */
#define OPENS_INSPECTION (ROLE_BIT(ROLE_DEPARTMENT_APPROVER) | ROLE_BIT(ROLE_DEPARTMENT_STAFF))

struct inspections_view {
    struct inspections rounds;
    struct notice notice;
};

struct inspection_round_view {
    struct inspection_look look;
    const struct inspection_school **drawn; /* by place */
    size_t drawn_count;
    struct minutes_list minutes;
    struct minutes_excuses excuses;
    struct draw_view drawing;
    struct notice notice;
};

struct inspection_school_view {
    struct inspection_look look;
    const struct inspection_school *school;
    struct inspection_drawn_list records; /* in the order of the draw */
    struct inspection_files files;
    const struct minutes_view *minutes;  /* NULL: none were made */
    const struct minutes_excuse *excuse; /* why there are none; NULL */
    bool may_answer, may_sign;
    struct notice notice;
    struct notice key;             /* bad: why the person has no key on the server to sign with */
    struct sign_services services; /* remote ones; where the person may sign */
};

/* A drawn record as anybody would verify it. */
struct inspection_verdict_view {
    const char *round;
    const struct inspection_paper *paper;
    struct public_check check;
};

/* The same for the API: serve/inspection_api.c. */
void inspections_send(struct visit *visit, const struct inspections_view *view);
void inspection_send(struct visit *visit, const struct inspection_round_view *view);
void inspection_school_send(struct visit *visit, const struct inspection_school_view *view);

/* For the templates. */
const char *inspection_state_tone(enum inspection_state state);
const char *inspection_state_say(const struct visit *visit, enum inspection_state state);
/* "trả lại 7 lượt": why a school weighs what it does; NULL: this fact adds nothing. */
const char *inspection_fact_say(const struct visit *visit, const struct inspection_school *school,
                                enum inspection_fact fact);
/* Of a drawn school: items answered; findings, and those that are not remedied. */
size_t inspection_count_checks(const struct inspection_view *view, const char *school);
size_t inspection_count_findings(const struct inspection_view *view, const char *school, bool open);
size_t inspection_count_records(const struct inspection_view *view, const char *school);
/* The newest answer to an item; NULL: none. */
const struct inspection_check *inspection_check_of(const struct inspection_view *view,
                                                   const char *school, const char *item);
const char *inspection_item_say(const struct visit *visit, const struct inspection_item *item);
const char *inspection_answer_say(const struct visit *visit, const char *answer, const char **tone);
const char *inspection_severity_say(const struct visit *visit, const char *severity,
                                    const char **tone);
const char *inspection_finding_say(const struct visit *visit,
                                   const struct inspection_finding *finding, const char **tone);
const char *inspection_step_say(const struct visit *visit, const char *step);
bool inspection_is_late(const struct visit *visit, const struct inspection_finding *finding);
/* What was typed into the form about this finding, when it came back; NULL: nothing. */
const char *inspection_typed(const struct visit *visit, const struct inspection_finding *finding,
                             const char *name);

const char *inspection_minutes_say(const struct visit *visit, const struct minutes *minutes,
                                   const struct minutes_excuse *excuse, const char **tone);
const struct minutes *inspection_minutes_of(const struct minutes_list *minutes, const char *school);
const struct minutes_excuse *inspection_excuse_of(const struct minutes_excuses *excuses,
                                                  const char *school);

/* Inside serve/: files and minutes for a school's page, and the page again after a form. */
MUST_CHECK enum status
inspection_papers_load(struct visit *visit, struct inspection_school_view *view, struct error *err);
MUST_CHECK enum status inspection_school_outcome(struct visit *visit, enum status status,
                                                 const char *anchor, struct error *err);
MUST_CHECK enum status inspection_read_number(const struct visit *visit, int *number,
                                              struct error *err);

#endif
