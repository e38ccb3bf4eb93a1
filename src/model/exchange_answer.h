/* SPDX-License-Identifier: Apache-2.0
 *
 * The other side of exchange.h: requests as who sends records writes them, and the answers of a
 * gateway read.  A gateway is a stranger: what does not have the fields of CV2088 is refused, what
 * it has besides is passed over.
 */
#ifndef HOCBA_MODEL_EXCHANGE_ANSWER_H
#define HOCBA_MODEL_EXCHANGE_ANSWER_H

#include "base/list.h"
#include "model/exchange.h"

/* ResponseCode. Any other is a refusal when Error says something, else it is still under way. */
#define EXCHANGE_DONE   "DONE" /* the results are in `data` */
#define EXCHANGE_REFUSE "REFUSED"

enum { EXCHANGE_RESULTS_MAX = 5000 };

struct exchange_results {
    LIST(struct exchange_result) list;
};

/* Append the request: {"authenticationRequest": {...}, "content": ...}; of a token: its fields
 * alone. What is NULL or 0 is left out. */
void exchange_write_request(const struct exchange_request *request,
                            enum exchange_transaction transaction, struct json *json);

/* All live in the arena, and no text of them is NULL. INVALID: not such an answer. The caller
 * bounds the bytes. */
MUST_CHECK enum status exchange_read_token(struct span body, struct arena *arena,
                                           const char **token, struct error *err);
/* To a question of that transaction, whose trang_thai it tells: of EXCHANGE_REVOKED an
 * exchange_ruling, of any other an exchange_state. `results` stays empty where the answer has no
 * `data`. */
MUST_CHECK enum status exchange_read_answer(struct span body, enum exchange_transaction transaction,
                                            struct arena *arena, struct exchange_answer *answer,
                                            struct exchange_results *results, struct error *err);

#endif
