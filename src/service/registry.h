/* SPDX-License-Identifier: Apache-2.0
 *
 * The registry of who may sign what, from certificates and assignments, signed by the department:
 * what `hocba verify --registry` takes.
 */
#ifndef HOCBA_SERVICE_REGISTRY_H
#define HOCBA_SERVICE_REGISTRY_H

#include "service/app.h"
#include "signers/signer.h"

enum { REGISTRY_EXPORT_MAX = 64 * 1024 * 1024 };

/* The only key of the signer must be a seal that is registered to a department of this instance
 * (DENIED). Appends the signed file; *rows says how many entries it has. */
MUST_CHECK enum status registry_export(struct app *app, struct signer_session *session,
                                       struct buffer *out, size_t *rows, struct error *err);

#endif
