/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/ecdsa_value.h"

#include <string.h>

enum { HALF = 32 };

/* The order n of P-256 (FIPS 186-4 D.1.2.3). */
static const uint8_t order[HALF] = {
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
};

static bool
in_range(const uint8_t *number)
{
    static const uint8_t zero[HALF];
    return memcmp(number, zero, HALF) != 0 && memcmp(number, order, HALF) < 0;
}

/* Append an INTEGER without needless zeros; returns the place after it. */
static uint8_t *
write_integer(uint8_t *out, const uint8_t *number)
{
    size_t skip = 0;
    while (skip < HALF - 1 && number[skip] == 0)
        skip++;
    bool sign = number[skip] & 0x80;
    size_t size = HALF - skip;
    *out++ = 0x02;
    *out++ = (uint8_t)(size + sign);
    if (sign)
        *out++ = 0;
    memcpy(out, number + skip, size);
    return out + size;
}

bool
ecdsa_value_to_der(const uint8_t *raw, uint8_t *der, size_t *size)
{
    if (!in_range(raw) || !in_range(raw + HALF))
        return false;
    uint8_t *end = write_integer(write_integer(der + 2, raw), raw + HALF);
    der[0] = 0x30;
    der[1] = (uint8_t)(end - der - 2);
    *size = (size_t)(end - der);
    return true;
}

/* Read an INTEGER of DER at *at into 32 bytes and step over it. */
static bool
read_integer(const uint8_t **at, const uint8_t *end, uint8_t *number)
{
    const uint8_t *p = *at;
    if (end - p < 3 || p[0] != 0x02)
        return false;
    size_t size = p[1];
    p += 2;
    if (size == 0 || size > HALF + 1 || (size_t)(end - p) < size || (p[0] & 0x80))
        return false;
    *at = p + size;
    if (p[0] == 0 && size > 1) {
        if (!(p[1] & 0x80))
            return false; /* a needless zero: not DER */
        p++;
        size--;
    }
    if (size > HALF)
        return false;
    memset(number, 0, HALF - size);
    memcpy(number + HALF - size, p, size);
    return in_range(number);
}

bool
ecdsa_value_from_der(const uint8_t *der, size_t size, uint8_t *raw)
{
    if (size < 8 || size > ECDSA_DER_MAX || der[0] != 0x30 || der[1] != size - 2)
        return false;
    const uint8_t *at = der + 2, *end = der + size;
    return read_integer(&at, end, raw) && read_integer(&at, end, raw + HALF) && at == end;
}
