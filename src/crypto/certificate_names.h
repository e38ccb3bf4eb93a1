/* SPDX-License-Identifier: Apache-2.0
 *
 * Names in certificates: distinguished names as text, and the Vietnamese profile's numbers.  For
 * this folder only.
 */
#ifndef HOCBA_CRYPTO_CERTIFICATE_NAMES_H
#define HOCBA_CRYPTO_CERTIFICATE_NAMES_H

#include "crypto/handles.h"

/* Fill the fields of `out` that come from subject and issuer. */
MUST_CHECK enum status certificate_read_names(X509 *x509, struct arena *arena,
                                              struct certificate *out, struct error *err);
/* INVALID with "Chứng thư số không đọc được: <why>." */
enum status certificate_refuse(struct error *err, const char *why);

/* The numbers that a subject's UID attribute may carry. */
struct certificate_number_kind {
    const char *prefix; /* "CCCD:" */
    size_t digits;      /* exactly so many digits; 0: any text */
    size_t offset;      /* of the field in struct certificate */
};
extern const struct certificate_number_kind certificate_number_kinds[];
extern const size_t certificate_number_kind_count;

enum { NAME_VALUE_MAX = 256 }; /* bytes of one attribute that we read or write */

#endif
