/* SPDX-License-Identifier: Apache-2.0
 *
 * Leaves as bytes: what they are, and that nothing else is one.
 */
#include "tests/support/test.h"

#include "base/encode.h"
#include "ledger/cbor.h"
#include "ledger/leaf.h"

#define KID  "0102030405060708"
#define H    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SLOT "000102030405060708090a0b0c0d0e0f"
/* 0x665986c0 is 2024-05-31T08:13:52Z. */
#define T "1a665986c0"

static struct leaf
base_leaf(enum leaf_kind kind)
{
    struct leaf leaf = {.kind = kind, .time = 0x665986c0};

    for (size_t i = 0; i < LEAF_KID_SIZE; i++)
        leaf.kid[i] = (uint8_t)(i + 1);
    memset(leaf.hash.bytes, 0xaa, sizeof leaf.hash.bytes);
    for (size_t i = 0; i < LEAF_SLOT_SIZE; i++)
        leaf.slot[i] = (uint8_t)i;
    return leaf;
}

static void
check_bytes(const char *about, const struct leaf *leaf, const char *hex)
{
    AUTO(buffer) *out = buffer_new(LEAF_MAX);
    char text[2 * LEAF_MAX + 1];
    struct leaf read;
    struct error err;

    leaf_write(leaf, out);
    if (strcmp(hex_write((const uint8_t *)out->data, out->size, text), hex) != 0)
        row_fail(about, "%s", text);
    if (leaf_parse(buffer_span(out), &read, &err) != OK)
        row_fail(about, "%s", err.message);
    AUTO(buffer) *again = buffer_new(LEAF_MAX);
    leaf_write(&read, again);
    assert_true(span_equal(buffer_span(out), buffer_span(again)));
}

static void
test_bytes_of_each_kind(void **state)
{
    (void)state;
    struct leaf leaf = base_leaf(LEAF_ISSUE);
    check_bytes("issue", &leaf, "860101" T "48" KID "5820" H "50" SLOT);

    leaf = base_leaf(LEAF_STATUS);
    leaf.target = 300;
    leaf.status = RECORD_REVOKED;
    check_bytes("revoked", &leaf, "880102" T "48" KID "5820" H "19012c01f6");
    leaf.status = RECORD_SUPERSEDED;
    leaf.has_replacement = true;
    leaf.replacement = 70000;
    check_bytes("superseded", &leaf, "880102" T "48" KID "5820" H "19012c031a00011170");

    leaf = base_leaf(LEAF_KEY);
    leaf.action = KEY_COMPROMISE;
    leaf.from = 23;
    check_bytes("compromise", &leaf, "870103" T "48" KID "5820" H "0317");

    leaf = base_leaf(LEAF_CONFIG);
    check_bytes("config", &leaf, "850104" T "48" KID "5820" H);

    leaf = base_leaf(LEAF_SNAPSHOT);
    leaf.size = 24;
    check_bytes("snapshot", &leaf, "860105" T "48" KID "5820" H "1818");

    leaf = base_leaf(LEAF_ENTERED);
    leaf.issued = 1;
    check_bytes("entered", &leaf, "870106" T "48" KID "5820" H "50" SLOT "01");

    leaf = base_leaf(LEAF_DOCUMENT);
    leaf.document = DOCUMENT_FREEZE;
    check_bytes("document", &leaf, "860107" T "48" KID "5820" H "02");
}

static void
test_bent(void **state)
{
    (void)state;
    static const struct {
        const char *about, *hex;
    } rows[] = {
        {"nothing", ""},
        {"another version", "860201" T "48" KID "5820" H "50" SLOT},
        {"kind 0", "850100" T "48" KID "5820" H},
        {"kind 8", "850108" T "48" KID "5820" H},
        {"too few fields", "850101" T "48" KID "5820" H},
        {"a count that lies", "870101" T "48" KID "5820" H "50" SLOT},
        {"bytes after it", "860101" T "48" KID "5820" H "50" SLOT "00"},
        {"cut short", "860101" T "48" KID "5820" H "50"
                      "0001"},
        {"a long head for a small number", "86011801" T "48" KID "5820" H "50" SLOT},
        {"16 bits for 8", "880102" T "48" KID "5820" H "1900ff01f6"},
        {"32 bits for 16", "880102" T "48" KID "5820" H "1a0000012c01f6"},
        {"64 bits for 32", "860101"
                           "1b00000000665986c0"
                           "48" KID "5820" H "50" SLOT},
        {"an indefinite array", "9f0101" T "48" KID "5820" H "50" SLOT "ff"},
        {"reserved head", "860101"
                          "1c665986c0"
                          "48" KID "5820" H "50" SLOT},
        {"a negative time", "860101"
                            "3a665986c0"
                            "48" KID "5820" H "50" SLOT},
        {"a kid of 7 bytes", "860101" T "47"
                             "01020304050607"
                             "5820" H "50" SLOT},
        {"a slot of text", "860101" T "48" KID "5820" H "70" SLOT},
        {"status 4", "880102" T "48" KID "5820" H "19012c04f6"},
        {"undefined for null", "880102" T "48" KID "5820" H "19012c01f7"},
        {"key action 0", "870103" T "48" KID "5820" H "0017"},
        {"a key enrolled from a leaf on", "870103" T "48" KID "5820" H "0117"},
        {"document kind 4", "860107" T "48" KID "5820" H "04"},
        {"a target of 2^63", "880102" T "48" KID "5820" H "1b800000000000000001f6"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint8_t bytes[LEAF_MAX];
        struct leaf leaf;
        struct error err;
        size_t size = strlen(rows[i].hex) / 2;
        assert_true(hex_read(span_of(rows[i].hex), bytes, size));
        if (leaf_parse((struct span){(const char *)bytes, size}, &leaf, &err) != INVALID)
            row_fail(rows[i].about, "was accepted");
    }
}

/* RFC 8949 appendix A, as far as we write. */
static void
test_cbor_heads(void **state)
{
    (void)state;
    static const struct {
        uint64_t number;
        const char *hex;
    } rows[] = {
        {0, "00"},
        {1, "01"},
        {10, "0a"},
        {23, "17"},
        {24, "1818"},
        {25, "1819"},
        {100, "1864"},
        {1000, "1903e8"},
        {1000000, "1a000f4240"},
        {1000000000000, "1b000000e8d4a51000"},
        {UINT64_MAX, "1bffffffffffffffff"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(buffer) *out = buffer_new(16);
        char hex[32];
        cbor_write_head(out, CBOR_UNSIGNED, rows[i].number);
        assert_string_equal(hex_write((const uint8_t *)out->data, out->size, hex), rows[i].hex);
        struct cbor cbor = cbor_from(buffer_span(out));
        assert_true(cbor_read_head(&cbor, CBOR_UNSIGNED) == rows[i].number);
        assert_true(cbor_is_done(&cbor));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes_of_each_kind),
        cmocka_unit_test(test_bent),
        cmocka_unit_test(test_cbor_heads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
