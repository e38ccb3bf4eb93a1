/* SPDX-License-Identifier: Apache-2.0
 *
 * The flow of a class: /lop/{}/tien-do with what is missing, the steps and what happened; /tien-do
 * with all classes of whoever looks.  Works without JavaScript.
 */
#ifndef HOCBA_SERVE_FLOW_H
#define HOCBA_SERVE_FLOW_H

#include "serve/visit.h"
#include "service/flow.h"
#include "service/identity.h"
#include "service/overview.h"

visit_run flow_page, flow_step_form, flow_all_page, flow_api, flow_step_api, flow_all_api;

/* What the rules say of a class's records, pupil by pupil: what is left to do before it is
 * submitted. */
enum { FLOW_PROBLEMS_MAX = 60 }; /* shown; the others are counted */
struct flow_problem {
    const char *enrolment, *name;
    const struct problem *it;
};
struct flow_problems {
    LIST(struct flow_problem) list;
    size_t errors, warnings; /* all of them */
};

struct flow_rows {
    LIST(struct flow) list;
    enum period period;
};

/* "đã phát hành", where every record is; else what the steps came to. */
const char *flow_said(const struct visit *visit, const struct flow *flow);
const char *flow_tone(const struct flow *flow);
size_t flow_count_issued(const struct flow_rows *rows);
/* But those that are issued. */
size_t flow_count_state(const struct flow_rows *rows, enum flow_state state);
const char *flow_pupil_path(const struct visit *visit, const struct flow *flow,
                            const char *enrolment);
const char *flow_path(const struct visit *visit, const char *class_id, enum period period);
const char *flow_all_path(const struct visit *visit, enum period period);
const char *flow_state_tone(enum flow_state state);
/* "Tiếng Việt (Trần A): 12"; NULL: nothing is missing there. */
const char *flow_missing_words(const struct visit *visit, const struct flow_missing *missing);
const char *flow_button(const struct visit *visit, enum flow_step step);

#endif
