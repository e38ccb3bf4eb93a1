/* SPDX-License-Identifier: Apache-2.0
 *
 * Inspection rounds: one sample, the newest answer, the newest deadline, one end.
 */
#include "tests/store/support.h"

#include "store/inspections.h"
#include "store/minutes.h"

static void
test_a_round(void **state)
{
    (void)state;
    struct error err;
    struct inspections rounds = {0};
    struct inspection_schools schools = {0}, facts = {0};
    struct inspection_records records = {0}, population = {0};
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_everything(store);

    assert_ok(store_list_inspections(store, "KT-01", arena, &rounds, &err));
    assert_int_equal(rounds.list.count, 1);
    const struct inspection *round = &rounds.list.items[0];
    assert_string_equal(round->id, id(820));
    assert_string_equal(round->conclusion, "đạt");
    assert_int_equal(round->schools, 1);
    assert_int_equal(round->drawn, 1);
    assert_int_equal(round->to.day, 10);
    assert_int_equal(store_add_inspection(store, round, NULL, 0, stamp_at(20), &err), CONFLICT);
    assert_int_equal(store_close_inspection(store, round->id, "lại", stamp_at(20), &err), CONFLICT);

    assert_ok(store_list_inspection_sample(store, round->id, arena, &schools, &err));
    assert_int_equal(schools.list.count, 1);
    assert_int_equal(schools.list.items[0].weight, 10);
    assert_int_equal(schools.list.items[0].late_days, 3);
    assert_int_equal(schools.list.items[0].faulty, 2);
    assert_ok(store_list_inspection_records(store, round->id, arena, &records, &err));
    assert_int_equal(records.list.count, 2);
    assert_string_equal(records.list.items[0].uuid, id(302));
    assert_false(records.list.items[0].received);
    assert_string_equal(records.list.items[1].uuid, id(401));
    assert_true(records.list.items[1].received);
    assert_int_equal(
        store_add_inspection_sample(store, round->id, &schools, &records, stamp_at(21), &err),
        CONFLICT);

    assert_ok(store_list_inspection_facts(store, round, stamp_at(22)->at, arena, &facts, &err));
    assert_int_equal(facts.list.count, 1);
    assert_string_equal(facts.list.items[0].id, id(2));
    assert_ok(
        store_list_inspection_population(store, id(2), "2023-2024", arena, &population, &err));
    assert_string_equal(population.list.items[0].uuid, id(302));
    assert_false(population.list.items[0].received);
    assert_string_equal(population.list.items[population.list.count - 1].uuid, id(401));
    assert_true(population.list.items[population.list.count - 1].received);
}

static void
test_the_newest_counts(void **state)
{
    (void)state;
    struct error err;
    struct inspection_checks checks = {0};
    struct inspection_findings findings = {0};
    const struct inspection_check again = {id(2), "network", INSPECTION_YES, NULL};
    const struct inspection_check odd = {id(2), "network", "perhaps", NULL};
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_everything(store);

    assert_int_not_equal(store_add_inspection_check(store, id(820), &odd, stamp_at(20), &err), OK);
    assert_ok(store_add_inspection_check(store, id(820), &again, stamp_at(20), &err));
    assert_ok(store_list_inspection_checks(store, id(820), arena, &checks, &err));
    assert_int_equal(checks.list.count, 1);
    assert_string_equal(checks.list.items[0].answer, INSPECTION_YES);
    assert_null(checks.list.items[0].remark);

    assert_ok(store_list_inspection_findings(store, id(820), 0, arena, &findings, &err));
    assert_int_equal(findings.list.count, 1);
    int64_t number = findings.list.items[0].number;
    assert_string_equal(findings.list.items[0].step, INSPECTION_REMEDIED);
    assert_int_equal(findings.list.items[0].deadline.month, 6);
    assert_ok(store_add_inspection_step(store, number, INSPECTION_FOLLOWED, "chưa xong",
                                        (struct date){2024, 7, 1}, stamp_at(21), &err));
    assert_ok(store_add_inspection_step(store, number, INSPECTION_ANSWERED, "đang làm",
                                        (struct date){0}, stamp_at(22), &err));
    assert_ok(store_list_inspection_findings(store, NULL, number, arena, &findings, &err));
    assert_int_equal(findings.list.count, 1);
    assert_string_equal(findings.list.items[0].step, INSPECTION_ANSWERED);
    assert_string_equal(findings.list.items[0].remark, "đang làm");
    assert_int_equal(findings.list.items[0].deadline.month, 7);
    assert_ok(store_list_inspection_findings(store, NULL, number + 1, arena, &findings, &err));
    assert_int_equal(findings.list.count, 0);
}

static void
test_minutes(void **state)
{
    (void)state;
    struct error err;
    struct minutes_list minutes = {0}, plain = {0};
    struct minutes_excuses excuses = {0};
    struct inspection_files files = {0}, one = {0};
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_everything(store);

    assert_ok(store_list_minutes(store, id(820), id(2), true, arena, &minutes, &err));
    assert_int_equal(minutes.list.count, 1);
    struct minutes newest = minutes.list.items[0];
    assert_string_equal(newest.stage, MINUTES_HEAD);
    assert_string_equal(newest.certificate, "aa00");
    assert_true(span_is(newest.bytes, "<BIEN_BAN_KIEM_TRA/>"));
    assert_ok(store_list_minutes(store, id(820), NULL, false, arena, &plain, &err));
    assert_int_equal(plain.list.count, 1);
    assert_null(plain.list.items[0].bytes.data);
    newest.inspection = id(820);
    newest.stage = MINUTES_SIGNED;
    assert_ok(store_add_minutes(store, &newest, stamp_at(20), &err));
    assert_int_equal(store_add_minutes(store, &newest, stamp_at(21), &err), CONFLICT);

    assert_ok(store_list_minutes_excuses(store, id(820), arena, &excuses, &err));
    assert_int_equal(excuses.list.count, 1);
    assert_int_equal(store_add_minutes_excuse(store, id(820), id(2), "khác", stamp_at(20), &err),
                     CONFLICT);

    assert_ok(store_list_inspection_files(store, id(820), 0, arena, &files, &err));
    assert_int_equal(files.list.count, 1);
    struct inspection_file file = files.list.items[0];
    assert_null(file.bytes.data);
    assert_int_equal(file.size, 3);
    assert_ok(store_list_inspection_files(store, id(820), file.number, arena, &one, &err));
    assert_true(span_is(one.list.items[0].bytes, "png"));
    assert_int_equal(store_add_inspection_file(store, &one.list.items[0], stamp_at(20), &err),
                     CONFLICT);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_round),
                                              cmocka_unit_test(test_the_newest_counts),
                                              cmocka_unit_test(test_minutes)};
    return cmocka_run_group_tests_name("store/inspections", tests, NULL, remove_test_folder);
}
