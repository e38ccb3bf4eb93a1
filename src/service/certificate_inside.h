/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the registry of certificates: what certificate*.c and readiness.c share.  Nobody else
 * includes this.
 */
#ifndef HOCBA_SERVICE_CERTIFICATE_INSIDE_H
#define HOCBA_SERVICE_CERTIFICATE_INSIDE_H

#include "crypto/certificate.h"
#include "service/certificate.h"

/* By id, or the beginning of the SHA-256; NOT_FOUND, USAGE: several. */
MUST_CHECK enum status certificate_find(struct app *app, const char *which,
                                        struct stored_certificate *certificate, struct error *err);
MUST_CHECK enum status certificate_fill_line(struct app *app,
                                             const struct stored_certificate *certificate,
                                             struct certificate_line *line, struct error *err);
/* A challenge for this certificate, signed by the session's key; in the app's arena. */
MUST_CHECK enum status certificate_proof_make(struct app *app, struct signer_session *prover,
                                              const struct certificate *certificate,
                                              struct certificate_proof *proof, struct error *err);
/* Is it about this certificate, and signed by its key? */
bool certificate_proof_holds(const struct certificate *certificate,
                             const struct certificate_proof *proof);

#endif
