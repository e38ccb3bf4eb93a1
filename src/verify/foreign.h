/* SPDX-License-Identifier: Apache-2.0
 *
 * Every signature of anybody's XML document: is it cryptographically right, and what exactly does
 * it cover?  Whether that is what a reader looks at is the reader's question: the report names the
 * covered elements, and content is handed out only as the bytes that were digested.
 *
 * SHA-256, -384, -512 with RSA (PKCS#1, PSS), P-256, P-384, P-521; certificates from X509Data.
 */
#ifndef HOCBA_VERIFY_FOREIGN_H
#define HOCBA_VERIFY_FOREIGN_H

#include "base/json.h"
#include "sign/foreign_transform.h"
#include "verify/cache.h"

struct foreign_settings {
    const struct anchors *anchors;     /* NULL: nobody's chain is asked */
    const struct anchors *authorities; /* of timestamps; NULL: `anchors` */
    const struct anchors *responders;  /* of OCSP, beside the issuers; NULL: none */
    int64_t now;
    struct verify_cache *cache; /* for chains; NULL when there are no anchors */
    bool utf8_only;             /* else also UTF-16, ISO-8859-1 and US-ASCII */
    /* The rest is for public test vectors alone. */
    unsigned allowed; /* enum foreign_allowed */
    struct span hmac_secret;
    const struct foreign_key *key; /* used where a signature brings no certificate */
};

struct foreign_reference_report {
    const char *uri, *type; /* NULL where there is none */
    const char *path, *id;  /* of the covered element */
    const char *digest_method;
    const char *transforms[FOREIGN_TRANSFORMS_MAX];
    size_t transform_count;
    int32_t element;
    bool whole;     /* the element with all that is in it */
    bool enveloped; /* with all but this signature, which stands in it */
    bool digest_matches;
    struct span octets;        /* what was digested; empty unless the digest matches */
    const char *rule, *reason; /* of what is wrong, else NULL */
};

struct foreign_signature_report {
    int32_t element;       /* the ds:Signature */
    const char *path, *id; /* of the ds:Signature */
    const char *method, *canonicalization;
    bool cryptographically_valid; /* the value, and every digest */
    bool value_matches;
    const char *level;           /* "XMLDSig" "B-B" "B-T" "B-LT": what is proven */
    const char *level_reason;    /* why it is less than what is claimed, else NULL */
    int64_t proven_time;         /* by its timestamp; 0: none that counts */
    const char *claimed_time;    /* of XAdES, as it stands, or NULL */
    const char *signer, *issuer; /* RFC 4514, or NULL */
    const char *certificate_sha256;
    bool signer_is_named;    /* XAdES SigningCertificate names this certificate */
    bool names_another;      /* it names a certificate, and that is not there */
    struct span certificate; /* the signer's, DER */
    struct span certificates[FOREIGN_CERTIFICATES_MAX]; /* all of KeyInfo, the signer's first */
    size_t certificate_count;
    enum check_result trusted; /* its chain to the anchors; NOT_ASKED without */
    const char *trust_reason;
    struct foreign_reference_report *references;
    size_t reference_count;
    const char *rule, *reason; /* the first thing that is wrong, else NULL */
};

struct foreign_report {
    const struct xml_tree *tree; /* NULL when the file is none */
    struct foreign_signature_report *signatures;
    size_t signature_count;
    const char *rule, *reason; /* why the document as a whole was refused, else NULL */
};

/* One signature of a tree that was read already; at most `budget` bytes are written for it. */
void verify_foreign_one(const struct xml_tree *tree, int32_t element,
                        const struct foreign_settings *settings, size_t budget, struct arena *arena,
                        struct foreign_signature_report *report);

/* A report for any bytes whatsoever; everything lives in the arena. */
void verify_foreign(struct span file, const struct foreign_settings *settings, struct arena *arena,
                    struct foreign_report *report);

/* Append one JSON object: file, signatures [{...}], error. `file` is the name as given. */
void foreign_write_json(const struct foreign_report *report, const char *file, struct json *json);
/* The same as Vietnamese text. */
void foreign_write_text(const struct foreign_report *report, const char *file, struct buffer *out);

/* YES: there are signatures, all right, and all trusted where that was asked. */
enum check_result foreign_result(const struct foreign_report *report);

#endif
