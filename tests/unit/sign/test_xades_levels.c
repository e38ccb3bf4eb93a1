/* SPDX-License-Identifier: Apache-2.0
 *
 * Structure of levels: what is inserted is canonical where it stands, comes out again by cutting,
 * and nothing but the grammar is read.  Whether a proof proves anything is tests/unit/verify.
 */
#include "tests/support/test.h"

#include "base/encode.h"
#include "sign/xades_levels.h"
#include "sign/xades_names.h"
#include "tests/support/referee_c14n.h"
#include "tests/support/signed_record.h"
#include "xades_referee.h"

/* Any bytes do where only the structure is asked. */
static const struct span tokens[] = {{"\x30\x03TST", 5}, {"\x30\x04TST2", 6}};
static const struct span certificates[] = {{"\x30\x03one", 5}, {"\x30\x03two", 5}};
static const struct span crls[] = {{"\x30\x03"
                                    "CRL",
                                    5}};
static const struct span ocsps[] = {{"\x30\x04OCSP", 6}, {"\x30\x05OCSP2", 7}};

enum { SIGNATURES = 3 };
static const char *const keys[SIGNATURES] = {"gvcn", "cbql", "school"};

static int
open_school(void **state)
{
    *state = test_school_new(KEY_P256, false);
    return 0;
}

static int
close_school(void **state)
{
    test_school_free(*state);
    return 0;
}

/* B-T or B-LT for every signature; TSA material in the first only. */
static void
make_evidence(struct xades_evidence *evidence, bool values)
{
    for (size_t i = 0; i < SIGNATURES; i++) {
        evidence[i] = (struct xades_evidence){
            .key = keys[i], .timestamps = tokens, .timestamp_count = 1 + i % 2};
        if (!values)
            continue;
        evidence[i].signer = (struct xades_values){certificates, crls, ocsps, 1, i == 1, 1};
        if (i == 0)
            evidence[i].authority = (struct xades_values){certificates, NULL, ocsps, 2, 0, 2};
    }
}

static struct span
raised(struct arena *arena, struct span issued, const struct xades_evidence *evidence, size_t count)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct error err;

    assert_ok(xades_levels_insert(issued, evidence, count, out, &err));
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

/* One record at every level: canonical, its signatures as before, the issued form the same. */
static void
test_levels_give_the_issued_form_back(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct span issued = test_signed(arena, *state), cut;
    struct xades_evidence evidence[SIGNATURES];
    struct error err;

    assert_ok(xades_levels_cut(issued, arena, &cut, &err));
    assert_ptr_equal(cut.data, issued.data);
    for (int values = 0; values < 2; values++)
        for (size_t count = 1; count <= SIGNATURES; count++) {
            struct xades_levels levels;
            make_evidence(evidence, values);
            struct span file = raised(arena, issued, evidence, count);
            assert_ok(xades_levels_list(file, arena, &levels, &err));
            assert_null(referee_c14n(&levels.xml));
            assert_int_equal(referee_check(file), SIGNATURES);
            for (size_t i = 0; i < SIGNATURES; i++)
                assert_true((levels.signatures[i].evidence.element != XML_NO_ELEMENT) ==
                            (i < count));
            assert_ok(xades_levels_cut(file, arena, &cut, &err));
            assert_true(span_equal(cut, issued));
        }
}

/* What was put in comes out, in order. */
static void
test_values_are_read(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct xades_evidence evidence[SIGNATURES];
    static const struct {
        enum xades_value_kind kind;
        const struct span *value;
    } want[] = {{XADES_CERTIFICATE, &certificates[0]},
                {XADES_OCSP, &ocsps[0]},
                {XADES_CERTIFICATE, &certificates[0]},
                {XADES_CERTIFICATE, &certificates[1]},
                {XADES_OCSP, &ocsps[0]},
                {XADES_OCSP, &ocsps[1]}};
    struct xades_levels levels;
    struct xades_value value;
    struct error err;

    make_evidence(evidence, true);
    struct span file = raised(arena, test_signed(arena, *state), evidence, SIGNATURES);
    assert_ok(xades_levels_list(file, arena, &levels, &err));
    const struct xades_unsigned *read = &levels.signatures[0].evidence;
    assert_int_equal(read->timestamp_count, 1);
    assert_true(span_is(read->timestamps[0], base64_write(arena, tokens[0].data, tokens[0].size)));
    int32_t at = read->values;
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        assert_true(xades_unsigned_next(&levels.xml, read, &at, &value));
        assert_int_equal(value.kind, want[i].kind);
        assert_true(
            span_is(value.base64, base64_write(arena, want[i].value->data, want[i].value->size)));
    }
    assert_false(xades_unsigned_next(&levels.xml, read, &at, &value));
    assert_int_equal(levels.signatures[1].evidence.timestamp_count, 2);
}

/* A signature added after a level was raised covers the earlier ones all the same. */
static void
test_signing_goes_on_after_a_timestamp(void **state)
{
    const struct test_school *school = *state;
    AUTO(arena) *arena = arena_new();
    struct xades_evidence evidence = {.key = "gvcn", .timestamps = tokens, .timestamp_count = 1};
    struct span cut, plain, stamped;
    struct error err;

    plain = test_sign(arena, test_unsigned(arena, false), school->class_teacher,
                      SIGNER_CLASS_TEACHER, NULL, SIGNED_AT);
    stamped = raised(arena, plain, &evidence, 1);
    stamped = test_sign(arena, stamped, school->principal, SIGNER_PRINCIPAL, NULL, SIGNED_AT + 60);
    assert_int_equal(referee_check(stamped), 2);
    assert_ok(xades_levels_cut(stamped, arena, &cut, &err));
    assert_int_equal(referee_check(cut), 2);
    assert_memory_equal(cut.data, plain.data,
                        plain.size - strlen("</DANH_SACH_THONG_TIN_KY></HOC_BA>"));
}

static void
test_insertion_refused(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    char *large = arena_alloc(arena, XADES_REVOCATION_MAX);
    struct span many[10];
    struct span issued = test_signed(arena, *state);
    struct xades_evidence its = {.key = "gvcn", .timestamps = tokens, .timestamp_count = 1};
    struct span stamped = raised(arena, issued, &its, 1);
    struct error err;

    memset(large, 'x', XADES_REVOCATION_MAX);
    for (size_t i = 0; i < COUNT_OF(many); i++)
        many[i] = (struct span){large, XADES_REVOCATION_MAX};
    struct xades_evidence nobody = its, heavy = its;
    nobody.key = "gvbm-TV";
    heavy.signer = (struct xades_values){.crls = many, .crl_count = COUNT_OF(many)};
    assert_int_equal(xades_levels_insert(stamped, &its, 1, out, &err), CONFLICT);
    assert_int_equal(xades_levels_insert(issued, &nobody, 1, out, &err), NOT_FOUND);
    assert_int_equal(xades_levels_insert(issued, &heavy, 1, out, &err), INVALID);
    assert_int_equal(xades_levels_insert(span_of("<a></a>"), &its, 1, out, &err), INVALID);
    assert_int_equal(out->size, 0);
}

#define OPEN  "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>"
#define CLOSE "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
#define X     " xmlns:xades=\"" XML_XADES_URI "\""
#define X141  " xmlns:xades141=\"" XML_XADES141_URI "\""
#define METHOD                                                                                     \
    "<ds:CanonicalizationMethod xmlns:ds=\"" XML_DS_URI "\" Algorithm=\"" XADES_EXC_C14N           \
    "\"></ds:CanonicalizationMethod>"
#define TOKEN "<xades:EncapsulatedTimeStamp>MAA=</xades:EncapsulatedTimeStamp>"
#define STAMP "<xades:SignatureTimeStamp" X ">" METHOD TOKEN "</xades:SignatureTimeStamp>"
#define CERTS(ns)                                                                                  \
    "<xades:CertificateValues" ns "><xades:EncapsulatedX509Certificate>MAA="                       \
    "</xades:EncapsulatedX509Certificate></xades:CertificateValues>"
#define OCSP                                                                                       \
    "<xades:OCSPValues><xades:EncapsulatedOCSPValue>MAA=</xades:EncapsulatedOCSPValue>"            \
    "</xades:OCSPValues>"
#define CRL                                                                                        \
    "<xades:CRLValues><xades:EncapsulatedCRLValue>MAA=</xades:EncapsulatedCRLValue>"               \
    "</xades:CRLValues>"
#define REVOCATION(ns, inside) "<xades:RevocationValues" ns ">" inside "</xades:RevocationValues>"
#define TSA(inside)                                                                                \
    "<xades141:TimeStampValidationData" X141 ">" inside "</xades141:TimeStampValidationData>"

/* What stands behind SignedProperties. */
static const struct {
    const char *about, *text;
    bool fine;
} grammar[] = {
    {"nothing", "", true},
    {"a timestamp", OPEN STAMP CLOSE, true},
    {"four timestamps", OPEN STAMP STAMP STAMP STAMP CLOSE, true},
    {"certificates", OPEN STAMP CERTS(X) CLOSE, true},
    {"OCSP", OPEN STAMP REVOCATION(X, OCSP) CLOSE, true},
    {"CRL and OCSP", OPEN STAMP CERTS(X) REVOCATION(X, CRL OCSP) CLOSE, true},
    {"of the authority", OPEN STAMP TSA(CERTS(X) REVOCATION(X, OCSP)) CLOSE, true},
    {"everything",
     OPEN STAMP CERTS(X) REVOCATION(X, CRL OCSP) TSA(CERTS(X) REVOCATION(X, CRL)) CLOSE, true},

    {"empty", "<xades:UnsignedProperties></xades:UnsignedProperties>", false},
    {"no property", OPEN CLOSE, false},
    {"twice", OPEN STAMP CLOSE OPEN STAMP CLOSE, false},
    {"two lists in one",
     OPEN STAMP
     "</xades:UnsignedSignatureProperties><xades:UnsignedSignatureProperties>" STAMP CLOSE,
     false},
    {"an Id", "<xades:UnsignedProperties Id=\"u\"><xades:UnsignedSignatureProperties>" STAMP CLOSE,
     false},
    {"five timestamps", OPEN STAMP STAMP STAMP STAMP STAMP CLOSE, false},
    {"values without a timestamp", OPEN CERTS(X) CLOSE, false},
    {"a timestamp after values", OPEN STAMP CERTS(X) STAMP CLOSE, false},
    {"values twice", OPEN STAMP CERTS(X) CERTS(X) CLOSE, false},
    {"revocation before certificates", OPEN STAMP REVOCATION(X, OCSP) CERTS(X) CLOSE, false},
    {"OCSP before CRL", OPEN STAMP REVOCATION(X, OCSP CRL) CLOSE, false},
    {"empty revocation", OPEN STAMP REVOCATION(X, "") CLOSE, false},
    {"empty validation data", OPEN STAMP TSA("") CLOSE, false},
    {"validation data in 1.3.2",
     OPEN STAMP "<xades:TimeStampValidationData" X "></xades:TimeStampValidationData>" CLOSE,
     false},
    {"a timestamp in validation data", OPEN STAMP TSA(STAMP) CLOSE, false},
    {"a countersignature",
     OPEN STAMP "<xades:CounterSignature" X "></xades:CounterSignature>" CLOSE, false},
    {"references only",
     OPEN STAMP "<xades:CompleteCertificateRefs" X "></xades:CompleteCertificateRefs>" CLOSE,
     false},
    {"unsigned data object properties",
     "<xades:UnsignedProperties><xades:UnsignedDataObjectProperties>"
     "</xades:UnsignedDataObjectProperties></xades:UnsignedProperties>",
     false},
    {"no method", OPEN "<xades:SignatureTimeStamp" X ">" TOKEN "</xades:SignatureTimeStamp>" CLOSE,
     false},
    {"two tokens",
     OPEN "<xades:SignatureTimeStamp" X ">" METHOD TOKEN TOKEN "</xades:SignatureTimeStamp>" CLOSE,
     false},
    {"an empty token",
     OPEN
     "<xades:SignatureTimeStamp" X ">" METHOD
     "<xades:EncapsulatedTimeStamp></xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>" CLOSE,
     false},
    {"an encoding on a token",
     OPEN "<xades:SignatureTimeStamp" X ">" METHOD
          "<xades:EncapsulatedTimeStamp Encoding=\"x\">MAA=</xades:EncapsulatedTimeStamp>"
          "</xades:SignatureTimeStamp>" CLOSE,
     false},
    {"inclusive C14N",
     OPEN "<xades:SignatureTimeStamp" X "><ds:CanonicalizationMethod xmlns:ds=\"" XML_DS_URI
          "\" Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\">"
          "</ds:CanonicalizationMethod>" TOKEN "</xades:SignatureTimeStamp>" CLOSE,
     false},
    {"no declaration at the apex",
     OPEN "<xades:SignatureTimeStamp>" METHOD TOKEN "</xades:SignatureTimeStamp>" CLOSE, false},
    {"signed properties again", "<xades:SignedProperties" X "></xades:SignedProperties>", false},
};

static void
test_grammar(void **state)
{
    static const char behind[] = "</xades:SignedProperties>";
    AUTO(arena) *arena = arena_new();
    struct span issued = test_signed(arena, *state);
    const char *copy = arena_copy(arena, issued.data, issued.size);
    const char *at = strstr(copy, behind) + strlen(behind);

    for (size_t i = 0; i < COUNT_OF(grammar); i++) {
        const char *file =
            arena_printf(arena, "%.*s%s%s", (int)(at - copy), copy, grammar[i].text, at);
        struct xades_levels levels;
        struct error err;
        enum status status = xades_levels_list(span_of(file), arena, &levels, &err);
        if ((status == OK) != grammar[i].fine)
            row_fail(grammar[i].about, "%s", status == OK ? "was read" : err.message);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels_give_the_issued_form_back),
        cmocka_unit_test(test_values_are_read),
        cmocka_unit_test(test_signing_goes_on_after_a_timestamp),
        cmocka_unit_test(test_insertion_refused),
        cmocka_unit_test(test_grammar),
    };

    return cmocka_run_group_tests(tests, open_school, close_school);
}
