/* SPDX-License-Identifier: Apache-2.0
 *
 * What a page says about what was just done on it: in words, and again with the form where it was
 * refused.
 */
#ifndef HOCBA_SERVE_OUTCOME_H
#define HOCBA_SERVE_OUTCOME_H

#include "serve/visit.h"

/* NULL: nothing. */
struct notice {
    const char *good, *bad;
};

/* The API's answer that it is done, with what the notice says. */
void outcome_send(struct visit *visit, const struct notice *notice);

/* Whether what went wrong belongs on the page, beside its form: then the answer's code is set, and
 * the notice has the sentence.  Never in the API: it answers with the error. */
bool outcome_is_shown(struct visit *visit, enum status status, const struct error *why,
                      struct notice *notice);
/* What took effect goes into the ledger; what the ledger does not take now it takes the next time,
 * and the notice says so. */
void outcome_enter_ledger(struct visit *visit, struct notice *notice);

#endif
