/* SPDX-License-Identifier: Apache-2.0
 *
 * The audit of a whole ledger from its public files: every entry hashed anew, every tile and the
 * root compared, every leaf replayed under the rules of status, times held against what witnesses
 * saw, status lists and snapshots recomputed.  It needs nothing secret and believes nothing but the
 * policy's keys.  Pure computation: the files come through a callback.
 */
#ifndef HOCBA_LEDGER_AUDIT_H
#define HOCBA_LEDGER_AUDIT_H

#include "base/list.h"
#include "ledger/policy.h"
#include "ledger/status.h"

enum {
    AUDIT_FINDINGS_MAX = 1000, /* kept; the rest is counted */
    AUDIT_SEEN_MAX = 10 * 1000,
    AUDIT_LISTS_MAX = 256,
    AUDIT_BUNDLE_MAX = 256 * (2 + 65535),
};

/* What a finding is about; stable ids for machines. */
enum audit_rule {
    AUDIT_CHECKPOINT, /* "checkpoint": not signed by the policy's log, or not witnessed */
    AUDIT_ENTRIES,    /* "entries": a bundle is missing, cut short or holds no leaf */
    AUDIT_TILES,      /* "tiles": a tile does not hold the hashes of the entries */
    AUDIT_ROOT,       /* "root": the checkpoint's root is not that of the entries */
    AUDIT_FORK,       /* "fork": a checkpoint seen before is not a beginning of this ledger */
    AUDIT_STATUS,     /* "status": a leaf breaks a rule (ledger/status.h) */
    AUDIT_TIME,       /* "time": a leaf's time is not what witnesses saw */
    AUDIT_SNAPSHOT,   /* "snapshot": its digest is not that of the statuses then */
    AUDIT_LIST,       /* "list": a status list says what the ledger does not */
    AUDIT_STORE,      /* "store": the instance's documents and the ledger differ */
    AUDIT_MANIFEST,   /* "manifest": pupils, records and leaves are not what a manifest says */
    AUDIT_DECISION,   /* "decision": a change of status, a decision and the store do not agree */
    AUDIT_FREEZE,     /* "freeze": a year, its classes and what its principal signed differ */
    AUDIT_KEY,        /* "key": a key that is closed, its paper and the store do not agree */
    AUDIT_RULE_COUNT
};
const char *audit_rule_key(enum audit_rule rule);

struct audit_finding {
    enum audit_rule rule;
    uint64_t leaf;        /* which; UINT64_MAX: none in particular */
    const char *sentence; /* Vietnamese */
};

/* A checkpoint that somebody has seen: out of a proof, a mirror, a printed page. */
struct audit_note {
    const char *name; /* for people */
    struct span bytes;
};

struct audit_order {
    /* A public file by its path ("checkpoint", "tile/0/000"), borrowed until the next call;
     * NOT_FOUND when there is none. */
    enum status (*read)(void *context, const char *path, size_t most, struct span *bytes,
                        struct error *err);
    void *context;
    const struct policy *policy;
    const struct audit_note *seen; /* checkpoints seen before; at most AUDIT_SEEN_MAX */
    size_t seen_count;
    const struct audit_note *lists; /* status lists (.cwt); at most AUDIT_LISTS_MAX */
    size_t list_count;
    /* Every leaf that can be read, in its order; may be NULL. */
    void (*take)(void *context, uint64_t index, const struct leaf *leaf);
    void *take_context;
    void (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL */
    void *progress_context;
};

struct audit {
    struct policy_answer answer; /* log NULL: the checkpoint is not the policy's */
    uint64_t leaves, records, changes;
    uint64_t by_status[4]; /* records by enum record_status, at the end */
    size_t finding_count;
    LIST(struct audit_finding) findings;
    struct arena *arena;
};

/* OK: it was carried out, whatever was found. The texts are the arena's. UNAVAILABLE: a file could
 * not be read for a reason that is not the ledger's. */
MUST_CHECK enum status audit_run(const struct audit_order *order, struct arena *arena,
                                 struct audit *audit, struct error *err);
/* Add a finding of the caller's. */
void audit_find(struct audit *audit, enum audit_rule rule, uint64_t leaf, const char *sentence);

#endif
