/* SPDX-License-Identifier: Apache-2.0
 *
 * Time-stamps of OpenSSL's own TSA through our reader: the good, the bent and the mixed up.
 */
#include "tests/support/services.h"
#include "tests/support/test.h"

#include "crypto/timestamp.h"

#include <stdlib.h>

static const struct span stamped = {"chữ ký", 9};
static const struct span something_else = {"chữ ký khác", 15};

struct bench {
    struct test_pki *pki, *other;
    struct test_service *tsa, *rsa_tsa, *person, *responder, *foreign;
    struct timestamp_request request;
};

static int
set_up(void **state)
{
    static struct bench it;
    it.pki = test_pki_new("A", false);
    it.other = test_pki_new("B", false);
    it.tsa = test_service_new(it.pki, CERTIFICATE_TSA, KEY_P256);
    it.rsa_tsa = test_service_new(it.pki, CERTIFICATE_TSA, KEY_RSA);
    it.person = test_service_new(it.pki, CERTIFICATE_PERSON, KEY_P256);
    it.responder = test_service_new(it.pki, CERTIFICATE_RESPONDER, KEY_P256);
    it.foreign = test_service_new(it.other, CERTIFICATE_TSA, KEY_P256);
    it.request = (struct timestamp_request){
        .imprint = sha256(stamped), .nonce = {0x00, 0x80, 3, 4, 5, 6, 7, 8}, .certificates = false};
    *state = &it;
    return 0;
}

static int
tear_down(void **state)
{
    struct bench *it = *state;
    test_service_free(it->tsa);
    test_service_free(it->rsa_tsa);
    test_service_free(it->person);
    test_service_free(it->responder);
    test_service_free(it->foreign);
    test_pki_free(it->pki);
    test_pki_free(it->other);
    return 0;
}

static struct buffer *
ask(const struct test_tsa *tsa, const struct timestamp_request *request)
{
    AUTO(buffer) *asked = buffer_new(TIMESTAMP_REQUEST_MAX);
    timestamp_write_request(request, asked);
    assert_false(asked->overflow);
    return test_tsa_reply(tsa, buffer_span(asked));
}

/* What OpenSSL's TSA answers to our request, read and checked. */
static void
test_good_tokens(void **state)
{
    const struct bench *it = *state;
    const struct {
        const char *about;
        struct test_tsa tsa;
        bool certificates;
        size_t sent;
    } rows[] = {
        {"P-256, certReq off", {.service = it->tsa, .time = PKI_NOW}, false, 0},
        {"P-256, certificates along", {.service = it->tsa, .time = PKI_NOW}, true, 1},
        {"RSA", {.service = it->rsa_tsa, .time = PKI_NOW}, false, 0},
        {"SHA-384 in the signature",
         {.service = it->rsa_tsa, .time = PKI_NOW, .hash = "SHA384"},
         false,
         0},
        {"SHA-512, P-256", {.service = it->tsa, .time = PKI_NOW, .hash = "SHA512"}, false, 0},
        {"certificate identified by SHA-1 (ESSCertID)",
         {.service = it->tsa, .time = PKI_NOW, .certificate_id_v1 = true},
         false,
         0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err = {0};
        struct timestamp stamp;
        struct path_result path;
        struct timestamp_request request = it->request;
        request.certificates = rows[i].certificates;
        AUTO(buffer) *reply = ask(&rows[i].tsa, &request);
        const struct certificate *candidates[] = {it->pki->authority, it->person->certificate,
                                                  rows[i].tsa.service->certificate};
        if (timestamp_read_reply(buffer_span(reply), &request, &stamp, &err) != OK ||
            timestamp_check(&stamp, stamped, candidates, COUNT_OF(candidates), it->pki->anchors,
                            &path, &err) != OK)
            row_fail(rows[i].about, "%s [%s]", err.message, err.detail);
        assert_int_equal(stamp.time, PKI_NOW);
        assert_int_equal(stamp.cms.certificate_count, rows[i].sent);
        assert_int_equal(path.length, 3);
        assert_ptr_equal(path.chain[0], rows[i].tsa.service->certificate);
        struct timestamp again;
        assert_ok(timestamp_parse(stamp.token, &again, &err));
        assert_true(span_equal(again.token, stamp.token));
    }
}

static void
test_wrong_replies(void **state)
{
    const struct bench *it = *state;
    const struct test_tsa tsa = {.service = it->tsa, .time = PKI_NOW};
    AUTO(buffer) *reply = ask(&tsa, &it->request);
    struct timestamp_request other_imprint = it->request, other_nonce = it->request,
                             short_nonce = it->request;
    other_imprint.imprint = sha256(something_else);
    other_nonce.nonce[7]++;
    memset(short_nonce.nonce, 0, sizeof short_nonce.nonce);
    AUTO(buffer) *bad_request = test_tsa_reply(&tsa, SPAN("\x30\x03\x02\x01\x01"));
    AUTO(buffer) *trailing = buffer_new(TIMESTAMP_REPLY_MAX);
    buffer_add(trailing, reply->data, reply->size);
    buffer_char(trailing, 0);
    const struct {
        const char *about;
        struct span reply;
        const struct timestamp_request *request;
        enum status want;
        const char *says;
    } rows[] = {
        {"as asked", buffer_span(reply), &it->request, OK, ""},
        {"another imprint", buffer_span(reply), &other_imprint, INVALID, "dữ liệu khác"},
        {"another nonce", buffer_span(reply), &other_nonce, INVALID, "nonce"},
        {"a nonce of zeros", buffer_span(reply), &short_nonce, INVALID, "nonce"},
        {"declined", buffer_span(bad_request), &it->request, UNAVAILABLE, "từ chối"},
        {"a byte after the end", buffer_span(trailing), &it->request, INVALID, "byte thừa"},
        {"empty", {"", 0}, &it->request, INVALID, "không phải DER"},
        {"a page of HTML", SPAN("<html>502</html>"), &it->request, INVALID, "không phải DER"},
        {"cut off", {reply->data, reply->size - 1}, &it->request, INVALID, "không phải DER"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err = {0};
        struct timestamp stamp;
        enum status status = timestamp_read_reply(rows[i].reply, rows[i].request, &stamp, &err);
        if (status != rows[i].want || strstr(err.message, rows[i].says) == NULL)
            row_fail(rows[i].about, "%d: %s", (int)status, err.message);
    }
}

static void
test_checks(void **state)
{
    const struct bench *it = *state;
    const struct certificate *tsa = it->tsa->certificate, *authority = it->pki->authority;
    const struct {
        const char *about;
        struct test_tsa tsa;
        struct span stamped;
        const struct certificate *candidates[2];
        size_t count;
        const struct anchors *anchors;
        enum status want;
        const char *says;
    } rows[] = {
        {"good",
         {.service = it->tsa, .time = PKI_NOW},
         stamped,
         {tsa, authority},
         2,
         it->pki->anchors,
         OK,
         ""},
        {"over something else",
         {.service = it->tsa, .time = PKI_NOW},
         something_else,
         {tsa, authority},
         2,
         it->pki->anchors,
         UNTRUSTED,
         "dữ liệu khác"},
        {"the TSA's certificate is missing",
         {.service = it->tsa, .time = PKI_NOW},
         stamped,
         {authority, it->foreign->certificate},
         2,
         it->pki->anchors,
         UNDECIDED,
         "thiếu chứng thư"},
        {"its authority is missing",
         {.service = it->tsa, .time = PKI_NOW},
         stamped,
         {tsa},
         1,
         it->pki->anchors,
         UNDECIDED,
         "Thiếu chứng thư"},
        {"a TSA under another root",
         {.service = it->foreign, .time = PKI_NOW},
         stamped,
         {it->foreign->certificate, it->other->authority},
         2,
         it->pki->anchors,
         UNDECIDED,
         "không nằm trong các gốc"},
        {"stamped before the TSA's certificate began",
         {.service = it->tsa, .time = PKI_FROM - 60},
         stamped,
         {tsa, authority},
         2,
         it->pki->anchors,
         UNTRUSTED,
         "chỉ có hiệu lực"},
        {"stamped after it ended",
         {.service = it->tsa, .time = PKI_TO + 60},
         stamped,
         {tsa, authority},
         2,
         it->pki->anchors,
         UNTRUSTED,
         "hết hạn"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err = {0};
        struct timestamp stamp;
        struct path_result path;
        AUTO(buffer) *reply = ask(&rows[i].tsa, &it->request);
        assert_ok(timestamp_read_reply(buffer_span(reply), &it->request, &stamp, &err));
        enum status status = timestamp_check(&stamp, rows[i].stamped, rows[i].candidates,
                                             rows[i].count, rows[i].anchors, &path, &err);
        if (status != rows[i].want || strstr(err.message, rows[i].says) == NULL)
            row_fail(rows[i].about, "%d: %s [%s]", (int)status, err.message, err.detail);
    }
}

/* The token carries another TSA's certificate: a hint of no worth; the named one counts. */
static void
test_another_certificate_along(void **state)
{
    const struct bench *it = *state;
    struct error err = {0};
    struct timestamp stamp;
    struct timestamp_request request = it->request;
    request.certificates = true;
    const struct test_tsa tsa = {
        .service = it->tsa, .time = PKI_NOW, .other = it->rsa_tsa->certificate};
    AUTO(buffer) *reply = ask(&tsa, &request);
    assert_ok(timestamp_read_reply(buffer_span(reply), &request, &stamp, &err));
    assert_int_equal(stamp.cms.certificate_count, 2);
    const struct certificate *both[] = {it->rsa_tsa->certificate, it->tsa->certificate};
    assert_null(timestamp_find_tsa(&stamp, both, 1));
    assert_ptr_equal(timestamp_find_tsa(&stamp, both, 2), it->tsa->certificate);
    assert_int_equal(timestamp_check_value(&stamp, stamped, it->rsa_tsa->certificate, &err),
                     UNTRUSTED);
    assert_ok(timestamp_check_value(&stamp, stamped, it->tsa->certificate, &err));
}

/* Only EKU timeStamping, critical and alone, makes a TSA. */
static void
test_purpose(void **state)
{
    const struct bench *it = *state;
    const struct {
        const char *about;
        const struct certificate *leaf;
        enum path_purpose purpose;
        enum path_verdict want;
    } rows[] = {
        {"a TSA as TSA", it->tsa->certificate, PATH_FOR_TSA, PATH_TRUSTED},
        {"a person as TSA", it->person->certificate, PATH_FOR_TSA, PATH_BROKEN},
        {"a responder as TSA", it->responder->certificate, PATH_FOR_TSA, PATH_BROKEN},
        {"a responder", it->responder->certificate, PATH_FOR_RESPONDER, PATH_TRUSTED},
        {"a TSA as responder", it->tsa->certificate, PATH_FOR_RESPONDER, PATH_BROKEN},
        {"a TSA as signer of records", it->tsa->certificate, PATH_FOR_SIGNER, PATH_BROKEN},
        {"a responder as signer", it->responder->certificate, PATH_FOR_SIGNER, PATH_BROKEN},
        {"a person as signer", it->person->certificate, PATH_FOR_SIGNER, PATH_TRUSTED},
        {"an authority as authority", it->pki->authority, PATH_FOR_AUTHORITY, PATH_TRUSTED},
        {"a person as authority", it->person->certificate, PATH_FOR_AUTHORITY, PATH_BROKEN},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct path_result result;
        const struct certificate *others[] = {it->pki->authority};
        struct path_query query = {.leaf = rows[i].leaf,
                                   .others = others,
                                   .count = 1,
                                   .anchors = it->pki->anchors,
                                   .at = PKI_NOW,
                                   .purpose = rows[i].purpose};
        path_validate(&query, &result);
        if (result.verdict != rows[i].want)
            row_fail(rows[i].about, "%s: %s", path_verdict_word(result.verdict), result.reason);
    }
}

/* Every byte of a token without certificates changed: refused, always. */
static void
test_flipped_bytes(void **state)
{
    const struct bench *it = *state;
    struct error err = {0};
    struct timestamp stamp;
    const struct test_tsa tsa = {.service = it->tsa, .time = PKI_NOW};
    AUTO(buffer) *reply = ask(&tsa, &it->request);
    assert_ok(timestamp_read_reply(buffer_span(reply), &it->request, &stamp, &err));
    size_t size = stamp.token.size, accepted = 0;
    char *copy = malloc(size);
    assert_non_null(copy);
    for (size_t at = 0; at < size; at++) {
        memcpy(copy, stamp.token.data, size);
        copy[at] = (char)(copy[at] ^ (at % 2 ? 0x01 : 0x80));
        struct timestamp bent;
        if (timestamp_parse((struct span){copy, size}, &bent, &err) == OK &&
            timestamp_check_value(&bent, stamped, it->tsa->certificate, &err) == OK) {
            accepted++;
            print_error("byte %zu of %zu\n", at, size);
        }
    }
    free(copy);
    assert_int_equal(accepted, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_tokens), cmocka_unit_test(test_wrong_replies),
        cmocka_unit_test(test_checks),      cmocka_unit_test(test_another_certificate_along),
        cmocka_unit_test(test_purpose),     cmocka_unit_test(test_flipped_bytes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
