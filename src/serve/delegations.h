/* SPDX-License-Identifier: Apache-2.0
 *
 * The pages and the API about delegations: who signs for whom, by which decision, until when.
 */
#ifndef HOCBA_SERVE_DELEGATIONS_H
#define HOCBA_SERVE_DELEGATIONS_H

#include "serve/outcome.h"
#include "serve/visit.h"
#include "service/delegation.h"
#include "service/delegation_people.h"
#include "service/school.h"

visit_run delegations_page;    /* GET /uy-quyen */
visit_run delegation_take;     /* POST /uy-quyen */
visit_run delegation_end_take; /* POST /uy-quyen/{}/ket-thuc */
visit_run delegations_api;     /* GET /api/v1/delegations */

/* For the templates. */
struct delegations_view {
    struct unit school;
    struct delegation_lines lines;
    struct delegation_people people; /* who may give, who may take; with may_add */
    struct school_classes classes;   /* of the newest year */
    const char *year;                /* NULL: none was opened */
    bool may_add;
    struct notice notice;
};

const char *delegation_tone(enum delegation_state state);
const char *delegation_kind_say(const struct visit *visit, const char *kind);
const char *delegation_state_say(const struct visit *visit, enum delegation_state state);

#endif
