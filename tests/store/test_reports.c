/* SPDX-License-Identifier: Apache-2.0
 *
 * The queue of reports: a record is in one packet that was not refused, and its newest word counts.
 */
#include "tests/store/support.h"

#include "store/records.h"
#include "store/reports.h"

/* The unit of the issued record 302. */
static const char *
sender(struct store *store, struct arena *arena)
{
    struct record_row row;
    struct error err;

    assert_ok(store_find_record(store, id(302), arena, &row, &err));
    return row.unit;
}

static enum status
add(struct store *store, const char *unit, const char *message)
{
    const char *const records[] = {id(302)};
    const struct new_report report = {.id = message,
                                      .unit = unit,
                                      .year = "2023-2024",
                                      .content = SPAN("AAAA"),
                                      .made = {.seconds = 100},
                                      .records = records,
                                      .count = 1};
    struct error err;

    return store_add_report(store, &report, &err);
}

static size_t
count_unreported(struct store *store, const char *unit, struct arena *arena)
{
    struct unreported_list list = {0};
    struct error err;

    assert_ok(store_list_unreported(store, unit, arena, &list, &err));
    return list.list.count;
}

static const struct report_row *
newest(struct store *store, const char *unit, struct arena *arena)
{
    struct report_rows rows = {0};
    struct error err;

    assert_ok(store_list_reports(store, unit, NULL, arena, &rows, &err));
    for (size_t i = 0; i < rows.list.count; i++)
        if (text_equal(rows.list.items[i].uuid, id(302)))
            return &rows.list.items[i];
    return NULL;
}

static void
test_a_record_is_in_one_packet(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct report_messages open = {0};
    const char *content;
    struct error err;
    add_everything(store);
    const char *unit = sender(store, arena);
    size_t before = count_unreported(store, unit, arena);
    assert_true(before > 0);
    assert_null(newest(store, unit, arena)->state);
    assert_int_equal(add(store, unit, "m1"), OK);
    assert_int_equal(count_unreported(store, unit, arena), before - 1);
    assert_int_equal(add(store, unit, "m2"), CONFLICT);
    assert_ok(store_list_open_reports(store, unit, arena, &open, &err));
    assert_int_equal(open.list.count, 1); /* of m2 nothing is left */
    assert_string_equal(open.list.items[0].phase, REPORT_WAITING_PHASE);
    assert_ok(store_find_report_content(store, open.list.items[0].number, arena, &content, &err));
    assert_string_equal(content, "AAAA");
}

static void
test_a_refused_one_goes_out_again(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct report_messages open = {0};
    const struct report_result accepted = {
        .uuid = id(302), .accepted = true, .error = "", .field = "", .description = ""};
    struct moment at = {.seconds = 200};
    struct error err;
    size_t again;
    add_everything(store);
    const char *unit = sender(store, arena);
    assert_int_equal(add(store, unit, "m1"), OK);
    assert_ok(store_list_open_reports(store, unit, arena, &open, &err));
    int64_t number = open.list.items[0].number;
    assert_ok(store_end_report(store, number, at, NULL, 0, "YEAR", "Chưa mở.", &err));
    assert_string_equal(newest(store, unit, arena)->state, "refused");
    assert_string_equal(newest(store, unit, arena)->error, "YEAR");
    assert_ok(store_end_report(store, number, at, &accepted, 1, "", "", &err)); /* too late */
    assert_string_equal(newest(store, unit, arena)->state, "refused");
    assert_ok(store_again_reports(store, unit, &again, &err));
    assert_int_equal(again, 1);
    assert_int_equal(add(store, unit, "m2"), OK);
    assert_ok(store_list_open_reports(store, unit, arena, &open, &err));
    open.list.items[0].phase = REPORT_SENT_PHASE;
    open.list.items[0].tries = 3;
    assert_ok(store_set_report_message(store, &open.list.items[0], "không trả lời", &err));
    assert_string_equal(newest(store, unit, arena)->trouble, "không trả lời");
    assert_ok(store_end_report(store, open.list.items[0].number, at, &accepted, 1, "", "", &err));
    assert_string_equal(newest(store, unit, arena)->state, "accepted");
    assert_string_equal(newest(store, unit, arena)->message, "m2");
    assert_ok(store_again_reports(store, unit, &again, &err));
    assert_int_equal(again, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_record_is_in_one_packet),
        cmocka_unit_test(test_a_refused_one_goes_out_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
