/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "base/file.h"
#include "base/uuid.h"
#include "crypto/hash.h"
#include "crypto/hmac.h"
#include "crypto/random.h"
#include "crypto/secret.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static void
test_sha256(void **state)
{
    (void)state;
    static const struct {
        const char *about, *text, *want; /* FIPS 180-4 examples */
    } rows[] = {
        {"empty", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    AUTO(sha256_stream) *stream = sha256_stream_new();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char hex[SHA256_HEX_SIZE];
        struct digest whole = sha256(span_of(rows[i].text)), parsed;
        if (strcmp(digest_hex(&whole, hex), rows[i].want) != 0)
            row_fail(rows[i].about, "%s", hex);
        for (size_t at = 0; rows[i].text[at]; at++)
            sha256_stream_add(stream, rows[i].text + at, 1);
        struct digest pieces = sha256_stream_finish(stream);
        assert_true(digest_equal(&whole, &pieces));
        assert_true(digest_parse_hex(span_of(rows[i].want), &parsed));
        assert_true(digest_equal(&whole, &parsed));
    }
}

static void
test_short(void **state)
{
    (void)state;
    char text[SHA256_SHORT_MAX];

    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 7 + 1);
    for (size_t size = 0; size <= sizeof text; size++) {
        struct digest whole = sha256((struct span){text, size}), quick = sha256_short(text, size);
        if (!digest_equal(&whole, &quick))
            fail_msg("%zu bytes", size);
        if (size == 0)
            continue;
        quick = sha256_tagged((uint8_t)text[0], text + 1, size - 1);
        if (!digest_equal(&whole, &quick))
            fail_msg("a byte and %zu bytes", size - 1);
    }
}

/* Messages of every length side by side, and digests where the messages stood. */
static void
test_several(void **state)
{
    (void)state;
    char text[SHA256_SHORT_MAX + SHA256_AT_ONCE];
    struct digest nodes[2 * SHA256_AT_ONCE], want[SHA256_AT_ONCE];
    struct span pairs[SHA256_AT_ONCE];

    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 11 + 3);
    for (size_t size = 0; size < SHA256_SHORT_MAX; size++) {
        struct span messages[SHA256_AT_ONCE];
        struct digest digests[SHA256_AT_ONCE];
        size_t count = size % (SHA256_AT_ONCE + 1);
        for (size_t i = 0; i < count; i++)
            messages[i] = (struct span){text + i, (size + i * 29) % SHA256_SHORT_MAX};
        sha256_tagged_all((uint8_t)size, messages, count, digests);
        for (size_t i = 0; i < count; i++) {
            struct digest alone = sha256_tagged((uint8_t)size, messages[i].data, messages[i].size);
            assert_true(digest_equal(&alone, &digests[i]));
        }
    }
    for (size_t i = 0; i < COUNT_OF(nodes); i++)
        nodes[i] = sha256((struct span){text + i, 9});
    for (size_t i = 0; i < SHA256_AT_ONCE; i++) {
        pairs[i] = (struct span){(const char *)&nodes[2 * i], 2 * SHA256_SIZE};
        want[i] = sha256_tagged(1, pairs[i].data, pairs[i].size);
    }
    sha256_tagged_all(1, pairs, SHA256_AT_ONCE, nodes);
    assert_memory_equal(nodes, want, sizeof want);
}

/* RFC 4231, test case 1, its key padded to the block as HMAC does. */
static void
test_hmac(void **state)
{
    (void)state;
    static const char key[HMAC_KEY_SIZE] = "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
                                           "\x0b\x0b\x0b\x0b\x0b\x0b\x0b";
    AUTO(secret) *secret = secret_copy(key, sizeof key);
    struct digest tag = hmac_sha256(secret, SPAN("Hi There"));
    char hex[SHA256_HEX_SIZE];

    assert_string_equal(digest_hex(&tag, hex),
                        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

static void *
hash_much(void *seed)
{
    char text[64];
    struct digest first = sha256(span_of(seed));
    for (int i = 0; i < 2000; i++) {
        snprintf(text, sizeof text, "%s %d", (const char *)seed, i);
        sha256(span_of(text));
    }
    struct digest last = sha256(span_of(seed));
    return digest_equal(&first, &last) ? seed : NULL;
}

static void
test_threads_do_not_meet(void **state)
{
    (void)state;
    pthread_t threads[4];
    static char seeds[4][8] = {"a", "b", "c", "d"};
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hash_much, seeds[i]), 0);
    for (int i = 0; i < 4; i++) {
        void *answer;
        pthread_join(threads[i], &answer);
        assert_non_null(answer);
    }
}

static void
test_random(void **state)
{
    (void)state;
    uint8_t a[32] = {0}, b[32] = {0};
    char one[UUID_TEXT_SIZE], two[UUID_TEXT_SIZE];
    random_bytes(a, sizeof a);
    random_bytes(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    assert_true(uuid_is_valid(span_of(random_uuid(one))));
    assert_string_not_equal(one, random_uuid(two));
}

static void
test_secret(void **state)
{
    (void)state;
    char typed[] = "mở ra";
    AUTO(secret) *taken = secret_take(typed, strlen(typed));
    static const char wiped[sizeof typed];
    assert_memory_equal(typed, wiped, sizeof typed);
    assert_string_equal(secret_text(taken), "mở ra");
    AUTO(secret) *same = secret_copy("mở ra", strlen("mở ra"));
    AUTO(secret) *other = secret_copy("mở rb", strlen("mở rb"));
    assert_true(secret_equal(taken, same));
    assert_false(secret_equal(taken, other));
    AUTO(secret) *empty = secret_new(0);
    assert_string_equal(secret_text(empty), "");
    assert_false(secret_equal(empty, same));
}

static void
test_secret_file(void **state)
{
    (void)state;
    static char long_line[PASSPHRASE_MAX + 2];
    memset(long_line, 'a', PASSPHRASE_MAX + 1);
    static const struct {
        const char *about, *bytes;
        size_t size;
        enum status want;
        const char *text;
    } rows[] = {
        {"one line", "bí mật\n", 9, OK, "bí mật"},
        {"no line end", "1234", 4, OK, "1234"},
        {"Windows line end", "1234\r\nrest", 10, OK, "1234"},
        {"empty", "", 0, INVALID, NULL},
        {"empty line", "\nx", 2, INVALID, NULL},
        {"NUL inside", "a\0b", 3, INVALID, NULL},
        {"longest", long_line, PASSPHRASE_MAX, OK, NULL},
        {"too long", long_line, PASSPHRASE_MAX + 1, INVALID, NULL},
    };
    struct error err;
    char path[] = "/tmp/hocba-secret-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(secret) *secret = NULL;
        assert_ok(file_write(path, (struct span){rows[i].bytes, rows[i].size}, 0600, &err));
        if (secret_read_line(path, &secret, &err) != rows[i].want)
            row_fail(rows[i].about, "%s", err.message);
        if (rows[i].text)
            assert_string_equal(secret_text(secret), rows[i].text);
    }
    unlink(path);
    struct secret *none = NULL;
    assert_int_equal(secret_read_line(path, &none, &err), NOT_FOUND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256),
        cmocka_unit_test(test_short),
        cmocka_unit_test(test_several),
        cmocka_unit_test(test_hmac),
        cmocka_unit_test(test_threads_do_not_meet),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_secret),
        cmocka_unit_test(test_secret_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
