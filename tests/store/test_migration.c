/* SPDX-License-Identifier: Apache-2.0
 *
 * A home that an earlier version made opens in every later one, with a copy before; what is newer,
 * strange or damaged is left alone with a sentence.
 */
#include "tests/store/support.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "store/ask.h"
#include "store/dump.h"
#include "store/instance.h"
#include "store/migrate.h"

/* Two migrations that a later version may bring; the second one fails half way. */
static const struct migration later[] = {
    {0, "later", {"CREATE TABLE later (a TEXT);", "CREATE TABLE later (a TEXT);"}, {"l1", "l1"}},
    {0,
     "broken",
     {"CREATE TABLE half (a TEXT); CREATE TABLE later (a TEXT);",
      "CREATE TABLE half (a TEXT); CREATE TABLE later (a TEXT);"},
     {"l2", "l2"}},
};

/* The program's migrations with `more` of the later ones after them. */
static struct migration_list
list_with(struct arena *arena, int more)
{
    int count = MIGRATION_COUNT + more;
    struct migration *items = arena_make_array(arena, (size_t)count, struct migration);
    memcpy(items, migrations, sizeof migrations);
    for (int i = 0; i < more; i++) {
        items[MIGRATION_COUNT + i] = later[i];
        items[MIGRATION_COUNT + i].number = MIGRATION_COUNT + i + 1;
    }
    return (struct migration_list){items, count};
}

static enum status
open_with(const char *place, struct migration_list list, struct store **store, struct error *err)
{
    struct store_options options = {.place = place, .now = stamp_at(0)->at};
    return store_open_with(&options, list, store, err);
}

static void
test_forward_and_back(void **state)
{
    (void)state;
    struct error err;
    char place[PLACE_SIZE];
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *before = NULL;
    {
        AUTO(store) *store = open_at(empty_place(place), true);
        add_everything(store);
        before = dump_of(store);
    }
    {
        AUTO(store) *store = NULL;
        int version;
        assert_ok(open_with(place, list_with(arena, 1), &store, &err));
        assert_ok(migrate_find_version(store, list_with(arena, 1), &version, &err));
        assert_int_equal(version, MIGRATION_COUNT + 1);
        assert_ok(run_sql(store, "INSERT INTO later VALUES ('x')", &err));
        AUTO(buffer) *after = dump_of(store);
        assert_true(span_equal(buffer_span(before), buffer_span(after)));
    }
    /* A second opening finds nothing to do. */
    AUTO(store) *again = NULL;
    assert_ok(open_with(place, list_with(arena, 1), &again, &err));

    /* This version does not know the later one's store and leaves it alone. */
    AUTO(store) *older = NULL;
    assert_int_equal(open_with(place, migrations_known(), &older, &err), CONFLICT);
    assert_non_null(strstr(err.message, "bản hocba mới"));
    if (on_postgres())
        return;

    /* The copy made before is the old store, whole. */
    const char *copy = arena_printf(arena, "%s.v%d-2024-05-31", place, MIGRATION_COUNT);
    AUTO(store) *old = open_at(copy, false);
    AUTO(buffer) *kept = dump_of(old);
    assert_true(span_equal(buffer_span(before), buffer_span(kept)));
}

static void
test_a_failing_migration_leaves_the_store(void **state)
{
    (void)state;
    struct error err;
    char place[PLACE_SIZE];
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *before = NULL;
    {
        AUTO(store) *store = open_at(empty_place(place), true);
        add_everything(store);
        before = dump_of(store);
    }
    AUTO(store) *store = NULL;
    assert_int_not_equal(open_with(place, list_with(arena, 2), &store, &err), OK);
    AUTO(store) *still = NULL;
    int version;
    assert_ok(open_with(place, list_with(arena, 1), &still, &err));
    assert_ok(migrate_find_version(still, list_with(arena, 1), &version, &err));
    assert_int_equal(version, MIGRATION_COUNT + 1); /* the good one; nothing of the broken one */
    assert_int_not_equal(run_sql(still, "SELECT * FROM half", &err), OK);
    AUTO(buffer) *after = dump_of(still);
    assert_true(span_equal(buffer_span(before), buffer_span(after)));
}

static void
test_another_text_is_noticed(void **state)
{
    (void)state;
    struct error err;
    char place[PLACE_SIZE];
    AUTO(arena) *arena = arena_new();
    store_close(open_at(empty_place(place), true));
    struct migration_list list = list_with(arena, 0);
    struct migration *first = arena_make_array(arena, (size_t)list.count, struct migration);
    memcpy(first, list.items, sizeof *first * (size_t)list.count);
    first->checksum[DIALECT_SQLITE] = first->checksum[DIALECT_POSTGRES] = "another";
    AUTO(store) *store = NULL;
    list.items = first;
    assert_int_equal(open_with(place, list, &store, &err), CORRUPT);
}

static void
test_places(void **state)
{
    (void)state;
    struct error err;
    char place[PLACE_SIZE];
    struct store *store;
    struct store_options options = {.place = empty_place(place), .now = stamp_at(0)->at};
    assert_int_equal(store_open(&options, &store, &err), NOT_FOUND);
    options.create = true;
    assert_ok(store_open(&options, &store, &err));
    store_close(store);
    assert_int_equal(store_open(&options, &store, &err), CONFLICT);

    /* Somebody else's tables. */
    struct connection *connection;
    const struct driver *driver = on_postgres() ? &driver_postgres : &driver_sqlite;
    options.place = empty_place(place);
    assert_ok(driver->open(place, true, &connection, &err));
    assert_ok(driver->script(connection, "CREATE TABLE theirs (a TEXT)", &err));
    driver->close(connection);
    for (int create = 0; create < 2; create++) {
        options.create = create;
        assert_int_equal(store_open(&options, &store, &err), INVALID);
    }
    if (on_postgres())
        return;

    /* A file that is no database. */
    empty_place(place);
    char noise[5000];
    memset(noise, 'x', sizeof noise);
    assert_ok(file_write(place, (struct span){noise, sizeof noise}, 0600, &err));
    options.create = false;
    assert_int_equal(store_open(&options, &store, &err), CORRUPT);
}

static void
test_nobody_answers(void **state)
{
    (void)state;
    struct error err;
    struct store *store;
    struct store_options options = {.place = "postgresql://x@/x?host=/nonexistent",
                                    .now = stamp_at(0)->at};
    assert_int_equal(store_open(&options, &store, &err), UNAVAILABLE);
    options.place = "/nonexistent/folder/hocba.db";
    assert_int_equal(store_open(&options, &store, &err), NOT_FOUND);
}

static enum status
forget(void *context, struct span bytes, struct error *err)
{
    (void)context;
    (void)bytes;
    (void)err;
    return OK;
}

static int64_t
rows_of(struct store *store)
{
    struct error err;
    struct dump_counts counts;
    assert_ok(store_dump(store, forget, NULL, &counts, &err));
    return counts.rows;
}

/* Versions that homes were really made with (tests/fixtures/home-v<n>.sql). */
static const int released[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 22, 30, 32, 33, 36, 41, 43};

/* The last version whose figures have another shape than those before. */
enum { FIGURES_CHANGED = 38 };

/* How far figures have come; a schema without them takes no mark. */
static void
leave_mark(sqlite3 *raw)
{
    sqlite3_exec(raw, "INSERT INTO figure_mark (source, number) VALUES ('gateway', 7)", NULL, NULL,
                 NULL);
}

/* Figures of an older shape are made anew: nothing says any more how far they have come. */
static void
assert_no_mark(const char *place)
{
    sqlite3_stmt *marks;
    sqlite3 *raw;

    assert_int_equal(sqlite3_open(place, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(raw, "SELECT COUNT(*) FROM figure_mark", -1, &marks, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(marks), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(marks, 0), 0);
    sqlite3_finalize(marks);
    sqlite3_close(raw);
}

static void
test_fixtures_open(void **state)
{
    (void)state;
    if (on_postgres())
        return;
    const char *folder = getenv("HOCBA_FIXTURES");
    assert_non_null(folder);
    for (size_t i = 0; i < sizeof released / sizeof *released; i++) {
        int version = released[i];
        struct error err;
        char place[PLACE_SIZE];
        AUTO(arena) *arena = arena_new();
        struct span sql;
        sqlite3 *raw;
        empty_place(place);
        assert_ok(file_read(arena, arena_printf(arena, "%s/home-v%d.sql", folder, version), 1 << 20,
                            &sql, &err));
        /* As the tool that wrote it loads it: an index of words needs its schema written. */
        assert_int_equal(sqlite3_open(place, &raw), SQLITE_OK);
        assert_int_equal(sqlite3_exec(raw, sql.data, NULL, NULL, NULL), SQLITE_OK);
        if (version < FIGURES_CHANGED)
            leave_mark(raw);
        sqlite3_close(raw);

        AUTO(store) *store = open_at(place, false);
        assert_no_mark(place);
        struct issued_document document;
        struct integrity integrity;
        struct record_events events;
        assert_ok(store_find_issued(store, id(302), arena, &document, &err));
        assert_true(span_equal(document.bytes, invented_document(arena, 1, 1)));
        assert_ok(store_list_record_events(store, id(302), arena, &events, &err));
        assert_int_equal(events.list.count, 5);
        assert_ok(store_check_integrity(store, arena, &integrity, &err));
        assert_int_equal(integrity.problems.count, 0);
        AUTO(store) *now = open_empty();
        add_everything(now);
        if (version == MIGRATION_COUNT)
            assert_int_equal(rows_of(store), rows_of(now));
    }
}

/* With HOCBA_WRITE_FIXTURE=FILE.db this program makes the next fixture's database instead. */
static int
write_fixture(const char *path)
{
    AUTO(store) *store = open_at(path, true);
    add_everything(store);
    return 0;
}

int
main(void)
{
    if (getenv("HOCBA_WRITE_FIXTURE"))
        return write_fixture(getenv("HOCBA_WRITE_FIXTURE"));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forward_and_back),
        cmocka_unit_test(test_a_failing_migration_leaves_the_store),
        cmocka_unit_test(test_another_text_is_noticed),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_nobody_answers),
        cmocka_unit_test(test_fixtures_open),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
