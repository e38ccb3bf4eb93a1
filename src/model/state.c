/* SPDX-License-Identifier: Apache-2.0 */
#include "model/state.h"

#include <stdio.h>

static const struct {
    const char *key, *word;
} states[STATE_COUNT] = {
    [STATE_DRAFT] = {"draft", "đang nhập"},
    [STATE_SUMMARIZED] = {"summarized", "đã tổng kết"},
    [STATE_CREATED] = {"created", "đã khởi tạo"},
    [STATE_CHECKED] = {"checked", "giáo viên đã kiểm tra"},
    [STATE_SIGNED_GVBM] = {"signed_gvbm", "giáo viên bộ môn đã ký"},
    [STATE_SIGNED_GVCN] = {"signed_gvcn", "giáo viên chủ nhiệm đã ký"},
    [STATE_SIGNED_CBQL] = {"signed_cbql", "cán bộ quản lý đã ký"},
    [STATE_SIGNED_SCHOOL] = {"signed_school", "nhà trường đã ký phát hành"},
    [STATE_ISSUED] = {"issued", "đã phát hành"},
    [STATE_SENT] = {"sent", "đã gửi Sở"},
    [STATE_REFUSED] = {"refused", "Sở từ chối tiếp nhận"},
    [STATE_RECEIVED] = {"received", "Sở đã tiếp nhận"},
    [STATE_CIRCULATING] = {"circulating", "đang lưu hành"},
    [STATE_REPORTED] = {"reported", "đã báo cáo Bộ"},
    [STATE_REVOCATION_REQUESTED] = {"revocation_requested", "chờ duyệt thu hồi"},
    [STATE_SUSPENDED] = {"suspended", "tạm dừng, chờ bản thay thế"},
    [STATE_REVOKED] = {"revoked", "đã thu hồi"},
    [STATE_REPLACED] = {"replaced", "đã được thay thế"},
    [STATE_DISCARDED] = {"discarded", "đã bỏ, thôi thay thế"},
};

static const struct {
    const char *key, *word;
} verbs[VERB_COUNT] = {
    [VERB_CONFIRM] = {"confirm", "xác nhận tổng kết"},
    [VERB_REOPEN] = {"reopen", "mở lại để nhập tiếp"},
    [VERB_CREATE] = {"create", "khởi tạo học bạ"},
    [VERB_CHECK] = {"check", "xác nhận đã kiểm tra"},
    [VERB_SIGN_GVBM] = {"sign_gvbm", "ký với vai trò giáo viên bộ môn"},
    [VERB_SIGN_GVCN] = {"sign_gvcn", "ký với vai trò giáo viên chủ nhiệm"},
    [VERB_SIGN_CBQL] = {"sign_cbql", "ký với vai trò cán bộ quản lý"},
    [VERB_SIGN_SCHOOL] = {"sign_school", "ký phát hành bằng con dấu số của trường"},
    [VERB_ISSUE] = {"issue", "phát hành"},
    [VERB_REMAKE] = {"remake", "lập lại từ đầu"},
    [VERB_SEND_BACK] = {"send_back", "trả về để sửa"},
    [VERB_SEND] = {"send", "gửi lên Sở"},
    [VERB_REFUSE] = {"refuse", "từ chối tiếp nhận"},
    [VERB_RECEIVE] = {"receive", "tiếp nhận"},
    [VERB_CIRCULATE] = {"circulate", "đưa vào lưu hành"},
    [VERB_REPORT] = {"report", "báo cáo Bộ"},
    [VERB_REQUEST_REVOCATION] = {"request_revocation", "yêu cầu thu hồi"},
    [VERB_DECLINE_REVOCATION] = {"decline_revocation", "từ chối thu hồi"},
    [VERB_SUSPEND] = {"suspend", "đồng ý thay thế"},
    [VERB_RESTORE] = {"restore", "thôi thay thế"},
    [VERB_REVOKE] = {"revoke", "thu hồi"},
    [VERB_VOID] = {"void", "thu hồi vì khóa của con dấu bị lộ"},
    [VERB_REPLACE] = {"replace", "thay thế bằng học bạ mới"},
    [VERB_DISCARD] = {"discard", "bỏ bản thay thế"},
};

#define GVBM     ROLE_BIT(ROLE_SUBJECT_TEACHER)
#define GVCN     ROLE_BIT(ROLE_CLASS_TEACHER)
#define TEACHERS (GVBM | GVCN)
#define HEADS    (ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL))
#define CLERKS   (ROLE_BIT(ROLE_REGISTRAR) | ROLE_BIT(ROLE_SEAL_CLERK))
#define SEAL     ROLE_BIT(ROLE_SEAL_CLERK)
#define SO       ROLE_BIT(ROLE_DEPARTMENT_APPROVER)
#define SO_SEAL  ROLE_BIT(ROLE_DEPARTMENT_SEAL_CLERK)
#define NO_GVBM  SIGNER_BIT(SIGNER_SUBJECT_TEACHER)
#define NO_GVCN  SIGNER_BIT(SIGNER_CLASS_TEACHER)

/* clang-format off */
const struct state_row state_table[] = {
    {STATE_DRAFT,         VERB_CONFIRM,     STATE_SUMMARIZED,    CLERKS,   0,                 false},
    {STATE_DRAFT,         VERB_CREATE,      STATE_CREATED,       CLERKS,   0,                 false},
    {STATE_SUMMARIZED,    VERB_REOPEN,      STATE_DRAFT,         CLERKS,   0,                 true},
    {STATE_SUMMARIZED,    VERB_CREATE,      STATE_CREATED,       CLERKS,   0,                 false},

    /* One that was returned, or is made anew: its UUID is used up, another record takes over. */
    {STATE_DRAFT,         VERB_REMAKE,      STATE_REPLACED,      CLERKS,   0,                 true},
    {STATE_SUMMARIZED,    VERB_REMAKE,      STATE_REPLACED,      CLERKS,   0,                 true},

    {STATE_CREATED,       VERB_CHECK,       STATE_CHECKED,       TEACHERS, 0,                 false},
    {STATE_CREATED,       VERB_SIGN_GVBM,   STATE_SIGNED_GVBM,   GVBM,     0,                 false},
    {STATE_CHECKED,       VERB_SIGN_GVBM,   STATE_SIGNED_GVBM,   GVBM,     0,                 false},
    {STATE_SIGNED_GVBM,   VERB_SIGN_GVBM,   STATE_SIGNED_GVBM,   GVBM,     0,                 false},
    {STATE_CREATED,       VERB_SIGN_GVCN,   STATE_SIGNED_GVCN,   GVCN,     NO_GVBM,           false},
    {STATE_CHECKED,       VERB_SIGN_GVCN,   STATE_SIGNED_GVCN,   GVCN,     NO_GVBM,           false},
    {STATE_SIGNED_GVBM,   VERB_SIGN_GVCN,   STATE_SIGNED_GVCN,   GVCN,     0,                 false},
    {STATE_CREATED,       VERB_SIGN_CBQL,   STATE_SIGNED_CBQL,   HEADS,    NO_GVBM | NO_GVCN, false},
    {STATE_CHECKED,       VERB_SIGN_CBQL,   STATE_SIGNED_CBQL,   HEADS,    NO_GVBM | NO_GVCN, false},
    {STATE_SIGNED_GVBM,   VERB_SIGN_CBQL,   STATE_SIGNED_CBQL,   HEADS,    NO_GVCN,           false},
    {STATE_SIGNED_GVCN,   VERB_SIGN_CBQL,   STATE_SIGNED_CBQL,   HEADS,    0,                 false},
    {STATE_SIGNED_CBQL,   VERB_SIGN_SCHOOL, STATE_SIGNED_SCHOOL, SEAL,     0,                 false},
    {STATE_SIGNED_SCHOOL, VERB_ISSUE,       STATE_ISSUED,        SEAL,     0,                 false},

    {STATE_CREATED,       VERB_REMAKE,      STATE_REPLACED,      CLERKS,   0,                 true},
    {STATE_CHECKED,       VERB_REMAKE,      STATE_REPLACED,      CLERKS,   0,                 true},
    {STATE_SIGNED_GVBM,   VERB_REMAKE,      STATE_REPLACED,      CLERKS,   0,                 true},
    {STATE_SIGNED_GVCN,   VERB_REMAKE,      STATE_REPLACED,      CLERKS,   0,                 true},
    {STATE_SIGNED_CBQL,   VERB_REMAKE,      STATE_REPLACED,      CLERKS,   0,                 true},
    {STATE_SIGNED_SCHOOL, VERB_REMAKE,      STATE_REPLACED,      CLERKS,   0,                 true},
    {STATE_CREATED,       VERB_SEND_BACK,   STATE_DRAFT,         TEACHERS | HEADS | CLERKS, 0, true},
    {STATE_CHECKED,       VERB_SEND_BACK,   STATE_DRAFT,         TEACHERS | HEADS | CLERKS, 0, true},
    {STATE_SIGNED_GVBM,   VERB_SEND_BACK,   STATE_DRAFT,         TEACHERS | HEADS | CLERKS, 0, true},
    {STATE_SIGNED_GVCN,   VERB_SEND_BACK,   STATE_DRAFT,         HEADS | CLERKS, 0,           true},
    {STATE_SIGNED_CBQL,   VERB_SEND_BACK,   STATE_DRAFT,         HEADS | CLERKS, 0,           true},
    {STATE_SIGNED_SCHOOL, VERB_SEND_BACK,   STATE_DRAFT,         HEADS | CLERKS, 0,           true},

    {STATE_ISSUED,        VERB_SEND,        STATE_SENT,          CLERKS,   0,                 false},
    {STATE_SENT,          VERB_REFUSE,      STATE_REFUSED,       SO,       0,                 true},
    {STATE_SENT,          VERB_RECEIVE,     STATE_RECEIVED,      SO,       0,                 false},
    {STATE_REFUSED,       VERB_SEND,        STATE_SENT,          CLERKS,   0,                 false},
    {STATE_RECEIVED,      VERB_CIRCULATE,   STATE_CIRCULATING,   SO,       0,                 false},
    {STATE_CIRCULATING,   VERB_REPORT,      STATE_REPORTED,      SO_SEAL,  0,                 false},

    {STATE_ISSUED,        VERB_REQUEST_REVOCATION, STATE_REVOCATION_REQUESTED, CLERKS | HEADS, 0, true},
    {STATE_REFUSED,       VERB_REQUEST_REVOCATION, STATE_REVOCATION_REQUESTED, CLERKS | HEADS, 0, true},
    {STATE_RECEIVED,      VERB_REQUEST_REVOCATION, STATE_REVOCATION_REQUESTED, CLERKS | HEADS, 0, true},
    {STATE_CIRCULATING,   VERB_REQUEST_REVOCATION, STATE_REVOCATION_REQUESTED, CLERKS | HEADS, 0, true},
    {STATE_REPORTED,      VERB_REQUEST_REVOCATION, STATE_REVOCATION_REQUESTED, CLERKS | HEADS, 0, true},
    {STATE_REVOCATION_REQUESTED, VERB_DECLINE_REVOCATION, STATE_BEFORE,  SO, 0,               true},
    {STATE_REVOCATION_REQUESTED, VERB_SUSPEND,            STATE_SUSPENDED, SO, 0,             true},
    {STATE_REVOCATION_REQUESTED, VERB_REVOKE,             STATE_REVOKED, SO, 0,               true},
    {STATE_SUSPENDED,     VERB_REPLACE,     STATE_REPLACED,      SEAL,     0,                 false},
    {STATE_SUSPENDED,     VERB_RESTORE,     STATE_BEFORE,        SO,       0,                 true},
    {STATE_SUSPENDED,     VERB_REVOKE,      STATE_REVOKED,       SO,       0,                 true},

    /* The ledger revokes what a compromised key issued (ledger/status.h, R7), however it stood. */
    {STATE_ISSUED,                VERB_VOID,        STATE_REVOKED,       SO,       0,                 true},
    {STATE_SENT,                  VERB_VOID,        STATE_REVOKED,       SO,       0,                 true},
    {STATE_REFUSED,               VERB_VOID,        STATE_REVOKED,       SO,       0,                 true},
    {STATE_RECEIVED,              VERB_VOID,        STATE_REVOKED,       SO,       0,                 true},
    {STATE_CIRCULATING,           VERB_VOID,        STATE_REVOKED,       SO,       0,                 true},
    {STATE_REPORTED,              VERB_VOID,        STATE_REVOKED,       SO,       0,                 true},
    {STATE_REVOCATION_REQUESTED,  VERB_VOID,        STATE_REVOKED,       SO,       0,                 true},
    {STATE_SUSPENDED,             VERB_VOID,        STATE_REVOKED,       SO,       0,                 true},

    /* A replacement that was made already and is given up, by the decision that restores the old one. */
    {STATE_DRAFT,         VERB_DISCARD,     STATE_DISCARDED,     SO,       0,                 true},
    {STATE_SUMMARIZED,    VERB_DISCARD,     STATE_DISCARDED,     SO,       0,                 true},
    {STATE_CREATED,       VERB_DISCARD,     STATE_DISCARDED,     SO,       0,                 true},
    {STATE_CHECKED,       VERB_DISCARD,     STATE_DISCARDED,     SO,       0,                 true},
    {STATE_SIGNED_GVBM,   VERB_DISCARD,     STATE_DISCARDED,     SO,       0,                 true},
    {STATE_SIGNED_GVCN,   VERB_DISCARD,     STATE_DISCARDED,     SO,       0,                 true},
    {STATE_SIGNED_CBQL,   VERB_DISCARD,     STATE_DISCARDED,     SO,       0,                 true},
    {STATE_SIGNED_SCHOOL, VERB_DISCARD,     STATE_DISCARDED,     SO,       0,                 true},
};
/* clang-format on */
const size_t state_row_count = COUNT_OF(state_table);

const struct state_row *
state_row_find(enum state from, enum verb verb)
{
    for (size_t i = 0; i < state_row_count; i++)
        if (state_table[i].from == from && state_table[i].verb == verb)
            return &state_table[i];
    return NULL;
}

/* "đã khởi tạo, giáo viên đã kiểm tra": the states from which `verb` is legal. */
static void
list_origins(enum verb verb, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < state_row_count; i++)
        if (state_table[i].verb == verb && used < size)
            used += (size_t)snprintf(out + used, size - used, "%s“%s”", used ? ", " : "",
                                     state_word(state_table[i].from));
}

static enum status
refuse(enum state from, enum verb verb, struct error *err)
{
    char origins[400];

    if (state_is_issued(from) && verb <= VERB_SEND_BACK)
        return fail(err, CONFLICT,
                    "Không %s được: học bạ %s nên không thay đổi được nữa. Nếu có sai sót, hãy yêu "
                    "cầu thu hồi và lập học bạ thay thế.",
                    verb_word(verb), state_word(from));
    list_origins(verb, origins, sizeof origins);
    return fail(err, CONFLICT,
                "Không %s được: học bạ đang ở trạng thái “%s”; bước này chỉ làm khi học bạ ở "
                "trạng thái %s.",
                verb_word(verb), state_word(from), origins);
}

enum status
state_step(enum state from, enum verb verb, unsigned signers, enum state *to, struct error *err)
{
    const struct state_row *row = state_row_find(from, verb);

    if (row == NULL)
        return refuse(from, verb, err);
    for (int i = 0; i < SIGNER_ROLE_COUNT; i++)
        if (row->skips & signers & SIGNER_BIT(i))
            return fail(err, CONFLICT,
                        "Không %s được: chưa có chữ ký của %s mà năm học này yêu cầu.",
                        verb_word(verb), signer_role_word((enum signer_role)i));
    *to = row->to;
    return OK;
}

enum verb
verb_of_signer(enum signer_role signer)
{
    return (enum verb)(VERB_SIGN_GVBM + (int)signer);
}

bool
verb_is_signing(enum verb verb)
{
    return verb >= VERB_SIGN_GVBM && verb <= VERB_SIGN_SCHOOL;
}

const char *
state_key(enum state state)
{
    return state < STATE_COUNT ? states[state].key : NULL;
}

const char *
state_word(enum state state)
{
    return state < STATE_COUNT ? states[state].word : NULL;
}

bool
state_parse(const char *key, enum state *state)
{
    for (size_t i = 0; i < STATE_COUNT; i++)
        if (text_equal(states[i].key, key)) {
            *state = (enum state)i;
            return true;
        }
    return false;
}

const char *
verb_key(enum verb verb)
{
    return verb < VERB_COUNT ? verbs[verb].key : NULL;
}

const char *
verb_word(enum verb verb)
{
    return verb < VERB_COUNT ? verbs[verb].word : NULL;
}

bool
verb_parse(const char *key, enum verb *verb)
{
    for (size_t i = 0; i < VERB_COUNT; i++)
        if (text_equal(verbs[i].key, key)) {
            *verb = (enum verb)i;
            return true;
        }
    return false;
}

bool
state_is_signing(enum state state)
{
    return state >= STATE_SIGNED_GVBM && state <= STATE_SIGNED_SCHOOL;
}

bool
state_is_issued(enum state state)
{
    return state >= STATE_ISSUED && state < STATE_DISCARDED;
}

bool
state_key_is_issued(const char *key)
{
    enum state state;

    return state_parse(key, &state) && state_is_issued(state);
}

bool
state_counts(enum state state)
{
    return state_is_issued(state) && state != STATE_SUSPENDED && state != STATE_REVOKED &&
           state != STATE_REPLACED;
}
