/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the ledger: changes of status under decisions of the managing level.  Nobody but ledger.c
 * includes this.
 */
#ifndef HOCBA_SERVICE_LEDGER_CHANGES_H
#define HOCBA_SERVICE_LEDGER_CHANGES_H

#include "service/app.h"
#include "store/revocations.h"
#include "writer/writer.h"

/* The leaf of a change, and the id of the department's key that it is under. `replacement` is the
 * index of the record that takes its place, and counts only where the change has one. NOT_FOUND:
 * the record itself is not entered. */
MUST_CHECK enum status ledger_make_change(struct app *app, const struct status_change *change,
                                          uint64_t replacement, struct leaf *leaf,
                                          struct digest *key_id, struct error *err);
/* The index of the replacement's leaf; NOT_FOUND: it is not entered. */
MUST_CHECK enum status ledger_find_replacement(struct app *app, const struct status_change *change,
                                               uint64_t *index, struct error *err);
/* Write down where a change stands. */
MUST_CHECK enum status ledger_note_change(struct store *store, const struct status_change *change,
                                          const struct written *written, struct error *err);

#endif
