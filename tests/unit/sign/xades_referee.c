/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/sign/xades_referee.h"
#include "tests/support/test.h"

#include "base/encode.h"
#include "crypto/certificate.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

static bool
is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static xmlNode *
next_in_document(xmlNode *node)
{
    if (node->children != NULL)
        return node->children;
    while (node != NULL && node->next == NULL)
        node = node->parent;
    return node ? node->next : NULL;
}

static xmlNode *
find_id(xmlDoc *doc, const char *id)
{
    xmlNode *found = NULL;
    for (xmlNode *node = xmlDocGetRootElement(doc); node != NULL; node = next_in_document(node)) {
        xmlChar *value =
            node->type == XML_ELEMENT_NODE ? xmlGetNoNsProp(node, (const xmlChar *)"Id") : NULL;
        if (value != NULL && strcmp((char *)value, id) == 0) {
            assert_null(found); /* twice */
            found = node;
        }
        xmlFree(value);
    }
    if (found == NULL)
        fail_msg("no Id %s", id);
    return found;
}

static xmlNode *
child(xmlNode *parent, const char *name)
{
    for (xmlNode *node = parent->children; node != NULL; node = node->next)
        if (is_element(node, name))
            return node;
    fail_msg("no %s", name);
    return NULL;
}

static int
in_subtree(void *apex, xmlNodePtr node, xmlNodePtr parent)
{
    if (node->type == XML_NAMESPACE_DECL || node->type == XML_ATTRIBUTE_NODE)
        node = parent;
    for (; node != NULL; node = node->parent)
        if (node == apex)
            return 1;
    return 0;
}

/* Exclusive C14N of an element, which must stand in the document byte for byte. */
static struct digest
digest_of(xmlNode *node, struct span document)
{
    xmlOutputBuffer *out = xmlAllocOutputBuffer(NULL);
    int answer = xmlC14NExecute(node->doc, in_subtree, node, XML_C14N_EXCLUSIVE_1_0, NULL, 0, out);
    assert_true(answer >= 0);
    struct span canonical = {(const char *)xmlOutputBufferGetContent(out),
                             xmlOutputBufferGetSize(out)};
    assert_true(canonical.size > 0);
    if (memmem(document.data, document.size, canonical.data, canonical.size) == NULL)
        fail_msg("%s does not stand canonical in the file", node->name);
    struct digest digest = sha256(canonical);
    xmlOutputBufferClose(out);
    return digest;
}

static size_t
base64_of(xmlNode *node, uint8_t *out, size_t room)
{
    size_t size;
    xmlChar *text = xmlNodeGetContent(node);
    assert_true(strlen((char *)text) <= room);
    assert_true(base64_read(span_of((char *)text), out, &size));
    xmlFree(text);
    return size;
}

static void
check_reference(xmlNode *reference, struct span document)
{
    uint8_t claimed[64];
    xmlChar *uri = xmlGetNoNsProp(reference, (const xmlChar *)"URI");
    assert_non_null(uri);
    struct digest digest = digest_of(find_id(reference->doc, (char *)uri + 1), document);
    assert_int_equal(base64_of(child(reference, "DigestValue"), claimed, sizeof claimed), 32);
    if (memcmp(claimed, digest.bytes, 32) != 0)
        fail_msg("digest of %s is wrong", uri);
    xmlFree(uri);
}

static void
check_signature(xmlNode *signature, struct span document)
{
    struct error err;
    static uint8_t der[2 * CERTIFICATE_DER_MAX];
    uint8_t value[2 * SIGNATURE_VALUE_MAX];
    xmlNode *info = child(signature, "SignedInfo");
    for (xmlNode *node = info->children; node != NULL; node = node->next)
        if (is_element(node, "Reference"))
            check_reference(node, document);
    xmlNode *x509 = child(child(child(signature, "KeyInfo"), "X509Data"), "X509Certificate");
    size_t der_size = base64_of(x509, der, sizeof der);
    size_t value_size = base64_of(child(signature, "SignatureValue"), value, sizeof value);
    AUTO(certificate) *certificate = NULL;
    assert_ok(certificate_parse((struct span){(char *)der, der_size}, &certificate, &err));
    struct digest digest = digest_of(info, document);
    assert_ok(public_key_verify(certificate->key, &digest, (struct span){(char *)value, value_size},
                                &err));
}

size_t
referee_check(struct span document)
{
    xmlDoc *doc = xmlReadMemory(document.data, (int)document.size, NULL, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    size_t count = 0;
    for (xmlNode *node = xmlDocGetRootElement(doc); node != NULL; node = next_in_document(node))
        if (is_element(node, "Signature")) {
            check_signature(node, document);
            count++;
        }
    xmlFreeDoc(doc);
    return count;
}
