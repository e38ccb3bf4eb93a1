/* SPDX-License-Identifier: Apache-2.0
 *
 * Each thing of the store: what goes in comes out, with its history; what may not be is refused.
 */
#include "tests/store/support.h"

#include "store/certificates.h"
#include "store/classes.h"
#include "store/decisions.h"
#include "store/delegations.h"
#include "store/drafts.h"
#include "store/instance.h"
#include "store/people.h"
#include "store/pupils.h"
#include "store/units.h"
#include "store/years.h"

static void
test_instance(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    const char *value;
    struct instance_values all;
    assert_ok(store_get_instance(store, INSTANCE_KIND, arena, &value, &err));
    assert_null(value);
    assert_ok(store_set_instance(store, INSTANCE_KIND, "real", &err));
    assert_ok(store_set_instance(store, INSTANCE_KIND, "training", &err));
    assert_ok(store_set_instance(store, "x", "1", &err));
    assert_ok(store_set_instance(store, "x", NULL, &err));
    assert_ok(store_list_instance(store, arena, &all, &err));
    assert_int_equal(all.list.count, 1);
    assert_string_equal(all.list.items[0].value, "training");
}

static void
test_units(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    struct unit unit, twin = {.id = id(50), .kind = UNIT_SCHOOL, .code = "22193401", .name = "B"};
    struct units units;
    struct changes changes;
    assert_int_equal(store_add_unit(store, &twin, stamp_at(0), &err), CONFLICT);
    assert_ok(store_find_unit_by_code(store, UNIT_SCHOOL, "22193401", arena, &unit, &err));
    assert_string_equal(unit.parent, id(1));
    assert_null(unit.district);
    assert_true(date_is_none(unit.from));
    unit.district = "Hạ Long";
    unit.to = (struct date){2025, 6, 30};
    assert_ok(store_set_unit(store, &unit, stamp_at(5), &err));
    assert_ok(store_find_unit(store, id(2), arena, &unit, &err));
    assert_string_equal(unit.district, "Hạ Long");
    assert_int_equal(unit.to.month, 6);
    assert_ok(store_list_changes(store, "unit", id(2), "quan_huyen", arena, &changes, &err));
    assert_int_equal(changes.list.count, 1);
    assert_null(changes.list.items[0].from);
    assert_string_equal(changes.list.items[0].to, "Hạ Long");
    assert_ok(store_list_units(store, NULL, arena, &units, &err));
    assert_int_equal(units.list.count, 2);
    assert_ok(store_list_units(store, UNIT_DEPARTMENT, arena, &units, &err));
    assert_int_equal(units.list.count, 1);
    assert_int_equal(store_find_unit(store, id(77), arena, &unit, &err), NOT_FOUND);
}

static void
add_assignment(struct store *store, unsigned n, const char *role, const char *subject,
               struct date from, struct date to)
{
    struct error err;
    struct assignment it = {.id = id(n),
                            .person = id(3),
                            .unit = id(2),
                            .role = role,
                            .year = "2023-2024",
                            .class_id = id(4),
                            .subject = subject,
                            .from = from,
                            .to = to,
                            .decided_by = "hieu.truong"};
    assert_ok(store_add_assignment(store, &it, stamp_at(1), &err));
}

static void
test_assignments(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    add_assignment(store, 20, "class_teacher", NULL, (struct date){2023, 9, 5}, (struct date){0});
    add_assignment(store, 21, "subject_teacher", "TV", (struct date){2023, 9, 5},
                   (struct date){2023, 12, 31});
    static const struct {
        const char *about;
        struct assignment_filter filter;
        size_t want;
    } rows[] = {
        {"all", {0}, 2},
        {"by role", {.role = "class_teacher"}, 1},
        {"on the first day", {.on = {2023, 9, 5}}, 2},
        {"the day before", {.on = {2023, 9, 4}}, 0},
        {"on the last day, included", {.on = {2023, 12, 31}}, 2},
        {"the day after", {.on = {2024, 1, 1}}, 1},
        {"of a subject, with who has all", {.subject = "TV"}, 2},
        {"of another subject", {.subject = "T"}, 1},
        {"of another year", {.year = "2022-2023"}, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct assignments found;
        assert_ok(store_list_assignments(store, &rows[i].filter, arena, &found, &err));
        if (found.list.count != rows[i].want)
            row_fail(rows[i].about, "%zu found", found.list.count);
        if (found.list.count)
            assert_string_equal(found.list.items[0].person_login, "an.nguyen");
    }
    assert_ok(store_end_assignment(store, id(20), (struct date){2024, 5, 31}, stamp_at(3), &err));
    assert_int_equal(
        store_end_assignment(store, id(20), (struct date){2024, 6, 30}, stamp_at(4), &err),
        CONFLICT);
}

/* How many rows say that the deputy signs that day, and in which class: NULL when in none. */
static size_t
count_signing(struct store *store, struct arena *arena, struct date on, const char **class_id)
{
    struct assignment_filter filter = {.person = id(812), .on = on};
    struct assignments found = {0};
    struct error err;

    assert_ok(store_list_assignments(store, &filter, arena, &found, &err));
    *class_id = found.list.count ? found.list.items[0].class_id : NULL;
    return found.list.count;
}

static void
test_delegations(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    struct school_class other = {id(5), id(2), "2023-2024", "5A1", 2};
    struct delegations all = {0};
    struct delegation_parts parts = {0};
    struct assignments held = {0};
    const char *class_id;
    struct error err;

    add_school(store);
    assert_ok(store_add_class(store, &other, stamp_at(1), &err));
    add_delegation(store, (struct date){2024, 5, 10}, (struct date){2024, 5, 20});
    /* Grade 4 has no class with pupils: in no class, which is not the whole school. */
    assert_int_equal(count_signing(store, arena, (struct date){2024, 5, 10}, &class_id), 1);
    assert_string_equal(class_id, "-");
    add_pupil(store, 1, "Trần Văn Một"); /* in 4A1 */
    assert_int_equal(count_signing(store, arena, (struct date){2024, 5, 10}, &class_id), 1);
    assert_string_equal(class_id, id(4));
    assert_int_equal(count_signing(store, arena, (struct date){2024, 5, 9}, &class_id), 0);
    assert_int_equal(count_signing(store, arena, (struct date){2024, 5, 20}, &class_id), 1);
    assert_int_equal(count_signing(store, arena, (struct date){2024, 5, 21}, &class_id), 0);
    struct assignment_filter of_class = {.unit = id(2), .class_id = id(5)};
    assert_ok(store_list_assignments(store, &of_class, arena, &held, &err));
    assert_int_equal(held.list.count, 0);
    of_class.class_id = id(4);
    assert_ok(store_list_assignments(store, &of_class, arena, &held, &err));
    assert_int_equal(held.list.count, 1);
    assert_string_equal(held.list.items[0].decision, "12/QĐ-TH");
    assert_int_equal(date_compare(held.list.items[0].decided_on, (struct date){2024, 5, 10}), 0);

    const struct assignment giver = {.id = id(816),
                                     .person = id(3),
                                     .unit = id(2),
                                     .role = "principal",
                                     .from = {2023, 8, 1},
                                     .to = {2024, 5, 15}};
    assert_ok(store_add_assignment(store, &giver, stamp_at(1), &err)); /* who leaves before */
    assert_int_equal(count_signing(store, arena, (struct date){2024, 5, 15}, &class_id), 1);
    assert_int_equal(count_signing(store, arena, (struct date){2024, 5, 16}, &class_id), 0);
    assert_ok(store_list_assignments(store, &of_class, arena, &held, &err));
    assert_int_equal(date_compare(held.list.items[0].to, giver.to), 0);

    assert_ok(store_end_delegation(store, id(813), (struct date){2024, 5, 12}, "đã về", stamp_at(5),
                                   &err));
    assert_int_equal(
        store_end_delegation(store, id(813), (struct date){2024, 5, 13}, "nữa", stamp_at(6), &err),
        CONFLICT);
    assert_int_equal(count_signing(store, arena, (struct date){2024, 5, 12}, &class_id), 1);
    assert_int_equal(count_signing(store, arena, (struct date){2024, 5, 13}, &class_id), 0);
    assert_ok(store_list_delegations(store, id(2), 10, arena, &all, &err));
    assert_int_equal(all.list.count, 1);
    assert_string_equal(all.list.items[0].reason, "đã về");
    assert_string_equal(all.list.items[0].taker_login, "pho.hieu.truong");
    assert_ok(store_list_delegation_parts(store, id(813), arena, &parts, &err));
    assert_int_equal(parts.list.count, 1);
    assert_int_equal(parts.list.items[0].grade, 4);
}

static void
test_years(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    const char *value, *unit = id(2);
    struct school_year year;
    struct changes changes;
    assert_int_equal(store_add_year(store, unit, "2023-2024", stamp_at(1), &err), CONFLICT);
    assert_int_equal(store_set_year_setting(store, unit, "2030-2031", "k", "v", stamp_at(1), &err),
                     NOT_FOUND);
    assert_ok(store_set_year_setting(store, unit, "2023-2024", "issue_date", "2024-05-31",
                                     stamp_at(1), &err));
    assert_ok(store_set_year_setting(store, unit, "2023-2024", "issue_date", "2024-05-31",
                                     stamp_at(2), &err));
    assert_ok(store_set_year_setting(store, unit, "2023-2024", "issue_date", "2024-06-01",
                                     stamp_at(3), &err));
    assert_ok(store_get_year_setting(store, unit, "2023-2024", "issue_date", arena, &value, &err));
    assert_string_equal(value, "2024-06-01");
    assert_ok(store_set_year_state(store, unit, "2023-2024", YEAR_FROZEN, stamp_at(4), &err));
    assert_ok(store_find_year(store, unit, "2023-2024", arena, &year, &err));
    assert_string_equal(year.state, YEAR_FROZEN);
    assert_ok(store_list_changes(store, "year", arena_printf(arena, "%s/2023-2024", unit), NULL,
                                 arena, &changes, &err));
    assert_int_equal(changes.list.count, 4); /* opened, set, set again, frozen */
}

static void
test_classes(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    struct school_class class, twin = {id(60), id(2), "2023-2024", "4A1", 1},
                               elsewhere = {id(61), id(2), "2022-2023", "4A1", 1};
    assert_int_equal(store_add_class(store, &twin, stamp_at(0), &err), CONFLICT);
    assert_int_equal(store_add_class(store, &elsewhere, stamp_at(0), &err), NOT_FOUND);
    assert_ok(store_find_class_by_name(store, NULL, "2023-2024", "4A1", arena, &class, &err));
    assert_string_equal(class.id, id(4));
    assert_int_equal(class.sessions_per_day, 2);
    assert_int_equal(store_find_class_by_name(store, NULL, "2023-2024", "4A2", arena, &class, &err),
                     NOT_FOUND);
}

static void
test_pupils_are_found(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    add_pupil(store, 1, "Nguyễn Đức Đạt");
    add_pupil(store, 2, "Lê Thị Hoà");
    add_pupil(store, 3, "Lê Thị Hòa");
    struct pupil pupil;
    struct pupils pupils;
    static const struct {
        const char *about, *text;
        size_t want;
    } searches[] = {
        {"without accents", "dat", 1},
        {"with accents", "đạt", 1},
        {"wrong accents", "đát", 0},
        {"both tone places", "hòa", 2},
        {"a code", "HS2", 1},
        {"a pattern sign is plain", "%", 0},
        {"an underscore is plain", "l_", 0},
        {"a personal number", "022214000001", 3},
    };
    for (size_t i = 0; i < COUNT_OF(searches); i++) {
        assert_ok(store_search_pupils(store, NULL, searches[i].text, 50, arena, &pupils, &err));
        if (pupils.list.count != searches[i].want)
            row_fail(searches[i].about, "%zu found", pupils.list.count);
    }
    assert_ok(store_find_pupil_by_code(store, id(2), "HS1", arena, &pupil, &err));
    assert_string_equal(pupil.fold_key, "nguyen duc dat");
    assert_ok(store_list_pupils_by_number(store, id(2), "022214000001", arena, &pupils, &err));
    assert_int_equal(pupils.list.count, 3);
    assert_ok(store_list_pupils_by_name(store, id(2), "lê thị  HOÀ", (struct date){2014, 3, 2},
                                        arena, &pupils, &err));
    assert_int_equal(pupils.list.count, 2);
    assert_ok(store_list_pupils_by_name(store, id(2), "lê thị hoà", (struct date){2014, 3, 3},
                                        arena, &pupils, &err));
    assert_int_equal(pupils.list.count, 0);
}

static void
test_pupils_change(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    add_pupil(store, 2, "Bàn Thị Đào");
    struct pupil pupil;
    struct changes changes;
    bool changed;
    assert_ok(store_find_pupil(store, id(101), arena, &pupil, &err));
    assert_ok(store_set_pupil(store, &pupil, stamp_at(3), &changed, &err));
    assert_false(changed);
    pupil.name = "Trần Văn Năm";
    assert_ok(store_set_pupil(store, &pupil, stamp_at(4), &changed, &err));
    assert_true(changed);
    assert_ok(store_list_changes(store, ENTITY_PUPIL, id(101), "ho_va_ten", arena, &changes, &err));
    assert_int_equal(changes.list.count, 2);
    assert_string_equal(changes.list.items[1].from, "Trần Văn Nam");
    assert_int_equal(changes.list.items[1].at.seconds, stamp_at(4)->at.seconds);
    assert_string_equal(changes.list.items[1].by, "an.nguyen");
    pupil.code = "HS2";
    assert_int_equal(store_set_pupil(store, &pupil, stamp_at(5), NULL, &err), CONFLICT);
    assert_ok(store_find_pupil(store, id(101), arena, &pupil, &err));
    assert_string_equal(pupil.code, "HS1");
}

static void
test_class_list_order(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    static const char *const names[] = {"Lê Thị Đào", "Lê Văn Dũng", "Trần Thị Ánh", "Nguyễn An"};
    static const char *const sorted[] = {"Lê Thị Đào", "Nguyễn An", "Trần Thị Ánh", "Lê Văn Dũng"};
    for (unsigned i = 0; i < COUNT_OF(names); i++)
        add_pupil(store, i, names[i]);
    struct enrolled first;
    struct enrolments list;
    assert_ok(store_find_enrolment(store, id(200), arena, &first, &err));
    first.enrolment.list_order = 1; /* numbered ones stand before the others */
    assert_ok(store_set_enrolment(store, &first.enrolment, stamp_at(2), NULL, &err));
    assert_ok(store_list_class_enrolments(store, id(4), arena, &list, &err));
    assert_int_equal(list.list.count, COUNT_OF(sorted));
    for (size_t i = 0; i < COUNT_OF(sorted); i++)
        assert_string_equal(list.list.items[i].pupil.name, sorted[i]);
    assert_string_equal(list.list.items[0].class_name, "4A1");
    struct enrolment again = {.id = id(299), .pupil = id(100), .class_id = id(4), .grade = 4};
    assert_int_equal(store_add_enrolment(store, &again, stamp_at(3), &err), CONFLICT);
    struct enrolment nowhere = {.id = id(298), .pupil = id(100), .class_id = id(99), .grade = 4};
    assert_int_equal(store_add_enrolment(store, &nowhere, stamp_at(3), &err), INVALID);

    struct school_class other = {id(5), id(2), "2023-2024", "4A2", 2};
    struct changes changes;
    assert_ok(store_add_class(store, &other, stamp_at(4), &err));
    assert_ok(store_move_enrolment(store, id(200), id(5), stamp_at(5), &err));
    assert_ok(store_find_enrolment(store, id(200), arena, &first, &err));
    assert_string_equal(first.class_name, "4A2");
    assert_ok(store_list_changes(store, ENTITY_ENROLMENT, id(200), "lop", arena, &changes, &err));
    assert_int_equal(changes.list.count, 1);
    assert_string_equal(changes.list.items[0].from, "4A1");
    assert_string_equal(changes.list.items[0].to, "4A2");
    assert_int_equal(store_move_enrolment(store, id(97), id(5), stamp_at(6), &err), NOT_FOUND);
    assert_int_equal(store_move_enrolment(store, id(201), id(97), stamp_at(6), &err), NOT_FOUND);
}

static void
test_values(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    add_pupil(store, 2, "Bàn Thị Đào");
    static const struct {
        const char *about, *entity;
        unsigned id;
        const char *key, *value;
        bool changed;
    } steps[] = {
        {"new", ENTITY_ENROLMENT, 201, "mon.TV.diem", "9", true},
        {"the same", ENTITY_ENROLMENT, 201, "mon.TV.diem", "9", false},
        {"another", ENTITY_ENROLMENT, 201, "mon.TV.diem", "10", true},
        {"removed by nothing", ENTITY_ENROLMENT, 201, "mon.TV.diem", "", true},
        {"removed twice", ENTITY_ENROLMENT, 201, "mon.TV.diem", NULL, false},
        {"of the pupil", ENTITY_PUPIL, 101, "dan_toc", "Kinh", true},
        {"of the year", ENTITY_ENROLMENT, 201, "can_nang", "28.5", true},
        {"of another pupil", ENTITY_ENROLMENT, 202, "can_nang", "30", true},
    };
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        bool changed;
        assert_ok(store_set_value(store, steps[i].entity, id(steps[i].id), steps[i].key,
                                  steps[i].value, stamp_at((int)i), &changed, &err));
        if (changed != steps[i].changed)
            row_fail(steps[i].about, "changed %d", changed);
    }
    struct draft_values values;
    struct changes changes;
    assert_ok(store_list_class_values(store, id(4), arena, &values, &err));
    assert_int_equal(values.list.count, 3);
    assert_true(values.list.items[0].of_pupil);
    assert_string_equal(values.list.items[1].value, "28.5");
    assert_ok(store_list_enrolment_values(store, id(202), arena, &values, &err));
    assert_int_equal(values.list.count, 1);
    assert_ok(store_list_pupil_values(store, id(101), arena, &values, &err));
    assert_int_equal(values.list.count, 1);
    assert_string_equal(values.list.items[0].key, "dan_toc");
    assert_true(values.list.items[0].of_pupil);
    assert_ok(
        store_list_changes(store, ENTITY_ENROLMENT, id(201), "mon.TV.diem", arena, &changes, &err));
    assert_int_equal(changes.list.count, 3);
    assert_string_equal(changes.list.items[2].from, "10");
    assert_null(changes.list.items[2].to);
}

static void
test_marks(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    struct mark_attempt mark = {
        .enrolment = id(201), .subject = "T", .period = "cn", .mark = 4, .taken = {2024, 5, 20}};
    struct mark_attempts marks;
    bool added;
    assert_ok(store_add_mark(store, &mark, false, stamp_at(1), &added, &err));
    assert_true(added);
    assert_ok(store_add_mark(store, &mark, false, stamp_at(2), &added, &err));
    assert_false(added);
    assert_ok(store_add_mark(store, &mark, true, stamp_at(3), &added, &err));
    assert_true(added);
    mark.mark = 6;
    assert_ok(store_add_mark(store, &mark, false, stamp_at(4), &added, &err));
    mark.mark = 11;
    assert_int_equal(store_add_mark(store, &mark, false, stamp_at(5), &added, &err), INVALID);
    assert_ok(store_list_marks(store, id(201), arena, &marks, &err));
    assert_int_equal(marks.list.count, 3);
    assert_int_equal(marks.list.items[0].mark, 4);
    assert_int_equal(marks.list.items[2].attempt, 3);
    assert_int_equal(marks.list.items[2].mark, 6);
    assert_ok(store_list_class_marks(store, id(4), arena, &marks, &err));
    assert_int_equal(marks.list.count, 3);
}

/* What was entered since is not listed, what comes next is a change again, and no number comes
 * twice. */
static void
test_marks_taken_back(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    struct mark_attempt mark = {.enrolment = id(201), .subject = "T", .period = "cn", .mark = 4};
    struct mark_attempts marks;
    bool added;

    assert_ok(store_add_mark(store, &mark, false, stamp_at(1), NULL, &err));
    mark.mark = 6;
    assert_ok(store_add_mark(store, &mark, false, stamp_at(3), NULL, &err));
    mark.period = "hk1";
    assert_ok(store_add_mark(store, &mark, false, stamp_at(4), NULL, &err));
    for (int i = 0; i < 2; i++) { /* the second time nothing is left */
        struct moment since = stamp_at(3)->at;
        assert_ok(store_take_back_marks(store, id(201), since, stamp_at(5), &err));
        assert_ok(store_list_marks(store, id(201), arena, &marks, &err));
        assert_int_equal(marks.list.count, 1);
        assert_int_equal(marks.list.items[0].mark, 4);
    }
    assert_ok(store_add_mark(store, &mark, false, stamp_at(6), &added, &err));
    assert_true(added);
    mark.period = "cn";
    mark.mark = 4;
    assert_ok(store_add_mark(store, &mark, false, stamp_at(6), &added, &err));
    assert_false(added);
    mark.mark = 6;
    assert_ok(store_add_mark(store, &mark, false, stamp_at(6), &added, &err));
    assert_true(added);
    assert_ok(store_list_class_marks(store, id(4), arena, &marks, &err));
    assert_int_equal(marks.list.count, 3);
    assert_int_equal(marks.list.items[1].attempt, 3); /* T cn: the second was taken back */
}

static void
test_decisions_taken_back(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    struct decision decision = {.id = id(70),
                                .kind = DECISION_PROMOTION,
                                .entity = "enrolment",
                                .subject = id(201),
                                .text = "0"};
    struct decisions all;

    assert_ok(store_add_decision(store, &decision, stamp_at(1), &err));
    decision.id = id(71);
    decision.text = "1";
    assert_ok(store_add_decision(store, &decision, stamp_at(2), &err));
    struct moment since = stamp_at(1)->at;
    assert_ok(store_take_back_decisions(store, "pupil", id(101), since, stamp_at(3),
                                        &err)); /* none about the pupil */
    since = stamp_at(2)->at;
    assert_ok(store_take_back_decisions(store, "enrolment", id(201), since, stamp_at(3), &err));
    assert_ok(store_find_decision(store, DECISION_PROMOTION, "enrolment", id(201), arena, &decision,
                                  &err));
    assert_string_equal(decision.text, "0");
    assert_ok(store_list_decisions(store, "enrolment", id(201), arena, &all, &err));
    assert_int_equal(all.list.count, 1);
    assert_ok(store_list_class_decisions(store, id(4), arena, &all, &err));
    assert_int_equal(all.list.count, 1);
}

static void
test_decisions(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    struct decision decision = {.id = id(70),
                                .kind = DECISION_REASSESSMENT,
                                .entity = "enrolment",
                                .subject = id(201),
                                .text = "listed",
                                .reference = "12/QĐ"};
    struct decisions all;
    assert_ok(store_add_decision(store, &decision, stamp_at(1), &err));
    assert_int_equal(store_add_decision(store, &decision, stamp_at(1), &err), CONFLICT);
    decision.id = id(71);
    decision.text = "decided";
    assert_ok(store_add_decision(store, &decision, stamp_at(1), &err)); /* the same second */
    assert_ok(store_find_decision(store, DECISION_REASSESSMENT, "enrolment", id(201), arena,
                                  &decision, &err));
    assert_string_equal(decision.text, "decided");
    assert_string_equal(decision.by, "an.nguyen");
    assert_int_equal(store_find_decision(store, DECISION_PROMOTION, "enrolment", id(201), arena,
                                         &decision, &err),
                     NOT_FOUND);
    assert_ok(store_list_decisions(store, "enrolment", id(201), arena, &all, &err));
    assert_int_equal(all.list.count, 2);
    assert_ok(store_list_class_decisions(store, id(4), arena, &all, &err));
    assert_int_equal(all.list.count, 2);
}

static void
test_certificates(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    struct stored_certificate seal = {.id = id(91),
                                      .sha256 = "bb00",
                                      .der = SPAN("der"),
                                      .unit = id(2),
                                      .subject = "CN=Trường",
                                      .storage = "PKCS12"},
                              found;
    struct stored_certificates list;
    struct certificate_events events;
    assert_ok(store_add_certificate(store, &seal, stamp_at(1), &err));
    seal.id = id(92);
    assert_int_equal(store_add_certificate(store, &seal, stamp_at(1), &err), CONFLICT);
    assert_ok(store_find_certificate_by_sha256(store, "bb00", arena, &found, &err));
    assert_string_equal(found.state, CERTIFICATE_REGISTERED);
    assert_true(span_is(found.der, "der"));
    assert_ok(store_add_certificate_event(store, id(91), CERTIFICATE_APPROVED, stamp_at(2), &err));
    assert_ok(store_find_certificate(store, id(91), arena, &found, &err));
    assert_string_equal(found.state, CERTIFICATE_APPROVED);
    struct certificate_proof proof;
    bool proven;
    assert_ok(store_find_certificate_proof(store, id(91), arena, &proof, &proven, &err));
    assert_false(proven);
    assert_ok(store_add_certificate_proof(store, id(91), "first", SPAN("1"), stamp_at(2), &err));
    assert_ok(store_add_certificate_proof(store, id(91), "second", SPAN("2"), stamp_at(3), &err));
    assert_ok(store_find_certificate_proof(store, id(91), arena, &proof, &proven, &err));
    assert_true(proven);
    assert_string_equal(proof.statement, "second");
    assert_int_equal(proof.at.seconds, stamp_at(3)->at.seconds);
    assert_int_equal(store_add_certificate_event(store, id(91), "blessed", stamp_at(3), &err),
                     INVALID);
    assert_ok(store_list_certificates(store, NULL, id(2), arena, &list, &err));
    assert_int_equal(list.list.count, 2); /* the seal, and the teacher's */
    assert_ok(store_list_certificates(store, id(3), NULL, arena, &list, &err));
    assert_int_equal(list.list.count, 1);
    assert_ok(store_list_certificate_events(store, id(91), arena, &events, &err));
    assert_int_equal(events.list.count, 2);
    assert_string_equal(events.list.items[1].reason, "thử");
}

static void
test_ceilings(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    char *text = arena_alloc(arena, STORE_TEXT_MAX + 2);
    memset(text, 'x', STORE_TEXT_MAX);
    const char *got;
    assert_ok(store_set_instance(store, "long", text, &err));
    assert_ok(store_get_instance(store, "long", arena, &got, &err));
    assert_string_equal(got, text);
    text[STORE_TEXT_MAX] = 'x';
    assert_int_equal(store_set_instance(store, "long", text, &err), INVALID);
    assert_int_equal(store_set_instance(store, "bad", "\xC3(", &err), INVALID);
    struct span document = {arena_alloc(arena, STORE_DOCUMENT_MAX + 1), STORE_DOCUMENT_MAX + 1};
    struct record_row row = {.uuid = id(301), .enrolment = id(201), .state = "created"};
    assert_int_equal(store_add_record(store, &row, document, "create", stamp_at(1), &err), INVALID);
    assert_int_equal(store_add_issued(store, id(301), document, stamp_at(1)->at, &err), INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_instance),
        cmocka_unit_test(test_units),
        cmocka_unit_test(test_assignments),
        cmocka_unit_test(test_delegations),
        cmocka_unit_test(test_years),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_pupils_are_found),
        cmocka_unit_test(test_pupils_change),
        cmocka_unit_test(test_class_list_order),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_marks_taken_back),
        cmocka_unit_test(test_decisions_taken_back),
        cmocka_unit_test(test_decisions),
        cmocka_unit_test(test_certificates),
        cmocka_unit_test(test_ceilings),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
