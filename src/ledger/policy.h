/* SPDX-License-Identifier: Apache-2.0
 *
 * Policies (c2sp.org/tlog-policy): whose checkpoints count, and how many witnesses must have
 * cosigned one.  A text file:
 *
 *     log <vkey> [<url>]
 *     witness <name> <vkey> [<url>]
 *     group <name> all|any|<k> <name>...
 *     quorum <name>|none
 *
 * Weak and doubled keys are refused when the file is read.  A key of a type that we do not know is
 * kept and never counts as signed, so that a policy may name ML-DSA keys today.
 */
#ifndef HOCBA_LEDGER_POLICY_H
#define HOCBA_LEDGER_POLICY_H

#include "ledger/checkpoint.h"

enum {
    POLICY_FILE_MAX = 1024 * 1024,
    POLICY_LOGS_MAX = 256, /* a country has 34 provinces; the text asks for 32 at least */
    POLICY_WITNESSES_MAX = 256,
    POLICY_GROUPS_MAX = 128,
    POLICY_MEMBERS_MAX = 256, /* of one group */
};

struct policy;

/* INVALID with the line and what is wrong. Lives in the arena; borrows `text`. */
MUST_CHECK enum status policy_parse(struct span text, struct arena *arena,
                                    const struct policy **policy, struct error *err);

/* Keys with their addresses (data NULL: none), for who must talk to them. */
struct policy_peer {
    struct span name; /* of a witness within the policy; of a log: its key's name */
    struct note_key key;
    struct span url;
};
size_t policy_log_count(const struct policy *policy);
const struct policy_peer *policy_log(const struct policy *policy, size_t index);
size_t policy_witness_count(const struct policy *policy);
const struct policy_peer *policy_witness(const struct policy *policy, size_t index);

/* Append the same policy for whoever verifies one of its logs: that log's key alone, witnesses and
 * groups, no addresses. NOT_FOUND: it has no log of this key. */
MUST_CHECK enum status policy_write(const struct policy *policy, const struct note_key *log,
                                    struct buffer *out, struct error *err);

enum policy_verdict {
    POLICY_MET,         /* a log's signature, and the quorum of cosignatures */
    POLICY_PROVISIONAL, /* a log's signature, the quorum is not there yet */
};

struct policy_answer {
    enum policy_verdict verdict;
    const struct policy_peer *log;
    struct checkpoint checkpoint;
    size_t cosigned; /* witnesses whose cosignature verified */
    /* POSIX seconds: from when on the quorum had seen it: no later than this the checkpoint
     * existed. 0 where the verdict is provisional or the quorum is none. */
    int64_t seen_by;
    /* POSIX seconds: until then no quorum can have seen a larger tree of this ledger, since a
     * witness goes only forward: whatever is not in this checkpoint was seen by a quorum later than
     * this.  0: nobody knows; the witnesses that have not cosigned this one suffice without the
     * others, or there is no quorum. */
    int64_t unseen_until;
};

/* Judge a signed checkpoint. UNTRUSTED: no log of the policy signed it, its origin is not that
 * log's name, or a signature of a known key is wrong; INVALID: it is no checkpoint. */
MUST_CHECK enum status policy_check(const struct policy *policy, struct span note,
                                    struct arena *arena, struct policy_answer *answer,
                                    struct error *err);

#endif
