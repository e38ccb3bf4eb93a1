/* SPDX-License-Identifier: Apache-2.0
 *
 * The states of a record and the steps between them, as one table (CV2088 III.2 and III.3,
 * QĐ1789 Điều 20 and 21).  Keys are stable: the store keeps them in records and events.
 *
 * What the table does not know, the caller checks: that every subject teacher whom the year asks
 * for has signed before the class teacher does, who the person is, and what the clock says.
 */
#ifndef HOCBA_MODEL_STATE_H
#define HOCBA_MODEL_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "model/role.h"

enum state {
    STATE_DRAFT,      /* đang nhập */
    STATE_SUMMARIZED, /* đã tổng kết: the school confirmed that the year's data are complete */
    STATE_CREATED,    /* đã khởi tạo: the XML exists, nobody has signed */
    STATE_CHECKED,    /* giáo viên đã kiểm tra */
    STATE_SIGNED_GVBM, /* at least one subject teacher has signed */
    STATE_SIGNED_GVCN,
    STATE_SIGNED_CBQL,
    STATE_SIGNED_SCHOOL, /* the school's seal is on it, not yet issued */
    STATE_ISSUED,        /* phát hành: cannot be changed any more */
    STATE_SENT,
    STATE_REFUSED, /* by the department's gateway */
    STATE_RECEIVED,
    STATE_CIRCULATING, /* lưu hành */
    STATE_REPORTED,    /* to the Ministry */
    STATE_REVOCATION_REQUESTED,
    STATE_SUSPENDED, /* its replacement is agreed to and not issued yet */
    STATE_REVOKED,   /* withdrawn, and nothing takes its place */
    STATE_REPLACED,  /* by another UUID */
    STATE_DISCARDED, /* made to replace another, which was given up; never issued */
    STATE_COUNT,
    STATE_BEFORE = STATE_COUNT, /* only as `to`: the state before the request, as events tell it */
};

enum verb {
    VERB_CONFIRM, /* the year's summary is complete */
    VERB_REOPEN,  /* ... after all not */
    VERB_CREATE,
    VERB_CHECK,
    VERB_SIGN_GVBM,
    VERB_SIGN_GVCN,
    VERB_SIGN_CBQL,
    VERB_SIGN_SCHOOL,
    VERB_ISSUE,
    VERB_REMAKE,    /* made anew from the same draft: every signature falls */
    VERB_SEND_BACK, /* to the draft, to be corrected: every signature falls */
    VERB_SEND,
    VERB_REFUSE,
    VERB_RECEIVE,
    VERB_CIRCULATE,
    VERB_REPORT,
    VERB_REQUEST_REVOCATION,
    VERB_DECLINE_REVOCATION,
    VERB_SUSPEND, /* agreed: a corrected one will replace it */
    VERB_RESTORE, /* the replacement is given up */
    VERB_REVOKE,
    VERB_VOID,    /* the key of its seal was compromised when it was entered in the ledger */
    VERB_REPLACE, /* by a record that was issued in its place, with that one's issue */
    VERB_DISCARD, /* of a replacement: given up before it was issued */
    VERB_COUNT
};

struct state_row {
    enum state from;
    enum verb verb;
    enum state to;
    unsigned who;      /* ROLE_BIT()s of those who may; assignments and dates are the caller's */
    unsigned skips;    /* SIGNER_BIT()s of signers passed over: legal when the year asks for none */
    bool needs_reason; /* a text why, kept in the event */
};

extern const struct state_row state_table[];
extern const size_t state_row_count;

#define SIGNER_BIT(signer) (1u << (signer))
enum {
    /* Who must sign: a setting of the year. v1.0 obliges only the principal and the school. */
    SIGNERS_V10 = SIGNER_BIT(SIGNER_PRINCIPAL) | SIGNER_BIT(SIGNER_SCHOOL),
    SIGNERS_DEFAULT = SIGNERS_V10 | SIGNER_BIT(SIGNER_CLASS_TEACHER),
    SIGNERS_ALL = SIGNERS_DEFAULT | SIGNER_BIT(SIGNER_SUBJECT_TEACHER),
};

/* The state after `verb`, where the year asks for `signers` (SIGNER_BIT()s).
 * CONFLICT with the reason when the step is not legal from there. */
MUST_CHECK enum status state_step(enum state from, enum verb verb, unsigned signers, enum state *to,
                                  struct error *err);
/* The row of a step, whoever must sign; NULL when there is none. */
const struct state_row *state_row_find(enum state from, enum verb verb);
/* The verb with which that signer signs. */
enum verb verb_of_signer(enum signer_role signer);

bool verb_is_signing(enum verb verb);

const char *state_key(enum state state);  /* "signed_gvcn" */
const char *state_word(enum state state); /* "giáo viên chủ nhiệm đã ký" */
bool state_parse(const char *key, enum state *state);
const char *verb_key(enum verb verb);  /* "sign_gvcn" */
const char *verb_word(enum verb verb); /* "ký với vai trò giáo viên chủ nhiệm" */
bool verb_parse(const char *key, enum verb *verb);

/* Signatures are on it and it is not issued: changes to the draft need VERB_SEND_BACK. */
bool state_is_signing(enum state state);
/* It was issued: its document is kept for ever and never changes. */
bool state_is_issued(enum state state);
/* The same of a key; false of what is none. */
bool state_key_is_issued(const char *key);
/* ... and it counts: neither suspended nor withdrawn nor replaced. */
bool state_counts(enum state state);

#endif
