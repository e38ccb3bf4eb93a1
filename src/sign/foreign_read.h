/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading anybody's XML signature (W3C XML Signature Syntax and Processing, RFC 6931, XAdES) out of
 * a tree: structure, algorithms from an allow-list, transforms from an allow-list, ceilings.
 * Digests and values are verify/'s question, what a reference covers foreign_transform's.
 */
#ifndef HOCBA_SIGN_FOREIGN_READ_H
#define HOCBA_SIGN_FOREIGN_READ_H

#include "crypto/foreign_key.h"
#include "sign/foreign_rule.h"
#include "xml/canonical.h"

enum {
    FOREIGN_SIGNATURES_MAX = 20,
    FOREIGN_REFERENCES_MAX = 64, /* of one signature */
    FOREIGN_TRANSFORMS_MAX = 8,  /* of one reference */
    FOREIGN_FILTERS_MAX = 8,     /* XPath elements of one Filter 2.0 transform */
    FOREIGN_CERTIFICATES_MAX = 16,
};

/* What is refused unless a caller names it: for public test vectors only. */
enum foreign_allowed {
    FOREIGN_ALLOW_SHA1 = 1,
    FOREIGN_ALLOW_OTHER_HASHES = 2,
    FOREIGN_ALLOW_HMAC = 4,
    FOREIGN_ALLOW_DSA = 8,
    FOREIGN_ALLOW_KEY_VALUE = 16,
    FOREIGN_ALLOW_WEAK_KEYS = 32,
};

enum foreign_transform_kind {
    TRANSFORM_CANONICAL,
    TRANSFORM_ENVELOPED,
    TRANSFORM_BASE64,
    TRANSFORM_XPATH,
    TRANSFORM_FILTER2,
};

struct foreign_transform {
    enum foreign_transform_kind kind;
    const char *algorithm;
    struct xml_canonical_method method;                /* of canonical ones */
    struct xml_filter_step steps[FOREIGN_FILTERS_MAX]; /* XPath has one, without a filter */
    size_t step_count;
};

struct foreign_reference {
    struct span id, uri, type; /* data is NULL where the attribute is missing */
    struct foreign_transform *transforms;
    size_t transform_count;
    enum foreign_hash hash;
    const char *hash_uri;
    struct span digest; /* as claimed: bytes */
};

struct foreign_signature {
    int32_t element, signed_info;
    struct span id;
    struct xml_canonical_method canonicalization;
    const char *canonicalization_uri, *method_uri;
    enum foreign_scheme scheme;
    enum foreign_hash hash;
    size_t hmac_bits;  /* HMACOutputLength, or 0 */
    struct span value; /* bytes */
    struct foreign_reference *references;
    size_t reference_count;
    struct span certificates[FOREIGN_CERTIFICATES_MAX]; /* DER, in their order */
    size_t certificate_count;
    int32_t key_value; /* ds:KeyValue or ds11:DEREncodedKeyValue, or XML_NO_NODE */
};

/* Every ds:Signature of the document, outer ones before those inside; at most `room`. Returns how
 * many there are. */
size_t foreign_find(const struct xml_tree *tree, int32_t *elements, size_t room);

/* INVALID with a rule. */
MUST_CHECK enum status foreign_read(const struct xml_tree *tree, int32_t element, unsigned allowed,
                                    struct arena *arena, struct foreign_signature *signature,
                                    struct error *err);

/* The key of key_value. */
MUST_CHECK enum status foreign_read_key_value(const struct xml_tree *tree, int32_t key_value,
                                              struct arena *arena, struct foreign_key **key,
                                              struct error *err);

/* The canonical XML of this algorithm; false when it is none that we have. */
bool foreign_canonical_method(struct span uri, struct xml_canonical_method *method);

/* Base64 with white space in it; the bytes live in the arena. */
bool foreign_base64(struct span text, struct arena *arena, struct span *bytes);

#endif
