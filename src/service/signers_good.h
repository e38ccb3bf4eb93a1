/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside signing and issuing: are the certificates of those who signed a record still good today?
 * Nobody may sign on top of, or issue, what rests on a certificate that was withdrawn meanwhile.
 */
#ifndef HOCBA_SERVICE_SIGNERS_GOOD_H
#define HOCBA_SERVICE_SIGNERS_GOOD_H

#include "service/app.h"
#include "store/records.h"

/* CONFLICT with whose certificate it is, and that the record must be made anew. */
MUST_CHECK enum status
signers_check_good(struct app *app, const struct record_signatures *signatures, struct error *err);

#endif
