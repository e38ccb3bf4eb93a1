/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/pki.h"
#include "tests/support/test.h"

#include "crypto/handles.h"
#include "crypto/pkcs12.h"

#include <openssl/pkcs12.h>

static void
test_person(void **state)
{
    (void)state;
    AUTO(test_pki) *pki = test_pki_new("A", true);
    AUTO(signer) *signer = test_pki_person(pki, KEY_P256, "Nguyễn Thị Hoà, \"cô\"", "022184000123");
    const struct certificate *it = signer_chain(signer)->items[0];
    assert_string_equal(it->common_name, "Nguyễn Thị Hoà, \"cô\"");
    assert_string_equal(it->subject, "UID=CCCD:022184000123,CN=Nguyễn Thị Hoà\\, \\\"cô\\\",C=VN");
    assert_string_equal(it->issuer, "CN=Nơi cấp A,O=Đơn vị THỬ NGHIỆM,C=VN");
    assert_string_equal(it->issuer_name, "Nơi cấp A");
    assert_string_equal(it->person_number, "022184000123");
    assert_string_equal(certificate_number(it), "022184000123");
    assert_null(it->tax_code);
    assert_int_equal(it->not_before, PKI_FROM);
    assert_int_equal(it->not_after, PKI_TO);
    assert_int_equal(it->usage, USAGE_DIGITAL_SIGNATURE | USAGE_NON_REPUDIATION);
    assert_false(it->is_ca);
    assert_false(it->is_self_issued);
    assert_int_equal(strlen(it->serial_hex), 32);
    assert_int_equal(public_key_kind(it->key), KEY_P256);
}

static void
test_organisation(void **state)
{
    (void)state;
    AUTO(test_pki) *pki = test_pki_new("A", false);
    AUTO(signer) *signer = test_pki_seal(pki, KEY_RSA, "Trường Tiểu học Trần Hưng Đạo", "22193401");
    const struct certificate *it = signer_chain(signer)->items[0];
    assert_string_equal(it->tax_code, "5700000001");
    assert_string_equal(it->school_code, "22193401");
    assert_string_equal(it->organisation, "Trường Tiểu học Trần Hưng Đạo");
    assert_null(it->person_number);
    assert_int_equal(public_key_bits(it->key), 2048);
    assert_true(pki->root->is_ca && pki->root->is_self_issued);
    assert_int_equal(pki->authority->usage, USAGE_CERT_SIGN | USAGE_CRL_SIGN);
}

static void
test_training_mark(void **state)
{
    (void)state;
    AUTO(test_pki) *training = test_pki_new("T", true);
    AUTO(test_pki) *real = test_pki_new("R", false);
    AUTO(signer) *a = test_pki_person(training, KEY_P256, "A", "022184000123");
    AUTO(signer) *b = test_pki_person(real, KEY_P256, "B", "022184000123");
    assert_true(
        certificate_is_training(signer_chain(a)->items[0])); /* taken over from the issuer */
    assert_true(certificate_is_training(training->root));
    assert_true(anchors_are_training(training->anchors));
    assert_false(certificate_is_training(signer_chain(b)->items[0]));
    assert_false(anchors_are_training(real->anchors));
}

static void
test_refused_requests(void **state)
{
    (void)state;
    static char long_name[300];
    memset(long_name, 'x', sizeof long_name - 1);
    AUTO(test_pki) *pki = test_pki_new("A", false);
    AUTO(private_key) *key = test_key(KEY_P256);
    struct certificate_request fine = {
        .kind = CERTIFICATE_PERSON, .common_name = "A", .valid_from = PKI_FROM, .valid_to = PKI_TO};
    struct {
        const char *about;
        struct certificate_request request;
        enum status want;
    } rows[] = {
        {"fine", fine, OK},           {"no name", fine, INVALID},
        {"long name", fine, INVALID}, {"number of 9 digits", fine, INVALID},
        {"reversed", fine, INVALID},  {"longer than the issuer", fine, INVALID},
        {"a root", fine, INVALID},    {"training authority without the word", fine, INVALID},
    };
    rows[1].request.common_name = NULL;
    rows[2].request.common_name = long_name;
    rows[3].request.person_number = "123456789";
    rows[4].request.valid_to = PKI_FROM - 1;
    rows[5].request.valid_to = PKI_TO + 1;
    rows[6].request.kind = CERTIFICATE_ROOT;
    rows[7].request.kind = CERTIFICATE_AUTHORITY;
    rows[7].request.training = true;
    struct certificate_issuer issuer = {pki->authority, pki->authority_key};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err = {.message = ""};
        AUTO(certificate) *made = NULL;
        if (certificate_issue(&rows[i].request, key, &issuer, &made, &err) != rows[i].want)
            row_fail(rows[i].about, "%s", err.message);
    }
}

/* Every truncation and every byte changed: an answer, never a crash; and no half-made result. */
static void
test_bent_der(void **state)
{
    (void)state;
    struct error err;
    AUTO(test_pki) *pki = test_pki_new("A", false);
    struct span der = pki->root->der;
    AUTO(buffer) *bent = buffer_new(2 * CERTIFICATE_DER_MAX);
    struct certificate *none = NULL;
    for (size_t size = 0; size < der.size; size++)
        assert_int_equal(certificate_parse((struct span){der.data, size}, &none, &err), INVALID);
    buffer_add(bent, der.data, der.size);
    for (size_t i = 0; i < der.size; i++) {
        AUTO(certificate) *perhaps = NULL;
        bent->data[i] ^= 0x55;
        (void)!certificate_parse(buffer_span(bent), &perhaps, &err);
        bent->data[i] ^= 0x55;
    }
    buffer_char(bent, 0);
    assert_int_equal(certificate_parse(buffer_span(bent), &none, &err), INVALID);
    while (bent->size <= CERTIFICATE_DER_MAX)
        buffer_char(bent, 0);
    assert_int_equal(certificate_parse(buffer_span(bent), &none, &err), INVALID);
    assert_null(none);
}

static void
test_pem(void **state)
{
    (void)state;
    struct error err;
    AUTO(test_pki) *a = test_pki_new("A", false);
    AUTO(test_pki) *b = test_pki_new("B", false);
    AUTO(buffer) *pem = buffer_new(CERTIFICATE_PEM_MAX);
    buffer_text(pem, "ghi chú\n");
    certificate_write_pem(a->root, pem);
    buffer_text(pem, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    certificate_write_pem(b->root, pem);

    AUTO(anchors) *anchors = NULL;
    assert_ok(anchors_parse(buffer_span(pem), &anchors, &err));
    assert_int_equal(anchors_count(anchors), 2);
    assert_non_null(anchors_find(anchors, &b->root->sha256));
    assert_null(anchors_find(anchors, &b->authority->sha256));
    AUTO(certificate_chain) *chain = NULL;
    assert_ok(certificate_chain_parse_pem(buffer_span(pem), &chain, &err));
    assert_int_equal(chain->count, 2);
    AUTO(certificate) *first = NULL;
    assert_ok(certificate_parse_pem(buffer_span(pem), &first, &err));
    assert_true(digest_equal(&first->sha256, &a->root->sha256));
}

static void
test_unreadable_anchors(void **state)
{
    (void)state;
    AUTO(test_pki) *pki = test_pki_new("A", false);
    struct span pem = buffer_span(pki->root_pem);
    const struct {
        const char *about;
        struct span bytes;
    } rows[] = {
        {"empty", SPAN("")},
        {"no certificate", SPAN("xin chào\n")},
        {"only a key", SPAN("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")},
        {"cut in the middle", {pem.data, pem.size / 2}},
        {"not a certificate",
         SPAN("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err;
        struct anchors *anchors = NULL;
        if (anchors_parse(rows[i].bytes, &anchors, &err) != USAGE || anchors != NULL)
            row_fail(rows[i].about, "accepted");
    }
}

static void
test_pkcs12(void **state)
{
    (void)state;
    struct error err;
    AUTO(test_pki) *pki = test_pki_new("A", true);
    struct certificate_request request = {
        .kind = CERTIFICATE_PERSON, .common_name = "Lê Văn A", .person_number = "022184000123"};
    AUTO(buffer) *file = test_pki_pkcs12(pki, KEY_P256, &request, "mật khẩu dài");
    AUTO(secret) *right = secret_copy("mật khẩu dài", strlen("mật khẩu dài"));
    AUTO(secret) *wrong = secret_copy("mật khẩu khác", strlen("mật khẩu khác"));
    AUTO(secret) *empty = secret_new(0);
    struct signer *none = NULL;
    assert_int_equal(signer_open_file(buffer_span(file), wrong, &none, &err), DENIED);
    assert_int_equal(signer_open_file(buffer_span(file), empty, &none, &err), DENIED);
    assert_int_equal(signer_open_file(SPAN("không phải"), right, &none, &err), INVALID);
    assert_int_equal(
        signer_open_file((struct span){file->data, file->size - 9}, right, &none, &err), INVALID);
    assert_null(none);

    AUTO(signer) *signer = NULL;
    assert_ok(signer_open_file(buffer_span(file), right, &signer, &err));
    assert_int_equal(signer_chain(signer)->count, 2);
    assert_string_equal(signer_chain(signer)->items[0]->common_name, "Lê Văn A");
    assert_true(digest_equal(&signer_chain(signer)->items[1]->sha256, &pki->authority->sha256));
    struct digest digests[3] = {sha256(SPAN("1")), sha256(SPAN("2")), sha256(SPAN("3"))};
    struct signature_value values[3];
    assert_ok(signer_sign(signer, digests, 3, values, &err));
}

/* The file's last bytes are the MAC's iterations, an INTEGER of three bytes here. */
static void
test_pkcs12_iterations(void **state)
{
    (void)state;
    static const char many[] = "\x02\x03\x7F\xFF\xFF";
    struct error err = {0};
    AUTO(test_pki) *pki = test_pki_new("A", true);
    struct certificate_request request = {
        .kind = CERTIFICATE_PERSON, .common_name = "Lê Văn A", .person_number = "022184000123"};
    AUTO(buffer) *file = test_pki_pkcs12(pki, KEY_P256, &request, "1234");
    AUTO(secret) *right = secret_copy("1234", 4);
    struct signer *none = NULL;
    char *last = file->data + file->size - (sizeof many - 1);

    assert_memory_equal(last, "\x02\x03\x00\x80\x00", sizeof many - 1); /* PKCS12_ITERATIONS */
    memcpy(last, many, sizeof many - 1);
    assert_int_equal(signer_open_file(buffer_span(file), right, &none, &err), INVALID);
    assert_non_null(strstr(err.message, "vòng lặp"));
    last[2] = '\x80'; /* below zero */
    assert_int_equal(signer_open_file(buffer_span(file), right, &none, &err), INVALID);
    assert_null(none);
}

/* As other programs write them: Triple-DES as Windows exports, the root inside, the chain in any
 * order, no chain at all. */
static void
test_foreign_pkcs12(void **state)
{
    (void)state;
    static const struct {
        const char *about;
        int cipher;
        bool root, authority;
        size_t chain;
    } rows[] = {
        {"AES, root first", NID_aes_256_cbc, true, true, 2},
        {"Triple-DES", NID_pbe_WithSHA1And3_Key_TripleDES_CBC, true, true, 2},
        {"nobody above", NID_aes_256_cbc, false, false, 1},
        {"only the root", NID_aes_256_cbc, true, false, 1},
    };
    AUTO(test_pki) *pki = test_pki_new("A", false);
    AUTO(private_key) *key = test_key(KEY_P256);
    AUTO(secret) *passphrase = secret_copy("1234", 4);
    struct error err;
    struct certificate_request request = {
        .kind = CERTIFICATE_PERSON, .common_name = "A", .valid_from = PKI_FROM, .valid_to = PKI_TO};
    struct certificate_issuer issuer = {pki->authority, pki->authority_key};
    AUTO(certificate) *own = NULL;
    assert_ok(certificate_issue(&request, key, &issuer, &own, &err));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        STACK_OF(X509) *others = sk_X509_new_null();
        if (rows[i].root)
            sk_X509_push(others, certificate_handle(pki->root));
        if (rows[i].authority)
            sk_X509_push(others, certificate_handle(pki->authority));
        PKCS12 *p12 = PKCS12_create("1234", NULL, private_key_handle(key), certificate_handle(own),
                                    others, rows[i].cipher, rows[i].cipher, 2048, 2048, 0);
        unsigned char *der = NULL;
        int size = i2d_PKCS12(p12, &der);
        AUTO(signer) *signer = NULL;
        if (signer_open_file((struct span){(const char *)der, (size_t)size}, passphrase, &signer,
                             &err) != OK)
            row_fail(rows[i].about, "%s [%s]", err.message, err.detail);
        if (signer_chain(signer)->count != rows[i].chain)
            row_fail(rows[i].about, "%zu certificates", signer_chain(signer)->count);
        OPENSSL_free(der);
        PKCS12_free(p12);
        sk_X509_free(others);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_person),
        cmocka_unit_test(test_organisation),
        cmocka_unit_test(test_training_mark),
        cmocka_unit_test(test_refused_requests),
        cmocka_unit_test(test_bent_der),
        cmocka_unit_test(test_pem),
        cmocka_unit_test(test_unreadable_anchors),
        cmocka_unit_test(test_pkcs12),
        cmocka_unit_test(test_pkcs12_iterations),
        cmocka_unit_test(test_foreign_pkcs12),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
