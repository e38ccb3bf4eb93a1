/* SPDX-License-Identifier: Apache-2.0 */
#include "model/role.h"

/* clang-format off */
const struct role_row role_table[ROLE_COUNT] = {
    {ROLE_SCHOOL_ADMIN, "school_admin", "quản trị viên của trường", PLACE_SCHOOL, false, false, false, false, 0},
    {ROLE_REGISTRAR, "registrar", "nhân viên học vụ", PLACE_SCHOOL, false, false, false, false, 0},
    {ROLE_SEAL_CLERK, "seal_clerk", "văn thư", PLACE_SCHOOL, false, false, false, true, SIGNER_SCHOOL},
    {ROLE_SUBJECT_TEACHER, "subject_teacher", "giáo viên bộ môn", PLACE_SCHOOL, true, true, false, true, SIGNER_SUBJECT_TEACHER},
    {ROLE_CLASS_TEACHER, "class_teacher", "giáo viên chủ nhiệm", PLACE_SCHOOL, true, false, false, true, SIGNER_CLASS_TEACHER},
    {ROLE_PRINCIPAL, "principal", "hiệu trưởng", PLACE_SCHOOL, false, false, false, true, SIGNER_PRINCIPAL},
    {ROLE_DEPUTY_PRINCIPAL, "deputy_principal", "phó hiệu trưởng", PLACE_SCHOOL, false, false, false, true, SIGNER_PRINCIPAL},
    {ROLE_DEPARTMENT_ADMIN, "department_admin", "quản trị viên của Sở", PLACE_DEPARTMENT, false, false, false, false, 0},
    {ROLE_DEPARTMENT_APPROVER, "department_approver", "chuyên viên duyệt của Sở", PLACE_DEPARTMENT, false, false, false, false, 0},
    {ROLE_DEPARTMENT_STAFF, "department_staff", "chuyên viên giám sát của Sở", PLACE_DEPARTMENT, false, false, false, false, 0},
    {ROLE_DEPARTMENT_SEAL_CLERK, "department_seal_clerk", "văn thư của Sở", PLACE_DEPARTMENT, false, false, false, false, 0},
    {ROLE_OFFICE_STAFF, "office_staff", "người phụ trách giáo dục của huyện, xã", PLACE_OFFICE, false, false, false, false, 0},
    {ROLE_GRADE_HEAD, "grade_head", "khối trưởng", PLACE_SCHOOL, false, false, true, false, 0},
};
/* clang-format on */

const char *
role_key(enum role role)
{
    return role < ROLE_COUNT ? role_table[role].key : NULL;
}

const char *
role_word(enum role role)
{
    return role < ROLE_COUNT ? role_table[role].word : NULL;
}

bool
role_parse(const char *key, enum role *role)
{
    for (size_t i = 0; i < ROLE_COUNT; i++)
        if (text_equal(role_table[i].key, key)) {
            *role = role_table[i].role;
            return true;
        }
    return false;
}

unsigned
roles_that_sign(enum signer_role signer)
{
    unsigned roles = 0;

    for (size_t i = 0; i < ROLE_COUNT; i++)
        if (role_table[i].signs && role_table[i].signs_as == signer)
            roles |= ROLE_BIT(i);
    return roles;
}
