/* SPDX-License-Identifier: Apache-2.0
 *
 * Notices: each person's own, since when, seen once.
 */
#include "tests/store/support.h"

#include "store/classes.h"
#include "store/notices.h"
#include "store/record_notes.h"
#include "store/units.h"
#include "store/years.h"

static void
add(struct store *store, unsigned number, const char *kind, const char *subject, int at)
{
    struct error err;
    const struct notice_row row = {.id = id(number),
                                   .person = id(3),
                                   .kind = kind,
                                   .class_id = id(4),
                                   .subject = subject,
                                   .at = stamp_at(at)->at,
                                   .by = "an.nguyen",
                                   .reason = "vì sao"};
    assert_ok(store_add_notice(store, &row, &err));
}

static int64_t
unseen(struct store *store, unsigned person, int since)
{
    struct error err;
    int64_t count;

    assert_ok(store_count_unseen_notices(store, id(person), stamp_at(since)->at, &count, &err));
    return count;
}

static void
test_notices(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct notice_rows rows = {0};
    struct error err;

    add_school(store);
    add_pupil(store, 1, "Trần Văn Số Một");
    add_record(store, 1, SPAN("<HOC_BA/>"));
    add(store, 701, NOTICE_CLASS_RETURNED, "gk1", 10);
    add(store, 702, NOTICE_RECORD_RETURNED, id(301), 20);
    assert_int_equal(unseen(store, 3, 0), 2);
    assert_int_equal(unseen(store, 3, 15), 1);
    assert_int_equal(unseen(store, 9, 0), 0);

    assert_ok(store_list_notices(store, id(3), stamp_at(0)->at, arena, &rows, &err));
    assert_int_equal(rows.list.count, 2);
    const struct notice_row *newest = &rows.list.items[0];
    assert_string_equal(newest->pupil_name, "Trần Văn Số Một");
    assert_string_equal(newest->class_name, "4A1");
    assert_string_equal(newest->reason, "vì sao");
    assert_null(newest->role);
    assert_false(newest->seen);
    assert_null(rows.list.items[1].pupil_name);

    /* A seal's key is of no class. */
    const struct notice_row key = {.id = id(703),
                                   .person = id(3),
                                   .kind = NOTICE_KEY_CLOSED,
                                   .subject = "e3b0",
                                   .at = stamp_at(5)->at,
                                   .by = "hocba",
                                   .reason = "bị lộ"};
    assert_ok(store_add_notice(store, &key, &err));
    assert_int_equal(unseen(store, 3, 0), 3);
    assert_ok(store_see_notice(store, id(703), id(3), stamp_at(30)->at, &err));

    assert_ok(store_see_notice(store, id(702), id(9), stamp_at(30)->at, &err)); /* not theirs */
    assert_int_equal(unseen(store, 3, 0), 2);
    assert_ok(store_see_notice(store, id(702), id(3), stamp_at(30)->at, &err));
    assert_int_equal(unseen(store, 3, 0), 1);
    rows = (struct notice_rows){0};
    assert_ok(store_list_notices(store, id(3), stamp_at(15)->at, arena, &rows, &err));
    assert_int_equal(rows.list.count, 1);
    assert_true(rows.list.items[0].seen);
}

static void
add_note(struct store *store, const char *record, const char *text, int at, const char *by)
{
    struct error err;
    const struct record_note note = {
        .record = record, .role = "cbql", .text = text, .at = stamp_at(at)->at, .by = by};

    assert_ok(store_add_record_note(store, &note, &err));
}

/* Notes on a record, the first one first; those of a class are of its records. */
static void
test_record_notes(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct record_notes notes = {0}, all = {0}, none = {0};
    struct error err;

    add_school(store);
    for (unsigned i = 1; i <= 2; i++) {
        add_pupil(store, i, "Trần Văn Số");
        add_record(store, i, SPAN("<HOC_BA/>"));
    }
    add_note(store, id(301), "em nghỉ dài ngày", 10, "an.nguyen");
    add_note(store, id(302), "xem lại", 11, "nobody");
    add_note(store, id(301), "đã xem", 12, "nobody");
    assert_ok(store_list_record_notes(store, id(301), arena, &notes, &err));
    assert_int_equal(notes.list.count, 2);
    assert_string_equal(notes.list.items[0].text, "em nghỉ dài ngày");
    assert_string_equal(notes.list.items[0].role, "cbql");
    assert_string_equal(notes.list.items[0].by, "an.nguyen");
    assert_string_not_equal(notes.list.items[0].by_name, "an.nguyen");
    assert_string_equal(notes.list.items[1].by_name, "nobody");
    assert_ok(store_list_class_notes(store, id(4), arena, &all, &err));
    assert_int_equal(all.list.count, 3);
    assert_ok(store_list_class_notes(store, id(5), arena, &none, &err));
    assert_int_equal(none.list.count, 0);
}

/* Who works in a second school sees one school at a time, their own: what is not listed, and so can
 * never be seen, is not counted either. */
static void
test_of_another_school(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct unit school = {.id = id(12),
                          .kind = UNIT_SCHOOL,
                          .parent = id(1),
                          .code = "22193402",
                          .name = "Trường Tiểu học Hai"};
    struct school_class class = {id(14), id(12), "2023-2024", "5A1", 2};
    struct notice_row row = {.id = id(703),
                             .person = id(3),
                             .kind = NOTICE_CLASS_RETURNED,
                             .class_id = id(14),
                             .subject = "gk1",
                             .at = stamp_at(10)->at,
                             .by = "hai.truong"};
    struct notice_rows rows = {0};
    struct error err;

    add_school(store);
    assert_ok(store_add_unit(store, &school, stamp_at(0), &err));
    assert_ok(store_add_year(store, id(12), "2023-2024", stamp_at(0), &err));
    assert_ok(store_add_class(store, &class, stamp_at(0), &err));
    assert_ok(store_add_notice(store, &row, &err));
    assert_ok(store_list_notices(store, id(3), stamp_at(0)->at, arena, &rows, &err));
    assert_int_equal(rows.list.count, 0);
    assert_int_equal(unseen(store, 3, 0), 0);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_notices),
                                              cmocka_unit_test(test_record_notes),
                                              cmocka_unit_test(test_of_another_school)};
    return cmocka_run_group_tests_name("store/notices", tests, NULL, remove_test_folder);
}
