/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside asking about identity: what the file and the service share.  Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_IDENTITY_INSIDE_H
#define HOCBA_SERVICE_IDENTITY_INSIDE_H

#include "service/identity.h"

MUST_CHECK enum status identity_check_basis(const char *basis, struct error *err);
/* The request's text, and the same as it is kept: exchange->questions. */
void identity_gather(struct app *app, const struct identity_view *view, bool all,
                     struct identity_exchange *exchange, struct buffer *plain);
/* ... and logged. */
MUST_CHECK enum status identity_keep_exchange(struct app *app,
                                              const struct identity_exchange *exchange,
                                              struct error *err);

#endif
