/* SPDX-License-Identifier: Apache-2.0
 *
 * NIST's path validation suite (PKITS, tests/vectors/pkits), all 246 cases: the path by
 * crypto/path, and every certificate on it by crypto/revocation with the case's CRLs.
 */
#include "tests/support/test.h"

#include "base/file.h"
#include "crypto/path.h"
#include "crypto/revocation.h"

#include <jansson.h>

/* 2023-12-31T00:00:00Z: inside the suite's validity. */
#define SUITE_NOW INT64_C(1703980800)

struct suite {
    struct arena *arena;
    struct anchors *anchors;
    json_t *tests;
};

/* Valid in the suite, refused here, and why. */
static const struct {
    const char *name, *reason;
} stricter[] = {
    {"valid_dsa_signatures_test4", "DSA is none of our algorithms"},
    {"valid_dsa_parameter_inheritance_test5", "DSA is none of our algorithms"},
    {"valid_crlissuer_test30", "only its own list vouches for the list's signer: a circle"},
};

/* NULL when we refuse to read the certificate. */
static struct certificate *
load(const struct suite *suite, const char *name)
{
    struct error err;
    struct span bytes;
    struct certificate *certificate = NULL;
    const char *path = arena_printf(suite->arena, VECTORS "/pkits/%s", name);
    assert_ok(file_read(suite->arena, path, CERTIFICATE_DER_MAX, &bytes, &err));
    return certificate_parse(bytes, &certificate, &err) == OK ? certificate : NULL;
}

static int
set_up(void **state)
{
    static struct suite suite;
    struct error err;
    json_error_t why;
    suite.arena = arena_new();
    suite.tests = json_load_file(VECTORS "/pkits/pkits.json", 0, &why);
    assert_non_null(suite.tests);
    AUTO(certificate) *root = load(&suite, "TrustAnchorRootCertificate.crt");
    AUTO(buffer) *pem = buffer_new(CERTIFICATE_PEM_MAX);
    certificate_write_pem(root, pem);
    assert_ok(anchors_parse(buffer_span(pem), &suite.anchors, &err));
    *state = &suite;
    return 0;
}

static int
tear_down(void **state)
{
    struct suite *suite = *state;
    json_decref(suite->tests);
    anchors_free(suite->anchors);
    arena_free(suite->arena);
    return 0;
}

enum { CRLS_MAX = 16, POLICIES_MAX = 8 };

/* A case as loaded; certificates that we refuse to read are left out. */
struct loaded {
    struct certificate *leaf;
    struct certificate *others[PATH_CANDIDATES_MAX];
    struct span crls[CRLS_MAX];
    const char *policies[POLICIES_MAX + 1];
    size_t other_count, crl_count;
};

static void
load_crl(const struct suite *suite, const char *name, struct loaded *it)
{
    struct error err;
    assert_true(it->crl_count < CRLS_MAX);
    assert_ok(file_read(suite->arena, arena_printf(suite->arena, VECTORS "/pkits/%s", name),
                        CRL_MAX, &it->crls[it->crl_count++], &err));
}

static void
load_case(const struct suite *suite, const json_t *test, struct loaded *it)
{
    size_t index;
    json_t *name;
    *it = (struct loaded){.leaf = load(suite, json_string_value(json_object_get(test, "cert")))};
    json_array_foreach(json_object_get(test, "other_certs"), index, name)
    {
        struct certificate *other = load(suite, json_string_value(name));
        assert_true(it->other_count < PATH_CANDIDATES_MAX);
        if (other != NULL)
            it->others[it->other_count++] = other;
    }
    load_crl(suite, "TrustAnchorRootCRL.crl", it);
    json_array_foreach(json_object_get(test, "crls"), index, name)
        load_crl(suite, json_string_value(name), it);
    json_t *params = json_object_get(test, "params");
    json_array_foreach(json_object_get(params, "user_initial_policy_set"), index, name)
    {
        assert_true(index < POLICIES_MAX);
        it->policies[index] = json_string_value(name);
    }
}

/* Is the leaf good, path and revocation? `why` says where not. */
static bool
judge(const struct suite *suite, const json_t *test, char *why, size_t room)
{
    struct loaded it;
    struct path_result path = {.verdict = PATH_BROKEN, .reason = "not read"};
    const json_t *params = json_object_get(test, "params");
    load_case(suite, test, &it);
    const struct certificate *const *others = (const struct certificate *const *)it.others;
    struct path_query query = {
        .leaf = it.leaf,
        .others = others,
        .count = it.other_count,
        .anchors = suite->anchors,
        .at = SUITE_NOW,
        .purpose = PATH_FOR_ANYTHING,
        .policies = it.policies[0] ? it.policies : NULL,
        .explicit_policy = json_is_true(json_object_get(params, "initial_explicit_policy")),
        .inhibit_mapping = json_is_true(json_object_get(params, "initial_policy_mapping_inhibit")),
        .inhibit_any_policy = json_is_true(json_object_get(params, "initial_any_policy_inhibit")),
    };
    if (it.leaf != NULL)
        path_validate(&query, &path);
    struct revocation_answer answer = {.verdict = REVOCATION_UNUSABLE};
    struct revocation_evidence evidence = {.crls = it.crls,
                                           .crl_count = it.crl_count,
                                           .candidates = others,
                                           .candidate_count = it.other_count,
                                           .anchors = suite->anchors};
    size_t at;
    if (path.verdict == PATH_TRUSTED)
        revocation_check_path(&evidence, path.chain, path.length, SUITE_NOW, SUITE_NOW,
                              ALGORITHMS_STRICT, &at, &answer);
    snprintf(why, room, "%s %s [%s] %s", path_verdict_word(path.verdict), path.reason, path.detail,
             answer.sentence);
    certificate_free(it.leaf);
    for (size_t i = 0; i < it.other_count; i++)
        certificate_free(it.others[i]);
    return answer.verdict == REVOCATION_GOOD;
}

static bool
is_stricter(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(stricter); i++)
        if (strcmp(stricter[i].name, name) == 0)
            return true;
    return false;
}

static void
test_suite(void **state)
{
    const struct suite *suite = *state;
    size_t index, wrong = 0, refused = 0;
    json_t *test;
    json_array_foreach(suite->tests, index, test)
    {
        char why[1400];
        const char *name = json_string_value(json_object_get(test, "name"));
        bool valid = json_is_true(json_object_get(test, "valid"));
        bool want = valid && !is_stricter(name);
        bool got = judge(suite, test, why, sizeof why);
        refused += valid && !got;
        if (got == want)
            continue;
        wrong++;
        print_error("%s: %s, wanted %s: %s\n", name, got ? "good" : "refused",
                    want ? "good" : "refusal", why);
    }
    assert_int_equal(index, 246);
    assert_int_equal(wrong, 0);
    assert_int_equal(refused, COUNT_OF(stricter));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_suite)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
