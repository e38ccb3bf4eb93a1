/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside revocation: what a ruling does to a record, whoever decided it: the managing level here
 * (revocation_decide.c), or the one above behind its gateway (revocation_bring.c).
 */
#ifndef HOCBA_SERVICE_REVOCATION_EFFECT_H
#define HOCBA_SERVICE_REVOCATION_EFFECT_H

#include "service/app.h"
#include "store/records.h"
#include "store/revocations.h"
#include "xml/decision_xml.h"

/* Of a record that was issued here: whether it may be ruled so. CONFLICT: its replacement has been
 * made already. */
MUST_CHECK enum status revocation_check_replaced(const struct record_row *record,
                                                 enum ruling ruling, struct error *err);
/* Within the transaction that keeps the decision with this number and sha256: the record's step,
 * and the change of status that goes into the ledger. */
MUST_CHECK enum status revocation_apply(struct app *app, const struct revocation_items *items,
                                        const char *number, const char *sha256,
                                        const struct decision_row *row, struct error *err);
/* Within a transaction: the gateway above refuses what was asked about a record of this instance,
 * and says why. */
MUST_CHECK enum status revocation_decline(struct app *app, const char *record, const char *why,
                                          struct error *err);
/* What is agreed to where that is wished. */
enum ruling revocation_agreed(const char *wish);

#endif
