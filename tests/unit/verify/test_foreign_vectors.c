/* SPDX-License-Identifier: Apache-2.0
 *
 * Other people's signatures: xmlsec's test suite and the files of the EU's DSS.  What the verifier
 * says of each stands in docs/vectors-xmldsig.md and docs/vectors-xades.md; the tests make these
 * tables anew and compare (HOCBA_WRITE_TABLES=1 writes them).
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/table.h"
#include "verify/foreign.h"

enum { FILE_MAX = 1024 * 1024 };

/* Of the 187 signatures; a change for the worse fails even where the table is written anew. */
enum { VERIFIED_MIN = 104 };

#define EVERYTHING                                                                                 \
    (FOREIGN_ALLOW_SHA1 | FOREIGN_ALLOW_OTHER_HASHES | FOREIGN_ALLOW_HMAC | FOREIGN_ALLOW_DSA |    \
     FOREIGN_ALLOW_KEY_VALUE | FOREIGN_ALLOW_WEAK_KEYS)

static struct span
read_vector(struct arena *arena, const char *folder, const char *name)
{
    struct span bytes;
    struct error err;

    assert_ok(file_read(arena, arena_printf(arena, VECTORS "/%s/%s", folder, name), FILE_MAX,
                        &bytes, &err));
    return bytes;
}

static const struct table *
read_table(struct arena *arena, const char *folder, const char *name)
{
    return table_parse(arena, read_vector(arena, folder, name));
}

/* Compare with the table in docs/, or write it. */
static void
compare_table(struct arena *arena, const char *name, const struct buffer *made)
{
    const char *path = arena_printf(arena, DOCS "/%s", name);
    struct span stands;
    struct error err;

    if (getenv("HOCBA_WRITE_TABLES")) {
        assert_ok(file_write(path, buffer_span(made), 0644, &err));
        return;
    }
    assert_ok(file_read(arena, path, FILE_MAX, &stands, &err));
    if (span_equal(stands, buffer_span(made)))
        return;
    size_t at = 0;
    while (at < stands.size && at < made->size && stands.data[at] == made->data[at])
        at++;
    while (at > 0 && made->data[at - 1] != '\n')
        at--;
    fail_msg("%s is not what the vectors give now, from: %.200s", name, made->data + at);
}

/* --- xmlsec ----------------------------------------------------------------------------------- */

/* "-", "hmac:FILE" or "certificate:FILE": what the suite's script gives to the verifier. */
static void
take_key(struct arena *arena, const char *column, struct foreign_settings *settings,
         struct foreign_key **key)
{
    const char *file = strchr(column, ':');
    struct error err;

    if (!file)
        return;
    struct span bytes = read_vector(arena, "xmldsig-xmlsec", file + 1);
    if (text_starts(column, "hmac:")) {
        settings->hmac_secret = bytes;
        return;
    }
    /* Keys of kinds that we lack are no keys; the method is refused before that. */
    if (foreign_key_parse_certificate(bytes, key, &err) == OK)
        settings->key = *key;
}

static const char *
judge_xmldsig(struct arena *arena, const char *name, const char *column, unsigned allowed)
{
    struct foreign_settings settings = {.allowed = allowed};
    AUTO(foreign_key) *key = NULL;
    struct foreign_report report;

    take_key(arena, column, &settings, &key);
    verify_foreign(read_vector(arena, "xmldsig-xmlsec", name), &settings, arena, &report);
    if (report.rule)
        return report.rule;
    for (size_t i = 0; i < report.signature_count; i++)
        if (!report.signatures[i].cryptographically_valid)
            return report.signatures[i].rule;
    return "verified";
}

/* The suite calls them valid; for us the value cannot be, or its key is not at hand. */
static bool
is_rightly_refused(const char *name)
{
    static const char *const names[] = {
        /* r and s without their leading zeros, which RFC 4051 2.3.6 wants */
        "aleksey-xmldsig-01/enveloped-ecdsa-java-bug.xml",
        /* DER, which is no XMLDSig either; xmlsec takes it under an option called hack */
        "aleksey-xmldsig-01/enveloped-sha256-ecdsa-sha256-with-asn1.xml",
        "aleksey-xmldsig-01/enveloping-sha512-ecdsa-sha512-with-asn1.xml",
        /* r and s with more zeros than the curve has bytes */
        "aleksey-xmldsig-01/enveloping-sha256-ecdsa-sha256_padded.xml",
        /* the HMAC's secret is itself encrypted with ML-KEM */
        "aleksey-xmldsig-01/enveloping-sha256-hmac-sha256-em-ml-kem-1024.xml",
        "aleksey-xmldsig-01/enveloping-sha256-hmac-sha256-em-ml-kem-512.xml",
        "aleksey-xmldsig-01/enveloping-sha256-hmac-sha256-em-ml-kem-768.xml",
        /* several certificates, the signer's found by an issuer and serial number alone */
        "aleksey-xmldsig-01/x509data-sn-test.xml",
    };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (text_equal(names[i], name))
            return true;
    return false;
}

static const char xmldsig_begin[] =
    "# xmlsec's signatures before our verifier\n\n"
    "Made by `tests/unit/verify/test_foreign_vectors.c` from `tests/vectors/xmldsig-xmlsec`; the "
    "test\n"
    "compares. *expected* is what the suite's own script says (`yes`: valid; `-`: it does not "
    "say);\n"
    "*with the broken named* allows SHA-1, SHA-224, SHA-3, HMAC, DSA, bare keys and weak keys by "
    "name,\n"
    "as no program of ours does; *as shipped* is what `hocba verify --foreign` does. A refusal is "
    "given\n"
    "by its rule (`src/sign/foreign_rule.h`, `src/xml/expat_reader.h`):\n\n"
    "| rule | why |\n|---|---|\n"
    "| `external-uri` | a reference to something outside the document, or through XPointer beyond "
    "ids |\n"
    "| `xslt`, `xpath`, `transform` | a program, XPath beyond the part of `src/xml/node_set.h`, "
    "another "
    "transform |\n"
    "| `algorithm`, `other-hash` | not in the allow-list (MD5, RIPEMD-160, GOST, EdDSA, ML-DSA, "
    "SLH-DSA, "
    "...) |\n"
    "| `hmac`, `dsa`, `sha1`, `weak-key`, `key-value` | broken, or says nothing about who signed "
    "|\n"
    "| `no-certificate` | KeyInfo leads to no certificate within the document |\n"
    "| `doctype`, `duplicate-id`, `limit`, `namespace` | refused before any signature is looked at "
    "|\n"
    "| `structure` | not a `ds:Signature` of the schema |\n"
    "| `digest`, `value` | it was looked at, and it is wrong |\n\n"
    "| file | expected | with the broken named | as shipped |\n|---|---|---|---|\n";

static void
test_xmldsig(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *made = buffer_new(FILE_MAX);
    const struct table *table = read_table(arena, "xmldsig-xmlsec", "EXPECTED.tsv");
    size_t verified = 0, shipped = 0;

    (void)state;
    buffer_text(made, xmldsig_begin);
    for (size_t i = 0; i < table->rows; i++) {
        AUTO(arena) *scratch = arena_new();
        const char *name = table_cell(table, i, "file"), *key = table_cell(table, i, "key");
        const char *expected = table_cell(table, i, "expected");
        const char *all = judge_xmldsig(scratch, name, key, EVERYTHING);
        const char *strict = judge_xmldsig(scratch, name, key, 0);
        bool yes = text_equal(all, "verified"), strictly = text_equal(strict, "verified");
        verified += yes;
        shipped += strictly;
        if (strictly && !yes)
            row_fail(name, "verified as shipped and refused with more allowed");
        if (yes && text_equal(expected, "no") && !strstr(name, "missing-cert"))
            row_fail(name, "the suite says that this one must fail");
        if (text_equal(expected, "yes") &&
            (text_equal(all, "digest") || text_equal(all, "value")) && !is_rightly_refused(name))
            row_fail(name, "looked at and found wrong: %s", all);
        buffer_printf(made, "| %s | %s | %s | %s |\n", name, expected, all, strict);
    }
    buffer_printf(made, "\n%zu signatures: %zu verified with the broken named, %zu as shipped.\n",
                  table->rows, verified, shipped);
    compare_table(arena, "vectors-xmldsig.md", made);
    assert_true(verified >= VERIFIED_MIN);
}

/* --- DSS -------------------------------------------------------------------------------------- */

/* Where we differ from a referee, and why. A file without a reason here must agree. */
static const struct {
    const char *file, *why;
} differences[] = {
    {"Signature-X-ES-100.xml", "signed with SHA-1"},
    {"Signature-X-ES-103.xml", "signed with SHA-1"},
};

static const char *
why_different(const char *file)
{
    for (size_t i = 0; i < COUNT_OF(differences); i++)
        if (text_equal(differences[i].file, file))
            return differences[i].why;
    return NULL;
}

enum { JUDGED_AT = 1767225600 }; /* 2026-01-01: of levels, no chain is asked */

/* A level is what the unsigned properties prove, not what they claim. */
static void
test_levels_are_proven(void **state)
{
    static const struct {
        const char *file, *level;
        bool has_reason;
    } rows[] = {
        {"dss-signed.xml", "B-B", false},
        {"xades-t-copied-sigtst.xml", "B-B", true}, /* another signature's timestamp */
        {"xades-t-duplicated-sigtst.xml", "B-T", false},
        {"dss1987/data2sign-signed-xades-enveloped-baseline-lta.xml", "B-LT", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        const struct foreign_settings settings = {.now = JUDGED_AT};
        struct foreign_report report;
        verify_foreign(read_vector(arena, "xades-dss", rows[i].file), &settings, arena, &report);
        const struct foreign_signature_report *first = &report.signatures[0];
        if (!text_equal(first->level, rows[i].level) || !first->level_reason == rows[i].has_reason)
            row_fail(rows[i].file, "level %s: %s", first->level, first->level_reason);
    }
}

static const char xades_begin[] =
    "# DSS's XAdES files before our verifier\n\n"
    "Made by `tests/unit/verify/test_foreign_vectors.c` from `tests/vectors/xades-dss`; the test\n"
    "compares. *JDK* and *xmlsec1* are those referees' words on the first signature's "
    "cryptography\n"
    "(`LABELS.tsv`), *ours* is `hocba verify --foreign`: `valid` or the rule that refused. Where "
    "the\n"
    "referees agree and we do not, the last column says why. *level* is what the unsigned "
    "properties\n"
    "prove by themselves (no anchors are given here), not what they claim.\n\n"
    "| file | JDK | xmlsec1 | ours | level | why we differ |\n|---|---|---|---|---|---|\n";

static void
test_xades(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *made = buffer_new(FILE_MAX);
    const struct table *table = read_table(arena, "xades-dss", "LABELS.tsv");
    size_t agreed = 0, both = 0;

    (void)state;
    buffer_text(made, xades_begin);
    for (size_t i = 0; i < table->rows; i++) {
        AUTO(arena) *scratch = arena_new();
        const struct foreign_settings settings = {.now = JUDGED_AT};
        const char *name = table_cell(table, i, "file");
        const char *jdk = table_cell(table, i, "jdk_first_signature");
        const char *xmlsec = table_cell(table, i, "xmlsec1");
        struct foreign_report report;
        verify_foreign(read_vector(scratch, "xades-dss", name), &settings, scratch, &report);
        const struct foreign_signature_report *first =
            report.signature_count ? &report.signatures[0] : NULL;
        bool ours = first && first->cryptographically_valid;
        bool jdk_yes = text_starts(jdk, "VALID"), xmlsec_yes = text_equal(xmlsec, "OK");
        const char *why = why_different(name);
        both += jdk_yes == xmlsec_yes;
        agreed += jdk_yes == xmlsec_yes && ours == jdk_yes;
        if (jdk_yes == xmlsec_yes && ours != jdk_yes && !why)
            row_fail(name, "both referees say %s, we %s", jdk,
                     first ? first->rule ? first->rule : "valid" : report.rule);
        if (jdk_yes == xmlsec_yes && ours == jdk_yes && why)
            row_fail(name, "explained, but there is no difference");
        buffer_printf(made, "| %s | %s | %s | %s | %s | %s |\n", name,
                      jdk_yes ? "valid" : "not valid", xmlsec_yes ? "valid" : "not valid",
                      ours    ? "valid"
                      : first ? first->rule
                              : report.rule,
                      first ? first->level : "", why ? why : "");
    }
    buffer_printf(made, "\n%zu files; the referees agree on %zu, and there we agree on %zu.\n",
                  table->rows, both, agreed);
    compare_table(arena, "vectors-xades.md", made);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xmldsig),
        cmocka_unit_test(test_xades),
        cmocka_unit_test(test_levels_are_proven),
    };

    return cmocka_run_group_tests_name("foreign_vectors", tests, NULL, NULL);
}
