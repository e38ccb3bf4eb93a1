/* SPDX-License-Identifier: Apache-2.0
 *
 * DER (ITU-T X.690) read where it stands: no memory is taken, every length is checked before a
 * byte is touched, and what is not DER is refused: indefinite or needlessly long lengths, needless
 * zeros, BER booleans, times without Z.  Tags have one byte (numbers below 31), which is all that
 * certificates, CMS, OCSP and time-stamps use.
 *
 * A reader steps over the values of one level; going down is taking a value's content as a reader
 * of its own, so a caller's own nesting is the depth and nothing recurses.  A function that
 * returns false leaves its reader where it was and its results unwritten.
 */
#ifndef HOCBA_CRYPTO_DER_H
#define HOCBA_CRYPTO_DER_H

#include <stdint.h>

#include "base/text.h"

enum { DER_MAX = 16 * 1024 * 1024 }; /* bytes of one value */

enum {
    DER_BOOLEAN = 0x01,
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_OCTET_STRING = 0x04,
    DER_NULL = 0x05,
    DER_OID = 0x06,
    DER_ENUMERATED = 0x0a,
    DER_UTF8 = 0x0c,
    DER_UTC_TIME = 0x17,
    DER_GENERALIZED_TIME = 0x18,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
};
/* [n] IMPLICIT over a primitive, [n] over anything constructed or EXPLICIT. */
#define DER_CONTEXT(n)             ((unsigned)(0x80 | (n)))
#define DER_CONTEXT_CONSTRUCTED(n) ((unsigned)(0xa0 | (n)))

/* What is left of one level. */
struct der {
    const uint8_t *at, *end;
};

struct der der_of(struct span bytes);
static inline bool
der_at_end(const struct der *in)
{
    return in->at == in->end;
}
/* The next value has this tag. */
static inline bool
der_is(const struct der *in, unsigned tag)
{
    return in->at < in->end && *in->at == tag;
}

/* Step over the next value of any kind; `whole` is header and content. */
bool der_next(struct der *in, unsigned *tag, struct span *whole, struct span *content);
/* The content of the next value, which must have this tag. */
bool der_take(struct der *in, unsigned tag, struct span *content);
/* The same for going down. */
bool der_enter(struct der *in, unsigned tag, struct der *content);
/* Header and content. */
bool der_take_whole(struct der *in, unsigned tag, struct span *whole);
/* An optional value: when the next one has another tag or there is none, `content` is empty with
 * data NULL and that is no failure. */
bool der_optional(struct der *in, unsigned tag, struct span *content);
/* Step over the next value if it has this tag. */
bool der_skip_optional(struct der *in, unsigned tag);

/* An INTEGER's content octets, minimal; `negative` may be NULL, then negative is refused. */
bool der_integer(struct der *in, struct span *octets, bool *negative);
/* An INTEGER or ENUMERATED in [0, 2^31). */
bool der_small(struct der *in, unsigned tag, unsigned *value);
bool der_boolean(struct der *in, bool *value);
/* An OID's content octets. */
bool der_oid(struct der *in, struct span *octets);
/* A BIT STRING whose bits fill its octets. */
bool der_bits(struct der *in, struct span *octets);
/* UTCTime or GeneralizedTime in Zulu, in seconds since 1970, fractions cut off.  `fraction` NULL:
 * a fraction is refused. */
bool der_time(struct der *in, int64_t *seconds, bool *fraction);
/* AlgorithmIdentifier: its OID, and whether its parameters are absent or NULL. */
bool der_algorithm(struct der *in, struct span *oid, bool *plain);

/* An OID's octets as a constant: DER_OID_IS(span, 0x2a, 0x03). */
#define DER_OID_IS(octets, ...)                                                                    \
    span_equal((octets), (struct span){(const char *)(const uint8_t[]){__VA_ARGS__},               \
                                       sizeof((const uint8_t[]){__VA_ARGS__})})
/* Dotted text of an OID's octets ("1.2.840.113549"); NULL when malformed or longer than `room`. */
const char *der_oid_text(struct span octets, char *out, size_t room);

#endif
