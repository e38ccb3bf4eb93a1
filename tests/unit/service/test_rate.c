/* SPDX-License-Identifier: Apache-2.0
 *
 * Rates: so many tries at once, one more every so many seconds, and nobody locks another out.
 */
#include "tests/support/test.h"

#include "service/rate.h"

static void
test_bucket(void **state)
{
    (void)state;
    AUTO(rate) *rate = rate_new(3, 10);
    struct span one = SPAN("192.0.2.1"), other = SPAN("192.0.2.2");
    for (int i = 0; i < 3; i++)
        assert_int_equal(rate_take(rate, one, 1000), 0);
    assert_int_equal(rate_take(rate, one, 1000), 10);
    assert_int_equal(rate_take(rate, one, 1003), 7);
    assert_int_equal(rate_take(rate, other, 1003), 0);
    assert_int_equal(rate_take(rate, one, 1010), 0);
    assert_int_equal(rate_take(rate, one, 1010), 10);
    rate_give_back(rate, one, 1010);
    assert_int_equal(rate_take(rate, one, 1010), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(rate_take(rate, one, 5000), 0);
    assert_int_not_equal(rate_take(rate, one, 5000), 0);
    for (int i = 0; i < 9; i++)
        rate_give_back(rate, other, 9000);
    for (int i = 0; i < 3; i++)
        assert_int_equal(rate_take(rate, other, 9000), 0);
    assert_int_not_equal(rate_take(rate, other, 9000), 0);
}

/* Far more keys than places: whoever has not tried yet always may. */
static void
test_flood(void **state)
{
    (void)state;
    AUTO(rate) *rate = rate_new(1, 1000);
    for (unsigned i = 0; i < 4 * RATE_KEYS; i++) {
        char key[32];
        snprintf(key, sizeof key, "%u", i);
        assert_int_equal(rate_take(rate, span_of(key), 1000 + i / 1000), 0);
    }
}

static void
test_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *address, *counts;
    } rows[] = {
        {"192.0.2.7", "192.0.2.7"},
        {"::ffff:192.0.2.7", "::ffff:192.0.2.7"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2"},
        {"2001:db8:1:2::6", "2001:db8:1:2"},
        {"2001:db8::6", "2001:db8"},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (!span_is(rate_address(rows[i].address), rows[i].counts))
            row_fail(rows[i].address, "not %s", rows[i].counts);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bucket),
        cmocka_unit_test(test_flood),
        cmocka_unit_test(test_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
