/* SPDX-License-Identifier: Apache-2.0
 *
 * What was written for ever cannot be changed by any statement, in either database; and on
 * PostgreSQL the application's role cannot disarm the triggers.
 */
#include "tests/store/support.h"

#include <stdlib.h>
#include <unistd.h>

#include "store/ask.h"

static const struct {
    const char *name, *key, *column;
} tables[] = {
    {"migration", "number", "checksum"},
    {"change", "number", "new_value"},
    {"mark_attempt", "enrolment, subject, period, attempt", "mark"},
    {"decision", "number", "body"},
    {"decision_taken_back", "decision", "source"},
    {"mark_taken_back", "enrolment, subject, period, attempt", "source"},
    {"certificate", "id", "subject"},
    {"certificate_event", "number", "event"},
    {"certificate_proof", "number", "statement"},
    {"identity_exchange", "id", "basis"},
    {"identity_question", "id", "name"},
    {"identity_answer", "number", "result"},
    {"identity_ruling", "answer", "reason"},
    {"record_event", "number", "to_state"},
    {"inspection", "id", "decision"},
    {"inspection_scope", "inspection, school", "school"},
    {"inspection_sample", "inspection, school", "weight"},
    {"inspection_record", "inspection, record", "place"},
    {"inspection_received", "inspection, record", "place"},
    {"inspection_risk", "inspection, school", "faulty"},
    {"inspection_check", "number", "answer"},
    {"inspection_finding", "number", "finding"},
    {"inspection_step", "number", "remark"},
    {"class_look", "class, login, day", "entry"},
    {"inspection_closing", "inspection", "conclusion"},
    {"inspection_minutes", "number", "bytes"},
    {"inspection_excuse", "inspection, school", "reason"},
    {"inspection_file", "number", "name"},
    {"dictionary", "id", "bytes"},
    {"issued_document", "record", "bytes"},
    {"proof", "sha256", "bytes"},
    {"signature_timestamp", "record, signature", "token"},
    {"proof_set", "id", "made_at"},
    {"proof_set_member", "proof_set, place", "proof"},
    {"signature_proof", "record, signature", "proof_set"},
    {"ledger_entry", "position", "sha256"},
    {"assignment", "id", "role"},
    {"delegation", "id", "decision"},
    {"assignment_scope", "assignment", "grade"},
    {"delegation_end", "delegation", "reason"},
    {"family_code", "id", "digest"},
    {"manifest", "sha256", "made_by"},
    {"year_freeze", "sha256", "made_by"},
    {"learned_closing", "position", "proof"},
    {"learned_certificate", "closing, certificate", "certificate"},
    {"confirmation_sheet", "enrolment, sheet", "sheet"},
    {"revocation_request", "id", "made_by"},
    {"revocation_item", "request, record", "reason"},
    {"revocation_paper", "number", "bytes"},
    {"revocation_decision", "sha256", "bytes"},
    {"status_change", "event", "status"},
    {"status_entry", "event", "position"},
    {"gateway_client", "user_name", "secret"},
    {"gateway_closing", "client", "made_by"},
    {"gateway_token", "digest", "client"},
    {"gateway_client_unit", "client, unit", "unit"},
    {"gateway_message", "number", "content"},
    {"gateway_packet", "message", "frame"},
    {"gateway_end", "message", "error"},
    {"gateway_result", "message, place", "accepted"},
    {"received_record", "uuid", "bytes"},
    {"received_entry", "record", "position"},
    {"received_request", "request", "message"},
    {"received_certificate", "message", "certificate"},
    {"received_item", "request, record", "reason"},
    {"received_change", "number", "status"},
    {"received_change_entry", "change", "position"},
    {"received_freeze", "sha256", "bytes"},
    {"received_manifest", "sha256", "bytes"},
    {"received_waiting", "of_freeze, pupil_code", "manifest"},
    {"unit_kind", "unit", "kind"},
    {"unit_state", "unit, number", "name"},
    {"unit_successor", "unit, successor, since", "decision"},
    {"pilot_member", "id", "added_by"},
    {"obstacle", "id", "text"},
    {"obstacle_step", "obstacle, state", "answer"},
    {"training_session", "id", "title"},
    {"training_role", "session, role", "role"},
    {"training_school", "session, school", "school"},
    {"training_mark", "number", "attended"},
    {"training_cancelling", "session", "reason"},
    {"survey", "id", "to_day"},
    {"survey_question", "survey, place", "question"},
    {"survey_option", "survey, question, place", "word"},
    {"survey_closing", "survey", "reason"},
    {"survey_taken", "survey, taker", "taker"},
    {"survey_answer", "id", "role"},
    {"survey_value", "answer, question, number", "body"},
    {"evaluation_text", "number", "text"},
    {"comment_ruling", "number", "ruling"},
    {"record_note", "number", "text"},
    {"key_closing", "sha256", "made_by"},
    {"closed_certificate", "closing, certificate", "certificate"},
    {"settled_refusal", "record", "reason"},
    {"access_log", "number", "what"},
    {"record", "uuid", "enrolment"},
};

enum { SQLITE = 1, POSTGRES = 2, BOTH = 3 };

/* %1$s table, %2$s key, %3$s column */
static const struct {
    const char *about, *sql;
    int where;
} attempts[] = {
    {"UPDATE", "UPDATE %1$s SET %3$s = %3$s", BOTH},
    {"DELETE", "DELETE FROM %1$s", BOTH},
    {"upsert",
     "INSERT INTO %1$s SELECT * FROM %1$s WHERE true "
     "ON CONFLICT (%2$s) DO UPDATE SET %3$s = excluded.%3$s",
     BOTH},
    {"REPLACE", "REPLACE INTO %1$s SELECT * FROM %1$s", SQLITE},
    {"INSERT OR REPLACE", "INSERT OR REPLACE INTO %1$s SELECT * FROM %1$s", SQLITE},
    {"UPDATE OR REPLACE", "UPDATE OR REPLACE %1$s SET %3$s = %3$s", SQLITE},
    {"TRUNCATE", "TRUNCATE %1$s CASCADE", POSTGRES},
    {"TRUNCATE of all", "TRUNCATE %1$s, unit RESTART IDENTITY CASCADE", POSTGRES},
    {"MERGE", "MERGE INTO %1$s AS t USING (SELECT 1) AS s ON true WHEN MATCHED THEN DELETE",
     POSTGRES},
    {"writable CTE", "WITH gone AS (DELETE FROM %1$s RETURNING 1) SELECT * FROM gone", POSTGRES},
};

static void
test_every_attempt_is_refused(void **state)
{
    (void)state;
    struct error err;
    AUTO(store) *store = open_empty();
    add_everything(store);
    AUTO(buffer) *before = dump_of(store);
    for (size_t t = 0; t < COUNT_OF(tables); t++)
        for (size_t i = 0; i < COUNT_OF(attempts); i++) {
            char sql[400];
            if (!(attempts[i].where & (on_postgres() ? POSTGRES : SQLITE)))
                continue;
            snprintf(sql, sizeof sql, attempts[i].sql, tables[t].name, tables[t].key,
                     tables[t].column);
            enum status status = run_sql(store, sql, &err);
            if (status != CONFLICT)
                row_fail(attempts[i].about, "%s: status %d %s", sql, status, err.detail);
        }
    AUTO(buffer) *after = dump_of(store);
    assert_true(span_equal(buffer_span(before), buffer_span(after)));
}

/* Every table whose rows may never change stands in the table above, by what the schema says. */
static void
test_no_table_was_forgotten(void **state)
{
    (void)state;
    size_t fixed = 0;
    for (int i = 0; i < MIGRATION_COUNT; i++)
        for (const char *p = migrations[i].text[DIALECT_SQLITE];
             (p = strstr(p, "_no_delete BEFORE DELETE ON ")); p++)
            fixed++;
    assert_int_equal(fixed, COUNT_OF(tables));
}

static void
test_an_assignment_ends_once(void **state)
{
    (void)state;
    struct error err;
    AUTO(store) *store = open_empty();
    add_everything(store);
    assert_ok(
        run_sql(store, "UPDATE assignment SET to_date = '2024-05-31' WHERE to_date IS NULL", &err));
    assert_int_equal(run_sql(store, "UPDATE assignment SET to_date = NULL", &err), CONFLICT);
    assert_int_equal(run_sql(store, "UPDATE assignment SET to_date = '2025-05-31'", &err),
                     CONFLICT);
}

/* A role that owns nothing: with it the application works, and cannot do more. */
static void
test_the_role_owns_nothing(void **state)
{
    (void)state;
    if (!on_postgres())
        return;
    struct error err;
    AUTO(arena) *arena = arena_new();
    char owner[PLACE_SIZE], role[40], sql[200];
    empty_place(owner);
    snprintf(role, sizeof role, "app_%d", (int)getpid());
    const char *rest = strchr(owner, '@');
    const char *place = arena_printf(arena, "postgresql://%s%s", role, rest);

    struct connection *connection;
    assert_ok(driver_postgres.open(owner, false, &connection, &err));
    snprintf(sql, sizeof sql, "CREATE ROLE %s LOGIN", role);
    assert_ok(driver_postgres.script(connection, sql, &err));
    driver_postgres.close(connection);

    struct store_options options = {
        .place = place, .owner_url = owner, .create = true, .now = stamp_at(0)->at};
    AUTO(store) *store = NULL;
    struct store_facts facts;
    assert_ok(store_open(&options, &store, &err));
    assert_ok(store_facts(store, arena, &facts, &err));
    assert_false(facts.owns_tables);
    add_everything(store);
    static const char *const powers[] = {
        "ALTER TABLE issued_document DISABLE TRIGGER ALL",
        "DROP TRIGGER issued_document_no_change ON issued_document",
        "DROP TABLE issued_document CASCADE",
        "TRUNCATE issued_document",
        "UPDATE issued_document SET size = size",
        "DELETE FROM record_event",
        "INSERT INTO migration VALUES (99, 'x', 'x', 0)",
        ("CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
         "'BEGIN RETURN NEW; END'"),
        "SET session_replication_role = replica",
        "DELETE FROM unit",
    };
    for (size_t i = 0; i < COUNT_OF(powers); i++)
        if (run_sql(store, powers[i], &err) != DENIED)
            row_fail(powers[i], "%s", err.detail);
}

static void
test_the_owner_is_known(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct store_facts facts;
    assert_ok(store_facts(store, arena, &facts, &err));
    assert_int_equal(facts.owns_tables, on_postgres());
    assert_int_equal(facts.version, MIGRATION_COUNT);
    assert_string_equal(facts.driver, on_postgres() ? "postgresql" : "sqlite");
    assert_true(facts.size > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_attempt_is_refused),
        cmocka_unit_test(test_no_table_was_forgotten),
        cmocka_unit_test(test_an_assignment_ends_once),
        cmocka_unit_test(test_the_role_owns_nothing),
        cmocka_unit_test(test_the_owner_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
