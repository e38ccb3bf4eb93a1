/* SPDX-License-Identifier: Apache-2.0
 *
 * A decision that the managing level made in its own instance, brought into the school's: through
 * the gateway (service/report_queue.h) or as a file.  It takes effect as one that was sealed here.
 */
#ifndef HOCBA_SERVICE_REVOCATION_BRING_H
#define HOCBA_SERVICE_REVOCATION_BRING_H

#include "service/app.h"

/* UNTRUSTED: its signatures are not right; DENIED: not under the registered seal of the school's
 * department; INVALID: it is not about this request; CONFLICT: decided already. */
MUST_CHECK enum status revocation_bring(struct app *app, const char *request, struct span file,
                                        struct error *err);

#endif
