/* SPDX-License-Identifier: Apache-2.0
 *
 * Revoking and replacing issued records: the school's request, the department's decision.
 */
#ifndef HOCBA_SERVE_REVOCATION_H
#define HOCBA_SERVE_REVOCATION_H

#include "serve/account.h"
#include "service/revocation.h"
#include "store/records.h"

visit_run revocations_page;     /* GET  /thu-hoi */
visit_run revocation_form;      /* GET  /thu-hoi/de-nghi/{uuid} */
visit_run revocation_take;      /* POST /thu-hoi/de-nghi/{uuid} */
visit_run revocation_page;      /* GET  /thu-hoi/{id} */
visit_run revocation_rule_take; /* POST /thu-hoi/{id}/quyet-dinh */
visit_run revocation_seal_take; /* POST /thu-hoi/{id}/dong-dau */
visit_run revocation_file;      /* GET  /thu-hoi/{id}/quyet-dinh */
/* serve/revocation_api.c */
visit_run revocations_api;    /* GET  /api/v1/revocations */
visit_run revocation_ask_api; /* POST /api/v1/revocations */
visit_run revocation_api;     /* GET  /api/v1/revocations/{id} */

struct revocation_asking {
    struct record_row row;
    bool suspended;                       /* a replacement was agreed to: it may be given up */
    const char *wish, *reason, *evidence; /* as typed */
    struct notice notice;
};

struct revocation_look {
    struct revocation_view it;
    struct notice notice;
    struct notice officer, seal; /* .bad: why that key cannot sign here */
};

/* For the templates. */
const char *revocation_wish(const struct visit *visit, const char *wish);
const char *revocation_stage(const struct visit *visit, const struct revocation *request,
                             const char **tone);
const struct decision_row *revocation_row(const struct revocation_look *look, const char *record);
/* What the gateway above says about a record. */
const char *revocation_above_text(const struct visit *visit, const struct report_wish *wish,
                                  const char **tone);
const char *revocation_ruling_tone(enum ruling ruling);
/* Whoever may ask about issued records: what to show, never what is allowed. */
#define ASKS_REVOCATION                                                                            \
    (ROLE_BIT(ROLE_REGISTRAR) | ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL))

#endif
