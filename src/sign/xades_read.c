/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/xades_read.h"

#include <stdio.h>

#include "base/encode.h"
#include "sign/xades_names.h"

/* A step through the elements of one signature in document order. Names and depths together fix
 * the tree. */
struct walk {
    const struct xml_document *xml;
    const char *key; /* of this signature: "gvcn", "gvbm-TV" */
    int32_t next, end;
    uint8_t depth; /* of ds:Signature */
    struct xades_signature *signature;
    struct error *err;
};

static enum status
refuse(struct walk *walk, const char *what)
{
    return fail(walk->err, INVALID, "Chữ ký “%s” không đúng cấu trúc: %s.", walk->key, what);
}

/* What is asked of every element is inlined, so that the names' lengths are known. */
#define ASKED_OFTEN static inline __attribute__((always_inline))

/* The next element must have this name, stand `depth` below ds:Signature and have that many
 * attributes. */
ASKED_OFTEN enum status
take(struct walk *walk, enum xml_space space, const char *name, unsigned depth, size_t attributes,
     int32_t *element)
{
    if (walk->next >= walk->end || !xml_is(walk->xml, walk->next, space, name) ||
        walk->xml->elements[walk->next].depth != walk->depth + depth)
        return refuse(walk, name);
    if (walk->xml->elements[walk->next].attribute_count != attributes)
        return refuse(walk, name);
    *element = walk->next++;
    return OK;
}

ASKED_OFTEN enum status
take_container(struct walk *walk, enum xml_space space, const char *name, unsigned depth)
{
    int32_t element;

    return take(walk, space, name, depth, 0, &element);
}

/* Attribute number `index` is `name` with the value prefix + key + suffix. */
ASKED_OFTEN enum status
check_attribute(struct walk *walk, int32_t element, size_t index, const char *name,
                const char *prefix, const char *suffix)
{
    const struct xml_element *at = &walk->xml->elements[element];
    const struct xml_attribute *attribute = &walk->xml->attributes[at->first_attribute + index];
    struct span found = {walk->xml->bytes.data + attribute->name, attribute->name_size};
    struct span value = {walk->xml->bytes.data + attribute->value, attribute->value_size};
    size_t before = strlen(prefix), key = strlen(walk->key), after = strlen(suffix);

    if (!span_is(found, name) || value.size != before + key + after ||
        memcmp(value.data, prefix, before) != 0 ||
        memcmp(value.data + before, walk->key, key) != 0 ||
        memcmp(value.data + before + key, suffix, after) != 0)
        return refuse(walk, name);
    return OK;
}

ASKED_OFTEN bool
attribute_is(const struct walk *walk, int32_t element, size_t index, const char *name,
             const char *value)
{
    const struct xml_element *at = &walk->xml->elements[element];
    const struct xml_attribute *attribute = &walk->xml->attributes[at->first_attribute + index];
    struct span found = {walk->xml->bytes.data + attribute->name, attribute->name_size};

    return span_is(found, name) &&
           span_is((struct span){walk->xml->bytes.data + attribute->value, attribute->value_size},
                   value);
}

/* An empty element with one attribute, Algorithm. */
ASKED_OFTEN enum status
take_algorithm(struct walk *walk, const char *name, unsigned depth, const char *algorithm)
{
    int32_t element;

    TRY(take(walk, XML_DS, name, depth, 1, &element));
    if (!attribute_is(walk, element, 0, "Algorithm", algorithm) ||
        xml_raw_text(walk->xml, element).size != 0)
        return refuse(walk, "thuật toán không được chấp nhận");
    return OK;
}

/* The text of a leaf without attributes. */
ASKED_OFTEN enum status
take_text(struct walk *walk, enum xml_space space, const char *name, unsigned depth,
          struct span *text)
{
    int32_t element;

    TRY(take(walk, space, name, depth, 0, &element));
    if (walk->xml->elements[element].after != element + 1)
        return refuse(walk, name);
    *text = xml_raw_text(walk->xml, element);
    return OK;
}

/* Base64 of exactly `size` bytes. */
static bool
read_base64(struct span text, uint8_t *out, size_t size)
{
    uint8_t bytes[64];
    size_t got;

    if (size > 48 || text.size != base64_size(size) || !base64_read(text, bytes, &got) ||
        got != size)
        return false;
    memcpy(out, bytes, size);
    return true;
}

static enum status
take_digest(struct walk *walk, unsigned depth, struct digest *digest)
{
    struct span text;

    TRY(take_algorithm(walk, "DigestMethod", depth, XADES_SHA256));
    TRY(take_text(walk, XML_DS, "DigestValue", depth, &text));
    if (!read_base64(text, digest->bytes, sizeof digest->bytes))
        return refuse(walk, "DigestValue");
    return OK;
}

/* What stands below the Reference's start tag. */
static enum status
take_reference_body(struct walk *walk, int32_t target)
{
    struct xades_signature *signature = walk->signature;
    struct xades_reference *reference = &signature->references[signature->reference_count++];

    reference->element = target;
    TRY(take_container(walk, XML_DS, "Transforms", 3));
    TRY(take_algorithm(walk, "Transform", 4, XADES_EXC_C14N));
    return take_digest(walk, 3, &reference->digest);
}

/* A reference with Id and URI: to what is signed. */
static enum status
take_data_reference(struct walk *walk, const char *suffix, const char *uri, int32_t target)
{
    int32_t element;

    TRY(take(walk, XML_DS, "Reference", 2, 2, &element));
    TRY(check_attribute(walk, element, 0, "Id", "sig-", suffix));
    if (!attribute_is(walk, element, 1, "URI", uri))
        return refuse(walk, "tham chiếu tới phần dữ liệu");
    return take_reference_body(walk, target);
}

static enum status
take_data_references(struct walk *walk)
{
    const struct xades_place *place = &walk->signature->place;
    char uri[sizeof "#mon-" + SUBJECT_CODE_MAX];

    if (place->office || place->role != SIGNER_SUBJECT_TEACHER)
        return take_data_reference(walk, "-data", "#data", place->data);
    snprintf(uri, sizeof uri, "#mon-%.*s", (int)place->subject_code.size, place->subject_code.data);
    TRY(take_data_reference(walk, "-general", "#thongtinchung", place->general));
    return take_data_reference(walk, "-data", uri, place->data);
}

/* The references to what is in the signature's own Objects; their elements are known later. */
static enum status
take_own_references(struct walk *walk)
{
    int32_t element;

    TRY(take(walk, XML_DS, "Reference", 2, 3, &element));
    TRY(check_attribute(walk, element, 0, "Id", "sig-", "-props-ref"));
    TRY(check_attribute(walk, element, 2, "URI", "#sig-", "-props"));
    if (!attribute_is(walk, element, 1, "Type", XADES_TYPE_PROPERTIES))
        return refuse(walk, "tham chiếu tới SignatureProperties");
    TRY(take_reference_body(walk, XML_NO_ELEMENT));
    TRY(take(walk, XML_DS, "Reference", 2, 2, &element));
    TRY(check_attribute(walk, element, 1, "URI", "#sig-", "-sp"));
    if (!attribute_is(walk, element, 0, "Type", XADES_TYPE_SIGNED_PROPERTIES))
        return refuse(walk, "tham chiếu tới SignedProperties");
    return take_reference_body(walk, XML_NO_ELEMENT);
}

static enum status
refuse_order(struct walk *walk)
{
    return fail(walk->err, CONFLICT,
                "Chữ ký “%s” không xác nhận đúng các chữ ký đứng trước nó: có chữ ký đã bị bỏ đi, "
                "thêm vào hoặc ký sai thứ tự.",
                walk->key);
}

/* An attribute URI="#id". */
static bool
is_reference_to(const struct walk *walk, int32_t element, size_t index, struct span id)
{
    const struct xml_element *at = &walk->xml->elements[element];
    const struct xml_attribute *attribute = &walk->xml->attributes[at->first_attribute + index];
    const char *value = walk->xml->bytes.data + attribute->value;

    return span_is((struct span){walk->xml->bytes.data + attribute->name, attribute->name_size},
                   "URI") &&
           attribute->value_size == id.size + 1 && *value == '#' &&
           memcmp(value + 1, id.data, id.size) == 0;
}

/* One reference to the value of each signer before, in document order. */
static enum status
take_earlier_references(struct walk *walk, const struct xades_signature *earlier, size_t count)
{
    const struct xml_document *xml = walk->xml;

    for (size_t i = 0; i < count; i++) {
        struct span id = xml_find_attribute(xml, earlier[i].value_element, "Id");
        int32_t element;
        if (take(walk, XML_DS, "Reference", 2, 2, &element) != OK ||
            !attribute_is(walk, element, 0, "Type", XADES_TYPE_COUNTERSIGNED) ||
            !is_reference_to(walk, element, 1, id))
            return refuse_order(walk);
        TRY(take_reference_body(walk, earlier[i].value_element));
    }
    if (walk->next < walk->end && xml_is(xml, walk->next, XML_DS, "Reference"))
        return refuse_order(walk);
    walk->signature->earlier_count = count;
    return OK;
}

static enum status
take_method(struct walk *walk)
{
    int32_t element;

    TRY(take(walk, XML_DS, "SignatureMethod", 2, 1, &element));
    if (attribute_is(walk, element, 0, "Algorithm", XADES_RSA_SHA256))
        walk->signature->method = KEY_RSA;
    else if (attribute_is(walk, element, 0, "Algorithm", XADES_ECDSA_SHA256))
        walk->signature->method = KEY_P256;
    else
        return refuse(walk, "thuật toán không được chấp nhận");
    return xml_raw_text(walk->xml, element).size == 0 ? OK : refuse(walk, "SignatureMethod");
}

static enum status
take_signed_info(struct walk *walk, const struct xades_signature *earlier, size_t earlier_count)
{
    int32_t element;

    TRY(take(walk, XML_DS, "SignedInfo", 1, 0, &element));
    walk->signature->signed_info = xml_element_bytes(walk->xml, element);
    TRY(take_algorithm(walk, "CanonicalizationMethod", 2, XADES_EXC_C14N));
    TRY(take_method(walk));
    TRY(take_data_references(walk));
    TRY(take_own_references(walk));
    return take_earlier_references(walk, earlier, earlier_count);
}

static enum status
take_value(struct walk *walk)
{
    struct xades_signature *signature = walk->signature;
    uint8_t bytes[SIGNATURE_VALUE_MAX + 3];

    TRY(take(walk, XML_DS, "SignatureValue", 1, 1, &signature->value_element));
    TRY(check_attribute(walk, signature->value_element, 0, "Id", "sig-", "-value"));
    struct span text = xml_raw_text(walk->xml, signature->value_element);
    if (text.size == 0 || text.size > base64_size(SIGNATURE_VALUE_MAX) ||
        !base64_read(text, bytes, &signature->value.size) ||
        signature->value.size > SIGNATURE_VALUE_MAX)
        return refuse(walk, "SignatureValue");
    memcpy(signature->value.bytes, bytes, signature->value.size);
    return OK;
}

static enum status
take_key_info(struct walk *walk)
{
    struct xades_signature *signature = walk->signature;

    TRY(take_container(walk, XML_DS, "KeyInfo", 1));
    TRY(take_container(walk, XML_DS, "X509Data", 2));
    TRY(take_text(walk, XML_DS, "X509SubjectName", 3, &signature->subject_name));
    do {
        if (signature->certificate_count == CHAIN_MAX)
            return refuse(walk, "quá nhiều chứng thư");
        TRY(take_text(walk, XML_DS, "X509Certificate", 3,
                      &signature->certificates[signature->certificate_count++]));
    } while (walk->next < walk->end && xml_is(walk->xml, walk->next, XML_DS, "X509Certificate"));
    return OK;
}

/* One SignatureProperty with one leaf of ours. */
static enum status
take_property(struct walk *walk, const char *name, struct span *text)
{
    int32_t element;

    TRY(take(walk, XML_DS, "SignatureProperty", 3, 1, &element));
    TRY(check_attribute(walk, element, 0, "Target", "#sig-", ""));
    return take_text(walk, XML_OURS, name, 4, text);
}

static enum status
take_properties(struct walk *walk)
{
    struct xades_signature *signature = walk->signature;
    struct xades_reference *reference =
        &signature->references[signature->reference_count - signature->earlier_count - 2];
    uint8_t salt[16];
    struct span text;

    TRY(take_container(walk, XML_DS, "Object", 1));
    TRY(take(walk, XML_DS, "SignatureProperties", 2, 1, &reference->element));
    TRY(check_attribute(walk, reference->element, 0, "Id", "sig-", "-props"));
    TRY(take_property(walk, "SigningTime", &signature->signing_time));
    if (!moment_parse(signature->signing_time, &signature->time))
        return refuse(walk, "SigningTime");
    TRY(take_property(walk, "Salt", &text));
    return read_base64(text, salt, sizeof salt) ? OK : refuse(walk, "Salt");
}

static enum status
take_signed_certificate(struct walk *walk)
{
    TRY(take_container(walk, XML_XADES, "SigningCertificateV2", 5));
    TRY(take_container(walk, XML_XADES, "Cert", 6));
    TRY(take_container(walk, XML_XADES, "CertDigest", 7));
    return take_digest(walk, 8, &walk->signature->certificate_digest);
}

static enum status
take_role(struct walk *walk)
{
    const struct xades_place *place = &walk->signature->place;
    struct span role;

    TRY(take_container(walk, XML_XADES, "SignerRoleV2", 5));
    TRY(take_container(walk, XML_XADES, "ClaimedRoles", 6));
    TRY(take_text(walk, XML_XADES, "ClaimedRole", 7, &role));
    if (!span_is(role,
                 place->office ? xades_office_roles[place->office] : signer_role_tag(place->role)))
        return refuse(walk, "vai trò ký không khớp vị trí");
    return OK;
}

static enum status
take_format(struct walk *walk, const char *suffix)
{
    struct span type;
    int32_t element;

    TRY(take(walk, XML_XADES, "DataObjectFormat", 5, 1, &element));
    TRY(check_attribute(walk, element, 0, "ObjectReference", "#sig-", suffix));
    TRY(take_text(walk, XML_XADES, "MimeType", 6, &type));
    return span_is(type, XADES_MIME_TYPE) ? OK : refuse(walk, "MimeType");
}

/* Perhaps proofs that came later. */
static enum status
take_evidence(struct walk *walk)
{
    struct xades_unsigned *evidence = &walk->signature->evidence;
    int32_t element;

    evidence->element = XML_NO_ELEMENT;
    if (walk->next >= walk->end ||
        take(walk, XML_XADES, "UnsignedProperties", 3, 0, &element) != OK)
        return OK; /* anything else there is refused as superfluous */
    TRY(xades_unsigned_read(walk->xml, element, evidence, walk->err));
    walk->next = evidence->after;
    return OK;
}

static enum status
take_qualifying_properties(struct walk *walk)
{
    struct xades_signature *signature = walk->signature;
    struct xades_reference *reference =
        &signature->references[signature->reference_count - signature->earlier_count - 1];
    struct span time;
    int32_t element;

    TRY(take_container(walk, XML_DS, "Object", 1));
    TRY(take(walk, XML_XADES, "QualifyingProperties", 2, 1, &element));
    TRY(check_attribute(walk, element, 0, "Target", "#sig-", ""));
    TRY(take(walk, XML_XADES, "SignedProperties", 3, 1, &reference->element));
    TRY(check_attribute(walk, reference->element, 0, "Id", "sig-", "-sp"));
    TRY(take_container(walk, XML_XADES, "SignedSignatureProperties", 4));
    TRY(take_text(walk, XML_XADES, "SigningTime", 5, &time));
    if (!span_equal(time, signature->signing_time))
        return refuse(walk, "hai thời điểm ký khác nhau");
    TRY(take_signed_certificate(walk));
    TRY(take_role(walk));
    TRY(take_container(walk, XML_XADES, "SignedDataObjectProperties", 4));
    if (!signature->place.office && signature->place.role == SIGNER_SUBJECT_TEACHER)
        TRY(take_format(walk, "-general"));
    TRY(take_format(walk, "-data"));
    TRY(take_format(walk, "-props-ref"));
    return take_evidence(walk);
}

static enum status
walk_signature(struct walk *walk, const struct xades_signature *earlier, size_t earlier_count)
{
    int32_t element;

    TRY(take(walk, XML_DS, "Signature", 0, 1, &element));
    TRY(check_attribute(walk, element, 0, "Id", "sig-", ""));
    TRY(take_signed_info(walk, earlier, earlier_count));
    TRY(take_value(walk));
    TRY(take_key_info(walk));
    TRY(take_properties(walk));
    TRY(take_qualifying_properties(walk));
    return walk->next == walk->end ? OK : refuse(walk, "còn thẻ thừa");
}

enum status
xades_read(const struct xml_document *document, const struct xades_place *place,
           const struct xades_signature *earlier, size_t earlier_count,
           struct xades_signature *signature, struct error *err)
{
    char key[XADES_KEY_MAX];
    const struct xml_element *at = &document->elements[place->signature];
    struct walk walk = {
        .xml = document,
        .key = xades_key(place, key),
        .next = place->signature,
        .end = at->after,
        .depth = at->depth,
        .signature = signature,
        .err = err,
    };

    if (!place->office && place->role == SIGNER_SUBJECT_TEACHER)
        earlier_count = 0;
    memset(signature, 0, sizeof *signature);
    signature->place = *place;
    return walk_signature(&walk, earlier, earlier_count);
}
