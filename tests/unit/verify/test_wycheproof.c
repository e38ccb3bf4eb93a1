/* SPDX-License-Identifier: Apache-2.0
 *
 * Wycheproof's vectors through the whole path of a record.  Their messages are no SignedInfo and
 * their private keys are nobody's, so what a vector bends is bent in a record's own signature: of
 * RSA the padded block (what the vector's signature opens to, with our digest for the vector's), of
 * P-256 the two numbers.  Vectors about a special hash or key have nothing that could be carried
 * over; crypto/keys and crypto/cms run all of them as they are.
 */
#include "tests/support/test.h"

#include <jansson.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "base/encode.h"
#include "crypto/handles.h"
#include "crypto/pkcs12.h"
#include "tests/support/signed_record.h"
#include "verify/verify.h"

enum { VALUE_MAX = 512, RSA_BYTES = 256, RUN_MIN = 6 };

/* The school's signature on a record, and the key that made it. */
struct seal {
    struct arena *arena;
    struct test_school *school;
    struct signer *signer;
    struct private_key *key;
    struct span file; /* signed by all three */
    const char *value, *value_end;
    struct digest digest; /* of the SignedInfo */
    struct signature_value own;
};

/* A whole number as bytes, at least `size` of them. */
static struct span
bytes_of(struct arena *arena, const BIGNUM *number, size_t size)
{
    size_t needed = (size_t)BN_num_bytes(number) > size ? (size_t)BN_num_bytes(number) : size;
    unsigned char *bytes = arena_alloc(arena, needed + 1);

    assert_int_equal(BN_bn2binpad(number, bytes, (int)needed), needed);
    return (struct span){(const char *)bytes, needed};
}

static BIGNUM *
number_of(struct span bytes)
{
    BIGNUM *number = BN_bin2bn((const unsigned char *)bytes.data, (int)bytes.size, NULL);

    assert_non_null(number);
    return number;
}

static BIGNUM *
number_of_key(const EVP_PKEY *key, const char *name)
{
    BIGNUM *number = NULL;

    assert_int_equal(EVP_PKEY_get_bn_param(key, name, &number), 1);
    return number;
}

static const char *
field(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    assert_non_null(text);
    return text;
}

static struct span
unhex(struct arena *arena, const char *text)
{
    size_t size = strlen(text) / 2;
    uint8_t *bytes = arena_alloc(arena, size + 1);

    assert_true(hex_read(span_of(text), bytes, size));
    return (struct span){(const char *)bytes, size};
}

/* --- the record ------------------------------------------------------------------------------- */

static void
open_seal(struct seal *seal, enum key_kind kind)
{
    const struct certificate_request request = {.kind = CERTIFICATE_ORGANISATION,
                                                .common_name = "Trường Tiểu học Trần Hưng Đạo",
                                                .organisation = "Trường Tiểu học Trần Hưng Đạo",
                                                .tax_code = "5700000001",
                                                .school_code = "22193401"};
    AUTO(secret) *word = secret_copy("wycheproof", 10);
    AUTO(buffer) *file = test_pki_pkcs12(seal->school->pki, kind, &request, "wycheproof");
    AUTO(certificate_chain) *chain = NULL;
    struct error err;

    assert_ok(signer_open_file(buffer_span(file), word, &seal->signer, &err));
    assert_ok(pkcs12_parse(buffer_span(file), word, &seal->key, &chain, &err));
}

static void
begin(struct seal *seal, enum key_kind kind)
{
    struct error err;

    *seal = (struct seal){.arena = arena_new(), .school = test_school_new(KEY_P256, false)};
    open_seal(seal, kind);
    struct span file = test_unsigned(seal->arena, false);
    file = test_sign(seal->arena, file, seal->school->class_teacher, SIGNER_CLASS_TEACHER, NULL,
                     SIGNED_AT);
    file = test_sign(seal->arena, file, seal->school->principal, SIGNER_PRINCIPAL, NULL,
                     SIGNED_AT + 60);
    seal->file = test_sign(seal->arena, file, seal->signer, SIGNER_SCHOOL, NULL, SIGNED_AT + 120);
    const char *from = strstr(strstr(seal->file.data, "Id=\"sig-school\""), "<ds:SignedInfo");
    const char *to = strstr(from, "</ds:SignedInfo>") + strlen("</ds:SignedInfo>");
    seal->digest = sha256((struct span){from, (size_t)(to - from)});
    seal->value = strchr(strstr(to, "<ds:SignatureValue"), '>') + 1;
    seal->value_end = strchr(seal->value, '<');
    assert_ok(private_key_sign(seal->key, &seal->digest, &seal->own, &err));
}

static void
end(struct seal *seal)
{
    private_key_free(seal->key);
    signer_free(seal->signer);
    test_school_free(seal->school);
    arena_free(seal->arena);
}

/* The record with this value in the school's signature: believed, or refused for the value. */
static void
try(const struct seal *seal, struct span value, bool good, const char *about)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct verify_material material = {.anchors = seal->school->pki->anchors, .now = PKI_NOW};
    struct verdict_report report;
    struct error err;

    buffer_add(out, seal->file.data, (size_t)(seal->value - seal->file.data));
    base64_add(out, value.data, value.size);
    buffer_add(out, seal->value_end, (size_t)(seal->file.data + seal->file.size - seal->value_end));
    assert_ok(verify_record(buffer_span(out), &material, arena, &report, &err));
    if (report.verdict != (good ? VERDICT_AUTHENTIC : VERDICT_NOT_AUTHENTIC))
        row_fail(about, "%s: %s", verdict_word(report.verdict),
                 report.checks[CHECK_SIGNATURES].reason);
    bool for_the_value = report.checks[CHECK_SIGNATURES].result == CHECK_NO ||
                         report.checks[CHECK_FORMAT].result == CHECK_NO;
    if (!good && !for_the_value)
        row_fail(about, "refused for another reason");
}

/* --- RSA -------------------------------------------------------------------------------------- */

/* Whatever stands in the block of the vector's digest, whole or in part, becomes ours. */
static void
put_digest(uint8_t *block, const struct digest *from, const struct digest *to)
{
    for (size_t at = 0; at < RSA_BYTES;) {
        size_t best = 0, best_from = 0;
        for (size_t i = 0; i < SHA256_SIZE; i++) {
            size_t run = 0;
            while (at + run < RSA_BYTES && i + run < SHA256_SIZE &&
                   block[at + run] == from->bytes[i + run])
                run++;
            if (run > best) {
                best = run;
                best_from = i;
            }
        }
        if (best >= RUN_MIN)
            memcpy(block + at, to->bytes + best_from, best);
        at += best >= RUN_MIN ? best : 1;
    }
}

/* The vector's value with everything that is odd about it, made with our key over our digest. */
static struct span
carry_rsa(const struct seal *seal, const EVP_PKEY *key, struct span value,
          const struct digest *digest)
{
    EVP_PKEY *ours = private_key_handle(seal->key);
    BN_CTX *context = BN_CTX_new();
    BIGNUM *n = number_of_key(key, OSSL_PKEY_PARAM_RSA_N);
    BIGNUM *e = number_of_key(key, OSSL_PKEY_PARAM_RSA_E);
    BIGNUM *own_n = number_of_key(ours, OSSL_PKEY_PARAM_RSA_N);
    BIGNUM *own_d = number_of_key(ours, OSSL_PKEY_PARAM_RSA_D);
    BIGNUM *times = BN_new(), *rest = BN_new(), *made = BN_new(), *whole = number_of(value);
    uint8_t block[RSA_BYTES];

    assert_int_equal(BN_div(times, rest, whole, n, context), 1);
    assert_int_equal(BN_mod_exp(rest, rest, e, n, context), 1);
    assert_int_equal(BN_bn2binpad(rest, block, RSA_BYTES), RSA_BYTES);
    put_digest(block, digest, &seal->digest);
    BN_bin2bn(block, RSA_BYTES, rest);
    assert_int_equal(BN_nnmod(rest, rest, own_n, context), 1);
    assert_int_equal(BN_mod_exp(made, rest, own_d, own_n, context), 1);
    assert_int_equal(BN_mul(times, times, own_n, context), 1);
    assert_int_equal(BN_add(made, made, times), 1); /* as far from reduced as the vector's */
    struct span carried = bytes_of(seal->arena, made, value.size);
    BIGNUM *all[] = {n, e, own_n, times, rest, made, whole};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        BN_free(all[i]);
    BN_clear_free(own_d);
    BN_CTX_free(context);
    return carried;
}

static size_t
try_rsa_group(const struct seal *seal, const json_t *group)
{
    struct span der = unhex(seal->arena, field(group, "publicKeyDer"));
    const unsigned char *at = (const unsigned char *)der.data;
    EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)der.size);
    const json_t *test;
    size_t index, tried = 0;

    assert_non_null(key);
    /* Keys with e = 3 are refused as keys. */
    bool small = strcmp(field(json_object_get(group, "publicKey"), "publicExponent"), "03") == 0;
    json_array_foreach(json_object_get(group, "tests"), index, test)
    {
        struct digest digest = sha256(unhex(seal->arena, field(test, "msg")));
        struct span value = unhex(seal->arena, field(test, "sig"));
        if (small)
            continue;
        try(seal, carry_rsa(seal, key, value, &digest), strcmp(field(test, "result"), "valid") == 0,
            field(test, "comment"));
        tried++;
    }
    EVP_PKEY_free(key);
    return tried;
}

/* --- P-256 ------------------------------------------------------------------------------------ */

/* How far the vector's number is from the right one, from ours; `of` - number when that is it. */
static struct span
carry_number(const struct seal *seal, struct span right, struct span bent, struct span own,
             const char *order)
{
    BIGNUM *a = number_of(right), *b = number_of(bent), *c = number_of(own), *of = NULL;
    BIGNUM *sum = BN_new();

    assert_true(BN_hex2bn(&of, order) > 0);
    assert_int_equal(BN_add(sum, a, b), 1);
    if (BN_cmp(sum, of) == 0) {
        assert_int_equal(BN_sub(c, of, c), 1);
    } else {
        assert_int_equal(BN_sub(b, b, a), 1);
        assert_int_equal(BN_add(c, c, b), 1);
    }
    struct span carried = bytes_of(seal->arena, c, bent.size);
    BIGNUM *all[] = {a, b, c, of, sum};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        BN_free(all[i]);
    return carried;
}

static struct span
half(struct span value, size_t which)
{
    return (struct span){value.data + which * value.size / 2, value.size / 2};
}

/* A value whose numbers are as far from ours as the vector's are from the right ones. */
static struct span
carry_p256(const struct seal *seal, struct span right, struct span bent)
{
    static const char order[] = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";
    struct span own = {(const char *)seal->own.bytes, seal->own.size};
    struct span numbers[2];

    for (size_t i = 0; i < 2; i++)
        numbers[i] = carry_number(seal, half(right, i), half(bent, i), half(own, i), order);
    char *out = arena_alloc(seal->arena, numbers[0].size + numbers[1].size + 1);
    memcpy(out, numbers[0].data, numbers[0].size);
    memcpy(out + numbers[0].size, numbers[1].data, numbers[1].size);
    return (struct span){out, numbers[0].size + numbers[1].size};
}

/* The first group bends one signature, its first; the others are right ones of special kinds. */
static size_t
try_p256_group(const struct seal *seal, const json_t *group)
{
    const json_t *tests = json_object_get(group, "tests"), *test;
    struct span right = unhex(seal->arena, field(json_array_get(tests, 0), "sig"));
    size_t index, tried = 0;

    json_array_foreach(tests, index, test)
    {
        struct span value = unhex(seal->arena, field(test, "sig"));
        bool special = strncmp(field(test, "comment"), "Signature with special case", 27) == 0;
        bool good = strcmp(field(test, "result"), "valid") == 0;
        if (good && index > 0)
            continue;
        try(seal, special ? value : carry_p256(seal, right, value), good, field(test, "comment"));
        tried++;
    }
    return tried;
}

/* --- the files -------------------------------------------------------------------------------- */

static void
run(enum key_kind kind, const char *name,
    size_t (*try_group)(const struct seal *seal, const json_t *group), size_t groups, size_t count)
{
    struct seal seal;
    json_error_t why;
    json_t *root = json_load_file(name, 0, &why);
    size_t tried = 0;

    assert_non_null(root);
    begin(&seal, kind);
    try(&seal, (struct span){(const char *)seal.own.bytes, seal.own.size}, true, "our own");
    const json_t *all = json_object_get(root, "testGroups");
    for (size_t i = 0; i < groups && i < json_array_size(all); i++)
        tried += try_group(&seal, json_array_get(all, i));
    assert_int_equal(tried, count);
    end(&seal);
    json_decref(root);
}

static void
test_rsa(void **state)
{
    (void)state;
    run(KEY_RSA, VECTORS "/wycheproof/rsa_signature_2048_sha256_test.json", try_rsa_group, 3, 257);
}

static void
test_p256(void **state)
{
    (void)state;
    run(KEY_P256, VECTORS "/wycheproof/ecdsa_secp256r1_sha256_p1363_test.json", try_p256_group, 1,
        59);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rsa),
        cmocka_unit_test(test_p256),
    };

    return cmocka_run_group_tests_name("verify/wycheproof", tests, NULL, NULL);
}
