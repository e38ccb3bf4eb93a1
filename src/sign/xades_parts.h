/* SPDX-License-Identifier: Apache-2.0
 *
 * Between the files that write signatures: who signs (identity), what and where (plan), the bytes
 * (build).  docs/format.md section 4.
 */
#ifndef HOCBA_SIGN_XADES_PARTS_H
#define HOCBA_SIGN_XADES_PARTS_H

#include "sign/xades_read.h"
#include "sign/xades_write.h"

enum {
    XADES_KEY_SIZE = 32,          /* "gvbm-" and a subject code */
    XADES_TARGETS_MAX = 2,        /* data elements that one signature is over */
    XADES_PARTS_MAX = 256 * 1024, /* bytes of one signature */
};

struct xades_identity {
    struct arena *arena;
    struct certificate *certificate;     /* the signer's, for the check of values */
    char digest[SHA256_BASE64_SIZE];     /* of the certificate, for SigningCertificateV2 */
    struct span key_info;                /* the whole ds:KeyInfo */
    const char *certificates[CHAIN_MAX]; /* base64, the signer's first */
    size_t certificate_count;
};

/* What a signature is over, whom it follows and where it goes. */
struct xades_plan {
    char key[XADES_KEY_SIZE]; /* "gvcn", "gvbm-TV", "department" */
    const char *role;         /* "GVCN", ... "CO_QUAN_QUAN_LY" */
    struct xades_target {
        const char *name; /* the reference's Id is sig-<key>-<name> */
        char uri[XADES_KEY_SIZE];
        struct span bytes; /* in the document */
        struct digest digest;
    } targets[XADES_TARGETS_MAX];
    size_t target_count;
    struct xades_earlier {
        char key[XADES_KEY_SIZE];
        struct digest digest; /* of its ds:SignatureValue */
    } earlier[SIGNATURES_MAX];
    size_t earlier_count;
    size_t place;            /* offset of the insertion */
    struct span open, close; /* the element around the Signature, before NGAY_KY and at the end */
    bool copies_time, copies_number; /* NGAY_KY, SO_CCCD */
};

MUST_CHECK enum status xades_plan_record(struct span document, const struct xades_request *request,
                                         struct arena *arena, struct xades_plan *plan,
                                         struct error *err);
MUST_CHECK enum status xades_plan_registry(struct span document, struct arena *arena,
                                           struct xades_plan *plan, struct error *err);
MUST_CHECK enum status xades_plan_paper(struct span document, enum xades_paper paper,
                                        struct arena *arena, struct xades_plan *plan,
                                        struct error *err);
MUST_CHECK enum status xades_plan_pair(struct span document, enum xades_office office,
                                       struct arena *arena, struct xades_plan *plan,
                                       struct error *err);

/* Fill to_be_signed, place, before_value and after_value of `pending`, whose request and identity
 * are set. INVALID: the signer's certificate has no personal number where SO_CCCD is due. */
MUST_CHECK enum status xades_build(const struct xades_plan *plan, struct arena *arena,
                                   struct xades_pending *pending, struct error *err);

#endif
