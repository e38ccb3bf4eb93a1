/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the unsigned properties of a signature (docs/format.md section 6): proofs that came after
 * signing.  Structure only.  Nobody signed them: what they hold counts only by its own signature.
 */
#ifndef HOCBA_SIGN_XADES_UNSIGNED_H
#define HOCBA_SIGN_XADES_UNSIGNED_H

#include "xml/scan.h"

enum {
    XADES_TIMESTAMPS_MAX = 4,        /* of one signature: one of each authority */
    XADES_VALUES_MAX = 48,           /* certificates, OCSP responses and CRLs of one signature */
    XADES_TOKEN_MAX = 16 * 1024,     /* bytes of a timestamp's DER */
    XADES_REVOCATION_MAX = 64 * 1024 /* bytes of an OCSP response's or a CRL's DER */
};

struct xades_unsigned {
    int32_t element;                              /* xades:UnsignedProperties, or XML_NO_ELEMENT */
    struct span timestamps[XADES_TIMESTAMPS_MAX]; /* base64 of tokens */
    size_t timestamp_count;
    int32_t values; /* the elements from here on hold the values */
    int32_t after;
};

/* Read the element xades:UnsignedProperties at `element`. INVALID: anything but the grammar. */
MUST_CHECK enum status xades_unsigned_read(const struct xml_document *document, int32_t element,
                                           struct xades_unsigned *read, struct error *err);

enum xades_value_kind { XADES_CERTIFICATE, XADES_OCSP, XADES_CRL };

struct xades_value {
    enum xades_value_kind kind;
    struct span base64;
};

/* The next value behind *at (begin with read->values), in document order; false at the end. */
bool xades_unsigned_next(const struct xml_document *document, const struct xades_unsigned *read,
                         int32_t *at, struct xades_value *value);

#endif
