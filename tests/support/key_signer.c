/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/key_signer.h"

#include <stdlib.h>

#include "crypto/pkcs12.h"

struct signer {
    struct private_key *key;
    struct certificate_chain *chain;
};

enum status
signer_of_key(struct private_key *key, struct certificate_chain *chain, struct signer **signer,
              struct error *err)
{
    AUTO(signer) *made = heap_alloc(sizeof *made);
    struct digest own = public_key_id(private_key_public(key));
    struct digest certified = certificate_key_id(chain->items[0]);

    *made = (struct signer){key, chain};
    if (!digest_equal(&own, &certified))
        return fail(err, INVALID, "Khóa bí mật không phải là khóa của chứng thư đi kèm.");
    *signer = made;
    made = NULL;
    return OK;
}

enum status
signer_open_file(struct span pkcs12, const struct secret *passphrase, struct signer **signer,
                 struct error *err)
{
    struct private_key *key;
    struct certificate_chain *chain;

    TRY(pkcs12_parse(pkcs12, passphrase, &key, &chain, err));
    return signer_of_key(key, chain, signer, err);
}

void
signer_free(struct signer *signer)
{
    if (!signer)
        return;
    private_key_free(signer->key);
    certificate_chain_free(signer->chain);
    free(signer);
}

const struct certificate_chain *
signer_chain(const struct signer *signer)
{
    return signer->chain;
}

enum status
signer_sign(struct signer *signer, const struct digest *digests, size_t count,
            struct signature_value *values, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        TRY(private_key_sign(signer->key, &digests[i], &values[i], err));
    return OK;
}

/* --- all three steps -------------------------------------------------------------------------- */

static enum status
finish(struct span document, const struct xades_pending *pending, struct signer *signer,
       struct buffer *out, struct error *err)
{
    struct signature_value value;

    TRY(signer_sign(signer, &pending->to_be_signed, 1, &value, err));
    return xades_attach(document, pending, (struct span){(const char *)value.bytes, value.size},
                        out, err);
}

enum status
xades_sign(struct span document, const struct xades_request *request,
           const struct xades_identity *identity, struct signer *signer, struct buffer *out,
           struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct xades_pending pending;

    TRY(xades_prepare(document, request, identity, arena, &pending, err));
    return finish(document, &pending, signer, out, err);
}

enum status
xades_sign_registry(struct span document, struct moment time, const uint8_t salt[XADES_SALT_SIZE],
                    const struct xades_identity *identity, struct signer *signer,
                    struct buffer *out, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct xades_pending pending;

    TRY(xades_prepare_registry(document, time, salt, identity, arena, &pending, err));
    return finish(document, &pending, signer, out, err);
}
