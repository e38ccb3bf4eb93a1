/* SPDX-License-Identifier: Apache-2.0
 *
 * When a draft may be edited: freely while it has no record; while its record is made but not
 * signed, the record goes back to the draft by itself; once somebody signed, only after the
 * record was sent back with a reason (then every signature falls); after issue never.
 *
 * A record in state "draft" keeps its UUID and is made anew by `create`.
 */
#ifndef HOCBA_SERVICE_EDITING_H
#define HOCBA_SERVICE_EDITING_H

#include "service/app.h"

/* CONFLICT with the sentence that says how, when the record is being signed or was issued.  An
 * unsigned record steps back to the draft. */
MUST_CHECK enum status record_reopen(struct app *app, const char *uuid, const char *state,
                                     const struct stamp *stamp, struct error *err);
/* The same of an enrolment, whose record (if any) is looked up. */
MUST_CHECK enum status draft_reopen(struct app *app, const char *enrolment_id,
                                    const struct stamp *stamp, struct error *err);
/* Send a record back to its draft with a reason: its signatures fall, in one transaction. */
MUST_CHECK enum status record_send_back(struct app *app, const char *uuid, const char *reason,
                                        struct error *err);

#endif
