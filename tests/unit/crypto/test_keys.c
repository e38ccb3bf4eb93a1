/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/pki.h"
#include "tests/support/test.h"

#include "base/encode.h"
#include "crypto/ecdsa_value.h"
#include "crypto/random.h"

#include <pthread.h>

#include <jansson.h>

/* Bytes of a hexadecimal text of a vector. */
static struct span
unhex(struct arena *arena, const char *text)
{
    size_t size = strlen(text) / 2;
    uint8_t *bytes = arena_alloc(arena, size + 1);
    assert_true(hex_read(span_of(text), bytes, size));
    return (struct span){(const char *)bytes, size};
}

static const char *
field(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    assert_non_null(text);
    return text;
}

static bool
wanted(const json_t *test)
{
    const char *result = field(test, "result");
    if (strcmp(result, "acceptable") != 0)
        return strcmp(result, "valid") == 0;
    /* "acceptable" are the ones without the NULL of the digest's algorithm: we refuse them. */
    return false;
}

static size_t
check_group(const json_t *group, const char *key_field)
{
    struct error err;
    AUTO(arena) *arena = arena_new();
    AUTO(public_key) *key = NULL;
    if (public_key_parse(unhex(arena, field(group, key_field)), &key, &err) != OK) {
        /* e = 3 is refused as a key, so nothing can verify with it. */
        const json_t *parts = json_object_get(group, "publicKey");
        assert_string_equal(field(parts, "publicExponent"), "03");
        return json_array_size(json_object_get(group, "tests"));
    }
    size_t index;
    json_t *test;
    json_array_foreach(json_object_get(group, "tests"), index, test)
    {
        struct digest digest = sha256(unhex(arena, field(test, "msg")));
        struct span value = unhex(arena, field(test, "sig"));
        enum status status = public_key_verify(key, &digest, value, &err);
        if ((status == OK) != wanted(test))
            row_fail(field(test, "comment"), "tcId %d: %s",
                     (int)json_integer_value(json_object_get(test, "tcId")), field(test, "result"));
        assert_true(status == OK || status == UNTRUSTED);
    }
    return index;
}

static void
check_vectors(const char *path, const char *key_field, size_t count)
{
    json_error_t why;
    json_t *root = json_load_file(path, 0, &why);
    if (root == NULL)
        fail_msg("%s: %s", path, why.text);
    size_t index, seen = 0;
    json_t *group;
    json_array_foreach(json_object_get(root, "testGroups"), index, group) seen +=
        check_group(group, key_field);
    json_decref(root);
    assert_int_equal(seen, count);
}

static void
test_wycheproof_rsa(void **state)
{
    (void)state;
    check_vectors(VECTORS "/wycheproof/rsa_signature_2048_sha256_test.json", "publicKeyDer", 259);
}

static void
test_wycheproof_ecdsa(void **state)
{
    (void)state;
    check_vectors(VECTORS "/wycheproof/ecdsa_secp256r1_sha256_p1363_test.json", "publicKeyDer",
                  262);
}

static void
test_sign_and_verify(void **state)
{
    (void)state;
    struct error err;
    for (enum key_kind kind = KEY_RSA; kind <= KEY_P256; kind++) {
        AUTO(private_key) *key = test_key(kind);
        AUTO(private_key) *other = test_key(kind);
        struct digest digest = sha256(SPAN("học bạ")), changed = sha256(SPAN("hoc ba"));
        struct signature_value value;
        for (int round = 0; round < 3; round++) { /* the kept context serves again */
            assert_ok(private_key_sign(key, &digest, &value, &err));
            struct span bytes = {(const char *)value.bytes, value.size};
            assert_int_equal(value.size, kind == KEY_RSA ? 256 : 64);
            assert_ok(public_key_verify(private_key_public(key), &digest, bytes, &err));
            assert_int_equal(public_key_verify(private_key_public(key), &changed, bytes, &err),
                             UNTRUSTED);
            assert_int_equal(public_key_verify(private_key_public(other), &digest, bytes, &err),
                             UNTRUSTED);
            bytes.size--;
            assert_int_equal(public_key_verify(private_key_public(key), &digest, bytes, &err),
                             UNTRUSTED);
        }
    }
}

static void
test_pem(void **state)
{
    (void)state;
    struct error err;
    AUTO(private_key) *key = test_key(KEY_P256);
    AUTO(secret) *passphrase = secret_copy("mật khẩu", strlen("mật khẩu"));
    AUTO(secret) *wrong = secret_copy("khác", strlen("khác"));
    AUTO(buffer) *pem = buffer_new(KEY_PEM_MAX);
    assert_ok(private_key_write_pem(key, passphrase, pem, &err));
    assert_non_null(strstr(pem->data, "ENCRYPTED PRIVATE KEY"));

    AUTO(private_key) *again = NULL;
    assert_int_equal(private_key_parse_pem(buffer_span(pem), wrong, &again, &err), DENIED);
    assert_int_equal(private_key_parse_pem(buffer_span(pem), NULL, &again, &err), DENIED);
    assert_int_equal(private_key_parse_pem(SPAN("not a key"), NULL, &again, &err), INVALID);
    assert_null(again);
    assert_ok(private_key_parse_pem(buffer_span(pem), passphrase, &again, &err));
    struct digest a = public_key_id(private_key_public(key));
    struct digest b = public_key_id(private_key_public(again));
    assert_true(digest_equal(&a, &b));
}

/* Keys that are not accepted, as SubjectPublicKeyInfo in hexadecimal. */
static void
test_refused_keys(void **state)
{
    (void)state;
    static const struct {
        const char *about, *hex;
    } rows[] = {
        {"empty", ""},
        {"not DER", "00112233"},
        {"Ed25519", "302a300506032b657003210019bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38"
                    "ad703166e1"},
        {"RSA of 1024 bits", "30819f300d06092a864886f70d010101050003818d0030818902818100c06ed20eeac"
                             "980a68629979079f34ec297174489ae35f4f866"
                             "f56a5dfa02c5e4fe74dd63d64a264397169d07056e1dd18d634abe512ab3162146116"
                             "f0ad491d3fab200da0853d8281f1c45b155652f"
                             "fad346c70312388d3e4e4da86545fbee36cd3f37ea38d93bba56619a51fbcf4d86b02"
                             "3a0ef92a0a355ae0ae596ea7b249b0203010001"},
        {"P-256 with a byte after it", "3059301306072a8648ce3d020106082a8648ce3d030107034200042927b"
                                       "10512bae3eddcfe467828128bad2903"
                                       "269919f7086069c8c4df6c732838c7787964eaac00e5921fb1498a60f46"
                                       "06766b3d9685001558d1a974e7341513"
                                       "e00"},
        {"a point beside the curve", "3059301306072a8648ce3d020106082a8648ce3d030107034200042927b10"
                                     "512bae3eddcfe467828128bad2903"
                                     "269919f7086069c8c4df6c732838c7787964eaac00e5921fb1498a60f4606"
                                     "766b3d9685001558d1a974e7341513"
                                     "f"},
    };
    AUTO(arena) *arena = arena_new();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err;
        struct public_key *key = NULL;
        if (public_key_parse(unhex(arena, rows[i].hex), &key, &err) != INVALID)
            row_fail(rows[i].about, "accepted");
        assert_null(key);
    }
    struct error err;
    struct private_key *small = NULL;
    assert_int_equal(private_key_make(KEY_RSA, 1024, &small, &err), INVALID);
}

static void
test_ecdsa_value(void **state)
{
    (void)state;
    static const struct {
        const char *about;
        uint8_t r_first, r_last, s_first;
        bool good;
    } rows[] = {
        {"plain", 0x11, 1, 0x22, true},
        {"high bits", 0x80, 1, 0xf0, true},
        {"r is zero", 0, 0, 0x22, false},
        {"short r", 0, 1, 0x22, true},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint8_t raw[64] = {0}, der[ECDSA_DER_MAX], back[64];
        size_t size = 0;
        raw[0] = rows[i].r_first;
        raw[31] = rows[i].r_last;
        raw[32] = rows[i].s_first;
        if (ecdsa_value_to_der(raw, der, &size) != rows[i].good)
            row_fail(rows[i].about, "to DER");
        if (!rows[i].good)
            continue;
        if (!ecdsa_value_from_der(der, size, back) || memcmp(raw, back, 64) != 0)
            row_fail(rows[i].about, "from DER");
        for (size_t cut = 0; cut < size; cut++)
            assert_false(ecdsa_value_from_der(der, cut, back));
        der[1]++;
        assert_false(ecdsa_value_from_der(der, size, back));
    }
    uint8_t all[64], der[ECDSA_DER_MAX];
    size_t size;
    memset(all, 0xff, sizeof all);
    assert_false(ecdsa_value_to_der(all, der, &size)); /* r >= n */
}

/* Threads share keys: each finds the kept context or makes one. */
struct shared {
    const struct private_key *key;
    struct digest digest;
};

static void *
use_key(void *context)
{
    const struct shared *shared = context;
    struct error err;
    struct signature_value value;
    for (int i = 0; i < 50; i++) {
        if (private_key_sign(shared->key, &shared->digest, &value, &err) != OK ||
            public_key_verify(private_key_public(shared->key), &shared->digest,
                              (struct span){(const char *)value.bytes, value.size}, &err) != OK)
            return NULL;
    }
    return context;
}

static void
test_shared_key(void **state)
{
    (void)state;
    AUTO(private_key) *key = test_key(KEY_P256);
    struct shared shared = {key, sha256(SPAN("chung"))};
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, use_key, &shared), 0);
    for (int i = 0; i < 4; i++) {
        void *answer;
        pthread_join(threads[i], &answer);
        assert_ptr_equal(answer, &shared);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wycheproof_rsa),  cmocka_unit_test(test_wycheproof_ecdsa),
        cmocka_unit_test(test_sign_and_verify), cmocka_unit_test(test_pem),
        cmocka_unit_test(test_refused_keys),    cmocka_unit_test(test_shared_key),
        cmocka_unit_test(test_ecdsa_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
