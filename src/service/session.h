/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing in and staying signed in.
 *
 * A token is 256 random bits; only its digest is kept, so a copy of the database opens no session.
 * A session ends after SESSION_IDLE_SECONDS without a request and SESSION_SECONDS after it began;
 * a restart of the server ends none.  Tries are counted per login and address together, and those
 * of a browser in which the person signed in before by themselves (service/known_browser.h): nobody
 * can lock out somebody else, from another place or from the same.
 */
#ifndef HOCBA_SERVICE_SESSION_H
#define HOCBA_SERVICE_SESSION_H

#include "crypto/secret.h"
#include "service/app.h"
#include "service/rate.h"
#include "store/accounts.h"

enum {
    SESSION_IDLE_SECONDS = 2 * 60 * 60,
    SESSION_SECONDS = 12 * 60 * 60,
    SESSION_SEEN_SECONDS = 60, /* how exactly the last request is kept */
    SIGN_IN_BURST = 8,         /* tries at once from one address for one login ... */
    SIGN_IN_REFILL = 30,       /* ... and seconds until one more */
};

struct sign_in {
    const char *login;
    const struct secret *password;
    const char *code; /* of the phone, or a recovery code; NULL: not asked yet */
    const char *address, *agent;
    const char *mark;  /* that the browser keeps; NULL: none */
    struct rate *rate; /* rate_new(SIGN_IN_BURST, SIGN_IN_REFILL); NULL: not counted */
};

struct session {
    const char *token;  /* only from session_begin() ... */
    const char *mark;   /* ... and for the browser to keep (service/known_browser.h); NULL */
    const char *digest; /* names it among a person's sessions */
    const char *csrf;   /* 64 hexadecimal digits */
    const char *person, *login, *name, *unit;
    bool strong;      /* a second factor was given */
    bool must_change; /* nothing but a new password may be asked */
    struct moment until;
    int64_t same_until; /* till then (seconds) session_find() says the same again, and writes
                         * nothing, if nothing is committed meanwhile */
};

/* DENIED: login or password is wrong, or the account is closed, in one and the same sentence;
 * too many tries (how long to wait); or the password is right and no assignment holds today.
 * UNDECIDED: the password is right and a code is wanted. */
MUST_CHECK enum status session_begin(struct app *app, const struct sign_in *sign_in,
                                     struct session *session, struct error *err);
/* NOT_FOUND: there is none, or it has ended; so has every one of a person without an assignment. */
MUST_CHECK enum status session_find(struct app *app, const char *token, struct session *session,
                                    struct error *err);
MUST_CHECK enum status session_end(struct app *app, const struct session *session,
                                   struct error *err);

#endif
