/* SPDX-License-Identifier: Apache-2.0
 *
 * Who the pupils are: the newest answer beside each, and who shares a number with another child.
 */
#include "tests/store/support.h"

#include "store/identity.h"
#include "store/pupils.h"

static const struct identity_stored *
of_pupil(const struct identity_list *list, const char *pupil)
{
    for (size_t i = 0; i < list->list.count; i++)
        if (text_equal(list->list.items[i].pupil, pupil))
            return &list->list.items[i];
    return NULL;
}

static struct identity_list
load(struct store *store, struct arena *arena)
{
    struct identity_list list = {0};
    struct error err;

    assert_ok(store_list_identity(store, id(2), "2023-2024", NULL, arena, &list, &err));
    return list;
}

static void
test_the_newest_answer_counts(void **state)
{
    (void)state;
    struct error err;
    const char *pupil, *unit;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_everything(store);

    struct identity_list list = load(store, arena);
    const struct identity_stored *it = of_pupil(&list, id(101));
    assert_non_null(it);
    assert_string_equal(it->answer.result, IDENTITY_DIFFERS);
    assert_string_equal(it->answer.sex, "Nữ");
    assert_string_equal(it->asked_number, "022315000001");
    assert_true(it->ruled && it->accepted);
    assert_int_equal(store_add_identity_ruling(store, it->answer.number, false, stamp_at(9), &err),
                     CONFLICT);

    const struct identity_answer match = {.question = id(711), .result = IDENTITY_MATCH};
    assert_ok(store_add_identity_answer(store, &match, stamp_at(10), &err));
    list = load(store, arena);
    it = of_pupil(&list, id(101));
    assert_string_equal(it->answer.result, IDENTITY_MATCH);
    assert_null(it->answer.sex);
    assert_false(it->ruled);

    const struct identity_answer odd = {.question = id(711), .result = "perhaps"};
    assert_int_not_equal(store_add_identity_answer(store, &odd, stamp_at(11), &err), OK);
    assert_ok(store_find_identity_question(store, id(711), arena, &pupil, &unit, &err));
    assert_string_equal(pupil, id(101));
    assert_string_equal(unit, id(2));
    assert_int_equal(store_find_identity_question(store, id(999), arena, &pupil, &unit, &err),
                     NOT_FOUND);
}

static void
test_a_number_that_two_children_have(void **state)
{
    (void)state;
    struct error err;
    struct pupil first, second;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_everything(store);

    struct identity_list list = load(store, arena);
    assert_true(list.list.count >= 2);
    assert_ok(store_find_pupil(store, list.list.items[0].pupil, arena, &first, &err));
    assert_ok(store_find_pupil(store, list.list.items[1].pupil, arena, &second, &err));
    first.personal_number = second.personal_number = "022315000777";
    assert_ok(store_set_pupil(store, &first, stamp_at(20), NULL, &err));
    list = load(store, arena);
    assert_int_equal(of_pupil(&list, first.id)->others, 0);
    assert_ok(store_set_pupil(store, &second, stamp_at(21), NULL, &err));
    list = load(store, arena);
    assert_int_equal(of_pupil(&list, first.id)->others, 1);
    assert_int_equal(of_pupil(&list, second.id)->others, 1);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_newest_answer_counts),
        cmocka_unit_test(test_a_number_that_two_children_have)};
    return cmocka_run_group_tests_name("store/identity", tests, NULL, remove_test_folder);
}
