/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside verify/: the signatures of what two sign (sign/xades_read.h, enum xades_pair), checked:
 * digests and values.  Whose certificates they are is the caller's question.
 */
#ifndef HOCBA_VERIFY_PAIR_H
#define HOCBA_VERIFY_PAIR_H

#include "sign/xades_read.h"
#include "verify/signature.h"

struct pair_signer {
    struct digest certificate; /* SHA-256 of the signer's */
    uint8_t kid[8];            /* of its key, as leaves have it */
    struct moment at;          /* SigningTime */
    const char *name;          /* of the certificate; the reading's own */
};

struct pair_reading {
    struct arena *arena;
    struct verify_cache *cache;
    struct xml_document xml; /* scanned by the caller */
    struct digester digester;
    struct xades_signature signatures[PAIR_SIGNATURES];
    struct signature_chain chains[PAIR_SIGNATURES];
    size_t count;
};

/* UNTRUSTED: something was changed after it was signed, or a value is not right; `what` stands at
 * the beginning of the sentence. */
MUST_CHECK enum status pair_read(struct pair_reading *reading, enum xades_pair pair,
                                 const char *what, struct error *err);
struct pair_signer pair_signer_of(const struct pair_reading *reading, size_t number);

#endif
