/* SPDX-License-Identifier: Apache-2.0
 *
 * Sheets that families confirm: a class's page (print, take back), the registrar's remarks and the
 * page on which one is answered.
 */
#ifndef HOCBA_SERVE_CONFIRMATIONS_H
#define HOCBA_SERVE_CONFIRMATIONS_H

#include "model/role.h"
#include "serve/visit.h"
#include "service/confirmation.h"

/* Who has a use for the link to a class's sheets. */
enum { CONFIRMATION_ROLES = ROLE_BIT(ROLE_REGISTRAR) | ROLE_BIT(ROLE_CLASS_TEACHER) };

visit_run confirmations_page, confirmations_print_page, confirmations_take_page;
visit_run remarks_page, remark_page, remark_take;
visit_run confirmations_api, confirmations_print_api, confirmations_take_api;
visit_run remarks_api, remark_answer_api;

/* What a page shows of a state. */
const char *confirmation_word(const struct visit *visit, const struct confirmation_state *state);
const char *confirmation_look(const struct confirmation_state *state); /* a class of hocba.css */

#endif
