/* SPDX-License-Identifier: Apache-2.0
 *
 * What the gateway asks of the store before it accepts a record: who has its UUID, and whether its
 * pupil has one of that year already.
 */
#include "tests/store/support.h"

#include "store/intake.h"
#include "store/pupils.h"
#include "store/records.h"

static const char *
slot_holder(struct store *store, struct arena *arena, const char *pupil_code, const char *year)
{
    struct error err;
    const char *uuid = "?";

    assert_ok(store_find_slot_holder(store, pupil_code, year, arena, &uuid, &err));
    return uuid;
}

static void
test_a_slot_is_held_by_what_counts(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct record_row row;
    struct pupil pupil;
    struct error err;
    add_everything(store);
    assert_ok(store_find_record(store, id(302), arena, &row, &err));
    assert_ok(store_find_pupil(store, row.pupil, arena, &pupil, &err));
    assert_string_equal(slot_holder(store, arena, pupil.code, row.year), id(302));
    assert_null(slot_holder(store, arena, pupil.code, "2019-2020"));
    assert_null(slot_holder(store, arena, "nobody", row.year));
    assert_ok(store_step_record(store, id(302), "revoke", row.state, "revoked", stamp_at(9), &err));
    assert_null(slot_holder(store, arena, pupil.code, row.year));
}

static void
test_a_uuid_is_held(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    const char *holder;
    struct error err;
    add_everything(store);
    assert_ok(store_find_uuid_holder(store, id(302), arena, &holder, &err));
    assert_string_equal(holder, "issued");
    assert_ok(store_find_uuid_holder(store, id(999), arena, &holder, &err));
    assert_null(holder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_slot_is_held_by_what_counts),
        cmocka_unit_test(test_a_uuid_is_held),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
