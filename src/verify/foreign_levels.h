/* SPDX-License-Identifier: Apache-2.0
 *
 * What the unsigned properties of a foreign signature prove.  They claim a level by standing there;
 * anybody may have put them there, so the level is what holds: a timestamp of this very signature
 * (under an anchor for timestamps, where anchors were given), and revocation data by which its
 * certificate was good then.
 */
#ifndef HOCBA_VERIFY_FOREIGN_LEVELS_H
#define HOCBA_VERIFY_FOREIGN_LEVELS_H

#include "sign/foreign_xades.h"
#include "verify/foreign.h"

struct foreign_level {
    const char *level;  /* "XMLDSig" "B-B" "B-T" "B-LT": what is proven */
    int64_t stamped_at; /* by the earliest timestamp that counts; 0: none does */
    const char *reason; /* why it is less than what is claimed, else NULL */
};

/* `signer`: which of the signature's certificates is its own. */
void foreign_level_prove(const struct xml_tree *tree, const struct foreign_signature *signature,
                         size_t signer, const struct foreign_xades *xades,
                         const struct foreign_settings *settings, struct arena *arena,
                         struct foreign_level *level);

#endif
