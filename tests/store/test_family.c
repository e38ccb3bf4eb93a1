/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes of families: one that works per pupil, found by its digest, ended once; and a record by the
 * beginning of its UUID.
 */
#include "tests/store/support.h"

#include "store/family.h"

static void
test_codes(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct family_code code, first = {.id = id(500), .pupil = id(101)};
    struct family_code second = {.id = id(501), .pupil = id(101)};
    struct family_code other = {.id = id(502), .pupil = id(102)};
    struct family_codes codes = {0};
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    add_pupil(store, 2, "Lê Thị Lan");
    assert_int_equal(store_end_family_code(store, id(101), "x", stamp_at(0), &err), NOT_FOUND);
    assert_ok(store_add_family_code(store, &first, "d1", "new", stamp_at(1), &err));
    assert_ok(store_find_family_code_by_digest(store, "d1", arena, &code, &err));
    assert_string_equal(code.pupil, id(101));
    assert_string_equal(code.made_by, "an.nguyen");
    assert_null(code.ended_by);

    /* The next one ends it. */
    assert_ok(store_add_family_code(store, &second, "d2", "new", stamp_at(2), &err));
    assert_ok(store_find_family_code(store, id(500), arena, &code, &err));
    assert_string_equal(code.reason, "new");
    assert_int_equal(code.ended.seconds, stamp_at(2)->at.seconds);
    assert_int_equal(store_add_family_code(store, &other, "d2", "new", stamp_at(3), &err),
                     CONFLICT);
    assert_int_equal(store_find_family_code_by_digest(store, "d3", arena, &code, &err), NOT_FOUND);

    assert_ok(store_list_class_family_codes(store, id(4), arena, &codes, &err));
    assert_int_equal(codes.list.count, 1);
    assert_string_equal(codes.list.items[0].id, id(501));
    assert_ok(store_end_family_code(store, id(101), "lost", stamp_at(4), &err));
    assert_ok(store_list_class_family_codes(store, id(4), arena, &codes, &err));
    assert_int_equal(codes.list.count, 0);
    assert_ok(store_list_family_codes(store, id(101), arena, &codes, &err));
    assert_int_equal(codes.list.count, 2);
    assert_string_equal(codes.list.items[1].reason, "lost");
}

static void
test_record_by_its_beginning(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    const char *uuid;
    add_school(store);
    for (unsigned n = 1; n <= 2; n++) {
        add_pupil(store, n, "Trần Văn Nam");
        add_record(store, n, SPAN("<HOC_BA/>"));
    }
    assert_ok(store_find_record_between(store, id(301), id(301), arena, &uuid, &err));
    assert_string_equal(uuid, id(301));
    assert_int_equal(store_find_record_between(store, id(300), id(309), arena, &uuid, &err),
                     NOT_FOUND); /* several */
    assert_int_equal(store_find_record_between(store, id(303), id(309), arena, &uuid, &err),
                     NOT_FOUND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_record_by_its_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
