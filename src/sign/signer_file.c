/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/pkcs12.h"
#include "sign/signer.h"

static enum status
sign_with_key(void *state, const struct digest *digests, size_t count,
              struct signature_value *values, struct error *err)
{
    const struct private_key *key = state;
    for (size_t i = 0; i < count; i++)
        TRY(private_key_sign(key, &digests[i], &values[i], err));
    return OK;
}

static void
free_key(void *state)
{
    private_key_free(state);
}

static const struct signer_kind file_kind = {"tệp khóa", true, sign_with_key, free_key};

enum status
signer_of_key(struct private_key *key, struct certificate_chain *chain, struct signer **signer,
              struct error *err)
{
    struct signer *made = signer_new(&file_kind, key, chain);
    struct digest own = public_key_id(private_key_public(key));
    struct digest certified = certificate_key_id(chain->items[0]);
    if (!digest_equal(&own, &certified)) {
        signer_free(made);
        return fail(err, INVALID, "Khóa bí mật không phải là khóa của chứng thư đi kèm.");
    }
    *signer = made;
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
