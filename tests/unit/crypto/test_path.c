/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/pki.h"
#include "tests/support/test.h"

#include "crypto/handles.h"
#include "crypto/path.h"

#include <openssl/x509v3.h>

/* A certificate with one extension replaced (value NULL: taken away), signed again by `key`. */
static struct certificate *
bend(const struct certificate *from, int nid, const char *value, const struct private_key *key)
{
    struct error err;
    X509 *x509 = X509_dup(certificate_handle(from));
    X509_EXTENSION_free(X509_delete_ext(x509, X509_get_ext_by_NID(x509, nid, -1)));
    if (value != NULL) {
        X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
        assert_non_null(extension);
        assert_int_equal(X509_add_ext(x509, extension, -1), 1);
        X509_EXTENSION_free(extension);
    }
    assert_true(X509_sign(x509, private_key_handle(key), library_sha256()) > 0);
    unsigned char *der = NULL;
    int size = i2d_X509(x509, &der);
    struct certificate *bent = NULL;
    assert_ok(certificate_parse((struct span){(const char *)der, (size_t)size}, &bent, &err));
    OPENSSL_free(der);
    X509_free(x509);
    return bent;
}

/* A name constraint cannot be written through the short text form for a directory name. */
static struct certificate *
constrain(const struct certificate *from, const char *organisation, const struct private_key *key)
{
    struct error err;
    X509 *x509 = X509_dup(certificate_handle(from));
    NAME_CONSTRAINTS *constraints = NAME_CONSTRAINTS_new();
    GENERAL_SUBTREE *subtree = GENERAL_SUBTREE_new();
    X509_NAME *name = X509_NAME_new();
    X509_NAME_add_entry_by_NID(name, NID_countryName, MBSTRING_UTF8, (const unsigned char *)"VN",
                               -1, -1, 0);
    X509_NAME_add_entry_by_NID(name, NID_organizationName, MBSTRING_UTF8,
                               (const unsigned char *)organisation, -1, -1, 0);
    subtree->base->type = GEN_DIRNAME;
    subtree->base->d.directoryName = name;
    constraints->permittedSubtrees = sk_GENERAL_SUBTREE_new_null();
    sk_GENERAL_SUBTREE_push(constraints->permittedSubtrees, subtree);
    assert_int_equal(X509_add1_ext_i2d(x509, NID_name_constraints, constraints, 1, 0), 1);
    NAME_CONSTRAINTS_free(constraints);
    assert_true(X509_sign(x509, private_key_handle(key), library_sha256()) > 0);
    unsigned char *der = NULL;
    int size = i2d_X509(x509, &der);
    struct certificate *bent = NULL;
    assert_ok(certificate_parse((struct span){(const char *)der, (size_t)size}, &bent, &err));
    OPENSSL_free(der);
    X509_free(x509);
    return bent;
}

struct bench {
    struct test_pki *pki, *other, *namesake;
    struct signer *person;
    struct certificate *person_cert;    /* a copy of the signer's */
    struct certificate *not_ca;         /* the authority without CA */
    struct certificate *no_cert_sign;   /* the authority without keyCertSign */
    struct certificate *silent;         /* the authority without its authorityKeyIdentifier */
    struct certificate *constrained;    /* the authority, for another organisation only */
    struct certificate *constrained_to; /* the authority, for this organisation */
    struct certificate *member;         /* a person of that organisation */
    struct certificate *agreement_only; /* a person's certificate for keyAgreement */
    struct certificate *usage_free;     /* a person's without keyUsage */
    struct certificate *forged;         /* a person's, signed by somebody else's key */
    struct certificate *early, *late;   /* valid later, expired before */
};

static struct certificate *
issue_person(const struct test_pki *pki, const char *organisation, int64_t from, int64_t to)
{
    struct error err;
    AUTO(private_key) *key = test_key(KEY_P256);
    struct certificate_request request = {.kind = CERTIFICATE_PERSON,
                                          .common_name = "Lê Văn A",
                                          .organisation = organisation,
                                          .person_number = "022184000123",
                                          .valid_from = from,
                                          .valid_to = to};
    struct certificate_issuer issuer = {pki->authority, pki->authority_key};
    struct certificate *made = NULL;
    assert_ok(certificate_issue(&request, key, &issuer, &made, &err));
    return made;
}

static int
set_up(void **state)
{
    static struct bench it;
    it.pki = test_pki_new("A", false);
    it.other = test_pki_new("B", true);
    it.namesake = test_pki_new("A", false); /* the same names, other keys */
    const struct test_pki *pki = it.pki;
    it.person_cert = issue_person(pki, NULL, PKI_FROM, PKI_TO);
    it.member = issue_person(pki, "Trường B", PKI_FROM, PKI_TO);
    it.early = issue_person(pki, NULL, PKI_NOW + 1, PKI_TO);
    it.late = issue_person(pki, NULL, PKI_FROM, PKI_NOW - 1);
    it.not_ca = bend(pki->authority, NID_basic_constraints, "critical,CA:FALSE", pki->root_key);
    it.no_cert_sign = bend(pki->authority, NID_key_usage, "critical,cRLSign", pki->root_key);
    it.silent = bend(pki->authority, NID_authority_key_identifier, NULL, pki->root_key);
    it.constrained = constrain(pki->authority, "Trường A", pki->root_key);
    it.constrained_to = constrain(pki->authority, "Trường B", pki->root_key);
    it.agreement_only =
        bend(it.person_cert, NID_key_usage, "critical,keyAgreement", pki->authority_key);
    it.usage_free = bend(it.person_cert, NID_key_usage, NULL, pki->authority_key);
    it.forged =
        bend(it.person_cert, NID_key_usage, "critical,digitalSignature", it.other->authority_key);
    *state = &it;
    return 0;
}

static int
tear_down(void **state)
{
    struct bench *it = *state;
    struct certificate *const all[] = {it->person_cert, it->not_ca,      it->no_cert_sign,
                                       it->silent,      it->constrained, it->forged,
                                       it->member,      it->early,       it->agreement_only,
                                       it->usage_free,  it->late,        it->constrained_to};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        certificate_free(all[i]);
    test_pki_free(it->pki);
    test_pki_free(it->other);
    test_pki_free(it->namesake);
    return 0;
}

static void
test_paths(void **state)
{
    const struct bench *it = *state;
    const struct test_pki *pki = it->pki;
    const struct {
        const char *about;
        const struct certificate *leaf, *issuer;
        const struct anchors *anchors;
        int64_t at;
        enum path_verdict want;
    } rows[] = {
        {"plain", it->person_cert, pki->authority, pki->anchors, PKI_NOW, PATH_TRUSTED},
        {"at its first second", it->person_cert, pki->authority, pki->anchors, PKI_FROM,
         PATH_TRUSTED},
        {"just before its end", it->person_cert, pki->authority, pki->anchors, PKI_TO - 1,
         PATH_TRUSTED},
        {"before all", it->person_cert, pki->authority, pki->anchors, PKI_FROM - 1,
         PATH_NOT_YET_VALID},
        {"after all", it->person_cert, pki->authority, pki->anchors, PKI_TO + 1, PATH_EXPIRED},
        {"leaf not yet valid", it->early, pki->authority, pki->anchors, PKI_NOW,
         PATH_NOT_YET_VALID},
        {"leaf expired", it->late, pki->authority, pki->anchors, PKI_NOW, PATH_EXPIRED},
        {"other root", it->person_cert, pki->authority, it->other->anchors, PKI_NOW,
         PATH_OTHER_ROOT},
        {"other root, and expired", it->late, pki->authority, it->other->anchors, PKI_NOW,
         PATH_OTHER_ROOT},
        {"another root of the same name", it->person_cert, pki->authority, it->namesake->anchors,
         PKI_NOW, PATH_OTHER_ROOT},
        {"intermediate missing", it->person_cert, NULL, pki->anchors, PKI_NOW, PATH_INCOMPLETE},
        {"wrong intermediate", it->person_cert, it->other->authority, pki->anchors, PKI_NOW,
         PATH_INCOMPLETE},
        {"the authority does not say who issued it", it->person_cert, it->silent,
         it->other->anchors, PKI_NOW, PATH_INCOMPLETE},
        {"but its root is given", it->person_cert, it->silent, pki->anchors, PKI_NOW, PATH_TRUSTED},
        {"issuer is not an authority", it->person_cert, it->not_ca, pki->anchors, PKI_NOW,
         PATH_BROKEN},
        {"issuer may not sign certificates", it->person_cert, it->no_cert_sign, pki->anchors,
         PKI_NOW, PATH_BROKEN},
        {"outside the name constraints", it->member, it->constrained, pki->anchors, PKI_NOW,
         PATH_BROKEN},
        {"inside the name constraints", it->member, it->constrained_to, pki->anchors, PKI_NOW,
         PATH_TRUSTED},
        {"key usage is for something else", it->agreement_only, pki->authority, pki->anchors,
         PKI_NOW, PATH_BROKEN},
        {"no key usage at all", it->usage_free, pki->authority, pki->anchors, PKI_NOW, PATH_BROKEN},
        {"signed by another key", it->forged, pki->authority, pki->anchors, PKI_NOW, PATH_BROKEN},
        {"an authority as signer", pki->authority, NULL, pki->anchors, PKI_NOW, PATH_BROKEN},
        {"a root as signer", pki->root, NULL, pki->anchors, PKI_NOW, PATH_BROKEN},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct path_result result;
        const struct certificate *others[1] = {rows[i].issuer};
        path_check(rows[i].leaf, others, rows[i].issuer != NULL, rows[i].anchors, rows[i].at,
                   &result);
        if (result.verdict != rows[i].want)
            row_fail(rows[i].about, "%s, wanted %s: %s [%s]", path_verdict_word(result.verdict),
                     path_verdict_word(rows[i].want), result.reason, result.detail);
        if (result.reason[0] == 0)
            row_fail(rows[i].about, "no reason given");
    }
}

static void
test_result(void **state)
{
    const struct bench *it = *state;
    struct path_result result;
    const struct certificate *others[] = {it->other->root, it->pki->authority};
    path_check(it->late, others, 2, it->pki->anchors, PKI_NOW - 2, &result);
    assert_int_equal(result.verdict, PATH_TRUSTED);
    assert_false(result.training);
    assert_true(digest_equal(&result.anchor->sha256, &it->pki->root->sha256));
    assert_int_equal(result.valid_from, PKI_FROM);
    assert_int_equal(result.valid_to, PKI_NOW - 2);

    AUTO(signer) *trainee = test_pki_person(it->other, KEY_P256, "B", "022184000124");
    const struct certificate_chain *chain = signer_chain(trainee);
    others[0] = chain->items[1];
    path_check(chain->items[0], others, 1, it->pki->anchors, PKI_NOW, &result);
    assert_int_equal(result.verdict, PATH_OTHER_ROOT);
    assert_true(result.training);
    assert_null(result.anchor);
}

/* An intermediate authority may itself be the anchor. */
static void
test_intermediate_anchor(void **state)
{
    const struct bench *it = *state;
    struct error err;
    struct path_result result;
    AUTO(buffer) *pem = buffer_new(CERTIFICATE_PEM_MAX);
    certificate_write_pem(it->pki->authority, pem);
    AUTO(anchors) *anchors = NULL;
    assert_ok(anchors_parse(buffer_span(pem), &anchors, &err));
    path_check(it->person_cert, NULL, 0, anchors, PKI_NOW, &result);
    assert_int_equal(result.verdict, PATH_TRUSTED);
    assert_int_equal(result.length, 2);

    /* A signer's own certificate, pinned: the path ends there, whoever issued it. */
    AUTO(buffer) *pinned = buffer_new(CERTIFICATE_PEM_MAX);
    AUTO(anchors) *person = NULL;
    const struct certificate *others[] = {it->pki->authority};
    certificate_write_pem(it->person_cert, pinned);
    assert_ok(anchors_parse(buffer_span(pinned), &person, &err));
    path_check(it->person_cert, others, 1, person, PKI_NOW, &result);
    assert_int_equal(result.verdict, PATH_TRUSTED);
    assert_int_equal(result.length, 1);
    assert_ptr_equal(result.anchor, anchors_at(person, 0));
}

/* A candidate that only looks right does not hide the right one, wherever it stands. */
static void
test_namesakes(void **state)
{
    const struct bench *it = *state;
    struct error err;
    struct certificate_request request = {.kind = CERTIFICATE_AUTHORITY,
                                          .common_name = it->pki->authority->common_name,
                                          .organisation = it->pki->authority->organisation,
                                          .valid_from = PKI_FROM,
                                          .valid_to = PKI_TO};
    struct certificate_issuer other = {it->namesake->root, it->namesake->root_key};
    struct certificate_issuer own = {it->pki->root, it->pki->root_key};
    AUTO(certificate) *forged =
        bend(it->pki->authority, NID_basic_constraints, "critical,CA:TRUE", it->other->root_key);
    AUTO(certificate) *cross = NULL; /* the same authority under another root */
    AUTO(certificate) *over = NULL;  /* its former certificate */
    assert_ok(certificate_issue(&request, it->pki->authority_key, &other, &cross, &err));
    request.valid_to = PKI_NOW - 1;
    assert_ok(certificate_issue(&request, it->pki->authority_key, &own, &over, &err));
    const struct certificate *good = it->pki->authority;
    const struct {
        const char *about;
        const struct certificate *others[4];
        size_t count;
        enum path_verdict want;
    } rows[] = {
        {"forged before good", {forged, good}, 2, PATH_TRUSTED},
        {"good before forged", {good, forged}, 2, PATH_TRUSTED},
        {"under another root before good", {cross, good}, 2, PATH_TRUSTED},
        {"expired before good", {over, good}, 2, PATH_TRUSTED},
        {"three before good", {forged, cross, over, good}, 4, PATH_TRUSTED},
        {"three, none good", {forged, cross, over}, 3, PATH_EXPIRED},
        {"forged alone", {forged}, 1, PATH_BROKEN},
        {"under another root alone", {cross}, 1, PATH_OTHER_ROOT},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct path_result result;
        path_check(it->person_cert, rows[i].others, rows[i].count, it->pki->anchors, PKI_NOW,
                   &result);
        if (result.verdict != rows[i].want)
            row_fail(rows[i].about, "%s: %s", path_verdict_word(result.verdict), result.reason);
        if (result.verdict == PATH_TRUSTED && result.chain[1] != good)
            row_fail(rows[i].about, "another path");
    }
}

/* Nine authorities under each other: one more than a path may have. */
static void
test_depth(void **state)
{
    (void)state;
    struct error err;
    AUTO(test_pki) *pki = test_pki_new("sâu", false);
    struct private_key *keys[CHAIN_MAX + 1];
    struct certificate *made[CHAIN_MAX + 1];
    struct certificate_issuer issuer = {pki->root, pki->root_key};
    size_t count = 0;
    for (; count < CHAIN_MAX; count++) { /* below the root */
        char name[32];
        snprintf(name, sizeof name, "Cấp %zu", count);
        struct certificate_request request = {.kind = CERTIFICATE_AUTHORITY,
                                              .common_name = name,
                                              .valid_from = PKI_FROM,
                                              .valid_to = PKI_TO};
        keys[count] = test_key(KEY_P256);
        assert_ok(certificate_issue(&request, keys[count], &issuer, &made[count], &err));
        struct certificate *longer =
            bend(made[count], NID_basic_constraints, "critical,CA:TRUE", issuer.key);
        certificate_free(made[count]);
        made[count] = longer;
        issuer = (struct certificate_issuer){made[count], keys[count]};
    }
    for (size_t below = 5; below <= CHAIN_MAX; below++) {
        struct certificate_request request = {.kind = CERTIFICATE_PERSON,
                                              .common_name = "A",
                                              .valid_from = PKI_FROM,
                                              .valid_to = PKI_TO};
        struct path_result result;
        AUTO(private_key) *key = test_key(KEY_P256);
        AUTO(certificate) *leaf = NULL;
        issuer = (struct certificate_issuer){made[below - 1], keys[below - 1]};
        assert_ok(certificate_issue(&request, key, &issuer, &leaf, &err));
        path_check(leaf, (const struct certificate *const *)made, count, pki->anchors, PKI_NOW,
                   &result);
        bool fits = below + 2 <= CHAIN_MAX; /* the leaf and the root */
        if ((result.verdict == PATH_TRUSTED) != fits)
            fail_msg("%zu authorities: %s [%s]", below, result.reason, result.detail);
    }
    for (size_t i = 0; i < count; i++) {
        certificate_free(made[i]);
        private_key_free(keys[i]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_result),
        cmocka_unit_test(test_intermediate_anchor),
        cmocka_unit_test(test_namesakes),
        cmocka_unit_test(test_depth),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
