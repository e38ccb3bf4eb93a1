/* SPDX-License-Identifier: Apache-2.0
 *
 * Verify one record some times, by us or by libxmlsec1 with the keys handed to it, so that an
 * instruction counter can be held over it.
 *
 *     count ours|xmlsec TIMES RECORD ROOT
 */
#include <stdio.h>
#include <stdlib.h>

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <xmlsec/crypto.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include "base/file.h"
#include "tests/support/pki.h"
#include "verify/verify.h"

enum { FILE_MAX = 1024 * 1024 };

static void
must(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "count: %s\n", what);
    exit(1);
}

static void
verify_ours(struct span file, struct span root, long times)
{
    AUTO(verify_cache) *cache = verify_cache_new();
    AUTO(anchors) *anchors = NULL;
    struct error err;

    must(anchors_parse(root, &anchors, &err) == OK, "anchors");
    struct verify_material material = {.anchors = anchors, .now = PKI_NOW, .cache = cache};
    for (long i = 0; i < times; i++) {
        AUTO(arena) *arena = arena_new();
        struct verdict_report *report = arena_make(arena, struct verdict_report);
        must(verify_record(file, &material, arena, report, &err) == OK, "verify");
        must(report->verdict == VERDICT_AUTHENTIC, "not authentic");
    }
}

/* --- the peer --------------------------------------------------------------------------------- */

static xmlXPathObjectPtr
find(xmlDocPtr doc, const char *path)
{
    xmlXPathContextPtr context = xmlXPathNewContext(doc);

    xmlXPathRegisterNs(context, BAD_CAST "ds", BAD_CAST "http://www.w3.org/2000/09/xmldsig#");
    xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST path, context);
    xmlXPathFreeContext(context);
    must(found && found->nodesetval, path);
    return found;
}

static void
add_ids(xmlDocPtr doc)
{
    xmlXPathObjectPtr ids = find(doc, "//@Id");

    for (int i = 0; i < ids->nodesetval->nodeNr; i++) {
        xmlAttrPtr id = (xmlAttrPtr)ids->nodesetval->nodeTab[i];
        xmlChar *value = xmlNodeListGetString(doc, id->children, 1);
        xmlAddID(NULL, doc, value, id);
        xmlFree(value);
    }
    xmlXPathFreeObject(ids);
}

/* The key of the signature's own first certificate: no path, which would only cost more. */
static xmlSecKeyPtr
key_of(xmlNodePtr signature)
{
    xmlNodePtr info = xmlSecFindChild(signature, BAD_CAST "KeyInfo", xmlSecDSigNs);
    xmlNodePtr data = xmlSecFindChild(info, BAD_CAST "X509Data", xmlSecDSigNs);
    xmlNodePtr node = xmlSecFindChild(data, BAD_CAST "X509Certificate", xmlSecDSigNs);
    xmlChar *base64 = xmlNodeGetContent(node);
    char pem[16 * 1024];

    snprintf(pem, sizeof pem, "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n",
             (const char *)base64);
    xmlFree(base64);
    return xmlSecCryptoAppKeyLoadMemory((const xmlSecByte *)pem, (xmlSecSize)strlen(pem),
                                        xmlSecKeyDataFormatCertPem, NULL, NULL, NULL);
}

static void
verify_xmlsec_once(struct span file)
{
    xmlDocPtr doc = xmlReadMemory(file.data, (int)file.size, "record.xml", NULL, XML_PARSE_NONET);

    must(doc, "libxml2");
    add_ids(doc);
    xmlXPathObjectPtr signatures = find(doc, "//ds:Signature");
    must(signatures->nodesetval->nodeNr == 3, "three signatures");
    for (int i = 0; i < 3; i++) {
        xmlNodePtr signature = signatures->nodesetval->nodeTab[i];
        xmlSecDSigCtxPtr context = xmlSecDSigCtxCreate(NULL);
        context->enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
        context->signKey = key_of(signature);
        must(context->signKey && xmlSecDSigCtxVerify(context, signature) == 0 &&
                 context->status == xmlSecDSigStatusSucceeded,
             "libxmlsec1");
        xmlSecDSigCtxDestroy(context);
    }
    xmlXPathFreeObject(signatures);
    xmlFreeDoc(doc);
}

int
main(int count, char **arguments)
{
    AUTO(arena) *arena = arena_new();
    struct span file, root;
    struct error err;

    must(count == 5, "usage: count ours|xmlsec TIMES RECORD ROOT");
    must(file_read(arena, arguments[3], FILE_MAX, &file, &err) == OK, arguments[3]);
    must(file_read(arena, arguments[4], FILE_MAX, &root, &err) == OK, arguments[4]);
    long times = strtol(arguments[2], NULL, 10);
    if (strcmp(arguments[1], "ours") == 0) {
        verify_ours(file, root, times);
        return 0;
    }
    must(xmlSecInit() >= 0 && xmlSecCryptoAppInit(NULL) >= 0 && xmlSecCryptoInit() >= 0, "xmlsec");
    for (long i = 0; i < times; i++)
        verify_xmlsec_once(file);
    return 0;
}
