/* SPDX-License-Identifier: Apache-2.0
 *
 * Roles: what a person is assigned to do, in a school or above it (domain: CV2088 III,
 * QĐ1789 Điều 5, 14, 20).  Keys are stable: the store and the command line keep them.
 * Administrators grant rights and never touch results; the right to sign comes only from an
 * assignment to a role that signs, at that date.
 */
#ifndef HOCBA_MODEL_ROLE_H
#define HOCBA_MODEL_ROLE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/verdict.h"

enum role {
    ROLE_SCHOOL_ADMIN,          /* quản trị viên của trường */
    ROLE_REGISTRAR,             /* học vụ */
    ROLE_SEAL_CLERK,            /* văn thư: holds the school's seal */
    ROLE_SUBJECT_TEACHER,       /* GVBM */
    ROLE_CLASS_TEACHER,         /* GVCN */
    ROLE_PRINCIPAL,             /* hiệu trưởng */
    ROLE_DEPUTY_PRINCIPAL,      /* phó hiệu trưởng */
    ROLE_DEPARTMENT_ADMIN,      /* quản trị viên của Sở */
    ROLE_DEPARTMENT_APPROVER,   /* duyệt chứng thư, duyệt thu hồi */
    ROLE_DEPARTMENT_STAFF,      /* chuyên viên giám sát */
    ROLE_DEPARTMENT_SEAL_CLERK, /* văn thư của Sở */
    ROLE_OFFICE_STAFF, /* phụ trách giáo dục of a district (until 30/6/2025) or commune */
    ROLE_GRADE_HEAD,   /* khối trưởng: looks after the classes of a grade, signs nothing */
    ROLE_COUNT
};

/* Office: a district's or a commune's. */
enum role_place { PLACE_SCHOOL, PLACE_DEPARTMENT, PLACE_OFFICE };

/* A set of roles: the sum of ROLE_BIT()s. */
#define ROLE_BIT(role) (1u << (role))

struct role_row {
    enum role role;
    const char *key;  /* "class_teacher" */
    const char *word; /* "giáo viên chủ nhiệm" */
    enum role_place place;
    bool of_class;   /* an assignment names a class */
    bool of_subject; /* ... and a subject */
    bool of_grade;   /* names a grade */
    bool signs;      /* signs records, as signer_role */
    enum signer_role signs_as;
};

extern const struct role_row role_table[ROLE_COUNT]; /* in the order of enum role */

const char *role_key(enum role role);
const char *role_word(enum role role);
bool role_parse(const char *key, enum role *role);
/* Which roles may sign as that: ROLE_BIT()s. */
unsigned roles_that_sign(enum signer_role signer);

#endif
