/* SPDX-License-Identifier: Apache-2.0
 *
 * The fixed names of docs/format.md section 4.
 */
#ifndef HOCBA_SIGN_XADES_NAMES_H
#define HOCBA_SIGN_XADES_NAMES_H

#include "sign/xades_read.h"

#define XADES_EXC_C14N               "http://www.w3.org/2001/10/xml-exc-c14n#"
#define XADES_SHA256                 "http://www.w3.org/2001/04/xmlenc#sha256"
#define XADES_RSA_SHA256             "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
#define XADES_ECDSA_SHA256           "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
#define XADES_TYPE_PROPERTIES        "http://www.w3.org/2000/09/xmldsig#SignatureProperties"
#define XADES_TYPE_SIGNED_PROPERTIES "http://uri.etsi.org/01903#SignedProperties"
#define XADES_TYPE_COUNTERSIGNED     "http://uri.etsi.org/01903#CountersignedSignature"
#define XADES_MIME_TYPE              "text/xml"

enum { XADES_KEY_MAX = sizeof "gvbm-" + SUBJECT_CODE_MAX };

/* By enum xades_office: the part of the Ids, and the role. */
extern const char *const xades_office_keys[], *const xades_office_roles[];

/* By enum xades_paper: the root element, and what it is in Vietnamese. */
struct xades_paper_names {
    const char *root, *what;
};
extern const struct xades_paper_names xades_papers[PAPER_COUNT];

/* By enum xades_pair: the root element, what it is, and as what the two sign. */
struct xades_pair_names {
    const char *root, *what, *first; /* `first`: who signs first, in a sentence */
    enum xades_office offices[PAIR_SIGNATURES];
};
extern const struct xades_pair_names xades_pairs[PAIR_COUNT];

/* "gvcn", "gvbm-TV", "department": the part of the Ids that tells signatures apart. `out` has
 * XADES_KEY_MAX bytes; returns out. */
const char *xades_key(const struct xades_place *place, char *out);

#endif
