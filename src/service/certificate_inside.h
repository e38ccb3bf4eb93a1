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
/* What came through the gateway: a document that is signed as a whole by the key of the certificate
 * which it brings. INVALID: it is not. `der` and `sha256` are of that certificate. */
MUST_CHECK enum status certificate_statement_read(struct span document, struct arena *arena,
                                                  struct span *der, const char **sha256,
                                                  struct error *err);
/* Register what such a document brings as the seal of a unit. Who sent it was asked already: the
 * actor's rights are not. Within a transaction. */
MUST_CHECK enum status certificate_register_sent(struct app *app, struct span document,
                                                 const char *unit_code, const char *storage,
                                                 const char *client,
                                                 struct stored_certificate *registered,
                                                 struct error *err);
/* Is it about this certificate, and signed by its key? */
bool certificate_proof_holds(const struct certificate *certificate,
                             const struct certificate_proof *proof);

#endif
