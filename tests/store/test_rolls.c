/* SPDX-License-Identifier: Apache-2.0
 *
 * Taking a roll-over back: only while nothing was entered.
 */
#include "tests/store/support.h"

#include "store/classes.h"
#include "store/drafts.h"
#include "store/pupils.h"
#include "store/rolls.h"
#include "store/years.h"

#define NEXT "2024-2025"

static void
note(struct store *store, unsigned number, const char *kind)
{
    struct error err;
    const struct roll_item item = {id(number), kind, id(2), NEXT};
    assert_ok(store_add_roll_item(store, &item, stamp_at(1), &err));
}

/* Pupils 101 and 102 come into class 40 of the next year; class 41 stays empty. */
static struct store *
rolled(void)
{
    struct error err;
    struct store *store = open_empty();
    add_school(store);
    add_pupil(store, 1, "Trần Văn Một");
    add_pupil(store, 2, "Trần Văn Hai");
    assert_ok(store_add_year(store, id(2), NEXT, stamp_at(0), &err));
    for (unsigned n = 0; n < 2; n++) {
        struct school_class class = {id(40 + n), id(2), NEXT, n ? "5A2" : "5A1", 2};
        struct enrolment enrolment = {
            .id = id(601 + n), .pupil = id(101 + n), .class_id = id(40), .grade = 5};
        assert_ok(store_add_class(store, &class, stamp_at(1), &err));
        note(store, 40 + n, ROLL_CLASS);
        assert_ok(store_add_enrolment(store, &enrolment, stamp_at(1), &err));
        note(store, 601 + n, ROLL_ENROLMENT);
    }
    return store;
}

static void
test_undone(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = rolled();
    struct school_classes classes;
    struct enrolments years;
    int64_t pupils = 0;

    assert_ok(store_undo_roll(store, id(2), NEXT, stamp_at(2), &pupils, &err));
    assert_int_equal(pupils, 2);
    assert_ok(store_list_classes(store, id(2), NEXT, arena, &classes, &err));
    assert_int_equal(classes.list.count, 0);
    assert_ok(store_list_pupil_enrolments(store, id(101), arena, &years, &err));
    assert_int_equal(years.list.count, 1);
    assert_int_equal(store_undo_roll(store, id(2), NEXT, stamp_at(3), &pupils, &err), NOT_FOUND);
}

/* Somebody else came into the class: it stays with that pupil. */
static void
test_a_class_in_use_stays(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = rolled();
    struct school_classes classes;
    int64_t pupils = 0;

    add_pupil(store, 3, "Trần Văn Ba");
    struct enrolment enrolment = {.id = id(603), .pupil = id(103), .class_id = id(40), .grade = 5};
    assert_ok(store_add_enrolment(store, &enrolment, stamp_at(1), &err));
    assert_ok(store_undo_roll(store, id(2), NEXT, stamp_at(2), &pupils, &err));
    assert_ok(store_list_classes(store, id(2), NEXT, arena, &classes, &err));
    assert_int_equal(classes.list.count, 1);
    assert_string_equal(classes.list.items[0].name, "5A1");
}

static void
test_not_after_an_entry(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = rolled();
    struct enrolments years;
    int64_t pupils = 0;

    assert_ok(store_set_value(store, ENTITY_ENROLMENT, id(602), "mon.T.diem", "9", stamp_at(2),
                              NULL, &err));
    assert_int_equal(store_undo_roll(store, id(2), NEXT, stamp_at(3), &pupils, &err), CONFLICT);
    assert_ok(store_list_pupil_enrolments(store, id(101), arena, &years, &err));
    assert_int_equal(years.list.count, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_undone),
        cmocka_unit_test(test_a_class_in_use_stays),
        cmocka_unit_test(test_not_after_an_entry),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
