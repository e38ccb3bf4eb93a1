/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells of the grid: the number of the last change of each value, and what changed after one.
 */
#include "tests/store/support.h"

#include "store/cells.h"

static void
set(struct store *store, unsigned pupil, const char *key, const char *value)
{
    struct error err;

    assert_ok(store_set_value(store, ENTITY_ENROLMENT, id(200 + pupil), key, value, stamp_at(1),
                              NULL, &err));
}

static int64_t
last_number(struct store *store, unsigned pupil, const char *key, const char *value)
{
    struct error err;
    AUTO(arena) *arena = arena_new();
    struct change change;

    assert_ok(store_find_last_change(store, id(200 + pupil), key, arena, &change, &err));
    if (change.number > 0 && value)
        assert_string_equal(change.to, value);
    return change.number;
}

static void
test_numbers(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct cell_numbers numbers;
    struct changes changes;

    add_school(store);
    add_pupil(store, 1, "Nguyễn Văn An");
    add_pupil(store, 2, "Trần Thị Ánh");
    assert_int_equal(last_number(store, 1, "mon.TV.muc", NULL), 0);
    set(store, 1, "mon.TV.muc", "H");
    int64_t first = last_number(store, 1, "mon.TV.muc", "H");
    assert_true(first > 0);
    set(store, 1, "mon.TV.muc", "H"); /* no change, no number */
    assert_int_equal(last_number(store, 1, "mon.TV.muc", "H"), first);
    set(store, 2, "mon.TV.muc", "T");
    set(store, 1, "mon.TV.muc", "T");
    int64_t second = last_number(store, 1, "mon.TV.muc", "T");
    assert_true(second > first);

    assert_ok(store_list_cell_numbers(store, id(4), arena, &numbers, &err));
    int64_t found = 0;
    for (size_t i = 0; i < numbers.list.count; i++)
        if (strcmp(numbers.list.items[i].enrolment, id(201)) == 0 &&
            strcmp(numbers.list.items[i].key, "mon.TV.muc") == 0)
            found = numbers.list.items[i].number;
    assert_int_equal(found, second);

    assert_ok(store_list_class_changes(store, id(4), first, arena, &changes, &err));
    assert_int_equal(changes.list.count, 2);
    assert_string_equal(changes.list.items[0].id, id(202));
    assert_int_equal(changes.list.items[1].number, second);
    assert_ok(store_list_class_changes(store, id(4), second, arena, &changes, &err));
    assert_int_equal(changes.list.count, 0);
    assert_ok(store_list_class_changes(store, id(77), 0, arena, &changes, &err));
    assert_int_equal(changes.list.count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers)};

    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
