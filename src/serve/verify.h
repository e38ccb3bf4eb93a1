/* SPDX-License-Identifier: Apache-2.0
 *
 * Public verification: /xac-minh and its API.
 */
#ifndef HOCBA_SERVE_VERIFY_H
#define HOCBA_SERVE_VERIFY_H

#include "serve/visit.h"
#include "service/public_check.h"

visit_run verify_form_page, verify_page, verify_printed_page, verify_code_api, verify_file_api;

/* How a state looks and what it says, for pages. */
struct state_words {
    const char *look;    /* a class of the style: "good" "warn" "bad" "info" */
    const char *vi, *en; /* one sentence */
    const char *advice_vi, *advice_en;
};
extern const struct state_words state_words[PUBLIC_STATE_COUNT];

/* The sentence above everything: of a record made for training, that it has no value. */
const char *verify_sentence(const struct visit *visit, const struct public_check *check);
/* As the API tells it. */
void verify_send(struct visit *visit, const struct public_check *check);
/* Of a check, in the visit's language. */
const char *verify_check_label(const struct visit *visit, int check);

#endif
