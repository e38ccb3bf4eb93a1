/* SPDX-License-Identifier: Apache-2.0
 *
 * What others' XML signatures are made with: more hashes, paddings and curves than ours
 * (crypto/key.h).  Which of them a verifier accepts is the caller's question:
 * foreign_key_is_strong() and the table in sign/foreign_read.c say so; the broken ones are here for
 * public test vectors. Values have XMLDSig's form: RSA bytes, r||s of two equal halves.
 */
#ifndef HOCBA_CRYPTO_FOREIGN_KEY_H
#define HOCBA_CRYPTO_FOREIGN_KEY_H

#include <stdint.h>

#include "base/text.h"

enum foreign_hash {
    FOREIGN_SHA1,
    FOREIGN_SHA224,
    FOREIGN_SHA256,
    FOREIGN_SHA384,
    FOREIGN_SHA512,
    FOREIGN_SHA3_224,
    FOREIGN_SHA3_256,
    FOREIGN_SHA3_384,
    FOREIGN_SHA3_512,
    FOREIGN_HASH_COUNT
};

struct foreign_digest {
    uint8_t bytes[64];
    size_t size;
};
struct foreign_digest foreign_digest(enum foreign_hash hash, struct span data);

enum foreign_scheme {
    FOREIGN_RSA,     /* PKCS#1 v1.5 */
    FOREIGN_RSA_PSS, /* RFC 6931 2.3.9: MGF1 and salt of the hash's own size */
    FOREIGN_ECDSA,
    FOREIGN_DSA,
    FOREIGN_HMAC, /* not of a key: foreign_hmac_matches() */
};

enum { FOREIGN_VALUE_MAX = 1024, FOREIGN_NUMBER_MAX = 1024 /* bytes of one of a key's numbers */ };

/* A public key; immutable, one owner. */
struct foreign_key;
void foreign_key_free(struct foreign_key *key); /* NULL is a no-op */
DEFINE_AUTO(foreign_key)

/* INVALID when there is none of a known kind in it: RSA, P-256, P-384, P-521, DSA. */
MUST_CHECK enum status foreign_key_parse_spki(struct span der, struct foreign_key **key,
                                              struct error *err);
MUST_CHECK enum status foreign_key_parse_certificate(struct span der, struct foreign_key **key,
                                                     struct error *err);
/* ds:KeyValue: big-endian numbers. */
MUST_CHECK enum status foreign_key_from_rsa(struct span modulus, struct span exponent,
                                            struct foreign_key **key, struct error *err);
MUST_CHECK enum status foreign_key_from_dsa(struct span p, struct span q, struct span g,
                                            struct span y, struct foreign_key **key,
                                            struct error *err);
/* A named curve by its OID as text ("1.2.840.10045.3.1.7"), an uncompressed point. */
MUST_CHECK enum status foreign_key_from_ec(struct span oid, struct span point,
                                           struct foreign_key **key, struct error *err);

/* RSA of 2048..4096 bits with an odd exponent above 2^16, or one of the three curves. */
bool foreign_key_is_strong(const struct foreign_key *key);
/* Whether a signature of that scheme can be this key's. */
bool foreign_key_fits(const struct foreign_key *key, enum foreign_scheme scheme);

/* UNTRUSTED when `value` is not the key's signature over `message`, whatever the reason. */
MUST_CHECK enum status foreign_key_verify(const struct foreign_key *key, enum foreign_scheme scheme,
                                          enum foreign_hash hash, struct span message,
                                          struct span value, struct error *err);

/* The whole HMAC, or its first `bits` (a multiple of 8; XMLDSig's HMACOutputLength) when not 0. */
bool foreign_hmac_matches(enum foreign_hash hash, struct span secret, struct span message,
                          size_t bits, struct span value);

/* Subject and issuer of a certificate that crypto/certificate.h may not accept, as RFC 4514 texts
 * in the arena. */
MUST_CHECK enum status foreign_certificate_names(struct span der, struct arena *arena,
                                                 const char **subject, const char **issuer,
                                                 struct error *err);

#endif
