/* SPDX-License-Identifier: Apache-2.0
 *
 * Another supplier's records, profile "XMLDSig CV2088": what .NET's SignedXml makes by default.
 */
#include "tests/support/test.h"

#include "base/encode.h"
#include "tests/support/issued_form.h"
#include "tests/support/signed_record.h"
#include "verify/foreign.h"
#include "verify/registry.h"
#include "verify/verify.h"

#define SHA256_URI "http://www.w3.org/2001/04/xmlenc#sha256"
#define INCLUSIVE  "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define EXCLUSIVE  "http://www.w3.org/2001/10/xml-exc-c14n#"

/* How one file is made; a field that is not set is as the profile has it. */
struct making {
    const char *about;
    bool exclusive;
    const char *from, *to; /* replaced in the unsigned text, then signed */
    const char *bent, *as; /* replaced after signing */
    bool no_registry, one_reference;
    enum verdict verdict;
    enum check_id check; /* that says so; CHECK_COUNT: none */
    const char *sentence;
};

static struct span
replace(struct arena *arena, struct span file, const char *from, const char *to)
{
    const char *at = from ? memmem(file.data, file.size, from, strlen(from)) : NULL;

    if (!from)
        return file;
    assert_non_null(at);
    size_t before = (size_t)(at - file.data), after = file.size - before - strlen(from);
    return span_of(arena_printf(arena, "%.*s%s%.*s", (int)before, file.data, to, (int)after,
                                at + strlen(from)));
}

/* Canonical bytes of the element with this Id, or with this name. */
static struct span
canonical(struct arena *arena, struct span file, const char *id, bool exclusive, bool info)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct xml_canonical_method method = {.kind = exclusive ? XML_EXCLUSIVE_10 : XML_INCLUSIVE_10};
    const struct xml_tree *tree;
    struct error err;

    assert_ok(xml_tree_read(file, &xml_tree_limits, arena, &tree, &err));
    int32_t node = xml_tree_find_id(tree, span_of(id));
    assert_true(node != XML_NO_NODE);
    if (info)
        node = xml_tree_first(tree, node);
    struct xml_node_set set = xml_node_set_subtree(tree, node, false);
    assert_ok(xml_canonical_write(&set, &method, out, &err));
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

static const char *
reference(struct arena *arena, struct span file, const char *id, bool exclusive)
{
    struct digest digest = sha256(canonical(arena, file, id, exclusive, false));

    return arena_printf(arena,
                        "<Reference URI=\"#%s\"><Transforms><Transform Algorithm=\"%s\" />"
                        "</Transforms><DigestMethod Algorithm=\"" SHA256_URI "\" /><DigestValue>%s"
                        "</DigestValue></Reference>",
                        id, exclusive ? EXCLUSIVE : INCLUSIVE,
                        base64_write(arena, digest.bytes, sizeof digest.bytes));
}

/* Put the real thing in the place of a marker, step by step, as a signing library does. */
static struct span
sign(struct arena *arena, struct span file, const char *key, struct signer *signer,
     const struct making *making)
{
    const struct certificate *leaf = signer_chain(signer)->items[0];
    struct signature_value value;
    struct error err;
    const char *data = reference(arena, file, "hocba-1", making->exclusive);
    const char *time =
        reference(arena, file, arena_printf(arena, "time-%s", key), making->exclusive);

    file = replace(arena, file, arena_printf(arena, "[references %s]", key),
                   arena_printf(arena, "%s%s", data, making->one_reference ? "" : time));
    struct digest digest =
        sha256(canonical(arena, file, arena_printf(arena, "sig-%s", key), making->exclusive, true));
    assert_ok(signer_sign(signer, &digest, 1, &value, &err));
    file = replace(arena, file, arena_printf(arena, "[value %s]", key),
                   base64_write(arena, value.bytes, value.size));
    const struct certificate *issuer = signer_chain(signer)->items[1];
    return replace(arena, file, arena_printf(arena, "[certificate %s]", key),
                   arena_printf(arena, "%s</X509Certificate><X509Certificate>%s",
                                base64_write(arena, leaf->der.data, leaf->der.size),
                                base64_write(arena, issuer->der.data, issuer->der.size)));
}

static const char *
signature(struct arena *arena, const char *tag, const char *key, const struct making *making)
{
    return arena_printf(
        arena,
        "\n  <%s>\n    <Signature Id=\"sig-%s\" xmlns=\"" XML_DS_URI "\"><SignedInfo>"
        "<CanonicalizationMethod Algorithm=\"%s\" /><SignatureMethod "
        "Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\" />[references %s]"
        "</SignedInfo>\n<SignatureValue>[value %s]</SignatureValue><KeyInfo><X509Data>"
        "<X509Certificate>[certificate %s]</X509Certificate></X509Data></KeyInfo>"
        "<Object Id=\"time-%s\"><SignatureProperties><SignatureProperty Target=\"#sig-%s\">"
        "<SigningTime>2024-05-31T10:00:00+07:00</SigningTime></SignatureProperty>"
        "</SignatureProperties></Object></Signature>\n  </%s>",
        tag, key, making->exclusive ? EXCLUSIVE : INCLUSIVE, key, key, key, key, key, tag);
}

/* The sample record in another layout, with the three signatures. */
static struct span
make(struct arena *arena, const struct test_school *school, const struct making *making)
{
    struct span file = test_unsigned(arena, false);
    const char *signers =
        arena_printf(arena, "<DANH_SACH_THONG_TIN_KY>%s%s%s\n</DANH_SACH_THONG_TIN_KY>",
                     signature(arena, "GVCN", "1", making), signature(arena, "CBQL", "2", making),
                     signature(arena, "KY_PHAT_HANH", "3", making));

    file = replace(arena, file, "<HOC_BA>", "<HOC_BA xmlns:xsi=\"urn:xsi\">\r\n  ");
    file = replace(arena, file, "Id=\"data\"", "Id='hocba-1'");
    file = replace(arena, file, "<THONG_TIN_CHUNG>", "\n    <THONG_TIN_CHUNG>");
    file = replace(arena, file, "<DANH_SACH_THONG_TIN_KY></DANH_SACH_THONG_TIN_KY>", signers);
    file = replace(arena, file, making->from, making->to);
    file = sign(arena, file, "1", school->class_teacher, making);
    file = sign(arena, file, "2", school->principal, making);
    file = sign(arena, file, "3", school->seal, making);
    return replace(arena, file, making->bent, making->as);
}

/* The first signer's time, and the same in XAdES with the certificate named that he signs with. */
#define TIME "SigningTime>2024-05-31T10:00:00+07:00</"
#define PLAIN_TIME                                                                                 \
    "<Object Id=\"time-1\"><SignatureProperties><SignatureProperty Target=\"#sig-1\"><" TIME       \
    "SigningTime></SignatureProperty></SignatureProperties></Object>"
#define NAMES_ANOTHER                                                                              \
    "<Object><q:QualifyingProperties xmlns:q=\"http://uri.etsi.org/01903/v1.3.2#\" "               \
    "Target=\"#sig-1\"><q:SignedProperties Id=\"time-1\"><q:SignedSignatureProperties><q:" TIME    \
    "q:SigningTime><q:SigningCertificateV2><q:Cert><q:CertDigest><DigestMethod "                   \
    "Algorithm=\"" SHA256_URI "\" /><DigestValue>AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="     \
    "</DigestValue></q:CertDigest></q:Cert></q:SigningCertificateV2>"                              \
    "</q:SignedSignatureProperties></q:SignedProperties></q:QualifyingProperties></Object>"

static const struct making rows[] = {
    {.about = "inclusive, as .NET does", .verdict = VERDICT_AUTHENTIC, .check = CHECK_COUNT},
    {.about = "exclusive", .exclusive = true, .verdict = VERDICT_AUTHENTIC, .check = CHECK_COUNT},
    {.about = "no registry, nothing decided",
     .no_registry = true,
     .verdict = VERDICT_UNDECIDED,
     .check = CHECK_ENTITLEMENT,
     .sentence = "sổ đăng ký"},
    {.about = "the content changed",
     .bent = "<GIOI_TINH>2<",
     .as = "<GIOI_TINH>1<",
     .verdict = VERDICT_NOT_AUTHENTIC,
     .check = CHECK_INTEGRITY,
     .sentence = "giá trị băm"},
    {.about = "the time changed",
     .bent = "2024-05-31T10:00:00",
     .as = "2024-05-30T10:00:00",
     .verdict = VERDICT_NOT_AUTHENTIC,
     .check = CHECK_INTEGRITY,
     .sentence = "giá trị băm"},
    {.about = "SignedInfo changed",
     .bent = "<SignedInfo>",
     .as = "<SignedInfo >\n",
     .verdict = VERDICT_NOT_AUTHENTIC,
     .check = CHECK_SIGNATURES,
     .sentence = "Giá trị chữ ký"},
    {.about = "the signer names another certificate than the one that is there",
     .from = PLAIN_TIME,
     .to = NAMES_ANOTHER,
     .verdict = VERDICT_NOT_AUTHENTIC,
     .check = CHECK_SIGNATURES,
     .sentence = "không phải chứng thư mà người ký đã xác nhận"},
    {.about = "the time is not signed",
     .one_reference = true,
     .verdict = VERDICT_NOT_AUTHENTIC,
     .check = CHECK_FORMAT,
     .sentence = NULL},
    {.about = "the data is not the first child",
     .from = "<DU_LIEU_HOC_BA",
     .to = "<X></X><DU_LIEU_HOC_BA",
     .verdict = VERDICT_NOT_AUTHENTIC,
     .check = CHECK_FORMAT,
     .sentence = NULL},
    {.about = "the signed data moved away and another in its place",
     .bent = "<DU_LIEU_HOC_BA Id='hocba-1'>",
     .as = "<DU_LIEU_HOC_BA Id='other'></DU_LIEU_HOC_BA><DU_LIEU_HOC_BA Id='hocba-1'>",
     .verdict = VERDICT_NOT_AUTHENTIC,
     .check = CHECK_FORMAT,
     .sentence = NULL},
    {.about = "a comment",
     .from = "<GIOI_TINH>",
     .to = "<GIOI_TINH><!-- -->",
     .verdict = VERDICT_NOT_AUTHENTIC,
     .check = CHECK_FORMAT,
     .sentence = NULL},
    {.about = "an Id twice",
     .bent = "<KY_PHAT_HANH>",
     .as = "<KY_PHAT_HANH id='hocba-1'>",
     .verdict = VERDICT_NOT_AUTHENTIC,
     .check = CHECK_FORMAT,
     .sentence = NULL},
    {.about = "a signer twice",
     .bent = "<CBQL>",
     .as = "<CBQL></CBQL><CBQL>",
     .verdict = VERDICT_NOT_AUTHENTIC,
     .check = CHECK_FORMAT,
     .sentence = NULL},
};

static void
test_rows(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(test_school) *school = test_school_new(KEY_P256, false);
    const struct registry *registry;
    struct error err;

    (void)state;
    assert_ok(registry_read(test_registry(arena, school), school->pki->anchors, PKI_NOW, arena,
                            &registry, &err));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct verify_material material = {.anchors = school->pki->anchors,
                                           .now = PKI_NOW,
                                           .registry = rows[i].no_registry ? NULL : registry};
        struct verdict_report report;
        struct span file = make(arena, school, &rows[i]);
        assert_ok(verify_record(file, &material, arena, &report, &err));
        assert_issued_form(file, &report);
        const struct check *check =
            &report.checks[rows[i].check == CHECK_COUNT ? CHECK_FORMAT : rows[i].check];
        if (report.verdict != rows[i].verdict)
            for (int id = 0; id < CHECK_COUNT; id++)
                print_error("%s: %s %s\n", check_key((enum check_id)id),
                            check_result_word(report.checks[id].result), report.checks[id].reason);
        if (report.verdict != rows[i].verdict ||
            (rows[i].sentence && !strstr(check->reason, rows[i].sentence)))
            row_fail(rows[i].about, "%s: %s", verdict_word(report.verdict), check->reason);
        if (report.verdict == VERDICT_AUTHENTIC &&
            (!text_equal(report.signatures[0].level, "XMLDSig") || !report.record))
            row_fail(rows[i].about, "level %s", report.signatures[0].level);
        if (report.verdict == VERDICT_NOT_AUTHENTIC && (report.record || report.content.size))
            row_fail(rows[i].about, "content was handed out");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};

    return cmocka_run_group_tests_name("foreign_record", tests, NULL, NULL);
}
