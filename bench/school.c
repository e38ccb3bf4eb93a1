/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/school.h"

#include "bench/bench.h"
#include "crypto/random.h"
#include "tests/support/records.h"
#include "xml/record_xml.h"

enum { DOCUMENT_MAX = 512 * 1024 };

struct bench_school *
bench_school_new(enum key_kind kind)
{
    struct bench_school *school = heap_alloc(sizeof *school);
    struct error err = {0};

    school->arena = arena_new();
    school->pki = test_pki_new("bench", true);
    for (size_t i = 0; i < BENCH_CLASS; i++)
        school->records[i] = sample_record(school->arena, i, 4);
    const struct record *first = school->records[0];
    school->signers[SIGNER_CLASS_TEACHER] =
        test_pki_person(school->pki, kind, first->class_teacher_name, first->class_teacher_number);
    school->signers[SIGNER_PRINCIPAL] =
        test_pki_person(school->pki, kind, first->principal_name, first->principal_number);
    school->signers[SIGNER_SCHOOL] =
        test_pki_seal(school->pki, kind, first->school_name, first->school_code);
    for (int role = SIGNER_CLASS_TEACHER; role < SIGNER_ROLE_COUNT; role++)
        BENCH_CHECK(xades_identity_make(signer_chain(school->signers[role]),
                                        &school->identities[role], &err) == OK);
    return school;
}

void
bench_school_free(struct bench_school *school)
{
    for (int role = SIGNER_CLASS_TEACHER; role < SIGNER_ROLE_COUNT; role++) {
        xades_identity_free(school->identities[role]);
        signer_free(school->signers[role]);
    }
    test_pki_free(school->pki);
    arena_free(school->arena);
    free(school);
}

struct span
bench_make(struct bench_school *school, size_t i, struct arena *arena)
{
    const struct record_xml_options options = {0};
    AUTO(buffer) *out = buffer_new(DOCUMENT_MAX);
    struct error err = {0};

    BENCH_CHECK(record_xml_write(school->records[i % BENCH_CLASS], &options, out, &err) == OK);
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

struct span
bench_sign(struct bench_school *school, struct span unsigned_file, struct arena *arena)
{
    struct span document = unsigned_file;

    for (int role = SIGNER_CLASS_TEACHER; role < SIGNER_ROLE_COUNT; role++) {
        struct xades_request request = {.role = (enum signer_role)role,
                                        .time = moment_in_vietnam(PKI_NOW + role)};
        AUTO(buffer) *out = buffer_new(DOCUMENT_MAX);
        struct error err = {0};
        random_bytes(request.salt, sizeof request.salt);
        enum status signed_well = xades_sign(document, &request, school->identities[role],
                                             school->signers[role], out, &err);
        if (signed_well != OK)
            fprintf(stderr, "%s\n", err.message);
        BENCH_CHECK(signed_well == OK);
        document = (struct span){arena_copy(arena, out->data, out->size), out->size};
    }
    return document;
}
