/* SPDX-License-Identifier: Apache-2.0
 *
 * Looking pupils up: in every form in which people type, in step with every change.
 */
#include "tests/store/support.h"

#include "store/ask.h"
#include "store/classes.h"
#include "store/dump.h"
#include "store/lookup.h"
#include "store/pupils.h"
#include "store/years.h"

static void
add(struct store *store, unsigned n, const char *name, const char *number, struct date birth)
{
    struct error err;
    AUTO(arena) *arena = arena_new();
    struct pupil pupil = {.id = id(100 + n),
                          .unit = id(2),
                          .code = arena_printf(arena, "HS-%03u", n),
                          .personal_number = number,
                          .name = name,
                          .birth_date = birth};
    assert_ok(store_add_pupil(store, &pupil, stamp_at(0), &err));
    struct enrolment enrolment = {
        .id = id(200 + n), .pupil = id(100 + n), .class_id = id(4), .grade = 4};
    assert_ok(store_add_enrolment(store, &enrolment, stamp_at(0), &err));
}

static void
add_pupils(struct store *store)
{
    struct error err;
    add_school(store);
    struct school_class class = {
        .id = id(5), .unit = id(2), .year = "2023-2024", .name = "4B", .sessions_per_day = 2};
    assert_ok(store_add_class(store, &class, stamp_at(0), &err));
    add(store, 1, "Nguyễn Văn Hòa", "001214000011", (struct date){2014, 12, 10});
    add(store, 2, "Nguyễn Thị Hoa", NULL, (struct date){2014, 1, 2});
    add(store, 3, "Trần Thành Đạt", NULL, (struct date){2013, 10, 12});
    add(store, 4, "Vừ Mí H'Mông", NULL, (struct date){0});
    add(store, 5, "Y-Blô Niê", NULL, (struct date){2014, 2, 10});
}

/* The pupils found, as "1 3", in the order of their numbers. */
static const char *
found(struct store *store, struct lookup *lookup, const char *text, struct arena *arena)
{
    struct error err;
    struct lookup_terms terms;
    struct lookup_hits hits;
    char out[64] = "";
    lookup_words_parse(arena, text, &terms);
    lookup->terms = &terms;
    lookup->limit = LOOKUP_HITS_MAX;
    assert_ok(store_look_up(store, lookup, arena, &hits, &err));
    for (unsigned n = 1; n < 10; n++)
        for (size_t i = 0; i < hits.list.count; i++)
            if (strcmp(hits.list.items[i].pupil.id, id(100 + n)) == 0)
                snprintf(out + strlen(out), sizeof out - strlen(out), "%s%u", *out ? " " : "", n);
    return arena_text(arena, out);
}

static void
test_as_people_type(void **state)
{
    (void)state;
    static const struct {
        const char *about, *text, *found;
    } rows[] = {
        {"without marks", "hoa", "1 2"},
        {"tone on the first vowel", "hòa", "1"},
        {"tone on the second vowel", "hoà", "1"},
        {"decomposed", "hoa\xcc\x80", "1"},
        {"capitals", "HOÀ", "1"},
        {"no tone that is there", "hoá", ""},
        {"đ as d", "dat", "3"},
        {"đ", "đat", "3"},
        {"full marks", "Đạt", "3"},
        {"a beginning", "ngu", "1 2"},
        {"the letters before the tone", "nguyên", "1 2"},
        {"the tone before the last letter", "nguyễ", "1 2"},
        {"several words", "nguyen hoa", "1 2"},
        {"in any order", "hoa nguyen van", "1"},
        {"beginnings of several", "ng v h", "1"},
        {"nobody", "nguyen dat", ""},
        {"apostrophe", "hmong", "4"},
        {"apostrophe typed", "h'mông", "4"},
        {"hyphen", "y blo", "5"},
        {"hyphen typed", "Y-Blô", "5"},
        {"date with slashes", "10/12/2014", "1"},
        {"date, short", "2/1/2014", "2"},
        {"date with points", "10.12.2014", "1"},
        {"date, ISO", "2014-12-10", "1"},
        {"date in a row", "10122014", "1"},
        {"date with two digits of the year", "10/12/14", "1"},
        {"day and month", "10/12", "1"},
        {"month and year", "10/2013", "3"},
        {"on the way to a date", "10/12/20", "1"},
        {"on the way to a month", "10/", "1 5"},
        {"the first digits of a date", "10", "1 5"},
        {"... after a name", "hoa 1", "1"},
        {"year of birth", "2013", "3"},
        {"name and date", "hoa 10/12/2014", "1"},
        {"no such date", "10/12/1999", ""},
        {"personal number", "001214000011", "1"},
        {"its beginning", "00121400", "1"},
        {"too little of it", "0012", ""},
        {"code", "HS-003", "3"},
        {"code in small letters, run together", "hs003", "3"},
        {"class", "4a1", "1 2 3 4 5"},
        {"class as people write it", "lớp 4A1", "1 2 3 4 5"},
        {"class and name", "4a1 dat", "3"},
        {"class of a year", "4A1 2023-2024 hoa", "1 2"},
        {"class of another year", "4A1 2022-2023", ""},
        {"school year", "2023-2024 đạt", "3"},
        {"nothing", "", ""},
        {"nothing but signs", " -'* \" ", ""},
        {"signs of the languages below", "\"hoa\" OR dat* & (", ""},
        {"a quote within", "ho'a", "1 2"},
        {"not UTF-8", "\xff\xfe", ""},
    };
    AUTO(store) *store = open_empty();
    add_pupils(store);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        const char *got = found(store, &(struct lookup){.everywhere = true}, rows[i].text, arena);
        if (strcmp(got, rows[i].found) != 0)
            row_fail(rows[i].about, "'%s' instead of '%s'", got, rows[i].found);
    }
    AUTO(arena) *arena = arena_new();
    struct lookup whole = {.everywhere = true, .whole = true};
    assert_string_equal(found(store, &whole, "ngu", arena), "");
    assert_string_equal(found(store, &whole, "nguyen hoa", arena), "1 2");
    struct lookup unmarked = {.everywhere = true, .unmarked = true};
    assert_string_equal(found(store, &unmarked, "hoá", arena), "1 2");
}

static void
test_places(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_pupils(store);
    const char *school[] = {id(2)}, *other[] = {id(1)};
    const char *class[] = {id(4)}, *empty[] = {id(5)};
    assert_string_equal(found(store, &(struct lookup){0}, "hoa", arena), "");
    assert_string_equal(
        found(store, &(struct lookup){.units = school, .unit_count = 1}, "hoa", arena), "1 2");
    assert_string_equal(
        found(store, &(struct lookup){.units = other, .unit_count = 1}, "hoa", arena), "");
    assert_string_equal(
        found(store, &(struct lookup){.classes = class, .class_count = 1}, "hoa", arena), "1 2");
    assert_string_equal(
        found(store, &(struct lookup){.classes = empty, .class_count = 1}, "hoa", arena), "");
    struct lookup both = {.units = other, .unit_count = 1, .classes = class, .class_count = 1};
    assert_string_equal(found(store, &both, "hoa", arena), "1 2");
}

static enum status
from_span(void *context, void *to, size_t room, size_t *size, struct error *err)
{
    (void)err;
    struct span *rest = context;
    *size = rest->size < room ? rest->size : room;
    memcpy(to, rest->data, *size);
    *rest = (struct span){rest->data + *size, rest->size - *size};
    return OK;
}

static void
test_in_step(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_pupils(store);
    struct lookup all = {.everywhere = true};
    struct pupil pupil;
    assert_ok(store_find_pupil(store, id(102), arena, &pupil, &err));
    pupil.name = "Lò Thị Mây";
    assert_ok(store_set_pupil(store, &pupil, stamp_at(1), NULL, &err));
    assert_string_equal(found(store, &all, "hoa", arena), "1");
    assert_string_equal(found(store, &all, "may", arena), "2");
    assert_ok(store_move_enrolment(store, id(203), id(5), stamp_at(2), &err));
    assert_string_equal(found(store, &all, "4b", arena), "3");
    assert_string_equal(found(store, &all, "4a1", arena), "1 2 4 5");

    bool stale;
    assert_ok(lookup_is_stale(store, &stale, &err));
    assert_false(stale);

    /* A dump holds no words; they are made when it is loaded. */
    AUTO(buffer) *dump = dump_of(store);
    AUTO(store) *other = open_empty();
    struct span rest = buffer_span(dump);
    assert_ok(store_load(other, from_span, &rest, NULL, &err));
    assert_string_equal(found(other, &all, "may", arena), "2");
    assert_string_equal(found(other, &all, "4b", arena), "3");
}

static enum status
add_and_fail(struct store *store, void *context, struct error *err)
{
    (void)context;
    add(store, 6, "Phạm Gia Bảo", NULL, (struct date){0});
    return fail(err, CONFLICT, "Không.");
}

static void
test_rolled_back(void **state)
{
    (void)state;
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_pupils(store);
    assert_int_equal(store_transact(store, add_and_fail, NULL, &err), CONFLICT);
    assert_string_equal(found(store, &(struct lookup){.everywhere = true}, "bao", arena), "");
}

/* Somebody who writes pupils past the setters: the next opening notices. */
static void
test_stale_at_opening(void **state)
{
    (void)state;
    struct error err;
    char place[PLACE_SIZE];
    AUTO(arena) *arena = arena_new();
    struct lookup all = {.everywhere = true};
    {
        AUTO(store) *store = open_at(empty_place(place), true);
        add_pupils(store);
        const char *sql = arena_printf(
            arena,
            "UPDATE pupil SET name = 'Sùng A Páo', name_key = 'x', fold_key = 'x' WHERE id = '%s'",
            id(101));
        assert_ok(run_sql(store, sql, &err));
    }
    AUTO(store) *store = open_at(place, false);
    assert_string_equal(found(store, &all, "sùng páo", arena), "1");
    assert_string_equal(found(store, &all, "hòa", arena), "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_people_type),   cmocka_unit_test(test_places),
        cmocka_unit_test(test_in_step),          cmocka_unit_test(test_rolled_back),
        cmocka_unit_test(test_stale_at_opening),
    };
    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}
