/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree of units on a day: the reform of 1/7/2025 of a small province.
 */
#include "tests/store/support.h"

#include "store/drafts.h"
#include "store/units.h"

static const struct date JUNE = {2025, 6, 30}, JULY = {2025, 7, 1};

static void
add(struct store *store, unsigned number, const char *kind, unsigned parent, const char *code,
    struct date from, struct date to)
{
    struct error err;
    struct unit unit = {.id = id(number),
                        .kind = kind,
                        .parent = parent ? id(parent) : NULL,
                        .code = code,
                        .name = code,
                        .from = from,
                        .to = to};
    assert_ok(store_add_unit(store, &unit, stamp_at(0), &err));
}

/* Ministry 10, department 1, districts 11 and 12, communes 13 and 14, schools 2 (under 11, then 13)
 * and 15 (under 12, then 14), campus 16 of 15; another department 20 with school 21. */
static void
add_province(struct store *store)
{
    struct error err;
    AUTO(arena) *arena = arena_new();
    struct unit unit;

    add(store, 10, UNIT_MINISTRY, 0, "00", (struct date){0}, (struct date){0});
    add(store, 1, UNIT_DEPARTMENT, 10, "22", (struct date){0}, (struct date){0});
    add(store, 11, UNIT_DISTRICT, 1, "193", (struct date){0}, JUNE);
    add(store, 12, UNIT_DISTRICT, 1, "198", (struct date){0}, JUNE);
    add(store, 13, UNIT_COMMUNE, 1, "06673", JULY, (struct date){0});
    add(store, 14, UNIT_COMMUNE, 1, "06838", JULY, (struct date){0});
    add(store, 2, UNIT_SCHOOL, 11, "22193401", (struct date){0}, (struct date){0});
    add(store, 15, UNIT_SCHOOL, 12, "22198401", (struct date){0}, (struct date){0});
    add(store, 16, UNIT_CAMPUS, 15, "22198401-1", (struct date){0}, (struct date){0});
    add(store, 20, UNIT_DEPARTMENT, 10, "01", (struct date){0}, (struct date){0});
    add(store, 21, UNIT_SCHOOL, 20, "01001401", (struct date){0}, (struct date){0});
    assert_ok(store_find_unit(store, id(2), arena, &unit, &err));
    unit.parent = id(13);
    assert_ok(store_change_unit(store, &unit, JULY, stamp_at(1), &err));
}

/* The codes of the units, with spaces. */
static const char *
codes(const struct units *units, struct arena *arena)
{
    const char *all = "";

    for (size_t i = 0; i < units->list.count; i++)
        all = arena_printf(arena, "%s%s%s", all, *all ? " " : "", units->list.items[i].code);
    return all;
}

static void
test_below(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_province(store);
    const struct {
        const char *about;
        unsigned root;
        struct date day;
        const char *codes;
    } rows[] = {
        {"the department before", 1, JUNE, "22198401-1 22 193 198 22193401 22198401"},
        {"... since: the school not moved is still below it", 1, JULY,
         "22198401-1 06673 06838 22 22193401 22198401"},
        {"a district on its last day", 11, JUNE, "193 22193401"},
        {"... and after", 11, JULY, ""},
        {"a commune before it was", 13, JUNE, ""},
        {"... since", 13, JULY, "06673 22193401"},
        {"a commune to which nothing was moved", 14, JULY, "06838"},
        {"a school with a campus", 15, JULY, "22198401-1 22198401"},
        {"everything", 0, JULY, "22198401-1 06673 06838 01 22 00 01001401 22193401 22198401"},
        {"the Ministry", 10, JULY, "22198401-1 06673 06838 01 22 00 01001401 22193401 22198401"},
        {"nobody", 99, JULY, ""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct units units = {0};
        assert_ok(store_list_units_below(store, rows[i].root ? id(rows[i].root) : NULL, rows[i].day,
                                         arena, &units, &err));
        if (!text_equal(codes(&units, arena), rows[i].codes))
            row_fail(rows[i].about, "%s", codes(&units, arena));
    }
}

static void
test_managers(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_province(store);
    const struct {
        const char *about;
        unsigned unit;
        struct date day;
        const char *codes;
    } rows[] = {
        {"before", 2, JUNE, "22193401 193 22 00"},
        {"since", 2, JULY, "22193401 06673 22 00"},
        {"a district that ended manages nobody, who is above does", 16, JULY,
         "22198401-1 22198401 22 00"},
        {"a unit that ended", 11, JULY, "193 22 00"},
        {"the top", 10, JULY, "00"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct units units = {0};
        assert_ok(
            store_list_unit_managers(store, id(rows[i].unit), rows[i].day, arena, &units, &err));
        if (!text_equal(codes(&units, arena), rows[i].codes))
            row_fail(rows[i].about, "%s", codes(&units, arena));
    }
    struct units none;
    assert_int_equal(store_list_unit_managers(store, id(99), JULY, arena, &none, &err), NOT_FOUND);
}

/* A circle, which nothing here makes, ends. */
static void
test_a_circle_ends(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct units units = {0};
    add_province(store);
    assert_ok(run_sql(store,
                      "UPDATE unit SET parent = (SELECT id FROM unit WHERE code = '22193401') "
                      "WHERE code = '00'",
                      &err));
    assert_ok(store_list_units_below(store, id(1), JULY, arena, &units, &err));
    assert_ok(store_list_unit_managers(store, id(2), JULY, arena, &units, &err));
    assert_true(units.list.count <= 9);
}

static void
test_changes(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct unit unit;
    struct units units = {0};
    struct unit_states states = {0};
    struct changes changes;

    add_province(store);
    assert_ok(store_find_unit_by_code(store, NULL, "22193401", arena, &unit, &err));
    assert_string_equal(unit.kind, UNIT_SCHOOL);
    assert_string_equal(unit.parent, id(13)); /* what holds now */
    unit.name = "Trường Mới";
    assert_ok(store_change_unit(store, &unit, (struct date){2025, 9, 1}, stamp_at(2), &err));
    assert_ok(
        store_list_unit_managers(store, id(2), (struct date){2025, 8, 31}, arena, &units, &err));
    assert_string_equal(units.list.items[0].name, "22193401");
    assert_ok(
        store_list_unit_managers(store, id(2), (struct date){2025, 9, 1}, arena, &units, &err));
    assert_string_equal(units.list.items[0].name, "Trường Mới");

    /* Not into the past of what is known; a slip corrected holds from when the slip did. */
    assert_int_equal(store_change_unit(store, &unit, JULY, stamp_at(3), &err), CONFLICT);
    unit.name = "Trường Mới Tinh";
    assert_ok(store_set_unit(store, &unit, stamp_at(4), &err));
    assert_ok(
        store_list_unit_managers(store, id(2), (struct date){2025, 9, 1}, arena, &units, &err));
    assert_string_equal(units.list.items[0].name, "Trường Mới Tinh");
    assert_ok(store_set_unit(store, &unit, stamp_at(4), &err)); /* nothing new */
    assert_ok(store_list_unit_states(store, id(2), arena, &states, &err));
    assert_int_equal(states.list.count, 4);
    assert_ok(store_list_changes(store, "unit", id(2), "ten", arena, &changes, &err));
    assert_int_equal(changes.list.count, 3);
    assert_ok(store_list_unit_states(store, id(21), arena, &states, &err));
    assert_int_equal(states.list.count, 0);

    assert_ok(store_list_units(store, UNIT_SCHOOL, arena, &units, &err));
    assert_int_equal(units.list.count, 3);
    assert_ok(store_list_units(store, UNIT_CAMPUS, arena, &units, &err));
    assert_int_equal(units.list.count, 1);
}

static void
test_successions(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct unit_successions all = {0};

    add_province(store);
    struct unit_succession it = {
        .unit = id(11), .successor = id(13), .since = JULY, .decision = "1679/NQ-UBTVQH15"};
    assert_ok(store_add_unit_succession(store, &it, stamp_at(1), &err));
    assert_int_equal(store_add_unit_succession(store, &it, stamp_at(1), &err), CONFLICT);
    it.successor = id(14);
    assert_ok(store_add_unit_succession(store, &it, stamp_at(1), &err));
    assert_ok(store_list_unit_successions(store, id(11), arena, &all, &err));
    assert_int_equal(all.list.count, 2);
    assert_ok(store_list_unit_successions(store, id(14), arena, &all, &err));
    assert_int_equal(all.list.count, 1);
    assert_string_equal(all.list.items[0].decision, "1679/NQ-UBTVQH15");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_below),         cmocka_unit_test(test_managers),
        cmocka_unit_test(test_a_circle_ends), cmocka_unit_test(test_changes),
        cmocka_unit_test(test_successions),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
