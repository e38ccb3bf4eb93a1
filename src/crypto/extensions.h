/* SPDX-License-Identifier: Apache-2.0
 *
 * X.509 extensions (RFC 5280 4.2), found by their OID in the DER of a certificate, a CRL or a
 * response.  For this folder only.
 */
#ifndef HOCBA_CRYPTO_EXTENSIONS_H
#define HOCBA_CRYPTO_EXTENSIONS_H

#include "crypto/algorithm.h"
#include "crypto/certificate.h"
#include "crypto/der.h"

enum { EXTENSIONS_MAX = 64 };

struct extension {
    struct span oid, value; /* value: what the OCTET STRING holds */
    bool critical;
};

/* The next of a SEQUENCE OF Extension's content. */
bool extension_next(struct der *in, struct extension *extension);
/* `extensions`: the content of SEQUENCE OF Extension. False when there is none of this OID. */
bool extension_find(struct span extensions, struct span oid, struct extension *extension);
/* At most EXTENSIONS_MAX well-formed extensions, none twice. */
bool extensions_are_fine(struct span extensions);

/* id-ce-<n>: the OIDs 2.5.29.n. */
#define EXTENSION_CE(n) ((struct span){(const char *)(const uint8_t[]){0x55, 0x1d, (n)}, 3})
enum {
    CE_SUBJECT_KEY_ID = 14,
    CE_CRL_NUMBER = 20,
    CE_REASON = 21,
    CE_DELTA_CRL = 27,
    CE_ISSUING_POINT = 28,
    CE_CERTIFICATE_ISSUER = 29,
    CE_CRL_POINTS = 31,
    CE_POLICIES = 32,
    CE_POLICY_MAPPINGS = 33,
    CE_AUTHORITY_KEY_ID = 35,
    CE_POLICY_CONSTRAINTS = 36,
    CE_EXTENDED_USAGE = 37,
    CE_FRESHEST_CRL = 46,
    CE_INHIBIT_ANY_POLICY = 54,
};

/* What the DER of a certificate holds beside the fields of struct certificate. */
struct certificate_parts {
    struct span extensions;  /* content of SEQUENCE OF Extension */
    struct span signed_part; /* TBSCertificate */
    struct span algorithm;   /* signatureAlgorithm's OID octets */
    bool plain;              /* ... without parameters */
    struct span signature;
    struct span key_info; /* SubjectPublicKeyInfo */
};
const struct certificate_parts *certificate_parts(const struct certificate *certificate);
/* Fill the fields of `out` that come from the DER itself: names, key, extensions.  False: not DER,
 * or an extension that we read is malformed. */
bool certificate_read_der(struct span der, struct arena *arena, struct certificate *out,
                          struct certificate_parts *parts);
/* The issuer's name and signature are on the subject. UNTRUSTED when not. Nothing else is asked. */
MUST_CHECK enum status certificate_check_issuer(const struct certificate *subject,
                                                const struct certificate *issuer,
                                                enum algorithms allowed, struct error *err);

#endif
