/* SPDX-License-Identifier: Apache-2.0
 *
 * Accounts, their sessions and codes, and the access log.
 */
#include "tests/store/support.h"

#include "store/accounts.h"

static void
test_accounts(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct account account;
    struct account_rows rows = {0};
    const struct moment now = stamp_at(1)->at;
    add_school(store);
    assert_int_equal(store_find_account(store, id(3), arena, &account, &err), NOT_FOUND);
    assert_int_equal(store_set_account_password(store, id(3), "x", false, now, &err), NOT_FOUND);
    assert_ok(store_list_accounts(store, NULL, arena, &rows, &err));
    assert_false(rows.list.items[0].has_account);
    assert_ok(store_add_account(store, id(3), "p1", now, &err));
    assert_int_equal(store_add_account(store, id(3), "p2", now, &err), CONFLICT);
    assert_ok(store_find_account(store, id(3), arena, &account, &err));
    assert_string_equal(account.password, "p1");
    assert_true(account.must_change);
    assert_false(account.closed);
    assert_null(account.totp);
    assert_ok(store_set_account_password(store, id(3), "p2", false, stamp_at(2)->at, &err));
    assert_ok(store_set_account_closed(store, id(3), true, stamp_at(3)->at, &err));
    assert_ok(store_find_account(store, id(3), arena, &account, &err));
    assert_string_equal(account.password, "p2");
    assert_false(account.must_change);
    assert_true(account.closed);
    assert_int_equal(account.changed.seconds, stamp_at(3)->at.seconds);
    rows = (struct account_rows){0};
    assert_ok(store_list_accounts(store, id(2), arena, &rows, &err));
    assert_int_equal(rows.list.count, 1);
    assert_true(rows.list.items[0].closed);
}

static void
test_codes_count_once(void **state)
{
    (void)state;
    struct error err;
    AUTO(store) *store = open_empty();
    const char *const codes[] = {"r1", "r2"};
    const struct moment now = stamp_at(1)->at;
    int64_t count;
    bool used;
    add_school(store);
    assert_ok(store_add_account(store, id(3), "p1", now, &err));
    assert_ok(store_set_account_totp(store, id(3), "sealed", 5, codes, 2, now, &err));
    static const struct {
        int64_t step;
        bool used;
    } steps[] = {{5, false}, {4, false}, {6, true}, {6, false}, {7, true}};
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        assert_ok(store_use_totp_step(store, id(3), steps[i].step, &used, &err));
        assert_int_equal(used, steps[i].used);
    }
    assert_ok(store_use_recovery_code(store, id(3), "r3", now, &used, &err));
    assert_false(used);
    assert_ok(store_use_recovery_code(store, id(3), "r1", now, &used, &err));
    assert_true(used);
    assert_ok(store_use_recovery_code(store, id(3), "r1", now, &used, &err));
    assert_false(used);
    assert_ok(store_count_recovery_codes(store, id(3), &count, &err));
    assert_int_equal(count, 1);
    /* A new factor ends the codes of the former one. */
    assert_ok(store_set_account_totp(store, id(3), NULL, 0, NULL, 0, now, &err));
    assert_ok(store_count_recovery_codes(store, id(3), &count, &err));
    assert_int_equal(count, 0);
}

static void
test_sessions(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct session_row row = {.digest = "s1",
                              .person = id(3),
                              .csrf = "c1",
                              .begun = stamp_at(1)->at,
                              .address = "192.0.2.7",
                              .agent = "a browser"};
    struct session_rows rows = {0};
    add_school(store);
    assert_ok(store_add_account(store, id(3), "p1", stamp_at(0)->at, &err));
    assert_ok(store_add_session(store, &row, &err));
    row.digest = "s2";
    assert_ok(store_add_session(store, &row, &err));
    row.digest = "s3";
    assert_ok(store_add_session(store, &row, &err));
    assert_ok(store_see_session(store, "s2", stamp_at(5)->at, &err));
    assert_ok(store_strengthen_session(store, "s2", &err));
    assert_ok(store_list_sessions(store, id(3), arena, &rows, &err));
    assert_int_equal(rows.list.count, 3);
    assert_string_equal(rows.list.items[0].digest, "s2");
    assert_true(rows.list.items[0].strong);
    assert_string_equal(rows.list.items[0].login, "an.nguyen");
    assert_ok(store_end_session(store, "s1", id(3), stamp_at(6)->at, &err));
    assert_int_equal(store_end_session(store, "s1", id(3), stamp_at(6)->at, &err), NOT_FOUND);
    assert_int_equal(store_end_session(store, "s2", id(9), stamp_at(6)->at, &err), NOT_FOUND);
    assert_ok(store_end_sessions(store, id(3), "s2", stamp_at(7)->at, &err));
    rows = (struct session_rows){0};
    assert_ok(store_list_sessions(store, id(3), arena, &rows, &err));
    assert_int_equal(rows.list.count, 1);
    assert_ok(store_find_session(store, "s3", arena, &row, &err));
    assert_int_equal(row.ended.seconds, stamp_at(7)->at.seconds);
    assert_int_equal(store_find_session(store, "s4", arena, &row, &err), NOT_FOUND);
}

static void
test_access_log(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct access_rows rows = {0};
    add_school(store);
    for (int i = 0; i < 3; i++) {
        const struct access_row row = {.at = stamp_at(i)->at,
                                       .what = "pupil",
                                       .login = i == 2 ? "gia-dinh" : "an.nguyen",
                                       .unit = id(2),
                                       .pupil = i == 1 ? NULL : id(101),
                                       .address = "192.0.2.x"};
        assert_ok(store_add_access(store, &row, &err));
    }
    assert_ok(store_list_access(store, &(struct access_filter){.unit = id(2)}, arena, &rows, &err));
    assert_int_equal(rows.list.count, 3);
    assert_string_equal(rows.list.items[0].login, "gia-dinh");
    assert_null(rows.list.items[0].name);
    assert_non_null(rows.list.items[1].name);
    struct access_filter older = {.pupil = id(101), .before = rows.list.items[0].number};
    rows = (struct access_rows){0};
    assert_ok(store_list_access(store, &older, arena, &rows, &err));
    assert_int_equal(rows.list.count, 1);
}

/* Who opened a class: once a day, told to each of its pupils and to nobody else. */
static void
test_class_looks(void **state)
{
    (void)state;
    static const struct {
        const char *login;
        struct date day;
        size_t entries; /* that the pupil's log has then */
    } rows[] = {
        {"an.nguyen", {2024, 5, 6}, 1},
        {"an.nguyen", {2024, 5, 6}, 1},
        {"an.nguyen", {2024, 5, 7}, 2},
        {"ha.tran", {2024, 5, 7}, 3},
    };
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct access_rows all = {0}, elsewhere = {0};
    add_school(store);
    add_pupil(store, 1, "Trần Văn Một");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct access_row row = {.at = stamp_at((int)i)->at,
                                       .what = "class",
                                       .login = rows[i].login,
                                       .unit = id(2),
                                       .detail = "4A",
                                       .address = "192.0.2.x"};
        struct access_rows list = {0};
        assert_ok(store_add_class_look(store, &row, id(4), rows[i].day, &err));
        assert_ok(store_list_access(store, &(struct access_filter){.pupil = id(101)}, arena, &list,
                                    &err));
        assert_int_equal(list.list.count, rows[i].entries);
        assert_string_equal(list.list.items[0].detail, "4A");
    }
    assert_ok(store_list_access(store, &(struct access_filter){.unit = id(2)}, arena, &all, &err));
    assert_int_equal(all.list.count, 3);
    assert_ok(store_list_access(store, &(struct access_filter){.pupil = id(102)}, arena, &elsewhere,
                                &err));
    assert_int_equal(elsewhere.list.count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accounts),    cmocka_unit_test(test_codes_count_once),
        cmocka_unit_test(test_sessions),    cmocka_unit_test(test_access_log),
        cmocka_unit_test(test_class_looks),
    };

    return cmocka_run_group_tests_name("store/accounts", tests, NULL, NULL);
}
