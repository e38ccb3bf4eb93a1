/* SPDX-License-Identifier: Apache-2.0
 *
 * A browser in which somebody signed in before.  Its tries are counted by themselves, so that
 * whoever guesses at the same address (a school's computers share one) cannot keep its person out;
 * it opens nothing, and it has no more tries than others.
 */
#ifndef HOCBA_SERVICE_KNOWN_BROWSER_H
#define HOCBA_SERVICE_KNOWN_BROWSER_H

#include "service/app.h"

enum { KNOWN_BROWSER_SECONDS = 365 * 24 * 60 * 60 };

/* A mark for the browser of who signs in so; another one each time. NULL: DIR/account.key cannot be
 * read, which keeps nobody from signing in. */
const char *known_browser_make(struct app *app, const char *login);
/* Is the mark one of ours, for that login? NULL is none. */
bool known_browser_fits(struct app *app, const char *login, const char *mark);

#endif
