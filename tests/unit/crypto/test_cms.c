/* SPDX-License-Identifier: Apache-2.0
 *
 * CMS: what OpenSSL signs through our reader, and Wycheproof's RSA and P-256 vectors each wrapped
 * into a SignedData.
 */
#include "tests/support/services.h"
#include "tests/support/test.h"

#include "base/encode.h"
#include "crypto/cms.h"
#include "crypto/der_write.h"
#include "crypto/handles.h"

#include <jansson.h>
#include <stdlib.h>

#include <openssl/cms.h>
#include <openssl/x509v3.h>

static const struct span content = {"học bạ", 9};

/* --- OpenSSL's signatures -------------------------------------------------------------------- */

struct bench {
    struct test_pki *pki;
    struct test_service *person, *rsa;
};

static int
set_up(void **state)
{
    static struct bench it;
    it.pki = test_pki_new("A", false);
    it.person = test_service_new(it.pki, CERTIFICATE_PERSON, KEY_P256);
    it.rsa = test_service_new(it.pki, CERTIFICATE_PERSON, KEY_RSA);
    *state = &it;
    return 0;
}

static int
tear_down(void **state)
{
    struct bench *it = *state;
    test_service_free(it->person);
    test_service_free(it->rsa);
    test_pki_free(it->pki);
    return 0;
}

/* CMS_sign with CAdES's signing-certificate attribute. `second`: a second signer, or NULL. */
static struct buffer *
sign(const struct test_service *signer, const struct test_service *second, const EVP_MD *hash,
     unsigned flags)
{
    flags |= CMS_BINARY | CMS_NOSMIMECAP;
    BIO *data = library_reader(content);
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, flags | CMS_PARTIAL);
    assert_non_null(cms);
    assert_non_null(CMS_add1_signer(cms, certificate_handle(signer->certificate),
                                    private_key_handle(signer->key), hash, flags));
    if (second != NULL)
        assert_non_null(CMS_add1_signer(cms, certificate_handle(second->certificate),
                                        private_key_handle(second->key), hash, flags));
    assert_int_equal(CMS_final(cms, data, NULL, flags), 1);
    unsigned char *der = NULL;
    int size = i2d_CMS_ContentInfo(cms, &der);
    assert_true(size > 0);
    struct buffer *out = buffer_new((size_t)size);
    buffer_add(out, der, (size_t)size);
    OPENSSL_free(der);
    CMS_ContentInfo_free(cms);
    BIO_free(data);
    return out;
}

static void
test_signatures(void **state)
{
    const struct bench *it = *state;
    const struct {
        const char *about;
        const struct test_service *signer, *second;
        const EVP_MD *hash;
        unsigned flags;
        enum status parsed, checked;
    } rows[] = {
        {"detached, P-256", it->person, NULL, EVP_sha256(), CMS_CADES | CMS_DETACHED, OK, OK},
        {"embedded, RSA", it->rsa, NULL, EVP_sha256(), CMS_CADES, OK, OK},
        {"SHA-512", it->rsa, NULL, EVP_sha512(), CMS_CADES | CMS_DETACHED, OK, OK},
        {"signer by key identifier", it->person, NULL, EVP_sha256(), CMS_CADES | CMS_USE_KEYID, OK,
         OK},
        {"no certificates along", it->person, NULL, EVP_sha256(), CMS_CADES | CMS_NOCERTS, OK, OK},
        {"no signing-certificate attribute", it->person, NULL, EVP_sha256(), CMS_DETACHED, INVALID,
         INVALID},
        {"no signed attributes", it->person, NULL, EVP_sha256(), CMS_NOATTR, OK, UNTRUSTED},
        {"two signers", it->person, it->rsa, EVP_sha256(), CMS_CADES, INVALID, INVALID},
        {"SHA-1", it->rsa, NULL, EVP_sha1(), CMS_CADES, OK, UNTRUSTED},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err = {0};
        struct cms cms;
        AUTO(buffer) *der = sign(rows[i].signer, rows[i].second, rows[i].hash, rows[i].flags);
        enum status status = cms_parse(buffer_span(der), CMS_DATA, &cms, &err);
        if (status != rows[i].parsed)
            row_fail(rows[i].about, "%d: %s", (int)status, err.message);
        if (status != OK)
            continue;
        status = cms_check(&cms, content, rows[i].signer->certificate, ALGORITHMS_STRICT, &err);
        if (status != rows[i].checked)
            row_fail(rows[i].about, "check %d: %s", (int)status, err.message);
        if (rows[i].checked != OK)
            continue;
        const struct certificate *other =
            rows[i].signer == it->rsa ? it->person->certificate : it->rsa->certificate;
        assert_int_equal(cms_check(&cms, content, other, ALGORITHMS_STRICT, &err), UNTRUSTED);
        assert_int_equal(
            cms_check(&cms, SPAN("hoc ba"), rows[i].signer->certificate, ALGORITHMS_STRICT, &err),
            UNTRUSTED);
        assert_int_equal(cms_parse((struct span){der->data, der->size - 1}, CMS_DATA, &cms, &err),
                         INVALID);
        buffer_free(der);
        der = sign(rows[i].signer, NULL, rows[i].hash, rows[i].flags);
        AUTO(buffer) *longer = buffer_new(CMS_MAX);
        buffer_add(longer, der->data, der->size);
        buffer_char(longer, 0);
        assert_int_equal(cms_parse(buffer_span(longer), CMS_DATA, &cms, &err), INVALID);
    }
}

/* Every byte of a signature without certificates changed: refused. */
static void
test_flipped_bytes(void **state)
{
    const struct bench *it = *state;
    struct error err;
    AUTO(buffer) *der = sign(it->person, NULL, EVP_sha256(), CMS_CADES | CMS_NOCERTS);
    for (size_t at = 0; at < der->size; at++) {
        struct cms cms;
        char kept = der->data[at];
        der->data[at] = (char)(kept ^ (at % 2 ? 0x01 : 0x80));
        if (cms_parse(buffer_span(der), CMS_DATA, &cms, &err) == OK && cms.content.data != NULL &&
            cms_check(&cms, cms.content, it->person->certificate, ALGORITHMS_STRICT, &err) == OK)
            fail_msg("byte %zu of %zu changed: still good", at, der->size);
        der->data[at] = kept;
    }
}

/* --- Wycheproof ------------------------------------------------------------------------------ */

static struct span
unhex(struct arena *arena, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    assert_non_null(text);
    size_t size = strlen(text) / 2;
    uint8_t *bytes = arena_alloc(arena, size + 1);
    assert_true(hex_read(span_of(text), bytes, size));
    return (struct span){(const char *)bytes, size};
}

/* A certificate for a key of which only the public half is known; NULL: the key is refused. */
static struct certificate *
certify(const struct bench *it, struct span key)
{
    struct error err;
    X509 *x509 = X509_dup(certificate_handle(it->person->certificate));
    const unsigned char *at = (const unsigned char *)key.data;
    EVP_PKEY *pkey = d2i_PUBKEY(NULL, &at, (long)key.size);
    assert_non_null(pkey);
    assert_int_equal(X509_set_pubkey(x509, pkey), 1);
    assert_true(X509_sign(x509, private_key_handle(it->pki->authority_key), library_sha256()) > 0);
    unsigned char *der = NULL;
    int size = i2d_X509(x509, &der);
    struct certificate *made = NULL;
    if (certificate_parse((struct span){(const char *)der, (size_t)size}, &made, &err) != OK)
        assert_null(made);
    OPENSSL_free(der);
    EVP_PKEY_free(pkey);
    X509_free(x509);
    return made;
}

static void
put_signer(struct buffer *out, const struct certificate *signer, struct span value)
{
    static const uint8_t rsa[] = {0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 11, 5, 0};
    static const uint8_t ecdsa[] = {0x30, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2};
    bool is_rsa = public_key_kind(signer->key) == KEY_RSA;
    size_t set = out->size, one = set;
    der_put_small(out, DER_INTEGER, 1);
    size_t id = out->size;
    der_put_whole(out, signer->issuer_der);
    der_put_whole(out, signer->serial_der);
    der_close(out, id, DER_SEQUENCE);
    der_put_whole(out, hash_algorithm_der(HASH_SHA256));
    der_put_whole(out, is_rsa ? (struct span){(const char *)rsa, sizeof rsa}
                              : (struct span){(const char *)ecdsa, sizeof ecdsa});
    der_put(out, DER_OCTET_STRING, value);
    der_close(out, one, DER_SEQUENCE);
    der_close(out, set, DER_SET);
}

/* A vector's message and signature as SignedData over id-data, without signed attributes: with
 * them it would be those that were signed. */
static void
wrap(struct buffer *out, const struct certificate *signer, struct span message, struct span value)
{
    size_t whole = out->size;
    der_put(out, DER_OID, SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"));
    size_t tagged = out->size, inside = tagged;
    der_put_small(out, DER_INTEGER, 1);
    size_t hashes = out->size;
    der_put_whole(out, hash_algorithm_der(HASH_SHA256));
    der_close(out, hashes, DER_SET);
    size_t info = out->size;
    der_put(out, DER_OID, CMS_DATA);
    size_t octets = out->size;
    der_put(out, DER_OCTET_STRING, message);
    der_close(out, octets, DER_CONTEXT_CONSTRUCTED(0));
    der_close(out, info, DER_SEQUENCE);
    put_signer(out, signer, value);
    der_close(out, inside, DER_SEQUENCE);
    der_close(out, tagged, DER_CONTEXT_CONSTRUCTED(0));
    der_close(out, whole, DER_SEQUENCE);
}

static size_t
check_group(const struct bench *it, const json_t *group)
{
    AUTO(arena) *arena = arena_new();
    AUTO(certificate) *signer = certify(it, unhex(arena, group, "publicKeyDer"));
    size_t index;
    json_t *test;
    if (signer == NULL) /* e = 3 */
        return json_array_size(json_object_get(group, "tests"));
    json_array_foreach(json_object_get(group, "tests"), index, test)
    {
        struct error err;
        struct cms cms;
        AUTO(buffer) *der = buffer_new(CMS_MAX);
        wrap(der, signer, unhex(arena, test, "msg"), unhex(arena, test, "sig"));
        if (cms_parse(buffer_span(der), CMS_DATA, &cms, &err) != OK)
            row_fail(json_string_value(json_object_get(test, "comment")), "%s", err.message);
        bool want = strcmp(json_string_value(json_object_get(test, "result")), "valid") == 0;
        bool got = cms_check_bare(&cms, cms.content, signer, ALGORITHMS_STRICT, &err) == OK;
        if (got != want)
            row_fail(json_string_value(json_object_get(test, "comment")), "tcId %d: %s",
                     (int)json_integer_value(json_object_get(test, "tcId")),
                     got ? "accepted" : err.message);
        assert_int_equal(cms_check(&cms, cms.content, signer, ALGORITHMS_STRICT, &err), UNTRUSTED);
    }
    return index;
}

static void
check_vectors(const struct bench *it, const char *path, size_t count)
{
    json_error_t why;
    json_t *root = json_load_file(path, 0, &why), *group;
    size_t index, seen = 0;
    assert_non_null(root);
    json_array_foreach(json_object_get(root, "testGroups"), index, group) seen +=
        check_group(it, group);
    json_decref(root);
    assert_int_equal(seen, count);
}

static void
test_wycheproof(void **state)
{
    check_vectors(*state, VECTORS "/wycheproof/rsa_signature_2048_sha256_test.json", 259);
    check_vectors(*state, VECTORS "/wycheproof/ecdsa_secp256r1_sha256_test.json", 484);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signatures),
        cmocka_unit_test(test_flipped_bytes),
        cmocka_unit_test(test_wycheproof),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
