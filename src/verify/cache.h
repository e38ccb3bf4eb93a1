/* SPDX-License-Identifier: Apache-2.0
 *
 * What verifying the next record need not do again: parsing a certificate (some 100 us) and
 * walking its path (some 80 us), proving the markup of a document canonical that is like one seen
 * before.  A verdict on a path is used again only for a time at which it must be the same.
 */
#ifndef HOCBA_VERIFY_CACHE_H
#define HOCBA_VERIFY_CACHE_H

#include "crypto/path.h"
#include "verify/verify.h"
#include "xml/scan.h"

struct cached_certificate {
    char *text;         /* owned */
    struct span base64; /* the text it was read from: its key */
    struct certificate *certificate;
    char *subject_xml; /* the subject as it stands in X509SubjectName, escaped */
    struct digest key_id;
};

/* Make room for one record's certificates: call before each file. What was handed out for an
 * earlier file may then be gone. */
void cache_prepare(struct verify_cache *cache);
/* The same for evidence; the cache's own. */
struct evidence_cache *cache_evidence(struct verify_cache *cache);
/* The certificate in this base64 text; INVALID when it is none. Valid until cache_prepare(). */
MUST_CHECK enum status cache_certificate(struct verify_cache *cache, struct span base64,
                                         const struct cached_certificate **certificate,
                                         struct error *err);
/* xml_scan() of a record, quicker when it is like one that cache_keep_shape() was told of. */
MUST_CHECK enum status cache_scan(struct verify_cache *cache, struct span file, struct arena *arena,
                                  struct xml_document *document, struct error *err);
/* A document whose grammar is right: the next ones may be like it. */
void cache_keep_shape(struct verify_cache *cache, const struct xml_document *document);
/* path_check() of certificates[0] with the others as candidates. */
const struct path_result *cache_path(struct verify_cache *cache,
                                     const struct certificate *const *certificates, size_t count,
                                     const struct anchors *anchors, int64_t now);

#endif
