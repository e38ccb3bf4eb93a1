/* SPDX-License-Identifier: Apache-2.0
 *
 * The strict scanner: one pass over the bytes that proves them canonical as they stand
 * (docs/format.md section 2) and gives a flat array of elements.  Exclusive C14N 1.0 of every apex
 * then equals its bytes in the file, so digests are taken over the input itself and no second
 * parser ever sees the document.  Everything outside the closed profile is refused: DTD,
 * processing instructions, comments, CDATA, other namespaces and prefixes, prefixed attributes,
 * mixed content, white space between elements, an Id that occurs twice.
 *
 * The result borrows the document's bytes and lives in the arena.  Offsets are from the
 * document's first byte.
 */
#ifndef HOCBA_XML_SCAN_H
#define HOCBA_XML_SCAN_H

#include <stdint.h>

#include "xml/writer.h"

enum {
    XML_DOCUMENT_MAX = 512 * 1024, /* bytes of a record's file */
    XML_ATTRIBUTES_MAX = 24,       /* on one element */
    XML_ELEMENT_BYTES_MIN = 32,    /* a document has at most ceiling / 32 elements */
    XML_IDS_MAX = 512,             /* in a document */
    XML_NAME_MAX = 64,             /* bytes of a name or an Id's value */
    XML_NO_ELEMENT = -1,
};

struct xml_element {
    uint32_t start, end;           /* from its '<' to after its end tag */
    uint32_t content, content_end; /* what is between its tags */
    int32_t parent;                /* XML_NO_ELEMENT for the root */
    int32_t after;                 /* index of the first element behind its subtree */
    uint32_t name;                 /* of the local name */
    uint32_t first_attribute;      /* in xml_document.attributes */
    uint8_t name_size, attribute_count, space, depth;
    uint8_t text_with; /* of a leaf: what its text holds beside plain Vietnamese (scan_text.h) */
};

struct xml_attribute {
    uint32_t name, value;
    uint32_t value_size;
    uint8_t name_size;
};

struct xml_document {
    struct span bytes;
    struct xml_element *elements; /* in document order; [0] is the root */
    size_t element_count;
    struct xml_attribute *attributes;
    size_t attribute_count;
};

/* A document of at most `ceiling` bytes that begins with XML_DECLARATION or directly with the
 * root's start tag, and ends with the root's end tag. INVALID with the place and what is wrong. */
MUST_CHECK enum status xml_scan(struct span bytes, size_t ceiling, struct arena *arena,
                                struct xml_document *document, struct error *err);
/* How many bytes behind the element's name declare its namespace: 0 where it inherits it. */
size_t xml_declared_size(const struct xml_document *document, int32_t element);
/* An attribute that is called Id, id or ID: their values are one name space. */
static inline bool
xml_is_id_name(struct span name)
{
    return name.size == 2 && (name.data[0] | 0x20) == 'i' && (name.data[1] | 0x20) == 'd';
}

static inline struct span
xml_slice(const struct xml_document *document, uint32_t from, uint32_t to)
{
    return (struct span){document->bytes.data + from, to - from};
}

/* The bytes of an element, tags included: what a reference digests. */
static inline struct span
xml_element_bytes(const struct xml_document *document, int32_t element)
{
    const struct xml_element *at = &document->elements[element];
    return xml_slice(document, at->start, at->end);
}

static inline struct span
xml_element_name(const struct xml_document *document, int32_t element)
{
    const struct xml_element *at = &document->elements[element];
    return (struct span){document->bytes.data + at->name, at->name_size};
}

/* Inline, so that a literal's length costs nothing: asked of every element. */
static inline bool
xml_is(const struct xml_document *document, int32_t element, enum xml_space space, const char *name)
{
    return element != XML_NO_ELEMENT && document->elements[element].space == space &&
           span_is(xml_element_name(document, element), name);
}
static inline int32_t
xml_first_child(const struct xml_document *document, int32_t element)
{
    return document->elements[element].after > element + 1 ? element + 1 : XML_NO_ELEMENT;
}
static inline int32_t
xml_next_sibling(const struct xml_document *document, int32_t element)
{
    int32_t next = document->elements[element].after;
    int32_t parent = document->elements[element].parent;

    return parent == XML_NO_ELEMENT || next >= document->elements[parent].after ? XML_NO_ELEMENT
                                                                                : next;
}
/* The child with this name, or XML_NO_ELEMENT. */
int32_t xml_find_child(const struct xml_document *document, int32_t element, enum xml_space space,
                       const char *name);
/* The value as it stands in the file; data is NULL when there is no such attribute. */
struct span xml_find_attribute(const struct xml_document *document, int32_t element,
                               const char *name);
/* Text as it stands in the file (with its escapes); of a leaf. */
struct span xml_raw_text(const struct xml_document *document, int32_t element);
/* What scanned text means, in its place: references become their characters. The new size. */
size_t xml_resolve(char *text, size_t size);
/* The text that is meant, as an arena text. */
char *xml_plain_text(const struct xml_document *document, int32_t element, struct arena *arena);

#endif
