/* SPDX-License-Identifier: Apache-2.0
 *
 * Makes signed records for the referees: RSA and P-256; 1, 3, 6 and 17 signatures.
 *
 *     make_records DIR     writes <kind>-root.pem, <kind>-sub.pem and <kind>-<signatures>.xml
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "tests/support/sample_record.h"
#include "tests/support/signed_record.h"

static void
must(enum status status, const struct error *err)
{
    if (status == OK)
        return;
    fprintf(stderr, "make_records: %s [%s]\n", err->message, err->detail);
    exit(1);
}

static void
write_file(const char *folder, const char *name, struct span bytes)
{
    char path[512];
    struct error err;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    must(file_write(path, bytes, 0644, &err), &err);
}

/* The sample record with fourteen subjects. */
static struct span
unsigned_file(struct arena *arena, bool subject_teachers_sign)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct record record;
    struct error err;

    sample_record(&record);
    record.subjects[record.subject_count++] = (struct subject_result){
        "TNXH", "Tự nhiên và Xã hội", LEVEL_T, MARK_NONE, "Thích tìm hiểu <xung quanh> & học hỏi."};
    record.subjects[record.subject_count++] =
        (struct subject_result){"TDT", "Tiếng dân tộc", LEVEL_H, MARK_NONE, "Nghe nói được."};
    must(record_xml_write(&record, &(struct record_xml_options){false, subject_teachers_sign}, out,
                          &err),
         &err);
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

static struct span
sign(struct arena *arena, const struct test_school *school, int signatures)
{
    int teachers = signatures > 3 ? signatures - 3 : 0;
    struct span file = unsigned_file(arena, teachers > 0);
    struct record record;

    sample_record(&record);
    for (int i = 0; i < teachers; i++) {
        const char *code = i < (int)record.subject_count    ? record.subjects[i].code
                           : i == (int)record.subject_count ? "TNXH"
                                                            : "TDT";
        file = test_sign(arena, file, school->subject_teacher, SIGNER_SUBJECT_TEACHER, code,
                         SIGNED_AT - 60);
    }
    file = test_sign(arena, file, school->class_teacher, SIGNER_CLASS_TEACHER, NULL, SIGNED_AT);
    if (signatures == 1)
        return file;
    file = test_sign(arena, file, school->principal, SIGNER_PRINCIPAL, NULL, SIGNED_AT + 60);
    return test_sign(arena, file, school->seal, SIGNER_SCHOOL, NULL, SIGNED_AT + 120);
}

static void
make_kind(const char *folder, const char *name, enum key_kind kind)
{
    static const int counts[] = {1, 3, 6, 17};
    AUTO(test_school) *school = test_school_new(kind, false);
    AUTO(buffer) *sub = buffer_new(CERTIFICATE_PEM_MAX);
    char path[64];

    certificate_write_pem(school->pki->authority, sub);
    snprintf(path, sizeof path, "%s-root.pem", name);
    write_file(folder, path, buffer_span(school->pki->root_pem));
    snprintf(path, sizeof path, "%s-sub.pem", name);
    write_file(folder, path, buffer_span(sub));
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        AUTO(arena) *arena = arena_new();
        snprintf(path, sizeof path, "%s-%d.xml", name, counts[i]);
        write_file(folder, path, sign(arena, school, counts[i]));
    }
}

int
main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: make_records DIR\n", stderr);
        return 2;
    }
    make_kind(argv[1], "rsa", KEY_RSA);
    make_kind(argv[1], "p256", KEY_P256);
    return 0;
}
