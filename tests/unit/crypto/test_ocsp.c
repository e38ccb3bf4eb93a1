/* SPDX-License-Identifier: Apache-2.0
 *
 * OCSP responses of OpenSSL's making through our checks, and OpenSSL's own vectors
 * (tests/vectors/ocsp-openssl).
 */
#include "tests/support/services.h"
#include "tests/support/test.h"

#include "base/date.h"
#include "base/encode.h"
#include "base/file.h"
#include "crypto/handles.h"
#include "crypto/revocation.h"

#include <jansson.h>
#include <stdlib.h>
#include <time.h>

#include <openssl/ocsp.h>

enum { DAY = 86400 };

struct bench {
    struct test_pki *pki, *other;
    struct test_service *responder, *tsa, *person, *foreign;
};

static int
set_up(void **state)
{
    static struct bench it;
    it.pki = test_pki_new("A", false);
    it.other = test_pki_new("B", false);
    it.responder = test_service_new(it.pki, CERTIFICATE_RESPONDER, KEY_P256);
    it.tsa = test_service_new(it.pki, CERTIFICATE_TSA, KEY_P256);
    it.person = test_service_new(it.pki, CERTIFICATE_PERSON, KEY_P256);
    it.foreign = test_service_new(it.other, CERTIFICATE_RESPONDER, KEY_P256);
    *state = &it;
    return 0;
}

static int
tear_down(void **state)
{
    struct bench *it = *state;
    test_service_free(it->responder);
    test_service_free(it->tsa);
    test_service_free(it->person);
    test_service_free(it->foreign);
    test_pki_free(it->pki);
    test_pki_free(it->other);
    return 0;
}

/* OpenSSL reads our request and finds its own CertID in it. */
static void
test_request(void **state)
{
    const struct bench *it = *state;
    const uint8_t nonce[OCSP_NONCE_SIZE] = {1, 2, 3};
    for (int with_nonce = 0; with_nonce < 2; with_nonce++) {
        AUTO(buffer) *asked = buffer_new(OCSP_REQUEST_MAX);
        ocsp_write_request(it->person->certificate, it->pki->authority, with_nonce ? nonce : NULL,
                           asked);
        assert_false(asked->overflow);
        const unsigned char *at = (const unsigned char *)asked->data;
        OCSP_REQUEST *read = d2i_OCSP_REQUEST(NULL, &at, (long)asked->size);
        assert_non_null(read);
        assert_ptr_equal(at, asked->data + asked->size);
        assert_int_equal(OCSP_request_onereq_count(read), 1);
        OCSP_CERTID *ours = OCSP_onereq_get0_id(OCSP_request_onereq_get0(read, 0));
        OCSP_CERTID *theirs =
            OCSP_cert_to_id(EVP_sha1(), certificate_handle(it->person->certificate),
                            certificate_handle(it->pki->authority));
        assert_int_equal(OCSP_id_cmp(ours, theirs), 0);
        assert_int_equal(OCSP_REQUEST_get_ext_count(read), with_nonce);
        OCSP_CERTID_free(theirs);
        OCSP_REQUEST_free(read);
    }
}

static void
test_responses(void **state)
{
    const struct bench *it = *state;
    const struct certificate *authority = it->pki->authority;
    const struct test_ocsp good = {.key = it->responder->key,
                                   .responder = it->responder->certificate,
                                   .send_certificate = true,
                                   .this_update = PKI_NOW,
                                   .next_update = PKI_NOW + DAY,
                                   .reason = -1};
    struct test_ocsp rows_ocsp[18];
    for (size_t i = 0; i < COUNT_OF(rows_ocsp); i++)
        rows_ocsp[i] = good;
    const struct {
        const char *about;
        int64_t existed_at, now;
        enum revocation_verdict want;
        const char *says;
    } rows[] = {
        {"good, delegated, by name", PKI_NOW, PKI_NOW, REVOCATION_GOOD, "không bị thu hồi"},
        {"good, by key", PKI_NOW, PKI_NOW, REVOCATION_GOOD, ""},
        {"good, the issuer itself", PKI_NOW, PKI_NOW, REVOCATION_GOOD, ""},
        {"good, CertID with SHA-256", PKI_NOW, PKI_NOW, REVOCATION_GOOD, ""},
        {"archived: asked years later", PKI_NOW, PKI_NOW + 900 * DAY, REVOCATION_GOOD, ""},
        {"made after the proof", PKI_NOW - 3 * DAY, PKI_NOW + DAY, REVOCATION_GOOD, ""},
        {"stale", PKI_NOW + 2 * DAY, PKI_NOW + 2 * DAY, REVOCATION_UNUSABLE, "cũ"},
        {"no nextUpdate, an hour old", PKI_NOW + 3600, PKI_NOW + 3600, REVOCATION_UNUSABLE, "cũ"},
        {"no nextUpdate, fresh", PKI_NOW + 60, PKI_NOW + 60, REVOCATION_GOOD, ""},
        {"from the future", PKI_NOW - DAY, PKI_NOW - DAY, REVOCATION_UNUSABLE,
         "sau thời điểm kiểm tra"},
        {"revoked before", PKI_NOW, PKI_NOW, REVOCATION_REVOKED, "đã bị thu hồi"},
        {"revoked later than the proof", PKI_NOW - 2 * DAY, PKI_NOW, REVOCATION_GOOD,
         "sau thời điểm ký"},
        {"revoked, though stale", PKI_NOW + 90 * DAY, PKI_NOW + 90 * DAY, REVOCATION_REVOKED, ""},
        {"unknown", PKI_NOW, PKI_NOW, REVOCATION_UNKNOWN, "không biết"},
        {"a responder of another authority", PKI_NOW, PKI_NOW, REVOCATION_UNUSABLE, "không do"},
        {"not delegated: a TSA's certificate", PKI_NOW, PKI_NOW, REVOCATION_UNUSABLE, "ủy quyền"},
        {"the responder's certificate is missing", PKI_NOW, PKI_NOW, REVOCATION_UNUSABLE,
         "không phải của nơi cấp"},
        {"signed with another key", PKI_NOW, PKI_NOW, REVOCATION_UNUSABLE, "không khớp"},
    };
    rows_ocsp[1].by_key = true;
    rows_ocsp[2].key = it->pki->authority_key;
    rows_ocsp[2].responder = authority;
    rows_ocsp[3].sha256_id = true;
    rows_ocsp[7].next_update = rows_ocsp[8].next_update = 0;
    for (size_t i = 10; i < 13; i++) {
        rows_ocsp[i].status = V_OCSP_CERTSTATUS_REVOKED;
        rows_ocsp[i].revoked_at = PKI_NOW - DAY;
        rows_ocsp[i].reason = REASON_KEY_COMPROMISE;
    }
    rows_ocsp[13].status = V_OCSP_CERTSTATUS_UNKNOWN;
    rows_ocsp[14].key = it->foreign->key;
    rows_ocsp[14].responder = it->foreign->certificate;
    rows_ocsp[15].key = it->tsa->key;
    rows_ocsp[15].responder = it->tsa->certificate;
    rows_ocsp[16].send_certificate = false;
    rows_ocsp[17].by_key = true; /* and bent below */
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct revocation_answer answer;
        struct revocation_question question = {.subject = it->person->certificate,
                                               .issuer = authority,
                                               .existed_at = rows[i].existed_at,
                                               .now = rows[i].now};
        AUTO(buffer) *reply = test_ocsp_reply(&rows_ocsp[i], it->person->certificate, authority);
        if (i == 17) { /* producedAt's last digit before Z, found by its text */
            char *digit = memmem(reply->data, reply->size, "20240531", 8);
            assert_non_null(digit);
            digit[13] ^= 1;
        }
        ocsp_check(buffer_span(reply), &question, NULL, NULL, &answer);
        if (answer.verdict != rows[i].want || strstr(answer.sentence, rows[i].says) == NULL)
            row_fail(rows[i].about, "%s: %s", revocation_verdict_word(answer.verdict),
                     answer.sentence);
        if (answer.sentence[0] == 0)
            row_fail(rows[i].about, "no sentence");
    }
}

/* Another subject, another issuer of the same name; a responder of the operator's own choice. */
static void
test_whose(void **state)
{
    const struct bench *it = *state;
    const struct test_ocsp good = {.key = it->responder->key,
                                   .responder = it->responder->certificate,
                                   .send_certificate = true,
                                   .this_update = PKI_NOW,
                                   .next_update = PKI_NOW + DAY,
                                   .reason = -1};
    struct revocation_answer answer;
    struct revocation_question question = {.subject = it->tsa->certificate,
                                           .issuer = it->pki->authority,
                                           .existed_at = PKI_NOW,
                                           .now = PKI_NOW};
    AUTO(buffer) *reply = test_ocsp_reply(&good, it->person->certificate, it->pki->authority);
    ocsp_check(buffer_span(reply), &question, NULL, NULL, &answer);
    assert_int_equal(answer.verdict, REVOCATION_UNUSABLE); /* about the person, not the TSA */

    AUTO(test_pki) *namesake = test_pki_new("A", false);
    question.subject = it->person->certificate;
    question.issuer = namesake->authority;
    ocsp_check(buffer_span(reply), &question, NULL, NULL, &answer);
    assert_int_equal(answer.verdict, REVOCATION_UNUSABLE); /* another key of the same name */

    struct test_ocsp foreign = good;
    foreign.key = it->foreign->key;
    foreign.responder = it->foreign->certificate;
    question.issuer = it->pki->authority;
    struct error err;
    AUTO(buffer) *pem = buffer_new(CERTIFICATE_PEM_MAX);
    certificate_write_pem(it->foreign->certificate, pem);
    AUTO(anchors) *chosen = NULL;
    assert_ok(anchors_parse(buffer_span(pem), &chosen, &err));
    AUTO(buffer) *other = test_ocsp_reply(&foreign, it->person->certificate, it->pki->authority);
    ocsp_check(buffer_span(other), &question, NULL, NULL, &answer);
    assert_int_equal(answer.verdict, REVOCATION_UNUSABLE);
    ocsp_check(buffer_span(other), &question, chosen, NULL, &answer);
    assert_int_equal(answer.verdict, REVOCATION_GOOD);
}

static void
test_nonce(void **state)
{
    const struct bench *it = *state;
    const uint8_t ours[OCSP_NONCE_SIZE] = {1, 2, 3}, another[OCSP_NONCE_SIZE] = {3, 2, 1};
    const struct {
        const char *about;
        const uint8_t *sent, *asked;
        enum revocation_verdict want;
    } rows[] = {
        {"the same", ours, ours, REVOCATION_GOOD},
        {"another: a replay", another, ours, REVOCATION_UNUSABLE},
        {"none came back: nextUpdate guards", NULL, ours, REVOCATION_GOOD},
        {"archived: not asked", another, NULL, REVOCATION_GOOD},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct revocation_answer answer;
        struct revocation_question question = {.subject = it->person->certificate,
                                               .issuer = it->pki->authority,
                                               .existed_at = PKI_NOW,
                                               .now = PKI_NOW};
        const struct test_ocsp ocsp = {.key = it->responder->key,
                                       .responder = it->responder->certificate,
                                       .send_certificate = true,
                                       .this_update = PKI_NOW,
                                       .next_update = PKI_NOW + DAY,
                                       .reason = -1,
                                       .nonce = rows[i].sent};
        AUTO(buffer) *reply = test_ocsp_reply(&ocsp, it->person->certificate, it->pki->authority);
        ocsp_check(buffer_span(reply), &question, NULL, rows[i].asked, &answer);
        if (answer.verdict != rows[i].want)
            row_fail(rows[i].about, "%s", answer.sentence);
    }
}

/* Every byte before the certificates, which are hints, changed: never good. */
static void
test_flipped_bytes(void **state)
{
    const struct bench *it = *state;
    const struct test_ocsp ocsp = {.key = it->pki->authority_key,
                                   .responder = it->pki->authority,
                                   .this_update = PKI_NOW,
                                   .next_update = PKI_NOW + DAY,
                                   .reason = -1};
    AUTO(buffer) *reply = test_ocsp_reply(&ocsp, it->person->certificate, it->pki->authority);
    struct revocation_question question = {.subject = it->person->certificate,
                                           .issuer = it->pki->authority,
                                           .existed_at = PKI_NOW,
                                           .now = PKI_NOW};
    for (size_t at = 0; at < reply->size; at++) {
        struct revocation_answer answer;
        char kept = reply->data[at];
        reply->data[at] = (char)(kept ^ (at % 2 ? 0x01 : 0x80));
        ocsp_check(buffer_span(reply), &question, NULL, NULL, &answer);
        reply->data[at] = kept;
        if (answer.verdict == REVOCATION_GOOD)
            fail_msg("byte %zu of %zu changed: good", at, reply->size);
    }
}

/* --- OpenSSL's vectors ----------------------------------------------------------------------- */

static struct certificate *
load_certificate(struct arena *arena, const char *name)
{
    struct error err;
    struct span bytes;
    struct certificate *certificate = NULL;
    assert_ok(file_read(arena, arena_printf(arena, VECTORS "/ocsp-openssl/%s", name),
                        CERTIFICATE_PEM_MAX, &bytes, &err));
    assert_ok(certificate_parse_pem(bytes, &certificate, &err));
    return certificate;
}

/* The vectors' files are base64 with line breaks. */
static struct span
load_response(struct arena *arena, const char *name)
{
    struct error err;
    struct span text;
    size_t size = 0;
    assert_ok(file_read(arena, arena_printf(arena, VECTORS "/ocsp-openssl/%s", name),
                        2 * OCSP_RESPONSE_MAX, &text, &err));
    char *tight = arena_alloc(arena, text.size + 1);
    size_t used = 0;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] > ' ')
            tight[used++] = text.data[i];
    uint8_t *der = arena_alloc(arena, used);
    assert_true(base64_read((struct span){tight, used}, der, &size));
    return (struct span){(const char *)der, size};
}

static int64_t
moment_of(const char *text)
{
    struct moment moment;
    assert_true(moment_parse(span_of(text), &moment));
    return moment.seconds;
}

/* A case: the leaf, perhaps an authority, the root; each response is about one of them. */
static bool
case_passes(struct arena *arena, const json_t *test, char *why, size_t room)
{
    struct certificate *chain[3];
    size_t length = 0, index;
    json_t *name;
    chain[length++] = load_certificate(arena, json_string_value(json_object_get(test, "cert")));
    json_array_foreach(json_object_get(test, "other_certs"), index, name) chain[length++] =
        load_certificate(arena, json_string_value(name));
    chain[length++] = load_certificate(arena, json_string_value(json_object_get(test, "root")));
    int64_t moment = moment_of(json_string_value(json_object_get(test, "moment")));
    bool good = true;
    size_t answered = json_array_size(json_object_get(test, "ocsps"));
    for (size_t i = 0; i < answered && good; i++) {
        struct revocation_answer answer;
        struct span der = load_response(
            arena, json_string_value(json_array_get(json_object_get(test, "ocsps"), i)));
        struct revocation_question question = {.subject = chain[i],
                                               .issuer = chain[i + 1],
                                               .existed_at = moment,
                                               .now = moment,
                                               .allowed = ALGORITHMS_OF_VECTORS};
        ocsp_check(der, &question, NULL, NULL, &answer);
        snprintf(why, room, "%s", answer.sentence);
        good = answer.verdict == REVOCATION_GOOD;
    }
    for (size_t i = 0; i < length; i++)
        certificate_free(chain[i]);
    return good;
}

static void
test_vectors(void **state)
{
    (void)state;
    json_error_t error;
    AUTO(arena) *arena = arena_new();
    json_t *tests = json_load_file(VECTORS "/ocsp-openssl/openssl-ocsp.json", 0, &error), *test;
    size_t index, wrong = 0, refused = 0;
    assert_non_null(tests);
    json_array_foreach(tests, index, test)
    {
        char why[512] = "";
        bool want = json_object_get(test, "error") == NULL;
        bool got = case_passes(arena, test, why, sizeof why);
        refused += !want;
        if (got == want)
            continue;
        wrong++;
        print_error("%s: %s\n", json_string_value(json_object_get(test, "name")), why);
    }
    assert_int_equal(index, 29);
    assert_int_equal(refused, 25);
    json_decref(tests);
    assert_int_equal(wrong, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request),       cmocka_unit_test(test_responses),
        cmocka_unit_test(test_whose),         cmocka_unit_test(test_nonce),
        cmocka_unit_test(test_flipped_bytes), cmocka_unit_test(test_vectors),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
