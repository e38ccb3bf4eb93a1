/* SPDX-License-Identifier: Apache-2.0
 *
 * Signed decisions about issued records: the officer's signature, the seal over it, and whatever
 * somebody made of them.
 */
#include "tests/support/test.h"

#include "tests/support/signed_record.h"
#include "verify/decision.h"

#define UUID    "01234567-89ab-4cde-8f01-23456789abcd"
#define REQUEST "11234567-89ab-4cde-8f01-23456789abcd"

enum { FLIP_EVERY = 97 };

static struct span
copy(struct arena *arena, const struct buffer *bytes)
{
    return (struct span){arena_copy(arena, bytes->data, bytes->size), bytes->size};
}

static struct span
unsigned_decision(struct arena *arena, const char *department_code)
{
    AUTO(buffer) *out = buffer_new(DECISION_FILE_MAX);
    struct decision_row row = {.record = UUID, .ruling = RULING_REVOKE, .reason = "nhập sai"};
    struct decision_data data = {
        .department_name = "Sở GDĐT",
        .department_code = department_code,
        .number = "12/QĐ",
        .school_name = "Trường",
        .school_code = "22193401",
        .year_name = "2023-2024",
        .request = REQUEST,
        .made = {SIGNED_AT, VIETNAM_OFFSET_MINUTES},
        .rows = {&row, 1, 1},
    };
    struct error err;

    assert_ok(decision_xml_write(&data, out, &err));
    return copy(arena, out);
}

static struct span
sign_as(struct arena *arena, struct span document, enum xades_office office, struct signer *signer)
{
    AUTO(buffer) *out = buffer_new(DECISION_FILE_MAX);
    AUTO(xades_identity) *identity = NULL;
    static const uint8_t salt[XADES_SALT_SIZE] = {1};
    struct signature_value value;
    struct xades_pending pending;
    struct error err;

    assert_ok(xades_identity_make(signer_chain(signer), &identity, &err));
    assert_ok(xades_prepare_pair(document, office,
                                 (struct moment){SIGNED_AT, VIETNAM_OFFSET_MINUTES}, salt, identity,
                                 arena, &pending, &err));
    assert_ok(signer_sign(signer, &pending.to_be_signed, 1, &value, &err));
    assert_ok(xades_attach(document, &pending, (struct span){(const char *)value.bytes, value.size},
                           out, &err));
    return copy(arena, out);
}

static struct span
sealed(struct arena *arena, const struct test_school *school, struct signer *seal)
{
    struct span document = unsigned_decision(arena, "22");

    document = sign_as(arena, document, OFFICE_OFFICER, school->principal);
    return sign_as(arena, document, OFFICE_DEPARTMENT, seal);
}

static enum status
judge(const struct test_school *school, struct arena *arena, struct span file)
{
    struct decision_file decision;
    struct error err;

    return decision_judge(file, school->pki->anchors, PKI_NOW, arena, &decision, &err);
}

static void
test_sealed(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    for (enum key_kind kind = KEY_RSA; kind <= KEY_P256; kind++) {
        AUTO(test_school) *school = test_school_new(kind, false);
        struct span file = sealed(arena, school, school->department);
        struct decision_file decision;
        struct error err;

        assert_ok(decision_read(file, arena, &decision, &err));
        assert_true(decision.sealed);
        assert_string_equal(decision.data.number, "12/QĐ");
        assert_int_equal(decision.seal.at.seconds, SIGNED_AT);
        assert_memory_equal(decision.officer.certificate.bytes,
                            signer_chain(school->principal)->items[0]->sha256.bytes, 32);
        struct digest key = certificate_key_id(signer_chain(school->department)->items[0]);
        assert_memory_equal(decision.seal.kid, key.bytes, sizeof decision.seal.kid);
        assert_int_equal(judge(school, arena, file), OK);
        assert_int_equal(decision_judge(file, school->pki->anchors, PKI_NOW + 100L * 365 * 86400,
                                        arena, &decision, &err),
                         UNDECIDED);
    }
}

/* Nobody signs twice, out of turn, or instead of the department. */
static void
test_who_and_when(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(test_school) *school = test_school_new(KEY_P256, false);
    AUTO(xades_identity) *identity = NULL;
    static const uint8_t salt[XADES_SALT_SIZE];
    struct span plain = unsigned_decision(arena, "22");
    struct span signed_once = sign_as(arena, plain, OFFICE_OFFICER, school->principal);
    struct span whole = sealed(arena, school, school->department);
    struct decision_file decision;
    struct xades_pending pending;
    struct error err;
    const struct {
        struct span document;
        enum xades_office office;
        enum status want;
    } rows[] = {
        {plain, OFFICE_DEPARTMENT, INVALID},
        {signed_once, OFFICE_OFFICER, CONFLICT},
        {whole, OFFICE_OFFICER, CONFLICT},
        {whole, OFFICE_DEPARTMENT, CONFLICT},
        {SPAN("<SO_DANG_KY_CHUNG_THU></SO_DANG_KY_CHUNG_THU>"), OFFICE_OFFICER, INVALID},
    };

    assert_ok(xades_identity_make(signer_chain(school->department), &identity, &err));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(xades_prepare_pair(rows[i].document, rows[i].office,
                                            (struct moment){SIGNED_AT, 420}, salt, identity, arena,
                                            &pending, &err),
                         rows[i].want);
    assert_ok(decision_read(signed_once, arena, &decision, &err));
    assert_false(decision.sealed);
    assert_int_equal(judge(school, arena, signed_once), UNTRUSTED);
    assert_int_equal(judge(school, arena, sealed(arena, school, school->seal)), UNTRUSTED);
    /* Another department's name on it. */
    struct span other = unsigned_decision(arena, "31");
    other = sign_as(arena, other, OFFICE_OFFICER, school->principal);
    other = sign_as(arena, other, OFFICE_DEPARTMENT, school->department);
    assert_int_equal(judge(school, arena, other), UNTRUSTED);
}

/* The parts of a sealed file: up to the first signature, each signature, the end. */
static void
test_cut_and_joined(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(test_school) *school = test_school_new(KEY_P256, false);
    struct span file = sealed(arena, school, school->department);
    const char *first = memmem(file.data, file.size, "<ds:Signature ", 14);
    const char *second =
        memmem(first + 1, (size_t)(file.data + file.size - first - 1), "<ds:Signature ", 14);
    const char *end = memmem(second, (size_t)(file.data + file.size - second), "</QUYET_DINH", 12);
    int head = (int)(first - file.data), one = (int)(second - first), two = (int)(end - second);
    const char *const joined[] = {
        arena_printf(arena, "%.*s%s", head, file.data, end),
        arena_printf(arena, "%.*s%.*s%s", head, file.data, two, second, end),
        arena_printf(arena, "%.*s%.*s%.*s%s", head, file.data, two, second, one, first, end),
        arena_printf(arena, "%.*s%.*s%.*s%s", head, file.data, one, first, one, first, end),
        arena_printf(arena, "%.*s%.*s%.*s%.*s%s", head, file.data, one, first, two, second, two,
                     second, end),
    };

    for (size_t i = 0; i < COUNT_OF(joined); i++)
        assert_int_not_equal(judge(school, arena, span_of(joined[i])), OK);
}

static void
test_no_byte_can_change(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(test_school) *school = test_school_new(KEY_P256, false);
    struct span file = sealed(arena, school, school->department);
    char *bent = arena_copy(arena, file.data, file.size);

    for (size_t at = 40; at < file.size; at += FLIP_EVERY) {
        AUTO(arena) *each = arena_new();
        bent[at] ^= 1;
        if (judge(school, each, (struct span){bent, file.size}) == OK)
            row_fail("a bent byte", "at %zu", at);
        bent[at] ^= 1;
    }
    for (size_t size = 0; size < file.size; size += FLIP_EVERY)
        assert_int_not_equal(judge(school, arena, (struct span){file.data, size}), OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sealed),
        cmocka_unit_test(test_who_and_when),
        cmocka_unit_test(test_cut_and_joined),
        cmocka_unit_test(test_no_byte_can_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
