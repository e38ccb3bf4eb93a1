/* SPDX-License-Identifier: Apache-2.0
 *
 * Checking one signature that was read: its digests, its value, its certificate's path. Used for
 * records and for the registry.
 */
#ifndef HOCBA_VERIFY_SIGNATURE_H
#define HOCBA_VERIFY_SIGNATURE_H

#include "sign/xades_read.h"
#include "verify/cache.h"

enum { DIGESTED_MAX = 3 * SIGNATURES_MAX + 2 };

/* Digests of elements of one document, each made once however many signatures cover it. */
struct digester {
    const struct xml_document *xml;
    struct {
        int32_t element;
        struct digest digest;
    } made[DIGESTED_MAX];
    size_t count;
};

struct digest digester_get(struct digester *digester, int32_t element);

/* What a leaf of the ledger holds of a signed document that is no record: SHA-256 of what follows
 * its XML declaration. */
struct digest signed_document_digest(struct span file);

/* Every reference's digest is that of its element. */
bool signature_digests_match(const struct xades_signature *signature, struct digester *digester);

/* The certificates of KeyInfo that can be read, the signer's first. */
struct signature_chain {
    const struct cached_certificate *leaf; /* NULL when it cannot be read */
    const struct certificate *items[CHAIN_MAX];
    size_t count;
    bool in_order; /* each is the issuer of the one before, and none is a root */
    bool training;
    enum path_verdict path; /* after signature_check_path(); PATH_TRUSTED before */
};
void signature_read_chain(const struct xades_signature *signature, struct verify_cache *cache,
                          struct signature_chain *chain);

/* UNTRUSTED with a sentence: the value is not this certificate's over SignedInfo, or the
 * certificate is not the one that was signed, or not of the method's kind. */
MUST_CHECK enum status signature_check_value(const struct xades_signature *signature,
                                             const struct signature_chain *chain,
                                             struct error *err);

/* YES, NO or UNKNOWN with a sentence for people: the path to the anchors at `now`. Notes in the
 * chain when the path is a training one. */
enum check_result signature_check_path(const struct xades_signature *signature,
                                       struct signature_chain *chain, const struct anchors *anchors,
                                       int64_t now, struct verify_cache *cache, struct arena *arena,
                                       const char **reason);

#endif
