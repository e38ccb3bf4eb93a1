/* SPDX-License-Identifier: Apache-2.0
 *
 * What becomes of records that the gateway accepted (store/intake.h): who asks to take them back,
 * what changes under decisions, and what takes their place.  Append-only, as for the records of
 * this instance (store/revocations.h); requests and decisions are the same ones.
 */
#ifndef HOCBA_STORE_RECEIVED_H
#define HOCBA_STORE_RECEIVED_H

#include "store/intake.h"
#include "store/revocations.h"

struct received_state {
    const char *uuid;
    const char *unit, *unit_code, *school;         /* id, code, name */
    const char *year, *pupil_code, *name, *number; /* number: the pupil's own */
    int grade;
    struct moment received;
    int64_t message;                    /* number */
    const char *client;                 /* who sent it */
    const char *replaces, *replaced_by; /* uuids; NULL */
    int64_t position;                   /* in the ledger; -1: not entered */
    struct moment entered;
    const char *status;   /* record_status_key() of ledger/status.h */
    const char *decision; /* sha256, of that status; NULL */
    struct moment since;
    const char *open; /* the request about it that is not decided; NULL */
};
/* NOT_FOUND: no record of that UUID was accepted. */
MUST_CHECK enum status store_find_received_state(struct store *store, const char *uuid,
                                                 struct arena *arena, struct received_state *state,
                                                 struct error *err);

/* Within the transaction of store_add_revocation(): the message that the request came in. */
MUST_CHECK enum status store_add_received_request(struct store *store, const char *request,
                                                  int64_t message, struct error *err);
/* NULL: the message asked nothing that could be decided. */
MUST_CHECK enum status store_find_received_request(struct store *store, int64_t message,
                                                   struct arena *arena, const char **request,
                                                   struct error *err);

/* What a message of transaction 3 registered: the certificate's id. */
MUST_CHECK enum status store_add_received_certificate(struct store *store, int64_t message,
                                                      const char *certificate, struct error *err);
MUST_CHECK enum status store_find_received_certificate(struct store *store, int64_t message,
                                                       struct arena *arena,
                                                       const char **certificate, struct error *err);

/* Of `change` record, decision, status and replacement. */
MUST_CHECK enum status store_add_received_change(struct store *store,
                                                 const struct status_change *change,
                                                 const struct stamp *stamp, struct error *err);
/* As store_list_status_changes(); their `event` is a number of their own. */
MUST_CHECK enum status store_list_received_changes(struct store *store, bool unentered,
                                                   int64_t limit, struct arena *arena,
                                                   struct status_changes *changes,
                                                   struct error *err);

#endif
