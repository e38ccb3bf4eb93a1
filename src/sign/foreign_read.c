/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/foreign_read.h"

#include "base/encode.h"
#include "base/list.h"
#include "xml/writer.h"

#define DSIG       XML_DS_URI
#define DSIG11     "http://www.w3.org/2009/xmldsig11#"
#define DSIG_MORE  "http://www.w3.org/2001/04/xmldsig-more#"
#define DSIG_2007  "http://www.w3.org/2007/05/xmldsig-more#"
#define DSIG_2021  "http://www.w3.org/2021/04/xmldsig-more#"
#define XMLENC     "http://www.w3.org/2001/04/xmlenc#"
#define FILTER2    "http://www.w3.org/2002/06/xmldsig-filter2"
#define EXCLUSIVE  "http://www.w3.org/2001/10/xml-exc-c14n#"
#define INCLUSIVE  "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define INCLUSIVE1 "http://www.w3.org/2006/12/xml-c14n11"

static const struct method {
    const char *uri;
    enum foreign_scheme scheme;
    enum foreign_hash hash;
} methods[] = {
    {DSIG_MORE "rsa-sha256", FOREIGN_RSA, FOREIGN_SHA256},
    {DSIG_MORE "rsa-sha384", FOREIGN_RSA, FOREIGN_SHA384},
    {DSIG_MORE "rsa-sha512", FOREIGN_RSA, FOREIGN_SHA512},
    {DSIG_MORE "rsa-sha224", FOREIGN_RSA, FOREIGN_SHA224},
    {DSIG "rsa-sha1", FOREIGN_RSA, FOREIGN_SHA1},
    {DSIG_2007 "sha256-rsa-MGF1", FOREIGN_RSA_PSS, FOREIGN_SHA256},
    {DSIG_2007 "sha384-rsa-MGF1", FOREIGN_RSA_PSS, FOREIGN_SHA384},
    {DSIG_2007 "sha512-rsa-MGF1", FOREIGN_RSA_PSS, FOREIGN_SHA512},
    {DSIG_2007 "sha224-rsa-MGF1", FOREIGN_RSA_PSS, FOREIGN_SHA224},
    {DSIG_2007 "sha1-rsa-MGF1", FOREIGN_RSA_PSS, FOREIGN_SHA1},
    {DSIG_2007 "sha3-224-rsa-MGF1", FOREIGN_RSA_PSS, FOREIGN_SHA3_224},
    {DSIG_2007 "sha3-256-rsa-MGF1", FOREIGN_RSA_PSS, FOREIGN_SHA3_256},
    {DSIG_2007 "sha3-384-rsa-MGF1", FOREIGN_RSA_PSS, FOREIGN_SHA3_384},
    {DSIG_2007 "sha3-512-rsa-MGF1", FOREIGN_RSA_PSS, FOREIGN_SHA3_512},
    {DSIG_MORE "ecdsa-sha256", FOREIGN_ECDSA, FOREIGN_SHA256},
    {DSIG_MORE "ecdsa-sha384", FOREIGN_ECDSA, FOREIGN_SHA384},
    {DSIG_MORE "ecdsa-sha512", FOREIGN_ECDSA, FOREIGN_SHA512},
    {DSIG_MORE "ecdsa-sha224", FOREIGN_ECDSA, FOREIGN_SHA224},
    {DSIG_MORE "ecdsa-sha1", FOREIGN_ECDSA, FOREIGN_SHA1},
    {DSIG_2021 "ecdsa-sha3-224", FOREIGN_ECDSA, FOREIGN_SHA3_224},
    {DSIG_2021 "ecdsa-sha3-256", FOREIGN_ECDSA, FOREIGN_SHA3_256},
    {DSIG_2021 "ecdsa-sha3-384", FOREIGN_ECDSA, FOREIGN_SHA3_384},
    {DSIG_2021 "ecdsa-sha3-512", FOREIGN_ECDSA, FOREIGN_SHA3_512},
    {DSIG "dsa-sha1", FOREIGN_DSA, FOREIGN_SHA1},
    {DSIG11 "dsa-sha256", FOREIGN_DSA, FOREIGN_SHA256},
    {DSIG "hmac-sha1", FOREIGN_HMAC, FOREIGN_SHA1},
    {DSIG_MORE "hmac-sha224", FOREIGN_HMAC, FOREIGN_SHA224},
    {DSIG_MORE "hmac-sha256", FOREIGN_HMAC, FOREIGN_SHA256},
    {DSIG_MORE "hmac-sha384", FOREIGN_HMAC, FOREIGN_SHA384},
    {DSIG_MORE "hmac-sha512", FOREIGN_HMAC, FOREIGN_SHA512},
};

static const struct {
    const char *uri;
    enum foreign_hash hash;
} hashes[] = {
    {XMLENC "sha256", FOREIGN_SHA256},
    {DSIG_MORE "sha384", FOREIGN_SHA384},
    {XMLENC "sha384", FOREIGN_SHA384},
    {XMLENC "sha512", FOREIGN_SHA512},
    {DSIG "sha1", FOREIGN_SHA1},
    {DSIG_MORE "sha224", FOREIGN_SHA224},
    {DSIG_2007 "sha3-224", FOREIGN_SHA3_224},
    {DSIG_2007 "sha3-256", FOREIGN_SHA3_256},
    {DSIG_2007 "sha3-384", FOREIGN_SHA3_384},
    {DSIG_2007 "sha3-512", FOREIGN_SHA3_512},
};

static const struct {
    const char *uri;
    struct xml_canonical_method method;
} canonicals[] = {
    {EXCLUSIVE, {XML_EXCLUSIVE_10, false, {NULL, 0}}},
    {EXCLUSIVE "WithComments", {XML_EXCLUSIVE_10, true, {NULL, 0}}},
    {INCLUSIVE, {XML_INCLUSIVE_10, false, {NULL, 0}}},
    {INCLUSIVE "#WithComments", {XML_INCLUSIVE_10, true, {NULL, 0}}},
    {INCLUSIVE1, {XML_INCLUSIVE_11, false, {NULL, 0}}},
    {INCLUSIVE1 "#WithComments", {XML_INCLUSIVE_11, true, {NULL, 0}}},
};

struct reading {
    const struct xml_tree *tree;
    unsigned allowed;
    struct arena *arena;
    struct error *err;
};

size_t
foreign_find(const struct xml_tree *tree, int32_t *elements, size_t room)
{
    size_t count = 0;

    for (size_t i = 1; i < tree->node_count; i++) {
        if (!xml_tree_is(tree, (int32_t)i, DSIG, "Signature"))
            continue;
        if (count < room)
            elements[count] = (int32_t)i;
        count++;
    }
    return count;
}

bool
foreign_base64(struct span text, struct arena *arena, struct span *bytes)
{
    char *packed = arena_alloc(arena, text.size + 1);
    size_t size = 0;

    for (size_t i = 0; i < text.size; i++)
        if (!strchr(" \t\r\n", text.data[i]) || text.data[i] == '\0')
            packed[size++] = text.data[i];
    uint8_t *out = arena_alloc(arena, size / 4 * 3 + 3);
    bytes->data = (const char *)out;
    return size > 0 && base64_read((struct span){packed, size}, out, &bytes->size);
}

/* The base64 that is an element's whole content; no comment may hide in it. */
static enum status
read_bytes(const struct reading *reading, int32_t element, struct span *bytes)
{
    struct span text;

    if (element == XML_NO_NODE || !xml_tree_text(reading->tree, element, &text) ||
        !foreign_base64(text, reading->arena, bytes))
        return foreign_refuse(reading->err, RULE_STRUCTURE);
    return OK;
}

static bool
child_is(const struct reading *reading, int32_t node, const char *name)
{
    return xml_tree_is(reading->tree, node, DSIG, name);
}

/* --- algorithms ------------------------------------------------------------------------------ */

static enum status
check_hash(const struct reading *reading, enum foreign_hash hash)
{
    switch (hash) {
    case FOREIGN_SHA256:
    case FOREIGN_SHA384:
    case FOREIGN_SHA512: return OK;
    case FOREIGN_SHA1:
        return reading->allowed & FOREIGN_ALLOW_SHA1 ? OK : foreign_refuse(reading->err, RULE_SHA1);
    default:
        return reading->allowed & FOREIGN_ALLOW_OTHER_HASHES
                   ? OK
                   : foreign_refuse(reading->err, RULE_OTHER_HASH);
    }
}

bool
foreign_canonical_method(struct span uri, struct xml_canonical_method *method)
{
    for (size_t i = 0; i < COUNT_OF(canonicals); i++)
        if (span_is(uri, canonicals[i].uri)) {
            *method = canonicals[i].method;
            return true;
        }
    return false;
}

static enum status
read_canonical(const struct reading *reading, int32_t node, struct xml_canonical_method *method,
               const char **uri)
{
    struct span algorithm = xml_tree_attribute(reading->tree, node, "Algorithm");
    int32_t list = xml_tree_first(reading->tree, node);

    for (size_t i = 0; i < COUNT_OF(canonicals); i++) {
        if (!span_is(algorithm, canonicals[i].uri))
            continue;
        *method = canonicals[i].method;
        *uri = canonicals[i].uri;
        if (list == XML_NO_NODE)
            return OK;
        if (method->kind != XML_EXCLUSIVE_10 ||
            !xml_tree_is(reading->tree, list, EXCLUSIVE, "InclusiveNamespaces") ||
            xml_tree_next(reading->tree, list) != XML_NO_NODE)
            return foreign_refuse(reading->err, RULE_STRUCTURE);
        method->prefixes = xml_tree_attribute(reading->tree, list, "PrefixList");
        return OK;
    }
    return foreign_refuse(reading->err, RULE_C14N);
}

/* HMACOutputLength: at least half the hash and 80 bits (XMLDSig 1.1 4.4.2). */
static enum status
read_output_length(const struct reading *reading, int32_t node, struct foreign_signature *signature)
{
    struct span text;
    int bits;

    if (node == XML_NO_NODE)
        return OK;
    if (signature->scheme != FOREIGN_HMAC || !child_is(reading, node, "HMACOutputLength") ||
        !xml_tree_text(reading->tree, node, &text) ||
        !text_to_int(arena_copy(reading->arena, text.data, text.size), 80, 512, &bits))
        return foreign_refuse(reading->err, RULE_HMAC);
    signature->hmac_bits = (size_t)bits;
    return OK;
}

static enum status
check_scheme(const struct reading *reading, enum foreign_scheme scheme)
{
    if (scheme == FOREIGN_HMAC && !(reading->allowed & FOREIGN_ALLOW_HMAC))
        return foreign_refuse(reading->err, RULE_HMAC);
    if (scheme == FOREIGN_DSA && !(reading->allowed & FOREIGN_ALLOW_DSA))
        return foreign_refuse(reading->err, RULE_DSA);
    return OK;
}

static enum status
read_method(const struct reading *reading, int32_t node, struct foreign_signature *signature)
{
    struct span algorithm = xml_tree_attribute(reading->tree, node, "Algorithm");

    for (size_t i = 0; i < COUNT_OF(methods); i++) {
        if (!span_is(algorithm, methods[i].uri))
            continue;
        signature->scheme = methods[i].scheme;
        signature->hash = methods[i].hash;
        signature->method_uri = methods[i].uri;
        TRY(check_scheme(reading, methods[i].scheme));
        TRY(check_hash(reading, methods[i].hash));
        return read_output_length(reading, xml_tree_first(reading->tree, node), signature);
    }
    return foreign_refuse(reading->err, RULE_ALGORITHM);
}

/* --- references ------------------------------------------------------------------------------ */

static enum status
read_filters(const struct reading *reading, int32_t node, struct foreign_transform *transform)
{
    static const char *const names[] = {
        [XML_INTERSECT] = "intersect", [XML_SUBTRACT] = "subtract", [XML_UNION] = "union"};

    for (int32_t child = xml_tree_first(reading->tree, node); child != XML_NO_NODE;
         child = xml_tree_next(reading->tree, child)) {
        struct span filter = xml_tree_attribute(reading->tree, child, "Filter");
        size_t which = 0;
        if (transform->step_count == FOREIGN_FILTERS_MAX)
            return foreign_refuse(reading->err, RULE_LIMIT);
        struct xml_filter_step *step = &transform->steps[transform->step_count++];
        while (which < COUNT_OF(names) && !span_is(filter, names[which]))
            which++;
        if (!xml_tree_is(reading->tree, child, FILTER2, "XPath") || which == COUNT_OF(names))
            return foreign_refuse(reading->err, RULE_STRUCTURE);
        step->filter = (enum xml_filter)which;
        step->xpath.here = child;
        if (!xml_tree_text(reading->tree, child, &step->xpath.text))
            return foreign_refuse(reading->err, RULE_XPATH);
    }
    return transform->step_count ? OK : foreign_refuse(reading->err, RULE_STRUCTURE);
}

static enum status
read_condition(const struct reading *reading, int32_t node, struct foreign_transform *transform)
{
    int32_t xpath = xml_tree_only(reading->tree, node, DSIG, "XPath");

    if (xpath == XML_NO_NODE)
        return foreign_refuse(reading->err, RULE_STRUCTURE);
    transform->steps[0].xpath.here = xpath;
    transform->step_count = 1;
    return xml_tree_text(reading->tree, xpath, &transform->steps[0].xpath.text)
               ? OK
               : foreign_refuse(reading->err, RULE_XPATH);
}

static enum status
read_transform(const struct reading *reading, int32_t node, struct foreign_transform *transform)
{
    static const struct {
        const char *uri;
        enum foreign_transform_kind kind;
    } kinds[] = {
        {DSIG "enveloped-signature", TRANSFORM_ENVELOPED},
        {DSIG "base64", TRANSFORM_BASE64},
        {"http://www.w3.org/TR/1999/REC-xpath-19991116", TRANSFORM_XPATH},
        {FILTER2, TRANSFORM_FILTER2},
    };
    struct span algorithm = xml_tree_attribute(reading->tree, node, "Algorithm");

    if (span_is(algorithm, "http://www.w3.org/TR/1999/REC-xslt-19991116"))
        return foreign_refuse(reading->err, RULE_XSLT);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (!span_is(algorithm, kinds[i].uri))
            continue;
        transform->kind = kinds[i].kind;
        transform->algorithm = kinds[i].uri;
        if (transform->kind == TRANSFORM_XPATH)
            return read_condition(reading, node, transform);
        return transform->kind == TRANSFORM_FILTER2 ? read_filters(reading, node, transform) : OK;
    }
    transform->kind = TRANSFORM_CANONICAL;
    enum status status = read_canonical(reading, node, &transform->method, &transform->algorithm);
    return status == OK || !text_equal(reading->err->detail, foreign_rule_key(RULE_C14N))
               ? status
               : foreign_refuse(reading->err, RULE_TRANSFORM);
}

static enum status
read_transforms(const struct reading *reading, int32_t list, struct foreign_reference *reference)
{
    reference->transforms =
        arena_make_array(reading->arena, FOREIGN_TRANSFORMS_MAX, struct foreign_transform);
    for (int32_t child = xml_tree_first(reading->tree, list); child != XML_NO_NODE;
         child = xml_tree_next(reading->tree, child)) {
        if (!child_is(reading, child, "Transform"))
            return foreign_refuse(reading->err, RULE_STRUCTURE);
        if (reference->transform_count == FOREIGN_TRANSFORMS_MAX)
            return foreign_refuse(reading->err, RULE_LIMIT);
        TRY(read_transform(reading, child, &reference->transforms[reference->transform_count++]));
    }
    return OK;
}

static enum status
read_digest_method(const struct reading *reading, int32_t node, struct foreign_reference *reference)
{
    struct span algorithm = xml_tree_attribute(reading->tree, node, "Algorithm");

    for (size_t i = 0; i < COUNT_OF(hashes); i++) {
        if (!span_is(algorithm, hashes[i].uri))
            continue;
        reference->hash = hashes[i].hash;
        reference->hash_uri = hashes[i].uri;
        return check_hash(reading, hashes[i].hash);
    }
    return foreign_refuse(reading->err, RULE_ALGORITHM);
}

/* Transforms?, DigestMethod, DigestValue; nothing else (XMLDSig 4.4.3). */
static enum status
read_reference(const struct reading *reading, int32_t node, struct foreign_reference *reference)
{
    const struct xml_tree *tree = reading->tree;
    int32_t child = xml_tree_first(tree, node);

    *reference = (struct foreign_reference){
        .id = xml_tree_attribute(tree, node, "Id"),
        .uri = xml_tree_attribute(tree, node, "URI"),
        .type = xml_tree_attribute(tree, node, "Type"),
    };
    if (child != XML_NO_NODE && child_is(reading, child, "Transforms")) {
        TRY(read_transforms(reading, child, reference));
        child = xml_tree_next(tree, child);
    }
    if (child == XML_NO_NODE || !child_is(reading, child, "DigestMethod"))
        return foreign_refuse(reading->err, RULE_STRUCTURE);
    TRY(read_digest_method(reading, child, reference));
    child = xml_tree_next(tree, child);
    if (child == XML_NO_NODE || !child_is(reading, child, "DigestValue") ||
        xml_tree_next(tree, child) != XML_NO_NODE)
        return foreign_refuse(reading->err, RULE_STRUCTURE);
    return read_bytes(reading, child, &reference->digest);
}

static enum status
read_signed_info(const struct reading *reading, struct foreign_signature *signature)
{
    const struct xml_tree *tree = reading->tree;
    int32_t child = xml_tree_first(tree, signature->signed_info);

    if (child == XML_NO_NODE || !child_is(reading, child, "CanonicalizationMethod"))
        return foreign_refuse(reading->err, RULE_STRUCTURE);
    TRY(read_canonical(reading, child, &signature->canonicalization,
                       &signature->canonicalization_uri));
    child = xml_tree_next(tree, child);
    if (child == XML_NO_NODE || !child_is(reading, child, "SignatureMethod"))
        return foreign_refuse(reading->err, RULE_STRUCTURE);
    TRY(read_method(reading, child, signature));
    signature->references =
        arena_make_array(reading->arena, FOREIGN_REFERENCES_MAX, struct foreign_reference);
    for (child = xml_tree_next(tree, child); child != XML_NO_NODE;
         child = xml_tree_next(tree, child)) {
        if (!child_is(reading, child, "Reference"))
            return foreign_refuse(reading->err, RULE_STRUCTURE);
        if (signature->reference_count == FOREIGN_REFERENCES_MAX)
            return foreign_refuse(reading->err, RULE_LIMIT);
        TRY(read_reference(reading, child, &signature->references[signature->reference_count++]));
    }
    return signature->reference_count ? OK : foreign_refuse(reading->err, RULE_STRUCTURE);
}

/* --- key info -------------------------------------------------------------------------------- */

static enum status
read_x509_data(const struct reading *reading, int32_t data, struct foreign_signature *signature)
{
    for (int32_t child = xml_tree_first(reading->tree, data); child != XML_NO_NODE;
         child = xml_tree_next(reading->tree, child)) {
        if (!child_is(reading, child, "X509Certificate"))
            continue;
        if (signature->certificate_count == FOREIGN_CERTIFICATES_MAX)
            return foreign_refuse(reading->err, RULE_LIMIT);
        TRY(read_bytes(reading, child, &signature->certificates[signature->certificate_count++]));
    }
    return OK;
}

static enum status
read_key_info(const struct reading *reading, int32_t info, struct foreign_signature *signature)
{
    signature->key_value = XML_NO_NODE;
    if (info == XML_NO_NODE)
        return OK;
    for (int32_t child = xml_tree_first(reading->tree, info); child != XML_NO_NODE;
         child = xml_tree_next(reading->tree, child)) {
        if (child_is(reading, child, "X509Data"))
            TRY(read_x509_data(reading, child, signature));
        else if (child_is(reading, child, "KeyValue") ||
                 xml_tree_is(reading->tree, child, DSIG11, "DEREncodedKeyValue"))
            signature->key_value = child;
    }
    return OK;
}

static enum status
read_part(const struct reading *reading, int32_t parent, const char *name, struct span *bytes)
{
    return read_bytes(reading, xml_tree_only(reading->tree, parent, DSIG, name), bytes);
}

static enum status
read_ec_key(const struct reading *reading, int32_t value, struct foreign_key **key)
{
    int32_t curve = xml_tree_only(reading->tree, value, DSIG11, "NamedCurve");
    int32_t point = xml_tree_only(reading->tree, value, DSIG11, "PublicKey");
    struct span bytes = {0}, uri;

    if (curve == XML_NO_NODE)
        return foreign_refuse(reading->err, RULE_KEY_VALUE);
    TRY(read_bytes(reading, point, &bytes));
    uri = xml_tree_attribute(reading->tree, curve, "URI");
    if (uri.size < 8 || memcmp(uri.data, "urn:oid:", 8) != 0)
        return foreign_refuse(reading->err, RULE_KEY_VALUE);
    return foreign_key_from_ec((struct span){uri.data + 8, uri.size - 8}, bytes, key, reading->err);
}

enum status
foreign_read_key_value(const struct xml_tree *tree, int32_t key_value, struct arena *arena,
                       struct foreign_key **key, struct error *err)
{
    const struct reading reading = {.tree = tree, .arena = arena, .err = err};
    struct span a = {0}, b = {0}, c = {0}, d = {0};

    if (xml_tree_is(tree, key_value, DSIG11, "DEREncodedKeyValue")) {
        TRY(read_bytes(&reading, key_value, &a));
        return foreign_key_parse_spki(a, key, err);
    }
    int32_t value = xml_tree_first(tree, key_value);
    if (xml_tree_is(tree, value, DSIG, "RSAKeyValue")) {
        TRY(read_part(&reading, value, "Modulus", &a));
        TRY(read_part(&reading, value, "Exponent", &b));
        return foreign_key_from_rsa(a, b, key, err);
    }
    if (xml_tree_is(tree, value, DSIG, "DSAKeyValue")) {
        TRY(read_part(&reading, value, "P", &a));
        TRY(read_part(&reading, value, "Q", &b));
        TRY(read_part(&reading, value, "G", &c));
        TRY(read_part(&reading, value, "Y", &d));
        return foreign_key_from_dsa(a, b, c, d, key, err);
    }
    if (xml_tree_is(tree, value, DSIG11, "ECKeyValue"))
        return read_ec_key(&reading, value, key);
    return foreign_refuse(err, RULE_KEY_VALUE);
}

/* --- the signature --------------------------------------------------------------------------- */

enum status
foreign_read(const struct xml_tree *tree, int32_t element, unsigned allowed, struct arena *arena,
             struct foreign_signature *signature, struct error *err)
{
    const struct reading reading = {tree, allowed, arena, err};
    int32_t info = xml_tree_first(tree, element), value, next;

    *signature = (struct foreign_signature){.element = element,
                                            .signed_info = info,
                                            .id = xml_tree_attribute(tree, element, "Id"),
                                            .key_value = XML_NO_NODE};
    /* SignedInfo, SignatureValue, KeyInfo?, Object*: one of each, in this order (XMLDSig 4.2). */
    if (info == XML_NO_NODE || !child_is(&reading, info, "SignedInfo"))
        return foreign_refuse(err, RULE_STRUCTURE);
    value = xml_tree_next(tree, info);
    if (value == XML_NO_NODE || !child_is(&reading, value, "SignatureValue"))
        return foreign_refuse(err, RULE_STRUCTURE);
    next = xml_tree_next(tree, value);
    bool has_key = next != XML_NO_NODE && child_is(&reading, next, "KeyInfo");
    for (int32_t child = has_key ? xml_tree_next(tree, next) : next; child != XML_NO_NODE;
         child = xml_tree_next(tree, child))
        if (!child_is(&reading, child, "Object"))
            return foreign_refuse(err, RULE_STRUCTURE);
    TRY(read_signed_info(&reading, signature));
    TRY(read_bytes(&reading, value, &signature->value));
    return read_key_info(&reading, has_key ? next : XML_NO_NODE, signature);
}
