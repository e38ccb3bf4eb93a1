/* SPDX-License-Identifier: Apache-2.0
 *
 * Passwords and one-time codes.
 */
#include "tests/support/test.h"

#include "crypto/password.h"
#include "crypto/totp.h"

/* RFC 6238 Appendix B, SHA-1; its eight digits' last six. */
static void
test_vectors(void **state)
{
    static const struct {
        int64_t time;
        const char *code;
    } rows[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    AUTO(secret) *key = secret_copy("12345678901234567890", 20);
    char text[TOTP_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char code[TOTP_DIGITS + 1];
        totp_code(key, rows[i].time / TOTP_SECONDS, code);
        assert_string_equal(code, rows[i].code);
    }
    /* RFC 4648's base32 of the same key. */
    totp_write_key(key, text);
    assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

static void
test_window(void **state)
{
    AUTO(secret) *key = secret_copy("12345678901234567890", 20);
    const int64_t now = 1234567890, step = now / TOTP_SECONDS;
    char code[TOTP_DIGITS + 1];

    (void)state;
    for (int64_t away = -2; away <= 2; away++) {
        totp_code(key, step + away, code);
        int64_t expected = away >= -1 && away <= 1 ? step + away : 0;
        assert_int_equal(totp_find(key, code, now, 0), expected);
        assert_int_equal(totp_find(key, code, now, step + away), 0);
    }
    assert_int_equal(totp_find(key, "", now, 0), 0);
    assert_int_equal(totp_find(key, "0059240", now, 0), 0);
}

static void
test_sealed(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(secret) *key = secret_copy("12345678901234567890", 20);
    AUTO(secret) *under = secret_copy("0123456789abcdef0123456789abcdef", 32);
    AUTO(secret) *other = secret_copy("0123456789abcdef0123456789abcdeF", 32);
    AUTO(secret) *opened = NULL;
    struct error err;

    (void)state;
    const char *sealed = totp_seal(key, under, "kept an", arena);
    assert_string_not_equal(sealed, totp_seal(key, under, "kept an", arena));
    assert_ok(totp_unseal(sealed, under, "kept an", &opened, &err));
    assert_true(secret_equal(opened, key));
    AUTO(secret) *none = NULL;
    assert_int_equal(totp_unseal(sealed, other, "kept an", &none, &err), CORRUPT);
    assert_int_equal(totp_unseal(sealed, under, "kept binh", &none, &err), CORRUPT);
    assert_int_equal(totp_unseal(sealed, under, "offered an", &none, &err), CORRUPT);
    assert_int_equal(totp_unseal("", under, "kept an", &none, &err), CORRUPT);
    assert_int_equal(totp_unseal("AAAA", under, "kept an", &none, &err), CORRUPT);
}

static void
test_passwords(void **state)
{
    AUTO(secret) *right = secret_copy("một câu dễ nhớ", strlen("một câu dễ nhớ"));
    AUTO(secret) *wrong = secret_copy("một câu de nhớ", strlen("một câu de nhớ"));
    char kept[PASSWORD_HASH_SIZE], again[PASSWORD_HASH_SIZE];
    struct error err;

    (void)state;
    assert_ok(password_hash(right, kept, &err));
    assert_ok(password_hash(right, again, &err));
    assert_memory_equal(kept, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
    assert_string_not_equal(kept, again);
    assert_true(password_fits(right, kept));
    assert_false(password_fits(wrong, kept));
    assert_false(password_fits(right, NULL));
    assert_false(password_fits(right, "no hash"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_window),
        cmocka_unit_test(test_sealed),
        cmocka_unit_test(test_passwords),
    };

    return cmocka_run_group_tests_name("crypto/passwords", tests, NULL, NULL);
}
