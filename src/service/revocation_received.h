/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside revocation: decisions about records that the gateway received (service/intake.h).  They
 * have no draft and no steps here; their status is the newest change.
 */
#ifndef HOCBA_SERVICE_REVOCATION_RECEIVED_H
#define HOCBA_SERVICE_REVOCATION_RECEIVED_H

#include "service/app.h"
#include "store/revocations.h"
#include "xml/decision_xml.h"

/* Does the request name it as a received one? */
bool revocation_is_received(const struct revocation_items *items, const char *record);
/* May it be ruled so, as the record stands now? CONFLICT. */
MUST_CHECK enum status revocation_received_check(struct app *app, const char *uuid,
                                                 enum ruling ruling, struct error *err);
/* Within the transaction of the decision (its sha256): the change that the row brings about. */
MUST_CHECK enum status revocation_received_apply(struct app *app, const struct decision_row *row,
                                                 const char *decision, struct error *err);

/* The newest change of its status; NOT_FOUND. */
MUST_CHECK enum status revocation_received_change(struct app *app, const char *uuid,
                                                  struct status_change *change, struct error *err);

#endif
