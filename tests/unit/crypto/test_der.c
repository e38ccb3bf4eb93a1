/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "crypto/der_write.h"

#define BYTES(...)                                                                                 \
    ((struct span){(const char *)(const uint8_t[]){__VA_ARGS__},                                   \
                   sizeof((const uint8_t[]){__VA_ARGS__})})

/* Which values are DER, whatever they mean. */
static void
test_values(void **state)
{
    (void)state;
    const struct {
        const char *about;
        struct span bytes;
        bool good;
    } rows[] = {
        {"empty sequence", BYTES(0x30, 0), true},
        {"short length", BYTES(0x04, 2, 1, 2), true},
        {"nothing", {"", 0}, false},
        {"a tag alone", BYTES(0x30), false},
        {"longer than it is", BYTES(0x04, 3, 1, 2), false},
        {"indefinite length", BYTES(0x30, 0x80, 0, 0), false},
        {"long form for a short length", BYTES(0x04, 0x81, 1, 1), false},
        {"a zero before the length", BYTES(0x04, 0x82, 0, 0x80), false},
        {"four octets of length", BYTES(0x04, 0x84, 1, 0, 0, 0), false},
        {"a length of no octets at all", BYTES(0x04, 0xff), false},
        {"a tag of several octets", BYTES(0x1f, 0x21, 0), false},
        {"length cut off", BYTES(0x04, 0x82, 1), false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct der in = der_of(rows[i].bytes), before = in;
        unsigned tag;
        struct span whole, content;
        bool good = der_next(&in, &tag, &whole, &content);
        if (good != rows[i].good)
            row_fail(rows[i].about, "%d", good);
        if (!good && in.at != before.at)
            row_fail(rows[i].about, "the reader moved");
    }
}

static void
test_integers(void **state)
{
    (void)state;
    const struct {
        const char *about;
        struct span bytes;
        bool good, small;
        unsigned value;
    } rows[] = {
        {"zero", BYTES(2, 1, 0), true, true, 0},
        {"127", BYTES(2, 1, 0x7f), true, true, 127},
        {"128", BYTES(2, 2, 0, 0x80), true, true, 128},
        {"2^31 - 1", BYTES(2, 4, 0x7f, 0xff, 0xff, 0xff), true, true, 0x7fffffff},
        {"2^31", BYTES(2, 5, 0, 0x80, 0, 0, 0), true, false, 0},
        {"a needless zero", BYTES(2, 2, 0, 0x7f), false, false, 0},
        {"needless ones", BYTES(2, 2, 0xff, 0x80), false, false, 0},
        {"no octets", BYTES(2, 0), false, false, 0},
        {"negative", BYTES(2, 1, 0xff), false, false, 0},
        {"another tag", BYTES(4, 1, 0), false, false, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct der in = der_of(rows[i].bytes), again = in;
        struct span octets;
        unsigned value = 0;
        if (der_integer(&in, &octets, NULL) != rows[i].good ||
            der_small(&again, DER_INTEGER, &value) != rows[i].small || value != rows[i].value)
            row_fail(rows[i].about, "%u", value);
    }
}

static void
test_times(void **state)
{
    (void)state;
    const struct {
        const char *about, *text;
        unsigned tag;
        bool good;
        int64_t seconds;
        bool fraction;
    } rows[] = {
        {"1970", "19700101000000Z", DER_GENERALIZED_TIME, true, 0, false},
        {"a leap day", "20240229120000Z", DER_GENERALIZED_TIME, true, 1709208000, false},
        {"UTCTime of 2049", "491231235959Z", DER_UTC_TIME, true, 2524607999, false},
        {"UTCTime of 1950", "500101000000Z", DER_UTC_TIME, true, -631152000, false},
        {"a fraction", "20240531040000.25Z", DER_GENERALIZED_TIME, true, 1717128000, true},
        {"year 9999", "99991231235959Z", DER_GENERALIZED_TIME, true, 253402300799, false},
        {"no leap day", "20230229120000Z", DER_GENERALIZED_TIME, false, 0, false},
        {"1900 had none either", "19000229120000Z", DER_GENERALIZED_TIME, false, 0, false},
        {"month 13", "20241301000000Z", DER_GENERALIZED_TIME, false, 0, false},
        {"hour 24", "20240101240000Z", DER_GENERALIZED_TIME, false, 0, false},
        {"second 60", "20240101000060Z", DER_GENERALIZED_TIME, false, 0, false},
        {"no Z", "20240101000000", DER_GENERALIZED_TIME, false, 0, false},
        {"an offset", "20240101000000+0700", DER_GENERALIZED_TIME, false, 0, false},
        {"no seconds", "2401010000Z", DER_UTC_TIME, false, 0, false},
        {"a fraction that ends in zero", "20240531040000.50Z", DER_GENERALIZED_TIME, false, 0,
         false},
        {"an empty fraction", "20240531040000.Z", DER_GENERALIZED_TIME, false, 0, false},
        {"a fraction in UTCTime", "240531040000.5Z", DER_UTC_TIME, false, 0, false},
        {"letters", "2024O101000000Z", DER_GENERALIZED_TIME, false, 0, false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(buffer) *out = buffer_new(64);
        der_put(out, rows[i].tag, span_of(rows[i].text));
        struct der in = der_of(buffer_span(out));
        int64_t seconds = 0;
        bool fraction = false;
        if (der_time(&in, &seconds, &fraction) != rows[i].good || seconds != rows[i].seconds ||
            fraction != rows[i].fraction)
            row_fail(rows[i].about, "%lld", (long long)seconds);
        struct der strict = der_of(buffer_span(out));
        if (der_time(&strict, &seconds, NULL) != (rows[i].good && !rows[i].fraction))
            row_fail(rows[i].about, "without fractions");
    }
}

static void
test_others(void **state)
{
    (void)state;
    const struct {
        const char *about;
        struct span bytes;
        bool boolean, bits, oid;
    } rows[] = {
        {"true", BYTES(1, 1, 0xff), true, false, false},
        {"false", BYTES(1, 1, 0), true, false, false},
        {"BER's true", BYTES(1, 1, 1), false, false, false},
        {"a boolean of two", BYTES(1, 2, 0xff, 0xff), false, false, false},
        {"bits", BYTES(3, 2, 0, 0x80), false, true, false},
        {"bits left over", BYTES(3, 2, 7, 0x80), false, false, false},
        {"bits without their count", BYTES(3, 0), false, false, false},
        {"an OID", BYTES(6, 3, 0x55, 0x1d, 0x0f), false, false, true},
        {"an arc that does not end", BYTES(6, 2, 0x55, 0x80), false, false, false},
        {"an arc with a needless octet", BYTES(6, 3, 0x55, 0x80, 1), false, false, false},
        {"an empty OID", BYTES(6, 0), false, false, false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct der a = der_of(rows[i].bytes), b = a, c = a;
        bool value;
        struct span octets;
        if (der_boolean(&a, &value) != rows[i].boolean || der_bits(&b, &octets) != rows[i].bits ||
            der_oid(&c, &octets) != rows[i].oid)
            row_fail(rows[i].about, "read otherwise");
    }
    char text[64];
    assert_string_equal(der_oid_text(BYTES(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d), text, sizeof text),
                        "1.2.840.113549");
    assert_string_equal(der_oid_text(BYTES(0x88, 0x37, 3), text, sizeof text), "2.999.3");
    assert_null(der_oid_text(BYTES(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d), text, 8));
}

/* What is written reads back, at every size of length. */
static void
test_writing(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 127, 128, 255, 256, 65535, 65536, 100000};
    static char zeros[100000];
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        AUTO(buffer) *out = buffer_new(DER_MAX);
        der_put_small(out, DER_INTEGER, (unsigned)sizes[i]);
        der_put(out, DER_OCTET_STRING, (struct span){zeros, sizes[i]});
        der_close(out, 0, DER_SEQUENCE);
        struct der all = der_of(buffer_span(out)), in;
        struct span content;
        unsigned value;
        assert_true(der_enter(&all, DER_SEQUENCE, &in) && der_at_end(&all));
        assert_true(der_small(&in, DER_INTEGER, &value) && value == sizes[i]);
        assert_true(der_take(&in, DER_OCTET_STRING, &content) && content.size == sizes[i]);
        assert_true(der_at_end(&in));
    }
    AUTO(buffer) *numbers = buffer_new(64);
    der_put_unsigned(numbers, BYTES(0, 0, 0x80));
    der_put_unsigned(numbers, BYTES(0, 0));
    der_put_time(numbers, 1717128000);
    assert_true(span_equal(buffer_span(numbers),
                           BYTES(2, 2, 0, 0x80, 2, 1, 0, 0x18, 15, '2', '0', '2', '4', '0', '5',
                                 '3', '1', '0', '4', '0', '0', '0', '0', 'Z')));
    AUTO(buffer) *small = buffer_new(3);
    der_put(small, DER_OCTET_STRING, SPAN("abc"));
    der_close(small, 0, DER_SEQUENCE);
    assert_true(small->overflow);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),  cmocka_unit_test(test_integers),
        cmocka_unit_test(test_times),   cmocka_unit_test(test_others),
        cmocka_unit_test(test_writing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
