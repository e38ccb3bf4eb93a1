/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes of rounds, sessions and questionnaires.
 */
#include "tests/support/test.h"

#include "service/code.h"

#define FORTY "A123456789B123456789C123456789D123456789"

static void
test_check(void **state)
{
    (void)state;
    static const struct {
        const char *about, *code;
        enum status status;
    } rows[] = {
        {"as it is made", "KS-1", OK},
        {"letters, digits, a dot", "KH213.dot2", OK},
        {"as long as may be", FORTY, OK},
        {"too long", (FORTY "x"), USAGE},
        {"empty", "", USAGE},
        {"a blank", "KS 1", USAGE},
        {"a letter with a mark", "Đợt-1", USAGE},
        {"a way into another path", "a/b", USAGE},
        {"where the address already is", ".", USAGE},
        {"a way up", "..", USAGE},
        {"a dot at both ends", ".a.", OK},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err = {0};
        enum status status = code_check("Mã", rows[i].code, &err);
        if (status != rows[i].status)
            row_fail(rows[i].about, "%d: %s", (int)status, err.message);
    }
}

static void
test_next(void **state)
{
    (void)state;
    static const struct {
        const char *about, *taken[3], *next;
    } rows[] = {
        {"the first", {NULL}, "TH-1"},
        {"after two", {"TH-1", "TH-2", NULL}, "TH-3"},
        {"one was named by hand", {"TH-3", "mùa-hè", NULL}, "TH-4"},
        {"a former one has another name", {"KH213", NULL}, "TH-2"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct codes taken = {0};
        for (size_t k = 0; k < COUNT_OF(rows[i].taken) && rows[i].taken[k]; k++)
            *list_add(arena, taken.list) = rows[i].taken[k];
        const char *next = code_next("TH", &taken, arena);
        if (!text_equal(next, rows[i].next))
            row_fail(rows[i].about, "%s", next);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_next),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
