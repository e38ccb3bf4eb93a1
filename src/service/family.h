/* SPDX-License-Identifier: Apache-2.0
 *
 * Families: a code per pupil, printed on a slip, that together with the birth date opens the
 * pupil's whole record, without an account.  Codes are random (75 bits) and kept only as digests:
 * a lost slip is replaced, never printed again.
 */
#ifndef HOCBA_SERVICE_FAMILY_H
#define HOCBA_SERVICE_FAMILY_H

#include "service/batch.h"
#include "service/lookup.h"
#include "service/rate.h"
#include "store/family.h"

/* --- the school's side ------------------------------------------------------------------------ */

struct slips_order {
    struct class_order of; /* a class, or one pupil of it */
    bool renew;            /* also who has a code: the former one ends */
    const char
        *address; /* of this server, printed on the slips; NULL: public.address of DIR/settings */
};

struct slips_report {
    struct batch batch; /* DONE: a slip; ALREADY: has a code, which cannot be printed again */
    size_t slips;
};

/* Make codes and append the slips as PDF (nothing when there are none). The slips are the only
 * place where the codes are written. MAY_GIVE_FAMILY_CODES. */
MUST_CHECK enum status family_make_slips(struct app *app, const struct slips_order *order,
                                         struct buffer *pdf, struct slips_report *report,
                                         struct error *err);
/* End a pupil's code; INVALID without a reason. */
MUST_CHECK enum status family_end_code(struct app *app, const char *pupil, const char *reason,
                                       struct error *err);

struct family_state {
    struct enrolled enrolled;
    struct family_code code; /* id NULL: none that works */
};
struct family_states {
    LIST(struct family_state) list;
};
MUST_CHECK enum status family_list(struct app *app, const char *class_id,
                                   struct family_states *states, struct error *err);

/* --- the family's side ------------------------------------------------------------------------ */

/* What was typed. NOT_FOUND with one and the same sentence for a wrong code, a wrong birth date and
 * an ended code; INVALID: mistyped, which nobody has to hide. */
MUST_CHECK enum status family_open(struct app *app, const char *code, const char *birth,
                                   struct family_code *opened, struct error *err);
/* For every later request: the code's id, from the family's cookie. NOT_FOUND: it has ended. */
MUST_CHECK enum status family_view(struct app *app, const char *code_id, struct pupil_file *file,
                                   struct error *err);
/* As a key of a rate: of the code as typed, whatever its spelling; empty: no code at all. */
struct span family_rate_key(struct arena *arena, const char *code);

#endif
