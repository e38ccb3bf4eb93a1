/* SPDX-License-Identifier: Apache-2.0
 *
 * Visitors without an account: how often they may try, and which family has shown its code.  All of
 * it in the server's memory, under a key of this process: a restart asks a family for its code
 * again.
 */
#ifndef HOCBA_SERVE_VISITORS_H
#define HOCBA_SERVE_VISITORS_H

#include "serve/visit.h"

enum { FAMILY_COOKIE_SECONDS = 30 * 60 };

enum visitor_try {
    TRY_FILE,           /* verifying a file: costs a moment of a processor */
    TRY_RECORD_CODE,    /* a code from paper */
    TRY_FAMILY_ADDRESS, /* a family's code, by who asks ... */
    TRY_FAMILY_CODE,    /* ... and by the code */
    TRY_COUNT
};

struct visitors;
struct visitors *visitors_new(void);
void visitors_free(struct visitors *visitors); /* NULL is a no-op */
DEFINE_AUTO(visitors)

/* Take a try of this address (`key` data NULL) or key. False: too many, and 429 was answered. */
bool visitor_may_try(struct visit *visit, enum visitor_try what, struct span key);
/* It was somebody who may. */
void visitor_succeeded(struct visit *visit, enum visitor_try what, struct span key);

/* From now on, for FAMILY_COOKIE_SECONDS, this browser has shown that code (its id). */
void visitor_remember_family(struct visit *visit, const char *code_id);
void visitor_forget_family(struct visit *visit);
/* The id of the code that this browser has shown; NULL: none, or too long ago. */
const char *visitor_family(struct visit *visit);

#endif
