/* SPDX-License-Identifier: Apache-2.0
 *
 * The algorithms that others may have used.  What we make is SHA-256 with RSA or P-256
 * (crypto/key.h); certificates, tokens and OCSP responses of others may also use SHA-384 and
 * SHA-512.  SHA-1 under a signature is broken: it exists here for public test vectors alone, and
 * only where a caller names ALGORITHMS_OF_VECTORS.
 */
#ifndef HOCBA_CRYPTO_ALGORITHM_H
#define HOCBA_CRYPTO_ALGORITHM_H

#include "crypto/key.h"

enum hash_kind { HASH_SHA256, HASH_SHA384, HASH_SHA512, HASH_SHA1 };
enum { HASH_SIZE_MAX = 64, HASH_SHA1_SIZE = 20 };

/* Which hashes may stand under a signature. */
enum algorithms {
    ALGORITHMS_STRICT = 0,     /* SHA-256, SHA-384, SHA-512 */
    ALGORITHMS_OF_VECTORS = 1, /* SHA-1 as well: test vectors only */
};

struct hash_value {
    uint8_t bytes[HASH_SIZE_MAX];
    size_t size;
};

struct hash_value hash_compute(enum hash_kind kind, struct span data);
size_t hash_size(enum hash_kind kind);
/* Is `value` the hash of `data`? */
bool hash_matches(enum hash_kind kind, struct span data, struct span value);
/* From a digest algorithm's OID octets. False: none that we know. */
bool hash_kind_of_oid(struct span oid, enum hash_kind *kind);
/* The AlgorithmIdentifier of a hash in DER (parameters absent). */
struct span hash_algorithm_der(enum hash_kind kind);

struct signature_algorithm {
    enum hash_kind hash;
    enum key_kind key;
    bool hash_is_open; /* rsaEncryption of CMS: the digest algorithm stands elsewhere */
};

/* A signatureAlgorithm's OID octets; `plain` as der_algorithm() says. False: not accepted. */
bool signature_algorithm_of_oid(struct span oid, bool plain, struct signature_algorithm *algorithm);

/* Is `value`, as X.509, CMS and OCSP write it (RSA bytes, or DER of r and s), this key's signature
 * over `data`?  UNTRUSTED when not, or when the algorithm is another or not allowed. */
MUST_CHECK enum status signature_check(const struct public_key *key,
                                       const struct signature_algorithm *algorithm,
                                       enum algorithms allowed, struct span data, struct span value,
                                       struct error *err);

#endif
