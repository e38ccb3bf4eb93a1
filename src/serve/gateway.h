/* SPDX-License-Identifier: Apache-2.0
 *
 * The receiving gateway's API for suppliers' programs (docs/gateway.md), by token, no session; and
 * what the department sees of it.
 */
#ifndef HOCBA_SERVE_GATEWAY_H
#define HOCBA_SERVE_GATEWAY_H

#include "serve/visit.h"
#include "service/intake.h"

enum { GATEWAY_NUMBERS_SHOWN = 500 }; /* rows of a page */

visit_run gateway_token_api, gateway_records_api, gateway_result_api;
visit_run gateway_revocations_api, gateway_revocations_result_api;
visit_run gateway_certificates_api, gateway_certified_api, gateway_kinds_api, gateway_providers_api,
    gateway_proof_api, gateway_decision_api;
visit_run gateway_page, gateway_message_page;
visit_run gateway_numbers_page; /* GET /dinh-danh/trung-so */

/* The same for the API: serve/packets_api.c. */
void gateway_messages_send(struct visit *visit, const struct gateway_messages *messages);
void gateway_message_send(struct visit *visit, const struct gateway_message *message,
                          const struct gateway_results *results);

void gateway_numbers_send(struct visit *visit, const struct shared_numbers *numbers);

/* For the template: "good" "warn" "bad". */
const char *gateway_tone(const struct gateway_message *message);
const char *gateway_result_tone(const struct gateway_result *result);

#endif
