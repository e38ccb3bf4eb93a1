/* SPDX-License-Identifier: Apache-2.0
 *
 * The queue of reports: a record is in one packet that was not refused, and its newest word counts.
 */
#include "tests/store/support.h"

#include "store/received.h"
#include "store/records.h"
#include "store/report_wishes.h"
#include "store/revocations.h"
#include "store/units.h"

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

    const struct report_question asked = {.unit = unit, .word = -1, .limit = 100};

    assert_ok(store_list_reports(store, &asked, arena, &rows, &err));
    for (size_t i = 0; i < rows.list.count; i++)
        if (text_equal(rows.list.items[i].uuid, id(302)))
            return &rows.list.items[i];
    return NULL;
}

/* A department reports what stands below a district's office or a commune as well. */
static void
test_an_office_between(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    const struct unit office = {
        .id = id(870), .kind = UNIT_DISTRICT, .parent = id(1), .code = "193", .name = "Phòng GDĐT"};
    struct unit school;
    struct error err;

    add_everything(store);
    size_t before = count_unreported(store, id(1), arena);
    assert_true(before > 0);
    assert_ok(store_add_unit(store, &office, stamp_at(30), &err));
    assert_ok(store_find_unit(store, id(2), arena, &school, &err));
    school.parent = office.id;
    assert_ok(store_change_unit(store, &school, (struct date){2024, 2, 1}, stamp_at(30), &err));
    assert_int_equal(count_unreported(store, id(1), arena), before);
}

static bool
is_unreported(struct store *store, const char *unit, const char *uuid, struct arena *arena)
{
    struct unreported_list list = {0};
    struct error err;
    bool found = false;

    assert_ok(store_list_unreported(store, unit, arena, &list, &err));
    for (size_t i = 0; i < list.list.count; i++)
        found |= text_equal(list.list.items[i].uuid, uuid);
    return found;
}

static void
change_received(struct store *store, const char *status, struct arena *arena)
{
    struct status_change change = {.record = id(401), .status = status};
    struct received_state state;
    struct error err;

    assert_ok(store_find_received_state(store, change.record, arena, &state, &err));
    change.decision = state.decision;
    assert_ok(store_add_received_change(store, &change, stamp_at(40), &err));
}

static bool
is_listed(struct store *store, const char *unit, const char *uuid, struct arena *arena)
{
    const struct report_question asked = {.unit = unit, .word = -1, .limit = 100};
    struct report_rows rows = {0};
    struct error err;
    bool found = false;

    assert_ok(store_list_reports(store, &asked, arena, &rows, &err));
    for (size_t i = 0; i < rows.list.count; i++)
        found |= text_equal(rows.list.items[i].uuid, uuid);
    return found;
}

/* What was withdrawn before it was reported, or waits for its replacement, stays here. */
static void
test_a_withdrawn_one_is_not_reported(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();

    add_everything(store);
    assert_false(is_unreported(store, id(1), id(401), arena)); /* suspended */
    change_received(store, "valid", arena);
    assert_true(is_unreported(store, id(1), id(401), arena));
    assert_true(is_listed(store, id(1), id(401), arena));
    change_received(store, "revoked", arena);
    assert_false(is_unreported(store, id(1), id(401), arena));
    assert_false(is_listed(store, id(1), id(401), arena));
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

/* Counts and rows are of the same records, by school and year. */
static void
test_counts(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct report_question asked = {.unit = id(1), .word = -1, .limit = 100};
    struct report_counts counts = {0};
    struct error err;

    add_everything(store);
    assert_ok(store_count_reports(store, &asked, arena, &counts, &err));
    assert_true(counts.list.count > 0);
    for (size_t i = 0; i < counts.list.count; i++) {
        const struct report_count *one = &counts.list.items[i];
        struct report_rows rows = {0};
        asked.school = one->unit_code;
        asked.year = one->year;
        asked.word = one->word;
        assert_ok(store_list_reports(store, &asked, arena, &rows, &err));
        assert_int_equal(rows.list.count, one->records);
        assert_string_equal(rows.list.items[0].unit_name, one->unit_name);
    }
}

/* A school asks about a record that was accepted, once; what is refused above is open no more. */
static void
accept(struct store *store, const char *unit)
{
    AUTO(arena) *arena = arena_new();
    struct report_messages open = {0};
    const struct report_result accepted = {
        .uuid = id(302), .accepted = true, .error = "", .field = "", .description = ""};
    struct error err;

    assert_int_equal(add(store, unit, "m1"), OK);
    assert_ok(store_list_open_reports(store, unit, arena, &open, &err));
    assert_null(open.list.items[0].wish);
    assert_ok(store_end_report(store, open.list.items[0].number, (struct moment){.seconds = 200},
                               &accepted, 1, "", "", &err));
}

static void
ask_about(struct store *store, const char *unit)
{
    struct revocation request = {
        .id = id(620), .unit = unit, .year = "2023-2024", .made = {.seconds = 300}, .by = "an"};
    struct revocation_item item = {.record = id(302), .wish = WISH_REPLACE, .reason = "Sai tên"};
    struct revocation_items items = {.list = {&item, 1, 1}};
    struct error err;

    assert_ok(store_add_revocation(store, &request, &items, &err));
}

static size_t
count_unsent(struct store *store, const char *unit, struct unsent_wishes *list, struct arena *arena)
{
    struct error err;

    *list = (struct unsent_wishes){0};
    assert_ok(store_list_unsent_wishes(store, unit, arena, list, &err));
    return list->list.count;
}

static size_t
count_open(struct store *store, struct arena *arena)
{
    struct revocations requests = {0};
    struct error err;

    assert_ok(store_list_revocations(store, NULL, true, NULL, 100, arena, &requests, &err));
    return requests.list.count;
}

static void
test_wishes(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct report_messages open = {0};
    struct report_wishes wishes = {0};
    struct unsent_wishes unsent, none;
    const char *request;
    struct error err;
    bool changed;
    add_everything(store);
    const char *unit = sender(store, arena);
    struct new_report report = {
        .id = "w1", .unit = unit, .year = "2023-2024", .content = SPAN("AAAA")};
    size_t before = count_open(store, arena);

    ask_about(store, unit);
    assert_int_equal(count_unsent(store, unit, &unsent, arena), 0); /* nobody has it yet */
    accept(store, unit);
    assert_int_equal(count_unsent(store, unit, &unsent, arena), 1);
    assert_string_equal(unsent.list.items[0].request, id(620));
    assert_string_equal(unsent.list.items[0].reason, "Sai tên");
    assert_false(unsent.list.items[0].received);
    assert_ok(store_add_wishes(store, &report, unsent.list.items, 1, &err));
    assert_int_equal(count_unsent(store, unit, &none, arena), 0);
    report.id = "w2";
    assert_int_equal(store_add_wishes(store, &report, unsent.list.items, 1, &err), CONFLICT);
    assert_ok(store_list_open_reports(store, unit, arena, &open, &err));
    assert_int_equal(open.list.count, 1);
    assert_string_equal(open.list.items[0].wish, WISH_REPLACE);
    struct report_wish answer = {.message = open.list.items[0].number,
                                 .record = id(302),
                                 .state = WISH_STATE_WAITING,
                                 .error = "",
                                 .field = "",
                                 .description = ""};
    assert_ok(store_set_wish(store, &answer, &changed, &err));
    assert_true(changed);
    assert_ok(store_find_open_revocation(store, id(302), arena, &request, &err));
    assert_string_equal(request, id(620));
    assert_int_equal(count_open(store, arena), before + 1);
    answer.state = WISH_STATE_REFUSED;
    answer.error = "DECLINED";
    assert_ok(store_set_wish(store, &answer, &changed, &err));
    assert_ok(store_set_wish(store, &answer, &changed, &err));
    assert_false(changed); /* once and for all */
    assert_ok(store_find_open_revocation(store, id(302), arena, &request, &err));
    assert_null(request);
    assert_int_equal(count_open(store, arena), before);
    assert_ok(store_list_request_wishes(store, id(620), arena, &wishes, &err));
    assert_string_equal(wishes.list.items[0].error, "DECLINED");
    size_t again;
    assert_ok(store_again_wishes(store, unit, &again, &err));
    assert_int_equal(again, 0); /* a school asks anew */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_office_between),
        cmocka_unit_test(test_a_withdrawn_one_is_not_reported),
        cmocka_unit_test(test_a_record_is_in_one_packet),
        cmocka_unit_test(test_a_refused_one_goes_out_again),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_wishes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
