/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reference of a foreign signature covers: the element that its URI names in the same
 * document, through its transforms, as the bytes that are digested (XMLDSig 4.4.3.2, 6.6).
 */
#ifndef HOCBA_SIGN_FOREIGN_TRANSFORM_H
#define HOCBA_SIGN_FOREIGN_TRANSFORM_H

#include "sign/foreign_read.h"

enum {
    FOREIGN_OCTETS_MAX = 8 * 1024 * 1024 /* written for one document, all references together */
};

struct foreign_covered {
    int32_t element;    /* the root for the whole document */
    bool whole;         /* all of it; else the transforms left something out */
    bool enveloped;     /* all of it but the signature itself, which stands in it */
    struct span octets; /* what was digested; lives in the arena */
};

/* `budget`: how many bytes may still be written; taken from. INVALID with a rule. */
MUST_CHECK enum status foreign_dereference(const struct xml_tree *tree,
                                           const struct foreign_signature *signature,
                                           const struct foreign_reference *reference,
                                           size_t *budget, struct arena *arena,
                                           struct foreign_covered *covered, struct error *err);

/* SignedInfo as its CanonicalizationMethod writes it. */
MUST_CHECK enum status foreign_signed_info(const struct xml_tree *tree,
                                           const struct foreign_signature *signature,
                                           size_t *budget, struct arena *arena, struct span *octets,
                                           struct error *err);

#endif
