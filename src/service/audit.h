/* SPDX-License-Identifier: Apache-2.0
 *
 * The audit of a ledger from its public files (ledger/audit.h), and of an instance's store against
 * it: every issued record re-hashed and held against its leaf, in both directions, and every class
 * that is closed against its manifest, so that a child who is missing is seen, every year that is
 * frozen against what its principal signed.
 */
#ifndef HOCBA_SERVICE_AUDIT_H
#define HOCBA_SERVICE_AUDIT_H

#include "ledger/audit.h"
#include "service/app.h"

enum { AUDIT_FILE_MAX = 4 * 1024 * 1024 };

struct audit_plan {
    const char *ledger;      /* a folder, or an http(s) address, of public files */
    const char *policy;      /* a file: whose ledger, whose cosignatures */
    const char *const *seen; /* files seen before: checkpoints, .tlog-proof, status lists */
    size_t seen_count;
    const char *const *lists; /* files: status lists */
    size_t list_count;
    struct app *app;     /* an instance whose store is compared; NULL: only the ledger */
    const char *anchors; /* the auditor's trust (service/trust_folder.h); NULL: it is not asked
                            whose certificates are in the store's documents */
    void (*progress)(void *context, uint64_t done, uint64_t total);
    void *progress_context;
};

/* Records under one key. */
struct audit_school {
    uint8_t kid[LEAF_KID_SIZE];
    uint64_t records;
};

struct audit_report {
    struct audit audit;
    LIST(struct audit_school) schools;
    uint64_t compared;  /* issued records whose bytes were hashed anew */
    uint64_t manifests; /* of classes, signed and held against pupils, records and leaves */
    uint64_t decisions; /* about issued records, held against leaves and states */
    uint64_t freezes;   /* of years, signed and held against states and manifests */
    uint64_t keys;      /* closed, their papers held against leaves */
    uint64_t settled;   /* records that the ledger refused and a decision withdrew */
    uint64_t rule;      /* the leaf that wrote down the newest policy; UINT64_MAX: none did */
    bool is_rule;       /* ... and it is the file of the plan */
    uint64_t waiting;   /* pupils who wait for reassessment by the newest of them */
};

/* OK: carried out; what it found is in the report. USAGE: a file of the plan cannot be read;
 * DENIED: the store is held against a ledger only by who may back it up. */
MUST_CHECK enum status audit_carry_out(const struct audit_plan *plan, struct arena *arena,
                                       struct audit_report *report, struct error *err);

#endif
