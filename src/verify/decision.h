/* SPDX-License-Identifier: Apache-2.0
 *
 * A decision of the managing level about issued records, believed only after its signatures
 * verified: that of the officer who decided and that of the department's seal over it
 * (docs/format.md section 5.2).  Whether these people may decide about that school is asked where
 * certificates are known (the store), or of the seal's own certificate (decision_judge()).
 */
#ifndef HOCBA_VERIFY_DECISION_H
#define HOCBA_VERIFY_DECISION_H

#include "crypto/anchors.h"
#include "verify/pair.h"
#include "xml/decision_xml.h"

struct decision_file {
    struct decision_data data;
    struct pair_signer officer, seal;
    bool sealed; /* `seal` is there: without it nothing is decided yet */
};

/* Read a signed decision and verify digests and values. UNTRUSTED: they are not right; INVALID: it
 * is none. Lives in the arena. */
MUST_CHECK enum status decision_read(struct span file, struct arena *arena,
                                     struct decision_file *decision, struct error *err);
/* For who holds a decision and no store: read it, and require a seal whose certificate leads to
 * `anchors` at `now` and is that of the department which the decision names. UNTRUSTED, UNDECIDED
 * (the certificates cannot be judged) or INVALID with the sentence. */
MUST_CHECK enum status decision_judge(struct span file, const struct anchors *anchors, int64_t now,
                                      struct arena *arena, struct decision_file *decision,
                                      struct error *err);

#endif
