/* SPDX-License-Identifier: Apache-2.0
 *
 * Offline proofs (c2sp.org/tlog-proof): that an entry stands in a ledger, with the checkpoint and
 * its cosignatures, as a text file beside the record.  Its `extra` carries the whole entry, which
 * is untrusted until the proof binds its hash to the root.
 */
#ifndef HOCBA_LEDGER_PROOF_H
#define HOCBA_LEDGER_PROOF_H

#include "ledger/policy.h"

enum { PROOF_FILE_MAX = NOTE_MAX + 128 * 1024 };

struct proof {
    struct span extra; /* decoded; data NULL: none */
    uint64_t index;
    struct tree_proof path;
    struct span checkpoint; /* the signed note, verbatim */
};

/* INVALID: not such a file. Borrows `bytes`; `extra` is the arena's. */
MUST_CHECK enum status proof_parse(struct span bytes, struct arena *arena, struct proof *proof,
                                   struct error *err);
void proof_write(const struct proof *proof, struct buffer *out);

/* Check everything but what the entry means: the checkpoint under the policy, and that `entry`
 * stands at the proof's index in its tree. `answer` says whether the quorum is there. */
MUST_CHECK enum status proof_check(const struct proof *proof, struct span entry,
                                   const struct policy *policy, struct arena *arena,
                                   struct policy_answer *answer, struct error *err);

#endif
