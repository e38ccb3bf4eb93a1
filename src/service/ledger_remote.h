/* SPDX-License-Identifier: Apache-2.0
 *
 * A ledger that a service keeps (keeper/serve.h), seen from an instance that hands in to it.  What
 * it signs is held to the key that was learned when the instance was connected; a ledger of another
 * key is UNTRUSTED.  A service that does not answer is UNAVAILABLE, and whoever handed in hands in
 * again later.  Inside service/ledger*.c only.
 */
#ifndef HOCBA_SERVICE_LEDGER_REMOTE_H
#define HOCBA_SERVICE_LEDGER_REMOTE_H

#include "ledger/leaf.h"
#include "ledger/policy.h"
#include "writer/hand_in.h"

struct ledger_remote;

struct remote_plan {
    const char *url;
    const char *token;           /* a file that only its owner can read; NULL: none */
    struct span name;            /* origin and key, a line each, as its `origin` has them */
    const struct policy *policy; /* NULL: its key alone, no witness */
};

/* Talks to nobody yet. `plan` and what it names are borrowed. */
MUST_CHECK enum status ledger_remote_open(const struct remote_plan *plan,
                                          struct ledger_remote **remote, struct error *err);
void ledger_remote_free(struct ledger_remote *remote); /* NULL is a no-op */
DEFINE_AUTO(ledger_remote)

/* The service's name and key, as it says them. */
MUST_CHECK enum status ledger_remote_name(const char *url, struct arena *arena, struct span *name,
                                          struct error *err);

/* Its name and key, of the plan. */
struct span ledger_remote_origin(const struct ledger_remote *remote);
struct span ledger_remote_key(const struct ledger_remote *remote);

/* Hand in, as writer_take_in(); with none, the witnesses are asked now. DENIED: it does not know
 * this instance, or does not take such an entry from it. */
MUST_CHECK enum status ledger_remote_hand_in(struct ledger_remote *remote,
                                             const struct handed *items, size_t count,
                                             struct arena *arena, struct written_all *all,
                                             struct written *written, struct error *err);

/* Whose slots are taken, as writer_ask_slots(); at most HANDED_MAX. DENIED as above; NOT_FOUND: an
 * older service that does not know the question. */
MUST_CHECK enum status ledger_remote_ask_slots(struct ledger_remote *remote,
                                               const struct slot_question *questions, size_t count,
                                               struct slot_answer *answers, struct error *err);

/* Its newest checkpoint; NOT_FOUND: nothing is written yet. */
struct remote_checkpoint {
    struct span note;
    uint64_t size;
    bool met; /* the policy's quorum */
};
MUST_CHECK enum status ledger_remote_checkpoint(struct ledger_remote *remote, struct arena *arena,
                                                struct remote_checkpoint *checkpoint,
                                                struct error *err);
/* The newest one that does not hold the leaf of this index; NOT_FOUND: the first one does. */
MUST_CHECK enum status ledger_remote_checkpoint_before(struct ledger_remote *remote, uint64_t index,
                                                       struct arena *arena, struct span *note,
                                                       struct error *err);
/* Append the proof of the leaf of this index, which must hold `hash`. */
MUST_CHECK enum status ledger_remote_prove(struct ledger_remote *remote, uint64_t index,
                                           const struct digest *hash, struct buffer *out, bool *met,
                                           struct error *err);
/* The same of the leaf of this index, whatever it is. */
MUST_CHECK enum status ledger_remote_leaf(struct ledger_remote *remote, uint64_t index,
                                          struct leaf *leaf, struct buffer *proof,
                                          struct error *err);
/* The bundle of entries that begins at `from` (a multiple of TILE_WIDTH), in a tree of `size`:
 * as the service says it, believed with its proof only. */
MUST_CHECK enum status ledger_remote_bundle(struct ledger_remote *remote, uint64_t from,
                                            uint64_t size, struct arena *arena, struct span *bundle,
                                            struct error *err);
/* Append the status list of the school year that begins in `year`; it speaks of leaf `index`. */
MUST_CHECK enum status ledger_remote_list(struct ledger_remote *remote, int year, uint64_t index,
                                          struct buffer *out, struct error *err);

#endif
