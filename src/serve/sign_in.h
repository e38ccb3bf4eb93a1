/* SPDX-License-Identifier: Apache-2.0
 *
 * Who asks: the session's cookie, the token that forms bear against requests from other sites, and
 * the sign-in page.
 */
#ifndef HOCBA_SERVE_SIGN_IN_H
#define HOCBA_SERVE_SIGN_IN_H

#include "serve/visit.h"

/* The cookie's text, whoever made it; NULL: none. */
const char *sign_in_token(const struct visit *visit);
/* Find the session of the visit's cookie, act as its person, and make the token for its forms.  No
 * session is no error. */
MUST_CHECK enum status sign_in_find(struct visit *visit, struct error *err);
/* Does the request bear its session's token (field `_csrf` or header X-CSRF)? True without a
 * session. */
bool sign_in_csrf_fits(const struct visit *visit);

/* Keep the token in the visitor's cookie; NULL removes it. */
void sign_in_keep(struct visit *visit, const char *token);
/* The mark of a browser in which somebody signed in before (service/known_browser.h). */
const char *sign_in_mark(const struct visit *visit);
void sign_in_keep_mark(struct visit *visit, const char *mark);

/* Answer with an error, as a page or as JSON. */
void visit_send_error(struct visit *visit, int code, const char *message);

#endif
