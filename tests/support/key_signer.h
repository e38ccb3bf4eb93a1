/* SPDX-License-Identifier: Apache-2.0
 *
 * Signers: whatever holds a private key and signs digests with it.  Files today; tokens and remote
 * services implement the same two calls.  The certificates are asked first, because XAdES signs
 * the signer's certificate too.
 */
#ifndef HOCBA_SIGN_SIGNER_H
#define HOCBA_SIGN_SIGNER_H

#include "crypto/certificate.h"

struct signer;

/* What a kind of signer implements. */
struct signer_kind {
    const char *name; /* for people: "tệp khóa" */
    /* The key lives in this process and was compared with the certificate when it was opened: what
     * it returns is not checked again, as a P-256 check costs twice the signature. */
    bool in_process;
    /* Sign `count` SHA-256 digests; values[i] belongs to digests[i]. */
    enum status (*sign)(void *state, const struct digest *digests, size_t count,
                        struct signature_value *values, struct error *err);
    void (*free)(void *state);
};

/* Takes over `state` and `chain` (the signer's certificate first, at least one). */
struct signer *signer_new(const struct signer_kind *kind, void *state,
                          struct certificate_chain *chain);
/* From PKCS#12. DENIED: wrong passphrase; INVALID: not such a file. */
MUST_CHECK enum status signer_open_file(struct span pkcs12, const struct secret *passphrase,
                                        struct signer **signer, struct error *err);
/* From a key in memory; takes over both, also on failure. INVALID: not the certificate's key. */
MUST_CHECK enum status signer_of_key(struct private_key *key, struct certificate_chain *chain,
                                     struct signer **signer, struct error *err);
void signer_free(struct signer *signer); /* NULL is a no-op */
DEFINE_AUTO(signer)

/* The signer's certificate first, then its issuers without the root; owned by the signer. */
const struct certificate_chain *signer_chain(const struct signer *signer);
/* Sign and check each value with the certificate's key; UNTRUSTED when the signer returned
 * something else (a mix-up, a broken token). All or nothing. */
MUST_CHECK enum status signer_sign(struct signer *signer, const struct digest *digests,
                                   size_t count, struct signature_value *values, struct error *err);

#endif
