/* SPDX-License-Identifier: Apache-2.0
 *
 * Verifying one record with three signatures: ours (warm caches), the raw public-key operations
 * alone with a context that is ready, and libxmlsec1 on the same file: with the keys handed to it,
 * and with the root alone, so that it takes the keys from the certificates as we do.
 */
#include "verify/verify.h"
#include "bench/bench.h"
#include "bench/school.h"
#include "tests/support/variant.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <xmlsec/crypto.h>
#include <xmlsec/keysmngr.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

struct verifying {
    struct span file;
    struct verify_material material;
    struct bench_school *school;
    xmlSecKeysMngrPtr manager; /* libxmlsec1's, which trusts the root; NULL: keys are handed over */
};

static void
verify_ours(void *context)
{
    struct verifying *verifying = context;
    AUTO(arena) *arena = arena_new();
    struct verdict_report report;
    struct error err = {0};

    BENCH_CHECK(verify_record(verifying->file, &verifying->material, arena, &report, &err) == OK);
    BENCH_CHECK(report.verdict == VERDICT_AUTHENTIC);
}

/* --- the peer ----------------------------------------------------------------------------------
 */

/* Tell the tree which attributes are Ids, as the command line's --id-attr does. */
static void
add_ids(xmlDocPtr doc, xmlNodePtr node)
{
    for (; node; node = node->next) {
        xmlAttrPtr id = node->type == XML_ELEMENT_NODE ? xmlHasProp(node, BAD_CAST "Id") : NULL;
        if (id) {
            xmlChar *value = xmlNodeListGetString(doc, id->children, 1);
            xmlAddID(NULL, doc, value, id);
            xmlFree(value);
        }
        add_ids(doc, node->children);
    }
}

static xmlSecKeysMngrPtr
new_manager(const struct certificate *root)
{
    xmlSecKeysMngrPtr manager = xmlSecKeysMngrCreate();

    BENCH_CHECK(manager && xmlSecCryptoAppDefaultKeysMngrInit(manager) == 0);
    BENCH_CHECK(xmlSecCryptoAppKeysMngrCertLoadMemory(
                    manager, (const xmlSecByte *)root->der.data, (xmlSecSize)root->der.size,
                    xmlSecKeyDataFormatCertDer, xmlSecKeyDataTypeTrusted) == 0);
    return manager;
}

static void
verify_one_xmlsec(xmlNodePtr node, const struct certificate *certificate, xmlSecKeysMngrPtr manager)
{
    xmlSecDSigCtxPtr context = xmlSecDSigCtxCreate(manager);

    BENCH_CHECK(context);
    context->enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
    context->keyInfoReadCtx.certsVerificationTime = PKI_NOW;
    if (!manager) {
        context->signKey = xmlSecCryptoAppKeyLoadMemory(
            (const xmlSecByte *)certificate->der.data, (xmlSecSize)certificate->der.size,
            xmlSecKeyDataFormatCertDer, NULL, NULL, NULL);
        BENCH_CHECK(context->signKey);
    }
    BENCH_CHECK(xmlSecDSigCtxVerify(context, node) == 0);
    BENCH_CHECK(context->status == xmlSecDSigStatusSucceeded);
    xmlSecDSigCtxDestroy(context);
}

static xmlNodePtr
find_signature(xmlNodePtr node, const char *holder)
{
    for (; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, BAD_CAST holder))
            return xmlSecFindChild(node, BAD_CAST "Signature", xmlSecDSigNs);
        xmlNodePtr found = node->children ? find_signature(node->children, holder) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

static void
verify_xmlsec(void *context)
{
    struct verifying *verifying = context;
    xmlDocPtr doc = xmlReadMemory(verifying->file.data, (int)verifying->file.size, "record.xml",
                                  NULL, XML_PARSE_NONET);

    BENCH_CHECK(doc);
    add_ids(doc, xmlDocGetRootElement(doc));
    for (int role = SIGNER_CLASS_TEACHER; role < SIGNER_ROLE_COUNT; role++) {
        xmlNodePtr node =
            find_signature(xmlDocGetRootElement(doc), signer_role_tag((enum signer_role)role));
        BENCH_CHECK(node);
        verify_one_xmlsec(node, signer_chain(verifying->school->signers[role])->items[0],
                          verifying->manager);
    }
    xmlFreeDoc(doc);
}

/* --- the limit ---------------------------------------------------------------------------------
 */

struct raw {
    EVP_PKEY_CTX *context;
    unsigned char digest[32], value[512];
    size_t size;
};

static void
verify_raw(void *context)
{
    struct raw *raw = context;

    BENCH_CHECK(EVP_PKEY_verify(raw->context, raw->value, raw->size, raw->digest, 32) == 1);
}

static double
raw_seconds(enum key_kind kind)
{
    struct raw raw = {.size = sizeof raw.value};
    EVP_PKEY *key = kind == KEY_RSA ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
    EVP_PKEY_CTX *signing = EVP_PKEY_CTX_new(key, NULL);

    BENCH_CHECK(signing && EVP_PKEY_sign_init(signing) == 1);
    BENCH_CHECK(EVP_PKEY_CTX_set_signature_md(signing, EVP_sha256()) == 1);
    BENCH_CHECK(EVP_PKEY_sign(signing, raw.value, &raw.size, raw.digest, 32) == 1);
    raw.context = EVP_PKEY_CTX_new(key, NULL);
    BENCH_CHECK(raw.context && EVP_PKEY_verify_init(raw.context) == 1);
    BENCH_CHECK(EVP_PKEY_CTX_set_signature_md(raw.context, EVP_sha256()) == 1);
    double seconds = bench_seconds(verify_raw, &raw);
    EVP_PKEY_CTX_free(signing);
    EVP_PKEY_CTX_free(raw.context);
    EVP_PKEY_free(key);
    return seconds;
}

/* The same record as another program would save it: declarations on the root, <a/>, CRLF. */
static void
bench_slow_path(struct verifying *verifying, double fast, const char *name)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *variant = buffer_new(XML_DOCUMENT_MAX);
    struct xml_document document;
    struct error err;
    char what[128];

    BENCH_CHECK(xml_scan(verifying->file, XML_DOCUMENT_MAX, arena, &document, &err) == OK);
    test_variant_plain(&document, variant);
    verifying->file = buffer_span(variant);
    double slow = bench_seconds(verify_ours, verifying);
    snprintf(what, sizeof what, "the same in another serialisation, %s", name);
    bench_row(what, 1 / slow, "/s", (struct bench_beside){"fast path", 1 / fast},
              (struct bench_beside){0});
}

static void
bench_kind(enum key_kind kind, const char *name)
{
    struct bench_school *school = bench_school_new(kind);
    AUTO(verify_cache) *cache = verify_cache_new();
    struct verifying verifying = {
        .school = school,
        .material = {.anchors = school->pki->anchors, .now = PKI_NOW, .cache = cache}};
    char what[128];

    verifying.file = bench_sign(school, bench_make(school, 0, school->arena), school->arena);
    double ours = bench_seconds(verify_ours, &verifying);
    double peer = bench_seconds(verify_xmlsec, &verifying);
    double limit = 3 * raw_seconds(kind);
    snprintf(what, sizeof what, "records verified, 3 %s signatures, %zu bytes", name,
             verifying.file.size);
    bench_row(what, 1 / ours, "/s", (struct bench_beside){"libxmlsec1, keys given", 1 / peer},
              (struct bench_beside){"3 raw verifications", 1 / limit});
    verifying.manager = new_manager(school->pki->root);
    double chain = bench_seconds(verify_xmlsec, &verifying);
    xmlSecKeysMngrDestroy(verifying.manager);
    bench_row("... the same", 1 / ours, "/s",
              (struct bench_beside){"libxmlsec1, keys out of certificates", 1 / chain},
              (struct bench_beside){0});
    bench_slow_path(&verifying, ours, name);
    bench_school_free(school);
}

int
main(void)
{
    BENCH_CHECK(xmlSecInit() >= 0);
    BENCH_CHECK(xmlSecCryptoAppInit(NULL) >= 0 && xmlSecCryptoInit() >= 0);
    bench_kind(KEY_RSA, "RSA-2048");
    bench_kind(KEY_P256, "P-256");
    return 0;
}
