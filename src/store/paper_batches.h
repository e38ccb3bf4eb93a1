/* SPDX-License-Identifier: Apache-2.0
 *
 * Papers on their way to a remote service: one of a person for a paper, until it is signed or given
 * up.
 */
#ifndef HOCBA_STORE_PAPER_BATCHES_H
#define HOCBA_STORE_PAPER_BATCHES_H

#include "store/store.h"

struct paper_batch {
    const char *id;
    const char *paper;          /* "manifest", "freeze", "minutes" */
    const char *unit, *subject; /* subject: the class's id, the year, the round's code */
    const char *person, *service, *account;
    const char *certificate; /* SHA-256, hex */
    const char *file;        /* what was prepared (service/paper_sign.h) */
    const char *reference;   /* what the service calls it; NULL: nothing (yet) */
    struct moment started;
};

MUST_CHECK enum status store_add_paper_batch(struct store *store, const struct paper_batch *batch,
                                             struct error *err);
MUST_CHECK enum status store_set_paper_batch_reference(struct store *store, const char *id,
                                                       const char *reference, struct error *err);
MUST_CHECK enum status store_remove_paper_batch(struct store *store, const char *id,
                                                const char *person, bool *removed,
                                                struct error *err);
/* `like`: person, paper, unit and subject. */
MUST_CHECK enum status store_find_paper_batch(struct store *store, const struct paper_batch *like,
                                              struct arena *arena, struct paper_batch *batch,
                                              bool *found, struct error *err);

#endif
