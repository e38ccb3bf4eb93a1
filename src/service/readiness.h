/* SPDX-License-Identifier: Apache-2.0
 *
 * Who can sign, and who cannot yet: of one school and school year, for every signature that its
 * classes and settings ask for, whose it is on the signing day, and whether that person (or the
 * school's seal) has a certificate in use on that day.  Only looks; whether a signature is taken is
 * decided when it is made (service/signing.h).
 */
#ifndef HOCBA_SERVICE_READINESS_H
#define HOCBA_SERVICE_READINESS_H

#include "crypto/certificate.h"
#include "model/verdict.h"
#include "service/school.h"
#include "store/certificates.h"

/* The best first: of several certificates of a holder the best one counts. */
enum readiness_state {
    READINESS_READY,
    READINESS_ENDS_EARLY, /* can sign that day, but not to the end of the year's calendar */
    READINESS_NOT_APPROVED,
    READINESS_NOT_YET, /* begins after the signing day */
    READINESS_EXPIRED,
    READINESS_OTHER_PERSON, /* number or name in the certificate is not theirs */
    READINESS_REFUSED,
    READINESS_WITHDRAWN,
    READINESS_NO_CERTIFICATE,
    READINESS_NOBODY, /* nobody is assigned that day */
    READINESS_COUNT
};

/* "ready" "ends_early" "not_approved" ...: stable. */
const char *readiness_key(enum readiness_state state);
const char *readiness_word(enum readiness_state state); /* Vietnamese, short */
static inline bool
readiness_can_sign(enum readiness_state state)
{
    return state <= READINESS_ENDS_EARLY;
}

struct readiness_row {
    enum signer_role role;
    const char *name, *login; /* NULL: nobody, or the seal has no login */
    const char *where;        /* "4A1, 4A2 (TV)"; "": the whole school */
    enum readiness_state state;
    const char *certificate; /* SHA-256; NULL: none */
    struct date last_day;    /* of that certificate */
    bool proven;
    bool covered;           /* cannot, but another leader of the school can, and one is enough */
    const char *why, *todo; /* sentences; "" when ready */
};

struct readiness {
    struct unit school;
    const char *year;                /* NULL: none was opened, and there are no rows */
    struct date on, deadline;        /* the signing day; the end of the year's calendar */
    LIST(struct readiness_row) rows; /* by role, then who cannot sign before who can, then place */
    size_t ready, waiting;           /* rows that can sign; that cannot and are not covered */
};

/* `year` NULL: the newest. `on` {0}: the year's issue date, or today when that is over or not set.
 * DENIED unless the actor may see the registry of that school's certificates. */
MUST_CHECK enum status readiness_load(struct app *app, const struct unit *school, const char *year,
                                      struct date on, struct readiness *readiness,
                                      struct error *err);
struct readiness_schools {
    LIST(struct readiness) list;
};
/* Every school that the actor may see, by code; which are proven is not looked at. */
MUST_CHECK enum status readiness_list(struct app *app, struct date on,
                                      struct readiness_schools *schools, struct error *err);

/* The holder's certificate, judged for those days; pure. `number` NULL: a seal. */
struct readiness_question {
    const char *name, *number; /* of the person */
    bool seal;
    struct date on, deadline;
};
enum readiness_state readiness_judge(const struct readiness_question *question,
                                     const struct stored_certificate *stored,
                                     const struct certificate *certificate, struct arena *arena);
/* Fills row->why and row->todo from its state. */
void readiness_explain(struct readiness_row *row, const struct readiness *of, struct arena *arena);

#endif
