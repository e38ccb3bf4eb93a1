/* SPDX-License-Identifier: Apache-2.0
 *
 * Small numbers: what is hidden, what is put together; and over many small tables that whoever
 * knows the totals and the rules cannot find a number that was hidden.
 */
#include "tests/support/test.h"

#include "model/suppress.h"

/* "name pupils have" in; "name pupils have" out, "?" where it is not told, "+" for the row of small
 * ones with how many are in it; "-": nothing may be told. */
static const struct {
    const char *about, *in, *out;
} tables[] = {
    {"large ones stay", "Kinh 80 60, Tày 20 10", "Kinh 80 60, Tày 20 10"},
    {"none and all are no small number", "Kinh 80 80, Tày 20 0", "Kinh 80 80, Tày 20 0"},
    {"the largest first", "Dao 9 0, Kinh 30 0", "Kinh 30 0, Dao 9 0"},
    {"three have it: hidden, and the other row too, or the total gives it back",
     "Kinh 80 60, Tày 20 3", "Kinh 80 ?, Tày 20 ?"},
    {"three have it not: the same", "Kinh 80 60, Tày 20 17", "Kinh 80 ?, Tày 20 ?"},
    {"only the smallest told one goes with it", "Kinh 80 60, Tày 20 3, Dao 10 5, Hoa 30 20",
     "Kinh 80 60, Hoa 30 20, Tày 20 ?, Dao 10 ?"},
    {"one with one of each sum of four: another is hidden", "A 10 9, B 10 8, C 30 10, D 40 20",
     "D 40 20, C 30 ?, A 10 ?, B 10 ?"},
    {"two small ones are one row", "Kinh 80 60, Hoa 4 0, Dao 3 3, Tày 40 20",
     "Kinh 80 60, Tày 40 ?, +2 7 ?"},
    {"a small one alone takes the next", "Kinh 80 60, Tày 40 20, Dao 2 0", "Kinh 80 60, +2 42 20"},
    {"small ones that stay small take the next", "Kinh 80 60, Tày 40 20, Dao 2 0, Hoa 2 2",
     "Kinh 80 60, +3 44 22"},
    {"too few to tell anything", "Kinh 80 60, Dao 2 0", "-"},
    {"one group says nothing", "Kinh 80 60", "-"},
    {"nobody", "", "-"},
};

static void
read_groups(struct arena *arena, const char *text, struct suppress_groups *groups)
{
    char name[16];
    long long pupils, have;
    int used;

    *groups = (struct suppress_groups){0};
    while (sscanf(text, "%15s %lld %lld%n", name, &pupils, &have, &used) == 3) {
        *list_add(arena, groups->list) =
            (struct suppress_group){arena_text(arena, name), pupils, have, false, 1};
        text += used + (text[used] == ',' ? 1 : 0);
    }
}

static const char *
write_groups(struct arena *arena, const struct suppress_groups *groups)
{
    const char *out = "";

    for (size_t i = 0; i < groups->list.count; i++) {
        const struct suppress_group *group = &groups->list.items[i];
        out = arena_printf(
            arena, "%s%s%s %lld %s", out, i ? ", " : "",
            group->word ? group->word : arena_printf(arena, "+%lld", (long long)group->groups),
            (long long)group->pupils,
            group->hidden ? "?" : arena_printf(arena, "%lld", (long long)group->have));
    }
    return out;
}

static void
test_tables(void **state)
{
    AUTO(arena) *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        struct suppress_groups groups;
        read_groups(arena, tables[i].in, &groups);
        bool told = suppress_small(arena, &groups);
        const char *out = told ? write_groups(arena, &groups) : "-";
        if (strcmp(out, tables[i].out) != 0)
            fail_msg("%s: %s\n  not %s", tables[i].about, out, tables[i].out);
    }
}

/* Whoever knows the total of a column and the rows' sizes knows this much of a hidden number. */
static void
check_hidden(const struct suppress_groups *groups, int64_t have)
{
    int64_t room = 0, left = have;
    size_t hidden = 0;

    for (size_t i = 0; i < groups->list.count; i++) {
        const struct suppress_group *group = &groups->list.items[i];
        hidden += group->hidden;
        room += group->hidden ? group->pupils : 0;
        left -= group->hidden ? 0 : group->have;
    }
    assert_int_not_equal(hidden, 1);
    for (size_t i = 0; i < groups->list.count; i++) {
        const struct suppress_group *group = &groups->list.items[i];
        int64_t small =
            group->have < group->pupils - group->have ? group->have : group->pupils - group->have;
        int64_t least = left - (room - group->pupils), most = left;
        if (!group->hidden) {
            assert_true(small == 0 || small >= SUPPRESS_BELOW);
            continue;
        }
        least = least > 0 ? least : 0;
        most = most < group->pupils ? most : group->pupils;
        /* All of it hidden says no more than the total did. */
        if (hidden < groups->list.count)
            assert_true(most - least >= SUPPRESS_BELOW);
    }
}

static void
test_nothing_is_found(void **state)
{
    enum { TABLES = 20000, GROUPS = 6, LARGEST = 14 };
    uint64_t dice = 27;

    (void)state;
    for (int t = 0; t < TABLES; t++) {
        AUTO(arena) *arena = arena_new();
        struct suppress_groups groups = {0};
        int64_t pupils = 0, have = 0;
        size_t count = 0;
        for (int i = 0; i < GROUPS; i++) {
            dice = dice * 6364136223846793005u + 1442695040888963407u;
            int64_t size = (int64_t)(dice >> 33) % LARGEST + 1;
            int64_t some = (int64_t)(dice >> 48) % (size + 1);
            *list_add(arena, groups.list) =
                (struct suppress_group){arena_printf(arena, "%d", i), size, some, false, 1};
            pupils += size;
            have += some;
        }
        bool told = suppress_small(arena, &groups);
        for (size_t i = 0; i < groups.list.count; i++) {
            pupils -= groups.list.items[i].pupils;
            count += (size_t)groups.list.items[i].groups;
            if (told)
                assert_true(groups.list.items[i].pupils >= SUPPRESS_BELOW);
            assert_true(groups.list.items[i].word || groups.list.items[i].groups > 1);
        }
        assert_int_equal(pupils, 0); /* nobody is lost */
        assert_int_equal(count, GROUPS);
        if (told)
            check_hidden(&groups, have);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_nothing_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
