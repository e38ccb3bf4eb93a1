/* SPDX-License-Identifier: Apache-2.0
 *
 * Records from their making to the issued document, which comes back byte for byte.
 */
#include "tests/store/support.h"

#include "store/ask.h"

static void
test_steps(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    add_record(store, 1, SPAN("<a/>"));
    struct record_row row;
    struct record_events events;
    struct span document;
    assert_ok(
        store_step_record(store, id(301), "sign", "created", "signed_gvcn", stamp_at(3), &err));
    assert_int_equal(
        store_step_record(store, id(301), "sign", "created", "signed_gvcn", stamp_at(4), &err),
        CONFLICT);
    assert_int_equal(store_step_record(store, id(399), "sign", "created", "x", stamp_at(4), &err),
                     CONFLICT);
    assert_ok(store_find_record(store, id(301), arena, &row, &err));
    assert_string_equal(row.state, "signed_gvcn");
    assert_string_equal(row.pupil_name, "Trần Văn Nam");
    assert_string_equal(row.class_name, "4A1");
    assert_int_equal(row.planned.day, 31);
    assert_null(row.replaces);
    assert_ok(store_list_record_events(store, id(301), arena, &events, &err));
    assert_int_equal(events.list.count, 2);
    assert_null(events.list.items[0].from);
    assert_string_equal(events.list.items[1].to, "signed_gvcn");
    assert_ok(store_set_work_document(store, id(301), SPAN("<b/>"), &err));
    assert_ok(store_find_work_document(store, id(301), arena, &document, &err));
    assert_true(span_is(document, "<b/>"));
    assert_int_equal(store_set_work_document(store, id(399), SPAN("<b/>"), &err), NOT_FOUND);
}

static void
test_one_current_record(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    add_record(store, 1, SPAN("<a/>"));
    static const struct {
        const char *about;
        unsigned uuid, replaces;
        enum status want;
    } rows[] = {
        {"a second one", 302, 0, CONFLICT},
        {"in place of none", 302, 399, CONFLICT},
        {"the same uuid", 301, 301, CONFLICT},
        {"in place of the first", 302, 301, OK},
        {"in place of a replaced one", 304, 301, CONFLICT},
        {"in place of the second", 304, 302, OK},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct record_row row = {.uuid = id(rows[i].uuid),
                                 .enrolment = id(201),
                                 .state = "created",
                                 .made = stamp_at(0)->at};
        row.replaces = rows[i].replaces ? id(rows[i].replaces) : NULL;
        enum status status =
            store_add_record(store, &row, SPAN("<a/>"), "create", stamp_at(5), &err);
        if (status != rows[i].want)
            row_fail(rows[i].about, "status %d %s %s", status, err.message, err.detail);
    }
    struct record_row current;
    struct record_rows list;
    assert_ok(store_find_current_record(store, id(201), arena, &current, &err));
    assert_string_equal(current.uuid, id(304));
    assert_ok(store_find_record(store, id(301), arena, &current, &err));
    assert_string_equal(current.replaced_by, id(302));
    assert_ok(
        store_list_records(store, &(struct record_filter){.class_id = id(4)}, arena, &list, &err));
    assert_int_equal(list.list.count, 3);
    struct record_filter filter = {.year = "2023-2024", .current = true, .state = "created"};
    assert_ok(store_list_records(store, &filter, arena, &list, &err));
    assert_int_equal(list.list.count, 1);
    filter.state = "issued";
    assert_ok(store_list_records(store, &filter, arena, &list, &err));
    assert_int_equal(list.list.count, 0);
}

static void
test_signatures(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    add_record(store, 1, SPAN("<a/>"));
    struct record_signature signature = {.record = id(301),
                                         .role = "gvbm",
                                         .subject = "TV",
                                         .certificate = "aa00",
                                         .at = stamp_at(6)->at,
                                         .by = "an.nguyen"};
    struct record_signatures list;
    assert_ok(store_add_signature(store, &signature, &err));
    assert_int_equal(store_add_signature(store, &signature, &err), CONFLICT);
    signature.subject = "T";
    assert_ok(store_add_signature(store, &signature, &err));
    signature.role = "gvcn";
    signature.subject = NULL;
    assert_ok(store_add_signature(store, &signature, &err));
    signature.role = "cbql";
    signature.certificate = "never registered";
    assert_int_equal(store_add_signature(store, &signature, &err), INVALID);
    assert_ok(store_list_signatures(store, id(301), arena, &list, &err));
    assert_int_equal(list.list.count, 3);
    assert_string_equal(list.list.items[0].subject, "T");
    assert_null(list.list.items[2].subject);
    assert_ok(store_remove_signatures(store, id(301), &err));
    assert_ok(store_list_signatures(store, id(301), arena, &list, &err));
    assert_int_equal(list.list.count, 0);
}

static struct span
noise(struct arena *arena, size_t size)
{
    char *bytes = arena_alloc(arena, size + 1);
    uint64_t x = size + 1;
    for (size_t i = 0; i < size; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        bytes[i] = (char)(x >> 56);
    }
    return (struct span){bytes, size};
}

static void
test_issued_bytes_come_back(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    const struct span documents[] = {
        SPAN(""),
        SPAN("<HOC_BA/>"),
        SPAN("a\0b"),
        invented_document(arena, 1, 1),
        invented_document(arena, 1, 2),
        noise(arena, 200 * 1024),
        invented_document(arena, 2, 3),
        noise(arena, 3 * 1024 * 1024),
    };
    for (unsigned n = 0; n < COUNT_OF(documents); n++) {
        add_pupil(store, n, "Trần Văn Nam");
        add_record(store, n, documents[n]);
        assert_ok(store_add_issued(store, id(300 + n), documents[n], stamp_at(9)->at, &err));
    }
    for (unsigned n = 0; n < COUNT_OF(documents); n++) {
        struct issued_document got;
        struct span work;
        assert_ok(store_find_issued(store, id(300 + n), arena, &got, &err));
        assert_true(span_equal(got.bytes, documents[n]));
        assert_int_equal(got.bytes.data[got.bytes.size], 0);
        assert_int_equal(got.size, documents[n].size);
        assert_int_equal(got.issued.seconds, stamp_at(9)->at.seconds);
        assert_int_equal(store_find_work_document(store, id(300 + n), arena, &work, &err),
                         NOT_FOUND);
    }
    assert_int_equal(store_add_issued(store, id(301), SPAN("again"), stamp_at(9)->at, &err),
                     CONFLICT);
    assert_int_equal(store_add_issued(store, id(399), SPAN("x"), stamp_at(9)->at, &err), NOT_FOUND);
    struct issued_document none;
    assert_int_equal(store_find_issued(store, id(399), arena, &none, &err), NOT_FOUND);
}

static void
read_generation(struct row *row, void *into)
{
    row_text(row);
    *(int64_t *)into = row_int(row);
}

/* Fifty classes with a teacher each: dictionaries grow past the length of a chain, a fresh
 * connection finds all of them, and a record costs a fraction of itself. */
static void
test_dictionaries_grow(void **state)
{
    (void)state;
    enum { CLASSES = 50, PUPILS = 4 };
    struct error err;
    char place[PLACE_SIZE];
    AUTO(arena) *arena = arena_new();
    AUTO(store) *writer = open_at(empty_place(place), true);
    add_school(writer);
    for (unsigned n = 0; n < CLASSES * PUPILS; n++) {
        struct span document = invented_document(arena, n / PUPILS, n);
        add_pupil(writer, n, "Trần Văn Nam");
        add_record(writer, n, document);
        assert_ok(store_add_issued(writer, id(300 + n), document, stamp_at(9)->at, &err));
    }
    AUTO(store) *reader = open_at(place, false);
    for (unsigned n = 0; n < CLASSES * PUPILS; n += 7) {
        struct issued_document got;
        assert_ok(store_find_issued(reader, id(300 + n), arena, &got, &err));
        assert_true(span_equal(got.bytes, invented_document(arena, n / PUPILS, n)));
    }
    struct issued_sizes sizes;
    int64_t generations;
    assert_ok(store_measure_issued(reader, &sizes, &err));
    assert_int_equal(sizes.documents, CLASSES * PUPILS);
    bool found;
    assert_ok(ask_one(ASK(reader, SQL_find_newest_dictionary, v_text(id(2))), read_generation,
                      arena, &generations, &found, &err));
    assert_true(generations > 40);
    print_message("# %lld raw, %lld stored, %lld dictionaries per record\n",
                  (long long)(sizes.raw / sizes.documents),
                  (long long)(sizes.stored / sizes.documents),
                  (long long)(sizes.dictionaries / sizes.documents));
    assert_true((sizes.stored + sizes.dictionaries) * 5 < sizes.raw);
}

/* Change what no statement may change, as a broken disk would. */
static void
damage(struct store *store, const char *table, const char *set)
{
    struct error err;
    AUTO(arena) *arena = arena_new();
    const char *drop = on_postgres()
                           ? arena_printf(arena, "ALTER TABLE %s DISABLE TRIGGER ALL", table)
                           : arena_printf(arena, "DROP TRIGGER %s_no_update", table);
    assert_ok(run_sql(store, drop, &err));
    assert_ok(run_sql(store, arena_printf(arena, "UPDATE %s SET %s", table, set), &err));
}

static void
test_damage_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *about, *table, *set;
    } rows[] = {
        {"another hash", "issued_document", "sha256 = 'x'"},
        {"another size", "issued_document", "size = size + 1"},
        {"a huge size", "issued_document", "size = 9223372036854775807"},
        {"no bytes", "issued_document", "bytes = ''"},
        {"no dictionary", "issued_document", "dictionary = NULL"},
        {"a broken dictionary", "dictionary", "bytes = ''"},
        {"a dictionary of another size", "dictionary", "size = size - 1"},
        {"a state without a step", "record_event", "to_state = 'lost'"},
        {"an unknown verb", "record_event", "verb = 'bless' WHERE verb = 'issue'"},
        {"a step that the table does not know", "record_event",
         "verb = 'sign_gvbm' WHERE verb = 'issue'"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err;
        char place[PLACE_SIZE];
        AUTO(arena) *arena = arena_new();
        AUTO(store) *store = open_at(empty_place(place), true);
        struct integrity integrity;
        add_everything(store);
        assert_ok(store_check_integrity(store, arena, &integrity, &err));
        assert_int_equal(integrity.problems.count, 0);
        assert_int_equal(integrity.documents, 1);
        assert_int_equal(integrity.records, 3);
        const char *set = rows[i].set;
        if (strcmp(set, "bytes = ''") == 0 && !on_postgres())
            set = "bytes = x''";
        damage(store, rows[i].table, set);
        AUTO(store) *fresh = open_at(place, false);
        assert_ok(store_check_integrity(fresh, arena, &integrity, &err));
        if (integrity.problems.count == 0)
            row_fail(rows[i].about, "not found");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_one_current_record),
        cmocka_unit_test(test_signatures),
        cmocka_unit_test(test_issued_bytes_come_back),
        cmocka_unit_test(test_dictionaries_grow),
        cmocka_unit_test(test_damage_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
