/* SPDX-License-Identifier: Apache-2.0
 *
 * What SQLite makes of the questions that are asked again and again while a province works: none
 * reads a whole table of what there are many of.  (PostgreSQL chooses by what it has counted.)
 */
#include "tests/store/support.h"

#include <sqlite3.h>

#include "store/statements.h"

static const struct {
    const char *about;
    int statement;
    const char *scanned; /* names in the statement that may be gone through: few units, or results;
                            with /index: in its order alone */
    const char *never;   /* in no line */
} asked[] = {
    {"which classes changed since", SQL_list_touched_classes, "", "change_by_entity_id"},
    {"which schools' intake changed since", SQL_list_touched_intake, " t ", NULL},
    {"how far messages are answered", SQL_last_figure_message, " CONSTANT ", NULL},
    {"a school's intake", SQL_add_intake_figures, " v w x h g s n o a b q t u f c ", NULL},
    {"pupils reported", SQL_count_reported_pupils, " s ", NULL},
    {"received records reported", SQL_count_reported_received, " u ", NULL},
    {"numbers that several pupils have", SQL_list_shared_numbers, " g/index d n m ", NULL},
    {"what is to be reported", SQL_list_unreported, " u b ", NULL},
    {"the records of a school and year", SQL_list_reports, " u b a ", NULL},
    {"how many there are of each word", SQL_count_reports, " u b a ", NULL},
};

static bool
may_scan(const char *line, const char *scanned)
{
    const char *name = strstr(line, "SCAN ");
    char word[32];

    if (!name)
        return true;
    name += strlen("SCAN ");
    if (strncmp(name, "(subquery", strlen("(subquery")) == 0)
        return true; /* what a window is over; its own tables have lines of their own */
    if (text_equal(name, "closed_certificate") || text_equal(name, "learned_certificate") ||
        text_equal(name, "closed_here") || text_equal(name, "learned") ||
        text_equal(name, "closed") || text_equal(name, "b"))
        return true; /* of received_void: keys that were closed, which are few */
    snprintf(word, sizeof word, " %.*s%s ", (int)strcspn(name, " "), name,
             strstr(name, " USING INDEX ") ? "/index" : "");
    return strstr(scanned, word) != NULL;
}

static void
check_plan(sqlite3 *database, size_t which)
{
    AUTO(arena) *arena = arena_new();
    const char *text = statements[asked[which].statement].text[DIALECT_SQLITE];
    const char *question = arena_printf(arena, "EXPLAIN QUERY PLAN %s", text);
    enum { DETAIL = 3 };
    sqlite3_stmt *plan;

    assert_int_equal(sqlite3_prepare_v2(database, question, -1, &plan, NULL), SQLITE_OK);
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(plan, DETAIL);
        if (!may_scan(line, asked[which].scanned) ||
            (asked[which].never && strstr(line, asked[which].never)))
            row_fail(asked[which].about, "%s", line);
    }
    sqlite3_finalize(plan);
}

static void
test_no_whole_table_is_read(void **state)
{
    (void)state;
    char place[PLACE_SIZE];
    sqlite3 *database;

    store_close(open_at(empty_place(place), true));
    assert_int_equal(sqlite3_open_v2(place, &database, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        check_plan(database, i);
    sqlite3_close(database);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_whole_table_is_read)};
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
