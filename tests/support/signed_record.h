/* SPDX-License-Identifier: Apache-2.0
 *
 * Signed records for tests: the sample record, its school's people and seal, and signatures on it
 * in any order and by anybody.  Every function ends the test when something fails.
 */
#ifndef HOCBA_TESTS_SUPPORT_SIGNED_RECORD_H
#define HOCBA_TESTS_SUPPORT_SIGNED_RECORD_H

#include "model/verdict.h"
#include "tests/support/key_signer.h"
#include "tests/support/pki.h"
#include "xml/record_xml.h"

#define SIGNED_AT (PKI_NOW - 3600) /* the class teacher's SigningTime */

struct test_school {
    struct test_pki *pki;
    struct signer *subject_teacher, *class_teacher, *principal, *seal, *department;
};

/* The people whom the sample record names; certificates are training ones when asked. */
struct test_school *test_school_new(enum key_kind kind, bool training);
void test_school_free(struct test_school *school);
DEFINE_AUTO(test_school)

/* The sample record, unsigned. */
struct span test_unsigned(struct arena *arena, bool subject_teachers_sign);
/* `document` with one more signature. */
struct span test_sign(struct arena *arena, struct span document, struct signer *signer,
                      enum signer_role role, const char *subject_code, int64_t at);
/* Signed by the class teacher, the principal and the school. */
struct span test_signed(struct arena *arena, const struct test_school *school);
/* Signed by the teachers of the first `teachers` subjects and by these three. */
struct span test_signed_by_all(struct arena *arena, const struct test_school *school,
                               size_t teachers);
/* A registry that entitles these people, signed by the department. */
struct span test_registry(struct arena *arena, const struct test_school *school);
/* The same, in which all of them were revoked at that moment. */
struct span test_registry_revoking(struct arena *arena, const struct test_school *school,
                                   int64_t revoked_at);

#endif
