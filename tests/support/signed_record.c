/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/signed_record.h"

#include <stdio.h>
#include <stdlib.h>

#include "sign/xades_write.h"
#include "tests/support/sample_record.h"
#include "xml/registry_xml.h"

static void
must(enum status status, const struct error *err)
{
    if (status == OK)
        return;
    fprintf(stderr, "signed record: %s [%s]\n", err->message, err->detail);
    abort();
}

static struct signer *
person(const struct test_school *school, enum key_kind kind, bool training, const char *name,
       const char *number)
{
    return test_pki_signer(school->pki, kind,
                           &(struct certificate_request){.kind = CERTIFICATE_PERSON,
                                                         .common_name = name,
                                                         .person_number = number,
                                                         .training = training});
}

struct test_school *
test_school_new(enum key_kind kind, bool training)
{
    struct test_school *school = heap_alloc(sizeof *school);

    school->pki = test_pki_new(training ? "THỬ NGHIỆM" : "kiểm thử", training);
    school->subject_teacher = person(school, kind, training, "Đỗ Văn Khang", "022080001111");
    school->class_teacher = person(school, kind, training, "Lê Thị Hồng Nhung", "022185004321");
    school->principal = person(school, kind, training, "Phạm Quang Huy", "022075001234");
    school->seal = test_pki_signer(
        school->pki, kind,
        &(struct certificate_request){.kind = CERTIFICATE_ORGANISATION,
                                      .common_name = "Trường Tiểu học Trần Hưng Đạo",
                                      .tax_code = "5700000001",
                                      .school_code = "22193401",
                                      .training = training});
    school->department = test_pki_signer(
        school->pki, kind,
        &(struct certificate_request){.kind = CERTIFICATE_ORGANISATION,
                                      .common_name = "Sở Giáo dục & Đào tạo Quảng Ninh",
                                      .tax_code = "5700000002",
                                      .department_code = "22",
                                      .training = training});
    return school;
}

void
test_school_free(struct test_school *school)
{
    if (!school)
        return;
    signer_free(school->subject_teacher);
    signer_free(school->class_teacher);
    signer_free(school->principal);
    signer_free(school->seal);
    signer_free(school->department);
    test_pki_free(school->pki);
    free(school);
}

struct span
test_unsigned(struct arena *arena, bool subject_teachers_sign)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct record record;
    struct error err;

    sample_record(&record);
    must(record_xml_write(&record, &(struct record_xml_options){false, subject_teachers_sign}, out,
                          &err),
         &err);
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

struct span
test_sign(struct arena *arena, struct span document, struct signer *signer, enum signer_role role,
          const char *subject_code, int64_t at)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    AUTO(xades_identity) *identity = NULL;
    struct xades_request request = {.role = role,
                                    .subject_code = subject_code,
                                    .time = {at, VIETNAM_OFFSET_MINUTES},
                                    .salt = {1, 2, 3, (uint8_t)role}};
    struct error err;

    must(xades_identity_make(signer_chain(signer), &identity, &err), &err);
    must(xades_sign(document, &request, identity, signer, out, &err), &err);
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

static struct span
sign_by_three(struct arena *arena, const struct test_school *school, struct span document)
{
    document =
        test_sign(arena, document, school->class_teacher, SIGNER_CLASS_TEACHER, NULL, SIGNED_AT);
    document =
        test_sign(arena, document, school->principal, SIGNER_PRINCIPAL, NULL, SIGNED_AT + 60);
    return test_sign(arena, document, school->seal, SIGNER_SCHOOL, NULL, SIGNED_AT + 120);
}

struct span
test_signed(struct arena *arena, const struct test_school *school)
{
    return sign_by_three(arena, school, test_unsigned(arena, false));
}

struct span
test_signed_by_all(struct arena *arena, const struct test_school *school, size_t teachers)
{
    struct span document = test_unsigned(arena, true);
    struct record record;

    sample_record(&record);
    for (size_t i = 0; i < teachers && i < record.subject_count; i++)
        document = test_sign(arena, document, school->subject_teacher, SIGNER_SUBJECT_TEACHER,
                             record.subjects[i].code, SIGNED_AT - 60);
    return sign_by_three(arena, school, document);
}

static void
add_row(struct arena *arena, struct registry_data *data, struct signer *signer,
        enum signer_role role, const char *subject_code)
{
    struct registry_row *row = list_add(arena, data->rows);

    memcpy(row->certificate_sha256, signer_chain(signer)->items[0]->sha256.bytes, SHA256_SIZE);
    row->role = role;
    row->school_code = "22193401";
    row->subject_code = subject_code;
    if (role == SIGNER_CLASS_TEACHER) {
        row->class_name = "4A1";
        row->year_name = "2023-2024";
    }
    row->from = (struct moment){PKI_FROM, VIETNAM_OFFSET_MINUTES};
}

struct span
test_registry(struct arena *arena, const struct test_school *school)
{
    return test_registry_revoking(arena, school, 0);
}

struct span
test_registry_revoking(struct arena *arena, const struct test_school *school, int64_t revoked_at)
{
    AUTO(buffer) *out = buffer_new(REGISTRY_FILE_MAX), *file = buffer_new(REGISTRY_FILE_MAX);
    AUTO(xades_identity) *identity = NULL;
    const uint8_t salt[XADES_SALT_SIZE] = {9};
    struct registry_data data = {
        "Sở Giáo dục & Đào tạo Quảng Ninh", "22", {SIGNED_AT, VIETNAM_OFFSET_MINUTES}, {0}};
    struct error err;

    add_row(arena, &data, school->class_teacher, SIGNER_CLASS_TEACHER, NULL);
    add_row(arena, &data, school->principal, SIGNER_PRINCIPAL, NULL);
    add_row(arena, &data, school->seal, SIGNER_SCHOOL, NULL);
    add_row(arena, &data, school->subject_teacher, SIGNER_SUBJECT_TEACHER, "TV");
    for (size_t i = 0; revoked_at && i < data.rows.count; i++)
        data.rows.items[i].revoked = (struct moment){revoked_at, VIETNAM_OFFSET_MINUTES};
    must(registry_xml_write(&data, file, &err), &err);
    must(xades_identity_make(signer_chain(school->department), &identity, &err), &err);
    must(xades_sign_registry(buffer_span(file), data.made, salt, identity, school->department, out,
                             &err),
         &err);
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}
