/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "tests/support/referee_c14n.h"
#include "tests/support/sample_record.h"
#include "tests/support/variant.h"
#include "xml/record_xml.h"
#include "xml/rewrite.h"

#define DS    "xmlns:ds=\"" XML_DS_URI "\""
#define XADES "xmlns:xades=\"" XML_XADES_URI "\""
#define OURS  "xmlns=\"" XML_OURS_URI "\""

/* `out` without the declaration; NULL: refused by that rule. */
static const struct {
    const char *about, *in, *out, *rule;
} rows[] = {
    {"canonical as it is", "<a Id=\"x\"><b>1</b></a>", "<a Id=\"x\"><b>1</b></a>", NULL},
    {"empty-element tags", "<a><b/><c /></a>", "<a><b></b><c></c></a>", NULL},
    {"order and quotes of attributes", "<a c='3' b = '2\"'\n Id=\"1\"/>",
     "<a Id=\"1\" b=\"2&quot;\" c=\"3\"></a>", NULL},
    {"byte order mark and CRLF", "\xEF\xBB\xBF<?xml version='1.0'?>\r\n<a>x\r\ny</a>\r\n",
     "<a>x\ny</a>", NULL},
    {"character references", "<a b=\"&#65;&#10;\">&#x42;&#13;&apos;&quot;></a>",
     "<a b=\"A&#xA;\">B&#xD;'\"&gt;</a>", NULL},
    {"a carriage return kept by a reference", "<a>&#xd;\n</a>", "<a>&#xD;\n</a>", NULL},
    {"declarations on the root", "<a " XADES " " DS "><ds:KeyInfo/><xades:b/><ds:c/></a>",
     "<a><ds:KeyInfo " DS "></ds:KeyInfo><xades:b " XADES "></xades:b><ds:c " DS "></ds:c></a>",
     NULL},
    {"an apex that did not declare", "<ds:b " DS "><ds:SignedInfo/></ds:b>",
     "<ds:b " DS "><ds:SignedInfo " DS "></ds:SignedInfo></ds:b>", NULL},
    {"a declaration repeated", "<ds:b " DS "><ds:c " DS "/></ds:b>",
     "<ds:b " DS "><ds:c></ds:c></ds:b>", NULL},
    {"ours on a leaf", "<ds:a " DS "><Salt " OURS "/></ds:a>",
     "<ds:a " DS "><Salt " OURS "></Salt></ds:a>", NULL},
    {"a prefix that nobody uses", "<a xmlns:xsi=\"http://x/y\"><b xmlns=\"\"/></a>",
     "<a><b></b></a>", NULL},
    {"each unsigned property is an apex",
     "<xades:a " XADES " " DS "><xades:UnsignedSignatureProperties><xades:b><ds:c/></xades:b>"
     "<xades:d/></xades:UnsignedSignatureProperties></xades:a>",
     "<xades:a " XADES "><xades:UnsignedSignatureProperties><xades:b " XADES "><ds:c " DS
     "></ds:c></xades:b><xades:d " XADES
     "></xades:d></xades:UnsignedSignatureProperties></xades:a>",
     NULL},
    {"white space stays", "<a>\n  <b/>\n</a>", "<a>\n  <b></b>\n</a>", NULL},
    {"ds: hidden and shown again", "<ds:a " DS "><b xmlns:ds=\"http://x\"/><ds:c/></ds:a>",
     "<ds:a " DS "><b></b><ds:c></ds:c></ds:a>", NULL},

    {"DOCTYPE", "<!DOCTYPE a><a/>", NULL, "doctype"},
    {"entity bomb", "<!DOCTYPE a [<!ENTITY b \"x\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>", NULL,
     "doctype"},
    {"external entity", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", NULL,
     "doctype"},
    {"undefined entity", "<a>&b;</a>", NULL, "syntax"},
    {"comment", "<a>1<!-- -->2</a>", NULL, "markup"},
    {"comment after the root", "<a/><!-- -->", NULL, "markup"},
    {"instruction", "<a><?x y?></a>", NULL, "markup"},
    {"CDATA", "<a><![CDATA[x]]></a>", NULL, "markup"},
    {"another encoding", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>", NULL,
     "encoding"},
    {"XML 1.1", "<?xml version='1.1'?><a/>", NULL, "encoding"},
    {"UTF-16", "\xFE\xFF\0<\0a\0/\0>", NULL, "encoding"},
    {"not UTF-8", "<a>\xC3</a>", NULL, "syntax"},
    {"another prefix for a known namespace", "<d:a xmlns:d=\"" XML_DS_URI "\"/>", NULL,
     "namespace"},
    {"a known prefix for another namespace", "<ds:a xmlns:ds=\"http://x\"/>", NULL, "namespace"},
    {"a prefix that is not declared", "<ds:a/>", NULL, "namespace"},
    {"another default namespace", "<a xmlns=\"" XML_DS_URI "\"/>", NULL, "namespace"},
    {"a prefixed attribute", "<a " DS " ds:Id=\"x\"/>", NULL, "namespace"},
    {"xml:lang", "<a xml:lang=\"vi\"/>", NULL, "namespace"},
    {"an attribute twice", "<a b=\"1\" b=\"1\"/>", NULL, "syntax"},
    {"a prefix undeclared", "<a xmlns:ds=\"\"/>", NULL, "namespace"},
    {"cut short", "<a><b></b>", NULL, "syntax"},
    {"two roots", "<a/><b/>", NULL, "syntax"},
    {"nothing", "", NULL, "size"},
};

static void
test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct error err = {0};
        struct span out = {0}, in = span_of(rows[i].in);
        if (strncmp(rows[i].in, "\xFE\xFF", 2) == 0)
            in.size = 10;
        enum status status = xml_rewrite(in, XML_DOCUMENT_MAX, arena, &out, &err);
        if (!rows[i].out) {
            if (status != INVALID || !text_equal(err.detail, rows[i].rule))
                row_fail(rows[i].about, "%d %s: %s", status, err.detail, err.message);
            continue;
        }
        if (status != OK)
            row_fail(rows[i].about, "%s", err.message);
        if (!span_is(out, arena_printf(arena, "%s%s", XML_DECLARATION, rows[i].out)))
            row_fail(rows[i].about, "%.*s", (int)out.size, out.data);
    }
}

/* One element with `count` attributes or declarations; `depth` around it. */
static enum status
flood(const char *format, int count, int depth, size_t ceiling, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *text = buffer_new(4 * XML_DOCUMENT_MAX);
    struct span out;

    for (int i = 0; i < depth; i++)
        buffer_text(text, "<d>");
    buffer_text(text, "<a");
    for (int i = 0; i < count; i++)
        buffer_printf(text, format, i);
    buffer_text(text, "/>");
    for (int i = 0; i < depth; i++)
        buffer_text(text, "</d>");
    return xml_rewrite(buffer_span(text), ceiling, arena, &out, err);
}

static void
test_floods(void **state)
{
    static const struct {
        const char *about, *format;
        int count, depth;
        size_t ceiling;
        const char *rule;
    } floods[] = {
        {"as many attributes as may be", " a%d=''", XML_ATTRIBUTES_MAX, 0, XML_DOCUMENT_MAX, NULL},
        {"one more", " a%d=''", XML_ATTRIBUTES_MAX + 1, 0, XML_DOCUMENT_MAX, "limit"},
        {"20000 attributes", " a%d=''", 20000, 0, XML_DOCUMENT_MAX, "limit"},
        {"as many declarations as may be", " xmlns:a%d='u'", 16, 0, XML_DOCUMENT_MAX, NULL},
        {"20000 declarations", " xmlns:a%d='u'", 20000, 0, XML_DOCUMENT_MAX, "limit"},
        {"as deep as may be", "%.0d", 0, XML_DEPTH_MAX - 1, XML_DOCUMENT_MAX, NULL},
        {"deeper", "%.0d", 0, XML_DEPTH_MAX, XML_DOCUMENT_MAX, "limit"},
        {"too long", " a%d=''", 10, 0, 64, "size"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(floods); i++) {
        struct error err = {0};
        enum status status =
            flood(floods[i].format, floods[i].count, floods[i].depth, floods[i].ceiling, &err);
        if (status != (floods[i].rule ? INVALID : OK) ||
            (floods[i].rule && !text_equal(err.detail, floods[i].rule)))
            row_fail(floods[i].about, "%d %s", status, err.detail);
    }
}

/* Longer written than read: <a/> becomes <a></a>. */
static void
test_growing(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *text = buffer_new(XML_DOCUMENT_MAX);
    struct error err = {0};
    struct span out;

    (void)state;
    buffer_text(text, "<a>");
    while (text->size < 900)
        buffer_text(text, "<b/>");
    buffer_text(text, "</a>");
    assert_int_equal(xml_rewrite(buffer_span(text), 1000, arena, &out, &err), INVALID);
    assert_ok(xml_rewrite(buffer_span(text), 3000, arena, &out, &err));
}

/* Any serialisation of a record comes back as the bytes that we would write, and libxml2 agrees
 * that these are exclusive C14N of the variant's own apexes. */
static void
test_variants(void **state)
{
    uint64_t seed = 20240531;

    (void)state;
    for (int round = 0; round < 300; round++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *file = buffer_new(XML_DOCUMENT_MAX);
        AUTO(buffer) *variant = buffer_new(2 * XML_DOCUMENT_MAX);
        struct record *record = arena_make(arena, struct record);
        struct xml_document document;
        struct span written;
        struct error err = {0};
        random_record(arena, &seed, record);
        assert_ok(record_xml_write(
            record, &(struct record_xml_options){.subject_teachers_sign = true}, file, &err));
        assert_ok(xml_scan(buffer_span(file), XML_DOCUMENT_MAX, arena, &document, &err));
        test_variant(&document, &seed, variant);
        assert_ok(xml_rewrite(buffer_span(variant), XML_DOCUMENT_MAX, arena, &written, &err));
        if (!span_equal(written, buffer_span(file)))
            row_fail("a variant", "%.*s\n\n%.*s", (int)variant->size, variant->data,
                     (int)written.size, written.data);
        assert_ok(xml_scan(written, XML_DOCUMENT_MAX, arena, &document, &err));
        assert_null(referee_c14n_of(buffer_span(variant), &document));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_floods),
        cmocka_unit_test(test_growing),
        cmocka_unit_test(test_variants),
    };

    return cmocka_run_group_tests_name("rewrite", tests, NULL, NULL);
}
