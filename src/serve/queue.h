/* SPDX-License-Identifier: Apache-2.0
 *
 * The pages of those who sign: what waits for them, a class record by record, and the two calls
 * with which the page has its digests signed.
 */
#ifndef HOCBA_SERVE_QUEUE_H
#define HOCBA_SERVE_QUEUE_H

#include "serve/visit.h"
#include "service/batch.h"
#include "service/queue.h"

visit_run queue_page;      /* GET  /ky */
visit_run queue_review;    /* GET  /ky/{class}/{role}: gvcn, cbql, school, gvbm-TV */
visit_run queue_paper;     /* GET  /ky/{class}/xem/{uuid} */
visit_run queue_return;    /* POST /ky/{class}/tra-ve/{role} */
visit_run queue_issue;     /* POST /ky/{class}/phat-hanh */
visit_run sign_begin_api;  /* POST /api/v1/sign/begin */
visit_run sign_attach_api; /* POST /api/v1/sign/attach */

/* For the templates. */
const char *queue_role_word(const struct visit *visit, const struct queue_class *as);
const char *queue_path(const struct visit *visit, const struct queue_class *as);
const char *queue_place_word(const struct visit *visit, enum queue_place place);
const char *queue_place_tone(enum queue_place place);
const char *const *queue_return_reasons(void); /* ends with NULL */

#endif
