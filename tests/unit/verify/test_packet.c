/* SPDX-License-Identifier: Apache-2.0
 *
 * The sender's signature on a packet of signed records, as the suppliers' libraries make it.
 */
#include "tests/support/test.h"

#include "base/encode.h"
#include "base/file.h"
#include "sign/packet_write.h"
#include "tests/support/packet_whole.h"
#include "tests/support/signed_record.h"
#include "verify/packet.h"
#include "verify/verify.h"

#define INCLUSIVE "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define EXCLUSIVE "http://www.w3.org/2001/10/xml-exc-c14n#"
#define ENVELOPED "<Transform Algorithm=\"" XML_DS_URI "enveloped-signature\"/>"
#define C14N(uri) "<Transform Algorithm=\"" uri "\"/>"
#define XPATH(expression)                                                                          \
    "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><XPath "                \
    "xmlns:ds=\"" XML_DS_URI "\">" expression "</XPath></Transform>"
#define SIGNATURE_START "<Signature xmlns=\"" XML_DS_URI "\">"

static struct test_school *school;

/* How one packet is made; what is not set is as .NET does it. */
struct making {
    const char *about, *uri, *transforms, *method; /* C14N of SignedInfo and of the digest */
    const char *root;                              /* its start tag */
    const char *line;                              /* behind it; NULL: as Windows ends a line */
    const char *digest_of;                         /* Id of what is digested; NULL: the list */
    const char *bent, *as;                         /* replaced after signing */
    const char *rule;                              /* NULL: it is right */
};

static struct span
replace(struct arena *arena, struct span file, const char *from, const char *to)
{
    const char *at = from ? memmem(file.data, file.size, from, strlen(from)) : NULL;

    if (!from)
        return file;
    if (!at)
        row_fail(from, "is not there to be replaced");
    size_t before = (size_t)(at - file.data), after = file.size - before - strlen(from);
    return span_of(arena_printf(arena, "%.*s%s%.*s", (int)before, file.data, to, (int)after,
                                at + strlen(from)));
}

/* The last ds:Signature that is a child of the list, and what is in it. */
static int32_t
packet_signature(const struct xml_tree *tree)
{
    int32_t found = XML_NO_NODE;

    for (int32_t child = xml_tree_first(tree, xml_tree_root(tree)); child != XML_NO_NODE;
         child = xml_tree_next(tree, child))
        if (xml_tree_is(tree, child, XML_DS_URI, "Signature"))
            found = child;
    assert_true(found != XML_NO_NODE);
    return found;
}

enum part { LIST_WITHOUT_SIGNATURE, SIGNED_INFO, BY_ID };

static struct digest
digest_part(struct arena *arena, struct span packet, enum part part, const char *id,
            const char *method_uri)
{
    AUTO(buffer) *out = buffer_new(CONTENT_MAX);
    bool exclusive = text_equal(method_uri, EXCLUSIVE);
    struct xml_canonical_method method = {.kind = exclusive ? XML_EXCLUSIVE_10 : XML_INCLUSIVE_10};
    const struct xml_tree *tree;
    struct error err;

    assert_ok(xml_tree_read(packet, &packet_tree_limits, arena, &tree, &err));
    int32_t node = part == BY_ID ? xml_tree_find_id(tree, span_of(id)) : xml_tree_root(tree);
    if (part == SIGNED_INFO)
        node = xml_tree_first(tree, packet_signature(tree));
    assert_true(node != XML_NO_NODE);
    struct xml_node_set set = xml_node_set_subtree(tree, node, false);
    if (part == LIST_WITHOUT_SIGNATURE)
        xml_node_set_subtract(&set, packet_signature(tree), arena);
    assert_ok(xml_canonical_write(&set, &method, out, &err));
    return sha256(buffer_span(out));
}

static struct span
make(struct arena *arena, const struct making *making)
{
    const char *method = making->method ? making->method : INCLUSIVE;
    const char *transforms = making->transforms ? making->transforms : ENVELOPED C14N(INCLUSIVE);
    struct span record, file = test_signed(arena, school);
    struct signature_value value;
    struct error err;

    assert_ok(record_xml_span(file, &record, &err));
    struct span packet = span_of(arena_printf(
        arena,
        "%s%s%.*s\n%.*s<HOC_BA><GHI Id=\"part\">x</GHI></HOC_BA>" SIGNATURE_START
        "<SignedInfo><CanonicalizationMethod Algorithm=\"%s\" /><SignatureMethod "
        "Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\" /><Reference "
        "URI=\"%s\"><Transforms>%s</Transforms><DigestMethod "
        "Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\" /><DigestValue>[digest]"
        "</DigestValue></Reference></SignedInfo><SignatureValue>[value]</SignatureValue><KeyInfo>"
        "<X509Data><X509Certificate>[certificate]</X509Certificate></X509Data></KeyInfo>"
        "</Signature></DANH_SACH_HOC_BA>",
        making->root ? making->root : "<DANH_SACH_HOC_BA id=\"dataDanhSach\">",
        making->line ? making->line : "\r\n", (int)record.size, record.data, (int)record.size,
        record.data, method, making->uri ? making->uri : "#dataDanhSach", transforms));
    struct digest digest =
        digest_part(arena, packet, making->digest_of ? BY_ID : LIST_WITHOUT_SIGNATURE,
                    making->digest_of, strstr(transforms, EXCLUSIVE) ? EXCLUSIVE : INCLUSIVE);
    packet =
        replace(arena, packet, "[digest]", base64_write(arena, digest.bytes, sizeof digest.bytes));
    digest = digest_part(arena, packet, SIGNED_INFO, NULL, method);
    assert_ok(signer_sign(school->seal, &digest, 1, &value, &err));
    packet = replace(arena, packet, "[value]", base64_write(arena, value.bytes, value.size));
    const struct certificate *leaf = signer_chain(school->seal)->items[0];
    packet = replace(arena, packet, "[certificate]",
                     base64_write(arena, leaf->der.data, leaf->der.size));
    return replace(arena, packet, making->bent, making->as);
}

static const struct making rows[] = {
    {.about = "by Id, inclusive"},
    {.about = "the whole document", .uri = ""},
    {.about = "exclusive", .transforms = ENVELOPED C14N(EXCLUSIVE), .method = EXCLUSIVE},
    {.about = "enveloped alone: inclusive without saying so", .transforms = ENVELOPED},
    {.about = "prefixes on the root, inclusive",
     .root = "<DANH_SACH_HOC_BA xmlns:xsi=\"urn:a\" xmlns:xsd='urn:b' Id='x'>",
     .uri = "#x"},
    {.about = "another serialisation afterwards",
     .bent = "<GHI Id=\"part\">",
     .as = "<GHI  Id = 'part' >"},
    {.about = "only the record's part is signed",
     .uri = "#part",
     .transforms = C14N(INCLUSIVE),
     .digest_of = "part",
     .rule = "coverage"},
    {.about = "a record changed", .bent = "Minh Châu", .as = "Minh Chau", .rule = "digest"},
    {.about = "a record's signature changed",
     .bent = "</ds:SignatureValue>",
     .as = " </ds:SignatureValue>",
     .rule = "digest"},
    {.about = "a record left out", .bent = "<GHI Id=\"part\">x</GHI>", .as = "", .rule = "digest"},
    {.about = "text between records", .bent = "\n<HOC_BA", .as = " <HOC_BA", .rule = "digest"},
    {.about = "another method claimed",
     .bent = "<CanonicalizationMethod Algorithm=\"" INCLUSIVE "\" />",
     .as = "<CanonicalizationMethod Algorithm=\"" EXCLUSIVE "\" />",
     .rule = "value"},
    {.about = "the Id twice: whose is it?",
     .bent = "Id=\"part\"",
     .as = "Id=\"dataDanhSach\"",
     .rule = "no-target"},
    {.about = "two signatures",
     .bent = SIGNATURE_START,
     .as = SIGNATURE_START "</Signature>" SIGNATURE_START,
     .rule = "several-signatures"},
    {.about = "only the records are signed",
     .bent = SIGNATURE_START,
     .as = "<Signature xmlns=\"urn:x\">",
     .rule = "no-signature"},
    {.about = "moved into a record",
     .bent = "</HOC_BA>" SIGNATURE_START,
     .as = "</HOC_BA><HOC_BA>" SIGNATURE_START,
     .rule = "syntax"},
    {.about = "a DTD",
     .bent = "<DANH_SACH_HOC_BA ",
     .as = "<!DOCTYPE a><DANH_SACH_HOC_BA ",
     .rule = "doctype"},
    {.about = "another root", .bent = "<DANH_SACH_HOC_BA ", .as = "<DANH_SACH ", .rule = "syntax"},
};

static void
test_row(const struct making *row)
{
    const struct foreign_settings settings = {.utf8_only = true};
    AUTO(arena) *arena = arena_new();
    struct packet_report report;

    verify_packet(make(arena, row), &settings, arena, &report);
    if (report.right != !row->rule)
        row_fail(row->about, "%s: %s", report.rule ? report.rule : "right",
                 report.reason ? report.reason : "");
    if (row->rule && !text_equal(report.rule, row->rule))
        row_fail(row->about, "%s: %s", report.rule, report.reason);
    if (row->rule && !report.reason)
        row_fail(row->about, "no sentence");
    if (!row->rule && !strstr(report.signature.signer, "CN="))
        row_fail(row->about, "no signer");
}

/* The whole packet as a tree; and, without the carriage return, records that are scanned. */
static void
test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct making row = rows[i];
        test_row(&row);
        row.line = "\n";
        test_row(&row);
    }
}

/* What is taken the short way, and that it is then what the long way gives. */
static void
test_frames(void **state)
{
    static const struct {
        const char *about, *bent, *as;
        bool frame;
    } packets[] = {
        {"as it was made", "Id=\"part\"", "Id=\"part\"", true},
        {"with a declaration", "<DANH", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<DANH",
         true},
        {"white space around the signature", "</Signature></DANH", "</Signature>\n\t </DANH", true},
        {"a line behind all of it", "</DANH_SACH_HOC_BA>", "</DANH_SACH_HOC_BA>\r\n", true},
        {"Latin-1", "<DANH", "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><DANH", false},
        {"a mark", "<DANH", "\xEF\xBB\xBF<DANH", false},
        {"a comment before it", "<DANH", "<!-- --><DANH", false},
        {"a comment in it", "</Signature></DANH", "</Signature><!-- --></DANH", false},
        {"an instruction behind it", "</DANH_SACH_HOC_BA>", "</DANH_SACH_HOC_BA><?x y?>", false},
        {"a reference to white space", "</Signature></DANH", "</Signature>&#10;</DANH", false},
        {"white space in a tag", "<HOC_BA><GHI", "<HOC_BA ><GHI", false},
        {"in the root's", "<DANH_SACH_HOC_BA", "<DANH_SACH_HOC_BA ", false},
        {"in the root's end tag", "</DANH_SACH_HOC_BA", "</DANH_SACH_HOC_BA ", false},
        {"a declaration on the root", " id=\"dataDanhSach\"",
         " id=\"dataDanhSach\" xmlns:a=\"urn:a\"", false},
        {"our namespace on the root", " id=\"dataDanhSach\"", " xmlns=\"urn:hocba:1\"", false},
        {"a declaration nobody uses", "<HOC_BA><GHI", "<HOC_BA xmlns:a=\"urn:a\"><GHI", false},
        {"a prefix that means another", "<HOC_BA><GHI", "<HOC_BA xmlns:ds=\"urn:a\"><GHI", false},
        {"a record in a record", "<GHI Id=\"part\">x</GHI>", "<HOC_BA></HOC_BA>", false},
        {"CDATA", ">x</GHI>", "><![CDATA[x]]></GHI>", false},
        {"an Id of the root in a record", "\"part\"", "\"dataDanhSach\"", false},
        {"a record behind the signature", "</Signature></DANH",
         "</Signature><HOC_BA></HOC_BA></DANH", false},
        {"another element behind the records", "</HOC_BA><Sig", "</HOC_BA><GHI></GHI><Sig", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(packets); i++) {
        AUTO(arena) *arena = arena_new();
        const struct making making = {
            .about = packets[i].about, .line = "\n", .bent = packets[i].bent, .as = packets[i].as};
        struct packet packet;
        struct error err;
        enum status status = packet_split(make(arena, &making), arena, &packet, &err);
        bool frame = status == OK && packet.tree->octets.data;
        if (frame != packets[i].frame)
            row_fail(packets[i].about, frame ? "is taken" : "is not taken");
        if (frame && (packet.records.count != 3 || !frame_is_whole(&packet, arena)))
            row_fail(packets[i].about, "is not the same");
    }
}

/* An XPath that leaves records or their signatures out signs less than the list. */
static void
test_filtered(void **state)
{
    static const char *const transforms[] = {
        ENVELOPED XPATH("not(ancestor-or-self::ds:Signature)"),
        XPATH("not(ancestor-or-self::ds:Signature)") ENVELOPED,
        ENVELOPED XPATH("not(ancestor-or-self::HOC_BA)"),
        ENVELOPED C14N(INCLUSIVE) "<Transform Algorithm=\"" XML_DS_URI "base64\"/>",
    };
    const struct foreign_settings settings = {.utf8_only = true};

    (void)state;
    for (size_t i = 0; i < 2 * COUNT_OF(transforms); i++) {
        AUTO(arena) *arena = arena_new();
        const struct making making = {.about = transforms[i / 2],
                                      .transforms = transforms[i / 2],
                                      .line = i % 2 ? "\n" : NULL};
        struct packet_report report;
        verify_packet(make(arena, &making), &settings, arena, &report);
        if (report.right)
            row_fail(making.about, "is right");
        for (size_t j = 0; j < report.signature.reference_count; j++)
            assert_false(report.signature.references[j].enveloped);
    }
}

/* What Java and xmlsec make; each is refused once a letter of a record changes. */
static void
test_others(void **state)
{
    static const char *const names[] = {"java-document", "java-id", "xmlsec-inclusive",
                                        "xmlsec-exclusive"};
    const struct foreign_settings settings = {.utf8_only = true};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        AUTO(arena) *arena = arena_new();
        const char *path = arena_printf(arena, VECTORS "/packet/%s.xml", names[i]);
        struct packet_report report;
        struct packet list;
        struct span packet;
        struct error err;
        assert_ok(file_read(arena, path, CONTENT_MAX, &packet, &err));
        assert_ok(packet_split(packet, arena, &list, &err));
        assert_int_equal(list.records.count, 2);
        verify_packet(packet, &settings, arena, &report);
        if (!report.right)
            row_fail(names[i], "%s: %s", report.rule, report.reason);
        verify_packet(replace(arena, packet, "Thử Nghiệm 2", "Thử Nghiệm 3"), &settings, arena,
                      &report);
        assert_false(report.right);
        assert_string_equal(report.rule, "digest");
    }
}

/* Split, every record is what it was before it came into the packet. */
static void
test_records_stay(void **state)
{
    AUTO(arena) *arena = arena_new();
    const struct making making = {.about = "plain"};
    struct span packet = make(arena, &making), record, file = test_signed(arena, school);
    struct packet list;
    struct error err;

    (void)state;
    assert_ok(record_xml_span(file, &record, &err));
    assert_ok(packet_split(packet, arena, &list, &err));
    assert_int_equal(list.records.count, 3);
    for (size_t i = 0; i < 2; i++) {
        const struct foreign_settings settings = {.utf8_only = true};
        struct foreign_report report;
        verify_foreign(list.records.items[i], &settings, arena, &report);
        assert_int_equal(report.signature_count, 3);
        assert_int_equal(foreign_result(&report), CHECK_YES);
        assert_int_equal(list.records.items[i].size, record.size);
    }
}

/* A chain that leads to nobody's root: the signature is right, its certificate is not trusted. */
static void
test_trust(void **state)
{
    AUTO(test_pki) *other = test_pki_new("other", false);
    const struct making making = {.about = "plain"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(verify_cache) *cache = verify_cache_new();
        struct packet_report report;
        const struct foreign_settings settings = {.anchors =
                                                      i ? other->anchors : school->pki->anchors,
                                                  .now = PKI_NOW,
                                                  .cache = cache,
                                                  .utf8_only = true};
        verify_packet(make(arena, &making), &settings, arena, &report);
        assert_true(report.right);
        if (i)
            assert_int_not_equal(report.signature.trusted, CHECK_YES);
    }
}

/* Our own: every reader finds it right over the whole list, and nothing else passes. */
static void
test_ours(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(xades_identity) *identity = NULL;
    AUTO(buffer) *out = buffer_new(CONTENT_MAX);
    const struct foreign_settings settings = {.utf8_only = true};
    struct span file = test_signed(arena, school), record;
    struct packet_pending pending;
    struct signature_value value;
    struct packet_report report;
    struct error err;

    (void)state;
    assert_ok(record_xml_span(file, &record, &err));
    struct span list =
        span_of(arena_printf(arena, PACKET_OPEN "%.*s%.*s" PACKET_CLOSE, (int)record.size,
                             record.data, (int)record.size, record.data));
    assert_ok(xades_identity_make(signer_chain(school->seal), &identity, &err));
    assert_ok(packet_prepare(list, moment_in_vietnam(PKI_NOW), identity, arena, &pending, &err));
    assert_ok(signer_sign(school->principal, &pending.to_be_signed, 1, &value, &err));
    assert_int_equal(
        packet_attach(&pending, (struct span){(const char *)value.bytes, value.size}, out, &err),
        UNTRUSTED);
    assert_int_equal(out->size, 0);
    assert_ok(signer_sign(school->seal, &pending.to_be_signed, 1, &value, &err));
    assert_ok(
        packet_attach(&pending, (struct span){(const char *)value.bytes, value.size}, out, &err));
    struct packet packet;
    assert_ok(packet_split(buffer_span(out), arena, &packet, &err));
    assert_non_null(packet.tree->octets.data);
    assert_true(frame_is_whole(&packet, arena));
    verify_packet(buffer_span(out), &settings, arena, &report);
    assert_true(report.right);
    verify_packet(replace(arena, buffer_span(out), "Minh Châu", "Minh Chau"), &settings, arena,
                  &report);
    assert_string_equal(report.rule, "digest");
    verify_packet(replace(arena, buffer_span(out),
                          "</SigningTime></ds:SignatureProperty></ds:"
                          "SignatureProperties></ds:Object></ds:Signature>" PACKET_CLOSE,
                          "1</SigningTime></ds:SignatureProperty></ds:SignatureProperties>"
                          "</ds:Object></ds:Signature>" PACKET_CLOSE),
                  &settings, arena, &report);
    assert_string_equal(report.rule, "digest");
}

static void
test_no_list(void **state)
{
    static const char *const lists[] = {"",
                                        PACKET_OPEN,
                                        PACKET_CLOSE,
                                        PACKET_OPEN PACKET_CLOSE,
                                        "<HOC_BA></HOC_BA>",
                                        PACKET_OPEN "<HOC_BA>" PACKET_CLOSE};
    AUTO(arena) *arena = arena_new();
    AUTO(xades_identity) *identity = NULL;
    struct packet_pending pending;
    struct error err;

    (void)state;
    assert_ok(xades_identity_make(signer_chain(school->seal), &identity, &err));
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        if (packet_prepare(span_of(lists[i]), moment_in_vietnam(PKI_NOW), identity, arena, &pending,
                           &err) != INVALID)
            row_fail(lists[i], "is taken for a list");
}

static int
open_school(void **state)
{
    (void)state;
    school = test_school_new(KEY_P256, false);
    return 0;
}

static int
close_school(void **state)
{
    (void)state;
    test_school_free(school);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),         cmocka_unit_test(test_frames),
        cmocka_unit_test(test_filtered),     cmocka_unit_test(test_others),
        cmocka_unit_test(test_records_stay), cmocka_unit_test(test_trust),
        cmocka_unit_test(test_ours),         cmocka_unit_test(test_no_list),
    };

    return cmocka_run_group_tests(tests, open_school, close_school);
}
