/* SPDX-License-Identifier: Apache-2.0 */
#include "model/verdict.h"

static const struct {
    const char *tag, *key, *word;
} roles[SIGNER_ROLE_COUNT] = {
    [SIGNER_SUBJECT_TEACHER] = {"GVBM", "gvbm", "giáo viên bộ môn"},
    [SIGNER_CLASS_TEACHER] = {"GVCN", "gvcn", "giáo viên chủ nhiệm"},
    [SIGNER_PRINCIPAL] = {"CBQL", "cbql", "cán bộ quản lý"},
    [SIGNER_SCHOOL] = {"KY_PHAT_HANH", "school", "nhà trường (ký phát hành)"},
};

static const struct {
    const char *key, *label;
} checks[CHECK_COUNT] = {
    [CHECK_FORMAT] = {"format", "Định dạng"},
    [CHECK_INTEGRITY] = {"integrity", "Không thay đổi từ khi ký"},
    [CHECK_SIGNATURES] = {"signatures", "Chữ ký số"},
    [CHECK_ORDER] = {"order", "Thứ tự ký"},
    [CHECK_TIMESTAMPS] = {"timestamps", "Dấu thời gian"},
    [CHECK_CHAIN] = {"chain", "Chứng thư số và gốc tin cậy"},
    [CHECK_REVOCATION] = {"revocation", "Chứng thư không bị thu hồi khi ký"},
    [CHECK_PROFILE] = {"profile", "Chứng thư đúng người ghi trong học bạ"},
    [CHECK_ROLES] = {"roles", "Đủ các vai trò phải ký"},
    [CHECK_ENTITLEMENT] = {"entitlement", "Người ký có thẩm quyền tại ngày ký"},
    [CHECK_LEDGER] = {"ledger", "Có trong sổ cái phát hành"},
    [CHECK_STATUS] = {"status", "Chưa bị thu hồi hay thay thế"},
};

const char *
signer_role_tag(enum signer_role role)
{
    return role < SIGNER_ROLE_COUNT ? roles[role].tag : NULL;
}

const char *
signer_role_key(enum signer_role role)
{
    return role < SIGNER_ROLE_COUNT ? roles[role].key : NULL;
}

const char *
signer_role_word(enum signer_role role)
{
    return role < SIGNER_ROLE_COUNT ? roles[role].word : NULL;
}

bool
signer_role_parse(const char *key, enum signer_role *role)
{
    for (int i = 0; i < SIGNER_ROLE_COUNT; i++)
        if (text_equal(roles[i].key, key)) {
            *role = (enum signer_role)i;
            return true;
        }
    return false;
}

const char *
verdict_word(enum verdict verdict)
{
    static const char *const words[] = {"authentic", "not_authentic", "undecided"};

    return words[verdict];
}

const char *
check_result_word(enum check_result result)
{
    static const char *const words[] = {"yes", "no", "unknown", "not_asked"};

    return words[result];
}

const char *
check_key(enum check_id id)
{
    return id < CHECK_COUNT ? checks[id].key : NULL;
}

const char *
check_label(enum check_id id)
{
    return id < CHECK_COUNT ? checks[id].label : NULL;
}
