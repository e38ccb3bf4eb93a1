/* SPDX-License-Identifier: Apache-2.0
 *
 * What a principal signs beside records - the manifest of a class, the freeze of a year - believed
 * only after its own signature verified.  Whether the signer was that school's principal is asked
 * where certificates are known (the store, the registry).
 */
#ifndef HOCBA_VERIFY_MANIFEST_H
#define HOCBA_VERIFY_MANIFEST_H

#include "sign/xades_read.h"
#include "verify/verify.h"
#include "xml/freeze_xml.h"
#include "xml/manifest_xml.h"

/* Read a signed manifest, a signed freeze, and verify digests and value. UNTRUSTED: they are not
 * right; INVALID: it is none. `signer` gets the digest of the certificate that signed. Lives in the
 * arena. */
MUST_CHECK enum status manifest_read(struct span file, struct arena *arena,
                                     struct manifest_data *data, struct digest *signer,
                                     struct error *err);
MUST_CHECK enum status freeze_read(struct span file, struct arena *arena, struct freeze_data *data,
                                   struct digest *signer, struct error *err);

/* For who trusts no store: the certificate that signed leads to `anchors` at the time that the
 * signature claims. UNTRUSTED, UNDECIDED (it cannot be judged) or INVALID with the sentence. */
MUST_CHECK enum status paper_judge(struct span file, enum xades_paper paper,
                                   const struct anchors *anchors, struct arena *arena,
                                   struct error *err);

#endif
