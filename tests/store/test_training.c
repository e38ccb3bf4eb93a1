/* SPDX-License-Identifier: Apache-2.0
 *
 * Training: whom a session expects, who was there, what is taken back, what is counted.
 */
#include "tests/store/support.h"

#include "store/delegations.h"
#include "store/people.h"
#include "store/training.h"

static void
add_person(struct store *store, unsigned number, const char *login, const char *role,
           struct date from, struct date to)
{
    const struct person person = {.id = id(number), .unit = id(2), .login = login, .name = login};
    const struct assignment assignment = {.id = id(number + 100),
                                          .person = id(number),
                                          .unit = id(2),
                                          .role = role,
                                          .from = from,
                                          .to = to};
    struct error err;

    assert_ok(store_add_person(store, &person, stamp_at(0), &err));
    assert_ok(store_add_assignment(store, &assignment, stamp_at(0), &err));
}

static void
hold(struct store *store, unsigned number, const char *code, enum status wanted)
{
    const char *named[] = {"class_teacher", "subject_teacher", "deputy_principal"}, *school = id(2);
    const struct text_list roles = {{named, 3, 3}}, schools = {{&school, 1, 1}};
    const struct training_session session = {.id = id(number),
                                             .code = code,
                                             .unit = id(1),
                                             .year = "2023-2024",
                                             .title = "Nhập kết quả",
                                             .topic = "Nhập, kiểm tra",
                                             .place = "Sở",
                                             .held_by = "Bà Hai",
                                             .held_on = {2024, 4, 10},
                                             .minutes = 120};
    struct error err;

    assert_int_equal(store_add_training(store, &session, &roles, &schools, stamp_at(1), &err),
                     wanted);
}

/* Two teachers expected, one of them in both roles; one gone before, one who begins after, and a
 * clerk who is not asked. */
static void
add_people(struct store *store)
{
    const struct date first = {2023, 9, 5}, none = {0};
    const struct assignment second = {
        .id = id(30), .person = id(21), .unit = id(2), .role = "subject_teacher", .from = first};
    struct error err;

    add_school(store);
    add_person(store, 21, "mot", "class_teacher", first, none);
    add_person(store, 22, "hai", "subject_teacher", first, none);
    add_person(store, 23, "di", "class_teacher", first, (struct date){2024, 4, 9});
    add_person(store, 24, "den", "class_teacher", (struct date){2024, 4, 11}, none);
    add_person(store, 25, "vanthu", "seal_clerk", first, none);
    assert_ok(store_add_assignment(store, &second, stamp_at(0), &err));
}

static struct training_total
total_of(struct store *store, struct arena *arena, const char *session)
{
    struct training_totals totals = {0};
    struct error err;

    assert_ok(store_list_training_totals(store, session, NULL, arena, &totals, &err));
    assert_int_equal(totals.list.count, 1);
    return totals.list.items[0];
}

static void
test_expected_and_attended(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct training_people people = {0};
    struct training_marks marks = {0};
    struct error err;

    add_people(store);
    hold(store, 830, "TH-1", OK);
    assert_int_equal(total_of(store, arena, id(830)).expected, 2);
    assert_int_equal(total_of(store, arena, id(830)).attended, 0);

    assert_ok(store_add_training_mark(store, id(830), id(21), true, stamp_at(2), &err));
    assert_ok(store_add_training_mark(store, id(830), id(22), true, stamp_at(3), &err));
    assert_ok(store_add_training_mark(store, id(830), id(25), true, stamp_at(3), &err));
    struct training_total total = total_of(store, arena, id(830));
    assert_int_equal(total.attended, 2);
    assert_int_equal(total.others, 1);
    assert_string_equal(total.school_code, "22193401");

    assert_ok(store_add_training_mark(store, id(830), id(22), false, stamp_at(4), &err));
    assert_int_equal(total_of(store, arena, id(830)).attended, 1);
    assert_ok(store_list_training_people(store, id(830), arena, &people, &err));
    assert_int_equal(people.list.count, 3);
    assert_string_equal(people.list.items[0].login, "hai");
    assert_false(people.list.items[0].attended);
    assert_string_equal(people.list.items[0].marked_by, "Nguyễn Thị An");
    assert_true(people.list.items[1].attended && people.list.items[1].expected);
    assert_string_equal(people.list.items[2].login, "vanthu");
    assert_false(people.list.items[2].expected);
    assert_ok(store_list_training_marks(store, id(830), id(22), arena, &marks, &err));
    assert_int_equal(marks.list.count, 2);
    assert_true(marks.list.items[0].attended);
    assert_false(marks.list.items[1].attended);
}

static void
test_sessions(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct training_sessions found = {0};
    struct training_totals totals = {0};
    struct text_list roles = {0};
    struct error err;

    add_people(store);
    hold(store, 830, "TH-1", OK);
    hold(store, 831, "TH-1", CONFLICT);
    hold(store, 832, "TH-2", OK);
    assert_ok(store_cancel_training(store, id(832), "hoãn", stamp_at(2), &err));
    assert_int_equal(store_cancel_training(store, id(832), "lại", stamp_at(3), &err), CONFLICT);
    assert_ok(store_list_training(store, NULL, "2023-2024", arena, &found, &err));
    assert_int_equal(found.list.count, 2);
    assert_null(found.list.items[0].cancelled);
    assert_string_equal(found.list.items[1].cancelled, "hoãn");
    assert_int_equal(found.list.items[0].minutes, 120);
    assert_ok(store_list_training_totals(store, NULL, "2023-2024", arena, &totals, &err));
    assert_int_equal(totals.list.count, 2);
    assert_ok(store_list_training(store, NULL, "2024-2025", arena, &found, &err));
    assert_int_equal(found.list.count, 0);
    assert_ok(store_list_training_roles(store, id(830), arena, &roles, &err));
    assert_int_equal(roles.list.count, 3);
}

/* Who holds a role by a delegation, until that is ended. */
static void
test_delegated(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct error err;

    add_people(store);
    add_delegation(store, (struct date){2024, 4, 1}, (struct date){2024, 4, 30});
    hold(store, 830, "TH-1", OK);
    assert_int_equal(total_of(store, arena, id(830)).expected, 3);
    assert_ok(
        store_end_delegation(store, id(813), (struct date){2024, 4, 10}, "về", stamp_at(2), &err));
    assert_int_equal(total_of(store, arena, id(830)).expected, 3); /* it held that day */
}

static void
test_delegation_ended(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct error err;

    add_people(store);
    add_delegation(store, (struct date){2024, 4, 1}, (struct date){2024, 4, 30});
    hold(store, 830, "TH-1", OK);
    assert_ok(
        store_end_delegation(store, id(813), (struct date){2024, 4, 9}, "về", stamp_at(2), &err));
    assert_int_equal(total_of(store, arena, id(830)).expected, 2);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expected_and_attended), cmocka_unit_test(test_sessions),
        cmocka_unit_test(test_delegated), cmocka_unit_test(test_delegation_ended)};
    return cmocka_run_group_tests_name("store/training", tests, NULL, remove_test_folder);
}
