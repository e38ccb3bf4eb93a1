/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the audit: a stored record by what it bears itself.  Who owns the store and the ledger's
 * key can make both say the same; what the school's people and its seal signed, he cannot.
 */
#ifndef HOCBA_SERVICE_AUDIT_DOCUMENT_H
#define HOCBA_SERVICE_AUDIT_DOCUMENT_H

#include "crypto/trust.h"
#include "ledger/leaf.h"
#include "verify/verify.h"

struct document_judge;

/* `trust` (borrowed) is the auditor's; NULL: it is not asked whose certificates these are, only
 * whether their keys signed. */
struct document_judge *document_judge_new(const struct trust *trust);
void document_judge_free(struct document_judge *judge); /* NULL is a no-op */
DEFINE_AUTO(document_judge)

struct judged_document {
    struct span bytes;
    const char *uuid;   /* by the store */
    struct moment at;   /* when its certificates had to be good */
    const uint8_t *kid; /* of its leaf, LEAF_KID_SIZE bytes */
};

/* UNTRUSTED with a sentence: a signature is not right or missing, it bears another number than the
 * store says, its seal is not the key of its leaf; where there is trust, a certificate has no
 * path. */
MUST_CHECK enum status document_judge_look(struct document_judge *judge,
                                           const struct judged_document *document,
                                           struct error *err);

#endif
