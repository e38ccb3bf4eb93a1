/* SPDX-License-Identifier: Apache-2.0
 *
 * The short code of a record leads back to its UUID and to no other's.
 */
#include "tests/support/test.h"

#include "crypto/random.h"
#include "model/record_code.h"

static void
test_there_and_back(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    for (int i = 0; i < 200; i++) {
        char uuid[UUID_TEXT_SIZE], first[UUID_TEXT_SIZE], last[UUID_TEXT_SIZE];
        random_uuid(uuid);
        const char *code = record_code_of(arena, uuid);
        assert_true(record_code_range(code, first, last));
        assert_true(strcmp(first, uuid) <= 0 && strcmp(uuid, last) <= 0);
        assert_memory_equal(first, last, 24); /* they part in the last group only */
        random_uuid(uuid);
        assert_false(strcmp(first, uuid) <= 0 && strcmp(uuid, last) <= 0);
    }
}

static void
test_typed(void **state)
{
    (void)state;
    static const char uuid[] = "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d";
    static const struct {
        const char *about, *typed;
        bool good;
    } rows[] = {
        {"the UUID", "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d", true},
        {"in capitals, with blanks", " 1A2B3C4D-5E6F-4A7B-8C9D-0E1F2A3B4C5D ", true},
        {"a digit less", "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5", false},
        {"a digit more", "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d0", false},
        {"another version", "1a2b3c4d-5e6f-1a7b-8c9d-0e1f2a3b4c5d", false},
        {"nothing", "", false},
        {"a percent sign", "%", false},
    };
    AUTO(arena) *arena = arena_new();
    char first[UUID_TEXT_SIZE], last[UUID_TEXT_SIZE];
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (record_code_range(rows[i].typed, first, last) != rows[i].good)
            row_fail(rows[i].about, "%s", rows[i].typed);
    assert_true(record_code_range(uuid, first, last));
    assert_string_equal(first, uuid);
    assert_string_equal(last, uuid);
    assert_null(record_code_of(arena, "no uuid"));
    assert_null(record_code_of(arena, NULL));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
