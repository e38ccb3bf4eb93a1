/* SPDX-License-Identifier: Apache-2.0
 *
 * The country before and after 1/7/2025.
 */
#include "tests/support/test.h"

#include "model/catalog.h"
#include "model/places.h"

static void
test_counts(void **state)
{
    (void)state;
    const size_t counts[PLACES_ERAS][3] = {{63, 700, 10599}, {34, 0, 3321}};

    for (int era = 0; era < PLACES_ERAS; era++)
        for (int level = 0; level < 3; level++)
            assert_int_equal(place_count(era, level), counts[era][level]);
}

static const struct {
    const char *about;
    enum places_era era;
    const char *code, *full; /* NULL: none */
} codes[] = {
    {"a ward before", PLACES_UNTIL_2025_06, "06673",
     "Phường Bãi Cháy, Thành phố Hạ Long, Tỉnh Quảng Ninh"},
    {"a ward since", PLACES_SINCE_2025_07, "06673", "Phường Bãi Cháy, Tỉnh Quảng Ninh"},
    {"a district", PLACES_UNTIL_2025_06, "193", "Thành phố Hạ Long, Tỉnh Quảng Ninh"},
    {"no districts since", PLACES_SINCE_2025_07, "193", NULL},
    {"a special zone", PLACES_SINCE_2025_07, "07192", "Đặc khu Cô Tô, Tỉnh Quảng Ninh"},
    {"a province", PLACES_SINCE_2025_07, "22", "Tỉnh Quảng Ninh"},
    {"a province that is no more", PLACES_SINCE_2025_07, "26", NULL},
    {"no code", PLACES_SINCE_2025_07, "99999", NULL},
    {"empty", PLACES_SINCE_2025_07, "", NULL},
    {"missing", PLACES_SINCE_2025_07, NULL, NULL},
};

static void
test_by_code(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();

    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        const struct place *place = place_by_code(codes[i].era, codes[i].code);
        if ((place != NULL) != (codes[i].full != NULL))
            fail_msg("%s", codes[i].about);
        if (place)
            assert_string_equal(place_full_name(place, arena), codes[i].full);
    }
}

static const struct {
    const char *about;
    enum places_era era;
    const char *name, *within;
    size_t count;
    const char *code; /* of the first */
} names[] = {
    {"with its kind", PLACES_SINCE_2025_07, "Phường Bãi Cháy", NULL, 1, "06673"},
    {"without, folded", PLACES_SINCE_2025_07, "bai chay", NULL, 1, "06673"},
    {"kind, folded", PLACES_UNTIL_2025_06, "PHUONG BAI CHAY", NULL, 1, "06673"},
    {"another kind", PLACES_SINCE_2025_07, "Xã Bãi Cháy", NULL, 0, NULL},
    {"district and ward", PLACES_UNTIL_2025_06, "Cẩm Phả", NULL, 1, "195"},
    {"where the diacritics decide", PLACES_SINCE_2025_07, "Hà An", "22", 1, "07168"},
    {"in another province", PLACES_SINCE_2025_07, "Bãi Cháy", "01", 0, NULL},
    {"nobody's name", PLACES_SINCE_2025_07, "Không Có", NULL, 0, NULL},
    {"not UTF-8", PLACES_SINCE_2025_07, "B\xe3i", NULL, 0, NULL},
};

static void
test_by_name(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct places found = {0};
        places_by_name(names[i].era, names[i].name, place_by_code(names[i].era, names[i].within),
                       arena, &found);
        if (found.list.count != names[i].count)
            fail_msg("%s: %zu", names[i].about, found.list.count);
        if (found.list.count > 0)
            assert_string_equal(found.list.items[0]->code, names[i].code);
    }
}

static const struct {
    const char *about, *code, *now, *province; /* now NULL: the code ended */
} futures[] = {
    {"a ward whose code goes on", "06673", "Phường Bãi Cháy", "22"},
    {"a ward whose code ended", "00001", NULL, "01"},
    {"under another name", "00004", "Phường Ba Đình", "01"},
    {"a district", "193", NULL, "22"},
    {"a province that was merged", "26", "Tỉnh Phú Thọ", "25"},
};

static void
test_what_became_of_it(void **state)
{
    (void)state;

    for (size_t i = 0; i < COUNT_OF(futures); i++) {
        const struct place *old = place_by_code(PLACES_UNTIL_2025_06, futures[i].code);
        assert_non_null(old);
        struct place_future future = place_future(old);
        if ((future.place != NULL) != (futures[i].now != NULL))
            fail_msg("%s", futures[i].about);
        if (future.place)
            assert_string_equal(future.place->name, futures[i].now);
        assert_string_equal(future.province->code, futures[i].province);
    }
}

/* data/provinces.tsv and the places agree. */
static void
test_every_province_has_a_future(void **state)
{
    (void)state;

    for (size_t i = 0; i < province_count(); i++) {
        const struct province *province = province_at(i);
        assert_non_null(place_by_code(PLACES_UNTIL_2025_06, province->code));
        assert_non_null(place_by_code(PLACES_SINCE_2025_07, province->code_2025));
    }
}

static void
test_days(void **state)
{
    (void)state;
    assert_int_equal(places_era_on((struct date){2025, 6, 30}), PLACES_UNTIL_2025_06);
    assert_int_equal(places_era_on((struct date){2025, 7, 1}), PLACES_SINCE_2025_07);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_by_code),
        cmocka_unit_test(test_by_name),
        cmocka_unit_test(test_what_became_of_it),
        cmocka_unit_test(test_every_province_has_a_future),
        cmocka_unit_test(test_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
