/* SPDX-License-Identifier: Apache-2.0
 *
 * Public verification: anybody's question whether a record is genuine and counts today, by a file
 * (XML or package) or by the code that is printed on it.  Without an account; nothing is kept.
 *
 * A file whose content this instance issued is compared with what it keeps, and stands as
 * standing_find() says.  Any other file is judged by the trust store and the policy of DIR/settings
 * (verify.anchors, verify.policy) and by what it brings with it.
 *
 * Content (`record`) comes out only from a file whose every digest and signature is right; a code
 * gives the issuer, the year and the state, and of the pupil initials and the year of birth.
 */
#ifndef HOCBA_SERVICE_PUBLIC_CHECK_H
#define HOCBA_SERVICE_PUBLIC_CHECK_H

#include "model/verdict.h"
#include "service/standing.h"

enum { PUBLIC_FILE_MAX = 9 * 1024 * 1024 };

struct public_check {
    enum public_state state;
    bool training;      /* made by a demo or training instance: no value */
    bool ours;          /* issued by this instance: `standing` says how it stands */
    const char *reason; /* what decided, in one sentence, where there is more to say; or NULL */
    struct moment at;   /* of the check */
    const char *code;   /* the record's short code; NULL: not known */
    const char *newer;  /* of PUBLIC_SUPERSEDED: the newer one's; NULL: not known */
    struct standing standing;
    const struct verdict_report *report; /* of a file that is a record; NULL */
    const struct record *record;
    /* Of a code: */
    const char *school, *place, *year, *initials;
    int grade, birth_year;
};

/* OK with any file whatsoever. */
MUST_CHECK enum status public_check_file(struct app *app, struct span file,
                                         struct public_check *check, struct error *err);
/* INVALID: mistyped; a code that nobody has is OK and PUBLIC_UNKNOWN. */
MUST_CHECK enum status public_check_code(struct app *app, const char *code,
                                         struct public_check *check, struct error *err);

#endif
