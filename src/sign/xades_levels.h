/* SPDX-License-Identifier: Apache-2.0
 *
 * Levels above B-B (ETSI EN 319 132-1: B-T, B-LT; docs/format.md section 6).  Raising a level only
 * inserts whole xades:UnsignedProperties elements, one in each signature; cutting exactly those
 * spans gives the issued form back, byte for byte.
 */
#ifndef HOCBA_SIGN_XADES_LEVELS_H
#define HOCBA_SIGN_XADES_LEVELS_H

#include "sign/xades_read.h"

/* Values in DER; borrowed. */
struct xades_values {
    const struct span *certificates, *crls, *ocsps;
    size_t certificate_count, crl_count, ocsp_count;
};

/* What goes into one signature. */
struct xades_evidence {
    const char *key; /* "gvcn", "gvbm-TV": the signature's */
    const struct span *timestamps;
    size_t timestamp_count;        /* at least one */
    struct xades_values signer;    /* CertificateValues, RevocationValues: both empty at B-T */
    struct xades_values authority; /* TimeStampValidationData: of the timestamp authorities */
};

/* Append `document`, which has no unsigned properties in these signatures, with this evidence in
 * it. CONFLICT: a signature has some already; NOT_FOUND: there is no such signature; INVALID: not a
 * record, or it gets over XML_DOCUMENT_MAX. On failure nothing is appended. */
MUST_CHECK enum status xades_levels_insert(struct span document,
                                           const struct xades_evidence *evidence, size_t count,
                                           struct buffer *out, struct error *err);

/* The document without unsigned properties: `document` itself when it has none, else a copy in the
 * arena. INVALID: not a record. */
MUST_CHECK enum status xades_levels_cut(struct span document, struct arena *arena,
                                        struct span *issued, struct error *err);
/* The same of a slice from..to of a scanned document whose signatures were read. */
struct span xades_levels_cut_read(const struct xml_document *document, uint32_t from, uint32_t to,
                                  const struct xades_signature *signatures, size_t count,
                                  struct arena *arena);

/* A record's signatures, read; in the arena. */
struct xades_levels {
    struct xml_document xml;
    struct xades_signature *signatures; /* in document order */
    size_t count;
};
MUST_CHECK enum status xades_levels_list(struct span document, struct arena *arena,
                                         struct xades_levels *levels, struct error *err);

/* What a signature timestamp is over: the bytes of the canonical ds:SignatureValue. */
static inline struct span
xades_stamped_bytes(const struct xml_document *document, const struct xades_signature *signature)
{
    return xml_element_bytes(document, signature->value_element);
}

#endif
