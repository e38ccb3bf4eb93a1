/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/schema.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <pthread.h>

#include "base/lazy.h"
#include "embedded_data.h"
#include "xml/record_tags.h"
#include "xml/record_xml.h"

/* What it is asked for (base/lazy.h). */
/* clang-format off */
#define LIBXML(LAZY)                                                                               \
    LAZY(xml, FreeDoc) LAZY(xml, InitParser) LAZY(xml, ReadMemory)                                 \
    LAZY(xml, SchemaFreeParserCtxt) LAZY(xml, SchemaFreeValidCtxt)                                 \
    LAZY(xml, SchemaNewMemParserCtxt) LAZY(xml, SchemaNewValidCtxt) LAZY(xml, SchemaParse)         \
    LAZY(xml, SchemaSetParserStructuredErrors) LAZY(xml, SchemaSetValidStructuredErrors)           \
    LAZY(xml, SchemaValidateDoc)
/* clang-format on */
static LAZY_TYPE(libxml, LIBXML) libxml = LAZY_VALUE(SONAME_XML2, LIBXML);

static xmlSchema *schema_ours, *schema_strict;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* What the validator says first. */
struct complaint {
    bool any;
    int code;
    char element[XML_NAME_MAX + 1];
};

static void
be_silent(void *context, xmlError *error)
{
    (void)context;
    (void)error;
}

static void
keep_first(void *context, xmlError *error)
{
    struct complaint *complaint = context;
    const xmlNode *node = error->node;

    if (complaint->any)
        return;
    complaint->any = true;
    complaint->code = error->code;
    if (node && node->name)
        snprintf(complaint->element, sizeof complaint->element, "%s", (const char *)node->name);
}

static xmlSchema *
load(struct span xsd)
{
    xmlSchemaParserCtxt *parser = libxml.SchemaNewMemParserCtxt(xsd.data, (int)xsd.size);

    if (!parser)
        return NULL;
    libxml.SchemaSetParserStructuredErrors(parser, be_silent, NULL);
    xmlSchema *schema = libxml.SchemaParse(parser);
    libxml.SchemaFreeParserCtxt(parser);
    return schema;
}

static void
load_all(void)
{
    lazy_load(&libxml.library);
    libxml.InitParser();
    schema_ours = load(embedded_hocba_1_0_hb1_xsd);
    schema_strict = load(embedded_hocba_1_0_xsd);
}

/* PHIEN_BAN stands first in THONG_TIN_CHUNG; the schema itself refuses it elsewhere. */
static bool
is_strict(const struct xml_document *document)
{
    for (size_t i = 0; i < document->element_count; i++)
        if (xml_is(document, (int32_t)i, XML_NONE, "PHIEN_BAN"))
            return span_is(xml_raw_text(document, (int32_t)i), RECORD_VERSION_STRICT);
    return false;
}

static enum status
validate(xmlSchema *schema, xmlDoc *tree, struct error *err)
{
    struct complaint complaint = {0};
    xmlSchemaValidCtxt *validator = libxml.SchemaNewValidCtxt(schema);

    if (!validator)
        return fail(err, UNAVAILABLE, "Không kiểm tra được cấu trúc học bạ; hãy thử lại.");
    libxml.SchemaSetValidStructuredErrors(validator, keep_first, &complaint);
    int result = libxml.SchemaValidateDoc(validator, tree);
    libxml.SchemaFreeValidCtxt(validator);
    if (result == 0 && !complaint.any)
        return OK;
    fail(err, INVALID,
         "Học bạ không đúng lược đồ XML: thẻ %s thiếu, thừa, sai chỗ hoặc có giá trị không hợp lệ.",
         complaint.element[0] ? complaint.element : "gốc");
    return fail_detail(err, "libxml2 schema error %d", complaint.code);
}

enum status
schema_check(struct span document, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct xml_document scanned;

    /* libxml2 sees only what our scanner has bounded and found free of DTD and entities. */
    TRY(xml_scan(document, XML_DOCUMENT_MAX, arena, &scanned, err));
    pthread_once(&once, load_all);
    if (!schema_ours || !schema_strict)
        return fail(err, CORRUPT, "Lược đồ XML đi kèm chương trình bị hỏng; hãy cài đặt lại.");
    xmlDoc *tree = libxml.ReadMemory(document.data, (int)document.size, NULL, "UTF-8",
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!tree)
        return fail(err, INVALID, "Học bạ không phải XML hợp lệ.");
    enum status status = validate(is_strict(&scanned) ? schema_strict : schema_ours, tree, err);
    libxml.FreeDoc(tree);
    return status;
}
