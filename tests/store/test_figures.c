/* SPDX-License-Identifier: Apache-2.0
 *
 * Figures: their sources class by class, what is touched after a mark, sums on a day, the pilot's
 * classes alone.
 */
#include "tests/store/support.h"

#include "store/drafts.h"
#include "store/figures.h"
#include "store/intake.h"
#include "store/intake_figures.h"
#include "store/pilot.h"
#include "store/records.h"
#include "store/reports.h"

static const struct class_figure rows[] = {
    {.year = "2023-2024",
     .grade = 4,
     .from = {2023, 8, 1},
     .counts = {[FIGURE_ENROLLED] = 3,
                [FIGURE_HELD] = 2,
                [FIGURE_LACKS] = 1,
                [FIGURE_LACKS + FIGURE_ISSUED - FIGURE_ENTERED] = 1}},
    {.year = "2023-2024",
     .grade = 4,
     .from = {2024, 5, 31},
     .counts = {[FIGURE_ENROLLED] = 3,
                [FIGURE_ENTERED] = 3,
                [FIGURE_ISSUED] = 2,
                [FIGURE_LACKS + FIGURE_ISSUED - FIGURE_ENTERED] = 1}},
};

static void
keep_rows(struct store *store)
{
    struct class_figure kept[COUNT_OF(rows)];
    struct error err;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kept[i] = rows[i];
        kept[i].class_id = id(4);
        kept[i].unit = id(2);
    }
    assert_ok(store_replace_figures(store, id(4), kept, COUNT_OF(kept), &err));
    assert_ok(store_replace_figures(store, id(4), kept, COUNT_OF(kept), &err)); /* not twice */
    assert_ok(store_sum_school(store, id(2), "2023-2024", &err));
}

static struct figure_sum
sum_on(struct store *store, struct arena *arena, struct date day, const char *pilot)
{
    const struct figure_question asked = {"2023-2024", day, pilot, id(2)};
    struct figure_sums sums = {0}, classes = {0};
    struct error err;

    assert_ok(store_sum_figures(store, &asked, arena, &sums, &err));
    assert_ok(store_sum_unit_figures(store, &asked, arena, &classes, &err));
    assert_int_equal(sums.list.count, classes.list.count);
    if (sums.list.count == 0)
        return (struct figure_sum){0};
    assert_string_equal(classes.list.items[0].class_name, "4A1");
    assert_int_equal(classes.list.items[0].counts[FIGURE_ISSUED],
                     sums.list.items[0].counts[FIGURE_ISSUED]);
    return sums.list.items[0];
}

static void
test_sums(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    const char *year;
    struct error err;

    add_school(store);
    assert_ok(store_find_newest_year(store, arena, &year, &err));
    assert_null(year);
    keep_rows(store);
    assert_ok(store_find_newest_year(store, arena, &year, &err));
    assert_string_equal(year, "2023-2024");

    assert_int_equal(sum_on(store, arena, (struct date){2023, 7, 31}, NULL).classes, 0);
    struct figure_sum before = sum_on(store, arena, (struct date){2024, 5, 30}, NULL);
    struct figure_sum after = sum_on(store, arena, (struct date){2024, 5, 31}, NULL);
    assert_int_equal(before.counts[FIGURE_ENTERED], 0);
    assert_int_equal(before.entry_behind, 1);
    assert_int_equal(before.counts[FIGURE_HELD], 2);
    assert_int_equal(figure_missing(before.counts, FIGURE_ENTERED), 1);
    assert_int_equal(figure_missing(before.counts, FIGURE_ISSUED), 1);
    assert_int_equal(figure_missing(before.counts, FIGURE_NUMBERED), 3);
    assert_int_equal(after.counts[FIGURE_ENTERED], 3);
    assert_int_equal(after.entry_behind, 0);
    assert_int_equal(after.issue_behind, 1);

    assert_ok(store_drop_figures(store, &err));
    assert_int_equal(sum_on(store, arena, (struct date){2024, 5, 31}, NULL).classes, 0);
}

static void
test_only_the_pilot(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    const struct pilot pilot = {
        .unit = id(1), .year = "2023-2024", .decision = "12/QĐ", .decided_on = {2024, 3, 1}};
    struct pilot_member member = {
        .id = id(801), .school = id(2), .grade = 3, .from = {2024, 4, 1}, .reason = "thôi"};
    struct error err;

    add_school(store);
    keep_rows(store);
    assert_ok(store_set_pilot(store, &pilot, stamp_at(1), &err));
    assert_ok(store_add_pilot_member(store, &pilot, &member, stamp_at(1), &err)); /* grade 3 */
    assert_int_equal(sum_on(store, arena, (struct date){2024, 5, 1}, id(1)).classes, 0);
    member.id = id(802);
    member.grade = 0;
    member.class_id = id(4);
    assert_ok(store_add_pilot_member(store, &pilot, &member, stamp_at(1), &err));
    assert_int_equal(sum_on(store, arena, (struct date){2024, 5, 1}, id(1)).classes, 1);
    assert_int_equal(sum_on(store, arena, (struct date){2024, 3, 31}, id(1)).classes, 0);
    member.to = (struct date){2024, 5, 1};
    assert_ok(store_end_pilot_member(store, &pilot, &member, stamp_at(2), &err));
    assert_int_equal(sum_on(store, arena, (struct date){2024, 5, 1}, id(1)).classes, 1);
    assert_int_equal(sum_on(store, arena, (struct date){2024, 5, 2}, id(1)).classes, 0);
}

static const struct figure_marks nothing = {-1, -1, -1, -1, -1, -1};
static const struct date far = {2030, 1, 1};

static const struct handed_in *
only_handed_in(struct store *store, enum intake_outcome outcome, const char *error,
               struct arena *arena)
{
    const struct intake_place place = {id(2), "2023-2024"};
    struct handed_in_list pupils = {0};
    struct error err;

    assert_ok(store_list_handed_in(store, &place, outcome, error, arena, &pupils, &err));
    assert_true(pupils.list.count <= 1);
    return pupils.list.count ? &pupils.list.items[0] : NULL;
}

/* The one figure of that outcome; NULL: none. */
static const struct intake_figure *
figure_of(const struct intake_figures *figures, enum intake_outcome outcome)
{
    const struct intake_figure *found = NULL;

    for (size_t i = 0; i < figures->list.count; i++)
        if (figures->list.items[i].outcome == outcome) {
            assert_null(found);
            found = &figures->list.items[i];
        }
    return found;
}

static void
test_what_was_handed_in(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct gateway_result refused = {.place = 1,
                                     .uuid = id(402),
                                     .pupil_code = "2200000402",
                                     .name = "Bàn Thị Trả",
                                     .number = "",
                                     .error = "SIGNATURE",
                                     .field = "",
                                     .description = "Không khớp."};
    const struct intake_place place = {id(2), "2023-2024"};
    struct intake_figures figures = {0};
    struct intake_places touched = {0};
    struct error err;

    add_everything(store);
    assert_ok(store_add_result(store, 1, &refused, &err));
    refused.pupil_code = "2200000401"; /* whose record was accepted another time */
    refused.place = 2;
    refused.uuid = id(403);
    assert_ok(store_add_result(store, 1, &refused, &err));
    assert_ok(store_list_touched_intake(store, &nothing, arena, &touched, &err));
    assert_int_equal(touched.list.count, 1);
    assert_string_equal(touched.list.items[0].unit, id(2));
    assert_ok(store_sum_intake(store, &place, &err));
    assert_ok(store_sum_intake(store, &place, &err)); /* not twice */
    assert_ok(store_list_intake_figures(store, "2023-2024", far, arena, &figures, &err));
    assert_int_equal(figures.list.count, 3);
    for (size_t i = 0; i < figures.list.count; i++)
        assert_int_equal(figures.list.items[i].pupils, 1);
    assert_non_null(figure_of(&figures, INTAKE_TAKEN_BACK)); /* it is suspended */
    assert_string_equal(figure_of(&figures, INTAKE_ERROR)->error, "SIGNATURE");
    assert_non_null(figure_of(&figures, INTAKE_REJECTED));
    assert_null(only_handed_in(store, INTAKE_ACCEPTED, NULL, arena));
    assert_string_equal(only_handed_in(store, INTAKE_TAKEN_BACK, NULL, arena)->status, "suspended");
    assert_string_equal(only_handed_in(store, INTAKE_REJECTED, NULL, arena)->reasons,
                        "Không khớp.");
    assert_string_equal(only_handed_in(store, INTAKE_ERROR, "SIGNATURE", arena)->pupil_code,
                        "2200000402");
    assert_null(only_handed_in(store, INTAKE_ERROR, "RULES", arena));
}

/* Records that the gateway took, one in each place of message 1. */
static void
receive(struct store *store, unsigned n, const char *pupil_code, int grade, int at)
{
    const struct received_record record = {.uuid = id(n),
                                           .message = 1,
                                           .place = (int)n - 400,
                                           .unit = id(2),
                                           .year = "2023-2024",
                                           .pupil_code = pupil_code,
                                           .grade = grade,
                                           .seal = "aa00",
                                           .received = stamp_at(at)->at,
                                           .bytes = SPAN("<HOC_BA>held</HOC_BA>")};
    const struct gateway_result result = {.place = record.place,
                                          .uuid = record.uuid,
                                          .pupil_code = pupil_code,
                                          .name = "Bàn Văn An",
                                          .number = "",
                                          .accepted = true,
                                          .error = "",
                                          .field = "",
                                          .description = ""};
    struct error err;

    assert_ok(store_add_result(store, 1, &result, &err));
    assert_ok(store_add_received(store, &record, &err));
}

/* A received record that counts is told of its pupil's class, where the pupil is in one here. */
static void
test_held_in_a_class(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    const struct intake_place place = {id(2), "2023-2024"};
    struct intake_figures figures = {0};
    struct figure_pupils pupils = {0};
    struct touched_classes touched = {0};
    struct figure_steps steps = {0};
    struct error err;

    add_everything(store);
    assert_ok(store_list_figure_pupils(store, id(4), arena, &pupils, &err));
    const struct figure_pupil *pupil = &pupils.list.items[0];
    receive(store, 404, pupil->code, pupil->grade, 9);
    assert_ok(store_sum_intake(store, &place, &err));
    assert_ok(store_list_intake_figures(store, "2023-2024", far, arena, &figures, &err));
    assert_int_equal(figures.list.count, 2);
    const struct intake_figure *held = figure_of(&figures, INTAKE_ACCEPTED);
    assert_int_equal(held->pupils, 1);
    assert_string_equal(held->class_id, id(4));
    assert_int_equal(held->grade, pupil->grade);
    assert_string_equal(figure_of(&figures, INTAKE_TAKEN_BACK)->class_id, ""); /* in none here */
    assert_int_equal(figure_of(&figures, INTAKE_TAKEN_BACK)->grade, 4);
    const struct handed_in *accepted = only_handed_in(store, INTAKE_ACCEPTED, NULL, arena);
    assert_string_equal(accepted->uuid, id(404));
    assert_string_equal(accepted->status, "valid");
    assert_false(accepted->entered);
    assert_string_equal(accepted->class_id, id(4));
    assert_int_equal(accepted->grade, pupil->grade);

    const struct figure_marks marks = {1000000, 1000000, 1000000, 0, 0, 1LL << 40};
    for (int moved = 0; moved < 2; moved++) {
        steps = (struct figure_steps){0};
        touched = (struct touched_classes){0};
        /* Also when the pupil came from another school: one rule for both questions. */
        if (moved)
            assert_ok(run_sql(store,
                              arena_printf(arena, "UPDATE pupil SET unit = '%s' WHERE id = '%s'",
                                           id(1), pupil->pupil),
                              &err));
        assert_ok(store_list_figure_steps(store, id(4), arena, &steps, &err));
        size_t received = 0;
        for (size_t i = 0; i < steps.list.count; i++)
            received += steps.list.items[i].kind == FIGURE_STEP_RECEIVED;
        assert_int_equal(received, 1);
        assert_ok(store_list_touched_classes(store, &marks, arena, &touched, &err));
        assert_int_equal(touched.list.count, 1);
        assert_string_equal(touched.list.items[0].class_id, id(4));
    }
}

/* The number of an outcome at the end of a day. */
static int64_t
count_on(struct store *store, enum intake_outcome outcome, struct date day)
{
    AUTO(arena) *arena = arena_new();
    struct intake_figures figures = {0};
    struct error err;
    int64_t count = 0;

    assert_ok(store_list_intake_figures(store, "2023-2024", day, arena, &figures, &err));
    for (size_t i = 0; i < figures.list.count; i++)
        if (figures.list.items[i].outcome == outcome)
            count += figures.list.items[i].pupils;
    return count;
}

/* Handed in on one day, taken back on another: a week ago it was another number. */
static void
test_handed_in_by_day(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    const struct intake_place place = {id(2), "2023-2024"};
    const struct date day = moment_to_date(moment_in_vietnam(stamp_at(6)->at.seconds));
    struct error err;

    add_everything(store); /* received, and suspended the same day */
    const char *change = "INSERT INTO received_change (record, decision, status, made_at, made_by) "
                         "SELECT record, decision, '%s', made_at + %d, 'x' FROM received_change "
                         "WHERE number = 1";
    AUTO(arena) *arena = arena_new();
    assert_ok(run_sql(store, arena_printf(arena, change, "valid", 86400), &err));
    assert_ok(run_sql(store, arena_printf(arena, change, "revoked", 3 * 86400), &err));
    assert_ok(store_sum_intake(store, &place, &err));
    static const struct {
        int day;
        int64_t accepted, taken_back;
    } due[] = {{-1, 0, 0}, {0, 0, 1}, {1, 1, 0}, {2, 1, 0}, {3, 0, 1}, {900, 0, 1}};
    for (size_t i = 0; i < COUNT_OF(due); i++) {
        const struct date on = date_from_days(date_to_days(day) + due[i].day);
        assert_int_equal(count_on(store, INTAKE_ACCEPTED, on), due[i].accepted);
        assert_int_equal(count_on(store, INTAKE_TAKEN_BACK, on), due[i].taken_back);
    }
}

/* What fell with its seal's key (the closing of add_everything: from entry 1000 on) counts no more
 * from the day of that on: in the class, in what was handed in, and in the list behind it; nothing
 * makes it count again. */
static void
test_fallen(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    const struct intake_place place = {id(2), "2023-2024"};
    const struct date fell = moment_to_date(moment_in_vietnam(stamp_at(9)->at.seconds));
    struct figure_marks marks = {.made_at = 1LL << 40}, ends = {0};
    struct figure_pupils pupils = {0};
    struct figure_steps steps = {0};
    struct intake_places places = {0};
    struct touched_classes touched = {0};
    struct error err;

    add_everything(store);
    assert_ok(store_list_figure_pupils(store, id(4), arena, &pupils, &err));
    const struct figure_pupil *pupil = &pupils.list.items[0];
    receive(store, 404, pupil->code, pupil->grade, 9 - 5 * 86400);
    assert_ok(store_find_figure_ends(store, &marks, stamp_at(9000)->at, &ends, &err));
    assert_int_equal(ends.fallen, 0);
    ends.made_at = 1LL << 40;
    assert_ok(store_list_touched_classes(store, &ends, arena, &touched, &err));
    assert_ok(store_list_touched_intake(store, &ends, arena, &places, &err));
    assert_int_equal(touched.list.count + places.list.count, 0);
    assert_ok(store_add_received_entry(store, id(404), 1000, stamp_at(9)->at, &err));
    assert_ok(run_sql(store,
                      "INSERT INTO received_change (record, decision, status, made_at, made_by) "
                      "SELECT MAX(u.uuid), MAX(c.decision), 'valid', MAX(c.made_at) + 86400, 'x' "
                      "FROM received_record AS u, received_change AS c "
                      "WHERE u.pupil_code <> '2200000401'",
                      &err));
    assert_ok(store_list_touched_classes(store, &ends, arena, &touched, &err));
    assert_int_equal(touched.list.count, 1);
    assert_ok(store_list_touched_intake(store, &ends, arena, &places, &err));
    assert_int_equal(places.list.count, 1);
    assert_ok(store_find_figure_ends(store, &marks, stamp_at(9000)->at, &ends, &err));
    assert_int_equal(ends.fallen, 1);

    assert_ok(store_sum_intake(store, &place, &err));
    for (int day = -6; day <= 2; day++) {
        const struct date on = date_from_days(date_to_days(fell) + day);
        assert_int_equal(count_on(store, INTAKE_ACCEPTED, on), day >= -5 && day < 0);
        assert_int_equal(count_on(store, INTAKE_TAKEN_BACK, on), day < 0 ? 0 : 2); /* and 401 */
    }
    assert_null(only_handed_in(store, INTAKE_ACCEPTED, NULL, arena));
    struct handed_in_list taken_back = {0};
    assert_ok(
        store_list_handed_in(store, &place, INTAKE_TAKEN_BACK, NULL, arena, &taken_back, &err));
    assert_int_equal(taken_back.list.count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_string_equal(taken_back.list.items[i].status,
                            text_equal(taken_back.list.items[i].uuid, id(404)) ? "revoked"
                                                                               : "suspended");
    assert_ok(store_list_figure_steps(store, id(4), arena, &steps, &err));
    size_t fallen = 0;
    for (size_t i = 0; i < steps.list.count; i++)
        fallen += steps.list.items[i].kind == FIGURE_STEP_VOID &&
                  text_equal(steps.list.items[i].record, id(404));
    assert_int_equal(fallen, 1);
}

/* Where a pupil is in no class here the record's grade says where it counts: of several that of the
 * one which the list shows, the last that counts. */
static void
test_the_grade_of_the_list(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    const struct intake_place place = {id(2), "2023-2024"};
    struct intake_figures figures = {0};
    struct error err;

    add_everything(store);
    receive(store, 404, "2200000404", 5, 9);
    receive(store, 405, "2200000404", 3, 10);
    assert_ok(store_sum_intake(store, &place, &err));
    assert_ok(store_list_intake_figures(store, "2023-2024", far, arena, &figures, &err));
    assert_int_equal(only_handed_in(store, INTAKE_ACCEPTED, NULL, arena)->grade, 3);
    assert_int_equal(figure_of(&figures, INTAKE_ACCEPTED)->grade, 3);
    assert_ok(store_add_received_entry(store, id(405), 1000, stamp_at(9)->at, &err)); /* it falls */
    figures = (struct intake_figures){0};
    assert_ok(store_sum_intake(store, &place, &err));
    assert_ok(store_list_intake_figures(store, "2023-2024", far, arena, &figures, &err));
    assert_int_equal(only_handed_in(store, INTAKE_ACCEPTED, NULL, arena)->grade, 5);
    assert_int_equal(figure_of(&figures, INTAKE_ACCEPTED)->grade, 5);
}

/* Refused as a whole: counted until a later one is taken, whatever came before. */
static void
test_refused_packets(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    static const struct {
        const char *about, *error;
        int64_t packets; /* afterwards */
    } steps[] = {{"refused", "CERTIFICATE", 1},
                 {"again", "CERTIFICATE", 2},
                 {"taken", "", 0},
                 {"refused later", "GZIP", 1}};
    const struct intake_place place = {id(2), "2023-2024"};
    struct error err;

    add_everything(store);
    for (int i = 0; i < (int)COUNT_OF(steps); i++) {
        struct intake_figures figures = {0};
        struct gateway_message kept;
        int64_t packets = 0;
        bool added;
        const struct gateway_message message = {.client = "supplier",
                                                .id = id(900 + i),
                                                .kind = MESSAGE_RECORDS,
                                                .unit = id(2),
                                                .year = "2023-2024",
                                                .digest = "00",
                                                .received = stamp_at(i)->at,
                                                .content = span_of("x")};
        assert_ok(store_add_message(store, &message, &added, &err));
        assert_ok(store_find_message(store, message.client, message.id, arena, &kept, &err));
        assert_ok(store_end_message(store, kept.number, stamp_at(i)->at, steps[i].error, "", &err));
        assert_ok(store_sum_intake(store, &place, &err));
        assert_ok(store_list_intake_figures(store, "2023-2024", far, arena, &figures, &err));
        for (size_t f = 0; f < figures.list.count; f++)
            if (figures.list.items[f].outcome == INTAKE_PACKETS)
                packets += figures.list.items[f].pupils;
        if (packets != steps[i].packets)
            row_fail(steps[i].about, "%lld", (long long)packets);
    }
}

/* Pupils whose record the one above has accepted, while that record counts. */
static void
test_what_was_reported(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    const char *const records[] = {id(302), id(401)};
    const struct new_report report = {.id = "m1",
                                      .unit = id(1),
                                      .year = "2023-2024",
                                      .content = SPAN("AAAA"),
                                      .made = stamp_at(3)->at,
                                      .records = records,
                                      .count = 2};
    struct report_result accepted[] = {
        {.uuid = id(302), .accepted = true, .error = "", .field = "", .description = ""},
        {.uuid = id(401), .accepted = true, .error = "", .field = "", .description = ""}};
    const struct intake_place place = {id(2), "2023-2024"};
    struct intake_places touched = {0};
    struct intake_figures figures = {0};
    struct report_messages open = {0};
    struct record_row row;
    struct error err;

    add_everything(store);
    assert_ok(store_add_report(store, &report, &err));
    assert_ok(store_list_open_reports(store, id(1), arena, &open, &err));
    assert_ok(store_end_report(store, open.list.items[0].number, stamp_at(5000)->at, accepted, 2,
                               "", "", &err));
    const struct figure_marks marks = {
        .message = 1000000, .made_at = stamp_at(4000)->at.seconds + FIGURES_SETTLED_AFTER};
    assert_ok(store_list_touched_intake(store, &marks, arena, &touched, &err));
    assert_int_equal(touched.list.count, 1);
    assert_ok(store_sum_intake(store, &place, &err));
    assert_ok(store_list_intake_figures(store, "2023-2024", far, arena, &figures, &err));
    assert_int_equal(figure_of(&figures, INTAKE_REPORTED)->pupils, 1); /* 401 is suspended */
    assert_ok(store_find_record(store, id(302), arena, &row, &err));
    assert_ok(store_step_record(store, id(302), "revoke", row.state, "revoked", stamp_at(9), &err));
    figures = (struct intake_figures){0};
    assert_ok(store_sum_intake(store, &place, &err));
    assert_ok(store_list_intake_figures(store, "2023-2024", far, arena, &figures, &err));
    assert_null(figure_of(&figures, INTAKE_REPORTED));
}

static void
test_sources_and_marks(void **state)
{
    (void)state;
    AUTO(store) *store = open_empty();
    AUTO(arena) *arena = arena_new();
    struct figure_marks marks, ends = {0};
    struct figure_pupils pupils = {0};
    struct figure_steps steps = {0}, of_records = {0};
    size_t same = 0;
    struct touched_classes touched = {0};
    struct error err;

    add_everything(store);
    assert_ok(store_list_figure_pupils(store, id(4), arena, &pupils, &err));
    assert_int_equal(pupils.list.count, 3);
    assert_ok(store_list_figure_steps(store, id(4), arena, &steps, &err));
    assert_true(steps.list.count > 3);
    assert_ok(store_list_record_steps(store, id(4), arena, &of_records, &err));
    assert_true(of_records.list.count > 0);
    for (size_t i = 0; i < steps.list.count; i++)
        if (steps.list.items[i].kind == FIGURE_STEP_RECORD) {
            assert_true(same < of_records.list.count);
            assert_string_equal(of_records.list.items[same].record, steps.list.items[i].record);
            assert_string_equal(of_records.list.items[same++].key, steps.list.items[i].key);
        }
    assert_int_equal(same, of_records.list.count);

    assert_ok(store_get_figure_marks(store, &marks, &err));
    assert_int_equal(marks.event, -1);
    assert_ok(store_list_touched_classes(store, &marks, arena, &touched, &err));
    assert_int_equal(touched.list.count, 1);
    assert_ok(store_find_figure_ends(store, &marks, stamp_at(9000)->at, &ends, &err));
    assert_true(ends.event > 0 && ends.change > 0);
    assert_ok(store_set_figure_marks(store, &ends, &err));
    assert_ok(store_get_figure_marks(store, &marks, &err));
    assert_int_equal(marks.change, ends.change);
    touched = (struct touched_classes){0};
    assert_ok(store_list_touched_classes(store, &marks, arena, &touched, &err));
    assert_int_equal(touched.list.count, 0);
    assert_ok(store_set_value(store, ENTITY_ENROLMENT, id(202), "mon.T.muc", "T", stamp_at(20),
                              NULL, &err));
    assert_ok(store_list_touched_classes(store, &marks, arena, &touched, &err));
    assert_int_equal(touched.list.count, 1);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_sums),
                                              cmocka_unit_test(test_only_the_pilot),
                                              cmocka_unit_test(test_what_was_handed_in),
                                              cmocka_unit_test(test_held_in_a_class),
                                              cmocka_unit_test(test_handed_in_by_day),
                                              cmocka_unit_test(test_fallen),
                                              cmocka_unit_test(test_the_grade_of_the_list),
                                              cmocka_unit_test(test_what_was_reported),
                                              cmocka_unit_test(test_refused_packets),
                                              cmocka_unit_test(test_sources_and_marks)};
    return cmocka_run_group_tests_name("store/figures", tests, NULL, remove_test_folder);
}
