/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys that are closed, and records that wait for no entry any more.
 */
#include "tests/store/support.h"

#include "store/key_closings.h"
#include "store/ledger_entries.h"
#include "store/records.h"
#include "store/revocations.h"

#define HASH_OF_NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void
test_closings(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct key_closings all = {0}, others = {0};
    struct closed_records records = {0}, later = {0};
    struct key_closing closing;
    int64_t received;
    struct error err;

    add_everything(store);
    assert_ok(
        run_sql(store,
                "INSERT INTO record_signature (record, role, subject, certificate, signed_at, "
                "signed_by) VALUES ('00000000-0000-4000-8000-000000000302', 'school', '', "
                "'aa00', 1, 'an.nguyen')",
                &err));
    assert_ok(store_list_key_closings(store, NULL, true, 10, arena, &all, &err));
    assert_int_equal(all.list.count, 1);
    assert_string_equal(all.list.items[0].action, CLOSING_COMPROMISE);
    assert_int_equal(all.list.items[0].since, 1000);
    assert_int_equal(all.list.items[0].position, -1);
    assert_ok(store_list_key_closings(store, "another", false, 10, arena, &others, &err));
    assert_int_equal(others.list.count, 0);
    assert_int_equal(store_add_key_closing(store, &all.list.items[0], &err), CONFLICT);
    assert_ok(store_find_closing_of_record(store, id(302), arena, &closing, &err));
    assert_string_equal(closing.by, "an.nguyen");
    assert_int_equal(store_find_closing_of_record(store, id(301), arena, &closing, &err),
                     NOT_FOUND);
    assert_ok(store_list_closed_records(store, "aa00", 0, arena, &records, &err));
    assert_int_equal(records.list.count, 1);
    assert_string_equal(records.list.items[0].record, id(302));
    assert_ok(store_list_closed_records(store, "aa00", 1000000, arena, &later, &err));
    assert_int_equal(later.list.count, 0);
    assert_ok(store_count_closed_received(store, "aa00", 1000000, &received, &err));
    assert_int_equal(received, 0);
}

#define LEARNED "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"

/* What others closed stands beside what was closed here, once, and closes certificates the same. */
static void
test_learned(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct key_closings open = {0}, all = {0}, of_key = {0};
    struct closed_certificates certificates = {0};
    struct learned_closing learned = {.position = 7,
                                      .sha256 = LEARNED,
                                      .kid = "fedcba9876543210",
                                      .action = CLOSING_COMPROMISE,
                                      .since = 3,
                                      .entered = stamp_at(9)->at,
                                      .learned = stamp_at(10)->at,
                                      .proof = SPAN("c2sp.org/tlog-proof@v1\n")};
    struct key_closing closing;
    struct error err;
    bool added;

    add_everything(store);
    assert_ok(store_list_key_closings(store, NULL, true, 10, arena, &open, &err));
    assert_int_equal(open.list.count, 1); /* the paper; what was learned has its entry */
    size_t before = 2;
    assert_ok(store_find_closing_of_certificate(store, "aa00", arena, &closing, &err));
    assert_string_equal(closing.action, CLOSING_COMPROMISE);
    assert_ok(store_add_learned_closing(store, &learned, &added, &err));
    assert_true(added);
    assert_ok(store_add_learned_closing(store, &learned, &added, &err));
    assert_false(added);
    assert_ok(store_list_key_closings(store, NULL, false, 10, arena, &all, &err));
    assert_int_equal(all.list.count, before + 1);
    assert_ok(store_list_key_closings(
        store, "fedcba98765432100123456789abcdef0123456789abcdef0123456789abcdef", false, 10, arena,
        &of_key, &err));
    assert_int_equal(of_key.list.count, 1);
    assert_int_equal(of_key.list.items[0].position, 7);
    assert_null(of_key.list.items[0].signer);
    assert_ok(store_list_certificates_of_closing(store, LEARNED, arena, &certificates, &err));
    assert_int_equal(certificates.list.count, 0);
    assert_ok(store_add_learned_certificate(store, LEARNED, "aa00", &err));
    assert_ok(store_list_certificates_of_closing(store, LEARNED, arena, &certificates, &err));
    assert_int_equal(certificates.list.count, 1);
    assert_int_equal(store_find_closing_of_certificate(store, "bb", arena, &closing, &err),
                     NOT_FOUND);
}

/* What waits no more is neither listed nor counted. */
static void
test_settled(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct settled_refusals all = {0};
    struct ledger_counts before, after;
    struct status_changes changes = {0}, still = {0};
    struct error err;
    bool settled;

    struct record_row row;
    struct status_change change = {
        .record = id(302), .decision = HASH_OF_NOTHING, .status = "revoked"};

    add_everything(store);
    assert_ok(store_find_record(store, id(302), arena, &row, &err));
    assert_ok(
        store_step_record(store, id(302), "revoke", row.state, "revoked", stamp_at(20), &err));
    assert_ok(store_add_status_change(store, &change, &err));
    assert_ok(store_count_ledger(store, &before, &err));
    assert_ok(store_list_status_changes(store, true, 10, arena, &changes, &err));
    struct settled_refusal one = {.record = changes.list.items[0].record,
                                  .decision = changes.list.items[0].decision,
                                  .reason = "R3",
                                  .made = stamp_at(10)->at};
    assert_ok(store_is_settled(store, one.record, &settled, &err));
    assert_false(settled);
    assert_ok(store_add_settled_refusal(store, &one, &err));
    assert_ok(store_add_settled_refusal(store, &one, &err)); /* once */
    assert_ok(store_is_settled(store, one.record, &settled, &err));
    assert_true(settled);
    assert_ok(store_list_settled_refusals(store, 10, arena, &all, &err));
    assert_int_equal(all.list.count, 2);
    assert_ok(store_list_status_changes(store, true, 10, arena, &still, &err));
    assert_int_equal(still.list.count + 1, changes.list.count);
    assert_ok(store_count_ledger(store, &after, &err));
    assert_int_equal(after.changes + 1, before.changes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_closings),
                                       cmocka_unit_test(test_learned),
                                       cmocka_unit_test(test_settled)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
