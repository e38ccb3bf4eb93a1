/* SPDX-License-Identifier: Apache-2.0
 *
 * How a record that this instance issued or received stands today.  ONE function, which every door
 * asks: the public page by file and by code, the family's page, the pupil's page, the API.
 */
#ifndef HOCBA_SERVICE_STANDING_H
#define HOCBA_SERVICE_STANDING_H

#include "service/app.h"

/* What a stranger can be told of a record; never merged. */
enum public_state {
    PUBLIC_VALID,
    PUBLIC_SUPERSEDED, /* genuine, and a newer one counts */
    PUBLIC_REVOKED,    /* genuine, and withdrawn */
    PUBLIC_SUSPENDED,  /* genuine, and stopped until its replacement comes */
    PUBLIC_UNDECIDED,  /* cannot be decided now */
    PUBLIC_ALTERED,    /* not as it was signed */
    PUBLIC_UNKNOWN,    /* not issued by anyone we know */
    PUBLIC_STATE_COUNT
};

const char *public_state_key(enum public_state state); /* "valid" ...: of the API */

struct standing {
    enum public_state state; /* PUBLIC_VALID .. PUBLIC_UNDECIDED */
    struct moment since;     /* of what ended or stopped it; {0} */
    const char *newer;       /* uuid of the record that takes its place; NULL */
    struct moment issued;
    int64_t position; /* in the ledger; -1: not entered */
    struct moment entered;
    bool kept;     /* this instance keeps a ledger at all */
    bool received; /* by the gateway: `issued` is then when it came */
};

/* NOT_FOUND: no such record was ever issued here or received by the gateway. */
MUST_CHECK enum status standing_find(struct app *app, const char *uuid, struct standing *standing,
                                     struct error *err);

#endif
