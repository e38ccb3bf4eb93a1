/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the ledger: its status lists as files, one for each school year in which something was
 * entered (from 1 August, in Vietnam), and one of the whole.  Nobody but ledger.c includes this.
 */
#ifndef HOCBA_SERVICE_LEDGER_STATUSES_H
#define HOCBA_SERVICE_LEDGER_STATUSES_H

#include "service/app.h"
#include "writer/writer.h"

/* LEDGER_STATUS_FILE and status/<year>.cwt below `folder`, all as of all that is written. */
MUST_CHECK enum status ledger_write_lists(struct app *app, struct writer *writer,
                                          const char *folder, struct error *err);

/* How long a list may be believed without a new one, in seconds. */
enum { STATUS_EXPIRES_IN = 24 * 60 * 60 };

#endif
