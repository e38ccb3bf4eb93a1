/* SPDX-License-Identifier: Apache-2.0
 *
 * One valid record for a pupil and year: the ledger refuses a second one (ledger/status.h, R3), so
 * it is asked before a record is issued, for all of them at once.  A ledger that does not answer
 * stops nobody: what is issued then and refused later is named with the reason.
 */
#ifndef HOCBA_SERVICE_LEDGER_SLOTS_H
#define HOCBA_SERVICE_LEDGER_SLOTS_H

#include "service/app.h"
#include "store/records.h"
#include "writer/hand_in.h"

struct slot_row {
    const struct record_row *row;
    struct slot_answer answer;
};

struct ledger_slots {
    LIST(struct slot_row) list; /* none: nobody could be asked, or there is no ledger */
};

/* Ask for those of `rows`, borrowed, that are not issued yet. */
void ledger_slots_ask(struct app *app, const struct record_rows *rows, struct ledger_slots *slots);
/* CONFLICT: the ledger has another valid record of this pupil and year than this one, `document`,
 * and than the one whose place it takes. */
MUST_CHECK enum status ledger_slots_check(struct app *app, const struct ledger_slots *slots,
                                          const struct record_row *row, struct span document,
                                          struct error *err);

/* Of all issued records that wait for their entry, those that have no place, as far as the ledger
 * tells now. */
struct ledger_refused {
    size_t count;
    const char *first; /* in words, with what to do; NULL: none */
};
MUST_CHECK enum status ledger_slots_refused(struct app *app, struct ledger_refused *refused,
                                            struct error *err);

#endif
