/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the queue: why a record must be looked at before it is signed.  Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_QUEUE_PARTS_H
#define HOCBA_SERVICE_QUEUE_PARTS_H

#include "service/confirmation.h"
#include "service/draft.h"
#include "service/identity.h"
#include "service/queue.h"

/* Add the reasons of a record that may be signed; `draft` is the pupil's, `sheets`
 * and `identity` are the class's. */
MUST_CHECK enum status queue_find_reasons(struct app *app, const struct drafts *drafts,
                                          const struct confirmation_sheets *sheets,
                                          const struct identity_view *identity,
                                          const struct draft *draft, struct queue_record *record,
                                          struct error *err);

#endif
