/* SPDX-License-Identifier: Apache-2.0
 *
 * Freezes of years: one first, one later one to each, in their order, and what waits for the
 * ledger.
 */
#include "tests/store/support.h"

#include "store/freezes.h"
#include "store/ledger_entries.h"

static const char *
hash(char digit)
{
    static char texts[4][65];
    static int next;
    char *text = texts[next++ % 4];

    memset(text, digit, 64);
    return text;
}

static enum status
add(struct store *store, char own, char before, struct error *err)
{
    struct year_freeze freeze = {.sha256 = hash(own),
                                 .unit = id(2),
                                 .year = "2023-2024",
                                 .certificate = "aa00",
                                 .supersedes = before ? hash(before) : NULL,
                                 .made = stamp_at(own)->at,
                                 .by = "an.nguyen",
                                 .bytes = SPAN("<CHOT_NAM_HOC/>")};
    return store_add_freeze(store, &freeze, err);
}

static size_t
count(struct store *store, const char *unit, const char *year, bool waiting)
{
    AUTO(arena) *arena = arena_new();
    struct year_freezes all = {0};
    struct error err;

    assert_ok(store_list_freezes(store, unit, year, waiting, 10, arena, &all, &err));
    return all.list.count;
}

static void
test_freezes(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct year_freezes all = {0};
    struct ledger_entry entry = {
        .position = 7, .kind = ENTRY_DOCUMENT, .sha256 = hash('1'), .entered = stamp_at(60)->at};
    struct ledger_counts counts;
    struct error err;

    add_school(store);
    assert_ok(add(store, '1', 0, &err));
    assert_int_equal(add(store, '2', 0, &err), CONFLICT);
    assert_ok(add(store, '3', '1', &err));
    assert_int_equal(add(store, '4', '1', &err), CONFLICT);
    assert_ok(store_add_ledger_entry(store, &entry, &err));
    assert_ok(store_list_freezes(store, id(2), "2023-2024", false, 10, arena, &all, &err));
    assert_int_equal(all.list.count, 2);
    assert_string_equal(all.list.items[0].sha256, hash('1'));
    assert_null(all.list.items[0].supersedes);
    assert_int_equal(all.list.items[0].position, 7);
    assert_string_equal(all.list.items[1].supersedes, hash('1'));
    assert_int_equal(all.list.items[1].position, -1);
    assert_true(span_is(all.list.items[1].bytes, "<CHOT_NAM_HOC/>"));
    assert_int_equal(count(store, NULL, NULL, true), 1);
    assert_int_equal(count(store, id(2), "2022-2023", false), 0);
    assert_int_equal(count(store, id(1), NULL, false), 0);
    assert_ok(store_count_ledger(store, &counts, &err));
    assert_int_equal(counts.changes, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_freezes)};
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
