/* SPDX-License-Identifier: Apache-2.0
 *
 * Status lists: the draft's own example of packing, the round trip, what is refused, and its size.
 */
#include "tests/support/test.h"

#include "base/encode.h"
#include "ledger/status_list.h"

#define ORIGIN SPAN("so-cai.example/22")

static struct secret *key;
static uint8_t public[ED25519_PUBLIC_SIZE];

static int
make_key(void **state)
{
    static const uint8_t seed[ED25519_SEED_SIZE] = {7};

    (void)state;
    key = ed25519_key_of_seed(seed, public);
    return 0;
}

static int
free_key(void **state)
{
    (void)state;
    secret_free(key);
    return 0;
}

/* draft-ietf-oauth-status-list, "Compressed Byte Array". */
static void
test_draft_example(void **state)
{
    (void)state;
    AUTO(buffer) *out = buffer_new(64);
    char hex[64];

    status_list_pack(SPAN("\xb9\xa3"), out);
    assert_string_equal(hex_write((const uint8_t *)out->data, out->size, hex),
                        "78dadbb918000217015d");
}

static struct status_list
small_list(void)
{
    /* Leaves 100..109: 1 2 0 3 0 1 0 1 1 2, the first in the lowest bits. */
    return (struct status_list){.from = 100,
                                .to = 110,
                                .made = 1717142400,
                                .expires = 1717228800,
                                .lives = 43200,
                                .bits = {"\xc9\x44\x09", 3}};
}

static void
test_round_trip(void **state)
{
    (void)state;
    static const unsigned want[] = {1, 2, 0, 3, 0, 1, 0, 1, 1, 2};
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(STATUS_LIST_FILE_MAX);
    struct status_list list = small_list(), read;
    enum record_status status;
    struct error err;

    status_list_write(&list, ORIGIN, key, public, out);
    assert_ok(status_list_read(buffer_span(out), ORIGIN, public, arena, &read, &err));
    assert_int_equal(read.from, 100);
    assert_int_equal(read.to, 110);
    assert_int_equal(read.made, list.made);
    assert_int_equal(read.expires, list.expires);
    assert_int_equal(read.lives, list.lives);
    for (uint64_t leaf = 100; leaf < 110; leaf++) {
        assert_ok(status_list_find(&read, leaf, &status, &err));
        assert_int_equal(status, want[leaf - 100]);
    }
    assert_int_equal(status_list_find(&read, 99, &status, &err), NOT_FOUND);
    assert_int_equal(status_list_find(&read, 110, &status, &err), NOT_FOUND);
}

/* A past year's list, as of what the ledger has now. */
static void
test_as_of(void **state)
{
    (void)state;
    static const struct {
        uint64_t as_of, want;
        const char *end;
    } rows[] = {{0, 110, "/100/110"}, {110, 110, "/100/110"}, {5000, 5000, "/100/110/5000"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *out = buffer_new(STATUS_LIST_FILE_MAX);
        struct status_list list = small_list(), read;
        struct error err;

        list.as_of = rows[i].as_of;
        status_list_write(&list, ORIGIN, key, public, out);
        assert_ok(status_list_read(buffer_span(out), ORIGIN, public, arena, &read, &err));
        assert_int_equal(read.from, 100);
        assert_int_equal(read.to, 110);
        assert_int_equal(read.as_of, rows[i].want);
        size_t size = strlen(rows[i].end);
        assert_memory_equal(read.subject.data + read.subject.size - size, rows[i].end, size);
    }
}

static void
test_refused(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(STATUS_LIST_FILE_MAX);
    struct status_list list = small_list(), read;
    uint8_t other[ED25519_PUBLIC_SIZE];
    secret_free(ed25519_key_new(other, NULL)); /* a stranger's */
    struct error err;

    status_list_write(&list, ORIGIN, key, public, out);
    assert_int_equal(
        status_list_read(buffer_span(out), SPAN("khac.example"), public, arena, &read, &err),
        INVALID);
    assert_int_equal(status_list_read(buffer_span(out), ORIGIN, other, arena, &read, &err),
                     UNTRUSTED);
    for (size_t i = 0; i < out->size; i++) { /* every byte of it counts */
        out->data[i] ^= 1;
        enum status status = status_list_read(buffer_span(out), ORIGIN, public, arena, &read, &err);
        out->data[i] ^= 1;
        if (status == OK)
            row_fail("a flipped byte", "%zu of %zu", i, out->size);
    }
    for (size_t size = 0; size < out->size; size++)
        assert_int_not_equal(
            status_list_read((struct span){out->data, size}, ORIGIN, public, arena, &read, &err),
            OK);
}

/* A province's year: 140,000 records, one in a hundred corrected, at random. */
static void
test_size(void **state)
{
    (void)state;
    enum { RECORDS = 140000, CORRECTED = 1400 };
    AUTO(buffer) *out = buffer_new(STATUS_LIST_FILE_MAX);
    static uint8_t bits[RECORDS / 4];
    struct status_list list = {.to = RECORDS, .bits = {(const char *)bits, sizeof bits}};
    uint32_t random = 1;

    for (int i = 0; i < CORRECTED; i++) {
        random = random * 1664525 + 1013904223;
        uint32_t at = (uint32_t)((uint64_t)random * RECORDS >> 32);
        bits[at / 4] |= (uint8_t)(RECORD_SUPERSEDED << 2 * (at % 4));
    }
    status_list_write(&list, ORIGIN, key, public, out);
    assert_in_range(out->size, 1024, 2560);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_draft_example), cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_as_of),         cmocka_unit_test(test_refused),
        cmocka_unit_test(test_size),
    };
    return cmocka_run_group_tests(tests, make_key, free_key);
}
