/* SPDX-License-Identifier: Apache-2.0
 *
 * Handing in to a ledger that a service keeps (ledger.url), instead of keeping one.
 */
#ifndef HOCBA_SERVICE_LEDGER_CONNECT_H
#define HOCBA_SERVICE_LEDGER_CONNECT_H

#include "service/app.h"

struct connect_order {
    const char *url;
    const char *token_file; /* what the service knows this instance by; mode 0600 */
};

/* Ask the service who it is, try the token, and write both into DIR/settings.  An own ledger in
 * which nothing stands is set aside (DIR/ledger-before).  CONFLICT: this instance has entries in
 * another ledger; DENIED: the service does not know the token; nothing is changed then. */
MUST_CHECK enum status ledger_connect(struct app *app, const struct connect_order *order,
                                      struct error *err);

#endif
