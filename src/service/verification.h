/* SPDX-License-Identifier: Apache-2.0
 *
 * Verifying files that anybody hands in: no instance, no network, no database.  The public library
 * (include/hocba/verify.h) with files read for it; documents of others beside it.
 */
#ifndef HOCBA_SERVICE_VERIFICATION_H
#define HOCBA_SERVICE_VERIFICATION_H

#include "base/json.h"
#include "model/verdict.h"

enum {
    VERIFIED_FILE_MAX = 10 * 1024 * 1024, /* read; the verifier itself refuses over 512 KB */
    VERIFIED_REGISTRY_MAX = 64 * 1024 * 1024,
    VERIFIED_POLICY_MAX = 1024 * 1024,
    VERIFIED_PROOF_MAX = 512 * 1024,
    VERIFIED_STATUS_MAX = 4 * 1024 * 1024,
};

struct verification;

struct verification_order {
    const char *anchors; /* a PEM file or a folder (service/trust_folder.h); NULL where only foreign
                            documents are judged and nobody's chain is asked */
    struct span registry; /* a department's signed file; data NULL: none */
    struct span policy; /* whose ledgers and witnesses count; data NULL: the ledger is not asked */
    int64_t now;        /* seconds since 1970 */
};

/* A file and what lies beside it; data NULL: nothing does. */
struct verified_file {
    const char *name; /* in the report */
    struct span bytes;
    struct span proof, status_list, before;
};

/* USAGE: the anchors, the policy or the registry cannot be used; the sentence begins with which. */
MUST_CHECK enum status verification_open(const struct verification_order *order,
                                         struct verification **verification, struct error *err);
void verification_free(struct verification *verification); /* NULL is a no-op */
DEFINE_AUTO(verification)

/* The report, as JSON, on a file that could not be read. */
void verification_tell_unread(const struct error *why, const char *file, struct json *json);

/* Judge a record or a package, and append the report: as JSON to `json`, as a page of text to `out`
 * when `json` is NULL, nowhere when both are. */
enum verdict verification_judge(struct verification *verification, const struct verified_file *file,
                                struct json *json, struct buffer *out);

/* The same for every signature of anybody's XML document (verify/foreign.h).  YES only when there
 * are signatures and all are right. */
enum check_result verification_judge_foreign(struct verification *verification, struct span file,
                                             const char *name, struct json *json,
                                             struct buffer *out);

#endif
