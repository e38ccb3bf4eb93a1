/* SPDX-License-Identifier: Apache-2.0
 *
 * A witness (c2sp.org/tlog-witness): it sees a ledger's checkpoints, one after the other, and
 * cosigns those that continue what it saw.  Key and memory are one file, so that no copy of the key
 * goes anywhere without what it has signed:
 *
 *     witness      name, seed, and for each log the newest checkpoint with its signatures; 0600
 *     lock         held by the process that serves
 *
 * An old copy of that file must never serve again: the witness would sign what it had moved past.
 */
#ifndef HOCBA_WITNESS_WITNESS_H
#define HOCBA_WITNESS_WITNESS_H

#include "ledger/policy.h"

enum {
    WITNESS_BODY_MAX = 64 * 1024, /* of a submission: 63 hashes and a signed checkpoint */
    WITNESS_PROOF_MAX = 63,
    WITNESS_LOGS_MAX = POLICY_LOGS_MAX,
};

struct witness;

/* Make one in the new or empty folder. INVALID: not a name; CONFLICT: the folder is not empty. */
MUST_CHECK enum status witness_create(const char *folder, struct span name, struct error *err);
/* NOT_FOUND: none there; CORRUPT: its file is damaged. Reads only; witness_lock() before asking. */
MUST_CHECK enum status witness_open(const char *folder, struct witness **witness,
                                    struct error *err);
void witness_free(struct witness *witness); /* NULL is a no-op */
DEFINE_AUTO(witness)

/* Take it for this process and read it anew. CONFLICT: another process serves it. */
MUST_CHECK enum status witness_lock(struct witness *witness, struct error *err);

/* Append its key as others take it ("vkey", type 0x04). */
void witness_write_key(const struct witness *witness, struct buffer *out);

/* What it has cosigned, the newest of each log. */
size_t witness_count(const struct witness *witness);
struct span witness_note(const struct witness *witness, size_t index);
/* By the log's origin. NOT_FOUND: never cosigned. The note is the arena's. Any thread. */
MUST_CHECK enum status witness_find(struct witness *witness, const struct digest *origin_hash,
                                    struct arena *arena, struct span *note, struct error *err);

/* HTTP's codes are this protocol's verdicts. */
enum witness_verdict {
    WITNESS_COSIGNED = 200,
    WITNESS_MALFORMED = 400,
    WITNESS_UNSIGNED = 403, /* no signature of a known key, or a wrong one */
    WITNESS_UNKNOWN = 404,  /* not a log that it was told of */
    WITNESS_CONFLICT = 409, /* the body is the size that it has seen */
    WITNESS_UNPROVEN = 422, /* no continuation of what it has seen */
    WITNESS_FAILED = 500,   /* it could not keep it, so it did not sign */
};

/* Judge a submission and, where it continues what was seen, keep it durably and cosign it.  `logs`
 * says whose checkpoints are witnessed.  `body` is the arena's: cosignature lines, or the size.
 * Any thread; one submission at a time is judged and kept. */
enum witness_verdict witness_submit(struct witness *witness, const struct policy *logs,
                                    struct span submission, int64_t now, struct arena *arena,
                                    struct span *body);

#endif
