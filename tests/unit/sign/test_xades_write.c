/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/pki.h"
#include "tests/support/test.h"
#include "tests/unit/sign/xades_referee.h"

#include "crypto/random.h"
#include "sign/xades_read.h"
#include "sign/xades_write.h"
#include "xml/record_xml.h"

/* Everybody of one school, with keys of both kinds. */
struct school {
    struct test_pki *pki;
    struct signer *signers[SIGNER_ROLE_COUNT];
    struct xades_identity *identities[SIGNER_ROLE_COUNT];
    struct arena *arena;
};

static int
set_up(void **state)
{
    static struct school it;
    struct error err;
    it.pki = test_pki_new("A", true);
    it.arena = arena_new();
    struct signer *const signers[SIGNER_ROLE_COUNT] = {
        [SIGNER_SUBJECT_TEACHER] = test_pki_person(it.pki, KEY_P256, "Đỗ Thị Én", "022184000121"),
        [SIGNER_CLASS_TEACHER] = test_pki_person(it.pki, KEY_P256, "Lê & <Hoà>", "022184000122"),
        [SIGNER_PRINCIPAL] = test_pki_person(it.pki, KEY_RSA, "Vũ Văn Ổn", "022184000123"),
        [SIGNER_SCHOOL] = test_pki_seal(it.pki, KEY_RSA, "Trường A", "22193401"),
    };
    for (int role = 0; role < SIGNER_ROLE_COUNT; role++) {
        it.signers[role] = signers[role];
        assert_ok(xades_identity_make(signer_chain(signers[role]), &it.identities[role], &err));
    }
    *state = &it;
    return 0;
}

static int
tear_down(void **state)
{
    struct school *it = *state;
    for (int role = 0; role < SIGNER_ROLE_COUNT; role++) {
        signer_free(it->signers[role]);
        xades_identity_free(it->identities[role]);
    }
    test_pki_free(it->pki);
    arena_free(it->arena);
    return 0;
}

static struct span
unsigned_record(const struct school *it, bool subject_teachers)
{
    struct error err;
    struct record record;
    static const char *const codes[] = {"TV", "T", "KH"};
    record_init(&record);
    record.uuid = "3f2b8c1e-5a77-4c1d-9d2a-0b6e1f7a9c55";
    record.name = "Phạm Gia Huy";
    record.class_teacher_comment = "Em chăm & ngoan <3 \"tốt\"";
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        struct subject_result *subject = &record.subjects[record.subject_count++];
        *subject = (struct subject_result){codes[i], "Môn", LEVEL_T, 9, "Tốt"};
    }
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct record_xml_options options = {.subject_teachers_sign = subject_teachers};
    assert_ok(record_xml_write(&record, &options, out, &err));
    return (struct span){arena_copy(it->arena, out->data, out->size), out->size};
}

static struct xades_request
request_of(enum signer_role role, const char *code)
{
    struct xades_request request = {
        .role = role, .subject_code = code, .time = moment_in_vietnam(PKI_NOW)};
    random_bytes(request.salt, sizeof request.salt);
    return request;
}

static enum status
sign_as(const struct school *it, struct span *document, enum signer_role role, const char *code,
        struct error *err)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct xades_request request = request_of(role, code);
    TRY(xades_sign(*document, &request, it->identities[role], it->signers[role], out, err));
    *document = (struct span){arena_copy(it->arena, out->data, out->size), out->size};
    return OK;
}

/* --- the bytes -------------------------------------------------------------------------------- */

static void
read_all(const struct school *it, struct span document, struct xades_signature *out, size_t count)
{
    struct error err;
    struct xml_document scanned;
    struct xades_places places;
    assert_ok(xml_scan(document, XML_DOCUMENT_MAX, it->arena, &scanned, &err));
    assert_ok(xades_find_places(&scanned, &places, &err));
    assert_int_equal(places.count, count);
    for (size_t i = 0; i < count; i++)
        assert_ok(xades_read(&scanned, &places.items[i], out, i, &out[i], &err));
}

static void
test_three_signatures(void **state)
{
    const struct school *it = *state;
    struct error err;
    struct span document = unsigned_record(it, false);
    static struct xades_signature read[3];
    for (int role = SIGNER_CLASS_TEACHER; role < SIGNER_ROLE_COUNT; role++) {
        assert_ok(sign_as(it, &document, (enum signer_role)role, NULL, &err));
        assert_int_equal(referee_check(document), role);
    }
    read_all(it, document, read, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct certificate *own = signer_chain(it->signers[i + 1])->items[0];
        assert_int_equal(read[i].place.role, i + 1);
        assert_int_equal(read[i].earlier_count, i);
        assert_int_equal(read[i].certificate_count, 2);
        assert_true(digest_equal(&read[i].certificate_digest, &own->sha256));
        assert_int_equal(read[i].time.seconds, PKI_NOW);
        assert_true(span_is(read[i].place.signed_copy, "2024-05-31T11:00:00+07:00"));
    }
    assert_true(span_is(read[0].place.number_copy, "022184000122"));
    assert_null(read[2].place.number_copy.data);
}

static void
test_subject_teachers(void **state)
{
    const struct school *it = *state;
    struct error err;
    static struct xades_signature read[6];
    struct span document = unsigned_record(it, true);
    assert_ok(sign_as(it, &document, SIGNER_SUBJECT_TEACHER, "KH", &err));
    assert_ok(sign_as(it, &document, SIGNER_SUBJECT_TEACHER, "TV", &err));
    assert_ok(sign_as(it, &document, SIGNER_SUBJECT_TEACHER, "T", &err));
    assert_int_equal(referee_check(document), 3);
    assert_ok(sign_as(it, &document, SIGNER_CLASS_TEACHER, NULL, &err));
    assert_ok(sign_as(it, &document, SIGNER_PRINCIPAL, NULL, &err));
    assert_ok(sign_as(it, &document, SIGNER_SCHOOL, NULL, &err));
    assert_int_equal(referee_check(document), 6);
    read_all(it, document, read, 6);
    assert_true(span_is(read[1].place.subject_code, "TV"));
    assert_int_equal(read[2].earlier_count, 0); /* side by side */
    assert_int_equal(read[3].earlier_count, 3);
    assert_int_equal(read[5].earlier_count, 5);
}

/* The span alone signs like the file, and the content's bytes stay as they were. */
static void
test_span_of_a_file(void **state)
{
    const struct school *it = *state;
    struct error err;
    struct span file = unsigned_record(it, false), issued, content = file;
    assert_ok(record_xml_span(file, &issued, &err));
    assert_ok(sign_as(it, &issued, SIGNER_PRINCIPAL, NULL, &err));
    assert_int_equal(referee_check(issued), 1);
    content.data += strlen(XML_DECLARATION "<HOC_BA>");
    content.size = (size_t)(strstr(content.data, "<DANH_SACH_THONG_TIN_KY>") - content.data);
    assert_non_null(memmem(issued.data, issued.size, content.data, content.size));
}

/* --- the order -------------------------------------------------------------------------------- */

static void
test_order(void **state)
{
    const struct school *it = *state;
    static const struct {
        const char *about;
        bool subject_teachers;
        int before[3]; /* roles that have signed; -1 ends. GVBM signs TV */
        enum signer_role role;
        const char *code;
        enum status want;
    } rows[] = {
        {"first of all", false, {-1}, SIGNER_CLASS_TEACHER, NULL, OK},
        {"twice", false, {SIGNER_CLASS_TEACHER, -1}, SIGNER_CLASS_TEACHER, NULL, CONFLICT},
        {"after the principal",
         false,
         {SIGNER_PRINCIPAL, -1},
         SIGNER_CLASS_TEACHER,
         NULL,
         CONFLICT},
        {"after the seal", false, {SIGNER_SCHOOL, -1}, SIGNER_PRINCIPAL, NULL, CONFLICT},
        {"seal twice", false, {SIGNER_SCHOOL, -1}, SIGNER_SCHOOL, NULL, CONFLICT},
        {"a subject", true, {-1}, SIGNER_SUBJECT_TEACHER, "TV", OK},
        {"another subject", true, {SIGNER_SUBJECT_TEACHER, -1}, SIGNER_SUBJECT_TEACHER, "T", OK},
        {"a subject twice",
         true,
         {SIGNER_SUBJECT_TEACHER, -1},
         SIGNER_SUBJECT_TEACHER,
         "TV",
         CONFLICT},
        {"a subject that is not there", true, {-1}, SIGNER_SUBJECT_TEACHER, "AN", NOT_FOUND},
        {"a subject without code", true, {-1}, SIGNER_SUBJECT_TEACHER, NULL, INVALID},
        {"a code too long",
         true,
         {-1},
         SIGNER_SUBJECT_TEACHER,
         "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
         INVALID},
        {"subjects are not signed here", false, {-1}, SIGNER_SUBJECT_TEACHER, "TV", CONFLICT},
        {"a subject after the class teacher",
         true,
         {SIGNER_SUBJECT_TEACHER, SIGNER_CLASS_TEACHER, -1},
         SIGNER_SUBJECT_TEACHER,
         "T",
         CONFLICT},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct error err = {.message = ""};
        struct span document = unsigned_record(it, rows[i].subject_teachers), same;
        for (size_t j = 0; rows[i].before[j] >= 0; j++)
            assert_ok(sign_as(it, &document, (enum signer_role)rows[i].before[j], "TV", &err));
        same = document;
        if (sign_as(it, &document, rows[i].role, rows[i].code, &err) != rows[i].want)
            row_fail(rows[i].about, "%s", err.message);
        if (rows[i].want != OK)
            assert_true(span_equal(document, same) && err.message[0] != 0);
    }
}

static void
test_refused_signers(void **state)
{
    const struct school *it = *state;
    struct error err;
    struct span document = unsigned_record(it, false);
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct xades_request request = request_of(SIGNER_PRINCIPAL, NULL);
    /* a seal as a person: there is no number to copy */
    assert_int_equal(xades_sign(document, &request, it->identities[SIGNER_SCHOOL],
                                it->signers[SIGNER_SCHOOL], out, &err),
                     INVALID);
    /* somebody else's certificate */
    assert_int_equal(xades_sign(document, &request, it->identities[SIGNER_PRINCIPAL],
                                it->signers[SIGNER_CLASS_TEACHER], out, &err),
                     UNTRUSTED);
    assert_int_equal(xades_sign(SPAN("<HOC_BA>"), &request, it->identities[SIGNER_PRINCIPAL],
                                it->signers[SIGNER_PRINCIPAL], out, &err),
                     INVALID);
    assert_int_equal(out->size, 0);
}

/* --- three steps ------------------------------------------------------------------------------ */

static void
test_steps_apart(void **state)
{
    const struct school *it = *state;
    struct error err;
    struct xades_pending pending, again;
    struct signature_value value;
    struct span document = unsigned_record(it, false);
    AUTO(buffer) *text = buffer_new(XADES_STATE_MAX);
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct xades_request request = request_of(SIGNER_PRINCIPAL, NULL);
    assert_ok(xades_prepare(document, &request, it->identities[SIGNER_PRINCIPAL], it->arena,
                            &pending, &err));
    xades_pending_write(&pending, text);

    /* elsewhere */
    assert_ok(signer_sign(it->signers[SIGNER_PRINCIPAL], &pending.to_be_signed, 1, &value, &err));

    AUTO(xades_identity) *identity = NULL;
    struct span bytes = {(const char *)value.bytes, value.size};
    assert_ok(xades_pending_read(buffer_span(text), document, it->arena, &identity, &again, &err));
    value.bytes[5] ^= 1;
    assert_int_equal(xades_attach(document, &again, bytes, out, &err), UNTRUSTED);
    value.bytes[5] ^= 1;
    bytes.size--;
    assert_int_equal(xades_attach(document, &again, bytes, out, &err), UNTRUSTED);
    bytes.size++;
    assert_int_equal(out->size, 0);
    assert_ok(xades_attach(document, &again, bytes, out, &err));
    assert_int_equal(referee_check(buffer_span(out)), 1);
    /* the document went on in the meantime */
    AUTO(buffer) *second = buffer_new(XML_DOCUMENT_MAX);
    assert_int_equal(xades_attach(buffer_span(out), &again, bytes, second, &err), CONFLICT);
    assert_int_equal(second->size, 0);
}

/* A state with any byte changed is refused, or comes to the very same signature. */
static void
test_bent_state(void **state)
{
    const struct school *it = *state;
    struct error err;
    struct xades_pending pending;
    struct span document = unsigned_record(it, true);
    AUTO(buffer) *text = buffer_new(XADES_STATE_MAX);
    struct xades_request request = request_of(SIGNER_SUBJECT_TEACHER, "TV");
    assert_ok(xades_prepare(document, &request, it->identities[SIGNER_SUBJECT_TEACHER], it->arena,
                            &pending, &err));
    xades_pending_write(&pending, text);
    for (size_t i = 0; i < text->size; i++) {
        AUTO(arena) *arena = arena_new();
        AUTO(xades_identity) *identity = NULL;
        struct xades_pending bent;
        text->data[i] ^= 1;
        if (xades_pending_read(buffer_span(text), document, arena, &identity, &bent, &err) == OK &&
            !digest_equal(&bent.to_be_signed, &pending.to_be_signed))
            fail_msg("byte %zu changed: another signature is prepared", i);
        text->data[i] ^= 1;
        AUTO(xades_identity) *none = NULL;
        struct span cut = {text->data, i};
        if (xades_pending_read(cut, document, arena, &none, &bent, &err) == OK &&
            cut.data[cut.size - 1] != '\n')
            fail_msg("cut at %zu", i);
    }
}

/* --- the registry ----------------------------------------------------------------------------- */

static void
test_registry(void **state)
{
    const struct school *it = *state;
    struct error err;
    struct span plain = SPAN(
        XML_DECLARATION "<SO_DANG_KY_CHUNG_THU><DU_LIEU Id=\"data\"><TEN_CO_QUAN>Sở</TEN_CO_QUAN>"
                        "</DU_LIEU></SO_DANG_KY_CHUNG_THU>");
    struct moment now = moment_in_vietnam(PKI_NOW);
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    AUTO(buffer) *twice = buffer_new(XML_DOCUMENT_MAX);
    uint8_t salt[XADES_SALT_SIZE] = {1, 2, 3};
    assert_ok(xades_sign_registry(plain, now, salt, it->identities[SIGNER_SCHOOL],
                                  it->signers[SIGNER_SCHOOL], out, &err));
    assert_int_equal(referee_check(buffer_span(out)), 1);
    assert_non_null(strstr(out->data, "<xades:ClaimedRole>CO_QUAN_QUAN_LY</xades:ClaimedRole>"));
    assert_int_equal(xades_sign_registry(buffer_span(out), now, salt, it->identities[SIGNER_SCHOOL],
                                         it->signers[SIGNER_SCHOOL], twice, &err),
                     CONFLICT);
    struct xml_document scanned;
    struct xades_place place;
    struct xades_signature signature;
    assert_ok(xml_scan(buffer_span(out), XML_DOCUMENT_MAX, it->arena, &scanned, &err));
    assert_ok(xades_find_registry_place(&scanned, &place, &err));
    assert_ok(xades_read(&scanned, &place, NULL, 0, &signature, &err));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_three_signatures), cmocka_unit_test(test_subject_teachers),
        cmocka_unit_test(test_span_of_a_file),   cmocka_unit_test(test_order),
        cmocka_unit_test(test_refused_signers),  cmocka_unit_test(test_steps_apart),
        cmocka_unit_test(test_bent_state),       cmocka_unit_test(test_registry),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
