/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/xades_levels.h"

#include "base/encode.h"
#include "sign/xades_names.h"

/* --- writing ---------------------------------------------------------------------------------- */

static void
write_leaves(struct xml_writer *xml, const char *name, const struct span *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        xml_start(xml, XML_XADES, name);
        xml_text(xml, (struct span){0}); /* closes the start tag */
        base64_add(xml->out, values[i].data, values[i].size);
        xml_end(xml);
    }
}

static void
write_list(struct xml_writer *xml, const char *list, const char *name, const struct span *values,
           size_t count)
{
    if (count == 0)
        return;
    xml_start(xml, XML_XADES, list);
    write_leaves(xml, name, values, count);
    xml_end(xml);
}

static void
write_values(struct xml_writer *xml, const struct xades_values *values)
{
    write_list(xml, "CertificateValues", "EncapsulatedX509Certificate", values->certificates,
               values->certificate_count);
    if (values->crl_count + values->ocsp_count == 0)
        return;
    xml_start(xml, XML_XADES, "RevocationValues");
    write_list(xml, "CRLValues", "EncapsulatedCRLValue", values->crls, values->crl_count);
    write_list(xml, "OCSPValues", "EncapsulatedOCSPValue", values->ocsps, values->ocsp_count);
    xml_end(xml);
}

static bool
has_values(const struct xades_values *values)
{
    return values->certificate_count + values->crl_count + values->ocsp_count > 0;
}

static void
write_timestamp(struct xml_writer *xml, struct span token)
{
    xml_start(xml, XML_XADES, "SignatureTimeStamp");
    xml_start(xml, XML_DS, "CanonicalizationMethod");
    xml_attribute(xml, "Algorithm", XADES_EXC_C14N);
    xml_end(xml);
    write_leaves(xml, "EncapsulatedTimeStamp", &token, 1);
    xml_end(xml);
}

/* xades:UnsignedProperties; inside an element that declares xades. */
static void
write_evidence(const struct xades_evidence *evidence, struct buffer *out)
{
    struct xml_writer xml = xml_writer_to(out);

    xml_start_inside(&xml, XML_XADES, "UnsignedProperties");
    xml_start(&xml, XML_XADES, XML_UNSIGNED_PROPERTIES);
    for (size_t i = 0; i < evidence->timestamp_count; i++)
        write_timestamp(&xml, evidence->timestamps[i]);
    write_values(&xml, &evidence->signer);
    if (has_values(&evidence->authority)) {
        xml_start(&xml, XML_XADES141, "TimeStampValidationData");
        write_values(&xml, &evidence->authority);
        xml_end(&xml);
    }
    xml_end(&xml);
    xml_end(&xml);
}

/* --- reading ---------------------------------------------------------------------------------- */

enum status
xades_levels_list(struct span document, struct arena *arena, struct xades_levels *levels,
                  struct error *err)
{
    struct xades_levels read = {0};
    struct xades_places places;

    TRY(xml_scan(document, XML_DOCUMENT_MAX, arena, &read.xml, err));
    TRY(xades_find_places(&read.xml, &places, err));
    read.signatures = arena_make_array(arena, places.count + 1, struct xades_signature);
    for (; read.count < places.count; read.count++)
        TRY(xades_read(&read.xml, &places.items[read.count], read.signatures, read.count,
                       &read.signatures[read.count], err));
    *levels = read;
    return OK;
}

/* --- inserting -------------------------------------------------------------------------------- */

static const struct xades_evidence *
find_evidence(const struct xades_evidence *evidence, size_t count,
              const struct xades_signature *signature)
{
    char key[XADES_KEY_MAX];

    xades_key(&signature->place, key);
    for (size_t i = 0; i < count; i++)
        if (text_equal(evidence[i].key, key))
            return &evidence[i];
    return NULL;
}

/* Behind xades:SignedProperties, which is the last thing read in a signature without evidence. */
static uint32_t
place_of_evidence(const struct xml_document *xml, const struct xades_signature *signature)
{
    size_t own = signature->reference_count - signature->earlier_count - 1;

    return xml->elements[signature->references[own].element].end;
}

enum status
xades_levels_insert(struct span document, const struct xades_evidence *evidence, size_t count,
                    struct buffer *out, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *made = buffer_new(XML_DOCUMENT_MAX);
    struct xades_levels levels;
    size_t from = 0, inserted = 0;

    TRY(xades_levels_list(document, arena, &levels, err));
    for (size_t i = 0; i < levels.count; i++) {
        const struct xades_signature *signature = &levels.signatures[i];
        const struct xades_evidence *its = find_evidence(evidence, count, signature);
        if (!its)
            continue;
        if (signature->evidence.element != XML_NO_ELEMENT)
            return fail(err, CONFLICT, "Chữ ký “%s” đã có bằng chứng kèm theo.", its->key);
        uint32_t place = place_of_evidence(&levels.xml, signature);
        buffer_add(made, document.data + from, place - from);
        write_evidence(its, made);
        from = place;
        inserted++;
    }
    if (inserted != count)
        return fail(err, NOT_FOUND, "Học bạ không có đủ các chữ ký mà bằng chứng nói tới.");
    buffer_add(made, document.data + from, document.size - from);
    if (made->overflow)
        return fail(err, INVALID, "Học bạ kèm bằng chứng lớn quá %d KB.", XML_DOCUMENT_MAX / 1024);
    buffer_add(out, made->data, made->size);
    return OK;
}

/* --- cutting ---------------------------------------------------------------------------------- */

struct span
xades_levels_cut_read(const struct xml_document *document, uint32_t from, uint32_t to,
                      const struct xades_signature *signatures, size_t count, struct arena *arena)
{
    char *copy = NULL;
    size_t size = 0;

    for (size_t i = 0; i < count; i++) {
        int32_t element = signatures[i].evidence.element;
        if (element == XML_NO_ELEMENT)
            continue;
        if (!copy)
            copy = arena_alloc(arena, to - from);
        struct span kept = xml_slice(document, from, document->elements[element].start);
        memcpy(copy + size, kept.data, kept.size);
        size += kept.size;
        from = document->elements[element].end;
    }
    struct span rest = xml_slice(document, from, to);
    if (!copy)
        return rest;
    memcpy(copy + size, rest.data, rest.size);
    return (struct span){copy, size + rest.size};
}

enum status
xades_levels_cut(struct span document, struct arena *arena, struct span *issued, struct error *err)
{
    struct xades_levels levels;

    TRY(xades_levels_list(document, arena, &levels, err));
    *issued = xades_levels_cut_read(&levels.xml, 0, (uint32_t)document.size, levels.signatures,
                                    levels.count, arena);
    return OK;
}
