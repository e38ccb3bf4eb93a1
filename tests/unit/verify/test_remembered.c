/* SPDX-License-Identifier: Apache-2.0
 *
 * Verdicts given before are the verdicts that would be given again.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "ledger/policy.h"
#include "tests/support/signed_record.h"
#include "verify/remembered.h"

static void
test_same_verdict(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(test_school) *school = test_school_new(KEY_P256, false);
    AUTO(verdict_memory) *memory = verdict_memory_new();
    struct verify_material material = {.anchors = school->pki->anchors, .now = PKI_NOW};
    struct span signed_file = test_signed(arena, school);
    const struct verdict_report *first, *again, *later;
    struct error err;

    /* The caller's bytes may go: what is remembered has its own. */
    char *file = malloc(signed_file.size);
    memcpy(file, signed_file.data, signed_file.size);
    assert_ok(
        verify_remembered(memory, (struct span){file, signed_file.size}, &material, &first, &err));
    free(file);
    assert_int_equal(first->verdict, VERDICT_AUTHENTIC);
    assert_non_null(first->record);
    assert_ok(verify_remembered(memory, signed_file, &material, &again, &err));
    assert_ptr_equal(first, again);

    /* Another moment is another question: by then the certificates have expired. */
    material.now = PKI_NOW + INT64_C(20) * 366 * 86400;
    assert_ok(verify_remembered(memory, signed_file, &material, &later, &err));
    assert_int_equal(later->verdict, VERDICT_UNDECIDED);
    material.now = PKI_NOW;
    assert_ok(verify_remembered(memory, signed_file, &material, &again, &err));
    assert_ptr_equal(first, again);

    /* So are other anchors. */
    AUTO(test_school) *other = test_school_new(KEY_P256, false);
    material.anchors = other->pki->anchors;
    assert_ok(verify_remembered(memory, signed_file, &material, &again, &err));
    assert_int_equal(again->verdict, VERDICT_NOT_AUTHENTIC);
}

/* A verdict that asked nothing else does not stand for one that asks the ledger. */
static void
test_what_stands_beside(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(test_school) *school = test_school_new(KEY_P256, false);
    AUTO(verdict_memory) *memory = verdict_memory_new();
    struct verify_material material = {.anchors = school->pki->anchors, .now = PKI_NOW};
    struct span file = test_signed(arena, school);
    const struct verdict_report *plain, *asked;
    struct error err;

    assert_ok(verify_remembered(memory, file, &material, &plain, &err));
    assert_int_equal(plain->verdict, VERDICT_AUTHENTIC);
    assert_ok(policy_parse(SPAN("quorum none\n"), arena, &material.policy, &err));
    assert_ok(verify_remembered(memory, file, &material, &asked, &err));
    assert_int_equal(asked->verdict, VERDICT_NOT_AUTHENTIC);
    assert_non_null(strstr(asked->checks[CHECK_LEDGER].reason, "Không có bằng chứng"));

    struct span *beside[] = {&material.proof, &material.status_list, &material.before};
    for (size_t i = 0; i < COUNT_OF(beside); i++) {
        const struct verdict_report *again;
        *beside[i] = SPAN("không phải bằng chứng\n");
        assert_ok(verify_remembered(memory, file, &material, &again, &err));
        assert_ptr_not_equal(again, asked);
        asked = again;
    }
    material = (struct verify_material){.anchors = school->pki->anchors, .now = PKI_NOW};
    assert_ok(verify_remembered(memory, file, &material, &asked, &err));
    assert_ptr_equal(asked, plain);
}

/* Every file its own verdict, however many; the oldest are forgotten and judged anew. */
static void
test_many_files(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(test_school) *school = test_school_new(KEY_P256, false);
    AUTO(verdict_memory) *memory = verdict_memory_new();
    struct verify_material material = {.anchors = school->pki->anchors, .now = PKI_NOW};
    struct span good = test_signed(arena, school);
    const struct verdict_report *report;
    struct error err;

    for (size_t i = 0; i < 2 * REMEMBERED_MAX; i++) {
        char *bent = arena_copy(arena, good.data, good.size);
        bent[good.size / 2 + i] ^= 1;
        assert_ok(verify_remembered(memory, good, &material, &report, &err));
        assert_int_equal(report->verdict, VERDICT_AUTHENTIC);
        assert_ok(
            verify_remembered(memory, (struct span){bent, good.size}, &material, &report, &err));
        assert_int_equal(report->verdict, VERDICT_NOT_AUTHENTIC);
        assert_null(report->record);
    }
    material.anchors = NULL;
    assert_int_equal(verify_remembered(memory, good, &material, &report, &err), USAGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_verdict),
        cmocka_unit_test(test_what_stands_beside),
        cmocka_unit_test(test_many_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
