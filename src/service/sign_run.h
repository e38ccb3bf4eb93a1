/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside signing: batches of digests on their way to a signer and back.  Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_SIGN_RUN_H
#define HOCBA_SERVICE_SIGN_RUN_H

#include "service/sign_step.h"
#include "signers/signer.h"

enum {
    SIGN_ROUNDS_MAX = 5,
    SIGN_HELD_MAX = 32, /* signatures that are kept in one transaction */
};

enum task_state { TASK_WAITING, TASK_DONE, TASK_ALREADY, TASK_FAILED };

/* One signature of one record. */
struct task {
    struct record_row *row;
    const char *subject; /* NULL but of a subject teacher */
    const char *label;
    enum task_state state;
    struct error error; /* FAILED */
    const char *notice;
    /* When it is prepared. */
    struct sign_step step;
    struct xades_pending pending;
};

/* A signature that has come and is not kept yet. */
struct held_signature {
    struct task *task;
    size_t item;
    struct signature_value value;
    struct buffer *document; /* with it */
};

struct sign_run {
    struct signing *signing;
    const struct sign_with *with;
    const struct signer_certificate *key;
    struct record_rows rows;
    LIST(struct task) tasks;
    size_t ended;
    /* The batch under way: its id, and the task of each item (NULL: not ours any more). */
    const char *id;
    struct task **sent;
    size_t sent_count, done; /* done: of this batch */
    /* What came in one answer of the signer; kept before it is asked again. */
    struct held_signature held[SIGN_HELD_MAX];
    size_t held_count;
    struct error unkept; /* the first one that keeping them came to */
};

/* Send, and attach what comes; the batch is in the store. With OK and NOT_FOUND the batch is over
 * and removed, with UNAVAILABLE it stays for the next time. */
MUST_CHECK enum status sign_run_batch(struct sign_run *run, const struct signer_order *order,
                                      bool resumed, struct error *err);
/* Go on with what an earlier run left at this signer. */
MUST_CHECK enum status sign_resume(struct sign_run *run, struct error *err);
/* What the order says about all of the batch. */
MUST_CHECK enum status sign_order_words(const struct sign_run *run, struct signer_order *order,
                                        struct error *err);

#endif
