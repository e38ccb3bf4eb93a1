/* SPDX-License-Identifier: Apache-2.0
 *
 * What a person signs in a batch, before (the list of what will be signed, and how long it takes)
 * and after (the receipt).  Kept with the batch itself: each signature with its record, in one
 * transaction, and with the first of them the notice to whoever signs next - one for a batch.
 */
#ifndef HOCBA_SERVICE_RECEIPT_H
#define HOCBA_SERVICE_RECEIPT_H

#include "service/sign_page.h"
#include "store/receipts.h"

enum {
    RECEIPT_PDF_MAX = 8 * 1024 * 1024,
    /* Until a certificate's own pace is known: milliseconds for a signature, by who makes it ... */
    PACE_TOKEN_MS = 1000,
    PACE_KEPT_MS = 60,
    PACE_REMOTE_MS = 200,
    PACE_REMOTE_PERSON_MS = 60000, /* ... the telephone in the hand ... */
    PACE_PIN_MS = 8000,            /* ... and the PIN typed for one signature */
    PACE_LEAST = 5,                /* signatures of a batch that say something about the pace */
};

/* How long a batch of so many takes, in seconds. */
struct receipt_estimate {
    int64_t seconds;
    int64_t pin_each; /* where the token asks for the PIN at each signature; 0: it cannot be */
    bool measured;    /* from the last batch with that certificate */
};
MUST_CHECK enum status receipt_estimate(struct app *app, const char *certificate,
                                        const char *signer, size_t count,
                                        struct receipt_estimate *estimate, struct error *err);

struct receipt_view {
    struct receipt it;
    struct receipt_items items;
    struct receipt_estimate estimate; /* of what is still open */
};
/* Of the actor's own batch. NOT_FOUND: there is none. */
MUST_CHECK enum status receipt_load(struct app *app, const char *batch, struct receipt_view *view,
                                    struct error *err);
/* As PDF: what will be signed while nothing is; then the receipt. */
MUST_CHECK enum status receipt_paper(struct app *app, const struct receipt_view *view,
                                     struct buffer *pdf, struct error *err);
/* As CSV. */
MUST_CHECK enum status receipt_table(struct app *app, const struct receipt_view *view,
                                     struct span *csv, struct error *err);

/* The actor's receipts of a class, the newest first. */
MUST_CHECK enum status receipt_list(struct app *app, const char *class_id,
                                    struct receipts *receipts, struct error *err);

/* What the actor's last tries could not sign, by class and role. */
struct refused_class {
    const char *class_id, *class_name;
    const char *role, *subject; /* subject NULL */
    size_t count;
};
struct refused_classes {
    LIST(struct refused_class) list;
    size_t count; /* records, of all */
};
MUST_CHECK enum status receipt_list_refused(struct app *app, struct failed_records *records,
                                            struct refused_classes *classes, struct error *err);

/* --- for the signing itself --- */

/* A batch that was just begun; `refused` are those that it left out. */
MUST_CHECK enum status receipt_begin(struct app *app, const struct receipt *receipt,
                                     const struct page_batch *page, const struct batch *refused,
                                     struct error *err);
/* In the transaction of a signature. */
struct signing;
MUST_CHECK enum status receipt_add_signature(const struct signing *signing, const char *batch,
                                             size_t place, struct error *err);
/* What the record, or the signer, said no to; or what was signed before. */
MUST_CHECK enum status receipt_add_outcome(struct app *app, const char *batch, size_t place,
                                           enum outcome_kind kind, const char *message,
                                           struct error *err);

#endif
