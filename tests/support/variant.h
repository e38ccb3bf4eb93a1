/* SPDX-License-Identifier: Apache-2.0
 *
 * The same document in another serialisation, as other programs write XML: a different order and
 * quotes of attributes, namespace declarations moved, repeated or superfluous, <a/>, character
 * references, blanks inside tags, CRLF, a byte order mark.  Canonical XML sees none of it.
 */
#ifndef HOCBA_TESTS_SUPPORT_VARIANT_H
#define HOCBA_TESTS_SUPPORT_VARIANT_H

#include "xml/scan.h"

/* Append a variant of a document of our profile; the same seed gives the same one. */
void test_variant(const struct xml_document *document, uint64_t *seed, struct buffer *out);
/* As one program would save it: declarations on the root, <a/>, single quotes, CRLF; no letters by
 * reference. */
void test_variant_plain(const struct xml_document *document, struct buffer *out);

#endif
