/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing signatures: XMLDSig with XAdES baseline B (ETSI EN 319 132-1) into a record or a
 * registry, in three steps, because keys may be elsewhere:
 *
 *     xades_prepare(document, request, &pending)    -> the digest to be signed
 *     the signer signs pending's digest             (perhaps in another process or another place)
 *     xades_attach(document, pending, value, &out)  -> the document with the signature in it
 *
 * The grammar is that of docs/format.md; the bytes are canonical as they are written.  The order
 * GVBM*, GVCN, CBQL, KY_PHAT_HANH is enforced (CONFLICT): nobody signs after a later role has, and
 * each role but GVBM signs once.  Which roles must have signed before is the caller's question.
 */
#ifndef HOCBA_SIGN_XADES_WRITE_H
#define HOCBA_SIGN_XADES_WRITE_H

#include "base/date.h"
#include "crypto/certificate.h"
#include "sign/xades_read.h"

enum { XADES_SALT_SIZE = 16, XADES_STATE_MAX = 64 * 1024 };

/* A signer's certificates made ready once for a whole class: base64, digests, names. Borrows
 * nothing; one may serve several threads. */
struct xades_identity;
MUST_CHECK enum status xades_identity_make(const struct certificate_chain *chain,
                                           struct xades_identity **identity, struct error *err);
void xades_identity_free(struct xades_identity *identity); /* NULL is a no-op */
DEFINE_AUTO(xades_identity)
/* The signer's certificate; the identity's own. */
const struct certificate *xades_identity_certificate(const struct xades_identity *identity);

struct xades_request {
    enum signer_role role;
    const char *subject_code;      /* of a subject teacher: "TV"; else NULL */
    struct moment time;            /* SigningTime: the instance's clock, shown as given */
    uint8_t salt[XADES_SALT_SIZE]; /* fresh random bytes for every signature */
};

/* A signature without its value; lives in the arena that was given to xades_prepare(). */
struct xades_pending {
    struct digest to_be_signed; /* SHA-256 of the canonical SignedInfo */
    struct digest document;     /* of the document it was prepared for, by its parts */
    size_t data_at, data_size;  /* the middle one: the data that is signed */
    struct xades_request request;
    bool registry; /* the department's signature; role does not count then */
    const struct xades_identity *identity; /* borrowed */
    size_t place;                          /* the offset in the document where it goes */
    struct span before_value, after_value; /* what goes there, around the value's base64 */
};

/* `document` is a record's file or its <HOC_BA> span, with the earlier signatures inside.
 * CONFLICT: this role or a later one has signed; INVALID: not a document of our profile. */
MUST_CHECK enum status xades_prepare(struct span document, const struct xades_request *request,
                                     const struct xades_identity *identity, struct arena *arena,
                                     struct xades_pending *pending, struct error *err);
/* The same for the registry file: one data element, one signature, by the department's seal. */
MUST_CHECK enum status xades_prepare_registry(struct span document, struct moment time,
                                              const uint8_t salt[XADES_SALT_SIZE],
                                              const struct xades_identity *identity,
                                              struct arena *arena, struct xades_pending *pending,
                                              struct error *err);
/* And for a class's manifest or the freeze of a year, by the principal. */
MUST_CHECK enum status xades_prepare_paper(struct span document, enum xades_paper paper,
                                           struct moment time, const uint8_t salt[XADES_SALT_SIZE],
                                           const struct xades_identity *identity,
                                           struct arena *arena, struct xades_pending *pending,
                                           struct error *err);

/* And for what two sign, the second over the first's signature; `office` says which pair. */
MUST_CHECK enum status xades_prepare_pair(struct span document, enum xades_office office,
                                          struct moment time, const uint8_t salt[XADES_SALT_SIZE],
                                          const struct xades_identity *identity,
                                          struct arena *arena, struct xades_pending *pending,
                                          struct error *err);

/* Check the value with the certificate's key (UNTRUSTED), then append to `out` the document with
 * the signature in its place, with NGAY_KY and SO_CCCD beside it.  CONFLICT when the document has
 * changed since it was prepared.  On failure nothing is appended. */
MUST_CHECK enum status xades_attach(struct span document, const struct xades_pending *pending,
                                    struct span value, struct buffer *out, struct error *err);

/* For --prepare and --attach in separate processes: the pending signature as a text that holds
 * what was asked (role, time, salt, certificates, digests) and no secret; reading builds the
 * signature again from the document and refuses when it does not come to the same digest.
 * `identity` is made from the state's certificates and is the caller's. */
void xades_pending_write(const struct xades_pending *pending, struct buffer *out);
MUST_CHECK enum status xades_pending_read(struct span state, struct span document,
                                          struct arena *arena, struct xades_identity **identity,
                                          struct xades_pending *pending, struct error *err);
/* The same for a paper that xades_prepare_paper() was asked for. */
MUST_CHECK enum status xades_pending_read_paper(struct span state, struct span document,
                                                enum xades_paper paper, struct arena *arena,
                                                struct xades_identity **identity,
                                                struct xades_pending *pending, struct error *err);
/* And for xades_prepare_pair(). */
MUST_CHECK enum status xades_pending_read_pair(struct span state, struct span document,
                                               enum xades_office office, struct arena *arena,
                                               struct xades_identity **identity,
                                               struct xades_pending *pending, struct error *err);

#endif
