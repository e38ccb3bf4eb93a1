/* SPDX-License-Identifier: Apache-2.0
 *
 * What a freeze leaves open: the whole table of five facts.
 */
#include "tests/support/test.h"

#include "service/summer.h"

/* -: whatever it is. */
static const struct {
    const char *about;
    const char *facts; /* frozen, signed, later, waits, replaced */
    enum pupil_gate gate;
} rows[] = {
    {"an open year is open to everybody", "0----", GATE_YEAR},
    {"a record that is to be replaced, whatever was signed", "1---1", GATE_REPLACEMENT},
    {"who waits by the year's first freeze", "11010", GATE_SUMMER},
    {"who does not wait", "11000", GATE_SHUT},
    {"a year that nobody signed for", "10--0", GATE_SHUT},
    {"nobody waits after the freeze that follows the summer", "111-0", GATE_SHUT},
};

static bool
fits(const char *facts, unsigned bits)
{
    for (unsigned i = 0; i < 5; i++)
        if (facts[i] != '-' && (facts[i] == '1') != ((bits >> i & 1) != 0))
            return false;
    return true;
}

static void
test_every_combination(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 32; bits++) {
        struct pupil_standing standing = {.frozen = bits & 1,
                                          .signed_ = bits >> 1 & 1,
                                          .later = bits >> 2 & 1,
                                          .waits = bits >> 3 & 1,
                                          .replaced = bits >> 4 & 1};
        int rules = 0;
        for (size_t i = 0; i < COUNT_OF(rows); i++) {
            if (!fits(rows[i].facts, bits))
                continue;
            rules++;
            if (pupil_gate_of(&standing) != rows[i].gate)
                row_fail(rows[i].about, "gate %d", pupil_gate_of(&standing));
        }
        assert_int_equal(rules, 1);
    }
}

static void
test_who_is_on_the_list(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct summer summer = {.standing = {.frozen = true, .signed_ = true}};
    static const struct manifest_row listed[] = {
        {.pupil_code = "11", .name = "A", .absence = ABSENCE_REASSESSMENT},
        {.pupil_code = "12", .name = "B", .absence = ABSENCE_NONE},
        {.pupil_code = "13", .name = "C", .absence = ABSENCE_OTHER},
        {.pupil_code = "an-id", .name = "D", .absence = ABSENCE_REASSESSMENT},
    };
    static const struct {
        const char *code, *id;
        bool waits;
    } pupils[] = {
        {"11", "x", true},  {"12", "x", false},    {"13", "x", false},
        {"14", "x", false}, {NULL, "an-id", true}, {"late", "an-id", true},
    };
    struct manifest_data newest = {0};
    struct summer_names names = {0};
    for (size_t i = 0; i < COUNT_OF(listed); i++)
        *list_add(arena, summer.manifest.rows) = listed[i];
    for (size_t i = 0; i < COUNT_OF(pupils); i++) {
        struct pupil pupil = {.code = pupils[i].code, .id = pupils[i].id};
        assert_int_equal(summer_waits(&summer, &pupil), pupils[i].waits);
    }
    /* In the newest, A has a record; D waits on, and so does somebody who was not on the list. */
    *list_add(arena, newest.rows) = (struct manifest_row){.pupil_code = "11", .name = "A"};
    *list_add(arena, newest.rows) = listed[3];
    *list_add(arena, newest.rows) =
        (struct manifest_row){.pupil_code = "12", .name = "B", .absence = ABSENCE_REASSESSMENT};
    summer_list_waiting(&summer, &newest, arena, &names);
    assert_int_equal(names.list.count, 1);
    assert_string_equal(names.list.items[0], "D");
    summer.standing.later = true;
    struct pupil pupil = {.code = "11", .id = "x"};
    assert_false(summer_waits(&summer, &pupil));
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_combination),
        cmocka_unit_test(test_who_is_on_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
