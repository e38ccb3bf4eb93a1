/* SPDX-License-Identifier: Apache-2.0
 *
 * Look-up shows each person the pupils of their places and of no other's; whole words come first.
 */
#include "tests/store/support.h"

#include <stdlib.h>

#include "service/access_places.h"
#include "service/lookup.h"
#include "store/classes.h"
#include "store/people.h"
#include "store/pupils.h"
#include "store/units.h"
#include "store/years.h"

static int64_t
clock_of_may(void)
{
    return stamp_at(0)->at.seconds;
}

static void
add_pupil_in(struct store *store, unsigned n, const char *name, unsigned unit,
             unsigned class_number)
{
    struct error err;
    struct pupil pupil = {.id = id(100 + n), .unit = id(unit), .name = name};
    struct enrolment enrolment = {
        .id = id(200 + n), .pupil = id(100 + n), .class_id = id(class_number), .grade = 4};
    assert_ok(store_add_pupil(store, &pupil, stamp_at(0), &err));
    assert_ok(store_add_enrolment(store, &enrolment, stamp_at(0), &err));
}

static void
assign(struct store *store, unsigned person, const char *role, unsigned unit, const char *class_id)
{
    struct error err;
    AUTO(arena) *arena = arena_new();
    struct person row = {.id = id(person),
                         .unit = id(unit),
                         .login = arena_printf(arena, "p%u", person),
                         .name = "Người thử"};
    struct assignment assignment = {.id = id(1000 + person),
                                    .person = id(person),
                                    .unit = id(unit),
                                    .role = role,
                                    .class_id = class_id,
                                    .year = class_id ? "2023-2024" : NULL,
                                    .from = {2023, 9, 5}};
    assert_ok(store_add_person(store, &row, stamp_at(0), &err));
    assert_ok(store_add_assignment(store, &assignment, stamp_at(0), &err));
}

/* Two schools of department 1, classes 4 and 5 of school 2, class 7 of school 6; a third school of
 * nobody. */
static void
set_stage(struct store *store)
{
    struct error err;
    struct unit other = {.id = id(6),
                         .kind = UNIT_SCHOOL,
                         .parent = id(1),
                         .code = "22193402",
                         .name = "Trường Hai"};
    struct unit far = {.id = id(8), .kind = UNIT_SCHOOL, .code = "33193402", .name = "Trường Ba"};
    struct school_class classes[] = {
        {.id = id(5), .unit = id(2), .year = "2023-2024", .name = "4B", .sessions_per_day = 2},
        {.id = id(7), .unit = id(6), .year = "2023-2024", .name = "4C", .sessions_per_day = 2},
        {.id = id(9), .unit = id(8), .year = "2023-2024", .name = "4D", .sessions_per_day = 2}};
    add_school(store);
    assert_ok(store_add_unit(store, &other, stamp_at(0), &err));
    assert_ok(store_add_unit(store, &far, stamp_at(0), &err));
    assert_ok(store_add_year(store, id(6), "2023-2024", stamp_at(0), &err));
    assert_ok(store_add_year(store, id(8), "2023-2024", stamp_at(0), &err));
    for (size_t i = 0; i < COUNT_OF(classes); i++)
        assert_ok(store_add_class(store, &classes[i], stamp_at(0), &err));
    add_pupil_in(store, 1, "Nguyễn Văn An", 2, 4);
    add_pupil_in(store, 2, "Nguyễn Văn Anh", 2, 5);
    add_pupil_in(store, 3, "Nguyễn Thị An", 6, 7);
    add_pupil_in(store, 4, "Nguyễn Hòa An", 8, 9);
    assign(store, 20, "class_teacher", 2, id(4));
    assign(store, 21, "principal", 2, NULL);
    assign(store, 22, "department_staff", 1, NULL);
    assign(store, 23, "school_admin", 2, NULL);
    assign(store, 24, "subject_teacher", 2, id(5));
}

static const char *
found_by(struct store *store, unsigned person, const char *text, struct arena *arena)
{
    struct error err;
    struct lookup_found found;
    struct app app = {.store = store, .arena = arena, .options = {.system_clock = clock_of_may}};
    char out[64] = "";
    if (person)
        app.actor = (struct actor){.person_id = id(person), .login = "p", .name = "Người thử"};
    assert_ok(lookup_find(&app, text, &found, &err));
    for (size_t i = 0; i < found.list.count; i++) {
        char number[8];
        snprintf(number, sizeof number, "%s%lu", *out ? " " : "",
                 strtoul(found.list.items[i].pupil.id + 24, NULL, 10) - 100);
        strcat(out, number);
    }
    return arena_text(arena, out);
}

static void
test_places(void **state)
{
    (void)state;
    static const struct {
        const char *about;
        unsigned person;
        const char *found, *pages; /* "1.." yes or no for pupils 1 to 4 */
    } rows[] = {
        {"the operator", 0, "4 3 1 2", "yyyy"},
        {"class teacher of 4A1", 20, "1", "ynnn"},
        {"principal of the first school", 21, "1 2", "yynn"},
        {"staff of the department", 22, "3 1 2", "yyyn"},
        {"administrator: no pupils", 23, "", "nnnn"},
        {"subject teacher of 4B", 24, "2", "nynn"},
        {"nobody", 99, "", "nnnn"},
    };
    AUTO(store) *store = open_empty();
    set_stage(store);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        const char *got = found_by(store, rows[i].person, "nguyen an", arena);
        struct app app = {
            .store = store, .arena = arena, .options = {.system_clock = clock_of_may}};
        if (strcmp(got, rows[i].found) != 0)
            row_fail(rows[i].about, "'%s' instead of '%s'", got, rows[i].found);
        if (rows[i].person)
            app.actor =
                (struct actor){.person_id = id(rows[i].person), .login = "p", .name = "Người thử"};
        for (unsigned n = 1; n <= 4; n++) {
            struct pupil_file file;
            struct error err;
            enum status status = lookup_pupil(&app, id(100 + n), &file, &err);
            if (status != (rows[i].pages[n - 1] == 'y' ? OK : DENIED))
                row_fail(rows[i].about, "page of %u: %d %s", n, status, err.message);
        }
    }
    AUTO(arena) *arena = arena_new();
    /* With marks that nobody has, those without. */
    assert_string_equal(found_by(store, 0, "hóa", arena), "4");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_places)};
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
