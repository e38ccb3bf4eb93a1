/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands in the ledger: one entry of some 70 bytes of deterministic CBOR per issued record,
 * change of status, key, rule or document.  Hashes and keys' ids only: nothing in it, alone or with
 * others, says who a pupil is.  The H of a record is SHA-256 of its issued form, which holds a
 * 128-bit salt, so nobody can test a guess against it.
 *
 *     issue    [1, 1, t, kid, H, slot]
 *     status   [1, 2, t, kid, H, target, status, replacement / null]
 *     key      [1, 3, t, kid, H, action, from]
 *     config   [1, 4, t, kid, H]
 *     snapshot [1, 5, t, kid, H, size]
 *     entered  [1, 6, t, kid, H, slot, issued]     issued before the ledger existed
 *     document [1, 7, t, kid, H, kind]             a class's manifest, a frozen year, a decision
 */
#ifndef HOCBA_LEDGER_LEAF_H
#define HOCBA_LEDGER_LEAF_H

#include "crypto/hash.h"

enum { LEAF_VERSION = 1, LEAF_KID_SIZE = 8, LEAF_SLOT_SIZE = 16, LEAF_MAX = 128 };

/* A ledger's clock may be off its witnesses' and ours by so many seconds. */
enum { LEAF_CLOCK_LEEWAY = 300 };

enum leaf_kind {
    LEAF_ISSUE = 1,
    LEAF_STATUS = 2,
    LEAF_KEY = 3,
    LEAF_CONFIG = 4,
    LEAF_SNAPSHOT = 5,
    LEAF_ENTERED = 6,
    LEAF_DOCUMENT = 7,
};

/* The status of an issued record; the numbers are those of the status list (2 bits). */
enum record_status {
    RECORD_VALID = 0,
    RECORD_REVOKED = 1,
    RECORD_SUSPENDED = 2, /* its replacement is approved and not issued yet */
    RECORD_SUPERSEDED = 3,
};

enum key_action {
    KEY_ENROL = 1,            /* a school's key */
    KEY_RETIRE = 2,           /* issues nothing after this leaf */
    KEY_COMPROMISE = 3,       /* whatever it issued from leaf `from` on is revoked */
    KEY_ENROL_DEPARTMENT = 4, /* a key that decides about every school's records */
};

enum document_kind { DOCUMENT_MANIFEST = 1, DOCUMENT_FREEZE = 2, DOCUMENT_DECISION = 3 };

struct leaf {
    enum leaf_kind kind;
    int64_t time;                 /* the ledger's clock, POSIX seconds; never decreases */
    uint8_t kid[LEAF_KID_SIZE];   /* SHA-256(SubjectPublicKeyInfo)[0..8] of the key that it is of */
    struct digest hash;           /* of the issued form, the signed decision, the list */
    uint8_t slot[LEAF_SLOT_SIZE]; /* issue, entered: HMAC over pupil, year, grade and type */
    uint64_t target;              /* status: the leaf whose status changes */
    enum record_status status;    /* status: the new one */
    bool has_replacement;         /* status: superseded by ... */
    uint64_t replacement;         /* ... this leaf */
    enum key_action action;       /* key */
    uint64_t from;                /* key: compromised from this leaf on; else 0 */
    uint64_t size;                /* snapshot: over the first so many leaves */
    int64_t issued;               /* entered: when it was issued, by the instance's own books */
    enum document_kind document;
};

/* Append the leaf; at most LEAF_MAX bytes. */
void leaf_write(const struct leaf *leaf, struct buffer *out);
/* Strict: writing it gives the same bytes. INVALID for anything else; *leaf then holds nothing of
 * use. */
MUST_CHECK enum status leaf_parse(struct span bytes, struct leaf *leaf, struct error *err);
/* Of issued records: issue or entered. */
bool leaf_is_record(const struct leaf *leaf);
/* Whether it says that a key is used from now on. */
bool leaf_enrols(const struct leaf *leaf);
/* The id of a key: the first bytes of the digest of its SubjectPublicKeyInfo. */
void leaf_kid_of(const struct digest *key_id, uint8_t kid[LEAF_KID_SIZE]);

#endif
