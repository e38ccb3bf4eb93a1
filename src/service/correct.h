/* SPDX-License-Identifier: Apache-2.0
 *
 * Correcting what was entered about units and people, and moving a pupil to another class within a
 * year.  Who, when, from and to are kept; documents that exist already keep what they say.
 */
#ifndef HOCBA_SERVICE_CORRECT_H
#define HOCBA_SERVICE_CORRECT_H

#include "service/school.h"
#include "store/drafts.h"

/* What stands in `unit` (found before, then changed) is what holds from now on.  CONFLICT: another
 * code although certificates or records bear the old one, or the code is taken. */
MUST_CHECK enum status unit_correct(struct app *app, const struct unit *unit, struct error *err);
/* Name, personal number and title.  CONFLICT: another number although a certificate of theirs that
 * still holds bears the old one. */
MUST_CHECK enum status person_correct(struct app *app, const struct person *person,
                                      struct error *err);

/* The pupil's year goes on in another class: results, decisions and an unsigned record move along.
 * CONFLICT: a record is being signed or was issued, the year is frozen, the class is of another
 * grade, or the pupil has been there already. */
struct class_move {
    const struct enrolled *enrolled;
    const struct school_class *to;
    struct date from;   /* the first day in the new class */
    const char *reason; /* NULL: none given */
};
MUST_CHECK enum status pupil_move(struct app *app, const struct class_move *move,
                                  struct error *err);

/* What was changed of a unit or a person, in order of entry. */
MUST_CHECK enum status unit_history(struct app *app, const struct unit *unit,
                                    struct changes *changes, struct error *err);
MUST_CHECK enum status person_history(struct app *app, const struct person *person,
                                      struct changes *changes, struct error *err);

#endif
