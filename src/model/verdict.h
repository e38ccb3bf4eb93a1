/* SPDX-License-Identifier: Apache-2.0
 *
 * The result of verifying a file, for people and machines: three values and a reason per check.
 */
#ifndef HOCBA_MODEL_VERDICT_H
#define HOCBA_MODEL_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/text.h"
#include "model/record.h"

enum verdict { VERDICT_AUTHENTIC, VERDICT_NOT_AUTHENTIC, VERDICT_UNDECIDED };

enum check_result { CHECK_YES, CHECK_NO, CHECK_UNKNOWN, CHECK_NOT_ASKED };

/* Stable ids of the checks, in the order in which they are reported. */
enum check_id {
    CHECK_FORMAT,      /* "format": grammar, limits, canonical, record readable */
    CHECK_INTEGRITY,   /* "integrity": every digest: unchanged since signing */
    CHECK_SIGNATURES,  /* "signatures": every signature value with its certificate's key */
    CHECK_ORDER,       /* "order": each signer signed over the earlier ones */
    CHECK_TIMESTAMPS,  /* "timestamps": what proves when the signatures existed */
    CHECK_CHAIN,       /* "chain": certificates to the given anchors at the time that matters */
    CHECK_REVOCATION,  /* "revocation": certificates not revoked then, by the data in the file */
    CHECK_PROFILE,     /* "profile": certificates name who the record names */
    CHECK_ROLES,       /* "roles": every role that must sign has signed */
    CHECK_ENTITLEMENT, /* "entitlement": the registry says they might, at that date */
    CHECK_LEDGER,      /* "ledger": entered in the ledger, and witnesses saw it */
    CHECK_STATUS,      /* "status": not revoked or replaced, by the ledger's status list */
    CHECK_COUNT
};

struct check {
    enum check_result result;
    const char *reason; /* one Vietnamese sentence */
};

enum signer_role {
    SIGNER_SUBJECT_TEACHER,
    SIGNER_CLASS_TEACHER,
    SIGNER_PRINCIPAL,
    SIGNER_SCHOOL,
    SIGNER_ROLE_COUNT
};

/* "GVBM" "GVCN" "CBQL" "KY_PHAT_HANH": the element that holds the signature. */
const char *signer_role_tag(enum signer_role role);
/* "gvbm" "gvcn" "cbql" "school": as --as takes it. */
const char *signer_role_key(enum signer_role role);
/* "giáo viên bộ môn" ...: for people. */
const char *signer_role_word(enum signer_role role);
bool signer_role_parse(const char *key, enum signer_role *role);

struct signature_report {
    enum signer_role role;
    const char *subject_code;  /* of a subject teacher, else NULL */
    const char *signer_name;   /* commonName of the certificate */
    const char *signer_number; /* personal number (UID=CCCD:) or organisation code (UID=MST:) */
    const char *certificate_sha256; /* hex */
    uint8_t kid[8]; /* of its key, as leaves of the ledger have it; zeros: it cannot be read */
    const char *issuer_name;
    const char *algorithm;      /* "RSA-SHA256" "ECDSA-SHA256" */
    const char *level;          /* "B-B" "B-T" "B-LT" */
    const char *level_reason;   /* why it is no higher, where there is evidence; or NULL */
    struct moment claimed_time; /* SigningTime: claimed, proves nothing */
    struct moment proven_time;  /* of the earliest timestamp that counts; {0}: none */
    const char *authority_name; /* who gave it */
    bool cryptographically_valid;
    const char *reason; /* what is wrong, or NULL */
    /* The same for machines (ETSI TS 119 102-1, 5.1.3): "HASH_FAILURE" ...; NULL: nothing. */
    const char *sub_indication;
    enum check_id found_by; /* the check that `reason` is of; means nothing without one */
};

/* What the proof from the ledger says; only what the policy bears out. */
struct ledger_report {
    const char *origin; /* which ledger; NULL: nothing was proven */
    uint64_t index;
    const char *provisional; /* why the proof is ("no-quorum" ..., ledger/proof.h); NULL: it is not,
                                as far as it says itself */
    struct moment entered_at; /* the ledger's own clock */
    struct moment seen_by;    /* the quorum of witnesses had seen it by then; {0}: none asked */
    struct moment not_before; /* until then no quorum can have seen it; {0}: not known */
    const char *status;       /* "valid" ...; NULL: not known */
    struct moment status_of;  /* as of when */
    const char *decision;     /* number of the decision that came along about it; NULL: none */
};

enum { SIGNATURES_MAX = 20 };

struct verdict_report {
    enum verdict verdict;
    bool training; /* made by a demo or training instance: THỬ NGHIỆM */
    struct check checks[CHECK_COUNT];
    struct signature_report signatures[SIGNATURES_MAX];
    size_t signature_count;
    struct ledger_report ledger;
    const struct record *record; /* only verified content; NULL when any check says no */
    struct span content;         /* the data element as every signature covers it; like `record` */
    struct span issued_form; /* <HOC_BA>...</HOC_BA> without evidence that came later; empty when
                            format is not yes */
};

const char *verdict_word(enum verdict verdict);          /* "authentic" ... */
const char *check_result_word(enum check_result result); /* "yes" "no" "unknown" "not_asked" */
const char *check_key(enum check_id id);                 /* "format" ... */
const char *check_label(enum check_id id);               /* Vietnamese */

#endif
