/* SPDX-License-Identifier: Apache-2.0
 *
 * What came of each batch that somebody signed on a page: a row for the batch, one for each of its
 * records.  An open batch (store/signing.h) goes when it is over; this stays, but for batches of
 * which nothing was ever signed or refused.
 */
#ifndef HOCBA_STORE_RECEIPTS_H
#define HOCBA_STORE_RECEIPTS_H

#include "store/store.h"

#define RECEIPT_OPEN    "open" /* still to be signed, or given up */
#define RECEIPT_SIGNED  "signed"
#define RECEIPT_ALREADY "already" /* somebody had */
#define RECEIPT_FAILED  "failed"

enum { RECEIPTS_MAX = 20 }; /* in one list */

struct receipt {
    const char *batch, *person, *class_id; /* ids */
    const char *role;                      /* signer_role_key() */
    const char *subject;                   /* of a subject teacher; NULL */
    const char *certificate;               /* SHA-256, hex */
    const char *signer;                    /* as in sign_batch */
    const char *sentence;
    struct moment started;
    /* Read only. */
    const char *person_name, *login, *class_name, *year, *unit;
    int64_t signed_count, failed, open;
    struct moment ended; /* seconds 0: nothing yet */
};

struct receipts {
    LIST(struct receipt) list;
};

struct receipt_item {
    int64_t place;
    const char *record;  /* uuid */
    const char *digest;  /* hex, of what is signed; NULL: refused before */
    const char *outcome; /* RECEIPT_... */
    const char *message; /* why not; NULL */
    struct moment ended; /* seconds 0: open */
    /* Read only. */
    const char *pupil_name, *pupil_code, *state; /* the record's, now */
};

struct receipt_items {
    LIST(struct receipt_item) list; /* by place */
};

MUST_CHECK enum status store_add_receipt(struct store *store, const struct receipt *receipt,
                                         const struct receipt_items *items, struct error *err);
/* No row changes when the batch has no receipt, or the item was signed. */
MUST_CHECK enum status store_end_receipt_item(struct store *store, const char *batch,
                                              const struct receipt_item *item, struct error *err);
/* *first: nobody was told before. */
MUST_CHECK enum status store_tell_receipt(struct store *store, const char *batch, struct moment at,
                                          bool *first, struct error *err);
/* One of which no item was signed or refused by the signer goes. */
MUST_CHECK enum status store_remove_unused_receipt(struct store *store, const char *batch,
                                                   struct error *err);
MUST_CHECK enum status store_find_receipt(struct store *store, const char *batch,
                                          struct arena *arena, struct receipt *receipt,
                                          struct error *err);
/* Of a person in a class, with something signed, the newest first, at most RECEIPTS_MAX. */
MUST_CHECK enum status store_list_receipts(struct store *store, const char *person,
                                           const char *class_id, struct arena *arena,
                                           struct receipts *receipts, struct error *err);
MUST_CHECK enum status store_list_receipt_items(struct store *store, const char *batch,
                                                struct arena *arena, struct receipt_items *items,
                                                struct error *err);

/* A record that a person's last try did not sign, and that still waits for them. */
struct failed_record {
    const char *class_id, *class_name;
    const char *role, *subject; /* subject NULL */
    const char *record, *message;
};

struct failed_records {
    LIST(struct failed_record) list; /* by class and role */
};

MUST_CHECK enum status store_list_refused(struct store *store, const char *person,
                                          struct arena *arena, struct failed_records *refused,
                                          struct error *err);

/* The newest batch of a certificate with so many signatures or more; count 0: none. */
struct pace {
    int64_t count, seconds; /* from the first signature to the last */
};
MUST_CHECK enum status store_find_pace(struct store *store, const char *certificate,
                                       const char *signer, int64_t least, struct pace *pace,
                                       struct error *err);

#endif
