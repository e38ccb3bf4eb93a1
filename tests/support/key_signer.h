/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing with a key in this process, for tests and benchmarks alone: the program's own keys are in
 * other processes (signers/).
 */
#ifndef HOCBA_TESTS_SUPPORT_KEY_SIGNER_H
#define HOCBA_TESTS_SUPPORT_KEY_SIGNER_H

#include "sign/xades_write.h"

struct signer;

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
MUST_CHECK enum status signer_sign(struct signer *signer, const struct digest *digests,
                                   size_t count, struct signature_value *values, struct error *err);

/* Prepare, sign, attach. */
MUST_CHECK enum status xades_sign(struct span document, const struct xades_request *request,
                                  const struct xades_identity *identity, struct signer *signer,
                                  struct buffer *out, struct error *err);
MUST_CHECK enum status xades_sign_registry(struct span document, struct moment time,
                                           const uint8_t salt[XADES_SALT_SIZE],
                                           const struct xades_identity *identity,
                                           struct signer *signer, struct buffer *out,
                                           struct error *err);

#endif
