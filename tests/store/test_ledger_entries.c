/* SPDX-License-Identifier: Apache-2.0
 *
 * What is still to be entered in the ledger, and the note of what was: each once.
 */
#include "tests/store/support.h"

#include "store/ledger_entries.h"

static void
issue(struct store *store, unsigned n, int at)
{
    struct record_signature seal = {.record = id(300 + n),
                                    .role = "school",
                                    .certificate = "aa00",
                                    .at = stamp_at(3)->at,
                                    .by = "an.nguyen"};
    struct error err;
    char name[32];

    snprintf(name, sizeof name, "Trần Văn Số %u", n);
    add_pupil(store, n, name);
    add_record(store, n, SPAN("<HOC_BA/>"));
    assert_ok(store_add_signature(store, &seal, &err));
    assert_ok(store_add_issued(store, id(300 + n), SPAN("<HOC_BA/>"), stamp_at(at)->at, &err));
}

static void
expect_counts(struct store *store, int64_t entered, int64_t unentered)
{
    struct ledger_counts counts;
    struct error err;

    assert_ok(store_count_ledger(store, &counts, &err));
    assert_int_equal(counts.entered, entered);
    assert_int_equal(counts.unentered, unentered);
}

static void
test_outbox(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct unentered_list due = {0};
    struct error err;

    add_school(store);
    expect_counts(store, 0, 0);
    issue(store, 1, 9);
    issue(store, 2, 8);
    issue(store, 3, 7);
    expect_counts(store, 0, 3);
    assert_ok(store_list_unentered(store, 2, arena, &due, &err));
    assert_int_equal(due.list.count, 2);
    assert_string_equal(due.list.items[0].record, id(303)); /* the first that was issued */
    assert_string_equal(due.list.items[0].pupil_code, "HS3");
    assert_string_equal(due.list.items[0].year, "2023-2024");
    assert_string_equal(due.list.items[0].unit, id(2));
    assert_string_equal(due.list.items[0].seal, "aa00");

    /* A document without a seal's row is nothing to enter, and is not hidden either. */
    struct record_ids without = {0};
    add_pupil(store, 4, "Trần Văn Số 4");
    add_record(store, 4, SPAN("<HOC_BA/>"));
    assert_ok(store_add_issued(store, id(304), SPAN("<HOC_BA/>"), stamp_at(9)->at, &err));
    due = (struct unentered_list){0};
    assert_ok(store_list_unentered(store, 10, arena, &due, &err));
    assert_int_equal(due.list.count, 3);
    assert_ok(store_list_without_entry(store, 10, arena, &without, &err));
    assert_int_equal(without.list.count, 4);
    assert_string_equal(without.list.items[3], id(304));
}

static void
test_entered_once(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct ledger_entry entry = {.position = 7,
                                 .kind = ENTRY_RECORD,
                                 .sha256 = "ab",
                                 .record = id(301),
                                 .entered = stamp_at(9)->at};
    struct ledger_entry key = {
        .position = 6, .kind = ENTRY_DOCUMENT, .sha256 = "cd", .entered = stamp_at(9)->at};
    struct ledger_entry found;
    struct ledger_entries all = {0};
    struct error err;

    add_school(store);
    issue(store, 1, 5);
    assert_int_equal(store_find_ledger_entry(store, id(301), arena, &found, &err), NOT_FOUND);
    assert_ok(store_add_ledger_entry(store, &entry, &err));
    assert_ok(store_add_ledger_entry(store, &entry, &err));
    assert_ok(store_add_ledger_entry(store, &key, &err));
    expect_counts(store, 2, 0);
    /* A second place for the same record changes nothing. */
    struct ledger_entry again = entry;
    again.position = 8;
    assert_ok(store_add_ledger_entry(store, &again, &err));
    assert_ok(store_find_ledger_entry(store, id(301), arena, &found, &err));
    assert_int_equal(found.position, 7);
    assert_string_equal(found.sha256, "ab");
    assert_int_equal(found.entered.seconds, stamp_at(9)->at.seconds);
    assert_ok(store_list_ledger_entries(store, 0, 100, arena, &all, &err));
    assert_int_equal(all.list.count, 2);
    assert_string_equal(all.list.items[0].kind, ENTRY_DOCUMENT);
    assert_null(all.list.items[0].record);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_outbox),
                                       cmocka_unit_test(test_entered_once)};

    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
