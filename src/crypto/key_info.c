/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/der.h"
#include "crypto/handles.h"

/* rsaEncryption with NULL; id-ecPublicKey with prime256v1 (RFC 3279 2.3.1, RFC 5480 2.1.1). */
static const uint8_t rsa[] = {0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1, 5, 0};
static const uint8_t p256[] = {0x30, 19, 6,    7,    0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1,
                               6,    8,  0x2a, 0x86, 0x48, 0xce, 0x3d, 3,    1,    7};

static bool
is_rsa_key(struct span bits)
{
    struct der all = der_of(bits), in;
    struct span number;
    return der_enter(&all, DER_SEQUENCE, &in) && der_at_end(&all) &&
           der_integer(&in, &number, NULL) && der_integer(&in, &number, NULL) && der_at_end(&in);
}

bool
public_key_info_is_plain(struct span info)
{
    struct der all = der_of(info), in;
    struct span algorithm, bits;
    if (!der_enter(&all, DER_SEQUENCE, &in) || !der_at_end(&all) ||
        !der_take_whole(&in, DER_SEQUENCE, &algorithm) || !der_bits(&in, &bits) || !der_at_end(&in))
        return false;
    if (span_equal(algorithm, (struct span){(const char *)rsa, sizeof rsa}))
        return is_rsa_key(bits);
    return span_equal(algorithm, (struct span){(const char *)p256, sizeof p256}) &&
           bits.size == 65 && bits.data[0] == 4;
}
