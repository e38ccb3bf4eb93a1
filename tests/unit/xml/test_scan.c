/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "tests/support/referee_c14n.h"
#include "tests/support/sample_record.h"
#include "xml/record_xml.h"
#include "xml/scan_text.h"

#define DS       "xmlns:ds=\"" XML_DS_URI "\""
#define XADES    "xmlns:xades=\"" XML_XADES_URI "\""
#define XADES141 "xmlns:xades141=\"" XML_XADES141_URI "\""
#define OURS     "xmlns=\"" XML_OURS_URI "\""

static const struct {
    const char *about, *text;
    bool good;
} rows[] = {
    {"an empty root", "<a></a>", true},
    {"with the declaration", XML_DECLARATION "<a></a>", true},
    {"children and text", "<a><b>x</b><c></c></a>", true},
    {"attributes in order", "<a Id=\"x\" b=\"1\" c=\"&lt;&amp;&quot;&#x9;&#xA;&#xD;>\"></a>", true},
    {"references that C14N writes", "<a>&amp;&lt;&gt;&#xD;\n\t\"'</a>", true},
    {"Vietnamese", "<a>Nguyễn Thị Ỹ Đặng — 𝒜</a>", true},
    {"a prefix declared at its first use", "<a><ds:b " DS "><ds:c></ds:c></ds:b></a>", true},
    {"and again beside it", "<a><ds:b " DS "></ds:b><ds:c " DS "></ds:c></a>", true},
    {"an apex declares again", "<ds:b " DS "><ds:SignedInfo " DS "></ds:SignedInfo></ds:b>", true},
    {"two prefixes", "<xades:a " XADES "><ds:b " DS "></ds:b></xades:a>", true},
    {"ours on a leaf", "<ds:a " DS "><Salt " OURS ">x</Salt></ds:a>", true},
    {"a child of unsigned properties declares again",
     "<xades:UnsignedSignatureProperties " XADES "><xades:a " XADES "></xades:a>"
     "<xades141:b " XADES141 "><xades:c " XADES "></xades:c></xades141:b>"
     "</xades:UnsignedSignatureProperties>",
     true},
    {"Ids that differ", "<a Id=\"x\"><b id=\"y\"></b></a>", true},

    {"nothing", "", false},
    {"no element", "x", false},
    {"declaration alone", XML_DECLARATION, false},
    {"another declaration", "<?xml version=\"1.0\"?>\n<a></a>", false},
    {"declaration with CRLF", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<a></a>", false},
    {"byte order mark", "\xEF\xBB\xBF<a></a>", false},
    {"empty-element tag", "<a/>", false},
    {"blank in a start tag", "<a ></a>", false},
    {"blank in an end tag", "<a></a >", false},
    {"two blanks", "<a  b=\"1\"></a>", false},
    {"single quotes", "<a b='1'></a>", false},
    {"attributes out of order", "<a c=\"1\" b=\"1\"></a>", false},
    {"prefix sorts first", "<a bb=\"1\" b=\"1\"></a>", false},
    {"attribute twice", "<a b=\"1\" b=\"1\"></a>", false},
    {"unescaped > in text", "<a>></a>", false},
    {"needless &quot; in text", "<a>&quot;</a>", false},
    {"needless &gt; in a value", "<a b=\"&gt;\"></a>", false},
    {"numeric reference of a letter", "<a>&#65;</a>", false},
    {"hexadecimal in lower case", "<a>&#xd;</a>", false},
    {"bare ampersand", "<a>&</a>", false},
    {"entity", "<a>&x;</a>", false},
    {"CR", "<a>\r</a>", false},
    {"tab in a value", "<a b=\"\t\"></a>", false},
    {"control character", "<a>\x01</a>", false},
    {"U+FFFE", "<a>\xEF\xBF\xBE</a>", false},
    {"overlong", "<a>\xC0\xAF</a>", false},
    {"surrogate", "<a>\xED\xA0\x80</a>", false},
    {"above U+10FFFF", "<a>\xF4\x90\x80\x80</a>", false},
    {"half a character", "<a>\xE1\xBB</a>", false},
    {"comment", "<a><!--x--></a>", false},
    {"comment in text", "<a>x<!--y-->z</a>", false},
    {"CDATA", "<a><![CDATA[x]]></a>", false},
    {"processing instruction", "<a><?x y?></a>", false},
    {"DTD", "<!DOCTYPE a><a></a>", false},
    {"DTD after the declaration", XML_DECLARATION "<!DOCTYPE a [<!ENTITY b \"c\">]><a></a>", false},
    {"mixed content", "<a>x<b></b></a>", false},
    {"text after a child", "<a><b></b>x</a>", false},
    {"white space between elements", "<a>\n<b></b></a>", false},
    {"line feed at the end", "<a></a>\n", false},
    {"two roots", "<a></a><b></b>", false},
    {"wrong end tag", "<a></b>", false},
    {"end tag with a longer name", "<a></ab>", false},
    {"crossed", "<a><b></a></b>", false},
    {"undeclared prefix", "<ds:a></ds:a>", false},
    {"declared twice", "<ds:a " DS "><ds:b " DS "></ds:b></ds:a>", false},
    {"declared where it is not used", "<a " DS "><ds:b></ds:b></a>", false},
    {"apex does not declare", "<ds:b " DS "><ds:SignedInfo></ds:SignedInfo></ds:b>", false},
    {"apex in an apex", "<ds:KeyInfo " DS "><ds:SignedInfo " DS "></ds:SignedInfo></ds:KeyInfo>",
     false},
    {"a child of unsigned properties does not declare",
     "<xades:UnsignedSignatureProperties " XADES "><xades:a></xades:a>"
     "</xades:UnsignedSignatureProperties>",
     false},
    {"unsigned properties in an apex",
     "<ds:KeyInfo " DS "><xades:UnsignedSignatureProperties " XADES "><xades:a " XADES
     "></xades:a></xades:UnsignedSignatureProperties></ds:KeyInfo>",
     false},
    {"another namespace for xades141",
     "<xades141:a xmlns:xades141=\"" XML_XADES_URI "\"></xades141:a>", false},
    {"another namespace for ds", "<ds:a xmlns:ds=\"http://x\"></ds:a>", false},
    {"another prefix", "<d:a xmlns:d=\"" XML_DS_URI "\"></d:a>", false},
    {"another default namespace", "<a xmlns=\"http://x\"></a>", false},
    {"empty default namespace", "<a xmlns=\"\"></a>", false},
    {"ours with children", "<a " OURS "><b></b></a>", false},
    {"xml:id", "<a xml:id=\"x\"></a>", false},
    {"xml:lang", "<a xml:lang=\"vi\"></a>", false},
    {"Id twice", "<a Id=\"x\"><b Id=\"x\"></b></a>", false},
    {"Id and id", "<a Id=\"x\"><b id=\"x\"></b></a>", false},
    {"ID and id on one element", "<a ID=\"x\" id=\"x\"></a>", false},
    {"Id with a blank", "<a Id=\"x y\"></a>", false},
    {"empty Id", "<a Id=\"\"></a>", false},
    {"Id with a reference", "<a Id=\"x&amp;\"></a>", false},
    {"name with a letter outside ASCII", "<à></à>", false},
    {"cut in the start tag", "<a", false},
    {"cut in a name", "<a x", false},
    {"cut in a value", "<a b=\"", false},
    {"cut in the content", "<a>x", false},
    {"cut in the end tag", "<a></", false},
};

/* Exactly the bytes, on the heap, so that the sanitizer sees a read behind them. */
static enum status
scan_copy(struct arena *arena, struct span text, struct xml_document *document, struct error *err)
{
    char *copy = malloc(text.size ? text.size : 1);

    memcpy(copy, text.data, text.size);
    enum status status =
        xml_scan((struct span){copy, text.size}, XML_DOCUMENT_MAX, arena, document, err);
    free(copy);
    document->bytes = text;
    return status;
}

static void
test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct xml_document document;
        struct error err;
        bool good = scan_copy(arena, span_of(rows[i].text), &document, &err) == OK;
        if (good != rows[i].good)
            row_fail(rows[i].about, "%s", rows[i].text);
        const char *wrong = good ? referee_c14n(&document) : NULL;
        if (wrong)
            row_fail(rows[i].about, "%s", wrong);
    }
}

static void
test_ceilings(void **state)
{
    (void)state;
    static const struct {
        const char *about;
        int depth, attributes, width;
        bool good;
    } cases[] = {
        {"depth at the ceiling", XML_DEPTH_MAX, 0, 0, true},
        {"depth above it", XML_DEPTH_MAX + 1, 0, 0, false},
        {"attributes at the ceiling", 1, XML_ATTRIBUTES_MAX, 0, true},
        {"attributes above it", 1, XML_ATTRIBUTES_MAX + 1, 0, false},
        {"elements at the ceiling", 1, 0, XML_DOCUMENT_MAX / XML_ELEMENT_BYTES_MIN - 1, true},
        {"elements above it", 1, 0, XML_DOCUMENT_MAX / XML_ELEMENT_BYTES_MIN, false},
        {"document above its size", 1, 0, XML_DOCUMENT_MAX / 7 + 1, false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *text = buffer_new(SIZE_MAX);
        struct xml_document document;
        struct error err;
        for (int j = 0; j < cases[i].depth; j++) {
            buffer_text(text, "<a");
            for (int k = 0; k < cases[i].attributes; k++)
                buffer_printf(text, " a%03d=\"\"", k);
            buffer_text(text, ">");
        }
        for (int j = 0; j < cases[i].width; j++)
            buffer_text(text, "<a></a>");
        for (int j = 0; j < cases[i].depth; j++)
            buffer_text(text, "</a>");
        bool good = xml_scan(buffer_span(text), XML_DOCUMENT_MAX, arena, &document, &err) == OK;
        if (good != cases[i].good)
            row_fail(cases[i].about, "%s", err.message);
    }
}

/* A random tree through the writer. */
static void
write_random(struct xml_writer *xml, uint64_t *seed, struct arena *arena, unsigned depth)
{
    static const char *const names[][4] = {
        [XML_NONE] = {"DU_LIEU_HOC_BA", "MON", "b", "TONG_KET"},
        [XML_DS] = {"Signature", "Object", "Reference", "X509Data"},
        [XML_XADES] = {"QualifyingProperties", "Cert", "SignedSignatureProperties", "CertDigest"},
    };
    enum xml_space space = depth == 0 ? XML_NONE : random_below(seed, 3);
    const char *name = depth == 0 ? "HOC_BA" : names[space][random_below(seed, 4)];

    xml_start(xml, space, name);
    if (random_below(seed, 2))
        xml_attribute(xml, "Id",
                      arena_printf(arena, "i%llx", (unsigned long long)random_next(seed)));
    if (random_below(seed, 3) == 0)
        xml_attribute(xml, "b", "a\tb\nc<>&\"'\r");
    if (depth > 5 || random_below(seed, 4) == 0)
        xml_text(xml, span_of("ư<&>\r\n\t\"Đ"));
    else
        for (unsigned n = random_below(seed, 4); n > 0; n--)
            write_random(xml, seed, arena, depth + 1);
    xml_end(xml);
}

/* The writer's apexes may not nest, so they are put beside each other here. */
static void
write_apexes(struct xml_writer *xml, uint64_t *seed, struct arena *arena)
{
    static const struct {
        enum xml_space space;
        const char *name;
    } apexes[] = {{XML_DS, "SignedInfo"},
                  {XML_DS, "SignatureValue"},
                  {XML_DS, "SignatureProperties"},
                  {XML_XADES, "SignedProperties"}};

    xml_start(xml, XML_DS, "Signature");
    for (unsigned i = 0; i < 6; i++) {
        unsigned which = random_below(seed, COUNT_OF(apexes));
        xml_start(xml, apexes[which].space, apexes[which].name);
        xml_start(xml, XML_DS, "a");
        xml_leaf(xml, XML_OURS, "SigningTime", "2024");
        xml_leaf(xml, XML_XADES, "b", "x");
        xml_leaf(xml, XML_DS, "c", "x");
        xml_end(xml);
        xml_leaf(xml, XML_DS, "d", "y");
        xml_leaf(xml, XML_NONE, "e", "y");
        xml_end(xml);
    }
    xml_end(xml);
    (void)arena;
}

static void
test_writer_is_canonical(void **state)
{
    (void)state;
    uint64_t seed = 1;
    size_t accepted = 0;

    for (int round = 0; round < 2000; round++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
        struct xml_writer xml = xml_writer_to(out);
        struct xml_document document;
        struct error err;
        if (round % 2)
            write_random(&xml, &seed, arena, 0);
        else
            write_apexes(&xml, &seed, arena);
        enum status status = xml_scan(buffer_span(out), XML_DOCUMENT_MAX, arena, &document, &err);
        if (status != OK && strstr(err.message, "lồng trong phần ký"))
            continue; /* random nesting of apexes: refused on purpose */
        if (status != OK)
            fail_msg("round %d: %s\n%s", round, err.message, out->data);
        const char *wrong = referee_c14n(&document);
        if (wrong)
            fail_msg("round %d: %s\n%s", round, wrong, out->data);
        accepted++;
    }
    assert_true(accepted > 1200);
}

/* Whatever the scanner accepts, libxml2 must see the same way: mutants of a whole record. */
static void
test_mutants_are_canonical(void **state)
{
    (void)state;
    static const char *const bits[] = {"<",   ">",     "/",  "\"", "&",    "&#xD;", " ", "\n",  "=",
                                       "ds:", "xmlns", "Id", "id", "<!--", "]]>",   "a", "\xE1"};
    AUTO(buffer) *whole = buffer_new(XML_DOCUMENT_MAX);
    struct record record;
    struct error err;
    uint64_t seed = 7;
    size_t accepted = 0;

    sample_record(&record);
    assert_ok(record_xml_write(&record, &(struct record_xml_options){false, true}, whole, &err));
    for (int round = 0; round < 4000; round++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *mutant = buffer_new(XML_DOCUMENT_MAX);
        struct xml_document document;
        size_t at = random_next(&seed) % whole->size, cut = random_below(&seed, 4);
        if (at + cut > whole->size)
            cut = 0;
        buffer_add(mutant, whole->data, at);
        if (random_below(&seed, 2))
            buffer_text(mutant, bits[random_below(&seed, COUNT_OF(bits))]);
        buffer_add(mutant, whole->data + at + cut, whole->size - at - cut);
        if (scan_copy(arena, buffer_span(mutant), &document, &err) != OK)
            continue;
        const char *wrong = referee_c14n(&document);
        if (wrong)
            fail_msg("round %d: %s\n%s", round, wrong, mutant->data);
        accepted++;
    }
    assert_true(accepted > 500 && accepted < 3500);
}

static void
test_walking(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    struct xml_document document;
    struct error err;

    assert_ok(xml_scan(SPAN("<a><b Id=\"x\"><c>1&amp;&lt;&gt;&#xD;2</c></b><d></d></a>"),
                       XML_DOCUMENT_MAX, arena, &document, &err));
    assert_int_equal(document.element_count, 4);
    int32_t b = xml_first_child(&document, 0), d = xml_next_sibling(&document, b);
    assert_true(xml_is(&document, b, XML_NONE, "b") && xml_is(&document, d, XML_NONE, "d"));
    assert_int_equal(xml_next_sibling(&document, d), XML_NO_ELEMENT);
    assert_int_equal(xml_next_sibling(&document, 0), XML_NO_ELEMENT);
    assert_int_equal(xml_first_child(&document, d), XML_NO_ELEMENT);
    assert_int_equal(xml_find_child(&document, 0, XML_NONE, "d"), d);
    assert_int_equal(xml_find_child(&document, 0, XML_NONE, "c"), XML_NO_ELEMENT);
    assert_true(span_is(xml_find_attribute(&document, b, "Id"), "x"));
    assert_null(xml_find_attribute(&document, b, "id").data);
    int32_t c = xml_first_child(&document, b);
    assert_string_equal(xml_plain_text(&document, c, arena), "1&<>\r2");
    assert_true(span_is(xml_raw_text(&document, c), "1&amp;&lt;&gt;&#xD;2"));
    assert_true(span_is(xml_element_bytes(&document, d), "<d></d>"));
}

/* --- texts, against the rules taken one character at a time ------------------------------------
 */

/* How far text goes from `at`, and what it holds; as scan_text.h says it. */
static const char *
walk_text(const char *at, const char *end, uint8_t *with)
{
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&#xD;"};

    while (at < end && *at != '<') {
        size_t left = (size_t)(end - at), size = 1;
        unsigned char first = (unsigned char)*at;
        if (first == '&') {
            size_t i = 0;
            while (i < COUNT_OF(references) &&
                   (strlen(references[i]) > left ||
                    memcmp(at, references[i], strlen(references[i])) != 0))
                i++;
            if (i == COUNT_OF(references))
                return at;
            size = strlen(references[i]);
            *with |= TEXT_WITH_REFERENCES | (i == 3 ? TEXT_WITH_OTHERS : 0);
        } else if (first >= 0x80) {
            size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
            if (size > left || !utf8_is_valid((struct span){at, size}))
                return at;
            const char *next = at;
            uint32_t letter = utf8_next(&next, end);
            if (letter == 0xFFFE || letter == 0xFFFF)
                return at;
            if (!(letter >= 0xC0 && letter < 0x300) && !(letter >= 0x1E00 && letter < 0x1F00))
                *with |= TEXT_WITH_OTHERS;
        } else if (first == '>' || (first < ' ' && first != '\n' && first != '\t')) {
            return at;
        } else if (first == '\t' || first == 0x7F) {
            *with |= TEXT_WITH_OTHERS;
        }
        at += size;
    }
    return at;
}

static void
test_texts(void **state)
{
    static const char *const pieces[] = {"a",
                                         "lớp",
                                         "4A1",
                                         " ",
                                         "ữ",
                                         "ợ",
                                         "Đ",
                                         "ơ",
                                         "é",
                                         "\xC2\xA0",
                                         "×",
                                         "\xCC\x81",
                                         "—",
                                         "\xE1\xB7\xBF",
                                         "\xE1\xBC\x80",
                                         "\xE1\xB8\x80",
                                         "\xE1\xBB\xBF",
                                         "😀",
                                         "\t",
                                         "\n",
                                         "\x7F",
                                         "&amp;",
                                         "&#xD;",
                                         "&lt;",
                                         "\xE1",
                                         "\xE1\xBB",
                                         "\xC3",
                                         "\x80",
                                         "\xED\xA0\x80",
                                         "\xEF\xBF\xBF",
                                         "\xC0\xAF",
                                         "\xF5",
                                         "&#65;",
                                         ">",
                                         "\r",
                                         "\x01"};
    /* Mostly what is allowed, so that texts get long. */
    enum { GOOD = 24, TEXTS = 60000, TEXT_MAX = 400 };
    uint64_t seed = 20240531;

    (void)state;
    for (int n = 0; n < TEXTS; n++) {
        char text[TEXT_MAX] = "b>";
        size_t size = 2, count = random_below(&seed, 30);
        for (size_t i = 0; i < count; i++) {
            bool bent = random_below(&seed, 40) == 0;
            const char *piece = pieces[random_below(&seed, bent ? COUNT_OF(pieces) : GOOD)];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        if (random_below(&seed, 4))
            size += (size_t)sprintf(text + size, "</b></a></HOC_BA>");
        uint8_t with = 0, expected = 0;
        char *exact = malloc(size); /* so that a byte too far is seen */
        memcpy(exact, text, size);
        const char *at = exact + 2, *end = exact + size;
        const char *stop = walk_text(at, end, &expected);
        bool good = scan_skip_text(&at, end, &with);
        if (at != stop || good != (stop == end || *stop == '<') || (good && with != expected))
            row_fail(text, "stops at %td, not %td; holds %d, not %d", at - exact, stop - exact,
                     with, expected);
        free(exact);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_ceilings),
        cmocka_unit_test(test_writer_is_canonical),
        cmocka_unit_test(test_mutants_are_canonical),
        cmocka_unit_test(test_walking),
        cmocka_unit_test(test_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
