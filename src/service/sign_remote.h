/* SPDX-License-Identifier: Apache-2.0
 *
 * Remote services that people sign with from the pages: the settings that the school made
 * (sign.remote of DIR/settings; docs/remote-signing.md), each for all of its people, so that whose
 * account it is comes from the person.  What they gave last is remembered.
 */
#ifndef HOCBA_SERVICE_SIGN_REMOTE_H
#define HOCBA_SERVICE_SIGN_REMOTE_H

#include "service/app.h"

enum { REMOTE_ACCOUNT_MAX = 64, REMOTE_PIN_MAX = 64 };

struct sign_service {
    const char *name; /* of the settings' file, without ".json" */
    const char *path;
    bool asks;           /* for a PIN, with each batch ... */
    bool asks_code;      /* ... or for a code that it sends when it has been asked */
    const char *account; /* the actor's, as they gave it last; NULL */
};

struct sign_services {
    LIST(struct sign_service) list;
};

MUST_CHECK enum status sign_remote_list(struct app *app, struct sign_services *services,
                                        struct error *err);
/* NOT_FOUND: no such service. */
MUST_CHECK enum status sign_remote_find(struct app *app, const char *name,
                                        struct sign_service *service, struct error *err);
/* Checks the account that the actor gave, and remembers it. */
MUST_CHECK enum status sign_remote_remember(struct app *app, const struct sign_service *service,
                                            const char *account, struct error *err);

#endif
