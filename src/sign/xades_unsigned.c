/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/xades_unsigned.h"

#include "base/encode.h"
#include "crypto/certificate.h"
#include "sign/xades_names.h"

struct reading {
    const struct xml_document *xml;
    struct xades_unsigned *read;
    size_t value_count;
    struct error *err;
};

static enum status
refuse(struct reading *reading, const char *what)
{
    return fail(reading->err, INVALID,
                "Phần bằng chứng kèm chữ ký (UnsignedProperties) không đúng cấu trúc: %s.", what);
}

/* *child has this name and no attributes; moves on to its sibling. */
static bool
take(struct reading *reading, int32_t *child, enum xml_space space, const char *name,
     int32_t *element)
{
    if (!xml_is(reading->xml, *child, space, name) ||
        reading->xml->elements[*child].attribute_count != 0)
        return false;
    *element = *child;
    *child = xml_next_sibling(reading->xml, *child);
    return true;
}

static enum status
read_leaf(struct reading *reading, int32_t element, size_t bytes_max, struct span *text)
{
    *text = xml_raw_text(reading->xml, element);
    if (reading->xml->elements[element].after != element + 1 || text->size == 0)
        return refuse(reading, "giá trị rỗng hoặc có thẻ con");
    return text->size <= base64_size(bytes_max) ? OK : refuse(reading, "giá trị quá lớn");
}

static bool
is_exclusive_c14n(const struct xml_document *xml, int32_t element)
{
    return xml_is(xml, element, XML_DS, "CanonicalizationMethod") &&
           xml->elements[element].attribute_count == 1 &&
           span_is(xml_find_attribute(xml, element, "Algorithm"), XADES_EXC_C14N) &&
           xml->elements[element].content == xml->elements[element].content_end;
}

static enum status
read_timestamp(struct reading *reading, int32_t element)
{
    struct xades_unsigned *read = reading->read;
    int32_t child = xml_first_child(reading->xml, element), token;

    if (read->timestamp_count == XADES_TIMESTAMPS_MAX)
        return refuse(reading, "quá nhiều dấu thời gian");
    if (!is_exclusive_c14n(reading->xml, child))
        return refuse(reading, "CanonicalizationMethod");
    child = xml_next_sibling(reading->xml, child);
    if (!take(reading, &child, XML_XADES, "EncapsulatedTimeStamp", &token) ||
        child != XML_NO_ELEMENT)
        return refuse(reading, "EncapsulatedTimeStamp");
    return read_leaf(reading, token, XADES_TOKEN_MAX, &read->timestamps[read->timestamp_count++]);
}

/* A list of one kind of leaf, at least one. */
static enum status
check_list(struct reading *reading, int32_t list, const char *name, size_t bytes_max)
{
    int32_t child = xml_first_child(reading->xml, list), element;
    struct span text;

    do {
        if (!take(reading, &child, XML_XADES, name, &element) ||
            ++reading->value_count > XADES_VALUES_MAX)
            return refuse(reading, name);
        TRY(read_leaf(reading, element, bytes_max, &text));
    } while (child != XML_NO_ELEMENT);
    return OK;
}

static enum status
check_revocation(struct reading *reading, int32_t values)
{
    int32_t child = xml_first_child(reading->xml, values), list;

    if (child == XML_NO_ELEMENT)
        return refuse(reading, "RevocationValues");
    if (take(reading, &child, XML_XADES, "CRLValues", &list))
        TRY(check_list(reading, list, "EncapsulatedCRLValue", XADES_REVOCATION_MAX));
    if (take(reading, &child, XML_XADES, "OCSPValues", &list))
        TRY(check_list(reading, list, "EncapsulatedOCSPValue", XADES_REVOCATION_MAX));
    return child == XML_NO_ELEMENT ? OK : refuse(reading, "RevocationValues");
}

/* CertificateValues and RevocationValues, from *child on; each may be missing. */
static enum status
check_values(struct reading *reading, int32_t *child)
{
    int32_t values;

    if (take(reading, child, XML_XADES, "CertificateValues", &values))
        TRY(check_list(reading, values, "EncapsulatedX509Certificate", CERTIFICATE_DER_MAX));
    if (take(reading, child, XML_XADES, "RevocationValues", &values))
        TRY(check_revocation(reading, values));
    return OK;
}

static enum status
read_properties(struct reading *reading, int32_t properties)
{
    int32_t child = xml_first_child(reading->xml, properties), element;

    while (take(reading, &child, XML_XADES, "SignatureTimeStamp", &element))
        TRY(read_timestamp(reading, element));
    if (reading->read->timestamp_count == 0)
        return refuse(reading, "SignatureTimeStamp");
    reading->read->values = child == XML_NO_ELEMENT ? reading->read->after : child;
    TRY(check_values(reading, &child));
    if (take(reading, &child, XML_XADES141, "TimeStampValidationData", &element)) {
        int32_t inside = xml_first_child(reading->xml, element);
        if (inside == XML_NO_ELEMENT)
            return refuse(reading, "TimeStampValidationData");
        TRY(check_values(reading, &inside));
        if (inside != XML_NO_ELEMENT)
            return refuse(reading, "TimeStampValidationData");
    }
    return child == XML_NO_ELEMENT ? OK : refuse(reading, "có thẻ lạ");
}

enum status
xades_unsigned_read(const struct xml_document *document, int32_t element,
                    struct xades_unsigned *read, struct error *err)
{
    struct reading reading = {.xml = document, .read = read, .err = err};
    int32_t child = xml_first_child(document, element), properties;

    *read = (struct xades_unsigned){.element = element, .after = document->elements[element].after};
    if (document->elements[element].attribute_count != 0 ||
        !take(&reading, &child, XML_XADES, XML_UNSIGNED_PROPERTIES, &properties) ||
        child != XML_NO_ELEMENT)
        return refuse(&reading, XML_UNSIGNED_PROPERTIES);
    return read_properties(&reading, properties);
}

bool
xades_unsigned_next(const struct xml_document *document, const struct xades_unsigned *read,
                    int32_t *at, struct xades_value *value)
{
    static const struct {
        const char *name;
        enum xades_value_kind kind;
    } leaves[] = {{"EncapsulatedX509Certificate", XADES_CERTIFICATE},
                  {"EncapsulatedOCSPValue", XADES_OCSP},
                  {"EncapsulatedCRLValue", XADES_CRL}};

    if (read->element == XML_NO_ELEMENT)
        return false;
    while (*at < read->after) {
        int32_t element = (*at)++;
        for (size_t i = 0; i < COUNT_OF(leaves); i++) {
            if (!xml_is(document, element, XML_XADES, leaves[i].name))
                continue;
            *value = (struct xades_value){leaves[i].kind, xml_raw_text(document, element)};
            return true;
        }
    }
    return false;
}
