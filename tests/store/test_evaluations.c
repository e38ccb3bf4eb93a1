/* SPDX-License-Identifier: Apache-2.0
 *
 * What an evaluation asks for: of whom a class consists, where it is taught, what was received, and
 * the texts of a period with their history.
 */
#include "tests/store/support.h"

#include "store/decisions.h"
#include "store/drafts.h"
#include "store/evaluations.h"
#include "store/key_closings.h"
#include "store/pilot.h"
#include "store/records.h"
#include "store/reports.h"

static const struct evaluation_period period = {NULL, "2023-2024", {2024, 3, 1}, {2024, 5, 31}};

static void
decide(struct store *store, unsigned number, const char *kind, const char *entity,
       const char *subject, const char *text)
{
    const struct decision decision = {
        .id = id(950 + number), .kind = kind, .entity = entity, .subject = subject, .text = text};
    struct error err;

    assert_ok(store_add_decision(store, &decision, stamp_at((int)number), &err));
}

static void
test_pupils(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct evaluated_pupils pupils = {0};
    struct error err;

    add_school(store);
    for (unsigned n = 1; n <= 3; n++)
        add_pupil(store, n, "Bàn Văn An");
    assert_ok(run_sql(store, "DELETE FROM pupil_value WHERE key = 'dan_toc'", &err));
    assert_ok(run_sql(store,
                      "INSERT INTO pupil_value (pupil, key, value) SELECT id, 'dan_toc', 'Dao' "
                      "FROM pupil WHERE code = 'HS2'",
                      &err));
    decide(store, 1, DECISION_EXEMPTION, "enrolment", id(201), "all");
    decide(store, 2, DECISION_EXEMPTION, "enrolment", id(203), "all");
    decide(store, 3, DECISION_EXEMPTION, "enrolment", id(203), ""); /* taken back */
    assert_ok(store_list_evaluated_pupils(store, id(4), arena, &pupils, &err));
    assert_int_equal(pupils.list.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct evaluated_pupil *pupil = &pupils.list.items[i];
        assert_int_equal(pupil->exempt, text_equal(pupil->enrolment, id(201)));
        assert_string_equal(pupil->ethnicity, text_equal(pupil->enrolment, id(202)) ? "Dao" : "");
    }
}

static void
test_campuses(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct class_campuses campuses = {0};
    struct error err;

    add_school(store);
    assert_ok(store_list_class_campuses(store, "2023-2024", arena, &campuses, &err));
    assert_int_equal(campuses.list.count, 0);
    decide(store, 1, DECISION_CAMPUS, "class", id(4), "");
    decide(store, 2, DECISION_CAMPUS, "class", id(4), id(2));
    assert_ok(store_list_class_campuses(store, "2023-2024", arena, &campuses, &err));
    assert_int_equal(campuses.list.count, 1);
    assert_string_equal(campuses.list.items[0].class_id, id(4));
    assert_string_equal(campuses.list.items[0].campus, id(2));
    decide(store, 3, DECISION_CAMPUS, "class", id(4), ""); /* at the main place again */
    assert_ok(store_list_class_campuses(store, "2023-2024", arena, &campuses, &err));
    assert_int_equal(campuses.list.count, 0);
}

static void
test_texts(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct evaluation_period asked = period, other = period;
    const struct pilot pilot = {
        .unit = id(1), .year = "2023-2024", .decision = "1/QĐ", .decided_on = {2024, 3, 1}};
    struct evaluation_texts texts = {0};
    struct error err;

    add_school(store);
    asked.unit = other.unit = id(1);
    other.to = (struct date){2024, 6, 30};
    assert_int_not_equal(
        store_add_evaluation_text(store, &asked, "proposals", "x", stamp_at(1), &err),
        OK); /* there is no pilot */
    assert_ok(store_set_pilot(store, &pilot, stamp_at(1), &err));
    assert_ok(store_add_evaluation_text(store, &asked, "proposals", "một", stamp_at(1), &err));
    assert_ok(store_add_evaluation_text(store, &asked, "proposals", "hai", stamp_at(2), &err));
    assert_ok(store_add_evaluation_text(store, &other, "proposals", "ba", stamp_at(3), &err));
    assert_int_not_equal(store_add_evaluation_text(store, &asked, "khác", "x", stamp_at(4), &err),
                         OK);
    assert_ok(store_list_evaluation_texts(store, &asked, arena, &texts, &err));
    assert_int_equal(texts.list.count, 2);
    assert_string_equal(texts.list.items[0].text, "hai");
    assert_string_equal(texts.list.items[1].text, "một");
}

/* Of what stands in every table: the questions are understood by both databases. */
static void
test_received(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct pilot_question asked = {id(1), "2023-2024", {2024, 5, 31}, stamp_at(7)->at};
    struct received_enrolments enrolments = {0};
    struct reported_counts counts = {0};
    struct error err;

    add_everything(store);
    assert_ok(run_sql(store,
                      "UPDATE pupil SET code = (SELECT MAX(pupil_code) FROM received_record) "
                      "WHERE id = (SELECT MIN(pupil) FROM enrolment)",
                      &err));
    assert_ok(store_list_received_enrolments(store, &asked, arena, &enrolments, &err));
    assert_int_equal(enrolments.list.count, 1); /* what took it back came a second later */
    asked.at.seconds++;
    enrolments = (struct received_enrolments){0};
    assert_ok(store_list_received_enrolments(store, &asked, arena, &enrolments, &err));
    assert_int_equal(enrolments.list.count, 0);
    /* What fell with its seal's key is held until that. */
    const struct key_closing closing = {
        .sha256 = "0000000000000000000000000000000000000000000000000000000000000001",
        .key_id = "0000000000000000000000000000000000000000000000000000000000000002",
        .action = CLOSING_COMPROMISE,
        .signer = "aa00",
        .made = stamp_at(7)->at,
        .by = "an.nguyen",
        .bytes = SPAN("x")};
    assert_ok(store_add_key_closing(store, &closing, &err));
    assert_ok(store_add_closed_certificate(store, closing.sha256, "aa00", &err));
    for (int second = 6; second <= 7; second++) {
        asked.at = stamp_at(second)->at;
        enrolments = (struct received_enrolments){0};
        assert_ok(store_list_received_enrolments(store, &asked, arena, &enrolments, &err));
        assert_int_equal(enrolments.list.count, second == 6);
    }
    for (int received = 0; received < 2; received++)
        assert_ok(store_count_reported(store, id(1), "2023-2024", asked.day, received, arena,
                                       &counts, &err));
}

static int64_t
count_reported(struct store *store, struct arena *arena)
{
    struct reported_counts counts = {0};
    struct error err;

    assert_ok(store_count_reported(store, id(1), "2023-2024", (struct date){2024, 5, 31}, false,
                                   arena, &counts, &err));
    return counts.list.count ? counts.list.items[0].pupils : 0;
}

/* As monitoring counts it: only while the record counts. */
static void
test_reported(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    const char *const records[] = {id(302)};
    const struct new_report report = {.id = "m1",
                                      .unit = id(1),
                                      .year = "2023-2024",
                                      .content = SPAN("AAAA"),
                                      .made = stamp_at(3)->at,
                                      .records = records,
                                      .count = 1};
    const struct report_result accepted = {
        .uuid = id(302), .accepted = true, .error = "", .field = "", .description = ""};
    struct report_messages open = {0};
    struct record_row row;
    struct error err;

    add_everything(store);
    assert_ok(store_add_report(store, &report, &err));
    assert_ok(store_list_open_reports(store, id(1), arena, &open, &err));
    assert_ok(store_end_report(store, open.list.items[0].number, stamp_at(5)->at, &accepted, 1, "",
                               "", &err));
    assert_int_equal(count_reported(store, arena), 1);
    assert_ok(store_find_record(store, id(302), arena, &row, &err));
    assert_ok(store_step_record(store, id(302), "revoke", row.state, "revoked", stamp_at(9), &err));
    assert_int_equal(count_reported(store, arena), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pupils),   cmocka_unit_test(test_campuses),
        cmocka_unit_test(test_texts),    cmocka_unit_test(test_received),
        cmocka_unit_test(test_reported),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
