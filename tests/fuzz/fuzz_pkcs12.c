/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a PKCS#12 file under the passphrase of the corpus: a key that was opened belongs to
 * the chain's first certificate.
 */
#include <stdint.h>

#include "crypto/pkcs12.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(secret) *passphrase = secret_copy("12345678", 8);
    AUTO(private_key) *key = NULL;
    AUTO(certificate_chain) *chain = NULL;
    struct error err = {0};

    if (pkcs12_parse((struct span){(const char *)data, size}, passphrase, &key, &chain, &err) != OK)
        return 0;
    if (!key || !chain || chain->count == 0 || chain->count > CHAIN_MAX)
        __builtin_trap();
    return 0;
}
