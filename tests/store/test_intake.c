/* SPDX-License-Identifier: Apache-2.0
 *
 * What the gateway asks of the store before it accepts a record: who has its UUID, and whether its
 * pupil has one of that year already.
 */
#include "tests/store/support.h"

#include "store/pupils.h"
#include "store/received.h"
#include "store/received_freezes.h"
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

/* One number, two children: whoever comes second is told, and both are listed. */
static void
test_a_number_is_shared(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    static const char number[] = "022314000077";
    struct received_record record = {.uuid = id(406),
                                     .message = 1,
                                     .place = 6,
                                     .unit = id(2),
                                     .year = "2023-2024",
                                     .pupil_code = "2200000406",
                                     .grade = 4,
                                     .seal = "aa00",
                                     .received = stamp_at(9)->at,
                                     .bytes = SPAN("<HOC_BA>number</HOC_BA>")};
    struct gateway_result result = {.place = 6,
                                    .uuid = id(406),
                                    .pupil_code = record.pupil_code,
                                    .name = "Bàn Thị Sáu",
                                    .number = number,
                                    .accepted = true,
                                    .error = "",
                                    .field = "",
                                    .description = ""};
    struct shared_numbers numbers = {0};
    struct error err;
    bool used;

    add_everything(store);
    assert_ok(store_add_result(store, 1, &result, &err));
    assert_ok(store_add_received(store, &record, &err));
    assert_ok(store_find_number_sharer(store, number, record.pupil_code, "2023-2024", &used, &err));
    assert_false(used); /* it is the same child's */
    assert_ok(store_find_number_sharer(store, number, "2200000407", "2023-2024", &used, &err));
    assert_true(used);
    assert_ok(store_find_number_sharer(store, number, "2200000407", "2022-2023", &used, &err));
    assert_false(used);
    assert_ok(store_list_shared_numbers(store, "2023-2024", arena, &numbers, &err));
    assert_int_equal(numbers.list.count, 0);

    /* A pupil in a class here has it too, under another code. */
    assert_ok(
        run_sql(store,
                "UPDATE pupil SET personal_number = '022314000077', code = '2200000408' "
                "WHERE id = (SELECT MIN(e.pupil) FROM enrolment AS e WHERE e.to_date IS NULL)",
                &err));
    assert_ok(store_find_number_sharer(store, number, record.pupil_code, "2023-2024", &used, &err));
    assert_true(used);
    assert_ok(store_list_shared_numbers(store, "2023-2024", arena, &numbers, &err));
    assert_int_equal(numbers.list.count, 2);
    assert_string_equal(numbers.list.items[0].uuid, id(406));
    assert_string_equal(numbers.list.items[1].pupil_code, "2200000408");
    assert_null(numbers.list.items[1].uuid);
}

/* What the ledger revoked with its seal's key (the closing of add_everything: from entry 1000 on)
 * holds no place and no number: its pupil gets another one. */
static void
test_a_void_record_holds_nothing(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    for (int later = 0; later < 2; later++) {
        AUTO(store) *store = open_empty();
        struct received_record record = {.uuid = id(406),
                                         .message = 1,
                                         .place = 6,
                                         .unit = id(2),
                                         .year = "2023-2024",
                                         .pupil_code = "2200000406",
                                         .grade = 4,
                                         .seal = "aa00",
                                         .received = stamp_at(9)->at,
                                         .bytes = SPAN("<HOC_BA>void</HOC_BA>")};
        struct gateway_result result = {.place = 6,
                                        .uuid = id(406),
                                        .pupil_code = record.pupil_code,
                                        .name = "Bàn Thị Sáu",
                                        .number = "022314000077",
                                        .accepted = true,
                                        .error = "",
                                        .field = "",
                                        .description = ""};
        struct received_state standing;
        struct error err;
        bool used;
        add_everything(store);
        assert_ok(store_add_result(store, 1, &result, &err));
        assert_ok(store_add_received(store, &record, &err));
        assert_string_equal(slot_holder(store, arena, "2200000406", "2023-2024"), id(406));
        assert_ok(store_add_received_entry(store, id(406), 999 + later, stamp_at(9)->at, &err));
        assert_ok(store_find_received_state(store, id(406), arena, &standing, &err));
        assert_string_equal(standing.status, later ? "revoked" : "valid");
        const char *holder = slot_holder(store, arena, "2200000406", "2023-2024");
        assert_true(later ? holder == NULL : text_equal(holder, id(406)));
        assert_ok(store_find_number_sharer(store, "022314000077", "2200000407", "2023-2024", &used,
                                           &err));
        assert_int_equal(used, !later);
    }
}

static void
add_again(struct store *store, struct arena *arena, unsigned n, const char *replaces,
          enum status expected)
{
    struct error err;
    struct gateway_message message;
    assert_ok(store_find_message(store, "supplier", "m1", arena, &message, &err));
    struct gateway_result result = {.place = (int64_t)n,
                                    .uuid = id(n),
                                    .pupil_code = "2200000401",
                                    .name = "Bàn Thị Nhận",
                                    .number = "",
                                    .accepted = true,
                                    .error = "",
                                    .field = "",
                                    .description = ""};
    struct received_record record = {.uuid = id(n),
                                     .message = message.number,
                                     .place = (int64_t)n,
                                     .unit = id(2),
                                     .year = "2023-2024",
                                     .pupil_code = "2200000401",
                                     .grade = 4,
                                     .seal = "aa00",
                                     .received = stamp_at(9)->at,
                                     .replaces = replaces,
                                     .bytes = SPAN("<HOC_BA>next</HOC_BA>")};
    assert_ok(store_add_result(store, message.number, &result, &err));
    assert_int_equal(store_add_received(store, &record, &err), expected);
}

static const char *
open_request(struct store *store, struct arena *arena, unsigned n, const char *status)
{
    struct error err;
    struct received_state state;
    assert_ok(store_find_received_state(store, id(n), arena, &state, &err));
    assert_string_equal(state.status, status);
    return state.open;
}

/* 401 is suspended by the decision about record 302; its own request waits. */
static void
test_the_next_takes_the_place(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct received_state now;
    struct unentered_list due = {0};
    struct error err;
    add_everything(store);
    assert_int_equal(store_find_received_state(store, id(402), arena, &now, &err), NOT_FOUND);
    assert_string_equal(open_request(store, arena, 401, "suspended"), id(610));
    assert_string_equal(slot_holder(store, arena, "2200000401", "2023-2024"), id(401));
    add_again(store, arena, 402, id(401), OK);
    struct status_change change = {.record = id(401),
                                   .decision = "e3b0c44298fc1c149afbf4c8996fb924"
                                               "27ae41e4649b934ca495991b7852b855",
                                   .status = "superseded",
                                   .replacement = id(402)};
    assert_ok(store_add_received_change(store, &change, stamp_at(9), &err));
    (void)open_request(store, arena, 401, "superseded");
    assert_ok(store_find_received_state(store, id(401), arena, &now, &err));
    assert_string_equal(now.replaced_by, id(402));
    assert_ok(store_find_received_state(store, id(402), arena, &now, &err));
    assert_string_equal(now.replaces, id(401));
    assert_string_equal(now.status, "valid");
    assert_string_equal(slot_holder(store, arena, "2200000401", "2023-2024"), id(402));
    assert_ok(store_list_unentered_received(store, 10, arena, &due, &err));
    assert_int_equal(due.list.count, 1);
    assert_int_equal(due.list.items[0].step, 1); /* after the suspension, before the change */
    assert_true(due.list.items[0].replaces && due.list.items[0].received);
    add_again(store, arena, 403, id(401), CONFLICT); /* only one takes it */
}

static enum status
freeze_again(struct store *store, const char *sha256, const char *supersedes)
{
    const struct received_freeze freeze = {.sha256 = sha256,
                                           .unit = id(2),
                                           .year = "2023-2024",
                                           .certificate = "aa00",
                                           .supersedes = supersedes,
                                           .signed_at = stamp_at(7)->at,
                                           .bytes = SPAN("<CHOT/>")};
    struct error err;

    return store_add_received_freeze(store, &freeze, stamp_at(8), &err);
}

static bool
waits(struct store *store, const char *freeze, const char *pupil_code)
{
    struct error err;
    bool answer;

    assert_ok(store_find_waiting(store, freeze, pupil_code, &answer, &err));
    return answer;
}

/* Who waits by the first freeze of a year, and that only the next one follows it. */
static void
test_brought_freezes(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    const char *second = arena_printf(arena, "%064d", 2), *third = arena_printf(arena, "%064d", 3);
    struct received_freeze newest;
    struct error err;
    add_everything(store);

    assert_ok(store_find_received_freeze(store, id(2), "2023-2024", arena, &newest, &err));
    assert_null(newest.supersedes);
    const char *first = newest.sha256;
    assert_true(waits(store, first, "2200000002"));
    assert_false(waits(store, first, "2200000003"));
    assert_int_equal(freeze_again(store, second, NULL), CONFLICT);
    assert_int_equal(freeze_again(store, second, first), OK);
    assert_int_equal(freeze_again(store, third, first), CONFLICT);
    assert_ok(store_find_received_freeze(store, id(2), "2023-2024", arena, &newest, &err));
    assert_string_equal(newest.sha256, second);
    assert_string_equal(newest.supersedes, first);
    assert_false(waits(store, second, "2200000002")); /* nobody after the summer */
    assert_int_equal(store_find_received_freeze(store, id(2), "2019-2020", arena, &newest, &err),
                     NOT_FOUND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_slot_is_held_by_what_counts),
        cmocka_unit_test(test_brought_freezes),
        cmocka_unit_test(test_a_uuid_is_held),
        cmocka_unit_test(test_a_number_is_shared),
        cmocka_unit_test(test_a_void_record_holds_nothing),
        cmocka_unit_test(test_the_next_takes_the_place),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
