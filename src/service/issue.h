/* SPDX-License-Identifier: Apache-2.0
 *
 * Issuing: a record that bears every signature is verified by the same code as anybody's file,
 * then kept for ever, exactly as signed.  From then on nothing changes it.
 */
#ifndef HOCBA_SERVICE_ISSUE_H
#define HOCBA_SERVICE_ISSUE_H

#include "service/batch.h"

/* Each record is a transaction of its own; what was issued before is OUTCOME_ALREADY. */
MUST_CHECK enum status issue_records(struct app *app, const struct class_order *order,
                                     struct batch *batch, struct error *err);

#endif
