/* SPDX-License-Identifier: Apache-2.0
 *
 * DER written from the inside out: a value is closed by putting its header before what was
 * appended since its mark.
 */
#ifndef HOCBA_CRYPTO_DER_WRITE_H
#define HOCBA_CRYPTO_DER_WRITE_H

#include "crypto/der.h"

/* A whole value. */
void der_put(struct buffer *out, unsigned tag, struct span content);
/* Everything appended since `mark` (a former out->size) becomes the content of one value. */
void der_close(struct buffer *out, size_t mark, unsigned tag);
/* A non-negative INTEGER of big-endian octets, leading zeros cut, a sign octet added. */
void der_put_unsigned(struct buffer *out, struct span octets);
void der_put_small(struct buffer *out, unsigned tag, unsigned value);
void der_put_bits(struct buffer *out, struct span octets);
/* GeneralizedTime in Zulu; years 1970..9999. */
void der_put_time(struct buffer *out, int64_t seconds);
/* Bytes that are DER already. */
static inline void
der_put_whole(struct buffer *out, struct span der)
{
    buffer_add(out, der.data, der.size);
}

#endif
