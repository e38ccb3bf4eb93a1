/* SPDX-License-Identifier: Apache-2.0
 *
 * What a foreign signature says in XAdES (any version of its namespace): SigningTime, the signer's
 * certificate, and by structure its level.  Only properties that a reference of the signature
 * covers count; unsigned ones are seen, not believed.
 */
#ifndef HOCBA_SIGN_FOREIGN_XADES_H
#define HOCBA_SIGN_FOREIGN_XADES_H

#include "sign/foreign_read.h"

struct foreign_xades {
    bool covered;             /* there are SignedProperties, and a reference is to them */
    struct span signing_time; /* as it stands; data is NULL when there is none */
    bool names_signer;        /* SigningCertificate or SigningCertificateV2 */
    enum foreign_hash signer_hash;
    struct span signer_digest; /* bytes */
    const char *level;         /* "XMLDSig" "B-B" "B-T" "B-LT": what it claims */
    const char *space;         /* the namespace of its version */
    int32_t evidence;          /* UnsignedSignatureProperties, or XML_NO_NODE */
};

/* `targets` are the elements that the signature's references cover, `count` of them. */
void foreign_xades_read(const struct xml_tree *tree, const struct foreign_signature *signature,
                        const int32_t *targets, size_t count, struct arena *arena,
                        struct foreign_xades *xades);

#endif
