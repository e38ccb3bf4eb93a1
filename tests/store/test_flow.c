/* SPDX-License-Identifier: Apache-2.0
 *
 * The flow of a class over a real store: who takes which step, what locks, who is let in.
 */
#include "tests/store/support.h"

#include "service/edit.h"
#include "service/flow.h"
#include "service/grid.h"
#include "store/decisions.h"
#include "store/people.h"

static int64_t
fixed_clock(void)
{
    return stamp_at(0)->at.seconds;
}

static struct app
app_for(struct store *store, struct arena *arena, const char *person, const char *login)
{
    return (struct app){.store = store,
                        .arena = arena,
                        .actor = {.person_id = person, .login = login, .name = login},
                        .options = {.system_clock = fixed_clock}};
}

static void
assign(struct store *store, unsigned number, const char *person, const char *role,
       const char *class_id)
{
    struct assignment assignment = {.id = id(number),
                                    .person = person,
                                    .unit = id(2),
                                    .role = role,
                                    .class_id = class_id,
                                    .from = {2023, 9, 5}};
    struct error err;

    assert_ok(store_add_assignment(store, &assignment, stamp_at(1), &err));
}

static enum status
take(struct app *app, enum flow_step step, const char *reason, struct error *err)
{
    struct flow_order order = {
        .class_id = id(4), .period = PERIOD_END_2, .step = step, .reason = reason};

    return flow_take(app, &order, err);
}

static enum status
enter(struct app *app, const char *key, const char *value, struct error *why)
{
    struct edit edit = {.key = key, .value = value};
    struct enrolled enrolled;
    struct error err;

    assert_ok(store_find_enrolment(app->store, id(201), app->arena, &enrolled, &err));
    return draft_edit(app, &enrolled, &edit, 1, why);
}

static void
test_steps(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct app teacher = app_for(store, arena, id(3), "an.nguyen");
    struct app leader = app_for(store, arena, id(30), "binh.le");
    struct person principal = {
        .id = id(30), .unit = id(2), .login = "binh.le", .name = "Lê Thị Bình"};
    struct flow flow;
    struct error err;
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    assert_int_equal(flow_load(&teacher, id(4), PERIOD_END_2, &flow, &err), DENIED);
    assert_ok(store_add_person(store, &principal, stamp_at(1), &err));
    assign(store, 20, id(3), "class_teacher", id(4));
    assign(store, 21, id(30), "principal", NULL);

    /* What is missing, and what may be done. */
    assert_ok(flow_load(&teacher, id(4), PERIOD_END_2, &flow, &err));
    assert_int_equal(flow.state, FLOW_ENTERING);
    assert_true(flow.missing_count > 0);
    assert_true(flow.may[FLOW_SUBMIT]);
    assert_false(flow.may[FLOW_RETURN]);
    size_t before = flow.missing_count;
    assert_ok(enter(&teacher, "mon.TV.muc", "T", &err));
    assert_ok(flow_load(&teacher, id(4), PERIOD_END_2, &flow, &err));
    assert_int_equal(flow.missing_count, before - 1);
    assert_int_equal(take(&teacher, FLOW_SUBMIT, NULL, &err), USAGE);
    assert_int_equal(take(&leader, FLOW_SUBMIT, "thử", &err), DENIED);
    assert_int_equal(take(&teacher, FLOW_CHECK, NULL, &err), DENIED);
    assert_int_equal(take(&leader, FLOW_CHECK, NULL, &err), CONFLICT);

    /* Submitted: locked for that period only, and said in the grid. */
    assert_ok(take(&teacher, FLOW_SUBMIT, "chờ điểm Tin học", &err));
    assert_int_equal(enter(&teacher, "mon.TV.muc", "H", &err), CONFLICT);
    assert_ok(enter(&teacher, "mon.TV.muc.gk1", "H", &err));
    struct grid grid;
    struct grid_order order = {
        .class_id = id(4), .view = GRID_SUBJECT, .subject = "TV", .period = PERIOD_END_2};
    assert_ok(grid_load(&teacher, &order, &grid, &err));
    assert_non_null(grid.rows.items[0].locked);
    order.period = PERIOD_MID_1;
    assert_ok(grid_load(&teacher, &order, &grid, &err));
    assert_null(grid.rows.items[0].locked);

    /* Returned with a reason, again up to the end. */
    assert_int_equal(take(&leader, FLOW_RETURN, " ", &err), USAGE);
    assert_ok(take(&leader, FLOW_RETURN, "thiếu nhận xét", &err));
    assert_ok(enter(&teacher, "mon.TV.muc", "H", &err));
    assert_ok(take(&teacher, FLOW_SUBMIT, "đã đủ", &err));
    assert_ok(take(&leader, FLOW_CHECK, NULL, &err));
    assert_ok(take(&leader, FLOW_APPROVE, NULL, &err));
    assert_ok(take(&leader, FLOW_CLOSE, NULL, &err));
    assert_ok(flow_load(&leader, id(4), PERIOD_END_2, &flow, &err));
    assert_int_equal(flow.state, FLOW_CLOSED);
    assert_int_equal(flow.events.count, 6);
    assert_string_equal(flow.events.items[1].reason, "thiếu nhận xét");
    assert_string_equal(flow.events.items[1].by, "Lê Thị Bình");
    assert_int_equal(take(&leader, FLOW_CLOSE, NULL, &err), CONFLICT);
}

static void
test_let_in(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct app machine = app_for(store, arena, NULL, "operator");
    struct app teacher = app_for(store, arena, id(3), "an.nguyen");
    struct flow_order allow = {.class_id = id(4),
                               .period = PERIOD_END_2,
                               .step = FLOW_ALLOW,
                               .reason = "sửa một nhận xét",
                               .person = "an.nguyen",
                               .until = {2024, 5, 31}};
    struct error err;
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    assign(store, 20, id(3), "class_teacher", id(4));
    assign(store, 21, id(3), "principal", NULL);
    assert_ok(take(&teacher, FLOW_SUBMIT, "thử", &err));
    assert_int_equal(flow_take(&machine, &allow, &err), DENIED);
    allow.until = (struct date){2024, 8, 1};
    assert_int_equal(flow_take(&teacher, &allow, &err), USAGE);
    allow.until = (struct date){2024, 5, 30};
    assert_int_equal(flow_take(&teacher, &allow, &err), USAGE);
    allow.until = (struct date){2024, 5, 31};
    allow.person = "nobody";
    assert_int_not_equal(flow_take(&teacher, &allow, &err), OK);
    allow.person = "an.nguyen";
    assert_int_equal(enter(&teacher, "mon.TV.muc", "T", &err), CONFLICT);
    assert_ok(flow_take(&teacher, &allow, &err));
    assert_ok(enter(&teacher, "mon.TV.muc", "T", &err));
    assert_int_equal(enter(&machine, "mon.TV.muc", "H", &err), CONFLICT);
}

/* Only whom it concerns, and only what: the others stay closed. */
static void
test_reassessment(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct app teacher = app_for(store, arena, id(3), "an.nguyen");
    struct decision decision = {.id = id(70),
                                .kind = DECISION_REASSESSMENT,
                                .entity = "enrolment",
                                .subject = id(201),
                                .text = "listed"};
    struct error err;
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    assign(store, 20, id(3), "class_teacher", id(4));
    assert_ok(enter(&teacher, "mon.TV.muc", "C", &err));
    assert_ok(enter(&teacher, "mon.T.muc", "H", &err));
    assert_ok(enter(&teacher, "pham_chat_cham_chi", "C", &err));
    assert_ok(take(&teacher, FLOW_SUBMIT, "thử", &err));
    assert_int_equal(enter(&teacher, "mon.TV.muc", "H", &err), CONFLICT);
    assert_ok(store_add_decision(store, &decision, stamp_at(2), &err));
    assert_ok(enter(&teacher, "mon.TV.muc", "H", &err));
    assert_ok(enter(&teacher, "mon.TV.diem", "6", &err));
    assert_ok(enter(&teacher, "mon.TV.nhan_xet", "Đã đọc trôi chảy.", &err));
    assert_ok(enter(&teacher, "pham_chat_cham_chi", "Đ", &err));
    assert_ok(enter(&teacher, "nhan_xet_pham_chat", "Đã chăm chỉ hơn.", &err));
    assert_int_equal(enter(&teacher, "nhan_xet_nang_luc_chung", "Khác.", &err), CONFLICT);
    assert_int_equal(enter(&teacher, "mon.T.muc", "T", &err), CONFLICT);
    assert_int_equal(enter(&teacher, "pham_chat_yeu_nuoc", "T", &err), CONFLICT);
    decision.id = id(71);
    decision.text = "decided";
    assert_ok(store_add_decision(store, &decision, stamp_at(3), &err));
    assert_int_equal(enter(&teacher, "mon.TV.muc", "T", &err), CONFLICT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_steps), cmocka_unit_test(test_let_in),
                                       cmocka_unit_test(test_reassessment)};
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
