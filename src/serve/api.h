/* SPDX-License-Identifier: Apache-2.0
 *
 * The API by what pages do: a row of the table of routes says which form a body stands for, and the
 * page's own function takes it (serve/shape.h).  Such a function answers with a page, or here as
 * JSON: visit_go() and outcome_is_shown() know which.
 */
#ifndef HOCBA_SERVE_API_H
#define HOCBA_SERVE_API_H

#include "serve/route.h"

/* Of every answer that is not 2xx: code_word() in serve/dispatch.c. */
#define API_ERROR_SHAPE                                                                            \
    "{error: {code: bad_request|sign_in|denied|not_found|method|conflict|too_large|untrusted|"     \
    "too_often|unavailable|broken, message: text}}"

/* Give the visit the query and the form that the row's `asks` and `form` make of what came. */
MUST_CHECK enum status api_read(struct visit *visit, const struct route *route, struct error *err);
/* {"done": true, "id": visit->made, "page", "note"}: `page` is where a person sees it, `note` what
 * there is to say about it; each may be NULL. */
void api_send_done(struct visit *visit, const char *page, const char *note);

#endif
