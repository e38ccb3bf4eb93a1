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
#include "service/receipt.h"
#include "service/sign_remote.h"

visit_run queue_page;      /* GET  /ky */
visit_run queue_review;    /* GET  /ky/{class}/{role}: gvcn, cbql, school, gvbm-TV */
visit_run queue_paper;     /* GET  /ky/{class}/xem/{uuid} */
visit_run queue_return;    /* POST /ky/{class}/tra-ve/{role} */
visit_run queue_note;      /* POST /ky/{class}/ghi-chu/{role} */
visit_run sign_begin_api;  /* POST /api/v1/sign/begin */
visit_run sign_attach_api; /* POST /api/v1/sign/attach */
/* serve/queue_list_api.c */
visit_run queue_api;        /* GET  /api/v1/sign/queue */
visit_run queue_class_api;  /* GET  /api/v1/sign/queue/{class}/{role} */
visit_run queue_return_api; /* POST /api/v1/sign/queue/{class}/{role}/return */
visit_run queue_note_api;   /* POST /api/v1/sign/queue/{class}/{role}/note */
/* serve/sign_job_api.c */
visit_run sign_job_open_api; /* POST /api/v1/sign/jobs */
visit_run sign_job_api;      /* GET  /api/v1/sign/jobs */
visit_run sign_job_step_api; /* POST /api/v1/sign/jobs/{} */

/* Inside serve/: what both ways of signing read from a body, and how far a job is. */
struct page_order;
struct sign_job_view;
/* "gvcn", "gvbm-TV". */
MUST_CHECK enum status queue_role_read(struct visit *visit, const char *part,
                                       enum signer_role *role, const char **subject,
                                       struct error *err);
void sign_job_send_view(struct visit *visit, const struct sign_job_view *view);
MUST_CHECK enum status sign_order_read(struct visit *visit, const struct json_value *body,
                                       struct page_order *order, struct error *err);
/* A remote service that is to sign, as a body names it; the order points at what `pin` gets. */
struct secret;
struct sign_remote_order;
MUST_CHECK enum status sign_remote_read(const struct json_value *body, struct secret **pin,
                                        struct sign_remote_order *order, struct error *err);
void sign_outcome_write(struct json *json, const char *record, enum outcome_kind kind,
                        const char *message);

/* What the school has for the person to sign with. */
struct queue_key {
    bool kept, factor; /* there is a key; they can give a one-time code */
    struct sign_services services;
    struct receipts receipts; /* of what they signed in the class before */
};

/* For the templates. */
const char *queue_role_word(const struct visit *visit, const struct queue_class *as);
const char *queue_path(const struct visit *visit, const struct queue_class *as);
const char *queue_done_words(const struct visit *visit);
const char *queue_todo_words(const struct visit *visit, const struct queue_class *as);
const char *queue_place_word(const struct visit *visit, enum queue_place place);
const char *queue_place_tone(enum queue_place place);
const char *const *queue_return_reasons(void); /* ends with NULL */

#endif
