/* SPDX-License-Identifier: Apache-2.0
 *
 * Dump and load: from each database into each, complete, and refused when damaged.
 */
#include "tests/store/support.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "crypto/hash.h"
#include "store/ask.h"
#include "store/certificates.h"
#include "store/drafts.h"
#include "store/dump.h"
#include "store/dump_form.h"
#include "store/instance.h"
#include "store/levels.h"

/* A stream out of memory, in small pieces. */
struct stream {
    struct span bytes;
    size_t at, piece;
};

static enum status
from_stream(void *context, void *to, size_t room, size_t *size, struct error *err)
{
    (void)err;
    struct stream *stream = context;
    size_t part = stream->bytes.size - stream->at;
    part = part < room ? part : room;
    part = part < stream->piece ? part : stream->piece;
    memcpy(to, stream->bytes.data + stream->at, part);
    stream->at += part;
    *size = part;
    return OK;
}

static enum status
load_bytes(struct store *store, struct span bytes, struct error *err)
{
    struct stream stream = {bytes, 0, 1000};
    return store_load(store, from_stream, &stream, NULL, err);
}

static void
check_loads(struct span bytes, bool postgres)
{
    struct error err;
    char place[PLACE_SIZE];
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_at(empty_place_of(postgres, place), true);
    struct changes before, after;
    struct issued_document document;
    assert_ok(load_bytes(store, bytes, &err));
    AUTO(buffer) *again = dump_of(store);
    assert_true(span_equal(bytes, buffer_span(again)));
    assert_ok(store_find_issued(store, id(302), arena, &document, &err));
    assert_true(span_equal(document.bytes, invented_document(arena, 1, 1)));
    /* The counters go on where the other store was. */
    assert_ok(store_list_changes(store, ENTITY_PUPIL, id(101), NULL, arena, &before, &err));
    assert_ok(
        store_set_value(store, ENTITY_PUPIL, id(101), "dan_toc", "Dao", stamp_at(9), NULL, &err));
    assert_ok(store_list_changes(store, ENTITY_PUPIL, id(101), NULL, arena, &after, &err));
    assert_int_equal(after.list.count, before.list.count + 1);
    assert_ok(
        store_step_record(store, id(301), "sign", "created", "signed_gvcn", stamp_at(9), &err));
    assert_ok(store_add_certificate_proof(store, id(9), "another challenge", SPAN("a signature"),
                                          stamp_at(9), &err));
    assert_int_equal(load_bytes(store, bytes, &err), CONFLICT); /* not onto data */
}

static void
test_from_each_into_each(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    add_everything(store);
    AUTO(buffer) *dump = dump_of(store);
    check_loads(buffer_span(dump), false);
    if (getenv("HOCBA_TEST_POSTGRES"))
        check_loads(buffer_span(dump), true);
}

/* Both databases give the same bytes for the same school. */
static void
test_same_bytes(void **state)
{
    (void)state;
    if (!on_postgres())
        return;
    char place[PLACE_SIZE];
    AUTO(store) *one = open_at(empty_place_of(false, place), true);
    AUTO(store) *two = open_at(empty_place_of(true, place), true);
    add_everything(one);
    add_everything(two);
    AUTO(buffer) *a = dump_of(one), *b = dump_of(two);
    assert_true(span_equal(buffer_span(a), buffer_span(b)));
}

static void
test_empty_store(void **state)
{
    (void)state;
    struct error err;
    AUTO(store) *store = open_empty();
    AUTO(store) *other = open_empty();
    AUTO(buffer) *dump = dump_of(store);
    assert_ok(load_bytes(other, buffer_span(dump), &err));
}

static void
test_damage_is_refused(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    AUTO(store) *target = open_empty();
    add_everything(store);
    AUTO(buffer) *dump = dump_of(store);
    AUTO(buffer) *nothing = dump_of(target);
    struct stream whole = {buffer_span(dump), 0, 77};
    struct dump_counts counts;
    assert_ok(dump_check(from_stream, &whole, &counts, &err));
    assert_int_equal(counts.tables, DUMP_TABLE_COUNT);
    assert_int_equal(counts.bytes, dump->size);

    /* Cut anywhere, one more byte, or any byte changed: the check says so without a store. */
    for (size_t at = 0; at < dump->size; at += at < 600 ? 1 : 97) {
        struct stream cut = {{dump->data, at}, 0, 1000};
        if (dump_check(from_stream, &cut, NULL, &err) != CORRUPT)
            row_fail("cut", "at %zu: %s", at, err.detail);
        dump->data[at] ^= 0x40;
        struct stream bent = {buffer_span(dump), 0, 1000};
        enum status status = dump_check(from_stream, &bent, NULL, &err);
        dump->data[at] ^= 0x40;
        if (status != CORRUPT && status != UNAVAILABLE)
            row_fail("one bit changed", "at %zu: %s", at, err.detail);
    }
    struct span longer = {arena_copy(arena, dump->data, dump->size), dump->size + 1};
    struct stream more = {longer, 0, 1000};
    assert_int_equal(dump_check(from_stream, &more, NULL, &err), CORRUPT);

    /* And a store that was to take it stays empty. */
    for (size_t at = 20; at < dump->size; at += dump->size / 23) {
        dump->data[at] ^= 0x01;
        enum status status = load_bytes(target, buffer_span(dump), &err);
        dump->data[at] ^= 0x01;
        if (status == OK)
            row_fail("load of a bent dump", "at %zu", at);
        AUTO(buffer) *still = dump_of(target);
        assert_true(span_equal(buffer_span(still), buffer_span(nothing)));
    }
    assert_ok(load_bytes(target, buffer_span(dump), &err));
}

static void
test_a_newer_dump(void **state)
{
    (void)state;
    struct error err;
    AUTO(store) *store = open_empty();
    AUTO(buffer) *dump = dump_of(store);
    dump->data[12]++; /* the schema's version */
    struct stream stream = {buffer_span(dump), 0, 1000};
    assert_int_equal(dump_check(from_stream, &stream, NULL, &err), UNAVAILABLE);
    assert_non_null(strstr(err.message, "mới hơn"));
}

static const struct dump_table *
table_called(const char *name)
{
    for (size_t i = 0; i < DUMP_TABLE_COUNT; i++)
        if (text_equal(dump_tables[i].name, name))
            return &dump_tables[i];
    return NULL;
}

static bool
has_column(const struct dump_table *table, const char *column)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (text_equal(table->columns[i], column))
            return true;
    return false;
}

/* Every table and column of the schema is in the dump, but for the migrations' own table,
 * what is made anew, and sessions, which a restored home does not have. */
static void
test_nothing_is_left_out(void **state)
{
    (void)state;
    if (on_postgres())
        return; /* the same columns: load and dump of the other test prove it */
    char place[PLACE_SIZE];
    store_close(open_at(empty_place(place), true));
    sqlite3 *raw;
    sqlite3_stmt *columns;
    size_t seen = 0;
    assert_int_equal(sqlite3_open(place, &raw), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(raw,
                           "SELECT m.name, c.name FROM sqlite_master AS m, "
                           "pragma_table_info(m.name) AS c WHERE m.type = 'table' "
                           "AND m.name NOT IN ('migration', 'sqlite_sequence') "
                           "AND m.name NOT IN ('pupil_lookup', 'session', "
                           "'class_figure', 'unit_figure', 'intake_figure', 'figure_mark') "
                           "AND m.name NOT LIKE 'pupil_words%'",
                           -1, &columns, NULL),
        SQLITE_OK);
    while (sqlite3_step(columns) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(columns, 0);
        const char *column = (const char *)sqlite3_column_text(columns, 1);
        const struct dump_table *table = table_called(name);
        if (!table || !has_column(table, column))
            row_fail(name, "%s is not in the dump", column);
        seen++;
    }
    assert_true(seen > 100);
    sqlite3_finalize(columns);
    sqlite3_close(raw);
}

/* A backup of version 1, which had no levels: the first tables as they are, then the end. */
static void
test_an_older_dump(void **state)
{
    (void)state;
    static const char first_new[] = "\5\0\0\0level";
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    AUTO(store) *other = open_empty();
    AUTO(buffer) *older = buffer_new((size_t)256 << 20);
    struct issued_document document;
    struct level_row row;
    uint32_t head[3]; /* form, version, tables */

    add_everything(store);
    AUTO(buffer) *dump = dump_of(store);
    const char *at = memmem(dump->data, dump->size, first_new, sizeof first_new - 1);
    assert_non_null(at);
    buffer_add(older, dump->data, (size_t)(at - dump->data));
    memcpy(head, older->data + strlen(DUMP_MAGIC), sizeof head);
    head[1] = 1;
    head[2] = 21;
    memcpy(older->data + strlen(DUMP_MAGIC), head, sizeof head);
    buffer_text(older, DUMP_TAIL);
    struct digest digest = sha256(buffer_span(older));
    buffer_add(older, digest.bytes, sizeof digest.bytes);
    assert_ok(load_bytes(other, buffer_span(older), &err));
    assert_ok(store_find_issued(other, id(302), arena, &document, &err));
    assert_ok(store_find_level(other, id(302), arena, &row, &err));
    assert_string_equal(row.reached, LEVEL_B_B);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_each_into_each), cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_empty_store),         cmocka_unit_test(test_damage_is_refused),
        cmocka_unit_test(test_a_newer_dump),        cmocka_unit_test(test_an_older_dump),
        cmocka_unit_test(test_nothing_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
