/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the ledger: signed documents that are no records, entered beside them.  Nobody but
 * ledger.c includes this.
 */
#ifndef HOCBA_SERVICE_LEDGER_DOCUMENTS_H
#define HOCBA_SERVICE_LEDGER_DOCUMENTS_H

#include "service/ledger_inside.h"

/* The id of the key of a stored certificate. */
MUST_CHECK enum status ledger_key_id(struct app *app, const char *certificate_sha256,
                                     struct digest *id, struct error *err);
/* Where a document, or the paper that closes a key, came to stand. */
MUST_CHECK enum status ledger_note_document(struct app *app, const char *sha256,
                                            const struct written *written, struct error *err);
/* Every manifest, every freeze of a year, every decision that has no entry yet; *entered grows by
 * their number. */
MUST_CHECK enum status ledger_enter_manifests(struct ledger *ledger, size_t *entered,
                                              struct error *err);
MUST_CHECK enum status ledger_enter_freezes(struct ledger *ledger, size_t *entered,
                                            struct error *err);
MUST_CHECK enum status ledger_enter_decisions(struct ledger *ledger, size_t *entered,
                                              struct error *err);

#endif
