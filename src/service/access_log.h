/* SPDX-License-Identifier: Apache-2.0
 *
 * The access log: every sign-in, good or bad, and every look at a pupil's record; who, when, from
 * where.  The school and the family may be shown theirs.  Nothing in it is ever changed.
 */
#ifndef HOCBA_SERVICE_ACCESS_LOG_H
#define HOCBA_SERVICE_ACCESS_LOG_H

#include "service/app.h"
#include "store/accounts.h"
#include "store/classes.h"

enum access_kind {
    ACCESS_SIGN_IN,
    ACCESS_SIGN_IN_FAILED,
    ACCESS_SIGN_OUT,
    ACCESS_PASSWORD,   /* changed, or given anew */
    ACCESS_FACTOR,     /* the second factor set or taken away */
    ACCESS_CLOSED,     /* an account was closed ... */
    ACCESS_OPENED,     /* ... or opened again */
    ACCESS_PUPIL,      /* a pupil's page */
    ACCESS_CLASS,      /* a class's grid, once a day */
    ACCESS_RECORD,     /* a record's content: shown, printed, as a file */
    ACCESS_FAMILY,     /* a family opened it */
    ACCESS_SLIPS,      /* papers for a class's families were printed */
    ACCESS_KEY,        /* a key that the school keeps for the person was opened ... */
    ACCESS_KEY_FAILED, /* ... or somebody tried to */
    ACCESS_IDENTITY,   /* pupils' data went out to be compared; with the legal basis */
    ACCESS_NUMBERS,  /* the list of numbers that several pupils have, of that school's among them */
    ACCESS_EVIDENCE, /* a file of an inspection, which may show pupils, was taken */
    ACCESS_KIND_COUNT
};

const char *access_kind_word(const char *key); /* "xem học bạ"; the key itself when unknown */

/* `pupil` and its school, or NULL and the actor's unit.  `address` is shortened: the last part of
 * an IPv4 address, all but the first 48 bits of an IPv6 one, are not kept. */
MUST_CHECK enum status access_log_add(struct app *app, enum access_kind kind, const char *pupil,
                                      const char *unit, const char *detail, const char *address,
                                      struct error *err);
/* A class's grid was opened: one entry of a person, class and day. */
MUST_CHECK enum status access_log_class(struct app *app, const struct school_class *class,
                                        const char *address, struct error *err);
/* Of a school: MAY_SEE_LOG there.  Of a pupil: whoever may see the pupil (the caller asks). */
MUST_CHECK enum status access_log_list(struct app *app, const char *unit, int64_t before,
                                       struct access_rows *rows, struct error *err);
MUST_CHECK enum status access_log_of_pupil(struct app *app, const char *pupil,
                                           struct access_rows *rows, struct error *err);

#endif
