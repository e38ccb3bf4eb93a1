/* SPDX-License-Identifier: Apache-2.0
 *
 * Scanning a document like one that was scanned before: the records of a class differ in their
 * texts, seldom in their markup.  Where every byte of markup is the same, what the scanner proved
 * of the first document holds for the next, and only its texts are left to look at: the result is
 * the very one that xml_scan() gives, at a fraction of the cost.
 */
#ifndef HOCBA_XML_SCAN_LIKE_H
#define HOCBA_XML_SCAN_LIKE_H

#include "xml/scan.h"

/* The markup of a document; immutable, may serve several threads. */
struct xml_shape;

/* Of a document that xml_scan() accepted; copies what it needs. */
struct xml_shape *xml_shape_new(const struct xml_document *document);
void xml_shape_free(struct xml_shape *shape); /* NULL is a no-op */
DEFINE_AUTO(xml_shape)

/* False when `bytes` are not of this shape (or no document at all): then ask xml_scan(). */
bool xml_scan_like(const struct xml_shape *shape, struct span bytes, size_t ceiling,
                   struct arena *arena, struct xml_document *document);

#endif
