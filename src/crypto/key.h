/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys: RSA of 2048..4096 bits with an odd exponent above 2^16 (PKCS#1 v1.5, SHA-256) and ECDSA on
 * P-256 (SHA-256); nothing else exists for this program.  Signature values have the form that
 * XMLDSig wants: RSA as many bytes as the modulus, ECDSA the 64 bytes r||s (RFC 4051 2.3.6).
 *
 * A public key is immutable after parsing and may be used by several threads at once; the
 * library's context is made once per key and kept.  A private key has one owner; signing with one
 * from several threads at once is fine too.
 */
#ifndef HOCBA_CRYPTO_KEY_H
#define HOCBA_CRYPTO_KEY_H

#include "crypto/hash.h"
#include "crypto/secret.h"

enum key_kind { KEY_RSA, KEY_P256 };

enum {
    RSA_BITS_MIN = 2048,
    RSA_BITS_MAX = 4096,
    P256_SIGNATURE_SIZE = 64,
    SIGNATURE_VALUE_MAX = RSA_BITS_MAX / 8,
    KEY_DER_MAX = 4096,      /* bytes of a SubjectPublicKeyInfo */
    KEY_PEM_MAX = 16 * 1024, /* bytes of a private key's PEM file */
};

struct signature_value {
    uint8_t bytes[SIGNATURE_VALUE_MAX];
    size_t size;
};

struct public_key;
struct private_key;

/* "RSA-SHA256" or "ECDSA-SHA256". */
const char *key_algorithm_name(enum key_kind kind);

/* A SubjectPublicKeyInfo in DER. INVALID when it is none or of a kind, size or exponent that is
 * not accepted. */
MUST_CHECK enum status public_key_parse(struct span der, struct public_key **key,
                                        struct error *err);
void public_key_free(struct public_key *key); /* NULL is a no-op */
DEFINE_AUTO(public_key)
enum key_kind public_key_kind(const struct public_key *key);
unsigned public_key_bits(const struct public_key *key);
/* SHA-256 of the SubjectPublicKeyInfo: the key's identity. */
struct digest public_key_id(const struct public_key *key);

/* Is `value` this key's signature over `digest`? UNTRUSTED when not, whatever the reason. */
MUST_CHECK enum status public_key_verify(const struct public_key *key, const struct digest *digest,
                                         struct span value, struct error *err);

/* A new key; `rsa_bits` counts for KEY_RSA only. */
MUST_CHECK enum status private_key_make(enum key_kind kind, unsigned rsa_bits,
                                        struct private_key **key, struct error *err);
/* PEM (PKCS#8, PKCS#1 or SEC1), perhaps encrypted; `passphrase` may be NULL. DENIED: the passphrase
 * is wrong; INVALID: no key in it, or of a kind that is not accepted. */
MUST_CHECK enum status private_key_parse_pem(struct span pem, const struct secret *passphrase,
                                             struct private_key **key, struct error *err);
/* PKCS#8 PEM, encrypted (PBES2: PBKDF2-SHA-256, AES-256-CBC). */
MUST_CHECK enum status private_key_write_pem(const struct private_key *key,
                                             const struct secret *passphrase, struct buffer *out,
                                             struct error *err);
void private_key_free(struct private_key *key); /* NULL is a no-op */
DEFINE_AUTO(private_key)
enum key_kind private_key_kind(const struct private_key *key);
/* The public half, owned by the private key. */
const struct public_key *private_key_public(const struct private_key *key);

MUST_CHECK enum status private_key_sign(const struct private_key *key, const struct digest *digest,
                                        struct signature_value *value, struct error *err);

#endif
