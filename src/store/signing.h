/* SPDX-License-Identifier: Apache-2.0
 *
 * Batches that a signer was given, until all of their items have ended: what signing goes on with
 * after the program was killed.  The signatures themselves are the records' (records.h).
 */
#ifndef HOCBA_STORE_SIGNING_H
#define HOCBA_STORE_SIGNING_H

#include "store/store.h"

struct sign_batch {
    const char *id; /* the one that the signer knows */
    const char *class_id;
    const char *role;        /* signer_role_key() */
    const char *certificate; /* sha256 hex */
    const char *signer;      /* kind: "key", "token", "remote" ... */
    const char *reference;   /* what the signer calls it; or NULL */
    struct moment started;
    const char *by;
};

struct sign_batches {
    LIST(struct sign_batch) list;
};

struct sign_item {
    const char *record;  /* uuid */
    const char *subject; /* of a subject teacher, else NULL */
    const char *label;   /* as the signer was told */
    struct span state;   /* xades_pending_write() */
    bool ended;
};

struct sign_items {
    LIST(struct sign_item) list; /* in the signer's order */
};

/* Before anything is sent. */
MUST_CHECK enum status store_add_sign_batch(struct store *store, const struct sign_batch *batch,
                                            const struct sign_items *items, struct error *err);
MUST_CHECK enum status store_set_sign_reference(struct store *store, const char *batch,
                                                const char *reference, struct error *err);
MUST_CHECK enum status store_find_sign_batch(struct store *store, const char *id,
                                             struct arena *arena, struct sign_batch *batch,
                                             struct error *err);
/* Those of one signer that have not ended, the oldest first. */
MUST_CHECK enum status store_list_sign_batches(struct store *store, const struct sign_batch *like,
                                               struct arena *arena, struct sign_batches *batches,
                                               struct error *err);
/* The same, whatever the certificate, begun by like->by. */
MUST_CHECK enum status store_list_sign_batches_of(struct store *store,
                                                  const struct sign_batch *like,
                                                  struct arena *arena, struct sign_batches *batches,
                                                  struct error *err);
MUST_CHECK enum status store_list_sign_items(struct store *store, const char *batch,
                                             struct arena *arena, struct sign_items *items,
                                             struct error *err);
MUST_CHECK enum status store_end_sign_item(struct store *store, const char *batch, size_t place,
                                           struct error *err);
/* With its receipt, unless something was signed. */
MUST_CHECK enum status store_remove_sign_batch(struct store *store, const char *batch,
                                               struct error *err);

/* Of a batch that was begun on a page: the service by the name of its settings. */
struct sign_remote {
    const char *service, *account;
    const char *reference; /* what the service calls it; NULL: nothing (yet) */
};
MUST_CHECK enum status store_add_sign_remote(struct store *store, const char *batch,
                                             const struct sign_remote *remote, struct error *err);
MUST_CHECK enum status store_set_sign_remote_reference(struct store *store, const char *batch,
                                                       const char *reference, struct error *err);
MUST_CHECK enum status store_find_sign_remote(struct store *store, const char *batch,
                                              struct arena *arena, struct sign_remote *remote,
                                              bool *found, struct error *err);
/* The account that a person gave last; NULL: none. */
MUST_CHECK enum status store_set_remote_account(struct store *store, const char *person,
                                                const struct sign_remote *remote,
                                                struct error *err);
MUST_CHECK enum status store_find_remote_account(struct store *store, const char *person,
                                                 const char *service, struct arena *arena,
                                                 const char **account, struct error *err);

#endif
