/* SPDX-License-Identifier: Apache-2.0
 *
 * The paper that closes a key: a few lines of text and a signature over them (docs/ledger.md
 * section 11).  Its SHA-256 is the H of the leaf; a salt in it keeps anybody from trying reasons.
 */
#ifndef HOCBA_SERVICE_KEY_PAPER_H
#define HOCBA_SERVICE_KEY_PAPER_H

#include "crypto/anchors.h"
#include "crypto/certificate.h"
#include "crypto/hash.h"

enum { KEY_PAPER_MAX = 64 * 1024, KEY_PAPER_TEXT_MAX = 300 /* graphemes of number and reason */ };

struct key_paper {
    const char *action;      /* CLOSING_... of store/key_closings.h */
    const char *key_id;      /* hex: SHA-256 of the SubjectPublicKeyInfo */
    const char *certificate; /* hex: SHA-256 of the one that was named */
    uint64_t from;           /* compromised: from this entry on; else 0 */
    const char *number;      /* of the decision */
    const char *reason;
    const char *by;                 /* login */
    const char *at;                 /* moment */
    const char *signer;             /* hex: SHA-256 of the certificate of who signs */
    const char *salt;               /* hex */
    struct span issuers[CHAIN_MAX]; /* DER: who certified the signer, upwards, no root */
    size_t issuer_count;
};

/* Append the lines that are signed. */
void key_paper_write(const struct key_paper *paper, struct buffer *out);
/* Append the last line, the signature. */
void key_paper_sign(struct span value, struct buffer *out);
/* INVALID: not such a paper; UNTRUSTED: this signer's key did not sign it. Texts are the arena's.
 */
MUST_CHECK enum status key_paper_read(struct span bytes, const struct certificate *signer,
                                      struct arena *arena, struct key_paper *paper,
                                      struct error *err);

/* UNTRUSTED, UNDECIDED: the signer's certificate leads to none of these anchors when the paper says
 * that it was signed. `paper`: as it was read. */
MUST_CHECK enum status key_paper_judge(const struct key_paper *paper,
                                       const struct certificate *signer,
                                       const struct anchors *anchors, struct error *err);

#endif
