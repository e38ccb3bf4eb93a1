/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/referee_c14n.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/uri.h>

static int
is_inside(void *apex, xmlNode *node, xmlNode *parent)
{
    for (xmlNode *at = node->type == XML_NAMESPACE_DECL ? parent : node; at; at = at->parent)
        if (at == apex)
            return 1;
    return 0;
}

static xmlNode *
next_element(xmlNode *node)
{
    if (node->children && node->children->type == XML_ELEMENT_NODE)
        return node->children;
    while (node && !(node->next && node->next->type == XML_ELEMENT_NODE))
        node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
    return node ? node->next : NULL;
}

/* A namespace that is no URI: libxml2 refuses to write the document, even where that namespace is
 * used by nothing and so is no part of what exclusive C14N writes. */
static bool
has_odd_namespace(const xmlNode *node)
{
    for (; node; node = node->next) {
        for (const xmlNs *space = node->type == XML_ELEMENT_NODE ? node->nsDef : NULL; space;
             space = space->next) {
            xmlURI *uri = xmlParseURI((const char *)space->href);
            if (!uri)
                return true;
            xmlFreeURI(uri);
        }
        if (has_odd_namespace(node->children))
            return true;
    }
    return false;
}

static const char *
compare(xmlDoc *tree, xmlNode *apex, struct span want)
{
    xmlOutputBuffer *out = xmlAllocOutputBuffer(NULL);
    int result = xmlC14NExecute(tree, is_inside, apex, XML_C14N_EXCLUSIVE_1_0, NULL, 0, out);
    struct span got = {(const char *)xmlOutputBufferGetContent(out), xmlOutputBufferGetSize(out)};
    bool same = result >= 0 ? span_equal(got, want) : has_odd_namespace(tree->children);

    xmlOutputBufferClose(out);
    return same ? NULL : "C14N of an apex is not its bytes";
}

static bool
is_signed_part(const struct xml_document *document, int32_t element)
{
    int32_t parent = document->elements[element].parent;

    return xml_is_apex(document->elements[element].space, xml_element_name(document, element)) ||
           xml_is(document, parent, XML_XADES, XML_UNSIGNED_PROPERTIES) ||
           xml_is(document, element, XML_NONE, "THONG_TIN_CHUNG") ||
           xml_is(document, element, XML_NONE, "MON_HOC");
}

static const char *
walk(const struct xml_document *document, xmlDoc *tree)
{
    xmlNode *node = xmlDocGetRootElement(tree);

    for (size_t i = 0; i < document->element_count; i++, node = next_element(node)) {
        const char *wrong = NULL;
        if (!node || !span_is(xml_element_name(document, (int32_t)i), (const char *)node->name))
            return "the elements differ";
        if (is_signed_part(document, (int32_t)i))
            wrong = compare(tree, node, xml_element_bytes(document, (int32_t)i));
        if (wrong)
            return wrong;
    }
    return node ? "libxml2 sees more elements" : NULL;
}

static void
be_silent(void *context, xmlError *error)
{
    (void)context;
    (void)error;
}

const char *
referee_c14n_of(struct span source, const struct xml_document *document)
{
    xmlSetStructuredErrorFunc(NULL, be_silent);
    xmlDoc *tree = xmlReadMemory(source.data, (int)source.size, NULL, NULL, XML_PARSE_NONET);
    if (!tree)
        return "libxml2 does not parse it";
    const char *wrong = walk(document, tree);
    xmlFreeDoc(tree);
    return wrong;
}

const char *
referee_c14n(const struct xml_document *document)
{
    return referee_c14n_of(document->bytes, document);
}
