/* SPDX-License-Identifier: Apache-2.0
 *
 * NIST's path validation suite (PKITS, tests/vectors/pkits) through crypto/path: what does not
 * depend on revocation or on a caller's own policy parameters.
 */
#include "tests/support/test.h"

#include "base/file.h"
#include "crypto/path.h"

#include <jansson.h>

/* 2023-12-31T00:00:00Z: inside the suite's validity. */
#define SUITE_NOW INT64_C(1703980800)

struct suite {
    struct arena *arena;
    struct anchors *anchors;
    json_t *tests;
};

/* Valid in the suite, refused here on purpose: DSA keys. */
static const char *const stricter[] = {
    "valid_dsa_signatures_test4",
    "valid_dsa_parameter_inheritance_test5",
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

/* The path's verdict; PATH_BROKEN when a certificate cannot be read. */
static enum path_verdict
judge(const struct suite *suite, const json_t *test, struct path_result *result)
{
    struct certificate *others[PATH_CANDIDATES_MAX];
    size_t count = 0, index;
    json_t *name;
    *result = (struct path_result){.verdict = PATH_BROKEN, .detail = "not read"};
    struct certificate *leaf = load(suite, json_string_value(json_object_get(test, "cert")));
    json_array_foreach(json_object_get(test, "other_certs"), index, name)
    {
        struct certificate *other = load(suite, json_string_value(name));
        if (other != NULL && count < PATH_CANDIDATES_MAX)
            others[count++] = other;
    }
    struct path_query query = {.leaf = leaf,
                               .others = (const struct certificate *const *)others,
                               .count = count,
                               .anchors = suite->anchors,
                               .at = SUITE_NOW,
                               .purpose = PATH_FOR_ANYTHING};
    if (leaf != NULL)
        path_validate(&query, result);
    certificate_free(leaf);
    for (size_t i = 0; i < count; i++)
        certificate_free(others[i]);
    return result->verdict;
}

static bool
is_stricter(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(stricter); i++)
        if (strcmp(stricter[i], name) == 0)
            return true;
    return false;
}

static void
test_suite(void **state)
{
    const struct suite *suite = *state;
    size_t index, wrong = 0;
    json_t *test;
    json_array_foreach(suite->tests, index, test)
    {
        struct path_result result;
        const char *name = json_string_value(json_object_get(test, "name"));
        bool want = json_is_true(json_object_get(test, "valid")) && !is_stricter(name);
        if ((judge(suite, test, &result) == PATH_TRUSTED) == want)
            continue;
        wrong++;
        print_error("%s: %s, wanted %s [%s]\n", name, path_verdict_word(result.verdict),
                    want ? "trusted" : "refusal", result.detail);
    }
    assert_true(index > 100);
    assert_int_equal(wrong, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_suite)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
