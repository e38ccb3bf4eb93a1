/* SPDX-License-Identifier: Apache-2.0
 *
 * The pilot: its decision and history, who takes part from when to when; the calendar's days.
 */
#include "tests/store/support.h"

#include "store/drafts.h"
#include "store/pilot.h"

static const struct pilot pilot = {.year = "2023-2024",
                                   .decision = "12/QĐ-SGDĐT",
                                   .decided_on = {2024, 3, 1},
                                   .from = {2024, 4, 1}};

static struct pilot
of_department(const char *decision)
{
    struct pilot it = pilot;

    it.unit = id(1);
    it.decision = decision;
    return it;
}

static void
test_decision_and_history(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct pilot set = of_department("12/QĐ-SGDĐT"), found = {0};
    struct changes changes = {0};
    struct error err;

    add_school(store);
    assert_int_equal(store_find_pilot(store, id(1), pilot.year, arena, &found, &err), NOT_FOUND);
    assert_ok(store_set_pilot(store, &set, stamp_at(1), &err));
    set.decision = "15/QĐ-SGDĐT";
    assert_ok(store_set_pilot(store, &set, stamp_at(2), &err));
    assert_ok(store_find_pilot(store, id(1), pilot.year, arena, &found, &err));
    assert_string_equal(found.decision, "15/QĐ-SGDĐT");
    assert_int_equal(date_compare(found.from, pilot.from), 0);
    assert_true(date_is_none(found.to));
    assert_ok(store_list_changes(store, "pilot", arena_printf(arena, "%s/2023-2024", id(1)),
                                 "so_quyet_dinh", arena, &changes, &err));
    assert_int_equal(changes.list.count, 2);
}

static void
test_members(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct pilot set = of_department("12/QĐ-SGDĐT");
    struct pilot_member grade = {
        .id = id(801), .school = id(2), .grade = 4, .from = {2024, 4, 1}, .reason = "xin thôi"};
    struct pilot_member class = {
        .id = id(802), .school = id(2), .class_id = id(4), .from = {2024, 4, 1}};
    struct pilot_members members = {0};
    struct error err;

    add_school(store);
    assert_ok(store_set_pilot(store, &set, stamp_at(1), &err));
    assert_ok(store_add_pilot_member(store, &set, &grade, stamp_at(2), &err));
    assert_ok(store_add_pilot_member(store, &set, &class, stamp_at(2), &err));
    class.id = id(803);
    assert_int_equal(store_add_pilot_member(store, &set, &class, stamp_at(3), &err), CONFLICT);
    grade.to = (struct date){2024, 5, 1};
    assert_ok(store_end_pilot_member(store, &set, &grade, stamp_at(4), &err));
    assert_int_equal(store_end_pilot_member(store, &set, &grade, stamp_at(5), &err), NOT_FOUND);
    grade.id = id(804); /* and again, later */
    assert_ok(store_add_pilot_member(store, &set, &grade, stamp_at(6), &err));
    assert_ok(store_list_pilot_members(store, id(1), pilot.year, arena, &members, &err));
    assert_int_equal(members.list.count, 3);
    assert_string_equal(members.list.items[0].class_name, "4A1");
    assert_string_equal(members.list.items[1].reason, "xin thôi");
    assert_int_not_equal(
        run_sql(store, "UPDATE pilot_member SET to_day = '2025-01-01' WHERE to_day IS NOT NULL",
                &err),
        OK);
    assert_int_not_equal(run_sql(store, "DELETE FROM pilot_member", &err), OK);
}

static void
test_calendar(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct calendar_day day = {"chot", {2024, 6, 25}};
    struct calendar_days days = {0};
    struct error err;

    add_school(store);
    assert_ok(store_set_calendar_day(store, id(1), pilot.year, &day, stamp_at(1), &err));
    assert_ok(store_set_calendar_day(store, id(1), pilot.year, &day, stamp_at(1), &err));
    assert_ok(store_list_calendar_days(store, id(1), pilot.year, arena, &days, &err));
    assert_int_equal(days.list.count, 1);
    assert_int_equal(days.list.items[0].day.day, 25);
    day.day = (struct date){0};
    assert_ok(store_set_calendar_day(store, id(1), pilot.year, &day, stamp_at(2), &err));
    days = (struct calendar_days){0};
    assert_ok(store_list_calendar_days(store, id(1), pilot.year, arena, &days, &err));
    assert_int_equal(days.list.count, 0);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_decision_and_history),
                                              cmocka_unit_test(test_members),
                                              cmocka_unit_test(test_calendar)};
    return cmocka_run_group_tests_name("store/pilot", tests, NULL, remove_test_folder);
}
