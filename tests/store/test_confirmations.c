/* SPDX-License-Identifier: Apache-2.0
 *
 * Sheets that families confirm: numbered for each pupil's year, taken back once, a remark open
 * until it is answered.
 */
#include "tests/store/support.h"

#include "store/confirmations.h"

static void
test_a_sheet_s_way(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct confirmation_sheets sheets = {0};
    struct confirmation_sheet sheet;
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    add_pupil(store, 2, "Lê Thị Lan");
    assert_int_equal(store_take_confirmation(store, id(201), 1, NULL, stamp_at(1), &err), CONFLICT);
    assert_ok(store_add_confirmation(store, id(201), stamp_at(1), &err));
    assert_ok(store_add_confirmation(store, id(202), stamp_at(1), &err));
    assert_ok(store_add_confirmation(store, id(201), stamp_at(2), &err));
    assert_ok(store_list_class_confirmations(store, id(4), arena, &sheets, &err));
    assert_int_equal(sheets.list.count, 3);
    assert_string_equal(sheets.list.items[1].enrolment, id(201));
    assert_int_equal(sheets.list.items[1].sheet, 2);
    assert_null(sheets.list.items[1].back_by);

    /* The first one has a later one; the second comes back once. */
    assert_int_equal(store_take_confirmation(store, id(201), 1, NULL, stamp_at(3), &err), CONFLICT);
    assert_ok(store_take_confirmation(store, id(201), 2, NULL, stamp_at(3), &err));
    assert_int_equal(store_take_confirmation(store, id(201), 2, "x", stamp_at(4), &err), CONFLICT);
    assert_ok(store_find_confirmation(store, id(201), 2, arena, &sheet, &err));
    assert_string_equal(sheet.back_by, "an.nguyen");
    assert_null(sheet.remark);
    assert_int_equal(store_find_confirmation(store, id(201), 3, arena, &sheet, &err), NOT_FOUND);
    assert_int_equal(store_answer_confirmation(store, id(201), 2, "x", stamp_at(4), &err),
                     CONFLICT);
}

static void
test_remarks(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct open_remarks open = {0}, left = {0};
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    assert_ok(store_add_confirmation(store, id(201), stamp_at(1), &err));
    assert_ok(store_take_confirmation(store, id(201), 1, "Sai tên mẹ", stamp_at(2), &err));
    assert_ok(store_add_confirmation(store, id(201), stamp_at(3), &err)); /* open all the same */
    assert_ok(store_list_open_remarks(store, id(2), arena, &open, &err));
    assert_int_equal(open.list.count, 1);
    assert_string_equal(open.list.items[0].sheet.remark, "Sai tên mẹ");
    assert_string_equal(open.list.items[0].pupil_name, "Trần Văn Nam");
    assert_string_equal(open.list.items[0].class_name, "4A1");
    assert_ok(store_list_open_remarks(store, id(1), arena, &left, &err));
    assert_int_equal(left.list.count, 0);
    assert_ok(store_answer_confirmation(store, id(201), 1, "Đã sửa", stamp_at(4), &err));
    assert_int_equal(store_answer_confirmation(store, id(201), 1, "x", stamp_at(5), &err),
                     CONFLICT);
    assert_ok(store_list_open_remarks(store, id(2), arena, &left, &err));
    assert_int_equal(left.list.count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_sheet_s_way),
        cmocka_unit_test(test_remarks),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
