/* SPDX-License-Identifier: Apache-2.0
 *
 * Manifests of classes: one first, one supplement to each, in their order, and what waits for the
 * ledger.
 */
#include "tests/store/support.h"

#include "store/ledger_entries.h"
#include "store/manifests.h"

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
    struct manifest manifest = {.sha256 = hash(own),
                                .class_id = id(4),
                                .certificate = "aa00",
                                .supplements = before ? hash(before) : NULL,
                                .made = stamp_at(own)->at,
                                .by = "an.nguyen",
                                .bytes = SPAN("<BANG_KE_HOC_BA/>")};
    return store_add_manifest(store, &manifest, err);
}

static void
test_manifests(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct manifests all = {0}, waiting = {0};
    struct ledger_counts counts;
    struct ledger_entry entry = {
        .position = 7, .kind = ENTRY_DOCUMENT, .sha256 = hash('1'), .entered = stamp_at(60)->at};
    struct error err;

    add_school(store);
    assert_ok(add(store, '1', 0, &err));
    assert_int_equal(add(store, '2', 0, &err), CONFLICT);
    assert_ok(add(store, '3', '1', &err));
    assert_int_equal(add(store, '4', '1', &err), CONFLICT);
    assert_ok(add(store, '4', '3', &err));
    entry.sha256 = hash('1');
    assert_ok(store_add_ledger_entry(store, &entry, &err));
    assert_ok(store_list_manifests(store, id(4), 10, arena, &all, &err));
    assert_int_equal(all.list.count, 3);
    assert_string_equal(all.list.items[0].sha256, hash('1'));
    assert_null(all.list.items[0].supplements);
    assert_int_equal(all.list.items[0].position, 7);
    assert_string_equal(all.list.items[2].supplements, hash('3'));
    assert_int_equal(all.list.items[2].position, -1);
    assert_true(span_is(all.list.items[2].bytes, "<BANG_KE_HOC_BA/>"));
    assert_ok(store_list_unentered_manifests(store, 10, arena, &waiting, &err));
    assert_int_equal(waiting.list.count, 2);
    assert_ok(store_count_ledger(store, &counts, &err));
    assert_int_equal(counts.changes, 2);
    all = (struct manifests){0};
    assert_ok(store_list_manifests(store, id(5), 10, arena, &all, &err));
    assert_int_equal(all.list.count, 0);
    assert_ok(store_list_manifests(store, NULL, 2, arena, &all, &err));
    assert_int_equal(all.list.count, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_manifests)};
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
