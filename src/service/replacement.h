/* SPDX-License-Identifier: Apache-2.0
 *
 * Records that take the place of issued ones (CV2088 III.3).  When the managing level has agreed,
 * the issued record is suspended, the pupil's draft opens again, also in a year that is frozen
 * (chỉnh lý), and the record made from it names the one it replaces; with its issue, in the same
 * transaction, the old one is replaced.
 */
#ifndef HOCBA_SERVICE_REPLACEMENT_H
#define HOCBA_SERVICE_REPLACEMENT_H

#include "service/year.h"
#include "store/records.h"

/* The issued record whose place `row` takes when it is issued: itself when it is suspended, else
 * the one that it replaces, over those that were made anew between. NULL in `old->uuid`: none. */
MUST_CHECK enum status replacement_find(struct app *app, const struct record_row *row,
                                        struct record_row *old, struct error *err);
/* The newest issued record that takes this one's place; NULL in `newer->record`: none yet. */
MUST_CHECK enum status replacement_newer(struct app *app, const struct record_row *row,
                                         struct issued_document *newer, struct error *err);
/* Whether this pupil's record of the year is to be replaced and has not been yet. */
MUST_CHECK enum status replacement_is_due(struct app *app, const char *enrolment, bool *due,
                                          struct error *err);
/* In the transaction in which `old`, suspended, stands again: what was made in its place, not
 * issued, is discarded, and what was entered for it since it was suspended is taken back: values of
 * the year, attempts at marks, decisions, and unless a later year of the pupil stands on them, the
 * pupil's own data. CONFLICT: the pupil's code is another's by now. */
MUST_CHECK enum status replacement_give_up(struct app *app, const struct record_row *old,
                                           const struct stamp *stamp, struct error *err);
/* In the transaction that issues `row`: the record whose place it takes, if there is one, is
 * replaced from now on. */
MUST_CHECK enum status replacement_write(struct app *app, const struct record_row *row,
                                         const struct stamp *stamp, struct error *err);

#endif
