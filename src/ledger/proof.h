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

/* Why whoever hands out a proof calls it provisional.  It stands as one more signature line, of a
 * type that is nobody's (0xff of c2sp.org/signed-note), so that every verifier passes it over and
 * whoever opens the file reads it.  Nobody signed it: its absence proves nothing. */
enum proof_mark {
    PROOF_UNMARKED,
    PROOF_NO_PLACE,  /* the ledger has no second place for its last checkpoint */
    PROOF_NO_POLICY, /* nor does anybody's cosignature count for it */
    PROOF_NO_QUORUM, /* its witnesses have not all seen it yet */
    PROOF_MARK_COUNT
};
const char *proof_mark_key(enum proof_mark mark);  /* "no-second-place" ...; NULL: unmarked */
const char *proof_mark_word(enum proof_mark mark); /* Vietnamese; NULL: unmarked */
/* Append the line to a signed note. */
void proof_mark_write(enum proof_mark mark, struct buffer *note);
/* The mark on a proof's checkpoint. */
enum proof_mark proof_mark_read(struct span checkpoint, struct arena *arena);

/* Check everything but what the entry means: the checkpoint under the policy, and that `entry`
 * stands at the proof's index in its tree. `answer` says whether the quorum is there. */
MUST_CHECK enum status proof_check(const struct proof *proof, struct span entry,
                                   const struct policy *policy, struct arena *arena,
                                   struct policy_answer *answer, struct error *err);

#endif
