/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a signature of docs/format.md section 4 out of scanned bytes: bound to the grammar, every
 * element in its place, nothing else.  Structure only; digests, values and certificates are
 * verify/'s question.
 */
#ifndef HOCBA_SIGN_XADES_READ_H
#define HOCBA_SIGN_XADES_READ_H

#include "crypto/certificate.h"
#include "crypto/hash.h"
#include "crypto/key.h"
#include "model/verdict.h"
#include "sign/xades_unsigned.h"

enum { SUBJECT_CODE_MAX = 16 };

/* As what somebody signs a document of the managing level: nobody, in a record or a manifest. */
enum xades_office {
    OFFICE_NONE,
    OFFICE_DEPARTMENT, /* the department's seal, on a registry or a decision */
    OFFICE_OFFICER,    /* who decided, on a decision */
    OFFICE_INSPECTOR,  /* the head of the inspection, on its minutes */
    OFFICE_INSPECTED,  /* the school's principal, on the minutes */
};

/* Whose signature, by its place in the document. */
struct xades_place {
    enum signer_role role;
    enum xades_office office; /* where there is one the role does not count */
    struct span subject_code; /* of a subject teacher, else empty */
    int32_t signature;        /* the ds:Signature element */
    int32_t data;             /* what it signs: DU_LIEU_HOC_BA, its MON_HOC, DU_LIEU */
    int32_t general;          /* of a subject teacher: THONG_TIN_CHUNG, else XML_NO_ELEMENT */
    struct span signed_copy;  /* NGAY_KY beside it; data is NULL when there is none */
    struct span number_copy;  /* SO_CCCD */
};

/* One ds:Reference: which element it must be of, and the digest that it claims. */
struct xades_reference {
    int32_t element;
    struct digest digest;
};

enum { XADES_REFERENCES_MAX = 4 + SIGNATURES_MAX };

struct xades_signature {
    struct xades_place place;
    struct span signed_info; /* the bytes that the value signs */
    enum key_kind method;    /* of SignatureMethod */
    struct signature_value value;
    int32_t value_element; /* ds:SignatureValue, what later signers refer to */
    struct xades_reference references[XADES_REFERENCES_MAX];
    size_t reference_count;
    size_t earlier_count;     /* the last so many references are to earlier signers' values */
    struct span subject_name; /* X509SubjectName as it stands */
    struct span certificates[CHAIN_MAX]; /* base64, the signer's first */
    size_t certificate_count;
    struct span signing_time; /* text, equal in both places */
    struct moment time;
    struct digest certificate_digest; /* SigningCertificateV2 */
    struct xades_unsigned evidence;   /* its element is XML_NO_ELEMENT at level B-B */
};

/* The places of all signatures of a record in document order; none is fine. INVALID when the list
 * of signers is not as section 3 has it. */
struct xades_places {
    struct xades_place items[SIGNATURES_MAX];
    size_t count;
    int32_t data, general, signers; /* DU_LIEU_HOC_BA, THONG_TIN_CHUNG, DANH_SACH_THONG_TIN_KY */
    bool subject_teachers_sign;     /* THONG_TIN_CHUNG has its Id */
};
MUST_CHECK enum status xades_find_places(const struct xml_document *document,
                                         struct xades_places *places, struct error *err);

/* Read the signature at `place`; `earlier` are the signatures before it in the document (its
 * references must be to their values; a subject teacher's has none). */
MUST_CHECK enum status xades_read(const struct xml_document *document,
                                  const struct xades_place *place,
                                  const struct xades_signature *earlier, size_t earlier_count,
                                  struct xades_signature *signature, struct error *err);

/* The department's signature in a registry. */
MUST_CHECK enum status xades_find_registry_place(const struct xml_document *document,
                                                 struct xades_place *place, struct error *err);
/* What a principal signs beside records: a class's manifest, the freeze of a year. */
enum xades_paper { PAPER_MANIFEST, PAPER_FREEZE, PAPER_COUNT };
MUST_CHECK enum status xades_find_paper_place(const struct xml_document *document,
                                              enum xades_paper paper, struct xades_place *place,
                                              struct error *err);
/* What two sign, the second over the signature of the first: a decision (the officer, then the
 * department's seal), the minutes of an inspection (its head, then the principal). `count` says how
 * many there are, one or both. */
enum xades_pair { PAIR_DECISION, PAIR_MINUTES, PAIR_COUNT };
enum { PAIR_SIGNATURES = 2 };
MUST_CHECK enum status xades_find_pair_places(const struct xml_document *document,
                                              enum xades_pair pair,
                                              struct xades_place places[PAIR_SIGNATURES],
                                              size_t *count, struct error *err);

#endif
