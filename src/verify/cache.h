/* SPDX-License-Identifier: Apache-2.0
 *
 * What verifying the next record need not do again: parsing a certificate (some 100 us) and
 * walking its path (some 80 us).  Keyed by SHA-256 of what was read; a verdict on a path is used
 * again only for a time at which it must be the same.
 */
#ifndef HOCBA_VERIFY_CACHE_H
#define HOCBA_VERIFY_CACHE_H

#include "crypto/path.h"
#include "verify/verify.h"

struct cached_certificate {
    struct digest key; /* of the base64 text */
    struct certificate *certificate;
    char *subject_xml; /* the subject as it stands in X509SubjectName, escaped */
};

/* Make room for one record's certificates: call before each file. What was handed out for an
 * earlier file may then be gone. */
void cache_prepare(struct verify_cache *cache);
/* The certificate in this base64 text; INVALID when it is none. Valid until cache_prepare(). */
MUST_CHECK enum status cache_certificate(struct verify_cache *cache, struct span base64,
                                         const struct cached_certificate **certificate,
                                         struct error *err);
/* path_check() of certificates[0] with the others as candidates. */
const struct path_result *cache_path(struct verify_cache *cache,
                                     const struct certificate *const *certificates, size_t count,
                                     const struct anchors *anchors, int64_t now);

#endif
