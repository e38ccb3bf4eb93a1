/* SPDX-License-Identifier: Apache-2.0
 *
 * The status of every record of a stretch of the ledger in one small signed file: an IETF Token
 * Status List (draft-ietf-oauth-status-list) as a CWT, `application/statuslist+cwt`: COSE_Sign1
 * with EdDSA, two bits per leaf: 0 valid, 1 revoked, 2 suspended, 3 superseded.  It is a cached
 * answer: whoever replays the ledger must come to the same bits, and its digest stands in the
 * ledger (a snapshot leaf), so a list that lies convicts its maker.
 */
#ifndef HOCBA_LEDGER_STATUS_LIST_H
#define HOCBA_LEDGER_STATUS_LIST_H

#include "crypto/ed25519.h"
#include "ledger/status.h"

enum {
    STATUS_LIST_FILE_MAX = 4 * 1024 * 1024,
    STATUS_LIST_BITS_MAX = 16 * 1024 * 1024, /* bytes unpacked: 64 million leaves */
    STATUS_LIST_SUBJECT_MAX = 512,
};

struct status_list {
    /* "<origin>/status/<from>/<to>", and where it is as of more leaves than `to`, "/<as of>". */
    struct span subject;
    uint64_t from, to; /* leaves [from, to); the list's index is the leaf's less `from` */
    uint64_t
        as_of; /* the ledger's first so many leaves say so; `to` at least; written as 0: `to` */
    int64_t made, expires; /* POSIX seconds: iat and exp */
    int64_t lives;         /* seconds for which it may be kept: ttl */
    struct span bits;      /* as status_write_bits() gives them */
};

/* Append the signed file. `origin` names the ledger; `subject` and `bits` sizes are derived and
 * asserted. */
void status_list_write(const struct status_list *list, struct span origin, const struct secret *key,
                       const uint8_t public[ED25519_PUBLIC_SIZE], struct buffer *out);
/* It begins as one does (the tag of COSE_Sign1 and its array): no text that we read begins so. */
bool status_list_is(struct span file);
/* UNTRUSTED: not signed by this key. INVALID: not such a file, or not of this ledger. The bits
 * are the arena's. */
MUST_CHECK enum status status_list_read(struct span file, struct span origin,
                                        const uint8_t public[ED25519_PUBLIC_SIZE],
                                        struct arena *arena, struct status_list *list,
                                        struct error *err);
/* NOT_FOUND: the list is not about this leaf. */
MUST_CHECK enum status status_list_find(const struct status_list *list, uint64_t leaf,
                                        enum record_status *status, struct error *err);

/* zlib (RFC 1950) at its best level; for the tests' sake apart. */
void status_list_pack(struct span bits, struct buffer *out);

#endif
