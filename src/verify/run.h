/* SPDX-License-Identifier: Apache-2.0
 *
 * What the checks of one record share; inside verify/ only.
 */
#ifndef HOCBA_VERIFY_RUN_H
#define HOCBA_VERIFY_RUN_H

#include "verify/levels.h"
#include "verify/registry.h"
#include "verify/signature.h"

enum { EVIDENCE_CERTIFICATES_MAX = 64, EVIDENCE_REVOCATIONS_MAX = 128 };

/* What the file brings along, of all its signatures. */
struct evidence_pool {
    const struct certificate *certificates[EVIDENCE_CERTIFICATES_MAX];
    struct cached_revocation *revocations[EVIDENCE_REVOCATIONS_MAX];
    size_t certificate_count, revocation_count;
};

struct verify_run {
    const struct verify_material *material;
    struct verify_cache *cache;
    struct arena *arena;
    struct verdict_report *report;
    struct xml_document xml;
    struct xades_places places;
    struct xades_signature *signatures; /* places.count of them, in document order */
    struct signature_chain *chains;     /* one for each */
    struct existence *existence;        /* one for each, after check_timestamps() */
    int64_t seen_by;                    /* by the ledger's witnesses, proven; 0: not */
    struct evidence_pool pool;
    struct record *record;
    struct span proof, status_list; /* the material's, or the package's */
    struct span decision;           /* the package's; data NULL: none */
};

/* Enter a finding: of several for one check the worst stands, and of those the first. */
void run_find(struct verify_run *run, enum check_id id, enum check_result result,
              const char *reason);
/* The same for a thing that is wrong with one signature, which also stands there. */
void run_find_at(struct verify_run *run, size_t signature, enum check_id id,
                 enum check_result result, const char *reason);

/* Who signed, by the certificate that was read (its chain has a leaf). */
void run_name_signer(struct verify_run *run, size_t signature);
/* "giáo viên bộ môn (TV)" ... */
const char *run_who(const struct verify_run *run, size_t signature);
/* The path of a signature's certificate at the time that matters. */
const struct path_result *run_path(struct verify_run *run, size_t signature);

/* A record with another supplier's plain XMLDSig signatures: all of its checks. INVALID when it is
 * no such record; then nothing was found. The detail FOREIGN_CONTENT: the signatures are right, but
 * what they are over cannot be read. */
#define FOREIGN_CONTENT "content"
MUST_CHECK enum status check_foreign_record(struct verify_run *run, struct span file,
                                            struct error *err);

/* The checks that read meaning: after format, integrity and signatures are YES. */
void check_chains(struct verify_run *run);
void check_profiles(struct verify_run *run);
void check_roles(struct verify_run *run);
void check_entitlement(struct verify_run *run);
/* CHECK_LEDGER and CHECK_STATUS (ledger_checks.c), and run->seen_by: before the times are asked. */
void check_ledger(struct verify_run *run);

#endif
