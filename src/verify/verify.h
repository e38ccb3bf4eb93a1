/* SPDX-License-Identifier: Apache-2.0
 *
 * The verdict on a record's file: pure computation on the bytes handed in, no clock, no network,
 * no database.  Three values (model/verdict.h): any check NO => not authentic; else any UNKNOWN =>
 * undecided; else authentic.  NOT_ASKED counts for neither.
 *
 * The time that matters is the earliest proof of existence: a signature's timestamp, or when the
 * ledger's witnesses had seen the record (with a policy that asks for witnesses), else `now`: a
 * certificate that has expired now and no such proof => unknown; with one it is normal, and so is a
 * revocation that came later.
 */
#ifndef HOCBA_VERIFY_VERIFY_H
#define HOCBA_VERIFY_VERIFY_H

#include "crypto/anchors.h"
#include "model/verdict.h"

struct policy;   /* ledger/policy.h */
struct registry; /* verify/registry.h */

/* Parsed certificates and verdicts on paths, by SHA-256. One thread at a time. Bounded; its
 * content never changes a verdict, only its cost. Paths end in the anchors' own certificates: free
 * it before any anchors that it was used with. */
struct verify_cache;
struct verify_cache *verify_cache_new(void);
void verify_cache_free(struct verify_cache *cache); /* NULL is a no-op */
DEFINE_AUTO(verify_cache)

struct verify_material {
    const struct anchors *anchors;     /* required */
    const struct anchors *authorities; /* of timestamps; NULL: `anchors` */
    const struct anchors *responders;  /* of OCSP, beside the issuers; NULL: none */
    const struct registry *registry;   /* NULL: entitlement is not asked */
    const struct policy *policy;       /* NULL: the ledger is not asked */
    struct span proof;                 /* record.tlog-proof beside the record; data NULL: none */
    struct span status_list;           /* status.cwt; data NULL: none */
    struct span before;                /* an earlier checkpoint or .tlog-proof; data NULL: none */
    int64_t now;                       /* seconds since 1970 */
    struct verify_cache *cache;        /* NULL: one for this call */
};

/* Fill `report` for any bytes whatsoever: a record, or a package (verify/package.h), whose members
 * then stand for `proof` and, where it has one and none was given, `status_list`. OK means that
 * there is a verdict, whichever. Texts live in the arena; spans borrow `file`. */
MUST_CHECK enum status verify_record(struct span file, const struct verify_material *material,
                                     struct arena *arena, struct verdict_report *report,
                                     struct error *err);

/* What the ledger holds of a record (signatures.md): report.issued_form of verify_record() of the
 * same file, in the arena or in `file`, without asking whose signatures they are. CORRUPT: it has
 * none. */
MUST_CHECK enum status verify_issued_form(struct span file, struct arena *arena, struct span *form,
                                          struct error *err);

#endif
