/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/signer.h"

#include <assert.h>
#include <stdlib.h>

struct signer {
    const struct signer_kind *kind;
    void *state;
    struct certificate_chain *chain;
};

struct signer *
signer_new(const struct signer_kind *kind, void *state, struct certificate_chain *chain)
{
    assert(chain->count > 0);
    struct signer *signer = heap_alloc(sizeof *signer);
    *signer = (struct signer){kind, state, chain};
    return signer;
}

void
signer_free(struct signer *signer)
{
    if (signer == NULL)
        return;
    signer->kind->free(signer->state);
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
    TRY(signer->kind->sign(signer->state, digests, count, values, err));
    if (signer->kind->in_process)
        return OK;
    const struct public_key *key = signer->chain->items[0]->key;
    for (size_t i = 0; i < count; i++) {
        struct span value = {(const char *)values[i].bytes, values[i].size};
        if (public_key_verify(key, &digests[i], value, err) != OK)
            return fail(
                err, UNTRUSTED,
                "Thiết bị ký (%s) trả về chữ ký không khớp với chứng thư; chưa có gì bị thay "
                "đổi. Hãy kiểm tra đúng thẻ, đúng chứng thư rồi ký lại.",
                signer->kind->name);
    }
    return OK;
}
