/* SPDX-License-Identifier: Apache-2.0
 *
 * Levels of issued records and their proofs: what is pending, what comes back, what stands once.
 */
#include "tests/store/support.h"

#include "store/ask.h"
#include "store/levels.h"

static void
issue(struct store *store, unsigned n)
{
    struct error err;
    char name[32];

    snprintf(name, sizeof name, "Trần Văn Số %u", n);
    add_pupil(store, n, name);
    add_record(store, n, SPAN("<HOC_BA/>"));
    assert_ok(store_add_issued(store, id(300 + n), SPAN("<HOC_BA/>"), stamp_at(5)->at, &err));
}

static size_t
pending(struct store *store, int due_in, const char *class_id, int64_t limit)
{
    AUTO(arena) *arena = arena_new();
    struct level_rows rows = {0};
    struct error err;

    assert_ok(store_list_pending_levels(store, stamp_at(due_in)->at, class_id, limit, arena, &rows,
                                        &err));
    return rows.list.count;
}

static void
test_pending(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct level_counts counts;
    struct level_row row;
    struct error err;

    add_school(store);
    assert_int_equal(pending(store, 0, NULL, 100), 0);
    for (unsigned n = 1; n <= 3; n++)
        issue(store, n);
    assert_int_equal(pending(store, 0, NULL, 100), 3);
    assert_int_equal(pending(store, 0, NULL, 2), 2);
    assert_int_equal(pending(store, 0, id(4), 100), 3);
    assert_int_equal(pending(store, 0, id(5), 100), 0);

    /* One waits for its next try, one has arrived. */
    assert_ok(store_find_level(store, id(301), arena, &row, &err));
    assert_string_equal(row.reached, LEVEL_B_B);
    assert_string_equal(row.class_name, "4A1");
    assert_null(row.reason);
    row.reached = LEVEL_B_T;
    row.tries = 2;
    row.next_try = stamp_at(100)->at;
    row.reason = "nơi cấp dấu thời gian không trả lời";
    assert_ok(store_set_level(store, &row, &err));
    assert_ok(store_find_level(store, id(302), arena, &row, &err));
    row.reached = LEVEL_B_LT;
    assert_ok(store_set_level(store, &row, &err));
    assert_int_equal(pending(store, 99, NULL, 100), 1);
    assert_int_equal(pending(store, 100, NULL, 100), 2);
    assert_ok(store_count_levels(store, &counts, &err));
    assert_int_equal(counts.b, 1);
    assert_int_equal(counts.t, 1);
    assert_int_equal(counts.lt, 1);
    assert_int_equal(store_find_level(store, id(399), arena, &row, &err), NOT_FOUND);
}

static void
test_proofs_come_back_and_stand_once(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct stamped_signatures stamped = {0};
    struct proofs proofs = {0};
    struct error err;

    add_school(store);
    issue(store, 1);
    issue(store, 2);
    add_evidence(store, id(301), "gvcn");
    add_evidence(store, id(301), "gvcn"); /* a run that is run again */
    add_evidence(store, id(301), "cbql");
    add_evidence(store, id(302), "gvcn");
    int64_t proof_count = 0, set_count = 0;
    assert_ok(ask_int(ASK(store, SQL_count_proofs), &proof_count, &err));
    assert_ok(ask_int(ASK(store, SQL_count_proof_sets), &set_count, &err));
    assert_int_equal(proof_count, 2);
    assert_int_equal(set_count, 1);

    assert_ok(store_list_timestamps(store, id(301), arena, &stamped, &err));
    assert_int_equal(stamped.list.count, 2);
    assert_string_equal(stamped.list.items[0].signature, "cbql");
    assert_true(span_is(stamped.list.items[0].token, "token"));
    assert_true(span_is(stamped.list.items[0].authority, "authority"));
    assert_int_equal(stamped.list.items[0].at.seconds, stamp_at(7)->at.seconds);
    assert_ok(store_list_proofs(store, stamped.list.items[0].proof_set, arena, &proofs, &err));
    assert_int_equal(proofs.list.count, 2);
    assert_string_equal(proofs.list.items[0].kind, PROOF_OCSP);
    assert_false(proofs.list.items[0].of_authority);
    assert_true(span_is(proofs.list.items[0].bytes, "ocsp"));
    assert_true(proofs.list.items[1].of_authority);
}

/* The first timestamp proves most: another one does not take its place. */
static void
test_the_first_timestamp_stays(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct stamped_signature later = {.signature = "gvcn",
                                      .at = stamp_at(70)->at,
                                      .token = SPAN("later"),
                                      .authority = SPAN("another")};
    struct stamped_signatures stamped = {0};
    struct error err;

    add_school(store);
    issue(store, 1);
    add_evidence(store, id(301), "gvcn");
    assert_ok(store_add_timestamp(store, id(301), &later, stamp_at(70)->at, &err));
    assert_ok(store_list_timestamps(store, id(301), arena, &stamped, &err));
    assert_int_equal(stamped.list.count, 1);
    assert_true(span_is(stamped.list.items[0].token, "token"));
    /* Nothing is proved of what was never stamped or issued. */
    struct proofs none = {0};
    assert_int_not_equal(store_add_proofs(store, id(301), "cbql", &none, stamp_at(9)->at, &err),
                         OK);
    assert_int_not_equal(store_add_timestamp(store, id(399), &later, stamp_at(70)->at, &err), OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pending),
        cmocka_unit_test(test_proofs_come_back_and_stand_once),
        cmocka_unit_test(test_the_first_timestamp_stays),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
