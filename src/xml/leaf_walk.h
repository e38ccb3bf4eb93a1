/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading an element whose children are leaves in a fixed order, as manifests and decisions are
 * made: each step takes the next leaf, and the first that does not fit spoils the whole walk.  Who
 * walks asks `bad` and whether anything is left (leaf_walk_is_over) at the end.
 */
#ifndef HOCBA_XML_LEAF_WALK_H
#define HOCBA_XML_LEAF_WALK_H

#include "base/date.h"
#include "xml/scan.h"
#include "xml/writer.h"

enum { LEAF_TEXT_MAX = 200 }; /* graphemes of names, codes, dates and digests */

struct leaf_walk {
    const struct xml_document *xml;
    struct arena *arena;
    int32_t next;
    bool bad;
};

/* Over the children of `parent`. */
struct leaf_walk leaf_walk_into(const struct xml_document *xml, int32_t parent,
                                struct arena *arena);
bool leaf_walk_is_next(const struct leaf_walk *walk, const char *tag);
/* Nothing was wrong and nothing is left. */
bool leaf_walk_is_over(const struct leaf_walk *walk);
/* The text of the next leaf, which is `tag` without attributes; "" when it is not. */
const char *leaf_walk_take(struct leaf_walk *walk, const char *tag, size_t most);
void leaf_walk_take_hex(struct leaf_walk *walk, const char *tag, uint8_t *bytes, size_t size);
struct moment leaf_walk_take_moment(struct leaf_walk *walk, const char *tag);
const char *leaf_walk_take_uuid(struct leaf_walk *walk, const char *tag);

/* Over the children of the next element, which has no attributes; back, behind it, with all that
 * was wrong in it. */
struct leaf_walk leaf_walk_enter(struct leaf_walk *walk);
void leaf_walk_leave(struct leaf_walk *walk, const struct leaf_walk *inner);

/* Write such a leaf. INVALID, "DOCUMENT: thiếu hoặc sai TAG.": no text, not valid, not NFC, with
 * control characters, or longer than `most` graphemes. */
MUST_CHECK enum status leaf_text_write(struct xml_writer *xml, const char *tag, const char *text,
                                       size_t most, const char *document, struct error *err);

#endif
